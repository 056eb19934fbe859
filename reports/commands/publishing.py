"""What is published stays; what is wrong in it is corrected by a new version, or withdrawn with a notice.

Both editions are published together, corrected together and withdrawn together.
"""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import assembly, content, disclosure, lifecycle, permissions
from reports.commands import rendering, telling
from reports.commands.locking import locked, locked_to_publish
from reports.commands.speaking import without_reference
from reports.editions import Edition
from reports.lifecycle import Status
from reports.models import Notice, Publication, Report


@command
def publish(report: Report, *, by: User, at: datetime.datetime | None = None) -> Publication:
    """Freeze the report as it stands, both editions or neither, and ask for its files; gives the public edition."""
    at = at or timezone.now()
    report = locked_to_publish(report)
    if not permissions.may_publish(by, report):
        raise PermissionDenied
    draft = assembly.draft(report, today=timezone.localdate(at), asked_at=at)
    if reason := lifecycle.barrier_to_publish(report.status):
        raise Refused(reason)
    if draft.barriers:
        raise Refused(" ".join(draft.barriers))
    number = report.next_number
    made = {edition: _frozen(draft, edition, number, by, at) for edition in Edition}
    report.status, report.correction = Status.PUBLISHED, ""
    report.save(update_fields=["status", "correction"])
    seals = {edition.value: publication.sha256 for edition, publication in made.items()}
    events.record("report.published", by=by, target=report, at=at, number=number, sha256=seals)
    for publication in made.values():
        rendering.ask_for_files(publication)
    return made[Edition.PUBLIC]


def _frozen(draft: assembly.Draft, edition: Edition, number: int, by: User, at: datetime.datetime) -> Publication:
    document = content.check(draft.in_edition(edition))
    frozen = content.to_json(document)
    is_public = edition == Edition.PUBLIC
    shown = disclosure.to_keep(draft.shown_tables) if is_public else None
    return Publication.objects.create(
        report=draft.report, edition=edition, number=number, content=frozen, sha256=content.fingerprint(frozen),
        words=content.searchable(content.from_json(frozen)), corrects=draft.report.correction, published_at=at,
        published_by=by, shown=shown,
    )  # fmt: skip


@command
def correct(report: Report, *, because: str, by: User, at: datetime.datetime | None = None) -> Report:
    """Begin a corrected version. What is published stays in force until that is signed off and published too."""
    report = locked(report)
    if not permissions.may_publish(by, report):
        raise PermissionDenied
    because = without_reference(because, "all readers see the reason")
    if reason := lifecycle.barrier_to_correct(report.status, because):
        raise Refused(reason)
    report.status, report.correction, report.round = Status.DRAFT, because, report.round + 1
    report.save(update_fields=["status", "correction", "round"])
    events.record("report.correction_begun", by=by, target=report, at=at, number=report.next_number)
    return report


@command
def withdraw(report: Report, *, because: str, by: User, at: datetime.datetime | None = None) -> Report:
    """Take a published report away from its readers, who find the reason in its place."""
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_publish(by, report):
        raise PermissionDenied
    because = without_reference(because, "all readers see the reason")
    if not report.publications.exists():
        raise Refused("Only what was published can be withdrawn.")
    if reason := lifecycle.barrier_to_withdraw(report.status, because):
        raise Refused(reason)
    report.status, report.withdrawn_at, report.withdrawn_because = Status.WITHDRAWN, at, because
    report.save(update_fields=["status", "withdrawn_at", "withdrawn_because"])
    events.record("report.withdrawn", by=by, target=report, at=at)
    telling.note(report, Notice.About.WITHDRAWN, number=report.next_number - 1, at=at)
    return report
