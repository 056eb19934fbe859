"""How a figure is shown and judged: rounding, RAG, distance to target, direction of travel. Plain Python.

The rules are the council's corporate minimum/upper model. A figure is judged as displayed, so that nobody ever reads
95.0% in amber beside a target of 95%.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class MeasuredIn(StrEnum):
    PERCENTAGE = "percentage"
    COUNT = "count"


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
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"


RAG_WORDS = {
    Rag.GREEN: "Green",
    Rag.AMBER: "Amber",
    Rag.RED: "Red",
    Rag.NO_TARGET: "No target",
    Rag.NO_DATA: "No data",
}


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


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """What share the numerator is of the denominator, unrounded; of nobody, there is none."""
    return numerator * 100 / denominator if denominator else None


def displayed(value: Decimal, places: int) -> Decimal:
    """The figure as people read it: rounded half away from zero (Python's own round() differs)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def figure_words(value: Decimal | None, *, measured_in: MeasuredIn, places: int, missing: str = "no data") -> str:
    """90.4%, 1,958, or the words for a missing figure."""
    if value is None:
        return missing
    return f"{displayed(value, places):,}{'%' if measured_in == MeasuredIn.PERCENTAGE else ''}"


def target_words(value: Decimal | None, *, measured_in: MeasuredIn) -> str:
    """A target as it was agreed: 90% and 96.5%, without noughts nobody wrote."""
    if value is None:
        return "no target"
    plain = f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value.to_integral_value():,}"
    return f"{plain}{'%' if measured_in == MeasuredIn.PERCENTAGE else ''}"


def order_is_right(minimum: Decimal, upper: Decimal, polarity: Polarity) -> bool:
    """Is upper at least as hard to reach as minimum?"""
    return upper >= minimum if polarity == Polarity.HIGHER else upper <= minimum


def rate(
    value: Decimal | None, *, minimum: Decimal | None, upper: Decimal | None, polarity: Polarity, places: int
) -> Rag:
    """Rate a figure, as displayed, by the minimum/upper model; a missing figure is never green.

    Higher is better: green from upper, amber from minimum, red below. Lower is better: the same, downwards.
    """
    if value is None:
        return Rag.NO_DATA
    if minimum is None or upper is None or polarity == Polarity.NONE:
        return Rag.NO_TARGET
    sign = 1 if polarity == Polarity.HIGHER else -1
    shown = displayed(value, places) * sign
    if shown >= upper * sign:
        return Rag.GREEN
    return Rag.AMBER if shown >= minimum * sign else Rag.RED


@dataclass(frozen=True)
class Distance:
    """How far a figure, as displayed, lies from the target that it has to reach next (or has passed).

    `points` is the figure less the target; `relative` is the same as a percentage of the target.
    """

    target: str
    points: Decimal
    relative: Decimal | None


def distance(
    value: Decimal | None, *, minimum: Decimal | None, upper: Decimal | None, polarity: Polarity, places: int
) -> Distance | None:
    """A red figure is measured from the minimum; amber and green ones from the upper target."""
    rag = rate(value, minimum=minimum, upper=upper, polarity=polarity, places=places)
    if rag in {Rag.NO_DATA, Rag.NO_TARGET}:
        return None
    name, target = ("minimum", minimum) if rag == Rag.RED else ("upper", upper)
    points = displayed(value, places) - target
    return Distance(name, points, displayed(abs(points) * 100 / abs(target), 1) if target else None)


def distance_words(gap: Distance | None, *, measured_in: MeasuredIn, places: int) -> str:
    """7.2 points below minimum (8.5% in relative terms)."""
    if gap is None:
        return "not applicable"
    if not gap.points:
        return f"at {gap.target}"
    side = "below" if gap.points < 0 else "above"
    # A target may be finer than the figure's own places: then the difference is too.
    size = f"{max(displayed(abs(gap.points), places), abs(gap.points).normalize(), key=_places):,f}"
    points = f"{size} {'points ' if measured_in == MeasuredIn.PERCENTAGE else ''}{side} {gap.target}"
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
