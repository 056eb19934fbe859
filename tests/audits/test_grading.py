"""The scale is ordered, and a missing grade is never good."""

import pytest

from audits.grading import Grade, difference_words, is_good_or_better, steps

O, G, RI, I = Grade  # noqa: E741 the four, best first


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (G, G, 0), (G, RI, -1), (RI, G, 1), (O, I, -3), (I, O, 3), ("good", "inadequate", -2),
        (None, G, None), (G, None, None),
    ],
)  # fmt: skip
def test_steps_count_up_for_better_and_down_for_worse(before, after, expected):
    assert steps(before, after) == expected


def test_good_and_outstanding_are_good_or_better():
    assert [is_good_or_better(grade) for grade in (O, G, RI, I, None, "")] == [True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(G, G, "the same"), (G, RI, "1 grade lower"), (I, O, "3 grades higher"), (None, G, "not graded")],
)
def test_a_difference_is_said_in_words(before, after, expected):
    assert difference_words(before, after) == expected
