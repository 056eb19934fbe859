"""Everything that pages and reports say about figures rests on these readings: a fixed number of queries for any number
of indicators, and one rule for what a figure is.

A figure that covers several months is added up from them where every one of them is there; what a return says instead
is kept beside it as a difference.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from kpis.accumulating import Difference, Parts, accumulate, covered_months, difference
from kpis.models import Definition, Indicator
from kpis.periods import (
    Basis,
    add_months,
    is_told_in,
    last_of,
    last_outturn_month,
    month_words,
    months_to,
    period_before,
    trend_basis,
)
from kpis.rag import Goal, MeasuredIn, Polarity, Rag, judge, ratio_of
from kpis.spc import Assurance, Verdict, assurance, verdict
from kpis.summaries.held import WINDOW, Held, Told, told, understood
from kpis.summaries.meanings import Meaning, beside, meanings_of, same_unit_since
from people.models import Unit

# Figures that are added up: for the same period last year they reach back two years.
ADDED_UP = (Basis.QUARTER, Basis.YEAR_TO_DATE, Basis.ROLLING_YEAR)
# Readings that a process remembers: some twenty pages of 150 indicators.
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's figure for a month, on the definition's own basis; `difference`: what its return says instead."""

    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    difference: Difference | None = None
    is_added_up: bool = False


@dataclass(eq=False)
class Reading:
    """One indicator in one unit, up to a month. Nobody changes it: the same one serves many pages."""

    definition: Definition
    month: datetime.date
    goal: Goal | None
    held: dict[tuple[str, datetime.date], Held] = field(default_factory=dict)
    exemption: str = ""
    rebases: dict[datetime.date, str] = field(default_factory=dict)
    same_unit_since: datetime.date | None = None  # before that day it was measured in something else
    measured_in: MeasuredIn = field(init=False)
    polarity: Polarity = field(init=False)
    basis: Basis = field(init=False)
    trend_basis: Basis = field(init=False)
    places: int = field(init=False)

    def __post_init__(self) -> None:
        # Asked for thousands of times on a page.
        self.measured_in = MeasuredIn(self.definition.measured_in)
        self.polarity = Polarity(self.definition.polarity)
        self.basis = Basis(self.definition.basis)
        self.trend_basis = trend_basis(self.basis)
        self.places = self.definition.places

    @property
    def indicator(self) -> Indicator:
        return self.definition.indicator

    @cached_property
    def months(self) -> dict[datetime.date, Parts]:
        """Numerators and denominators of single months."""
        return {
            month: held.parts(self.measured_in)
            for (basis, month), held in self.held.items()
            if basis == Basis.MONTH and not self.is_in_other_unit(month)
        }

    def is_in_other_unit(self, month: datetime.date) -> bool:
        """Was the month's figure a rate where it is a percentage now, or the like?"""
        return self.same_unit_since is not None and last_of(month) < self.same_unit_since

    def figure(self, month: datetime.date) -> Figure | None:
        """The figure of a month: added up from its months where the basis asks for it and all of them are there."""
        held = self.held.get((self.basis, month))
        if self.basis in ADDED_UP:
            total = accumulate(self.months, month=month, basis=self.basis, measured_in=self.measured_in)
            value = total and ratio_of(total.numerator, total.denominator, self.measured_in)
            if total is not None and value is not None:
                told = held and difference(
                    held.figure(self.measured_in), value, month=month, basis=self.basis,
                    measured_in=self.measured_in, places=self.places,
                )  # fmt: skip
                numerator = None if self.measured_in == MeasuredIn.COUNT else total.numerator
                return Figure(value, numerator, total.denominator, told or None, is_added_up=True)
        if held is None:
            return None
        return Figure(held.figure(self.measured_in), held.numerator, held.denominator)

    @cached_property
    def now(self) -> Figure | None:
        return self.figure(self.month)

    @cached_property
    def current(self) -> Decimal | None:
        return self.now.value if self.now else None

    @property
    def rag(self) -> Rag:
        if self.now is None and self.exemption:
            return Rag.NOT_APPLICABLE
        return judge(self.current, self.goal, polarity=self.polarity, places=self.places)

    @property
    def started(self) -> datetime.date:
        """The month from which the definition counts as it does now."""
        return self.definition.validity.lower

    def at(self, month: datetime.date) -> Decimal | None:
        """The figure of an earlier month, if it was counted as it is now."""
        if last_of(month) < self.started:
            return None
        earlier = self.figure(month)
        return earlier.value if earlier else None

    @property
    def outturn(self) -> Decimal | None:
        held = self.held.get((Basis.OUTTURN, last_outturn_month(self.month)))
        return held.figure(self.measured_in) if held else None

    @cached_property
    def shown_basis(self) -> Basis:
        """The basis on which months are shown: the trend's, or, where a return gives nothing so, the figure's own."""
        bases = {basis for basis, _ in self.held}
        return self.basis if self.trend_basis not in bases and self.basis in bases else self.trend_basis

    @cached_property
    def shown(self) -> dict[datetime.date, Decimal]:
        """The figures of the months that are shown."""
        first = add_months(self.month, 1 - WINDOW)
        return {
            month: held.figure(self.measured_in)
            for (basis, month), held in self.held.items()
            if basis == self.shown_basis and first <= month and not self.is_in_other_unit(month)
        }

    def trend(self, count: int) -> list[tuple[datetime.date, Decimal | None]]:
        """The last months that are shown, oldest first."""
        return [(month, self.shown.get(month)) for month in months_to(self.month, count)]

    @property
    def mixed_words(self) -> str:
        """A sum over months that were not all counted in the same way says so."""
        if self.now is None or not self.now.is_added_up:
            return ""
        if last_of(covered_months(self.month, self.basis)[0]) >= self.started:
            return ""
        return f"It adds up months that were counted otherwise, before {month_words(self.started.replace(day=1))}."

    @cached_property
    def line(self) -> dict[datetime.date, float]:
        """The figures on the basis of the trend, by month: what limits rest on."""
        if self.shown_basis != self.trend_basis:
            return {}
        return {month: float(value) for month, value in self.shown.items()}

    @cached_property
    def stretch(self) -> list[tuple[datetime.date, float | None]]:
        """The months on which limits rest: known figures of the window with the gaps between them, oldest first."""
        known = sorted(self.line)
        if not known:
            return []
        count = (known[-1].year - known[0].year) * 12 + known[-1].month - known[0].month + 1
        return [(month, self.line.get(month)) for month in months_to(known[-1], count)]

    @cached_property
    def spc(self) -> Verdict:
        """What chance has to do with the month's own figure, or that there is none, or too few before it."""
        has_month = bool(self.stretch) and self.stretch[-1][0] == self.month
        values = [value for _, value in self.stretch] if has_month else []
        return verdict(values, polarity=self.polarity, groups=self.groups)

    @property
    def assurances(self) -> list[tuple[str, Assurance]]:
        """Each target's name with whether it will be met: minimum and upper get an answer each.

        Only where limits are those of the very figures that the target is meant for: not for sums over months.
        """
        if self.goal is None or self.spc.is_trial or self.basis != self.trend_basis:
            return []
        limits = self.spc.limits
        return [
            (each.name, assurance(limits, float(each.target), each.way, is_strict=each.is_strict))
            for each in self.goal.wanted(self.polarity)
        ]

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """Where in the stretch limits begin anew: rebases, and definitions that count otherwise."""
        return tuple(place for place, (month, _) in enumerate(self.stretch) if place and month in self.rebases)


