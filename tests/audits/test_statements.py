"""Measured statements: the percentage, the sentence, and what is refused."""

import datetime
from decimal import Decimal

import pytest

from audits.register import period_problem, period_words, points
from audits.statements import Measure, number_words, percentage, problem, sentence

D = Decimal


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "expected"),
    [
        (26, 31, 0, "84"),
        (26, 31, 1, "83.9"),
        (1, 8, 0, "13"),  # 12.5 goes up, where Python's round() goes to 12
        (1, 200, 0, "1"),  # 0.5 as well
        (1, 16, 2, "6.25"),
        (0, 5, 0, "0"),
        (5, 5, 1, "100.0"),
        (2, 3, 3, "66.667"),
    ],
)
def test_a_percentage_is_rounded_half_away_from_zero(numerator, denominator, places, expected):
    assert percentage(numerator, denominator, places=places) == D(expected)


@pytest.mark.parametrize(("numerator", "denominator"), [(None, 31), (26, None), (0, 0), (None, None)])
def test_a_missing_part_gives_no_percentage_and_never_zero(numerator, denominator):
    assert percentage(numerator, denominator) is None


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure(26, 31, previous=D(79), previous_period="Q4 2019/20"), "84% (26 of 31); previous: 79%, Q4 2019/20"),
        (Measure(26, 31), "84% (26 of 31)"),
        (Measure(0, 12), "0% (0 of 12)"),
        (Measure(1200, 2400), "50% (1,200 of 2,400)"),
        (Measure(value=D(91), measured_in="%"), "91% (sample size not given)"),
        (Measure(value=D("91.50"), measured_in="%", denominator=52), "91.5% (n = 52)"),
        (Measure(value=D(601), measured_in="children"), "601 children"),
        (Measure(value=D(1200), measured_in="replies", previous=D(950)), "1,200 replies; previous: 950 replies"),
        (Measure(value=D(0), measured_in="complaints", previous=D(0)), "0 complaints; previous: 0 complaints"),
        (Measure(), "no figure"),
    ],
)
def test_the_sentence_says_figure_sample_and_what_it_was_before(measure, words):
    assert sentence(measure) == words


def test_only_a_percentage_without_its_sample_is_unsure():
    assert Measure(value=D(91), measured_in="%").lacks_sample
    assert not Measure(value=D(91), measured_in="%", denominator=52).lacks_sample
    assert not Measure(26, 31).lacks_sample
    assert not Measure(value=D(601), measured_in="children").lacks_sample


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure(26, 31), ""),
        (Measure(0, 31), ""),
        (Measure(value=D(0), measured_in="%"), ""),
        (Measure(value=D(100), measured_in="%", denominator=5), ""),
        (Measure(32, 31), "32 cannot be out of 31: the first number is the larger."),
        (Measure(26, 31, D(84), "%"), "Give either how many of how many, or a value: not both."),
        (Measure(), "Give the figure: how many of how many, or a value and what it counts."),
        (Measure(denominator=31), "Give the figure: how many of how many, or a value and what it counts."),
        (Measure(26), "Say out of how many the 26 are."),
        (Measure(0, 0), "A sample of 0 has no percentage: leave the figure out."),
        (Measure(value=D(5)), "Say what the value counts, such as % or children."),
        (
            Measure(value=D(5), measured_in="days", denominator=9),
            "“Out of” goes with a percentage or with a number of records.",
        ),
        (Measure(value=D(101), measured_in="%"), "A percentage is between 0 and 100."),
        (Measure(26, 31, previous_period="Q4"), "Give the previous value, or leave its period out."),
        (
            Measure(value=D(5), measured_in="days", previous_period="Q4"),
            "Give the previous value, or leave its period out.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused_with_a_sentence(measure, words):
    assert problem(measure) == words


@pytest.mark.parametrize(
    ("number", "words"), [("83.90", "83.9"), ("601", "601"), ("1250.5000", "1,250.5"), ("0.0000", "0"), ("100", "100")]
)
def test_numbers_stand_as_they_were_given(number, words):
    assert number_words(D(number)) == words


def test_points_are_the_lines_without_the_signs_in_front():
    assert points("• Seen alone\n\n - Reviewed in time\r\n* Heard  \n") == ["Seen alone", "Reviewed in time", "Heard"]


DAY = datetime.date


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (DAY(2020, 4, 1), DAY(2020, 9, 30), "April to September 2020"),
        (DAY(2019, 10, 1), DAY(2020, 3, 31), "October 2019 to March 2020"),
        (DAY(2020, 2, 1), DAY(2020, 2, 29), "February 2020"),
        (DAY(2020, 2, 1), DAY(2020, 2, 28), "1 February 2020 to 28 February 2020"),
        (DAY(2020, 9, 30), DAY(2020, 9, 30), "30 September 2020"),
    ],
)
def test_a_period_is_said_as_people_say_it(first, last, words):
    assert period_words(first, last) == words


def test_an_end_before_the_start_is_no_period():
    assert period_problem(DAY(2026, 5, 2), DAY(2026, 5, 1)) == "The last day is before the first day: check both dates."
    assert period_problem(DAY(2026, 5, 1), DAY(2026, 5, 1)) == ""
    assert period_problem(None, DAY(2026, 5, 1)) == ""
