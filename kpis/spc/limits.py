"""The lines of a control chart, and the points that chance alone does not explain."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum
from typing import NamedTuple

from kpis.spc.words import Rule, Side, Signal

FEWEST_TO_FIX = 12
RUN = 7
REACH, NEAR, SCREEN = 2.66, 2.66 * 2 / 3, 3.267  # Wheeler: 2.66 = 3 / 1.128
# Binary fractions put a constant series a hair beside its own mean: this much of the largest value is no difference.
SLACK = 1e-12

_OUTSIDE = {1: Signal(Rule.OUTSIDE, Side.ABOVE), -1: Signal(Rule.OUTSIDE, Side.BELOW)}
_TREND = {1: Signal(Rule.TREND, Side.INCREASING), -1: Signal(Rule.TREND, Side.DECREASING)}
_NEAR = {1: Signal(Rule.TWO_IN_THREE, Side.ABOVE), -1: Signal(Rule.TWO_IN_THREE, Side.BELOW)}
_SHIFT = {1: Signal(Rule.SHIFT, Side.ABOVE), -1: Signal(Rule.SHIFT, Side.BELOW)}


class Limits(NamedTuple):
    """A group's centre line and limits; a single point has no moving range, and so no limits."""

    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None
    slack: float = 0.0


def limits_of(known: Sequence[float], *, screen: bool = True, fix_after: int | None = None) -> Limits:
    """The lines of one group from its known points, or from the first `fix_after` of them."""
    if fix_after is not None:
        if fix_after < FEWEST_TO_FIX:
            raise ValueError(f"Limits are fixed after {FEWEST_TO_FIX} points or more, not {fix_after}.")
        known = known[:fix_after]
    if not known:
        return Limits()
    mean = fsum(known) / len(known)
    if len(known) == 1:
        return Limits(mean)
    slack = SLACK * max(max(known), -min(known))
    ranges = [abs(after - before) for before, after in pairwise(known)]
    average = fsum(ranges) / len(ranges)
    if screen:
        most = SCREEN * average - slack
        kept = [size for size in ranges if size < most]
        if kept:  # or nothing varies at all
            average = fsum(kept) / len(kept)
    reach, near = REACH * average, NEAR * average
    return Limits(mean, mean - reach, mean + reach, mean - near, mean + near, slack)


def signals(ys: Sequence[float], limits: Limits) -> list[Signal | None]:
    """Why each of these points, which follow one another without a gap, is special."""
    found: list[Signal | None] = [None] * len(ys)
    mean, lower, upper, near_lower, near_upper, slack = limits
    if mean is None or lower is None or upper is None or near_lower is None or near_upper is None:
        return found
    above, below = mean + slack, mean - slack
    sides = [1 if y > above else -1 if y < below else 0 for y in ys]
    # The weakest rule comes first, and each stronger one takes its place.
    for start, end, side in _runs(sides, RUN):
        found[start:end] = [_SHIFT[side]] * (end - start)
    for start, end, side in _runs(sides, 3):
        if side > 0:
            close = [near_upper + slack < y <= upper + slack for y in ys[start:end]]
        else:
            close = [lower - slack <= y < near_lower - slack for y in ys[start:end]]
        for first in range(end - start - 2):
            if sum(close[first : first + 3]) >= 2:
                for place in range(first, first + 3):
                    if close[place]:
                        found[start + place] = _NEAR[side]
    steps = [1 if after > before else -1 if after < before else 0 for before, after in pairwise(ys)]
    # Where one trend turns into another, the point they share takes the direction on its right.
    for start, end, way in _runs(steps, RUN - 1):
        found[start : end + 1] = [_TREND[way]] * (end + 1 - start)
    highest, lowest = upper + slack, lower - slack
    for place, y in enumerate(ys):
        if y > highest:
            found[place] = _OUTSIDE[1]
        elif y < lowest:
            found[place] = _OUTSIDE[-1]
    return found


def _runs(signs: Sequence[int], shortest: int) -> Iterator[tuple[int, int, int]]:
    """Where the same sign, not 0, stands `shortest` times in a row or more: from, up to, sign."""
    start = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[start]:
            if place - start >= shortest and signs[start]:
                yield start, place, signs[start]
            start = place
