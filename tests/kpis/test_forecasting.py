"""When a target would be met reliably: cases worked by hand, boundaries, and the claim checked month by month."""

from datetime import date
from decimal import Decimal
from math import gamma, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.forecasting import CRITICAL, FURTHEST, Forecast, State, forecast, line_through
from kpis.periods import add_months
from kpis.rag import Goal, MeasuredIn, Polarity, Rule
from kpis.spc import Assurance, verdict

D = Decimal
UP, DOWN, NEITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.NONE
AUGUST = date(2023, 8, 1)
# About any line these add up to nothing and have no slope. Their moving ranges come to 24 in 23, so that the variation
# of a series of 24 is 2.66 × 24 / 23 = 2.7757.
WOBBLE = [1, -1, -1, 1] * 6


def line(start, slope, count=24, wobble=0):
    return [D(str(start)) + D(str(slope)) * place + D(str(wobble)) * WOBBLE[place % 24] for place in range(count)]


def mirrored(values):
    return [None if value is None else 100 - value for value in values]


def target(amount, operator=None):
    if operator:
        return Goal(Rule.OPERATOR, target=D(str(amount)), operator=operator)
    return Goal(Rule.TOLERANCE, target=D(str(amount)), tolerance=D(1))


def between(minimum, upper):
    return Goal(Rule.MINIMUM_UPPER, minimum=D(str(minimum)), upper=D(str(upper)))


def ask(values, goal, polarity=UP, measured_in=MeasuredIn.PERCENTAGE, **more):
    return forecast(
        values, month=AUGUST, goal=goal, polarity=polarity, measured_in=measured_in, places=1, **more
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "goal", "months"),
    [
        # A line without variation: 81.5 now, half a point a month.
        (line(70, 0.5), 85, 7),
        (line(70, 0.5), 85.1, 8),
        (line(70, 0.5), 82, 1),
        (line(70, 0.5), 80, 1),  # passed by the line already, but not reliably met before: from next month
        (line(70, 0.5), 99.5, 36),
        # With variation, the line has to be 2.7757 beyond the target: 87.7757, (87.7757 - 81.5) / 0.5 = 12.55.
        (line(70, 0.5, wobble=1), 85, 13),
        (line(70, 0.5, wobble=1), 95, 33),
        (line(70, 0.5, wobble=2), 85, 19),  # 5.5513: 18.1
        (line(70, 0.5, wobble=0.1), 85, 8),  # 0.2776: 7.56
    ],
)
@pytest.mark.parametrize("polarity", [UP, DOWN])
def test_the_month_from_which_it_would_be_met(values, goal, months, polarity):
    if polarity == DOWN:
        values, goal = mirrored(values), round(100 - goal, 1)

    answer = ask(values, target(goal), polarity)

    assert (answer.state, answer.month) == (State.WILL_BE_MET, add_months(AUGUST, months))


NO_TREND = "would be met reliably: the last months show no trend beyond chance."


