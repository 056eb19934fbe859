"""Files are made in the background, from what is frozen and nothing else.

The job stands here and not above the commands: whoever publishes asks for files in the same transaction, and nobody can
forget it.
"""

import datetime
import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kit import jobs
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import content, permissions
from reports.blueprints import blueprint_of
from reports.commands import telling
from reports.commands.locking import locked
from reports.editions import Edition
from reports.models import STUCK_AFTER, Notice, Publication, PublicationFile, Rendering
from reports.renderers import FORMATS, Format

STOPPED = "The work on the files stopped before it was done. Try again."
ALTERED = (
    "What is kept of this edition no longer has the fingerprint that it was published with. "
    "Tell whoever runs the portal."
)
# Why a file could not be made, as far as an error tells it; what it says itself may quote the report.
CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (ImportError, "the part of the portal that makes it is missing"),
    (MemoryError, "there was not enough memory"),
    (OSError, "a file that it needs, such as a typeface, cannot be read"),
)


class NotMade(Exception):
    """A file could not be made; the message is the sentence that the publisher reads."""


def ask_for_files(publication: Publication) -> Rendering:
    """Have the files made as soon as the transaction is through."""
    made = Rendering.objects.create(
        publication=publication, total=len(FORMATS), working_since=timezone.now()
    )  # fmt: skip
    jobs.enqueue(make_files, publication=publication.pk)
    return made


@jobs.job
def make_files(publication: int) -> None:
    """Make every file that a publication lacks. Does nothing to one that is done; run once more it does no harm."""
    found = Publication.objects.select_related("report", "rendering").get(pk=publication)
    if found.rendering.state != Rendering.State.MAKING:
        return
    try:
        if content.fingerprint(found.content) != found.sha256:
            raise NotMade(ALTERED)
        document = content.from_json(found.content)
        for format in FORMATS.values():
            if not found.files.filter(format=format.key).exists():
                keep_file(found, format, _rendered(format, document, found.sha256))
        finish(found)
    except Exception as error:
        fail(found, str(error) if isinstance(error, NotMade) else STOPPED)
        raise


def _rendered(format: Format, document: content.Document, fingerprint: str) -> bytes:
    try:
        return format.render(document, fingerprint)
    except Exception as error:
        why = next(
            (words for kind, words in CAUSES if isinstance(error, kind)), f"it stopped with {type(error).__name__}"
        )
        raise NotMade(
            f"{format.words} could not be made: {why}. What is published has not changed. Try again."
        ) from error


@command
def keep_file(publication: Publication, format: Format, data: bytes, *, at: datetime.datetime | None = None) -> None:
    """Keep one file; where another worker was quicker, its file stays."""
    made = _locked(publication)
    if publication.files.filter(format=format.key).exists():
        return
    blueprint = blueprint_of(publication.report.kind)
    edition = "" if publication.edition == Edition.PUBLIC else f"-{publication.edition}"
    period = blueprint.period_of(publication.report.starts_on).short
    title = publication.report.title
    # Several of one kind and period lie in one folder of a reader's.
    own = slugify(title)[:60].strip("-") if blueprint.is_titled and title != blueprint.title else ""
    PublicationFile.objects.create(
        publication=publication, format=format.key, name=f"{own or blueprint.file_name}-{period}{edition}.{format.key}",
        media_type=format.media_type, content=data, size=len(data), sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    made.done, made.working_since = publication.files.count(), at or timezone.now()
    made.save(update_fields=["done", "working_since"])


@command
def finish(publication: Publication, *, at: datetime.datetime | None = None) -> None:
    """All files are there. Once both editions have theirs, readers who asked for it are told."""
    at = at or timezone.now()
    # The editions wait for one another here, so that the second of them sees that the first is done.
    report = locked(publication.report)
    made = _locked(publication)
    if made.is_done:
        return
    made.state, made.reason = Rendering.State.DONE, ""
    made.save(update_fields=["state", "reason"])
    told = {"number": publication.number, "edition": publication.edition, "files": made.done}
    events.record("report.files_made", by=None, target=report, at=at, **told)
    others = Rendering.objects.filter(publication__report=report, publication__number=publication.number)
    if not others.exclude(state=Rendering.State.DONE).exists() and report.withdrawn_at is None:
        about = Notice.About.CORRECTED if publication.number > 1 else Notice.About.PUBLISHED
        telling.note(report, about, number=publication.number, at=at)


@command
def fail(publication: Publication, reason: str, *, at: datetime.datetime | None = None) -> None:
    """A file could not be made: say why. The files that were made before stay."""
    made = _locked(publication)
    if made.state != Rendering.State.MAKING:
        return
    made.state, made.reason = Rendering.State.FAILED, reason[:300]
    made.save(update_fields=["state", "reason"])
    told = {"number": publication.number, "edition": publication.edition}
    events.record("report.files_failed", by=None, target=publication.report, at=at, **told)


@command
def make_again(publication: Publication, *, by: User, at: datetime.datetime | None = None) -> Rendering:
    """Try once more to make the files that are missing."""
    at = at or timezone.now()
    report = locked(publication.report)
    if not permissions.may_publish(by, report):
        raise PermissionDenied
    made = _locked(publication)
    if made.is_done:
        raise Refused("Every file is made already.")
    if not (made.is_failed or made.is_stuck(at)):
        raise Refused("The files are being made now.")
    made.state, made.reason, made.working_since, made.total = Rendering.State.MAKING, "", at, len(FORMATS)
    made.save(update_fields=["state", "reason", "working_since", "total"])
    told = {"number": publication.number, "edition": publication.edition}
    events.record("report.files_asked_again", by=by, target=report, at=at, **told)
    jobs.enqueue(make_files, publication=publication.pk)
    return made


def reap(*, at: datetime.datetime) -> int:
    """Renderings whose worker is gone are said to have failed, so that somebody can try again; how many."""
    late = Rendering.objects.filter(state=Rendering.State.MAKING, working_since__lt=at - STUCK_AFTER)
    with transaction.atomic():
        # One that is locked is being worked on at this very moment.
        stuck = list(late.select_for_update(skip_locked=True, of=("self",)).select_related("publication__report"))
        for made in stuck:
            fail(made.publication, STOPPED, at=at)
    return len(stuck)


def _locked(publication: Publication) -> Rendering:
    return Rendering.objects.select_for_update().get(publication=publication)
