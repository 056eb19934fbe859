"""The highlight table, and one indicator's page: figures with their words, in a fixed number of queries."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from kit.sparklines import Sparkline, sparkline
from kpis.models import Definition, Indicator, Load, Target, Value
from kpis.periods import (
    BASIS_WORDS,
    Basis,
    add_months,
    last_of,
    last_outturn_month,
    month_words,
    months_to,
    trend_basis,
    year_label,
)
from kpis.previews import definitions_for
from kpis.rag import (
    DIRECTION_WORDS,
    RAG_WORDS,
    Direction,
    MeasuredIn,
    Polarity,
    Rag,
    direction,
    displayed,
    distance,
    distance_words,
    figure_words,
    judge,
    ratio_of,
    target_words,
)
from people.models import Unit

TREND_MONTHS = 6
NOT_APPLICABLE = "not applicable"
Key = tuple[int, datetime.date, str]


@dataclass(frozen=True)
class TrendPoint:
    month: datetime.date
    value: Decimal | None
    words: str


@dataclass(frozen=True)
class HighlightRow:
    """One indicator in one month, as leaders read it."""

    theme: str
    ref: str
    title: str
    outturn_words: str
    numerator: Decimal | None
    numerator_words: str
    denominator: Decimal | None
    denominator_words: str
    current: Decimal | None
    current_words: str
    basis_words: str
    trend: list[TrendPoint]
    trend_summary: str
    minimum: Decimal | None
    minimum_words: str
    upper: Decimal | None
    upper_words: str
    rag: Rag
    rag_words: str
    distance_words: str
    direction: Direction
    direction_words: str
    url: str

    @property
    def is_count(self) -> bool:
        return self.numerator is None and self.numerator_words == NOT_APPLICABLE

    @property
    def chart(self) -> Sparkline:
        return sparkline([point.value for point in self.trend])


@dataclass(frozen=True)
class Highlight:
    month: datetime.date
    rows: list[HighlightRow]
    counts: dict[Rag, int]


@dataclass(frozen=True)
class Point:
    """One month of an indicator's series, judged by the targets in force at its own date."""

    month: datetime.date
    value: Decimal | None
    words: str
    numerator: Decimal | None
    numerator_words: str
    denominator: Decimal | None
    denominator_words: str
    minimum: Decimal | None
    upper: Decimal | None
    rag: Rag
    rag_words: str


@dataclass(frozen=True)
class Series:
    """An indicator's figures on one basis, oldest first; a month in between without a figure is a point without one."""

    basis: Basis
    words: str
    is_judged: bool
    points: list[Point]


@dataclass(frozen=True)
class Correction:
    period_words: str
    basis_words: str
    old_words: str
    at: datetime.datetime
    by_words: str
    load: Load


@dataclass(frozen=True)
class IndicatorPage:
    indicator: Indicator
    definition: Definition
    month: datetime.date
    row: HighlightRow
    series: list[Series]
    targets: list[tuple[str, str, str]]
    corrections: list[Correction]


def exact(value: Value, measured_in: MeasuredIn) -> Decimal:
    """A figure comes from its numerator and denominator where they are known, never from a rounded figure."""
    if value.denominator is None:
        return value.value
    computed = ratio_of(value.numerator, value.denominator, measured_in)
    return value.value if computed is None else computed


def latest_month(unit: Unit) -> datetime.date | None:
    """The last month for which the unit has a figure."""
    current = Value.objects.current().filter(unit=unit).exclude(basis=Basis.OUTTURN)
    return current.order_by("-period").values_list("period", flat=True).first()


def months_with_values(unit: Unit) -> list[datetime.date]:
    """Every month for which the unit has a figure, latest first."""
    current = Value.objects.current().filter(unit=unit).exclude(basis=Basis.OUTTURN)
    return list(current.order_by("-period").values_list("period", flat=True).distinct())


