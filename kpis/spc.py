"""Is a change real? XmR charts by the rules of Making Data Count (NHS England, "plot the dots"). Plain Python.

Limits: mean ± 2.66 × the average moving range (2.66 = 3 / 1.128, Wheeler), the moving ranges above 3.267 × their
average left out once. They are neither floored at 0 nor capped at 100. Four rules name a point, the first that fits.
A missing month breaks every run, and no moving range is taken across it: nobody knows what happened in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import fsum

from kpis.rag import MeasuredIn, Polarity

FEWEST = 13  # below that, limits are trial limits
RUN = 7
LIMIT = 2.66
NEAR = LIMIT * 2 / 3
SCREEN = 3.267
# Binary fractions put a series that never changes a hair beside its own mean: so much of a value is no difference.
SLACK = 1e-12


class Signal(StrEnum):
    """The rules, in the order in which they name a point."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two_in_three"
    SHIFT = "shift"


SIGNAL_NAMES = {
    (Signal.OUTSIDE, 1): "Above UCL",
    (Signal.OUTSIDE, -1): "Below LCL",
    (Signal.TREND, 1): "7 Point Trend (Increasing)",
    (Signal.TREND, -1): "7 Point Trend (Decreasing)",
    (Signal.TWO_IN_THREE, 1): "2 in 3 Above CL",
    (Signal.TWO_IN_THREE, -1): "2 in 3 Below CL",
    (Signal.SHIFT, 1): "7 Points Above CL",
    (Signal.SHIFT, -1): "7 Points Below CL",
}
SIGNAL_WORDS = {
    (Signal.OUTSIDE, 1): "above its limits",
    (Signal.OUTSIDE, -1): "below its limits",
    (Signal.TREND, 1): "rising for seven points",
    (Signal.TREND, -1): "falling for seven points",
    (Signal.TWO_IN_THREE, 1): "two of three points near the upper limit",
    (Signal.TWO_IN_THREE, -1): "two of three points near the lower limit",
    (Signal.SHIFT, 1): "seven points above the mean",
    (Signal.SHIFT, -1): "seven points below the mean",
}


class Variation(StrEnum):
    """What the last point says; high and low are those of the direction of improvement."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "No change beyond chance",
    Variation.IMPROVEMENT_HIGH: "Better than chance explains",
    Variation.IMPROVEMENT_LOW: "Better than chance explains",
    Variation.CONCERN_HIGH: "Worse than chance explains",
    Variation.CONCERN_LOW: "Worse than chance explains",
    Variation.NEUTRAL_HIGH: "Higher than chance explains",
    Variation.NEUTRAL_LOW: "Lower than chance explains",
}
CONCERNS = (Variation.CONCERN_HIGH, Variation.CONCERN_LOW)


class Assurance(StrEnum):
    """Will the target be met next month, if nothing changes?"""

    PASS = "pass"  # noqa: S105 a verdict, no password
    FAIL = "fail"
    INCONSISTENT = "inconsistent"
    NONE = "none"


ASSURANCE_WORDS = {
    Assurance.PASS: "meets it reliably",
    Assurance.FAIL: "consistently falls short",
    Assurance.INCONSISTENT: "hit and miss",
    Assurance.NONE: "cannot be said",
}


@dataclass(frozen=True, slots=True)
class Limits:
    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float

    @property
    def slack(self) -> float:
        return SLACK * max(abs(self.lower), abs(self.upper))


@dataclass(frozen=True, slots=True)
class Point:
    """A month's value (None: missing), its limits, and the rule that names it, with its side or direction."""

    value: float | None
    limits: Limits | None
    signal: Signal | None
    way: int
    variation: Variation

    @property
    def name(self) -> str:
        return SIGNAL_NAMES[self.signal, self.way] if self.signal else "Common Cause"


