"""Where the points, limits and targets of a chart of months lie, for an SVG drawn by the server. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from kpis.spc import Chart, Limits

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 14, 34


@dataclass(frozen=True)
class Mark:
    """A point: where it lies, what it looks like (a kpis.spc.Variation, or plain), and what it says."""

    x: str
    y: str
    look: str
    words: str


@dataclass(frozen=True)
class Level:
    """A horizontal line from one place to another: a mean, a limit or a target."""

    x1: str
    x2: str
    y: str
    look: str


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """Everything as text, ready for the attributes of an SVG. `breaks` are where something is counted otherwise."""

    width: int
    height: int
    left: int
    right: int
    lines: list[str]
    levels: list[Level]
    marks: list[Mark]
    breaks: list[str]
    heights: list[Label]
    aims: list[Label]
    months: list[Label]


def draw(
    chart: Chart,
    *,
    months: Sequence[str],
    words: Sequence[str],
    scale_words: Sequence[str],
    targets: Sequence[tuple[str, float]] = (),
    target_words: Sequence[str] = (),
    groups: Sequence[int] = (),
) -> Drawing:
    """Lay out a chart; `months` and `words` belong to its points, `scale_words` are the words of lowest and highest."""
    low, high = extent(chart, targets)
    span, steps = (high - low) or 1, max(len(chart.points) - 1, 1)

    def x(place: float) -> str:
        return _text(LEFT + place * (WIDTH - LEFT - RIGHT) / steps)

    def y(value: float) -> str:
        return _text(HEIGHT - BOTTOM - (value - low) / span * (HEIGHT - TOP - BOTTOM))

    stretches = _stretches(chart, groups)
    shown = sorted({0, len(months) // 2, len(months) - 1}) if months else []
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        lines=[
            " ".join(f"{x(place)},{y(chart.points[place].value)}" for place in places)
            for places in stretches
            if len(places) > 1
        ],
        levels=[*_limit_levels(chart, groups, x, y), *[Level(x(0), x(steps), y(value), n) for n, value in targets]],
        marks=[
            Mark(x(place), y(point.value), point.variation.value, f"{months[place]}: {words[place]}")
            for place, point in enumerate(chart.points)
            if point.value is not None
        ],
        breaks=[x(place - 0.5) for place in groups],
        heights=[Label(_text(LEFT - 8), y(value), name) for value, name in zip((low, high), scale_words, strict=True)],
        aims=[
            Label(_text(WIDTH - RIGHT), _text(float(y(value)) - 5), told)
            for (_, value), told in zip(targets, target_words, strict=False)
        ],
        months=[Label(x(place), str(HEIGHT - 10), months[place]) for place in shown],
    )


def extent(chart: Chart, targets: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """The lowest and highest of all that is drawn."""
    every = [point.value for point in chart.points if point.value is not None]
    every += [value for point in chart.points if point.limits for value in (point.limits.lower, point.limits.upper)]
    every += [value for _, value in targets]
    return (min(every), max(every)) if every else (0.0, 1.0)


def _stretches(chart: Chart, groups: Sequence[int]) -> list[list[int]]:
    """The places of each unbroken line: a missing month breaks it, and so does a new group."""
    group, marks = 0, []
    for place, point in enumerate(chart.points):
        group += place in groups
        marks.append((group, point.value is not None))
    return [
        [place for place, _ in places]
        for (_, is_known), places in groupby(enumerate(marks), key=lambda pair: pair[1])
        if is_known
    ]


def _limit_levels(chart: Chart, groups: Sequence[int], x, y) -> list[Level]:
    edges = [0, *groups, len(chart.points)]
    levels = []
    for first, after in pairwise(edges):
        limits: Limits | None = chart.points[first].limits if first < len(chart.points) else None
        if limits is not None:
            ends = (x(first), x(after - 1))
            levels += [Level(*ends, y(limits.mean), "mean")]
            levels += [Level(*ends, y(value), "limit") for value in (limits.lower, limits.upper)]
    return levels


def _text(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
