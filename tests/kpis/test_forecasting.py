"""When a target would be met reliably, at the boundaries between the answers."""

import datetime
from math import gamma, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.forecasting import FURTHEST, T_95, State, forecast, line_of
from kpis.periods import add_months
from kpis.rag import MeasuredIn, Polarity
from kpis.spc import Assurance, assurance, limits_of

MONTH = datetime.date(2023, 8, 1)
HIGHER, LOWER, NONE = Polarity.HIGHER, Polarity.LOWER, Polarity.NONE
PERCENTAGE, COUNT = MeasuredIn.PERCENTAGE, MeasuredIn.COUNT
RISING = [70.0 + n for n in range(13)]  # 82 in the last month, exactly one point a month
WOBBLING = [80 + (n % 2) for n in range(13)]
# About any line these add up to nothing and have no slope. Their moving ranges come to 24 in 23, so that the variation
# of 24 months is 2.66 × 24 / 23 = 2.7757.
WOBBLE = [1, -1, -1, 1] * 6


def line(start, slope, count=24, wobble=0.0):
    return [start + slope * place + wobble * WOBBLE[place] for place in range(count)]


def ask(values, target, polarity=HIGHER, measured_in=PERCENTAGE, *, is_strict=False):
    return forecast(
        values, month=MONTH, target=target, name="minimum", polarity=polarity, measured_in=measured_in,
        is_strict=is_strict,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "target", "polarity", "state", "month"),
    [
        # The line stands at the target, but the limits of the months so far do not lie beyond it.
        (RISING, 82, HIGHER, State.WILL_BE_MET, datetime.date(2023, 9, 1)),
        (RISING, 83, HIGHER, State.WILL_BE_MET, datetime.date(2023, 9, 1)),
        (RISING, 82.5, HIGHER, State.WILL_BE_MET, datetime.date(2023, 9, 1)),
        (RISING, 83.1, HIGHER, State.WILL_BE_MET, datetime.date(2023, 10, 1)),
        (RISING, 73, HIGHER, State.MET_NOW, None),
        (RISING, 60, LOWER, State.AWAY, None),
        ([-each + 100 for each in RISING], 17, LOWER, State.WILL_BE_MET, datetime.date(2023, 9, 1)),
        (WOBBLING, 85, HIGHER, State.NO_TREND, None),
        ([80.0] * 13, 85, HIGHER, State.NO_TREND, None),
        (WOBBLING, 70, HIGHER, State.MET_NOW, None),
        ([80.0] * 13, 80, HIGHER, State.MET_NOW, None),
        (RISING[:12], 90, HIGHER, State.TOO_FEW, None),
        ([*RISING[:6], None, *RISING[7:]], 90, HIGHER, State.TOO_FEW, None),
        ([], 90, HIGHER, State.TOO_FEW, None),
        (RISING, None, HIGHER, State.NO_TARGET, None),
        (RISING, 90, NONE, State.NO_TARGET, None),
    ],
)
def test_the_answer_by_target_and_rate(values, target, polarity, state, month):
    found = ask(values, target, polarity)

    assert (found.state, found.month) == (state, month)


FALLING = [100 - each for each in RISING]  # 18 in the last month


@pytest.mark.parametrize(
    ("values", "target", "polarity", "measured_in", "state", "months"),
    [
        # Without variation: 83 is reached in a month and passed in two.
        (RISING, 83, HIGHER, PERCENTAGE, State.WILL_BE_MET, (1, 2)),
        (RISING, 82.5, HIGHER, PERCENTAGE, State.WILL_BE_MET, (1, 1)),
        (FALLING, 17, LOWER, PERCENTAGE, State.WILL_BE_MET, (1, 2)),
        (FALLING, 16.5, LOWER, PERCENTAGE, State.WILL_BE_MET, (2, 2)),
    ],
)
def test_at_a_strict_target_it_is_not_met_yet(values, target, polarity, measured_in, state, months):
    found = [ask(values, target, polarity, measured_in, is_strict=is_strict) for is_strict in (False, True)]

    assert [(each.state, each.month) for each in found] == [(state, add_months(MONTH, count)) for count in months]


@pytest.mark.parametrize(
    ("values", "target", "polarity", "measured_in", "states"),
    [
        ([10.0] * 13, 10, LOWER, COUNT, (State.MET_NOW, State.NO_TREND)),
        ([10.0] * 13, 10, HIGHER, COUNT, (State.MET_NOW, State.NO_TREND)),
        (RISING, 100, HIGHER, PERCENTAGE, (State.WILL_BE_MET, State.OUT_OF_REACH)),
        (RISING, 100, HIGHER, COUNT, (State.WILL_BE_MET, State.WILL_BE_MET)),
        (FALLING, 0, LOWER, COUNT, (State.WILL_BE_MET, State.OUT_OF_REACH)),
        (RISING, 118, HIGHER, COUNT, (State.WILL_BE_MET, State.TOO_FAR)),  # 36 months, and 37
    ],
)
def test_what_a_strict_target_changes_at_the_edges(values, target, polarity, measured_in, states):
    found = [ask(values, target, polarity, measured_in, is_strict=is_strict).state for is_strict in (False, True)]

    assert found == list(states)


@pytest.mark.parametrize(
    ("target", "measured_in", "state", "month"),
    [
        (118, COUNT, State.WILL_BE_MET, datetime.date(2026, 8, 1)),  # 36 months
        (118.1, COUNT, State.TOO_FAR, None),
        (100, PERCENTAGE, State.WILL_BE_MET, datetime.date(2025, 2, 1)),
        (100.1, PERCENTAGE, State.OUT_OF_REACH, None),
    ],
)
def test_the_furthest_month_and_the_highest_percentage(target, measured_in, state, month):
    found = ask(RISING, target, measured_in=measured_in)

    assert (found.state, found.month) == (state, month)