@dataclass(frozen=True)
class Verdict:
    """What the last point says, with the limits of the last group and how many of its points have a value."""

    limits: Limits | None
    known: int
    variation: Variation
    signal: Signal | None
    way: int

    @property
    def is_trial(self) -> bool:
        """Too few points to say."""
        return self.known < FEWEST

    @property
    def is_special(self) -> bool:
        return self.variation != Variation.COMMON_CAUSE and not self.is_trial

    @property
    def words(self) -> str:
        if not self.known:
            return "No single month to judge"
        if self.limits is None or self.is_trial:
            return f"Too few points to say ({self.known} of {FEWEST})"
        reason = f": {SIGNAL_WORDS[self.signal, self.way]}" if self.signal else ""
        return f"{VARIATION_WORDS[self.variation]}{reason}"


@dataclass(frozen=True)
class Chart(Verdict):
    points: list[Point]


def limits_of(values: Sequence[float | None], *, screen: bool = True) -> Limits | None:
    """Mean and limits of one group; None without two values in a row, from which alone a range is known."""
    known = [value for value in values if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if not ranges:
        return None
    mean, average = fsum(known) / len(known), fsum(ranges) / len(ranges)
    most = SCREEN * average - SLACK * max(max(known), -min(known))
    if screen and (kept := [each for each in ranges if each < most]):
        average = fsum(kept) / len(kept)
    far, near = LIMIT * average, NEAR * average
    return Limits(mean, mean - far, mean + far, mean - near, mean + near)


def chart(
    values: Sequence[float | None],
    *,
    polarity: Polarity,
    groups: Sequence[int] = (),
    screen: bool = True,
    fix_after: int | None = None,
) -> Chart:
    """Judge a series, oldest first; `groups` are the places at which limits begin anew.

    `fix_after` lets the limits of each group rest on its first so many points (at least 12).
    """
    if fix_after is not None and fix_after < 12:
        raise ValueError("Limits can be fixed after 12 points at the earliest.")
    edges = [0, *sorted(place for place in set(groups) if 0 < place < len(values)), len(values)]
    points: list[Point] = []
    limits, known = None, 0
    for first, after in pairwise(edges):
        part = [None if value is None else float(value) for value in values[first:after]]
        limits = limits_of(_first_known(part, fix_after), screen=screen)
        known = len(part) - part.count(None)
        signals = signals_of(part, limits) if limits else [(None, 0)] * len(part)
        points += [
            Point(value, limits, signal, way, variation_of(signal, way, polarity))
            for value, (signal, way) in zip(part, signals, strict=True)
        ]
    last = next((point for point in reversed(points) if point.value is not None), None)
    if last is None:
        return Chart(limits, known, Variation.COMMON_CAUSE, None, 0, points)
    return Chart(limits, known, last.variation, last.signal, last.way, points)


def _first_known(part: list[float | None], count: int | None) -> list[float | None]:
    """The beginning of a group with so many known values."""
    known = [place for place, value in enumerate(part) if value is not None]
    return part if count is None or len(known) <= count else part[: known[count]]


def verdict(values: Sequence[float | None], *, polarity: Polarity, groups: Sequence[int] = ()) -> Verdict:
    """The same verdict on the last point as `chart` gives, without judging the others: for many rows at once.

    `values` end with a value: what rules ask of the last point are the seven that end with it.
    """
    part = values[max(groups) :] if groups else values
    limits = limits_of(part)
    known = len(part) - part.count(None)
    if limits is None:
        return Verdict(None, known, Variation.COMMON_CAUSE, None, 0)
    signal, way = signals_of(part[-RUN:], limits)[-1]
    return Verdict(limits, known, variation_of(signal, way, polarity), signal, way)


def variation_of(signal: Signal | None, way: int, polarity: Polarity) -> Variation:
    """What a named point means: better, worse, or, where neither way is better, only high or low."""
    if signal is None:
        return Variation.COMMON_CAUSE
    if polarity == Polarity.NONE:
        return Variation.NEUTRAL_HIGH if way > 0 else Variation.NEUTRAL_LOW
    if (way > 0) == (polarity == Polarity.HIGHER):
        return Variation.IMPROVEMENT_HIGH if way > 0 else Variation.IMPROVEMENT_LOW
    return Variation.CONCERN_HIGH if way > 0 else Variation.CONCERN_LOW


def signals_of(values: Sequence[float | None], limits: Limits) -> list[tuple[Signal | None, int]]:
    """For each value of one group the first rule that names it, and its side (1 above) or direction (1 increasing)."""
    found: list[tuple[Signal | None, int]] = [(None, 0)] * len(values)
    sides = [_side(value, limits.mean, limits.slack) for value in values]
    # From the last rule to the first, so that the first has the last word.
    for start, length in _runs(sides):
        if sides[start] and length >= RUN:
            found[start : start + length] = [(Signal.SHIFT, sides[start])] * length
    _flag_two_in_three(values, sides, limits, found)
    _flag_trends(values, found)
    highest, lowest = limits.upper + limits.slack, limits.lower - limits.slack
    for place, value in enumerate(values):
        if value is not None and (value > highest or value < lowest):
            found[place] = (Signal.OUTSIDE, 1 if value > highest else -1)
    return found


def _side(value: float | None, mean: float, slack: float) -> int | None:
    return None if value is None else (value > mean + slack) - (value < mean - slack)


def _runs(marks: Sequence[int | None]) -> list[tuple[int, int]]:
    """Start and length of each stretch of equal marks."""
    runs, start = [], 0
    for place in range(1, len(marks) + 1):
        if place == len(marks) or marks[place] != marks[start]:
            runs.append((start, place - start))
            start = place
    return runs


def _flag_two_in_three(
    values: Sequence[float | None],
    sides: Sequence[int | None],
    limits: Limits,
    found: list[tuple[Signal | None, int]],
) -> None:
    """In three points on one side of the mean at least two lie between near limit and limit: those are flagged."""
    slack = limits.slack
    highest, high, low, lowest = (
        limits.upper + slack, limits.near_upper + slack, limits.near_lower - slack, limits.lower - slack,
    )  # fmt: skip
    near = [value is not None and (high < value <= highest or lowest <= value < low) for value in values]
    for place in range(len(values) - 2):
        side = sides[place]
        if not side or sides[place + 1] != side or sides[place + 2] != side:
            continue
        if near[place] + near[place + 1] + near[place + 2] >= 2:
            for each in range(place, place + 3):
                if near[each]:
                    found[each] = (Signal.TWO_IN_THREE, side)


def _flag_trends(values: Sequence[float | None], found: list[tuple[Signal | None, int]]) -> None:
    """Six steps in one direction make a trend of seven points; of two trends that meet, the later names the point."""
    steps = [None if a is None or b is None else (b > a) - (b < a) for a, b in pairwise(values)]
    for start, length in _runs(steps):
        if length >= RUN - 1 and steps[start]:
            found[start : start + length + 1] = [(Signal.TREND, steps[start])] * (length + 1)


def assurance(limits: Limits | None, target: float | None, polarity: Polarity, *, is_strict: bool = False) -> Assurance:
    """Whether the limits lie wholly on the right side of a target, wholly on the wrong one, or on both.

    A target on a limit is hit and miss (Making Data Count). Where nothing varies, the limits are one line, and a target
    on the line is met. Making Data Count knows no strict target ("< 10"): to be at it is to miss it, so that it is
    never met by what reaches the target at best.
    """
    if limits is None or target is None or polarity == Polarity.NONE:
        return Assurance.NONE
    sign = 1 if polarity == Polarity.HIGHER else -1
    low, high = sorted((limits.lower * sign, limits.upper * sign))
    aim = target * sign
    if aim > high + limits.slack or (is_strict and aim >= high - limits.slack):
        return Assurance.FAIL
    is_line = high - low <= limits.slack
    return Assurance.PASS if is_line or aim < low - limits.slack else Assurance.INCONSISTENT


def limits_note(limits: Limits | None, measured_in: MeasuredIn) -> str:
    """Limits that no figure can reach are said to be so."""
    if limits is None:
        return ""
    is_below, is_above = limits.lower < -limits.slack, limits.upper > 100 + limits.slack
    if measured_in != MeasuredIn.PERCENTAGE:
        return "The lower limit is below 0, which no figure can be." if is_below else ""
    if is_below and is_above:
        return "The limits pass 0% and 100%, which no percentage can."
    if is_above:
        return "The upper limit is above 100%, which no percentage can be."
    return "The lower limit is below 0%, which no percentage can be." if is_below else ""
