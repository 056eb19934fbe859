"""The words of control charts: rules, kinds of point, variation and assurance, each as the field says it."""

from enum import StrEnum
from typing import NamedTuple


class Rule(StrEnum):
    """Why a point is special, the strongest reason first."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two_in_three"
    SHIFT = "shift"


class Side(StrEnum):
    ABOVE = "above"
    BELOW = "below"
    INCREASING = "increasing"
    DECREASING = "decreasing"


class Signal(NamedTuple):
    rule: Rule
    side: Side


# The names that Making Data Count gives them, and what they say to whoever has not met them.
SIGNAL_NAMES = {
    Signal(Rule.OUTSIDE, Side.ABOVE): "Above UCL",
    Signal(Rule.OUTSIDE, Side.BELOW): "Below LCL",
    Signal(Rule.TREND, Side.INCREASING): "7 Point Trend (Increasing)",
    Signal(Rule.TREND, Side.DECREASING): "7 Point Trend (Decreasing)",
    Signal(Rule.TWO_IN_THREE, Side.ABOVE): "2 in 3 Above CL",
    Signal(Rule.TWO_IN_THREE, Side.BELOW): "2 in 3 Below CL",
    Signal(Rule.SHIFT, Side.ABOVE): "7 Points Above CL",
    Signal(Rule.SHIFT, Side.BELOW): "7 Points Below CL",
}
SIGNAL_WORDS = {
    Signal(Rule.OUTSIDE, Side.ABOVE): "above the upper limit",
    Signal(Rule.OUTSIDE, Side.BELOW): "below the lower limit",
    Signal(Rule.TREND, Side.INCREASING): "7 points in a row, each higher than the one before",
    Signal(Rule.TREND, Side.DECREASING): "7 points in a row, each lower than the one before",
    Signal(Rule.TWO_IN_THREE, Side.ABOVE): "2 of 3 points close to the upper limit",
    Signal(Rule.TWO_IN_THREE, Side.BELOW): "2 of 3 points close to the lower limit",
    Signal(Rule.SHIFT, Side.ABOVE): "7 points in a row above the mean",
    Signal(Rule.SHIFT, Side.BELOW): "7 points in a row below the mean",
}


class Kind(StrEnum):
    """What a point is, in the light of polarity."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


KIND_WORDS = {
    Kind.COMMON_CAUSE: "Common cause",
    Kind.IMPROVEMENT: "Special cause, improving",
    Kind.CONCERN: "Special cause, concern",
    Kind.NEUTRAL_HIGH: "Special cause, high",
    Kind.NEUTRAL_LOW: "Special cause, low",
}


class Variation(StrEnum):
    """The icon of a series: what its last point is, and which way it went."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "Common cause: no change beyond chance",
    Variation.IMPROVEMENT_HIGH: "Special cause, improving (high)",
    Variation.IMPROVEMENT_LOW: "Special cause, improving (low)",
    Variation.CONCERN_HIGH: "Special cause, concern (high)",
    Variation.CONCERN_LOW: "Special cause, concern (low)",
    Variation.NEUTRAL_HIGH: "Special cause, high: neither way is better",
    Variation.NEUTRAL_LOW: "Special cause, low: neither way is better",
}


class Assurance(StrEnum):
    """Whether the target lies beyond what chance brings. None: no target, no better direction, or too few points."""

    PASS = "pass"  # noqa: S105 the field's word, and no secret
    FAIL = "fail"
    INCONSISTENT = "inconsistent"
    NONE = "none"


ASSURANCE_WORDS = {
    Assurance.PASS: "consistently meets",
    Assurance.FAIL: "consistently falls short",
    Assurance.INCONSISTENT: "hit and miss",
    Assurance.NONE: "cannot be said",
}
