"""How a figure is shown and judged: rounding, RAG, distance to target, direction of travel. Plain Python.

Three rules set a goal: the council's corporate minimum/upper model, one target with an operator, and one target with a
tolerance. A figure is judged as displayed, so that nobody ever reads 95.0% in amber beside a target of 95%.
"""

import operator as compare
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class MeasuredIn(StrEnum):
    PERCENTAGE = "percentage"
    COUNT = "count"
    RATE = "rate"
    DAYS = "days"
    RATIO = "ratio"


MEASURED_IN_WORDS = {
    MeasuredIn.PERCENTAGE: "Percentage",
    MeasuredIn.COUNT: "Count",
    MeasuredIn.RATE: "Rate per 10,000 children",
    MeasuredIn.DAYS: "Average days",
    MeasuredIn.RATIO: "Ratio",
}


class Polarity(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


POLARITY_WORDS = {
    Polarity.HIGHER: "Higher is better",
    Polarity.LOWER: "Lower is better",
    Polarity.NONE: "Neither higher nor lower is better",
}


class Rag(StrEnum):
    """How a figure stands. Not applicable is said by people, of a unit that does not do what is measured."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    MET = "met"
    MISSED = "missed"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"


RAG_WORDS = {
    Rag.GREEN: "Green",
    Rag.AMBER: "Amber",
    Rag.RED: "Red",
    Rag.MET: "Met",
    Rag.MISSED: "Missed",
    Rag.NO_TARGET: "No target",
    Rag.NO_DATA: "No data",
    Rag.NOT_APPLICABLE: "Not applicable",
}


def tally_words(counts: Mapping[Rag, int]) -> str:
    """3 green, 6 amber: how many figures stand where, of the states that there are."""
    return ", ".join(f"{counts[rag]:,} {RAG_WORDS[rag].lower()}" for rag in Rag if counts[rag])


# States that are no judgement of a figure.
UNJUDGED = (Rag.NO_TARGET, Rag.NO_DATA, Rag.NOT_APPLICABLE)


class Direction(StrEnum):
    """Direction of travel. Where neither way is better, a figure has only risen or fallen."""

    IMPROVED = "improved"
    WORSE = "worse"
    NO_CHANGE = "no_change"
    RISEN = "risen"
    FALLEN = "fallen"
    CANNOT_SAY = "cannot_say"


DIRECTION_WORDS = {
    Direction.IMPROVED: "Improved",
    Direction.WORSE: "Worse",
    Direction.NO_CHANGE: "No change",
    Direction.RISEN: "Risen",
    Direction.FALLEN: "Fallen",
    Direction.CANNOT_SAY: "Cannot say",
}

SCALES = {
    MeasuredIn.PERCENTAGE: Decimal(100),
    MeasuredIn.RATE: Decimal(10_000),
    MeasuredIn.DAYS: Decimal(1),
    MeasuredIn.RATIO: Decimal(1),
}


STORED_PLACES = Decimal("0.000001")
ENDINGS = {MeasuredIn.PERCENTAGE: "%", MeasuredIn.RATE: " per 10,000"}


def ratio_of(numerator: Decimal | None, denominator: Decimal | None, measured_in: MeasuredIn) -> Decimal | None:
    """The figure that numerator and denominator make, unrounded; of nobody, there is none. A count is its numerator.

    A percentage is per 100, a rate per 10,000 children; average days and ratios are the plain quotient.
    """
    if measured_in == MeasuredIn.COUNT:
        return numerator
    return numerator * SCALES[measured_in] / denominator if numerator is not None and denominator else None


def displayed(value: Decimal, places: int) -> Decimal:
    """The figure as people read it: rounded half away from zero (Python's own round() differs), and never -0."""
    return value.quantize(_step(places), rounding=ROUND_HALF_UP) + 0


def stored(value: Decimal) -> Decimal:
    """A computed figure as it is kept: finer than any that is shown."""
    return value.quantize(STORED_PLACES, rounding=ROUND_HALF_UP)


@cache
def _step(places: int) -> Decimal:
    """What the last of so many places counts: 0.1 for one."""
    return Decimal(1).scaleb(-places)


def figure_words(value: Decimal | None, *, measured_in: MeasuredIn, places: int, missing: str = "no data") -> str:
    """90.4%, 1,958, 42.6 per 10,000, 12.3 days, 16.2, or the words for a missing figure."""
    if value is None:
        return missing
    return _with_unit(f"{displayed(value, places):,}", measured_in)


def target_words(value: Decimal | None, *, measured_in: MeasuredIn) -> str:
    """A target as it was agreed: 90% and 96.5%, without noughts nobody wrote."""
    return "no target" if value is None else _with_unit(_plain(value), measured_in)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_unit(number: str, measured_in: MeasuredIn) -> str:
    if measured_in == MeasuredIn.DAYS:
        return f"{number} {'day' if number == '1' else 'days'}"
    return number + ENDINGS.get(measured_in, "")


def difference_words(number: str, measured_in: MeasuredIn) -> str:
    """By how much two figures differ: 7.2 points for percentages, 2 days for days, a plain number otherwise."""
    unit = {MeasuredIn.PERCENTAGE: "point", MeasuredIn.DAYS: "day"}.get(measured_in)
    return f"{number} {unit}{'' if number == '1' else 's'}" if unit else number


class Rule(StrEnum):
    """How a goal judges a figure."""

    MINIMUM_UPPER = "minimum_upper"
    OPERATOR = "operator"
    TOLERANCE = "tolerance"


RULE_WORDS = {
    Rule.MINIMUM_UPPER: "Minimum and upper",
    Rule.OPERATOR: "One target, met or missed",
    Rule.TOLERANCE: "One target with a tolerance",
}

NEEDS = {
    Rule.MINIMUM_UPPER: ("minimum", "upper"),
    Rule.OPERATOR: ("target", "operator"),
    Rule.TOLERANCE: ("target", "tolerance"),
}


class Operator(StrEnum):
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


OPERATOR_SIGNS = {Operator.LESS: "<", Operator.AT_MOST: "≤", Operator.MORE: ">", Operator.AT_LEAST: "≥"}
COMPARISONS = {
    Operator.LESS: compare.lt,
    Operator.AT_MOST: compare.le,
    Operator.MORE: compare.gt,
    Operator.AT_LEAST: compare.ge,
}


class Wanted(NamedTuple):
    """One target by name, and the way in which it is met; `is_strict`: only beyond it, for "< 10" is missed by 10."""

    name: str
    target: Decimal
    way: Polarity
    is_strict: bool = False


@dataclass(frozen=True)
class Goal:
    """What a figure is judged by: the targets of one rule, in force at the figure's own date. No goal: no target."""

    rule: Rule
    minimum: Decimal | None = None
    upper: Decimal | None = None
    target: Decimal | None = None
    operator: str | None = None
    tolerance: Decimal | None = None

    def __post_init__(self) -> None:
        missing = [name for name in NEEDS[self.rule] if getattr(self, name) is None]
        if missing:
            raise ValueError(f"A goal by {self.rule.value} needs its {' and '.join(missing)}.")

    def words(self, measured_in: MeasuredIn) -> str:
        """Minimum 90%, upper 95%; ≤ 20%; or 90%, tolerance 5 points."""
        if self.rule == Rule.MINIMUM_UPPER:
            lower, higher = (target_words(each, measured_in=measured_in) for each in (self.minimum, self.upper))
            return f"minimum {lower}, upper {higher}"
        target = target_words(self.target, measured_in=measured_in)
        if self.rule == Rule.OPERATOR:
            return f"{OPERATOR_SIGNS[self.operator]} {target}"
        return f"{target}, tolerance {difference_words(_plain(self.tolerance), measured_in)}"

    def wanted(self, polarity: Polarity) -> list[Wanted]:
        """Each target; none where neither way is better."""
        if self.rule == Rule.OPERATOR:
            way = Polarity.LOWER if self.operator in (Operator.LESS, Operator.AT_MOST) else Polarity.HIGHER
            return [Wanted("target", self.target, way, self.operator in (Operator.LESS, Operator.MORE))]
        if polarity == Polarity.NONE:
            return []
        if self.rule == Rule.TOLERANCE:
            return [Wanted("target", self.target, polarity)]
        return [Wanted("minimum", self.minimum, polarity), Wanted("upper", self.upper, polarity)]

    def reach(self, rag: Rag) -> tuple[str, Decimal]:
        """The name and size of the target that a figure standing at `rag` has to reach next, or has passed.

        By minimum/upper a red figure has the minimum before it, any other the upper. A tolerance excuses a miss, but
        is no target of its own.
        """
        if self.rule != Rule.MINIMUM_UPPER:
            return "target", self.target
        return ("minimum", self.minimum) if rag == Rag.RED else ("upper", self.upper)


def goal_words(goal: Goal | None, *, measured_in: MeasuredIn) -> str:
    """The goal as it was agreed, or that there is none."""
    return goal.words(measured_in) if goal else "no target"


def order_is_right(minimum: Decimal, upper: Decimal, polarity: Polarity) -> bool:
    """Is upper at least as hard to reach as minimum?"""
    return upper >= minimum if polarity == Polarity.HIGHER else upper <= minimum


def judge(value: Decimal | None, goal: Goal | None, *, polarity: Polarity, places: int) -> Rag:
    """Judge a figure, as displayed, by its goal; a missing figure is never green.

    Minimum/upper: green from upper, amber from minimum, red short of it. Tolerance: green from the target, amber
    within the tolerance, its edge included, red beyond it. Both run downwards where lower is better, and say nothing
    where neither way is better. An operator says itself which way is better: met or missed.
    """
    if value is None:
        return Rag.NO_DATA
    if goal is None:
        return Rag.NO_TARGET
    shown = displayed(value, places)
    if goal.rule == Rule.OPERATOR:
        return Rag.MET if COMPARISONS[goal.operator](shown, goal.target) else Rag.MISSED
    if polarity == Polarity.NONE:
        return Rag.NO_TARGET
    sign = 1 if polarity == Polarity.HIGHER else -1
    if goal.rule == Rule.TOLERANCE:
        green, amber = goal.target * sign, goal.target * sign - goal.tolerance
    else:
        green, amber = goal.upper * sign, goal.minimum * sign
    if shown * sign >= green:
        return Rag.GREEN
    return Rag.AMBER if shown * sign >= amber else Rag.RED


@dataclass(frozen=True)
class Distance:
    """How far a figure, as displayed, lies from the target that it has to reach next (or has passed).

    `points` is the figure less the target; `relative` is the same as a percentage of the target. `must_be` says on
    which side of its target a figure has to lie that stands at it and misses it: "< 10" is missed by 10.
    """

    target: str
    points: Decimal
    relative: Decimal | None
    must_be: str = ""


def distance(value: Decimal | None, goal: Goal | None, *, polarity: Polarity, places: int) -> Distance | None:
    """By minimum/upper a red figure is measured from the minimum, others from the upper; else from the one target."""
    rag = judge(value, goal, polarity=polarity, places=places)
    if rag in UNJUDGED:
        return None
    name, target = goal.reach(rag)
    points = displayed(value, places) - target
    must_be = ""
    if rag == Rag.MISSED and not points:
        must_be = "below" if goal.operator == Operator.LESS else "above"
    return Distance(name, points, displayed(abs(points) * 100 / abs(target), 1) if target else None, must_be)


def distance_words(gap: Distance | None, *, measured_in: MeasuredIn, places: int) -> str:
    """7.2 points below minimum (8.5% in relative terms)."""
    if gap is None:
        return "not applicable"
    if not gap.points:
        return f"at {gap.target}, not {gap.must_be} it" if gap.must_be else f"at {gap.target}"
    side = "below" if gap.points < 0 else "above"
    # A target may be finer than the figure's own places: then the difference is too.
    size = f"{max(displayed(abs(gap.points), places), abs(gap.points).normalize(), key=_places):,f}"
    points = f"{difference_words(size, measured_in)} {side} {gap.target}"
    return points if gap.relative is None else f"{points} ({gap.relative}% in relative terms)"


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def direction(now: Decimal | None, before: Decimal | None, *, polarity: Polarity, places: int) -> Direction:
    """How a figure moved since the period before, as displayed, in the light of polarity."""
    if now is None or before is None:
        return Direction.CANNOT_SAY
    change = displayed(now, places) - displayed(before, places)
    if not change:
        return Direction.NO_CHANGE
    if polarity == Polarity.NONE:
        return Direction.RISEN if change > 0 else Direction.FALLEN
    return Direction.IMPROVED if (change > 0) == (polarity == Polarity.HIGHER) else Direction.WORSE