@pytest.mark.parametrize(
    ("values", "goal", "polarity", "measured_in", "state", "words"),
    [
        (line(70, 0.5), between(80, 85), UP, MeasuredIn.PERCENTAGE, State.WILL_BE_MET,
         "At the present rate and variation, the minimum of 80% would be met reliably from September 2023."),
        (line(70, 0.5), between(74, 85), UP, MeasuredIn.PERCENTAGE, State.WILL_BE_MET,
         "At the present rate and variation, the upper target of 85% would be met reliably from March 2024."),
        (line(70, 0.5), between(73, 74), UP, MeasuredIn.PERCENTAGE, State.MET_RELIABLY_NOW,
         "The upper target of 74% is met reliably now."),
        (line(85, -0.1), target(80), UP, MeasuredIn.PERCENTAGE, State.MET_RELIABLY_NOW,
         "The target of 80% is met reliably now, but the figure is getting worse by 1.2 points a year."),
        (line(20, 0.05), target(30), DOWN, MeasuredIn.DAYS, State.MET_RELIABLY_NOW,
         "The target of 30 days is met reliably now, but the figure is getting worse by 0.6 days a year."),
        (line(85, -0.5), target(90), UP, MeasuredIn.PERCENTAGE, State.NOT_AT_THIS_RATE,
         "At the present rate, the target of 90% would not be met: the figure is getting worse by 6.0 points a year."),
        (line(85, "-0.001"), target(90), UP, MeasuredIn.PERCENTAGE, State.NOT_AT_THIS_RATE,
         "At the present rate, the target of 90% would not be met: "
         "the figure is getting worse by less than 0.1 points a year."),
        (line(70, 0.5), target(50), DOWN, MeasuredIn.RATE, State.NOT_AT_THIS_RATE,
         "At the present rate, the target of 50 per 10,000 would not be met: "
         "the figure is getting worse by 6.0 a year."),
        (line(80, 0, wobble=1), target(90), UP, MeasuredIn.PERCENTAGE, State.NO_TREND_BEYOND_CHANCE,
         f"It cannot be said when the target of 90% {NO_TREND}"),
        (line(80, 0), target(90), UP, MeasuredIn.PERCENTAGE, State.NO_TREND_BEYOND_CHANCE,
         f"It cannot be said when the target of 90% {NO_TREND}"),
        (line(70, 0.5), target(99.6), UP, MeasuredIn.PERCENTAGE, State.TOO_FAR,
         "At the present rate, the target of 99.6% would not be met reliably within 36 months."),
        (line(70, 0.5, wobble=1), target(97.5), UP, MeasuredIn.PERCENTAGE, State.NOT_AT_THIS_RATE,
         "The target of 97.5% would not be met reliably: at the present variation the figure would have to be 100.3% "
         "on average, which it cannot be."),
        (line(70, 0.5, wobble=1), target(97.5), UP, MeasuredIn.COUNT, State.TOO_FAR,
         "At the present rate, the target of 97.5 would not be met reliably within 36 months."),
        (line(30, -0.5, wobble=1), target(2), DOWN, MeasuredIn.COUNT, State.NOT_AT_THIS_RATE,
         "The target of 2 would not be met reliably: at the present variation the figure would have to be -0.8 "
         "on average, which it cannot be."),
        (line(80, 1, 12), target(90), UP, MeasuredIn.PERCENTAGE, State.TOO_FEW_POINTS,
         "It cannot be said when the target of 90% would be met reliably: there are too few points to say, 12 of 13."),
        ([], between(80, 90), UP, MeasuredIn.PERCENTAGE, State.TOO_FEW_POINTS,
         "It cannot be said when the minimum of 80% would be met reliably: there are too few points to say, 0 of 13."),
        (line(70, 0.5), None, UP, MeasuredIn.PERCENTAGE, State.NO_TARGET, "There is no target to forecast."),
        (line(70, 0.5), target(90), NEITHER, MeasuredIn.PERCENTAGE, State.NO_TARGET, "There is no target to forecast."),
        # An operator says itself which way is better.
        (line(40, -0.5), target(20, "<="), UP, MeasuredIn.PERCENTAGE, State.WILL_BE_MET,
         "At the present rate and variation, the target of ≤ 20% would be met reliably from January 2025."),
        (line(40, -0.5), target(20, "<="), NEITHER, MeasuredIn.PERCENTAGE, State.WILL_BE_MET,
         "At the present rate and variation, the target of ≤ 20% would be met reliably from January 2025."),
        (line(40, -0.5), target(50, ">"), NEITHER, MeasuredIn.PERCENTAGE, State.NOT_AT_THIS_RATE,
         "At the present rate, the target of > 50% would not be met: "
         "the figure is getting worse by 6.0 points a year."),
    ],
)  # fmt: skip
def test_every_answer_in_words(values, goal, polarity, measured_in, state, words):
    answer = ask(values, goal, polarity, measured_in)

    assert (answer.state, answer.words) == (state, words)
    assert (answer.month is None) == (state != State.WILL_BE_MET)


def test_a_trend_is_beyond_chance_from_students_t_on():
    """A wobble of 1 for 24 points: a standard error of √(24 / 22 / 1150) = 0.030800; 2.074 times that is 0.063879.

    For 16 points: √(16 / 14 / 340) = 0.057977; 2.145 times that is 0.124360.
    """
    below, above = line(70, "0.0638", wobble=1), line(70, "0.0639", wobble=1)

    assert not line_through(line(70, "0.1239", 16, wobble=1)).is_beyond_chance
    assert line_through(line(70, "0.1244", 16, wobble=1)).is_beyond_chance
    assert not line_through(below).is_beyond_chance
    assert line_through(above).is_beyond_chance
    assert not line_through(mirrored(below)).is_beyond_chance
    assert line_through(mirrored(above)).is_beyond_chance


