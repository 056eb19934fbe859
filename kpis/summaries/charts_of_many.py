"""One small chart per indicator, with what it shows in words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kit.sparklines import Sparkline, sparkline
from kpis.periods import BASIS_WORDS, add_months, month_words, months_to
from kpis.rag import figure_words
from kpis.summaries.readings import WINDOW, Reading, read
from kpis.summaries.rows import HighlightRow, row
from people.models import Unit


@dataclass(frozen=True)
class SmallChart:
    row: HighlightRow
    chart: Sparkline | None
    summary: str
    first_words: str
    last_words: str
    breaks: list[str]


def small_charts(
    unit: Unit, month: datetime.date, *, width: int, height: int, only: Iterable[int] | None = None
) -> list[SmallChart]:
    """Every indicator's last months as a small chart. As many queries as readings take."""
    return [_small_chart(reading, unit, width, height) for reading in read(unit, month, only=only)]


def _small_chart(reading: Reading, unit: Unit, width: int, height: int) -> SmallChart:
    known = sorted(reading.line)
    first = known[0] if known else reading.month
    count = (reading.month.year - first.year) * 12 + reading.month.month - first.month + 1
    months = months_to(reading.month, count)
    # A sum over months has a target of its own, which single months are not meant to reach.
    wanted = reading.goal.wanted(reading.polarity) if reading.goal and reading.basis == reading.trend_basis else []
    targets = [each.target for each in wanted]
    values = [reading.line.get(each) for each in months]
    breaks = [place for place, each in enumerate(months) if place and each in reading.rebases]
    return SmallChart(
        row=row(reading, unit),
        chart=sparkline(values, targets=targets, breaks=breaks, width=width, height=height) if known else None,
        summary=_summary(reading, months, [months[place] for place in breaks]),
        first_words=f"{first:%b %Y}",
        last_words=f"{reading.month:%b %Y}",
        breaks=[f"{month_words(each)}: {words}" for each, words in sorted(reading.rebases.items(), reverse=True)],
    )


def _summary(reading: Reading, months: list[datetime.date], breaks: list[datetime.date]) -> str:
    """Snapshot, March 2023 to August 2023: lowest 77.8% in August 2023, highest 84.5% in April 2023, latest …"""
    if not reading.line:
        since = add_months(reading.month, 1 - WINDOW)
        return f"No figures from {month_words(since)} to {month_words(reading.month)}."

    def words(month: datetime.date) -> str:
        value = Decimal(str(reading.line[month]))
        return f"{figure_words(value, measured_in=reading.measured_in, places=reading.places)} in {month_words(month)}"

    lowest, highest = min(reading.line, key=reading.line.__getitem__), max(reading.line, key=reading.line.__getitem__)
    gaps = len(months) - len(reading.line)
    kind = BASIS_WORDS[reading.trend_basis]
    told = f"{kind}, {month_words(months[0])} to {month_words(months[-1])}: "
    told += f"lowest {words(lowest)}, highest {words(highest)}, latest {words(max(reading.line))}."
    if gaps:
        told += f" {gaps} month{'' if gaps == 1 else 's'} without a figure."
    return told + "".join(f" The line breaks before {month_words(each)}." for each in breaks)
