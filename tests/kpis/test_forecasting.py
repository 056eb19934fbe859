"""When a target would be met reliably, at the boundaries between the answers."""

import datetime

import pytest

from kpis.forecasting import State, forecast, line_of
from kpis.rag import Polarity

MONTH = datetime.date(2023, 8, 1)
RISING = [70.0 + n for n in range(13)]  # 82 in the last month, exactly one point a month
WOBBLING = [80 + (n % 2) for n in range(13)]


def ask(values, target, polarity=Polarity.HIGHER):
    return forecast(values, month=MONTH, target=target, name="minimum", polarity=polarity)


@pytest.mark.parametrize(
    ("values", "target", "polarity", "state", "month"),
    [
        (RISING, 82, Polarity.HIGHER, State.MET_NOW, None),
        (RISING, 83, Polarity.HIGHER, State.WILL_BE_MET, datetime.date(2023, 9, 1)),
        (RISING, 82.5, Polarity.HIGHER, State.WILL_BE_MET, datetime.date(2023, 9, 1)),
        (RISING, 118, Polarity.HIGHER, State.WILL_BE_MET, datetime.date(2026, 8, 1)),
        (RISING, 119, Polarity.HIGHER, State.TOO_FAR, None),
        (RISING, 60, Polarity.LOWER, State.AWAY, None),
        ([-each for each in RISING], -83, Polarity.LOWER, State.WILL_BE_MET, datetime.date(2023, 9, 1)),
        (WOBBLING, 85, Polarity.HIGHER, State.NO_TREND, None),
        (WOBBLING, 70, Polarity.HIGHER, State.MET_NOW, None),
        (RISING[:12], 90, Polarity.HIGHER, State.TOO_FEW, None),
        ([*RISING[:6], None, *RISING[7:]], 90, Polarity.HIGHER, State.TOO_FEW, None),
        (RISING, None, Polarity.HIGHER, State.NO_TARGET, None),
        (RISING, 90, Polarity.NONE, State.NO_TARGET, None),
    ],
)
def test_the_answer_by_target_and_rate(values, target, polarity, state, month):
    found = ask(values, target, polarity)

    assert (found.state, found.month) == (state, month)


def test_words_name_the_month_the_target_and_what_is_missing():
    assert ask(RISING, 90).words == (
        "At the present rate and variation, the minimum would be met reliably from April 2024."
    )
    assert ask(RISING[:5], 90).words == "It cannot be said: there are 5 months of the 13 that a forecast needs."


def test_variation_puts_the_month_off():
    noisy = [each + (2 if n % 2 else -2) for n, each in enumerate(RISING)]
    line = line_of(noisy)

    assert (round(line.slope, 2), line.is_real) == (1.0, True)
    assert ask(noisy, 83).month > ask(RISING, 83).month


def test_only_the_last_24_months_count():
    assert line_of([0.0] * 30 + [70.0 + n for n in range(24)]).slope == pytest.approx(1)


def test_a_gap_counts_as_time():
    values = [70.0 + n for n in range(14)]
    values[5] = None

    assert line_of(values).level == pytest.approx(83)
