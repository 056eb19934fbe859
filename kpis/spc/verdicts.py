"""A series judged: point by point for its chart, and as a row of a table says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from kpis.rag import Goal, MeasuredIn, Operator, Polarity
from kpis.rag import Rule as GoalRule
from kpis.spc.limits import RUN, Limits, limits_of, signals
from kpis.spc.words import (
    ASSURANCE_WORDS,
    SIGNAL_NAMES,
    SIGNAL_WORDS,
    VARIATION_WORDS,
    Assurance,
    Kind,
    Rule,
    Side,
    Signal,
    Variation,
)

FEWEST = 13  # points in a group below which its limits are on trial

Value = float | Decimal | None

_IMPROVEMENT = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.NONE: 0}
_SIGN = {Side.ABOVE: 1, Side.INCREASING: 1, Side.BELOW: -1, Side.DECREASING: -1}
_KIND = {
    (1, 1): Kind.IMPROVEMENT,
    (-1, -1): Kind.IMPROVEMENT,
    (1, -1): Kind.CONCERN,
    (-1, 1): Kind.CONCERN,
    (1, 0): Kind.NEUTRAL_HIGH,
    (-1, 0): Kind.NEUTRAL_LOW,
}
_VARIATION = {
    (1, 1): Variation.IMPROVEMENT_HIGH,
    (-1, -1): Variation.IMPROVEMENT_LOW,
    (1, -1): Variation.CONCERN_HIGH,
    (-1, 1): Variation.CONCERN_LOW,
    (1, 0): Variation.NEUTRAL_HIGH,
    (-1, 0): Variation.NEUTRAL_LOW,
}


class PointVerdict(NamedTuple):
    """One month: its value, its group's lines, and why it is special, if it is. A missing month is of no kind."""

    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    signal: Signal | None
    kind: Kind | None

    @property
    def rule(self) -> Rule | None:
        return self.signal and self.signal.rule

    @property
    def side(self) -> Side | None:
        return self.signal and self.signal.side

    @property
    def words(self) -> str:
        """The name of the rule: 7 Point Trend (Increasing)."""
        if self.signal:
            return SIGNAL_NAMES[self.signal]
        return "No figure" if self.value is None else "Common cause"


class Group(NamedTuple):
    """The points from `start` up to, not including, `end` share their limits; `count` of them are known."""

    start: int
    end: int
    count: int
    limits: Limits

    @property
    def is_on_trial(self) -> bool:
        return self.count < FEWEST


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row of a table says of a series: how its last known point stands in its last group.

    `at` is the place of that point, which is not the last if the latest month is missing; `missing` counts the months
    without a figure since the series began.
    """

    polarity: Polarity
    count: int
    at: int | None
    missing: int
    limits: Limits
    signal: Signal | None

    @property
    def too_few(self) -> bool:
        return self.count < FEWEST

    @property
    def kind(self) -> Kind:
        return _kind(self.signal, self.polarity)

    @property
    def variation(self) -> Variation:
        if self.signal is None:
            return Variation.COMMON_CAUSE
        return _VARIATION[_SIGN[self.signal.side], _IMPROVEMENT[self.polarity]]

    @property
    def is_special(self) -> bool:
        """Is there a special cause, and are there points enough to say so?"""
        return self.signal is not None and not self.too_few

    @property
    def words(self) -> str:
        """Special cause, concern (low): 7 points in a row below the mean; or that there are too few points to say."""
        if self.too_few:
            return f"Too few points to say: {self.count} of {FEWEST}"
        words = VARIATION_WORDS[self.variation]
        return f"{words}: {SIGNAL_WORDS[self.signal]}" if self.signal else words

    @property
    def missing_words(self) -> str:
        """2 months are missing; empty if none is."""
        if not self.missing:
            return ""
        return "1 month is missing" if self.missing == 1 else f"{self.missing} months are missing"

    def assurance(self, target: Value) -> Assurance:
        """Does chance alone keep the series on one side of the target? From the last limits.

        Where nothing varies, the limits are one line, and a target on the line is met.
        """
        return _assurance(self, target, _IMPROVEMENT[self.polarity])

    def goal_assurances(self, goal: Goal) -> dict[str, Assurance]:
        """The answer to the goal's target, or one to each of minimum and upper, by name."""
        if goal.rule == GoalRule.MINIMUM_UPPER:
            return {"minimum": self.assurance(goal.minimum), "upper": self.assurance(goal.upper)}
        way = _IMPROVEMENT[goal.better_when(self.polarity)]
        at_is_met = goal.operator not in (Operator.LESS, Operator.MORE)
        return {"target": _assurance(self, goal.target, way, at_is_met)}

    def goal_words(self, goal: Goal | None) -> str:
        """Meets minimum reliably; upper hit and miss."""
        answers = self.goal_assurances(goal) if goal else {"target": Assurance.NONE}
        return ASSURANCE_WORDS[answers["target"]] if "target" in answers else assurance_words(**answers)


@dataclass(frozen=True, slots=True)
class Chart:
    """A series judged point by point, each month in its place, and what a row says of it."""

    points: tuple[PointVerdict, ...]
    groups: tuple[Group, ...]
    verdict: Verdict

    @property
    def variation(self) -> Variation:
        return self.verdict.variation

    @property
    def too_few(self) -> bool:
        return self.verdict.too_few

    def assurance(self, target: Value) -> Assurance:
        return self.verdict.assurance(target)


