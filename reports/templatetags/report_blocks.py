"""What the templates of blocks need: prose as spans, bars as parts, trends as points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import template

from kit.sparklines import Sparkline, sparkline
from reports import content, prose
from reports.renderers import bars, lines, sources

register = template.Library()
register.filter("paragraphs", prose.paragraphs)
register.filter("spans", prose.spans)
register.filter("segments", bars.segments)
register.filter("drawing", lines.drawing)
register.filter("sources_number", sources.number)
register.filter("source_anchor", sources.anchor)
register.filter("source_particulars", sources.particulars)


@register.filter
def sources_title(document: content.Document) -> str:
    """What the part that names the sources is called."""
    return sources.TITLE


@register.filter
def block_template(block: content.Block) -> str:
    """The template that shows this kind of block."""
    return f"reports/blocks/{content.KIND_OF[type(block)]}.html"


@register.filter
def trend_line(points: Sequence[content.TrendPoint]) -> Sparkline:
    return sparkline(
        [point.value for point in points], breaks=[place for place, point in enumerate(points) if point.begins]
    )


@register.filter
def cells(row: Iterable[str], columns: Iterable[content.Column]) -> list[tuple[str, content.Column]]:
    """The cells of a row, each with its column."""
    return list(zip(row, columns, strict=True))


@register.filter
def sourced(table: content.Table) -> list[tuple[tuple[str, ...], str]]:
    """The rows, each with the source of its figures, if it has one."""
    return list(zip(table.rows, table.sources or ("",) * len(table.rows), strict=True))


@dataclass(frozen=True)
class Bar:
    """One series in one category: its place in per cent of the width, and its number in words.

    `missing`: the words that stand in for a bar.
    """

    series: int
    start: float
    share: float
    words: str
    missing: str = ""


@register.filter
def bars_by_category(chart: content.Chart) -> list[tuple[str, list[Bar]]]:
    """For each category the bars of its series: percentages in the width of a hundred, else of the longest bar."""
    places = range(len(chart.categories))
    values = [[series.values[place] or 0 for series in chart.series] for place in places]
    stacked = chart.shape == content.Shape.STACKED
    longest = max((sum(each) if stacked else max(each) for each in values), default=0) or 1
    if not stacked and longest <= 100 and chart.are_percentages:
        longest = 100
    rows = []
    for category, each in zip(chart.categories, values, strict=True):
        starts = [100 * sum(each[:number]) / longest if stacked else 0.0 for number in range(len(each))]
        rows.append(
            (
                category,
                [
                    Bar(
                        number,
                        starts[number],
                        100 * value / longest,
                        series.words[len(rows)],
                        _missing(series, len(rows)),
                    )
                    for number, (value, series) in enumerate(zip(each, chart.series, strict=True))
                ],
            )
        )
    return rows


def _missing(series: content.Series, place: int) -> str:
    """A missing value is no bar of no length: its words say what it is."""
    return series.words[place] if series.values[place] is None else ""