def read(
    unit: Unit, month: datetime.date, *, only: Iterable[int] | None = None, meanings: list[Meaning] | None = None
) -> list[Reading]:
    """Readings of `unit` for `month` in the order of the table that leaders know. Three queries, whatever there is.

    What is counted by the quarter is only there where a quarter ends, unless it is asked for.
    """
    if only is not None and not (only := list(only)):
        return []
    window = add_months(month, 1 - WINDOW)
    restarts: dict[int, dict[datetime.date, str]] = defaultdict(dict)
    in_force: list[Meaning] = []
    ever: dict[int, list[Definition]] = defaultdict(list)
    for meaning in meanings_of(month, only=only) if meanings is None else meanings:
        definition = meaning.definition
        starts = definition.validity.lower
        if starts > window:
            restarts[definition.indicator_id][starts.replace(day=1)] = definition.change_note or "The definition began."
        ever[definition.indicator_id].append(definition)
        is_wanted = only is not None or is_told_in(Basis(definition.basis), month)
        if is_wanted and last_of(month) in definition.validity:
            in_force.append(meaning)
    found = beside(unit, month)
    for key, rebases in found.rebases.items():
        restarts[key].update(rebases)
    series = told(unit, month, [each.definition for each in in_force])
    return [
        _reading(
            meaning, month, series.get(key), found.exemptions.get(key, ""), tuple(restarts[key].items()),
            same_unit_since(ever[key], month),
        )
        for meaning in in_force
        for key in (meaning.definition.indicator_id,)
    ]  # fmt: skip


def read_before(unit: Unit, month: datetime.date) -> dict[int, Reading]:
    """Each indicator's reading of the period before, by its id; none where a year to date begins anew.

    The queries of one reading; in a month in which a quarter ends, one query more, and the reading of the quarters
    before if there are any.
    """
    found = {each.indicator.pk: each for each in read(unit, add_months(month, -1)) if each.basis != Basis.QUARTER}
    if is_told_in(Basis.QUARTER, month):
        definitions = Definition.objects.in_force_for(month).filter(basis=Basis.QUARTER)
        quarterly = list(definitions.values_list("indicator", flat=True))
        earlier = read(unit, add_months(month, -3), only=quarterly) if quarterly else []
        found |= {each.indicator.pk: each for each in earlier if each.basis == Basis.QUARTER}
    return {key: each for key, each in found.items() if period_before(each.basis, month)}


@lru_cache(maxsize=REMEMBERED)
def _reading(
    meaning: Meaning,
    month: datetime.date,
    series: Told | None,
    exemption: str,
    rebases: tuple[tuple[datetime.date, str], ...],
    same_unit_since: datetime.date | None,
) -> Reading:
    """A reading is worked out once from the same facts, all of which are asked of the database every time.

    A changed fact makes another reading: there is nothing here to forget or to bring up to date.
    """
    held = understood(series) if series else {}
    return Reading(meaning.definition, month, meaning.goal, held, exemption, dict(rebases), same_unit_since)
