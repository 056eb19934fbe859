"""Whoever reads a restricted edition leaves a trace."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.models import Event, User
from reports import permissions
from reports.models import Publication, Report


@command
def record_reading(
    publication: Publication, how: str, *, by: User, at: datetime.datetime | None = None
) -> Event | None:
    """Who read or took away which restricted edition; public ones are for everybody, and leave nothing."""
    if publication.is_public:
        return None
    return record_restricted(publication.report, how, number=publication.number, by=by, at=at)


@command
def record_restricted(
    report: Report, how: str, *, number: int, by: User, at: datetime.datetime | None = None
) -> Event:  # fmt: skip
    """`how` is read, preview, compared, or the format of a file."""
    if not (permissions.may_read_restricted(by, report.unit) or permissions.may_see_under_way(by, report)):
        raise PermissionDenied
    verb = "report.restricted_read" if how in ("read", "preview", "compared") else "report.restricted_downloaded"
    return events.record(verb, by=by, target=report, at=at or timezone.now(), number=number, how=how)
