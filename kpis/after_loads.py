"""What comes of figures that are put in force or taken back: their owners are asked for notes, or not any more."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from kit.commands import command
from kpis import commands, computing, notes, noting
from kpis.computing import FILE_NAME, Differences
from kpis.models import Indicator, Load, NoteRequest, Value
from kpis.note_rules import Reason, due_after, needless_words
from kpis.periods import Basis, add_months, first_of
from kpis.returns import Change
from people.models import User

# Of older figures nobody is asked unless somebody does: loading years of history is no reason for hundreds of notes.
MONTHS_BACK = 6


@command
def confirm(load: Load, *, because: str = "", by: User | None, at: datetime.datetime | None = None) -> Load:
    """Put a preview into force, and ask the owners of what is red or beyond chance."""
    at = at or timezone.now()
    confirmed = commands.confirm(load, because=because, by=by, at=at)
    look_again(confirmed, _touched_by(confirmed), by=by, at=at)
    return confirmed


@command
def compute(
    first: datetime.date, last: datetime.date, *, by: User | None, at: datetime.datetime | None = None
) -> Differences:
    """Compute what rests on audits and actions, and ask the owners of what is red or beyond chance."""
    at = at or timezone.now()
    found = computing.compute(first, last, by=by, at=at)
    # The latest month first: what is asked about it is asked by its own load.
    for load in Load.objects.filter(file_name=FILE_NAME, confirmed_at=at, period__in=found.months).order_by("-period"):
        look_again(load, _touched_by(load), by=by, at=at)
    return found


@command
def undo(load: Load, *, because: str, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Take a load back, and look again at what is asked about the figures that come into force in its place."""
    at = at or timezone.now()
    touched = _touched_by(load)
    undone = commands.undo(load, because=because, by=by, at=at)
    look_again(undone, touched, by=by, at=at)
    return undone


@dataclass(frozen=True)
class Touched:
    """What a load bears on: indicators of its own unit, and requests that wait about figures of any unit."""

    indicators: set[int]
    waiting: list[NoteRequest]


def look_again(load: Load, touched: Touched, *, by: User | None, at: datetime.datetime) -> list[NoteRequest]:
    """Withdraw what the portal asked and the figures do not ask any more, and ask what they ask now."""
    noting.withdraw_by_itself(_needless(load, touched.waiting), load, by=by, at=at)
    due_on = due_after(timezone.localdate(at), settings.NOTE_WORKING_DAYS)
    return [
        request
        for month, figures in _to_ask(load, touched.indicators, timezone.localdate(at)).items()
        for request in noting.ask_by_itself(figures, load, month, due_on=due_on, by=by, at=at)
    ]


def _touched_by(load: Load) -> Touched:
    """Before the load is undone: afterwards the figures that it replaced do not say so any more."""
    values = Value.objects.filter(Q(load=load) | Q(superseded_by=load)).exclude(basis=Basis.OUTTURN)
    aimed = {line["indicator"] for line in load.targets if line["change"] != Change.UNCHANGED}
    own = set(values.filter(unit=load.unit).values_list("indicator_id", flat=True).distinct())
    asked = list(
        NoteRequest.objects.unanswered().asked_by_itself().select_related("indicator", "unit").order_by("period", "pk")
    )
    units, indicators = ({getattr(each, name) for each in asked} for name in ("unit_id", "indicator_id"))
    pairs = values.filter(unit__in=units, indicator__in=indicators).values_list("unit_id", "indicator_id").distinct()
    given = set(pairs)
    waiting = [
        each for each in asked if each.indicator_id in aimed or (each.unit_id, each.indicator_id) in given
    ]  # fmt: skip
    return Touched(own | aimed, waiting)


def _needless(load: Load, waiting: list[NoteRequest]) -> list[tuple[NoteRequest, str]]:
    """The requests about figures that are neither red nor beyond chance any more, each with why."""
    found = []
    rows = {key: notes.figures_of(*key) for key in {(each.unit, each.period) for each in waiting}}
    for request in waiting:
        row = rows[request.unit, request.period].get(request.indicator.ref)
        if row is None or notes.reason_for(row) is None:
            stands = "" if row is None or row.current is None else f"{row.current_words}, {row.rag_words.lower()}"
            words = needless_words(
                stands=stands, is_undone=load.state == Load.State.UNDONE,
                because=load.undone_because or load.corrected_because,
            )  # fmt: skip
            found.append((request, words))
    return found


def _to_ask(
    load: Load, indicators: set[int], today: datetime.date
) -> dict[datetime.date, list[tuple[Indicator, Reason]]]:
    """Of the load's own unit and these indicators: each one's latest figure, where it needs a note, by month."""
    since = add_months(first_of(today), -MONTHS_BACK)
    values = Value.objects.current().filter(unit=load.unit, indicator__in=indicators, period__gte=since)
    known: dict[int, set[datetime.date]] = defaultdict(set)
    for key, month in values.exclude(basis=Basis.OUTTURN).values_list("indicator_id", "period").distinct():
        known[key].add(month)
    answered = {each.pk: each for each in Indicator.objects.filter(pk__in=known, answered_by__is_active=True)}
    found: dict[datetime.date, list[tuple[Indicator, Reason]]] = {}
    left = set(answered)
    for month in sorted(set().union(*known.values()), reverse=True):
        if not left:
            break
        # In the middle of a quarter there is no row of what is counted by the quarter.
        rows = [
            row for row in notes.figures_of(load.unit, month).values()
            if row.indicator_id in left and month in known[row.indicator_id]
        ]  # fmt: skip
        left -= {row.indicator_id for row in rows}
        need = [(answered[row.indicator_id], reason) for row in rows if (reason := notes.reason_for(row))]
        if need:
            found[month] = need
    return found
