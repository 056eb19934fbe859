"""What the templates of blocks need: prose as spans, bars as parts, trends as points."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template

from kit.sparklines import Sparkline, sparkline
from reports import content, prose
from reports.renderers import bars

register = template.Library()
register.filter("paragraphs", prose.paragraphs)
register.filter("spans", prose.spans)
register.filter("segments", bars.segments)


@register.filter
def block_template(block: content.Block) -> str:
    """The template that shows this kind of block."""
    return f"reports/blocks/{content.KIND_OF[type(block)]}.html"


@register.filter
def trend_line(points: Iterable[content.TrendPoint]) -> Sparkline:
    return sparkline([point.value for point in points])


@register.filter
def cells(row: Iterable[str], columns: Iterable[content.Column]) -> list[tuple[str, content.Column]]:
    """The cells of a row, each with its column."""
    return list(zip(row, columns, strict=True))


@dataclass(frozen=True)
class Bar:
    """One series in one category, in per cent of the longest bar."""

    series: int
    start: float
    share: float


@register.filter
def bars_by_category(chart: content.Chart) -> list[tuple[str, list[Bar]]]:
    """For each category the bars of its series. On screen lines are bars too: they keep their text on a narrow page."""
    places = range(len(chart.categories))
    values = [[series.values[place] or 0 for series in chart.series] for place in places]
    stacked = chart.shape == content.Shape.STACKED
    longest = max((sum(each) if stacked else max(each) for each in values), default=0) or 1
    rows = []
    for category, each in zip(chart.categories, values, strict=True):
        starts = [100 * sum(each[:number]) / longest if stacked else 0.0 for number in range(len(each))]
        bars_here = [Bar(number, starts[number], 100 * value / longest) for number, value in enumerate(each)]
        rows.append((category, bars_here))
    return rows