@pytest.mark.parametrize(
    ("wobble", "target", "months"),
    [
        (0, 85, 7),  # 81.5 now, half a point a month
        (0.1, 85, 8),  # 0.2776 more: 7.56
        (1, 85, 13),  # 2.7757 more: 12.55
        (2, 85, 19),  # 5.5513 more: 18.1
        (1, 95, 33),  # 32.55
    ],
)
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
def test_variation_puts_the_month_off(wobble, target, months, polarity):
    values = line(70, 0.5, wobble=wobble)
    if polarity == LOWER:
        values, target = [100 - value for value in values], 100 - target

    assert ask(values, target, polarity).month == add_months(MONTH, months)


@pytest.mark.parametrize(
    ("values", "target", "polarity", "measured_in", "words"),
    [
        (RISING, 90, HIGHER, PERCENTAGE,
         "At the present rate and variation, the minimum would be met reliably from April 2024."),
        (RISING[:5], 90, HIGHER, PERCENTAGE, "It cannot be said: there are 5 months of the 13 that a forecast needs."),
        (line(85, -0.1), 80, HIGHER, PERCENTAGE,
         "The minimum is met reliably at the present level and variation. The trend is away from it."),
        (line(70, 0.5, wobble=1), 97.5, HIGHER, PERCENTAGE,
         "At the present variation the minimum cannot be met reliably: the mean would have to lie beyond 100%."),
        (line(30, -0.5, wobble=1), 2, LOWER, COUNT,
         "At the present variation the minimum cannot be met reliably: the mean would have to lie beyond 0."),
    ],
)  # fmt: skip
def test_words_name_the_month_the_target_and_what_is_missing(values, target, polarity, measured_in, words):
    assert ask(values, target, polarity, measured_in).words == words


def test_a_trend_is_beyond_chance_from_students_t_on():
    """A wobble of 1 for 24 months has a standard error of √(24 / 22 / 1150) = 0.030800; 2.074 times that is 0.063879.

    For 16 months: √(16 / 14 / 340) = 0.057977; 2.145 times that is 0.124360.
    """
    slopes = {24: (0.0638, 0.0639), 16: (0.1239, 0.1244)}

    for count, (below, above) in slopes.items():
        for sign in (1, -1):
            assert not line_of(line(50, sign * below, count, wobble=1)).is_real
            assert line_of(line(50, sign * above, count, wobble=1)).is_real


def test_the_critical_values_leave_five_in_a_hundred():
    for freedom, critical in T_95.items():
        scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
        step = critical / 1000
        inside = sum(
            (4 if place % 2 else 2 if 0 < place < 1000 else 1)
            * scale * (1 + (place * step) ** 2 / freedom) ** (-(freedom + 1) / 2)
            for place in range(1001)
        ) * step / 3  # fmt: skip
        assert 1 - 2 * inside == pytest.approx(0.05, abs=0.0001)
    assert list(T_95) == list(range(11, 23))


def test_only_the_last_24_months_count():
    assert line_of([0.0] * 30 + [70.0 + n for n in range(24)]).slope == pytest.approx(1)
    assert line_of([0.0] * 30 + [70.0 + n for n in range(23)]).slope > 1.1


def test_a_gap_counts_as_time():
    values = [70.0 + n for n in range(14)]
    values[5] = None

    assert line_of(values).level == pytest.approx(83)
    assert line_of([*values, None, None]).level == pytest.approx(85)
    assert ask([*values, None], 90).month == add_months(MONTH, 6)


noise = st.lists(st.integers(-30, 30).map(lambda value: value / 10), min_size=13, max_size=30)


@settings(max_examples=200, deadline=None)
@given(
    start=st.integers(20, 80),
    slope=st.integers(-100, 100).map(lambda value: value / 100),
    noise=noise,
    target=st.integers(0, 1000).map(lambda value: value / 10),
    polarity=st.sampled_from([HIGHER, LOWER]),
    is_strict=st.booleans(),
)
def test_what_is_claimed_holds_month_by_month(start, slope, noise, target, polarity, is_strict):
    """Not before the month that is named, and from then on, does the line lie beyond the target by its variation.

    And it never says otherwise than the row beside it whether the target is met reliably now.
    """
    values = [start + slope * place + each for place, each in enumerate(noise)]
    sign = 1 if polarity == HIGHER else -1

    answer = ask(values, target, polarity, COUNT, is_strict=is_strict)
    trend = line_of(values)

    def is_met(months):
        return (trend.level + trend.slope * months - target) * sign - trend.spread >= -1e-6

    is_now = assurance(limits_of(values), target, polarity, is_strict=is_strict) == Assurance.PASS
    assert (answer.state == State.MET_NOW) == is_now
    if answer.state == State.WILL_BE_MET:
        months = next(each for each in range(1, FURTHEST + 1) if add_months(MONTH, each) == answer.month)
        assert is_met(months)
        assert months == 1 or not is_met(months - 1 - 1e-4)
    if answer.state == State.TOO_FAR:
        assert not is_met(FURTHEST - 1e-4)
    if not is_now:
        assert (answer.state == State.NO_TREND) == (not trend.is_real)
        assert (answer.state == State.AWAY) == (trend.is_real and trend.slope * sign < 0)
