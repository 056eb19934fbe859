"""What is published stays; what is wrong in it is corrected by a new version, or withdrawn with a notice."""

import datetime
import hashlib
import re

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import assembly, content, lifecycle, permissions
from reports.commands.locking import locked
from reports.lifecycle import Status
from reports.models import Publication, PublicationFile, Report
from reports.renderers import FORMATS


@command
def publish(report: Report, *, by: User, at: datetime.datetime | None = None) -> Publication:
    """Freeze the report as it stands: content from live figures, its fingerprint, and a file in every format."""
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_publish(by, report):
        raise PermissionDenied
    draft = assembly.draft(report, today=timezone.localdate(at))
    if reason := lifecycle.barrier_to_publish(report.status):
        raise Refused(reason)
    if draft.barriers:
        raise Refused(" ".join(draft.barriers))
    frozen = content.to_json(content.check(draft.document))
    fingerprint = content.fingerprint(frozen)

    publication = Publication.objects.create(
        report=report, number=report.publications.count() + 1, content=frozen, sha256=fingerprint,
        corrects=report.correction, published_at=at, published_by=by,
    )  # fmt: skip
    # Rendered from what is frozen, never from the draft, so that files and content cannot differ.
    document = content.from_json(frozen)
    files = []
    for format in FORMATS.values():
        data = format.render(document, fingerprint)
        files.append(
            PublicationFile(
                publication=publication,
                format=format.key,
                name=f"{draft.blueprint.file_name}-{draft.period.short}.{format.key}",
                media_type=format.media_type,
                content=data,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
        )
    PublicationFile.objects.bulk_create(files)
    report.status, report.correction = Status.PUBLISHED, ""
    report.save(update_fields=["status", "correction"])
    events.record("report.published", by=by, target=report, at=at, number=publication.number, sha256=fingerprint)
    return publication


@command
def correct(report: Report, *, because: str, by: User, at: datetime.datetime | None = None) -> Report:
    """Begin a corrected version. What is published stays in force until that is signed off and published too."""
    report = locked(report)
    if not permissions.may_publish(by, report):
        raise PermissionDenied
    because = _told(because)
    if reason := lifecycle.barrier_to_correct(report.status, because):
        raise Refused(reason)
    report.status, report.correction, report.round = Status.DRAFT, because, report.round + 1
    report.save(update_fields=["status", "correction", "round"])
    events.record("report.correction_begun", by=by, target=report, at=at, number=report.publications.count() + 1)
    return report


@command
def withdraw(report: Report, *, because: str, by: User, at: datetime.datetime | None = None) -> Report:
    """Take a published report away from its readers, who find the reason in its place."""
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_publish(by, report):
        raise PermissionDenied
    because = _told(because)
    if not report.publications.exists():
        raise Refused("Only what was published can be withdrawn.")
    if reason := lifecycle.barrier_to_withdraw(report.status, because):
        raise Refused(reason)
    report.status, report.withdrawn_at, report.withdrawn_because = Status.WITHDRAWN, at, because
    report.save(update_fields=["status", "withdrawn_at", "withdrawn_because"])
    events.record("report.withdrawn", by=by, target=report, at=at)
    return report


def _told(because: str) -> str:
    """A reason that all readers see: it leads to no child."""
    if found := re.search(rf"(?<!\w)(?:{settings.CASE_REFERENCE_PATTERN})(?!\w)", because, re.IGNORECASE):
        raise Refused(f"{found[0]} looks like a case reference. Take it out: all readers see the reason.")
    return content.plain(because)
