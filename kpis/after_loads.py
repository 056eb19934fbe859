"""What comes of figures that are put in force or taken back: their owners are asked for notes, or not any more."""

import datetime

from django.conf import settings
from django.utils import timezone

from kit.commands import command
from kpis import commands, computing, notes, noting
from kpis.computing import FILE_NAME, Differences
from kpis.models import Indicator, Load, NoteRequest, Value
from kpis.note_rules import due_after
from kpis.periods import add_months, first_of
from people.models import User

# Of older figures nobody is asked unless somebody does: loading years of history is no reason for hundreds of notes.
MONTHS_BACK = 6


@command
def confirm(load: Load, *, because: str = "", by: User | None, at: datetime.datetime | None = None) -> Load:
    """Put a preview into force, and ask the owners of what is red or beyond chance."""
    at = at or timezone.now()
    confirmed = commands.confirm(load, because=because, by=by, at=at)
    ask_about(confirmed, by=by, at=at)
    return confirmed


@command
def compute(
    first: datetime.date, last: datetime.date, *, by: User | None, at: datetime.datetime | None = None
) -> Differences:
    """Compute what rests on audits and actions, and ask the owners of what is red or beyond chance."""
    at = at or timezone.now()
    found = computing.compute(first, last, by=by, at=at)
    for load in Load.objects.filter(file_name=FILE_NAME, confirmed_at=at, period__in=found.months).order_by("period"):
        ask_about(load, by=by, at=at)
    return found


@command
def undo(load: Load, *, because: str, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Take a load back, and with it what it asked for and nobody has answered."""
    at = at or timezone.now()
    undone = commands.undo(load, because=because, by=by, at=at)
    noting.withdraw_those_of(undone, by=by, at=at)
    return undone


@command
def ask_about(load: Load, *, by: User | None, at: datetime.datetime) -> list[NoteRequest]:
    """Of the figures that the load brought for its own unit: the latest month, where no later figure is known yet."""
    today = timezone.localdate(at)
    own = Value.objects.current().filter(unit=load.unit)
    brought = own.filter(load=load).order_by("-period")
    month = brought.values_list("period", flat=True).first()
    if month is None or month < add_months(first_of(today), -MONTHS_BACK):
        return []
    indicators = set(brought.filter(period=month).values_list("indicator_id", flat=True))
    indicators -= set(own.filter(indicator__in=indicators, period__gt=month).values_list("indicator_id", flat=True))
    rows = notes.figures_of(load.unit, month)
    need = {ref: reason for ref, row in rows.items() if (reason := notes.reason_for(row))}
    asked = Indicator.objects.filter(pk__in=indicators, ref__in=need, answered_by__is_active=True)
    figures = [(indicator, need[indicator.ref]) for indicator in asked]
    due_on = due_after(today, settings.NOTE_WORKING_DAYS)
    return noting.ask_by_itself(figures, load, month, due_on=due_on, by=by, at=at)