def highlight(unit: Unit, month: datetime.date) -> Highlight:
    """The highlight table of `unit` for `month`. Three queries, however many indicators and months there are."""
    definitions = definitions_for(month)
    targets = {target.indicator_id: target for target in Target.objects.in_force_for(month)}
    values = _values(unit, month)
    rows = [
        _row(definition, targets.get(definition.indicator_id), values, month) for definition in definitions.values()
    ]
    counts = {rag: sum(row.rag == rag for row in rows) for rag in Rag}
    return Highlight(month, rows, counts)


def _values(unit: Unit, month: datetime.date) -> dict[Key, Value]:
    """The unit's current values in the months of the trend, and last year's outturns."""
    periods = {*months_to(month, TREND_MONTHS), last_outturn_month(month)}
    values = Value.objects.current().filter(unit=unit, period__in=periods)
    return {(value.indicator_id, value.period, value.basis): value for value in values}


def _row(definition: Definition, target: Target | None, values: dict[Key, Value], month: datetime.date) -> HighlightRow:
    measured_in, polarity = MeasuredIn(definition.measured_in), Polarity(definition.polarity)
    basis, places = Basis(definition.basis), definition.places

    def held(period: datetime.date, basis: Basis) -> Value | None:
        return values.get((definition.indicator_id, period, basis))

    def figure(value: Value | None) -> Decimal | None:
        return exact(value, measured_in) if value else None

    def words(number: Decimal | None) -> str:
        return figure_words(number, measured_in=measured_in, places=places)

    now = held(month, basis)
    current = figure(now)
    minimum, upper = (target.minimum, target.upper) if target else (None, None)
    goal = target.goal if target else None
    rag = judge(current, goal, polarity=polarity, places=places)
    gap = distance(current, goal, polarity=polarity, places=places)
    before = figure(held(add_months(month, -1), basis))
    way = direction(current, before, polarity=polarity, places=places)
    trend = [
        TrendPoint(each, value := figure(held(each, trend_basis(basis))), words(value))
        for each in months_to(month, TREND_MONTHS)
    ]
    return HighlightRow(
        theme=definition.indicator.theme,
        ref=definition.indicator.ref,
        title=definition.title,
        outturn_words=words(figure(held(last_outturn_month(month), Basis.OUTTURN))),
        numerator=now.numerator if now else None,
        numerator_words=_part_words(now, "numerator", measured_in),
        denominator=now.denominator if now else None,
        denominator_words=_part_words(now, "denominator", measured_in),
        current=None if current is None else displayed(current, places),
        current_words=words(current),
        basis_words=BASIS_WORDS[basis],
        trend=trend,
        trend_summary=_trend_summary(trend, basis),
        minimum=minimum,
        minimum_words=target_words(minimum, measured_in=measured_in),
        upper=upper,
        upper_words=target_words(upper, measured_in=measured_in),
        rag=rag,
        rag_words=RAG_WORDS[rag],
        distance_words=distance_words(gap, measured_in=measured_in, places=places),
        direction=way,
        direction_words=_direction_words(way, words(before), add_months(month, -1), basis),
        url=reverse("kpis:indicator", args=[definition.indicator.ref]),
    )


def _part_words(value: Value | None, part: str, measured_in: MeasuredIn) -> str:
    """A numerator or denominator: a count has none; a percentage's may not have been given."""
    if measured_in == MeasuredIn.COUNT:
        return NOT_APPLICABLE
    number: Decimal | None = getattr(value, part) if value else None
    if number is None:
        return "not given" if value else "no data"
    return f"{number.normalize():,f}"


def _trend_summary(trend: list[TrendPoint], basis: Basis) -> str:
    """March 2023 89.5%, …, August 2023 90.4%: what the sparkline shows, for whoever does not see it."""
    kind = "" if basis == Basis.SNAPSHOT else "In each month: "
    return kind + ", ".join(f"{month_words(point.month)} {point.words}" for point in trend)


