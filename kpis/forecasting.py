"""When, at the present rate and variation, a target would be met reliably; or that it cannot be said. Plain Python.

A straight line by least squares through the last months since limits last began anew; only a slope that a t test at
95% tells from none is a rate. "Reliably" is the line less 2.66 × the average moving range around it (as in XmR charts):
then by chance alone no month misses the target.
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kpis.periods import add_months, month_words
from kpis.rag import MeasuredIn, Polarity
from kpis.spc import FEWEST, LIMIT, Assurance, assurance, limits_of

MOST_POINTS = 24
# What binary fractions leave over.
SMALL = 1e-9
FURTHEST = 36  # months: further ahead a straight line says nothing
# Student's t, two-sided 95%, by degrees of freedom.
T_95 = {
    11: 2.201, 12: 2.179, 13: 2.160, 14: 2.145, 15: 2.131, 16: 2.120, 17: 2.110, 18: 2.101, 19: 2.093, 20: 2.086,
    21: 2.080, 22: 2.074,
}  # fmt: skip


class State(StrEnum):
    NO_TARGET = "no_target"
    OTHER_BASIS = "other_basis"
    TOO_FEW = "too_few"
    NO_TREND = "no_trend"
    MET_NOW = "met_now"
    WILL_BE_MET = "will_be_met"
    AWAY = "away"
    TOO_FAR = "too_far"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True)
class Forecast:
    state: State
    words: str
    month: datetime.date | None = None


@dataclass(frozen=True)
class Line:
    """Level in the last month, change a month, and how far by chance a month lies from the line."""

    level: float
    slope: float
    spread: float
    is_real: bool


def line_of(values: Sequence[float | None]) -> Line | None:
    """The straight line through known values, one a month, oldest first; None for fewer than 13 of them."""
    points = [(float(place), value) for place, value in enumerate(values) if value is not None][-MOST_POINTS:]
    count = len(points)
    if count < FEWEST:
        return None
    middle_x, middle_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    across = sum((x - middle_x) ** 2 for x, _ in points)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in points) / across
    rests = [y - middle_y - slope * (x - middle_x) for x, y in points]
    spread = LIMIT * sum(abs(b - a) for a, b in pairwise(rests)) / (count - 1)
    error = math.sqrt(sum(rest * rest for rest in rests) / (count - 2) / across)
    is_real = abs(slope) > SMALL and abs(slope) > T_95[count - 2] * error
    return Line(middle_y + slope * (len(values) - 1 - middle_x), slope, spread, is_real)


def forecast(
    values: Sequence[float | None],
    *,
    month: datetime.date,
    target: float | None,
    name: str,
    polarity: Polarity,
    measured_in: MeasuredIn,
    is_strict: bool = False,
) -> Forecast:
    """`values` are single months up to `month`; `name` is what the target is called: minimum, upper or target.

    `is_strict`: to be at the target is to miss it.

    Whether it is met reliably now is for the limits to say, as in the row: a line says only where the figure is going.
    """
    if target is None or polarity == Polarity.NONE:
        return Forecast(State.NO_TARGET, "There is no target to reach.")
    line = line_of(values)
    if line is None:
        known = sum(value is not None for value in values)
        words = f"It cannot be said: there are {known} months of the {FEWEST} that a forecast needs."
        return Forecast(State.TOO_FEW, words)
    sign = 1 if polarity == Polarity.HIGHER else -1
    rate = line.slope * sign if line.is_real else 0.0
    if assurance(limits_of(values), target, polarity, is_strict=is_strict) == Assurance.PASS:
        fading = " The trend is away from it." if rate < 0 else ""
        return Forecast(State.MET_NOW, f"The {name} is met reliably at the present level and variation.{fading}")
    if rate == 0:
        words = f"It cannot be said: there is no trend beyond chance, and now the {name} is not met reliably."
        return Forecast(State.NO_TREND, words)
    if rate < 0:
        return Forecast(State.AWAY, f"At the present rate the {name} would not be met: the figure moves away from it.")
    # Where the line has to be so that even an unlucky month does not fall short.
    needed = target + line.spread * sign
    if beyond := _unreachable(needed, polarity, measured_in, is_strict):
        words = f"At the present variation the {name} cannot be met reliably: the mean would have to lie beyond "
        return Forecast(State.OUT_OF_REACH, f"{words}{beyond}.")
    months = (needed - line.level) * sign / rate
    ahead = max(1, math.floor(months + SMALL) + 1 if is_strict else math.ceil(months - SMALL))
    if ahead > FURTHEST:
        words = f"At the present rate it would take more than {FURTHEST} months to meet the {name} reliably."
        return Forecast(State.TOO_FAR, words)
    when = add_months(month, ahead)
    words = f"At the present rate and variation, the {name} would be met reliably from {month_words(when)}."
    return Forecast(State.WILL_BE_MET, words, when)


def _unreachable(needed: float, polarity: Polarity, measured_in: MeasuredIn, is_strict: bool) -> str:
    """The end of the scale beyond which the mean would have to lie; empty if it need not."""
    edge = -SMALL if is_strict else SMALL
    if polarity == Polarity.LOWER and needed < -edge:
        return "0"
    if polarity == Polarity.HIGHER and measured_in == MeasuredIn.PERCENTAGE and needed > 100 + edge:
        return "100%"
    return ""
