"""Highlight indicators as a report may publish them: what rests on a small number is hidden wherever it stands."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from kpis.disclosure import is_safe, is_small
from kpis.models import Value
from kpis.periods import Basis, add_months, last_outturn_month, month_words, months_to
from kpis.rag import UNJUDGED, Direction
from kpis.summaries import TREND_MONTHS, HighlightRow
from people.models import Unit
from reports.content import SUPPRESSED, IndicatorRow, TrendPoint

Key = tuple[str, datetime.date]
NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Unpublishable:
    """The indicators and months whose figures rest on a small number; outturns apart, as they share a month."""

    figures: frozenset[Key]
    outturns: frozenset[Key]


def unpublishable(unit: Unit, month: datetime.date) -> Unpublishable:
    """Which percentages of the highlight table rest on small numbers. One query."""
    periods = {*months_to(month, TREND_MONTHS), last_outturn_month(month)}
    values = Value.objects.current().filter(unit=unit, period__in=periods, numerator__isnull=False)
    rows = values.exclude(denominator=None).values_list("indicator__ref", "period", "basis", "numerator", "denominator")
    small = [
        (ref, period, basis) for ref, period, basis, numerator, denominator in rows
        if not is_safe(numerator, denominator)
    ]  # fmt: skip
    return Unpublishable(
        frozenset((ref, period) for ref, period, basis in small if basis != Basis.OUTTURN),
        frozenset((ref, period) for ref, period, basis in small if basis == Basis.OUTTURN),
    )


def shown(row: HighlightRow, month: datetime.date, hidden: Unpublishable) -> IndicatorRow:
    """The row in the words of a report."""
    is_count = row.numerator_words == NOT_APPLICABLE

    def is_hidden(when: datetime.date, value: Decimal | None) -> bool:
        return (row.ref, when) in hidden.figures or (is_count and value is not None and is_small(value))

    trend = tuple(
        TrendPoint(month_words(point.month), None, SUPPRESSED)
        if is_hidden(point.month, point.value)
        else TrendPoint(month_words(point.month), None if point.value is None else float(point.value), point.words)
        for point in row.trend
    )
    all_shown = all(point.words != SUPPRESSED for point in trend)
    by_month = ", ".join(f"{point.month} {point.words}" for point in trend)
    hides_now = is_hidden(month, row.current)
    hides_before = (row.ref, add_months(month, -1)) in hidden.figures or not all_shown
    hides_outturn = (row.ref, last_outturn_month(month)) in hidden.outturns
    return IndicatorRow(
        theme=row.theme,
        ref=row.ref,
        title=row.title,
        outturn=SUPPRESSED if hides_outturn else row.outturn_words,
        numerator=SUPPRESSED if hides_now and not is_count else row.numerator_words,
        denominator=row.denominator_words,
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
