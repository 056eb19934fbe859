"""What the templates of blocks need: prose as spans, bars as parts, trends as points."""

from collections.abc import Iterable
from typing import Any

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


@register.filter
def bar_parts(chart: content.Chart) -> list[dict[str, Any]]:
    """For each category the bars of its series, in per cent of the largest; lines are shown as bars on a narrow page."""
    known = [value for series in chart.series for value in series.values if value is not None]
    stacked = chart.shape == content.Shape.STACKED
    heights = [sum(series.values[place] or 0 for series in chart.series) for place in range(len(chart.categories))]
    largest = max(heights if stacked else known, default=0) or 1
    rows = []
    for place, category in enumerate(chart.categories):
        start, parts = 0.0, []
        for number, series in enumerate(chart.series):
            value = series.values[place]
            share = 100 * (value or 0) / largest
            parts.append({"number": number, "start": start, "share": share, "words": series.words[place], "value": value})
            start += share if stacked else 0
        rows.append({"category": category, "parts": parts})
    return rows