def chart(
    values: Sequence[Value],
    *,
    polarity: Polarity,
    groups: Sequence[int] = (),
    screen: bool = True,
    fix_after: int | None = None,
) -> Chart:
    """Judge a series, oldest first, one value per month; `groups` are the places at which new limits begin.

    `fix_after` takes the limits of each group from that many points at its start.
    """
    points: list[PointVerdict] = []
    found: list[Group] = []
    for start, end in pairwise([*_starts(groups, len(values)), len(values)]):
        ys = [None if value is None else float(value) for value in values[start:end]]
        known = [y for y in ys if y is not None]
        limits = limits_of(known, screen=screen, fix_after=fix_after)
        lines = limits[:5]
        found.append(Group(start, end, len(known), limits))
        for y, signal in zip(ys, _signals_between_gaps(ys, limits), strict=True):
            points.append(PointVerdict(y, *lines, signal, None if y is None else _kind(signal, polarity)))
    last = found[-1]
    at = _last_known(values, last.start)
    signal = None if at is None else points[at].signal
    return Chart(tuple(points), tuple(found), Verdict(polarity, last.count, at, _missing(values), last.limits, signal))


def verdict(
    values: Sequence[Value],
    *,
    polarity: Polarity,
    groups: Sequence[int] = (),
    screen: bool = True,
    fix_after: int | None = None,
) -> Verdict:
    """What `chart` says in a row, without its points: nothing before the last seven bears on the last of them."""
    start = _starts(groups, len(values))[-1]
    known = [float(value) for value in values[start:] if value is not None]
    limits = limits_of(known, screen=screen, fix_after=fix_after)
    at, signal = _last_known(values, start), None
    if at is not None:
        first = at
        while first > max(start, at - RUN + 1) and values[first - 1] is not None:
            first -= 1
        signal = signals(known[first - at - 1 :], limits)[-1]
    return Verdict(polarity, len(known), at, _missing(values), limits, signal)


def _starts(groups: Sequence[int], length: int) -> list[int]:
    return [0, *sorted({start for start in groups if 0 < start < length})]


def _last_known(values: Sequence[Value], start: int) -> int | None:
    return next((place for place in range(len(values) - 1, start - 1, -1) if values[place] is not None), None)


def _missing(values: Sequence[Value]) -> int:
    first = next((place for place, value in enumerate(values) if value is not None), len(values))
    return sum(value is None for value in values[first:])


def _signals_between_gaps(ys: Sequence[float | None], limits: Limits) -> list[Signal | None]:
    found: list[Signal | None] = []
    stretch: list[float] = []
    for y in [*ys, None]:
        if y is None:
            found += [*signals(stretch, limits), None]
            stretch = []
        else:
            stretch.append(y)
    return found[:-1]


def _kind(signal: Signal | None, polarity: Polarity) -> Kind:
    return _KIND[_SIGN[signal.side], _IMPROVEMENT[polarity]] if signal else Kind.COMMON_CAUSE


def _assurance(given: Verdict, target: Value, way: int, at_is_met: bool = True) -> Assurance:
    mean, lower, upper, *_, slack = given.limits
    if target is None or not way or given.too_few or mean is None or lower is None or upper is None:
        return Assurance.NONE
    # Turned so that higher is better.
    aim, worst, best = float(target) * way, min(lower * way, upper * way), max(lower * way, upper * way)
    if aim > best + slack:
        return Assurance.FAIL
    if aim < worst - slack:
        return Assurance.PASS
    if best - worst > slack:
        return Assurance.INCONSISTENT
    return Assurance.PASS if at_is_met else Assurance.FAIL


def assurance_words(minimum: Assurance, upper: Assurance) -> str:
    """Meets minimum reliably; upper hit and miss."""

    def words(answer: Assurance, names: str) -> str:
        return {
            Assurance.PASS: f"meets {names} reliably",
            Assurance.FAIL: f"consistently falls short of {names}",
            Assurance.INCONSISTENT: f"{names} hit and miss",
            Assurance.NONE: f"{names}: {ASSURANCE_WORDS[Assurance.NONE]}",
        }[answer]

    if minimum == upper:
        return ASSURANCE_WORDS[minimum] if minimum == Assurance.NONE else words(minimum, "minimum and upper")
    return f"{words(minimum, 'minimum')}; {words(upper, 'upper')}"


def limits_note(judged: Chart, *, measured_in: MeasuredIn) -> str:
    """That limits, as calculated, lie where no figure can: below 0, or a percentage's above 100. Empty if none do."""
    drawn = [group.limits for group in judged.groups if group.limits.lower is not None]
    is_share = measured_in == MeasuredIn.PERCENTAGE
    passed = []
    if any(limits.lower < -limits.slack for limits in drawn):
        passed.append(f"the lower limit is below {'0%' if is_share else '0'}")
    if is_share and any(limits.upper > 100 + limits.slack for limits in drawn):
        passed.append("the upper limit is above 100%")
    if not passed:
        return ""
    where = " and ".join(passed)
    return f"{where[0].upper()}{where[1:]}, where no figure can be: limits are shown as calculated, not cut off."
