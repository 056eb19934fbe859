"""Readers who asked for it are told by e-mail: once the files are there, and when a report is withdrawn."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit import jobs
from kit.commands import command
from people.models import User
from reports import emails, permissions
from reports.editions import Edition
from reports.models import Notice, Publication, Reader, Report

RETRIED_FOR = datetime.timedelta(days=1)


def note(report: Report, about: Notice.About, *, number: int, at: datetime.datetime) -> None:
    """Write down who is to be told, and have it done as soon as the transaction is through."""
    wanting = [each.user_id for each in Reader.objects.wanting(report.kind)]
    notices = [Notice(report=report, number=number, about=about, user_id=user, at=at) for user in wanting]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if notices:
        jobs.enqueue(send_notices, report=report.pk)


@jobs.job
def send_notices(report: int) -> None:
    """Send what was not sent yet about one report."""
    _send(list(Notice.objects.waiting().filter(report=report).values_list("pk", flat=True)))


def send_late(*, at: datetime.datetime) -> int:
    """Try again what could not be sent, for a day; how many have gone now."""
    return _send(list(Notice.objects.waiting().filter(at__gt=at - RETRIED_FOR).values_list("pk", flat=True)))


def _send(notices: list[int]) -> int:
    return sum(_send_one(notice) for notice in notices)


@command
def _send_one(pk: int) -> bool:
    """One e-mail, once: whoever else sends at this moment passes over it."""
    waiting = Notice.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    notice = waiting.select_related("report__unit", "user").filter(pk=pk).first()
    if notice is None:
        return False
    # Who asked for e-mails may have lost the right to read since.
    if not permissions.may_read_any(notice.user):
        notice.dropped_at = timezone.now()
        notice.save(update_fields=["dropped_at"])
        return False
    restricted = Publication.objects.filter(report=notice.report, number=notice.number, edition=Edition.RESTRICTED)
    may_read_more = permissions.may_read_restricted(notice.user, notice.report.unit) and restricted.exists()
    if not emails.tell(notice, has_restricted=may_read_more):
        return False
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])
    return True


@command
def choose_emails(*, wants_all: bool, kinds: list[str], by: User) -> Reader:
    """Which reports the reader is told of by e-mail; none unless they say so."""
    if not permissions.may_read_any(by):
        raise PermissionDenied
    reader, _ = Reader.objects.get_or_create(user=by)
    reader.wants_all, reader.kinds = wants_all, [] if wants_all else sorted(set(kinds))
    reader.save(update_fields=["wants_all", "kinds"])
    return reader


@command
def mark_seen(*, until: datetime.datetime, by: User) -> Reader:
    """What came until then is not new to this reader any more; never back, and not beyond now."""
    if not permissions.may_read_any(by):
        raise PermissionDenied
    reader, _ = Reader.objects.get_or_create(user=by)
    until = min(until, timezone.now())
    if reader.seen_at is None or reader.seen_at < until:
        reader.seen_at = until
        reader.save(update_fields=["seen_at"])
    return reader
