"""One indicator's page: its row, its series on each basis, its targets and corrections."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import takewhile
from typing import TypeVar

from django.db.models import QuerySet

from kpis.chart_words import span_words, xmr_words
from kpis.drawing import Drawing, draw, extent
from kpis.forecasting import Forecast, State, forecast
from kpis.models import Definition, Indicator, Load, Target, Value
from kpis.periods import (
    BASIS_WORDS,
    Basis,
    add_months,
    is_told_in,
    last_of,
    month_words,
    months_to,
    trend_basis,
    year_label,
)
from kpis.rag import RAG_WORDS, Goal, MeasuredIn, Rag, Wanted, figure_words, goal_words, judge
from kpis.spc import Assurance, Chart, chart, limits_note
from kpis.summaries.held import Held
from kpis.summaries.meanings import same_unit_since
from kpis.summaries.readings import Figure, Reading, read
from kpis.summaries.rows import HighlightRow, part_words, row
from people.models import Unit

MOST_CORRECTIONS = 50
AIMS = ("upper", "minimum", "target")


@dataclass(frozen=True)
class Point:
    """One month of an indicator's series, by the definition and judged by the target in force at its own date."""

    month: datetime.date
    value: Decimal | None
    words: str
    numerator: Decimal | None
    numerator_words: str
    denominator: Decimal | None
    denominator_words: str
    goal: Goal | None
    rag: Rag
    rag_words: str
    measured_in: MeasuredIn
    begins: str = ""  # what is counted otherwise from this month on: the line breaks before it

    @property
    def minimum(self) -> Decimal | None:
        return self.goal.minimum if self.goal else None

    @property
    def upper(self) -> Decimal | None:
        return self.goal.upper if self.goal else None

    @property
    def target(self) -> Decimal | None:
        return self.goal.target if self.goal else None


@dataclass(frozen=True)
class Series:
    """An indicator's figures on one basis, oldest first; a month in between without a figure is a point without one."""

    basis: Basis
    words: str
    is_judged: bool
    points: list[Point]

    @property
    def summary(self) -> str:
        """What its line shows, in words; figures in another unit of measure are not held against these."""
        alike = list(takewhile(lambda point: point.measured_in == self.points[-1].measured_in, reversed(self.points)))
        points = alike[::-1]
        known = {point.month: point for point in points if point.value is not None}
        return span_words(
            self.words,
            [point.month for point in points],
            {month: point.value for month, point in known.items()},
            lambda month: known[month].words,
            gaps=sum(point.value is None and is_told_in(self.basis, point.month) for point in points),
            breaks=[point.month for point in self.points if point.begins],
        )

    @property
    def aims(self) -> list[str]:
        """The names of the targets that were in force in any of its months: upper, minimum, target."""
        return [name for name in AIMS if any(getattr(point, name) is not None for point in self.points)]


@dataclass(frozen=True)
class Correction:
    period_words: str
    basis_words: str
    old_words: str
    at: datetime.datetime
    by_words: str
    load: Load
    is_withdrawn: bool
    reason: str


