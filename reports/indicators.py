"""Highlight indicators as a report may publish them: what rests on a small number is hidden wherever it stands."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kpis.disclosure import is_safe
from kpis.models import Value
from kpis.periods import (
    BASIS_WORDS,
    YEAR_STARTS_IN,
    Basis,
    add_months,
    financial_year,
    last_of,
    last_outturn_month,
    month_words,
    months_to,
    quarter_of,
    trend_basis,
)
from kpis.rag import UNJUDGED, Direction, MeasuredIn
from kpis.summaries import TREND_MONTHS, Highlight, HighlightRow
from people.models import Unit
from reports import disclosure
from reports.content import SUPPRESSED, IndicatorRow, TrendPoint
from reports.disclosure import CountTable, Edition, Line, Protection, Reason, Suppression

Key = tuple[str, datetime.date]
NOT_APPLICABLE = "not applicable"
NUMBER, REST = "Number", "The rest"


@dataclass(frozen=True)
class Held:
    """The numbers behind one figure."""

    ref: str
    month: datetime.date
    basis: Basis
    numerator: Decimal
    denominator: Decimal | None  # None: a count, which is its own number

    @property
    def is_part_of_whole(self) -> bool:
        whole = self.numerator if self.denominator is None else self.denominator
        return 0 <= self.numerator <= whole and self.numerator % 1 == 0 and whole % 1 == 0

    @property
    def title(self) -> str:
        return f"{month_words(self.month)}, {BASIS_WORDS[self.basis].lower()}"

    def line(self, *, grows: bool) -> Line:
        """Counts within the financial year add up over time: readers take one published quarter from the next."""
        counts = (int(self.numerator),)
        if self.denominator is not None:
            counts = (*counts, int(self.denominator - self.numerator))
        if grows and self.basis == Basis.YEAR_TO_DATE:
            period = _year_to(self.month)
        elif self.basis == Basis.MONTH and self.denominator is None:
            period = (self.month, last_of(self.month))
        else:
            return Line(self.title, counts)
        return Line(self.title, counts, cohort=f"Indicator {self.ref}", of="met", period=period)


def _year_to(month: datetime.date) -> tuple[datetime.date, datetime.date]:
    return datetime.date(financial_year(month), YEAR_STARTS_IN, 1), last_of(month)


@dataclass(frozen=True)
class IndicatorCounts:
    """What indicators count, ready to be protected with the other tables of the report.

    `earlier` is what the reports of this year's earlier quarters told, as far as it bears on this one. `unsafe` are
    figures that rest on small numbers which are no part of a whole, as averages may.
    """

    month: datetime.date
    held: tuple[Held, ...]
    tables: tuple[CountTable, ...]
    earlier: tuple[Edition, ...]
    unsafe: tuple[Held, ...]


@dataclass(frozen=True)
class Unpublishable:
    """The indicators and months whose figures rest on a small number; outturns apart, as they share a month."""

    figures: frozenset[Key]
    outturns: frozenset[Key]
    denominators: frozenset[Key] = frozenset()


def indicator_counts(unit: Unit, highlight: Highlight) -> IndicatorCounts:
    """The numbers behind the highlight table. One query."""
    month = highlight.month
    quarter_ends = set(_quarter_ends_before(month))
    periods = {*months_to(month, TREND_MONTHS), last_outturn_month(month)}
    values = Value.objects.current().filter(
        unit=unit, period__in=periods | quarter_ends, numerator__isnull=False, denominator__isnull=False
    )
    rows = values.order_by("pk").values_list("indicator__ref", "period", "basis", "numerator", "denominator")
    held = [Held(ref, period, Basis(basis), *numbers) for ref, period, basis, *numbers in rows]
    held += [each for row in highlight.rows for each in _counted(row, month)]
    here = tuple(each for each in held if each.month in periods)
    before = [
        (end, [each for each in held if each.month == end and each.basis == Basis.YEAR_TO_DATE])
        for end in sorted(quarter_ends)
    ]
    earlier: list[Edition] = []
    for end, told in before:
        tables = _tables(told, month=end)
        if tables:
            earlier.append(
                Edition(f"The report for {quarter_of(end).label}", disclosure.protect(tables, earlier).tables)
            )
    return IndicatorCounts(
        month,
        here,
        tables=_tables(here, month=month),
        earlier=tuple(earlier),
        unsafe=tuple(each for each in here if not each.is_part_of_whole and not is_safe(*_numbers(each))),
    )


def _quarter_ends_before(month: datetime.date) -> Iterable[datetime.date]:
    """The months with which earlier quarters of the financial year ended."""
    quarter = quarter_of(month)
    while quarter.number > 1:
        quarter = quarter.previous
        yield quarter.last_month


def _counted(row: HighlightRow, month: datetime.date) -> Iterable[Held]:
    """Counts have no denominator: the figure is the number itself. The trend may be on another basis than it."""
    if row.measured_in != MeasuredIn.COUNT:
        return
    if row.current is not None:
        yield Held(row.ref, month, row.basis, row.current, None)
    if row.outturn is not None:
        yield Held(row.ref, last_outturn_month(month), Basis.OUTTURN, row.outturn, None)
    on = trend_basis(row.basis)
    for point in row.trend:
        if point.value is not None and (point.month, on) != (month, row.basis):
            yield Held(row.ref, point.month, on, point.value, None)


def _numbers(held: Held) -> tuple[Decimal, Decimal]:
    return held.numerator, held.numerator if held.denominator is None else held.denominator


def _tables(held: Iterable[Held], *, month: datetime.date) -> tuple[CountTable, ...]:
    """One table for each indicator, a line for each month and basis; only the latest shows its numbers over time."""
    lines: dict[tuple[str, bool], list[Line]] = {}
    for each in held:
        if each.is_part_of_whole:
            line = each.line(grows=each.month == month)
            lines.setdefault((each.ref, each.denominator is None), []).append(line)
    return tuple(
        CountTable(
            _table_name(ref),
            (NUMBER,) if is_count else (NUMBER, REST),
            tuple(of_it),
            adds_up=False,
            has_line_totals=not is_count,
        )
        for (ref, is_count), of_it in lines.items()
    )


def _table_name(ref: str) -> str:
    return f"Indicator {ref}"


def unpublishable(counts: IndicatorCounts, protection: Protection) -> Unpublishable:
    """Which figures of the highlight table must not be shown."""
    hidden, denominators = set(counts.unsafe), set()
    lines = {(table.name, line.title): line for table in protection.tables for line in table.lines}
    for each in counts.held:
        line = lines.get((_table_name(each.ref), each.title))
        if line is None:
            continue
        if (line.cells[0] is None) if each.denominator is None else (disclosure.share_of(line.row, (0,)) is None):
            hidden.add(each)
        if each.denominator is not None and line.total is None:
            denominators.add(each)
    return Unpublishable(
        frozenset((each.ref, each.month) for each in hidden if each.basis != Basis.OUTTURN),
        frozenset((each.ref, each.month) for each in hidden if each.basis == Basis.OUTTURN),
        frozenset((each.ref, each.month) for each in denominators if each.basis != Basis.OUTTURN),
    )


def suppressions(counts: IndicatorCounts) -> list[Suppression]:
    """Those that no table of counts knows."""
    words = disclosure.WORDS[Reason.SMALL]
    return [Suppression(_table_name(each.ref), each.title, NUMBER, Reason.SMALL, words) for each in counts.unsafe]


def shown(row: HighlightRow, month: datetime.date, hidden: Unpublishable) -> IndicatorRow:
    """The row in the words of a report."""
    is_count = row.numerator_words == NOT_APPLICABLE

    trend = tuple(
        TrendPoint(month_words(point.month), None, SUPPRESSED)
        if (row.ref, point.month) in hidden.figures
        else TrendPoint(month_words(point.month), None if point.value is None else float(point.value), point.words)
        for point in row.trend
    )
    all_shown = all(point.words != SUPPRESSED for point in trend)
    by_month = ", ".join(f"{point.month} {point.words}" for point in trend)
    hides_now = (row.ref, month) in hidden.figures
    hides_before = (row.ref, add_months(month, -1)) in hidden.figures or not all_shown
    hides_outturn = (row.ref, last_outturn_month(month)) in hidden.outturns
    return IndicatorRow(
        theme=row.theme,
        ref=row.ref,
        title=row.title,
        outturn=SUPPRESSED if hides_outturn else row.outturn_words,
        numerator=SUPPRESSED if hides_now and not is_count else row.numerator_words,
        denominator=SUPPRESSED if (row.ref, month) in hidden.denominators else row.denominator_words,
        current=SUPPRESSED if hides_now else row.current_words,
        basis=row.basis_words,
        minimum=row.minimum_words,
        upper=row.upper_words,
        rag="hidden" if hides_now else row.rag.value,
        rag_words=SUPPRESSED if hides_now else row.rag_words,
        distance="" if hides_now or row.rag in UNJUDGED else row.distance_words,
        direction="" if hides_now or hides_before or row.direction == Direction.CANNOT_SAY else row.direction_words,
        trend=trend,
        trend_summary=row.trend_summary if all_shown else by_month,
    )