def test_the_critical_values_leave_five_in_a_hundred():
    for freedom, critical in CRITICAL.items():
        scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
        step = critical / 1000
        inside = sum(
            (4 if place % 2 else 2 if 0 < place < 1000 else 1)
            * scale * (1 + (place * step) ** 2 / freedom) ** (-(freedom + 1) / 2)
            for place in range(1001)
        ) * step / 3  # fmt: skip
        assert 1 - 2 * inside == pytest.approx(0.05, abs=0.0001)
    assert list(CRITICAL) == list(range(11, 23))


def test_a_missing_month_keeps_its_place():
    values = line(70, 0.5)
    holed = [*values[:10], None, *values[11:20], None, *values[21:23], None]

    assert line_through(holed).now == pytest.approx(81.5)
    assert ask(holed, target(85)) == ask(values, target(85))


def test_only_the_last_24_known_months_count():
    falling_then_rising = [*line(95, -1), *line(70, 0.5)]

    assert line_through(falling_then_rising).slope == pytest.approx(0.5)
    assert line_through([*line(95, -1), None, *line(70, 0.5)]).slope == pytest.approx(0.5)
    assert line_through([D(0), *line(70, 0.5, 23)]).slope > 1


def test_only_the_last_group_counts():
    values = [*line(95, -1, 10), *line(70, 0.5, 14)]

    assert ask(values, target(80), groups=[10]).month == add_months(AUGUST, 7)
    assert ask(values, target(80), groups=[10, 5, 99]).month == add_months(AUGUST, 7)
    assert ask(values, target(80)).state == State.NOT_AT_THIS_RATE
    assert ask(values, target(80), groups=[12]).state == State.TOO_FEW_POINTS


def test_a_verdict_that_is_known_is_not_worked_out_again():
    values = line(70, 0.5)
    judged = verdict(values, polarity=UP)

    assert ask(values, target(85), judged=judged) == ask(values, target(85))


def test_thirteen_points_are_enough():
    assert ask(line(70, 0.5, 13), target(80)).state == State.WILL_BE_MET


def test_a_forecast_holds_no_month_unless_it_names_one():
    assert Forecast(State.NO_TARGET, "There is no target to forecast.") == ask([], None)


tenths = st.decimals(min_value=0, max_value=100, places=1)
noise = st.lists(st.decimals(min_value=-3, max_value=3, places=1), min_size=13, max_size=30)


@settings(max_examples=200, deadline=None)
@given(
    start=st.integers(20, 80),
    slope=st.decimals(min_value=-1, max_value=1, places=2),
    noise=noise,
    aim=tenths,
    polarity=st.sampled_from([UP, DOWN]),
)
def test_what_is_claimed_holds_month_by_month(start, slope, noise, aim, polarity):
    """Not before the month that is named, and from then on, does the line lie beyond the target by its variation."""
    values = [start + slope * place + each for place, each in enumerate(noise)]
    sign = 1 if polarity == UP else -1

    answer = ask(values, target(aim), polarity, MeasuredIn.RATIO)
    trend = line_through(values)

    def is_met(months):
        return (trend.now + trend.slope * months - float(aim)) * sign - trend.variation >= -1e-6

    is_now = verdict(values, polarity=polarity).assurance(aim) == Assurance.PASS
    assert (answer.state == State.MET_RELIABLY_NOW) == is_now
    if answer.state == State.WILL_BE_MET:
        months = next(each for each in range(1, FURTHEST + 1) if add_months(AUGUST, each) == answer.month)
        assert is_met(months)
        assert months == 1 or not is_met(months - 1 - 1e-4)
    if answer.state == State.TOO_FAR:
        assert not is_met(FURTHEST - 1e-4)
    if not is_now:
        assert (answer.state == State.NO_TREND_BEYOND_CHANCE) == (not trend.is_beyond_chance)
        if answer.state in (State.WILL_BE_MET, State.TOO_FAR):
            assert trend.slope * sign > 0
