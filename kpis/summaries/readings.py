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
from functools import cached_property

from django.db import connection
from django.db.models import Q

from kpis.accumulating import Difference, Parts, accumulate, difference
from kpis.models import Definition, Exemption, Indicator, Rebase, Target, Value
from kpis.periods import Basis, add_months, is_told_in, last_of, last_outturn_month, months_to, trend_basis
from kpis.rag import SCALES, Goal, MeasuredIn, Polarity, Rag, judge, ratio_of
from kpis.spc import Assurance, Verdict, assurance, verdict
from people.access import lineage
from people.models import Unit

# Two to three years of data are what limits should rest on (Making Data Count); older months say how things were.
WINDOW = 36
TREND_MONTHS = 6
# Figures that are added up: for the same period last year they reach back two years.
ADDED_UP = (Basis.QUARTER, Basis.YEAR_TO_DATE, Basis.ROLLING_YEAR)


@dataclass(frozen=True, slots=True)
class Held:
    """One value as it is held."""

    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None

    def figure(self, measured_in: MeasuredIn) -> Decimal:
        """From numerator and denominator where they are known, never from a rounded figure."""
        if self.denominator is None:
            return self.value
        computed = ratio_of(self.numerator, self.denominator, measured_in)
        return self.value if computed is None else computed

    def parts(self, measured_in: MeasuredIn) -> Parts:
        return (self.value, None) if measured_in == MeasuredIn.COUNT else (self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's figure for a month, on the definition's own basis; `difference`: what its return says instead."""

    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    difference: Difference | None = None
    is_added_up: bool = False


@dataclass
class Reading:
    """One indicator in one unit, up to a month."""

    definition: Definition
    month: datetime.date
    goal: Goal | None
    held: dict[tuple[str, datetime.date], Held] = field(default_factory=dict)
    line: dict[datetime.date, float] = field(default_factory=dict)
    exemption: str = ""
    rebases: dict[datetime.date, str] = field(default_factory=dict)
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
            month: held.parts(self.measured_in) for (basis, month), held in self.held.items() if basis == Basis.MONTH
        }

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

    def before(self, months: int) -> Decimal | None:
        """The figure so many months earlier, if it was counted as it is now."""
        month = add_months(self.month, -months)
        if last_of(month) < self.started:
            return None
        earlier = self.figure(month)
        return earlier.value if earlier else None

    @property
    def outturn(self) -> Decimal | None:
        held = self.held.get((Basis.OUTTURN, last_outturn_month(self.month)))
        return held.figure(self.measured_in) if held else None

    def trend(self, count: int) -> list[tuple[datetime.date, Decimal | None]]:
        """The last months on the basis of the trend, oldest first."""
        points = []
        for month in months_to(self.month, count):
            held = self.held.get((self.trend_basis, month))
            points.append((month, held.figure(self.measured_in) if held else None))
        return points

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


def read(unit: Unit, month: datetime.date, *, only: Iterable[int] | None = None) -> list[Reading]:
    """Readings of `unit` for `month` in the order of the table that leaders know. Six queries, whatever there is.

    What is counted by the quarter is only there where a quarter ends, unless it is asked for.
    """
    window = add_months(month, 1 - WINDOW)
    wanted = Q() if only is None else Q(indicator__in=list(only))
    definitions = list(
        Definition.objects.filter(wanted, validity__overlap=(window, add_months(month, 1)))
        .select_related("indicator")
        .order_by("indicator__position", "indicator_id", "validity")
    )
    targets = {target.indicator_id: target.goal for target in Target.objects.in_force_for(month).filter(wanted)}
    readings: dict[int, Reading] = {}
    restarts: dict[int, dict[datetime.date, str]] = defaultdict(dict)
    for definition in definitions:
        starts, ends = definition.validity.lower, definition.validity.upper
        if starts > window:
            restarts[definition.indicator_id][starts.replace(day=1)] = definition.change_note or "The definition began."
        is_wanted = only is not None or is_told_in(Basis(definition.basis), month)
        if is_wanted and starts <= last_of(month) and (ends is None or ends > last_of(month)):
            goal = targets.get(definition.indicator_id)
            readings[definition.indicator_id] = Reading(definition, month, goal)
    _fill(readings, unit, month)
    rebases = Rebase.objects.filter(wanted, Q(unit=None) | Q(unit__path__in=lineage(unit.path)))
    for key, start, reason in rebases.filter(month__range=(window, month)).values_list("indicator", "month", "reason"):
        restarts[key][start] = reason
    exempt = Exemption.objects.filter(wanted, unit__path__in=lineage(unit.path)).order_by("unit__path")
    for key, reason in exempt.values_list("indicator", "reason"):
        if key in readings:
            readings[key].exemption = reason
    for key, reading in readings.items():
        reading.rebases = restarts[key]
    return list(readings.values())


def _fill(readings: dict[int, Reading], unit: Unit, month: datetime.date) -> None:
    """The values that are told, exactly, and the line on which limits rest. Two queries."""
    added_up = [key for key, reading in readings.items() if reading.basis in ADDED_UP]
    exact = (
        Q(period__in=[*months_to(month, TREND_MONTHS + 1), add_months(month, -12)])
        | Q(indicator__in=added_up, basis=Basis.MONTH, period__range=(add_months(month, -24), month))
        | Q(period=last_outturn_month(month), basis=Basis.OUTTURN)
    )
    rows = Value.objects.current().filter(exact, unit=unit, indicator__in=readings)
    for key, basis, period, *held in rows.values_list(
        "indicator", "basis", "period", "value", "numerator", "denominator"
    ):
        readings[key].held[basis, period] = Held(*held)
    for key, periods, ratios, values in _lines(unit, month, list(readings)):
        reading = readings[key]
        scale = 1.0 if reading.measured_in == MeasuredIn.COUNT else float(SCALES[reading.measured_in])
        reading.line = {
            period: value if ratio is None else ratio * scale
            for period, ratio, value in zip(periods, ratios, values, strict=True)
        }


LINES = """
    SELECT v.indicator_id, array_agg(v.period ORDER BY v.period),
        array_agg(v.numerator::float8 / v.denominator ORDER BY v.period), array_agg(v.value::float8 ORDER BY v.period)
    FROM kpis_value v
    JOIN kpis_definition d ON d.indicator_id = v.indicator_id AND d.validity @> %(day)s
    WHERE v.unit_id = %(unit)s AND v.superseded_at IS NULL AND v.period BETWEEN %(first)s AND %(month)s
        AND v.indicator_id = ANY(%(only)s)
        AND v.basis = CASE WHEN d.basis = 'snapshot' THEN 'snapshot' ELSE 'month' END
    GROUP BY v.indicator_id
"""


def _lines(unit: Unit, month: datetime.date, only: list[int]) -> list[tuple]:
    """Each indicator's months on the basis of its trend, as arrays: thousands of points at the price of a few rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            LINES,
            {"day": last_of(month), "unit": unit.pk, "first": add_months(month, 1 - WINDOW), "month": month,
             "only": only},
        )  # fmt: skip
        return cursor.fetchall()
