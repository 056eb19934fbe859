"""Where the points of a small trend lie. A missing value breaks the line, and so does what is counted otherwise.

A missing value is never drawn as zero.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

Number = int | float | Decimal

WIDTH, HEIGHT, MARGIN = 120, 34, 5


@dataclass(frozen=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True)
class Sparkline:
    """Coordinates as text, ready for the attributes of an SVG; drawn by `components/sparkline.html`."""

    width: int
    height: int
    lines: list[str]  # points of each unbroken stretch of two values or more
    dots: list[Dot]  # values that stand alone between gaps
    last: Dot | None  # the newest value of all, if the newest period has one
    targets: list[str]  # heights of the target lines
    breaks: list[str]  # where upright marks stand, between the values of before and after


def sparkline(
    values: Sequence[Number | None],
    *,
    targets: Iterable[Number | None] = (),
    breaks: Collection[int] = (),
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Sparkline:
    """Lay out `values`, oldest first, one per period, in a box of `width` by `height`; targets stretch the scale.

    `breaks` are the places from which on something is counted otherwise: no line leads there from the value before.
    """
    known_targets = [float(target) for target in targets if target is not None]
    known = [float(value) for value in values if value is not None] + known_targets
    low, high = (min(known), max(known)) if known else (0.0, 0.0)

    def x(index: float) -> str:
        steps = len(values) - 1
        return _text(width / 2 if steps == 0 else MARGIN + index * (width - 2 * MARGIN) / steps)

    def y(value: Number) -> str:
        share = 0.5 if high == low else (float(value) - low) / (high - low)
        return _text(height - MARGIN - share * (height - 2 * MARGIN))

    inside = sorted(place for place in set(breaks) if 0 < place < len(values))
    edges = [0, *inside, len(values)]
    stretches = [
        [Dot(x(index), y(value)) for index, value in stretch]
        for first, after in pairwise(edges)
        for is_known, stretch in groupby(enumerate(values[first:after], first), key=lambda pair: pair[1] is not None)
        if is_known
    ]
    newest = stretches[-1][-1] if values and values[-1] is not None else None
    return Sparkline(
        width=width,
        height=height,
        lines=[" ".join(f"{dot.x},{dot.y}" for dot in stretch) for stretch in stretches if len(stretch) > 1],
        dots=[stretch[0] for stretch in stretches if len(stretch) == 1],
        last=newest,
        targets=[y(target) for target in known_targets],
        breaks=[x(place - 0.5) for place in inside],
    )


def _text(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
