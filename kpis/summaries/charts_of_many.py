"""One small chart per indicator, with what it shows in words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kit.sparklines import Sparkline, sparkline
from kpis.chart_words import span_words
from kpis.periods import BASIS_WORDS, add_months, is_told_in, month_words, months_to
from kpis.summaries.held import WINDOW
from kpis.summaries.readings import Reading, read
from kpis.summaries.rows import HighlightRow, row, words_of_month
from people.models import Unit


@dataclass(frozen=True)
class ShownMonth:
    """One month of a small chart, as a line of a table. `begins`: why the line breaks before it."""

    row: HighlightRow
    month: datetime.date
    basis_words: str
    value: Decimal | None
    words: str
    begins: str

    @property
    def month_words(self) -> str:
        return month_words(self.month)


@dataclass(frozen=True)
class SmallChart:
    row: HighlightRow
    chart: Sparkline | None
    summary: str
    first_words: str
    last_words: str
    breaks: list[str]
    reading: Reading

    @property
    def months(self) -> list[ShownMonth]:
        """The months that it draws, oldest first, one without a figure included."""
        return _shown_months(self.reading, self.row)


def small_charts(
    unit: Unit, month: datetime.date, *, width: int, height: int, only: Iterable[int] | None = None
) -> list[SmallChart]:
    """Every indicator's last months as a small chart. As many queries as readings take."""
    return [_small_chart(reading, unit, width, height) for reading in read(unit, month, only=only)]


def shown_months(unit: Unit, month: datetime.date, *, only: Iterable[int] | None = None) -> list[ShownMonth]:
    """Every month that the small charts draw, as `SmallChart.months`, without drawing them."""
    return [each for reading in read(unit, month, only=only) for each in _shown_months(reading, row(reading, unit))]


def _shown_months(reading: Reading, told: HighlightRow) -> list[ShownMonth]:
    basis = BASIS_WORDS[reading.shown_basis]
    return [
        ShownMonth(
            told, each, basis, reading.shown.get(each), words_of_month(reading, each, reading.shown.get(each)),
            reading.rebases.get(each, "") if place else "",
        )
        for place, each in enumerate(_months(reading))
        if is_told_in(reading.shown_basis, each)
    ]  # fmt: skip


def _months(reading: Reading) -> list[datetime.date]:
    """From the first month with a figure to the month asked for; none without a figure."""
    if not reading.shown:
        return []
    first = min(reading.shown)
    return months_to(reading.month, (reading.month.year - first.year) * 12 + reading.month.month - first.month + 1)


def _small_chart(reading: Reading, unit: Unit, width: int, height: int) -> SmallChart:
    months = _months(reading)
    # A sum over months has a target of its own, which single months are not meant to reach.
    wanted = reading.goal.wanted(reading.polarity) if reading.goal and reading.basis == reading.shown_basis else []
    targets = [each.target for each in wanted]
    values = [reading.shown.get(each) for each in months]
    breaks = [place for place, each in enumerate(months) if place and each in reading.rebases]
    return SmallChart(
        row=row(reading, unit),
        chart=sparkline(values, targets=targets, breaks=breaks, width=width, height=height) if months else None,
        summary=_summary(reading, months, [months[place] for place in breaks]),
        first_words=f"{months[0] if months else reading.month:%b %Y}",
        last_words=f"{reading.month:%b %Y}",
        breaks=[f"{month_words(each)}: {words}" for each, words in sorted(reading.rebases.items(), reverse=True)],
        reading=reading,
    )


def _summary(reading: Reading, months: list[datetime.date], breaks: list[datetime.date]) -> str:
    shown = reading.shown
    if not shown:
        since = add_months(reading.month, 1 - WINDOW)
        return f"No figures from {month_words(since)} to {month_words(reading.month)}."
    return span_words(
        BASIS_WORDS[reading.shown_basis],
        months,
        shown,
        lambda month: words_of_month(reading, month, shown[month]),
        gaps=sum(is_told_in(reading.shown_basis, each) for each in months) - len(shown),
        breaks=breaks,
    )
