"""When, at the present rate and variation, a target would be met reliably; or that it cannot be said. Plain Python.

The rate is the slope of a least-squares line through the last known months of the last rebase group, 24 at the most. It
counts only if it is beyond chance: a two-sided t-test at 5%. The variation is that of a control chart, 2.66 times the
average moving range, of the months' distances from the line: the moving range of the figures themselves would count
the trend as variation. A target is met reliably once the line lies beyond it by all of that variation.

Figures must be those of single months or snapshots. A year to date or a rolling year shares most of its months with
the figure before, so that a test of chance says nothing about it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import ceil, fsum, sqrt
from typing import NamedTuple

from kpis.periods import add_months, month_words
from kpis.rag import Goal, MeasuredIn, Polarity, Rule, difference_words, displayed, figure_words, target_words
from kpis.spc import FEWEST, Assurance, Verdict, limits_of, verdict

LONGEST = 24
FURTHEST = 36
# Student's t, two-sided 5%, for 11 to 22 degrees of freedom: 13 to 24 points, less two.
CRITICAL = {
    11: 2.201, 12: 2.179, 13: 2.160, 14: 2.145, 15: 2.131, 16: 2.120,
    17: 2.110, 18: 2.101, 19: 2.093, 20: 2.086, 21: 2.080, 22: 2.074,
}  # fmt: skip
# What binary fractions leave over where there is nothing, as a part of the largest value.
SLACK = 1e-9
SIGNS = {Polarity.HIGHER: 1, Polarity.LOWER: -1}


class State(StrEnum):
    MET_RELIABLY_NOW = "met_reliably_now"
    WILL_BE_MET = "will_be_met"
    NOT_AT_THIS_RATE = "not_at_this_rate"
    NO_TREND_BEYOND_CHANCE = "no_trend_beyond_chance"
    TOO_FAR = "too_far"
    TOO_FEW_POINTS = "too_few_points"
    NO_TARGET = "no_target"


@dataclass(frozen=True)
class Forecast:
    """The answer, and the sentence that says it; `month` only if the target will be met."""

    state: State
    words: str
    month: datetime.date | None = None


class Line(NamedTuple):
    """A trend: where it stands in the last month, its change in a month, and the variation about it."""

    now: float
    slope: float
    variation: float
    is_beyond_chance: bool


def forecast(
    values: Sequence[Decimal | float | None],
    *,
    month: datetime.date,
    goal: Goal | None,
    polarity: Polarity,
    measured_in: MeasuredIn,
    places: int,
    groups: Sequence[int] = (),
    judged: Verdict | None = None,
) -> Forecast:
    """Whether and when the goal would be met reliably; `values` are monthly, oldest first, and end with `month`.

    Of minimum and upper, the one that has to be reached next: upper once the minimum is met reliably. `groups` are the
    places at which new limits begin, as in a control chart, and `judged` is its verdict, if that is known already.
    """
    better = goal.better_when(polarity) if goal else Polarity.NONE
    if goal is None or better == Polarity.NONE:
        return Forecast(State.NO_TARGET, "There is no target to forecast.")
    judged = judged or verdict(values, polarity=polarity, groups=groups)
    answers = judged.goal_assurances(goal)
    name = next((name for name, answer in answers.items() if answer != Assurance.PASS), list(answers)[-1])
    aim = Aim(_called(goal, name, measured_in), getattr(goal, name), SIGNS[better], measured_in, places)
    if judged.too_few:
        few = f"there are too few points to say, {judged.count} of {FEWEST}"
        return Forecast(State.TOO_FEW_POINTS, f"It cannot be said when {aim.words} would be met reliably: {few}.")

    line = line_through(values, since=max((place for place in groups if 0 < place < len(values)), default=0))
    is_worsening = line.is_beyond_chance and line.slope * aim.sign < 0
    worse = f"the figure is getting worse by {aim.a_year(line.slope)}" if is_worsening else ""
    if answers[name] == Assurance.PASS:
        return Forecast(State.MET_RELIABLY_NOW, f"{_begun(aim.words)} is met reliably now{worse and f', but {worse}'}.")
    if is_worsening:
        return Forecast(State.NOT_AT_THIS_RATE, f"At the present rate, {aim.words} would not be met: {worse}.")
    if not line.is_beyond_chance:
        chance = "the last months show no trend beyond chance"
        words = f"It cannot be said when {aim.words} would be met reliably: {chance}."
        return Forecast(State.NO_TREND_BEYOND_CHANCE, words)
    return _ahead(aim, line, month)


class Aim(NamedTuple):
    """The target to be met; `words` is what it is called, and `sign` 1 where higher is better, else -1."""

    words: str
    target: Decimal
    sign: int
    measured_in: MeasuredIn
    places: int

    def a_year(self, slope: float) -> str:
        """4.8 points a year."""
        size = displayed(Decimal(repr(abs(slope * 12))), self.places)
        smallest = Decimal(1).scaleb(-self.places)
        words = difference_words(f"{size or smallest:,f}", self.measured_in)
        return f"{'' if size else 'less than '}{words} a year"

    def is_possible(self, average: float) -> bool:
        """No figure lies below 0, and no percentage above 100."""
        return average >= -SLACK and (self.measured_in != MeasuredIn.PERCENTAGE or average <= 100 + SLACK)


def line_through(values: Sequence[Decimal | float | None], *, since: int = 0) -> Line:
    """The least-squares line through the last known months from place `since` on; a missing month keeps its place."""
    known = [(place, float(value)) for place, value in enumerate(values) if place >= since and value is not None]
    xs, ys = zip(*known[-LONGEST:], strict=True)
    count = len(xs)
    middle, mean = fsum(xs) / count, fsum(ys) / count
    width = fsum((x - middle) ** 2 for x in xs)
    slope = fsum((x - middle) * (y - mean) for x, y in known[-LONGEST:]) / width
    residuals = [y - mean - slope * (x - middle) for x, y in known[-LONGEST:]]
    limits = limits_of(residuals)
    error = sqrt(fsum(each**2 for each in residuals) / (count - 2) / width)
    nothing = SLACK * max(map(abs, ys))
    return Line(
        now=mean + slope * (len(values) - 1 - middle),
        slope=slope,
        variation=limits.upper - limits.mean,
        is_beyond_chance=abs(slope) > max(CRITICAL[count - 2] * error, nothing),
    )


def _ahead(aim: Aim, line: Line, month: datetime.date) -> Forecast:
    """Where a trend in the right direction leads to."""
    needed = float(aim.target) + line.variation * aim.sign
    if not aim.is_possible(needed):
        average = figure_words(Decimal(repr(needed)), measured_in=aim.measured_in, places=aim.places)
        reason = f"at the present variation the figure would have to be {average} on average, which it cannot be"
        return Forecast(State.NOT_AT_THIS_RATE, f"{_begun(aim.words)} would not be met reliably: {reason}.")
    # A hair's breadth is no month.
    months = max(1, ceil((needed - line.now) / line.slope - SLACK))
    if months > FURTHEST:
        words = f"At the present rate, {aim.words} would not be met reliably within {FURTHEST} months."
        return Forecast(State.TOO_FAR, words)
    due = add_months(month, months)
    words = f"At the present rate and variation, {aim.words} would be met reliably from {month_words(due)}."
    return Forecast(State.WILL_BE_MET, words, due)


def _called(goal: Goal, name: str, measured_in: MeasuredIn) -> str:
    """The minimum of 90%, the upper target of 95%, the target of ≤ 20%."""
    if goal.rule == Rule.OPERATOR:
        return f"the target of {goal.words(measured_in)}"
    amount = target_words(getattr(goal, name), measured_in=measured_in)
    return f"the {'upper target' if name == 'upper' else name} of {amount}"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
