"""The targets grid: what was to be reached by the end of a quarter, what was reached, and what cannot be rated."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.urls import reverse

from kpis.models import Definition, Target, Value
from kpis.periods import BASIS_WORDS, Basis, Quarter, quarter_of
from kpis.rag import Rag, Rule, figure_words, goal_words
from kpis.summaries.readings import Reading, read
from people.models import Unit

JUDGED = (Rag.MET, Rag.MISSED)


class Standing(StrEnum):
    """Where an indicator stands in the grid. What cannot be rated is neither met nor missed."""

    MET = "met"
    MISSED = "missed"
    NOT_RATABLE = "not_ratable"


STANDING_WORDS = {Standing.MET: "met", Standing.MISSED: "missed", Standing.NOT_RATABLE: "not ratable"}


@dataclass(frozen=True)
class GridCell:
    """One indicator at the end of one quarter; `why` says why it cannot be rated."""

    target_words: str
    actual_words: str
    rag: Rag
    standing: Standing
    why: str

    @property
    def standing_words(self) -> str:
        return STANDING_WORDS[self.standing].capitalize() + (f": {self.why}" if self.why else "")


@dataclass(frozen=True)
class GridRow:
    theme: str
    ref: str
    title: str
    basis_words: str
    url: str
    before: GridCell
    now: GridCell


@dataclass(frozen=True)
class TargetsGrid:
    quarter: Quarter
    rows: list[GridRow]
    readings: tuple[Reading, ...] = ()  # of both quarters: what the figures rest on

    @property
    def counts(self) -> dict[Standing, int]:
        return {each: sum(row.now.standing == each for row in self.rows) for each in Standing}

    @property
    def words(self) -> str:
        """5 met, 5 missed, 3 not ratable."""
        return ", ".join(f"{count} {STANDING_WORDS[each]}" for each, count in self.counts.items())


def targets_grid(unit: Unit, quarter: Quarter) -> TargetsGrid:
    """The grid of `unit` at the end of `quarter`, beside the quarter before. Eight queries, whatever there is.

    In it are the indicators with one target and an operator at either quarter's end, and those that are counted by the
    quarter and have no target at all: a blank target is a fact. What has minimum and upper, or a tolerance, stands in
    the highlight table, where green, amber and red are told.
    """
    ends = [quarter.previous.end, quarter.end]
    targets = list(Target.objects.filter(Q(validity__contains=ends[0]) | Q(validity__contains=ends[1])))
    others = {target.indicator_id for target in targets if target.rule != Rule.OPERATOR}
    with_operator = {target.indicator_id for target in targets} - others
    by_quarter = Definition.objects.in_force_on(quarter.end).filter(basis=Basis.QUARTER)
    wanted = with_operator | (set(by_quarter.values_list("indicator", flat=True)) - others)
    readings = read(unit, quarter.last_month, only=wanted)
    earlier = {each.indicator.pk: each for each in read(unit, quarter.previous.last_month, only=wanted)}
    rows = [_row(reading, earlier.get(reading.indicator.pk)) for reading in readings]
    return TargetsGrid(quarter, rows, (*readings, *earlier.values()))


def quarters_with_targets(unit: Unit, today: datetime.date) -> list[Quarter]:
    """The quarters that can be asked for, latest first: from the unit's first figure to the quarter of `today`."""
    first = Value.objects.current().filter(unit=unit).order_by("period").values_list("period", flat=True).first()
    quarters = [quarter_of(today)]
    while first and quarters[-1].start > first:
        quarters.append(quarters[-1].previous)
    return quarters


def _row(reading: Reading, before: Reading | None) -> GridRow:
    return GridRow(
        theme=reading.indicator.theme,
        ref=reading.indicator.ref,
        title=reading.definition.title,
        basis_words=BASIS_WORDS[reading.basis],
        url=f"{reverse('kpis:indicator', args=[reading.indicator.ref])}?month={reading.month:%Y-%m}",
        before=_cell(before) if before else GridCell(
            "not yet defined", "no data", Rag.NO_DATA, Standing.NOT_RATABLE, "not yet defined"
        ),
        now=_cell(reading),
    )  # fmt: skip


def _cell(reading: Reading) -> GridCell:
    rag = reading.rag
    standing = Standing(rag.value) if rag in JUDGED else Standing.NOT_RATABLE
    return GridCell(
        target_words=goal_words(reading.goal, measured_in=reading.measured_in),
        actual_words=figure_words(reading.current, measured_in=reading.measured_in, places=reading.places),
        rag=rag,
        standing=standing,
        why="" if standing != Standing.NOT_RATABLE else _why(reading),
    )


def _why(reading: Reading) -> str:
    if reading.exemption:
        return "not applicable"
    missing = {"no target": reading.goal is None, "no data": reading.current is None}
    return " and ".join(words for words, is_missing in missing.items() if is_missing) or "no single target"
