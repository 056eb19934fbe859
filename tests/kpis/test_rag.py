"""The corporate minimum/upper model, judged as displayed, at its boundaries."""

from decimal import Decimal

import pytest

from kpis.rag import (
    Direction,
    MeasuredIn,
    Polarity,
    Rag,
    direction,
    displayed,
    distance,
    distance_words,
    figure_words,
    order_is_right,
    percentage,
    rate,
    target_words,
)

HIGHER = {"minimum": Decimal(90), "upper": Decimal(95), "polarity": Polarity.HIGHER, "places": 1}
CHILDREN_VISITED = {**HIGHER, "minimum": Decimal(85), "upper": Decimal(90)}
LOWER = {"minimum": Decimal(10), "upper": Decimal(5), "polarity": Polarity.LOWER, "places": 1}


@pytest.mark.parametrize(
    ("value", "rules", "expected"),
    [
        ("95.1", HIGHER, Rag.GREEN),
        ("95", HIGHER, Rag.GREEN),
        ("94.95", HIGHER, Rag.GREEN),  # shown as 95.0%
        ("94.9499999", HIGHER, Rag.AMBER),
        ("94.9", HIGHER, Rag.AMBER),
        ("90.1", HIGHER, Rag.AMBER),
        ("90", HIGHER, Rag.AMBER),
        ("89.95", HIGHER, Rag.AMBER),  # shown as 90.0%
        ("89.9499999", HIGHER, Rag.RED),
        ("89.9", HIGHER, Rag.RED),
        ("0", HIGHER, Rag.RED),
        ("4.9", LOWER, Rag.GREEN),
        ("5", LOWER, Rag.GREEN),
        ("5.0499999", LOWER, Rag.GREEN),  # shown as 5.0%
        ("5.05", LOWER, Rag.AMBER),
        ("5.1", LOWER, Rag.AMBER),
        ("10", LOWER, Rag.AMBER),
        ("10.0499999", LOWER, Rag.AMBER),
        ("10.05", LOWER, Rag.RED),
        ("10.1", LOWER, Rag.RED),
        (None, HIGHER, Rag.NO_DATA),
        (None, LOWER, Rag.NO_DATA),
        ("100", {**HIGHER, "minimum": None, "upper": None}, Rag.NO_TARGET),
        ("100", {**HIGHER, "polarity": Polarity.NONE}, Rag.NO_TARGET),
        (None, {**HIGHER, "minimum": None, "upper": None}, Rag.NO_DATA),
        ("94.5", {**HIGHER, "places": 0}, Rag.GREEN),  # shown as 95%
        ("96.5", {**HIGHER, "minimum": Decimal("96.5"), "upper": Decimal("98.5")}, Rag.AMBER),
    ],
)
def test_rag_at_its_boundaries(value, rules, expected):
    assert rate(None if value is None else Decimal(value), **rules) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("2.5", 0, "3"), ("3.5", 0, "4"), ("0.125", 2, "0.13"), ("-2.5", 0, "-3"), ("90.449999", 1, "90.4")],
)
def test_halves_round_away_from_zero(value, places, expected):
    assert str(displayed(Decimal(value), places)) == expected


def test_a_percentage_of_nobody_is_no_percentage():
    assert percentage(Decimal(0), Decimal(0)) is None
    assert displayed(percentage(Decimal(1958), Decimal(2165)), 1) == Decimal("90.4")


@pytest.mark.parametrize(
    ("value", "rules", "expected"),
    [
        ("77.8481", CHILDREN_VISITED, "7.2 points below minimum (8.5% in relative terms)"),
        ("90.4", HIGHER, "4.6 points below upper (4.8% in relative terms)"),
        ("95.5", HIGHER, "0.5 points above upper (0.5% in relative terms)"),
        ("95", HIGHER, "at upper"),
        ("90", HIGHER, "5.0 points below upper (5.3% in relative terms)"),
        ("11.7", LOWER, "1.7 points above minimum (17.0% in relative terms)"),
        ("3", LOWER, "2.0 points below upper (40.0% in relative terms)"),
        ("90.04", {**HIGHER, "minimum": Decimal("90.25")}, "0.25 points below minimum (0.3% in relative terms)"),
        ("1", {**LOWER, "upper": Decimal(0)}, "1.0 points above upper"),
        (None, HIGHER, "not applicable"),
    ],
)  # fmt: skip
def test_distance_is_in_points_and_relative_and_says_which(value, rules, expected):
    gap = distance(None if value is None else Decimal(value), **rules)

    assert distance_words(gap, measured_in=MeasuredIn.PERCENTAGE, places=1) == expected


def test_a_count_is_not_measured_in_points():
    gap = distance(Decimal(80), minimum=Decimal(1000), upper=Decimal(2000), polarity=Polarity.HIGHER, places=0)

    assert distance_words(gap, measured_in=MeasuredIn.COUNT, places=0) == "920 below minimum (92.0% in relative terms)"


@pytest.mark.parametrize(
    ("now", "before", "polarity", "expected"),
    [
        ("90.4", "92.9", Polarity.HIGHER, Direction.WORSE),
        ("92.9", "90.4", Polarity.HIGHER, Direction.IMPROVED),
        ("11.7", "11.3", Polarity.LOWER, Direction.WORSE),
        ("11.3", "11.7", Polarity.LOWER, Direction.IMPROVED),
        ("90.44", "90.36", Polarity.HIGHER, Direction.NO_CHANGE),
        ("790", "777", Polarity.NONE, Direction.RISEN),
        ("777", "790", Polarity.NONE, Direction.FALLEN),
        (None, "1", Polarity.HIGHER, Direction.CANNOT_SAY),
        ("1", None, Polarity.HIGHER, Direction.CANNOT_SAY),
    ],
)
def test_direction_of_travel_follows_polarity(now, before, polarity, expected):
    def number(text):
        return None if text is None else Decimal(text)

    assert direction(number(now), number(before), polarity=polarity, places=1) == expected


def test_words_for_figures_and_targets():
    percent, count = MeasuredIn.PERCENTAGE, MeasuredIn.COUNT

    assert figure_words(Decimal("90.4387"), measured_in=percent, places=1) == "90.4%"
    assert figure_words(Decimal(1958), measured_in=count, places=0) == "1,958"
    assert figure_words(None, measured_in=percent, places=1) == "no data"
    assert target_words(Decimal("90.0000"), measured_in=percent) == "90%"
    assert target_words(Decimal("96.5000"), measured_in=percent) == "96.5%"
    assert target_words(Decimal("1200.0000"), measured_in=count) == "1,200"
    assert target_words(None, measured_in=percent) == "no target"


def test_upper_is_the_harder_of_the_two():
    assert order_is_right(Decimal(90), Decimal(95), Polarity.HIGHER)
    assert not order_is_right(Decimal(95), Decimal(90), Polarity.HIGHER)
    assert order_is_right(Decimal(10), Decimal(5), Polarity.LOWER)
    assert not order_is_right(Decimal(5), Decimal(10), Polarity.LOWER)
