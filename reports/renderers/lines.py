"""A chart of lines for the screen: where its points lie, without letters, so that it can shrink with the page. [pure]

The words stand beside the drawing as text, which keeps its size; the numbers are in the table beneath.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from reports.content import Chart, Series
from reports.renderers.charts import MARKERS, axis_words, marker, ticks_of

WIDTH, HEIGHT, MARGIN = 640.0, 250.0, 8.0
MOST_MARKED = 40  # categories; beyond these marks would run into each other


@dataclass(frozen=True)
class Line:
    """One series: its unbroken stretches, and a mark of its own shape at each value."""

    number: int
    name: str
    stretches: tuple[str, ...]
    marks: tuple[str, ...]
    sign: str  # the mark alone, for the legend


@dataclass(frozen=True)
class Drawing:
    """`gaps`: what is not drawn, with the words that say why."""

    lines: tuple[Line, ...]
    rules: tuple[str, ...]  # heights of the lines across
    top: str
    bottom: str
    first: str
    last: str
    gaps: tuple[tuple[str, str], ...]

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH:g} {HEIGHT:g}"


def drawing(chart: Chart) -> Drawing:
    """Lay a chart out on the same scale as on paper."""
    ticks = ticks_of(chart)
    words = axis_words(chart, ticks)
    rules = tuple(f"{_height(tick, ticks):.1f}" for tick in ticks)
    lines = tuple(_line(number, series, ticks) for number, series in enumerate(chart.series))
    first, last = (chart.categories[0], chart.categories[-1]) if chart.categories else ("", "")
    return Drawing(lines, rules, words[-1], words[0], first, last, tuple(_gaps(chart)))


def _line(number: int, series: Series, ticks: list[float]) -> Line:
    places = len(series.values)
    kind = MARKERS[number % len(MARKERS)]
    points = [
        (MARGIN + (WIDTH - 2 * MARGIN) * (place / (places - 1) if places > 1 else 0.5), _height(value, ticks))
        if value is not None
        else None
        for place, value in enumerate(series.values)
    ]
    stretches = []
    for is_there, run in groupby(points, key=lambda point: point is not None):
        found = [point for point in run if point]
        if is_there and len(found) > 1:
            stretches.append(" ".join(f"{x:.1f},{y:.1f}" for x, y in found))
    marks = tuple(marker(kind, *point, size=2) for point in points if point) if places <= MOST_MARKED else ()
    return Line(number, series.name, tuple(stretches), marks, marker(kind, 6, 6, size=1.4))


def _height(value: float, ticks: list[float]) -> float:
    low, high = ticks[0], ticks[-1]
    return MARGIN + (HEIGHT - 2 * MARGIN) * (1 - (value - low) / (high - low))


def _gaps(chart: Chart) -> Iterator[tuple[str, str]]:
    for series in chart.series:
        for category, value, words in zip(chart.categories, series.values, series.words, strict=True):
            if value is None:
                yield (category if len(chart.series) == 1 else f"{series.name}, {category}"), words
