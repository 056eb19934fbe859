"""What changed in a unit since the month before, from the readings of both months."""

import datetime
from dataclasses import dataclass

from kpis.changes import Change, Move, State, change_of, crossing_words, move_of, move_words
from kpis.models import Value
from kpis.periods import BASIS_WORDS, Basis, add_months, last_of, month_words, period_before, year_label
from kpis.rag import MeasuredIn, displayed, figure_words
from kpis.summaries.held import Held
from kpis.summaries.readings import Reading, read, read_before
from kpis.summaries.rows import HighlightRow, row
from people.models import Unit

MOST_MOVES = 10
MOST_CORRECTIONS = 50


@dataclass(frozen=True)
class Changed:
    row: HighlightRow
    before_words: str
    before_rag: str
    crossing: str


@dataclass(frozen=True)
class Moved:
    row: HighlightRow
    before_words: str
    move: Move
    words: str


@dataclass(frozen=True)
class Corrected:
    ref: str
    title: str
    period_words: str
    basis_words: str
    old_words: str
    at: datetime.datetime
    by_words: str
    reason: str


@dataclass(frozen=True)
class Changes:
    before: datetime.date
    groups: list[tuple[Change, list[Changed]]]
    moves: list[Moved]
    corrections: list[Corrected]

    @property
    def is_quiet(self) -> bool:
        return not self.moves and not self.corrections and not any(rows for _, rows in self.groups)


def changes_of(unit: Unit, month: datetime.date) -> Changes:
    """What changed since the month before, or the quarter before. Readings of both and one query more."""
    before = add_months(month, -1)
    earlier = read_before(unit, month)
    readings = read(unit, month)
    groups: dict[Change, list[Changed]] = {change: [] for change in Change}
    moves = []
    for reading in readings:
        if period_before(reading.basis, month) is None:
            continue
        old = earlier.get(reading.indicator.pk)
        was, now = state_of(old) if old else State(None, reading.rag), state_of(reading)
        is_recounted = last_of(old.month if old else before) < reading.started and was.value is not None
        shown = row(reading, unit)
        was_words = _words(old or reading, was)
        change = change_of(was, now, is_recounted=is_recounted)
        if change:
            groups[change].append(Changed(shown, was_words, was.rag, crossing_words(was, now)))
        move = move_of(was, now, is_recounted=is_recounted)
        if move:
            moves.append(Moved(shown, was_words, move, move_words(move, measured_in=reading.measured_in)))
    moves.sort(key=lambda each: each.move.size, reverse=True)
    return Changes(before, list(groups.items()), moves[:MOST_MOVES], corrections_of(unit, month, readings))


def state_of(reading: Reading) -> State:
    current = reading.current
    return State(None if current is None else displayed(current, reading.places), reading.rag)


def _words(reading: Reading, state: State) -> str:
    return figure_words(state.value, measured_in=reading.measured_in, places=reading.places)


def corrections_of(unit: Unit, month: datetime.date, readings: list[Reading]) -> list[Corrected]:
    """Figures up to `month` that were replaced or withdrawn from the first of that month on, latest first."""
    definitions = {reading.indicator.pk: reading.definition for reading in readings}
    since = datetime.datetime(month.year, month.month, 1, tzinfo=datetime.UTC)
    old = Value.objects.superseded().filter(
        unit=unit, period__lte=month, superseded_at__gte=since, indicator__in=definitions
    )
    old = old.select_related("load", "superseded_by__confirmed_by", "superseded_by__undone_by")
    found = []
    for each in old.defer("load__file", "superseded_by__file").order_by("-superseded_at", "-period", "pk")[
        :MOST_CORRECTIONS
    ]:
        definition = definitions[each.indicator_id]
        measured_in = MeasuredIn(definition.measured_in)
        load = each.superseded_by
        by = load.undone_by if load.pk == each.load_id else load.confirmed_by
        replaced = f"replaced by {load.file_name}: {load.correction_words}"
        figure = Held(each.value, each.numerator, each.denominator).figure(measured_in)
        is_outturn = each.basis == Basis.OUTTURN
        found.append(
            Corrected(
                ref=definition.indicator.ref,
                title=definition.title,
                period_words=year_label(each.period.year - 1) if is_outturn else month_words(each.period),
                basis_words=BASIS_WORDS[Basis(each.basis)],
                old_words=figure_words(figure, measured_in=measured_in, places=definition.places),
                at=each.superseded_at,
                by_words=str(by or "the system"),
                reason=load.undone_because if load.pk == each.load_id else replaced,
            )
        )
    return found