@dataclass(frozen=True)
class IndicatorPage:
    indicator: Indicator
    definition: Definition
    definitions: list[Definition]
    month: datetime.date
    reading: Reading
    row: HighlightRow
    series: list[Series]
    targets: list[tuple[str, str]]
    corrections: list[Correction]

    @cached_property
    def chart(self) -> Chart:
        """Every month on which limits rest, judged by the rules."""
        values = [value for _, value in self.reading.stretch]
        return chart(values, polarity=self.reading.polarity, groups=self.reading.groups)

    @property
    def changes(self) -> list[tuple[str, str]]:
        """From when something is counted otherwise, or limits begin anew, and why; latest first."""
        return [(month_words(month), words) for month, words in sorted(self.reading.rebases.items(), reverse=True)]

    @property
    def limits_words(self) -> str:
        """Mean and limits of the latest stretch, in the figure's own unit."""
        limits = self.chart.limits
        if limits is None:
            return ""
        mean, lower, upper = (self._in_words(each) for each in (limits.mean, limits.lower, limits.upper))
        trial = f"Trial limits, from {self.chart.known} months: the" if self.chart.is_trial else "The"
        return f"{trial} mean is {mean}; by chance alone, a month lies between {lower} and {upper}."

    @property
    def limits_note(self) -> str:
        return limits_note(self.chart.limits, self.reading.measured_in)

    @property
    def months_in_words(self) -> str:
        """What the chart of months with limits shows."""
        return xmr_words(self.chart, [month for month, _ in self.reading.stretch], self.reading.groups)

    @property
    def judged_months(self) -> list[tuple[str, str, str]]:
        """Each month on which limits rest, with the rule that names it; latest first."""
        judged = zip(self.reading.stretch, self.chart.points, strict=False)
        rows = [(month_words(month), self._in_words(value), point.name) for (month, value), point in judged]
        return rows[::-1]

    @property
    def aims_note(self) -> str:
        """Why limits say nothing about the targets of a figure over several months; empty where they do."""
        reading = self.reading
        if reading.goal is None or reading.basis == reading.trend_basis:
            return ""
        basis = BASIS_WORDS[reading.basis].lower()
        return f"the targets are meant for the figure “{basis}”, and limits for single months."

    @property
    def aims(self) -> list[str]:
        """The targets that the interactive chart draws."""
        return [name for series in self.series if series.is_judged for name in series.aims]

    @property
    def forecast(self) -> Forecast:
        """When the first target not met reliably yet would be; of single months, not of sums over them."""
        reading = self.reading
        wanted: list[Wanted] = reading.goal.wanted(reading.polarity) if reading.goal else []
        if wanted and reading.basis != reading.trend_basis:
            return Forecast(State.OTHER_BASIS, f"It cannot be said: {self.aims_note}")
        reliable = [name for name, answer in reading.assurances if answer == Assurance.PASS]
        aim = next((each for each in wanted if each.name not in reliable), wanted[-1] if wanted else None)
        values: list[float | None] = []
        if reading.stretch:
            # Up to the month that is asked for, even if its own figure is missing.
            first = reading.stretch[reading.groups[-1] if reading.groups else 0][0]
            count = (reading.month.year - first.year) * 12 + reading.month.month - first.month + 1
            values = [reading.line.get(month) for month in months_to(reading.month, count)]
        return forecast(
            values,
            month=reading.month,
            target=float(aim.target) if aim else None,
            name=aim.name if aim else "target",
            polarity=aim.way if aim else reading.polarity,
            measured_in=reading.measured_in,
            is_strict=aim.is_strict if aim else False,
        )

    @property
    def drawing(self) -> Drawing | None:
        """The months on which limits rest, drawn with them; nothing to draw without a figure in two of them."""
        reading = self.reading
        if self.chart.limits is None:
            return None
        # A sum over months has a target of its own, which single months are not meant to reach.
        targets = [
            (each.name, float(each.target))
            for each in (reading.goal.wanted(reading.polarity) if reading.goal else [])
            if reading.basis == reading.trend_basis
        ]
        return draw(
            self.chart,
            months=[f"{month:%b %Y}" for month, _ in reading.stretch],
            words=[self._in_words(value) for _, value in reading.stretch],
            scale_words=[self._in_words(value) for value in extent(self.chart, targets)],
            targets=targets,
            target_words=[f"{name.capitalize()} {self._in_words(value)}" for name, value in targets],
            groups=reading.groups,
        )

    def _in_words(self, value: float | None) -> str:
        number = None if value is None else Decimal(str(value))
        return figure_words(number, measured_in=self.reading.measured_in, places=self.definition.places)


def indicator_page(unit: Unit, definition: Definition, month: datetime.date) -> IndicatorPage:
    """Everything about one indicator up to `month`. A fixed number of queries."""
    indicator = definition.indicator
    (reading,) = read(unit, month, only=[indicator.pk])
    definitions = list(Definition.objects.filter(indicator=indicator).order_by("validity"))
    targets = list(Target.objects.filter(indicator=indicator).order_by("validity"))
    values = Value.objects.filter(unit=unit, indicator=indicator)
    held = {
        (basis, period): Held(*parts)
        for basis, period, *parts in values.current().values_list(
            "basis", "period", "value", "numerator", "denominator"
        )
    }
    own = Basis(definition.basis)
    bases = dict.fromkeys([own, trend_basis(own), *(Basis(each.basis) for each in reversed(definitions))])
    whole = [
        Reading(each, month, None, held=held, same_unit_since=same_unit_since(definitions, each.validity.lower))
        for each in definitions
    ]
    series = [_series(whole, targets, basis, is_judged=basis == own) for basis in bases]
    return IndicatorPage(
        indicator=indicator,
        definition=definition,
        definitions=definitions,
        month=month,
        reading=reading,
        row=row(reading, unit),
        series=[each for each in series if each.points],
        targets=[_target_words(target, MeasuredIn(definition.measured_in)) for target in reversed(targets)],
        corrections=_corrections(values, definition),
    )


