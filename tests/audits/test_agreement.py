"""Agreement to four places, against figures published with other programs."""

from decimal import Decimal

import pytest

from audits.agreement import (
    Facts,
    coefficient_of,
    facts_of,
    gwet,
    identity,
    linear,
    ordinal,
    quadratic,
    t_quantile,
    weighted_kappa,
)

THREE = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
# 40 audits: 36 Good twice, 4 apart by one grade.
SKEWED = [[0, 0, 0, 0], [0, 36, 2, 0], [0, 2, 0, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("weights", "kappa", "gwets"),
    [(identity, 0.7964, 0.8493), (linear, 0.8429, 0.9000), (quadratic, 0.8922, 0.9402), (ordinal, 0.8721, 0.9252)],
)
def test_published_coefficients(weights, kappa, gwets):
    assert round(weighted_kappa(THREE, weights), 4) == kappa
    assert round(gwet(THREE, weights).value, 4) == gwets


def test_most_records_good_is_no_reason_to_call_agreement_worthless():
    assert round(weighted_kappa(SKEWED), 3) == -0.053
    assert round(gwet(SKEWED, identity).value, 3) == 0.897
    assert round(gwet(SKEWED, quadratic).value, 3) == 0.988


@pytest.mark.parametrize(
    ("freedom", "value"), [(1, 12.706), (2, 4.303), (10, 2.228), (39, 2.023), (99, 1.984), (1000, 1.962)]
)
def test_students_t_as_in_tables(freedom, value):
    assert round(t_quantile(0.975, freedom), 3) == value


def test_the_interval_holds_the_value_and_ends_at_1():
    found = gwet(SKEWED)

    assert found.lower < found.value < found.upper <= 1.0
    assert gwet([[0] * 4, [0, 30, 0, 0], [0] * 4, [0] * 4]) == (type(found))(1.0, 1.0, 1.0)


def test_full_agreement_is_1_and_full_disagreement_is_below_0():
    assert gwet([[10, 0], [0, 10]], identity).value == 1.0
    assert gwet([[0, 10], [10, 0]], identity).value == -1.0


@pytest.mark.parametrize(
    ("value", "words"), [(0.19, "poor"), (0.2, "fair"), (0.4, "moderate"), (0.6, "good"), (0.8, "very good")]
)
def test_benchmarks(value, words):
    assert type(gwet(SKEWED))(value, value, value).words == words


def test_the_facts_of_a_matrix():
    matrix = [[1, 2, 0, 0], [0, 5, 3, 1], [0, 1, 4, 0], [0, 0, 0, 2]]

    assert facts_of(matrix) == Facts(paired=19, unchanged=12, raised=1, lowered=6, by_two=1, shift=Decimal(-6) / 19)
    assert facts_of([[0] * 4] * 4) == Facts(0, 0, 0, 0, 0, None)


def test_too_few_are_no_reason_for_a_coefficient():
    assert coefficient_of([[0] * 4, [0, 19, 0, 0], [0] * 4, [0] * 4]) is None
    assert coefficient_of([[0] * 4, [0, 20, 0, 0], [0] * 4, [0] * 4]).value == 1.0