def _direction_words(way: Direction, before: str, month: datetime.date, basis: Basis) -> str:
    """Like is compared with like: a year-to-date figure with the month before's year to date."""
    if way == Direction.CANNOT_SAY:
        return f"{DIRECTION_WORDS[way]}: no {BASIS_WORDS[basis].lower()} figure to compare for {month_words(month)}"
    return f"{DIRECTION_WORDS[way]} since {month_words(month)} ({before})"


def indicator_page(unit: Unit, definition: Definition, month: datetime.date) -> IndicatorPage:
    """Everything about one indicator up to `month`: its row, its series, targets and corrections. Four queries."""
    indicator = definition.indicator
    targets = list(Target.objects.filter(indicator=indicator).order_by("validity"))
    held = Value.objects.filter(unit=unit, indicator=indicator)
    values = {(each.indicator_id, each.period, each.basis): each for each in held.current()}
    corrected = held.superseded().select_related("superseded_by", "superseded_by__confirmed_by")
    measured_in = MeasuredIn(definition.measured_in)
    bases = dict.fromkeys([Basis(definition.basis), trend_basis(Basis(definition.basis))])
    return IndicatorPage(
        indicator=indicator,
        definition=definition,
        month=month,
        row=_row(definition, _in_force(targets, month), values, month),
        series=[series for basis in bases if (series := _series(definition, targets, values, basis)) and series.points],
        targets=[_target_words(target, measured_in) for target in reversed(targets)],
        corrections=[
            Correction(
                period_words=month_words(old.period) if old.basis != Basis.OUTTURN else year_label(old.period.year - 1),
                basis_words=BASIS_WORDS[Basis(old.basis)],
                old_words=figure_words(exact(old, measured_in), measured_in=measured_in, places=definition.places),
                at=old.superseded_at,
                by_words=str(old.superseded_by.confirmed_by or "the system"),
                load=old.superseded_by,
            )
            for old in corrected.order_by("-superseded_at", "-period", "pk")[:50]
        ],
    )


def _in_force(targets: list[Target], month: datetime.date) -> Target | None:
    day = last_of(month)
    for target in targets:
        if target.validity.lower <= day and (target.validity.upper is None or day < target.validity.upper):
            return target
    return None


def _series(definition: Definition, targets: list[Target], values: dict[Key, Value], basis: Basis) -> Series:
    """The figures on one basis. Only figures on the definition's own basis are judged: the targets are meant for it."""
    measured_in, places = MeasuredIn(definition.measured_in), definition.places
    own = {period: value for (_, period, held), value in values.items() if held == basis}
    points = []
    month = min(own, default=None)
    while month and month <= max(own):
        value = own.get(month)
        number = exact(value, measured_in) if value else None
        target = _in_force(targets, month) if basis == definition.basis else None
        goal = target.goal if target else None
        rag = judge(number, goal, polarity=Polarity(definition.polarity), places=places)
        points.append(
            Point(
                month=month,
                value=number,
                words=figure_words(number, measured_in=measured_in, places=places),
                numerator=value.numerator if value else None,
                numerator_words=_part_words(value, "numerator", measured_in),
                denominator=value.denominator if value else None,
                denominator_words=_part_words(value, "denominator", measured_in),
                minimum=goal.minimum if goal else None,
                upper=goal.upper if goal else None,
                rag=rag,
                rag_words=RAG_WORDS[rag],
            )
        )
        month = add_months(month, 1)
    return Series(basis, BASIS_WORDS[basis], basis == definition.basis, points)


def _target_words(target: Target, measured_in: MeasuredIn) -> tuple[str, str, str]:
    """From when, minimum, upper."""
    start, end = target.validity.lower, target.validity.upper
    until = f" to {month_words(end - datetime.timedelta(days=1))}" if end else " on"
    return (
        f"{month_words(start)}{until}",
        target_words(target.minimum, measured_in=measured_in),
        target_words(target.upper, measured_in=measured_in),
    )