def _corrections(values: QuerySet, definition: Definition) -> list[Correction]:
    measured_in = MeasuredIn(definition.measured_in)
    old = values.superseded().select_related("load", "superseded_by__confirmed_by", "superseded_by__undone_by")
    found = []
    for each in old.defer("load__file", "superseded_by__file").order_by("-superseded_at", "-period", "pk")[
        :MOST_CORRECTIONS
    ]:
        is_withdrawn = each.superseded_by_id == each.load_id
        by = each.superseded_by.undone_by if is_withdrawn else each.superseded_by.confirmed_by
        figure = Held(each.value, each.numerator, each.denominator).figure(measured_in)
        is_outturn = each.basis == Basis.OUTTURN
        found.append(
            Correction(
                period_words=year_label(each.period.year - 1) if is_outturn else month_words(each.period),
                basis_words=BASIS_WORDS[Basis(each.basis)],
                old_words=figure_words(figure, measured_in=measured_in, places=definition.places),
                at=each.superseded_at,
                by_words=str(by or "the system"),
                load=each.superseded_by,
                is_withdrawn=is_withdrawn,
                reason=each.superseded_by.undone_because if is_withdrawn else each.superseded_by.correction_words,
            )
        )
    return found


Dated = TypeVar("Dated", Definition, Target)


def in_force(dated: list[Dated], month: datetime.date) -> Dated | None:
    """Of an indicator's definitions or targets, the one in force at the month's last day."""
    day = last_of(month)
    for each in dated:
        if each.validity.lower <= day and (each.validity.upper is None or day < each.validity.upper):
            return each
    return None


def _series(whole: list[Reading], targets: list[Target], basis: Basis, *, is_judged: bool) -> Series:
    """The figures on one basis, each month by the definition in force then, oldest first.

    Only figures on the definition's own basis are judged: the targets are meant for it.
    """
    wanted = {basis, Basis.MONTH} if is_judged else {basis}
    known = sorted({month for held, month in whole[-1].held if held in wanted})
    points: list[Point] = []
    last = None
    month = known[0] if known else None
    while month and month <= known[-1]:
        reading = _reading_in_force(whole, month)
        target = in_force(targets, month) if is_judged else None
        begins = reading.definition.change_note if last is not None and reading is not last else ""
        points.append(_point(month, _figure(reading, month, basis), reading, target.goal if target else None, begins))
        last, month = reading, add_months(month, 1)
    while points and points[0].value is None:
        points.pop(0)
    while points and points[-1].value is None:
        points.pop()
    return Series(basis, BASIS_WORDS[basis], is_judged, points)


def _reading_in_force(whole: list[Reading], month: datetime.date) -> Reading:
    """The one whose definition is in force for the month; what came before the first is read as that has it."""
    definition = in_force([each.definition for each in whole], month)
    return next((each for each in whole if each.definition is definition), whole[0])


def _figure(reading: Reading, month: datetime.date, basis: Basis) -> Figure | None:
    if basis == reading.basis:
        return reading.figure(month)
    held = reading.held.get((basis, month))
    return Figure(held.figure(reading.measured_in), held.numerator, held.denominator) if held else None


def _point(month: datetime.date, figure: Figure | None, reading: Reading, goal: Goal | None, begins: str) -> Point:
    measured_in, places = reading.measured_in, reading.places
    number = figure.value if figure else None
    rag = judge(number, goal, polarity=reading.polarity, places=places)
    return Point(
        month=month,
        value=number,
        words=figure_words(number, measured_in=measured_in, places=places),
        numerator=figure.numerator if figure else None,
        numerator_words=part_words(figure, "numerator", measured_in),
        denominator=figure.denominator if figure else None,
        denominator_words=part_words(figure, "denominator", measured_in),
        goal=goal,
        rag=rag,
        rag_words=RAG_WORDS[rag],
        measured_in=measured_in,
        begins=begins,
    )


def _target_words(target: Target, measured_in: MeasuredIn) -> tuple[str, str]:
    """From when, and what."""
    start, end = target.validity.lower, target.validity.upper
    until = f" to {month_words(end - datetime.timedelta(days=1))}" if end else " on"
    return f"{month_words(start)}{until}", goal_words(target.goal, measured_in=measured_in)
