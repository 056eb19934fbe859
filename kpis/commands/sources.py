"""Sources of returns are remembered with what their columns mean, and can be forgotten."""

import datetime

from django.core.exceptions import PermissionDenied

from kit.commands import command
from kpis import permissions
from kpis.models import Source
from people import events
from people.access import Refused
from people.models import User


@command
def forget_source(source: Source, *, by: User | None, at: datetime.datetime | None = None) -> Source:
    """The next file with these columns is asked about again. What was loaded stays, with the name of its source."""
    if not permissions.may_define(by):
        raise PermissionDenied
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.confirmed_at is None:
        raise Refused(f"{source.name} is forgotten already.")
    source.headings, source.mapping, source.confirmed_at, source.confirmed_by = [], {}, None, None
    source.save(update_fields=["headings", "mapping", "confirmed_at", "confirmed_by"])
    events.record("source.forgotten", by=by, target=source, at=at)
    return source
