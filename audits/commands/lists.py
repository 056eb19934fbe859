"""What is written down when somebody takes a list away as a file."""

import datetime
from collections.abc import Mapping

from kit.commands import command
from people import events
from people.models import Event, User


@command
def record_export(
    listed: str, *, kind: str, rows: int, filters: Mapping[str, str], by: User, at: datetime.datetime | None = None
) -> Event:
    """Who took which list, as what, how many rows and with which filters: codes and dates, never anyone's words."""
    return events.record(f"{listed}.exported", by=by, target=by, at=at, file=kind, rows=rows, **filters)
