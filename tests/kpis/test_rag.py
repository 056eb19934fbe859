"""How figures are shown and judged: every rule as displayed, at its boundaries."""

from decimal import Decimal

import pytest

from kpis.rag import (
    MEASURED_IN_WORDS,
    OPERATOR_SIGNS,
    RAG_WORDS,
    RULE_WORDS,
    Direction,
    Goal,
    MeasuredIn,
    Operator,
    Polarity,
    Rag,
    Rule,
    direction,
    displayed,
    distance,
    distance_words,
    figure_words,
    goal_words,
    judge,
    order_is_right,
    ratio_of,
    target_words,
)

D = Decimal
UP, DOWN, NEITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.NONE


def between(minimum, upper):
    return Goal(Rule.MINIMUM_UPPER, minimum=D(minimum), upper=D(upper))


def single(operator, target):
    return Goal(Rule.OPERATOR, target=D(target), operator=operator)


def about(target, tolerance):
    return Goal(Rule.TOLERANCE, target=D(target), tolerance=D(tolerance))


def number(text):
    return None if text is None else D(text)


HIGHER, LOWER = between(90, 95), between(10, 5)


@pytest.mark.parametrize(
    ("value", "goal", "polarity", "expected"),
    [
        # Minimum/upper, higher is better: at, and one rounding step either side of, both targets.
        ("95.1", HIGHER, UP, Rag.GREEN),
        ("95", HIGHER, UP, Rag.GREEN),
        ("94.95", HIGHER, UP, Rag.GREEN),  # shown as 95.0%
        ("94.9499999", HIGHER, UP, Rag.AMBER),
        ("94.9", HIGHER, UP, Rag.AMBER),
        ("90.1", HIGHER, UP, Rag.AMBER),
        ("90", HIGHER, UP, Rag.AMBER),
        ("89.95", HIGHER, UP, Rag.AMBER),  # shown as 90.0%
        ("89.9499999", HIGHER, UP, Rag.RED),
        ("89.9", HIGHER, UP, Rag.RED),
        ("0", HIGHER, UP, Rag.RED),
        ("96.5", between("96.5", "98.5"), UP, Rag.AMBER),
        ("90", between(90, 90), UP, Rag.GREEN),  # one target twice: no amber
        ("89.9", between(90, 90), UP, Rag.RED),
        # Minimum/upper, lower is better.
        ("4.9", LOWER, DOWN, Rag.GREEN),
        ("5", LOWER, DOWN, Rag.GREEN),
        ("5.0499999", LOWER, DOWN, Rag.GREEN),  # shown as 5.0%
        ("5.05", LOWER, DOWN, Rag.AMBER),
        ("5.1", LOWER, DOWN, Rag.AMBER),
        ("9.9", LOWER, DOWN, Rag.AMBER),
        ("10", LOWER, DOWN, Rag.AMBER),
        ("10.0499999", LOWER, DOWN, Rag.AMBER),
        ("10.05", LOWER, DOWN, Rag.RED),
        ("10.1", LOWER, DOWN, Rag.RED),
        # Tolerance, higher is better: 90%, tolerance 5 points.
        ("90.1", about(90, 5), UP, Rag.GREEN),
        ("90", about(90, 5), UP, Rag.GREEN),
        ("89.95", about(90, 5), UP, Rag.GREEN),
        ("89.9499999", about(90, 5), UP, Rag.AMBER),
        ("89.9", about(90, 5), UP, Rag.AMBER),
        ("85.1", about(90, 5), UP, Rag.AMBER),
        ("85", about(90, 5), UP, Rag.AMBER),
        ("84.95", about(90, 5), UP, Rag.AMBER),
        ("84.9499999", about(90, 5), UP, Rag.RED),
        ("84.9", about(90, 5), UP, Rag.RED),
        ("89.9", about(90, 0), UP, Rag.RED),
        # Tolerance, lower is better: 20 days, tolerance 2.5 days.
        ("19.9", about(20, "2.5"), DOWN, Rag.GREEN),
        ("20", about(20, "2.5"), DOWN, Rag.GREEN),
        ("20.0499999", about(20, "2.5"), DOWN, Rag.GREEN),
        ("20.05", about(20, "2.5"), DOWN, Rag.AMBER),
        ("20.1", about(20, "2.5"), DOWN, Rag.AMBER),
        ("22.4", about(20, "2.5"), DOWN, Rag.AMBER),
        ("22.5", about(20, "2.5"), DOWN, Rag.AMBER),
        ("22.5499999", about(20, "2.5"), DOWN, Rag.AMBER),
        ("22.55", about(20, "2.5"), DOWN, Rag.RED),
        ("22.6", about(20, "2.5"), DOWN, Rag.RED),
        # Operators: what is better is in the operator, whatever the polarity.
        *[
            (value, single(operator, 20), polarity, Rag.MET if operator in met else Rag.MISSED)
            for value, met in [
                ("19.9", {"<", "<="}),
                ("19.9499999", {"<", "<="}),
                ("19.95", {"<=", ">="}),  # shown as 20.0%
                ("20", {"<=", ">="}),
                ("20.0499999", {"<=", ">="}),
                ("20.05", {">", ">="}),
                ("20.1", {">", ">="}),
            ]
            for operator in Operator
            for polarity in Polarity
        ],
        # States of their own.
        *[(None, goal, way, Rag.NO_DATA) for goal in (HIGHER, about(9, 1), single("<", 9), None) for way in Polarity],
        *[("100", None, way, Rag.NO_TARGET) for way in Polarity],
        ("100", HIGHER, NEITHER, Rag.NO_TARGET),
        ("100", about(90, 5), NEITHER, Rag.NO_TARGET),
    ],
)
def test_every_rule_at_its_boundaries(value, goal, polarity, expected):
    assert judge(number(value), goal, polarity=polarity, places=1) == expected


@pytest.mark.parametrize(
    ("value", "goal", "polarity", "places", "expected"),
    [
        ("94.5", HIGHER, UP, 0, Rag.GREEN),  # shown as 95%
        ("94.4999", HIGHER, UP, 0, Rag.AMBER),
        ("94.95", HIGHER, UP, 2, Rag.AMBER),
        ("94.995", HIGHER, UP, 2, Rag.GREEN),
        ("5.49", LOWER, DOWN, 0, Rag.GREEN),
        ("5.5", LOWER, DOWN, 0, Rag.AMBER),
        ("9.5", single("<", 10), DOWN, 0, Rag.MISSED),
        ("9.49", single("<", 10), DOWN, 0, Rag.MET),
        ("84.5", about(90, 5), UP, 0, Rag.AMBER),
        ("84.49", about(90, 5), UP, 0, Rag.RED),
    ],
)
def test_the_rounding_step_is_that_of_the_figures_own_places(value, goal, polarity, places, expected):
    assert judge(D(value), goal, polarity=polarity, places=places) == expected


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"rule": Rule.MINIMUM_UPPER, "minimum": D(1)}, "minimum_upper needs its upper"),
        ({"rule": Rule.MINIMUM_UPPER, "target": D(1)}, "minimum_upper needs its minimum and upper"),
        ({"rule": Rule.OPERATOR, "target": D(1)}, "operator needs its operator"),
        ({"rule": Rule.TOLERANCE, "tolerance": D(1)}, "tolerance needs its target"),
    ],
)
def test_a_goal_has_all_that_its_rule_needs(facts, missing):
    with pytest.raises(ValueError, match=missing):
        Goal(**facts)


@pytest.mark.parametrize(
    ("goal", "measured_in", "expected"),
    [
        (HIGHER, MeasuredIn.PERCENTAGE, "minimum 90%, upper 95%"),
        (between("96.5000", "98.5000"), MeasuredIn.PERCENTAGE, "minimum 96.5%, upper 98.5%"),
        (between(50, 40), MeasuredIn.RATE, "minimum 50 per 10,000, upper 40 per 10,000"),
        (single("<=", 20), MeasuredIn.PERCENTAGE, "≤ 20%"),
        (single("<", 10), MeasuredIn.PERCENTAGE, "< 10%"),
        (single(">=", "1200.00"), MeasuredIn.COUNT, "≥ 1,200"),
        (single(">", 1), MeasuredIn.DAYS, "> 1 day"),
        (about(90, 5), MeasuredIn.PERCENTAGE, "90%, tolerance 5 points"),
        (about(90, "1.0"), MeasuredIn.PERCENTAGE, "90%, tolerance 1 point"),
        (about(20, "2.50"), MeasuredIn.DAYS, "20 days, tolerance 2.5 days"),
        (about(16, 1), MeasuredIn.RATIO, "16, tolerance 1"),
        (None, MeasuredIn.PERCENTAGE, "no target"),
    ],
)
def test_a_goal_in_words(goal, measured_in, expected):
    assert goal_words(goal, measured_in=measured_in) == expected
    assert goal is None or goal.words(measured_in) == expected


@pytest.mark.parametrize(
    ("goal", "rag", "expected"),
    [
        (HIGHER, Rag.RED, ("minimum", D(90))),
        (HIGHER, Rag.AMBER, ("upper", D(95))),
        (HIGHER, Rag.GREEN, ("upper", D(95))),
        (single("<", 10), Rag.MISSED, ("target", D(10))),
        (about(90, 5), Rag.RED, ("target", D(90))),
    ],
)
def test_what_has_to_be_reached_next(goal, rag, expected):
    assert goal.reach(rag) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("0.125", 2, "0.13"),
        ("-2.5", 0, "-3"),
        ("90.449999", 1, "90.4"),
        ("-0.04", 1, "0.0"),
        ("7", 1, "7.0"),
    ],
)
def test_halves_round_away_from_zero(value, places, expected):
    assert str(displayed(D(value), places)) == expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "measured_in", "places", "expected"),
    [
        ("1958", "2165", MeasuredIn.PERCENTAGE, 1, "90.4"),
        ("0", "2165", MeasuredIn.PERCENTAGE, 1, "0.0"),
        ("274", "64300", MeasuredIn.RATE, 1, "42.6"),
        ("1235", "100", MeasuredIn.DAYS, 1, "12.4"),  # 12.35
        ("970", "60", MeasuredIn.RATIO, 1, "16.2"),
        ("274", "64300", MeasuredIn.COUNT, 0, "274"),
        ("274", None, MeasuredIn.COUNT, 0, "274"),
        ("0", "0", MeasuredIn.PERCENTAGE, 1, None),
        ("5", "0", MeasuredIn.RATE, 1, None),
        (None, "5", MeasuredIn.PERCENTAGE, 1, None),
        ("5", None, MeasuredIn.DAYS, 1, None),
        (None, None, MeasuredIn.COUNT, 0, None),
    ],
)
def test_a_figure_is_made_of_its_numerator_and_denominator(numerator, denominator, measured_in, places, expected):
    made = ratio_of(number(numerator), number(denominator), measured_in)

    assert (None if made is None else str(displayed(made, places))) == expected


@pytest.mark.parametrize(
    ("value", "goal", "polarity", "expected"),
    [
        ("77.8481", between(85, 90), UP, "7.2 points below minimum (8.5% in relative terms)"),
        ("90.4", HIGHER, UP, "4.6 points below upper (4.8% in relative terms)"),
        ("95.5", HIGHER, UP, "0.5 points above upper (0.5% in relative terms)"),
        ("95", HIGHER, UP, "at upper"),
        ("90", HIGHER, UP, "5.0 points below upper (5.3% in relative terms)"),
        ("11.7", LOWER, DOWN, "1.7 points above minimum (17.0% in relative terms)"),
        ("3", LOWER, DOWN, "2.0 points below upper (40.0% in relative terms)"),
        ("90.04", between("90.25", 95), UP, "0.25 points below minimum (0.3% in relative terms)"),
        ("1", between(10, 0), DOWN, "1.0 points above upper"),
        ("23", single("<=", 20), DOWN, "3.0 points above target (15.0% in relative terms)"),
        ("15", single("<=", 20), NEITHER, "5.0 points below target (25.0% in relative terms)"),
        ("20", single("<=", 20), DOWN, "at target"),
        ("20", single("<", 20), DOWN, "at target, not below it"),
        ("20.04", single(">", 20), UP, "at target, not above it"),
        ("82", about(90, 5), UP, "8.0 points below target (8.9% in relative terms)"),
        ("88", about(90, 5), UP, "2.0 points below target (2.2% in relative terms)"),
        ("22", about(20, 5), DOWN, "2.0 points above target (10.0% in relative terms)"),
        (None, HIGHER, UP, "not applicable"),
        ("90", None, UP, "not applicable"),
        ("90", HIGHER, NEITHER, "not applicable"),
    ],
)
def test_distance_is_in_points_and_relative_and_says_which(value, goal, polarity, expected):
    gap = distance(number(value), goal, polarity=polarity, places=1)

    assert distance_words(gap, measured_in=MeasuredIn.PERCENTAGE, places=1) == expected


@pytest.mark.parametrize(
    ("value", "goal", "polarity", "measured_in", "places", "expected"),
    [
        ("80", between(1000, 2000), UP, MeasuredIn.COUNT, 0, "920 below minimum (92.0% in relative terms)"),
        ("3200", single("<", 2000), DOWN, MeasuredIn.COUNT, 0, "1,200 above target (60.0% in relative terms)"),
        ("22.3", about(20, 5), DOWN, MeasuredIn.DAYS, 1, "2.3 days above target (11.5% in relative terms)"),
        ("21", about(20, 5), DOWN, MeasuredIn.DAYS, 0, "1 day above target (5.0% in relative terms)"),
        ("51", between(50, 40), DOWN, MeasuredIn.RATE, 1, "1.0 above minimum (2.0% in relative terms)"),
        ("16.2", single("<=", 15), DOWN, MeasuredIn.RATIO, 1, "1.2 above target (8.0% in relative terms)"),
    ],
)
def test_only_percentages_differ_by_points(value, goal, polarity, measured_in, places, expected):
    gap = distance(D(value), goal, polarity=polarity, places=places)

    assert distance_words(gap, measured_in=measured_in, places=places) == expected


@pytest.mark.parametrize(
    ("now", "before", "polarity", "expected"),
    [
        ("90.4", "92.9", UP, Direction.WORSE),
        ("92.9", "90.4", UP, Direction.IMPROVED),
        ("11.7", "11.3", DOWN, Direction.WORSE),
        ("11.3", "11.7", DOWN, Direction.IMPROVED),
        ("90.44", "90.36", UP, Direction.NO_CHANGE),
        ("790", "777", NEITHER, Direction.RISEN),
        ("777", "790", NEITHER, Direction.FALLEN),
        (None, "1", UP, Direction.CANNOT_SAY),
        ("1", None, UP, Direction.CANNOT_SAY),
    ],
)
def test_direction_of_travel_follows_polarity(now, before, polarity, expected):
    assert direction(number(now), number(before), polarity=polarity, places=1) == expected


@pytest.mark.parametrize(
    ("value", "measured_in", "places", "expected"),
    [
        ("90.4387", MeasuredIn.PERCENTAGE, 1, "90.4%"),
        ("1958", MeasuredIn.COUNT, 0, "1,958"),
        ("42.6", MeasuredIn.RATE, 1, "42.6 per 10,000"),
        ("12.25", MeasuredIn.DAYS, 1, "12.3 days"),
        ("1", MeasuredIn.DAYS, 0, "1 day"),
        ("1", MeasuredIn.DAYS, 1, "1.0 days"),
        ("0", MeasuredIn.DAYS, 0, "0 days"),
        ("16.16", MeasuredIn.RATIO, 1, "16.2"),
        ("0", MeasuredIn.PERCENTAGE, 1, "0.0%"),
        (None, MeasuredIn.DAYS, 1, "no data"),
    ],
)
def test_words_for_figures(value, measured_in, places, expected):
    assert figure_words(number(value), measured_in=measured_in, places=places) == expected


@pytest.mark.parametrize(
    ("value", "measured_in", "expected"),
    [
        ("90.0000", MeasuredIn.PERCENTAGE, "90%"),
        ("96.5000", MeasuredIn.PERCENTAGE, "96.5%"),
        ("0.0000", MeasuredIn.PERCENTAGE, "0%"),
        ("1200.0000", MeasuredIn.COUNT, "1,200"),
        ("1E+3", MeasuredIn.COUNT, "1,000"),
        ("42.50", MeasuredIn.RATE, "42.5 per 10,000"),
        ("20.0", MeasuredIn.DAYS, "20 days"),
        ("1.0", MeasuredIn.DAYS, "1 day"),
        ("16.0", MeasuredIn.RATIO, "16"),
        (None, MeasuredIn.PERCENTAGE, "no target"),
    ],
)
def test_words_for_targets_have_no_noughts_that_nobody_wrote(value, measured_in, expected):
    assert target_words(number(value), measured_in=measured_in) == expected


@pytest.mark.parametrize(
    ("kinds", "words"),
    [(MeasuredIn, MEASURED_IN_WORDS), (Rag, RAG_WORDS), (Rule, RULE_WORDS), (Operator, OPERATOR_SIGNS)],
)
def test_every_state_has_words_of_its_own(kinds, words):
    assert list(words) == list(kinds)
    assert len(set(words.values())) == len(kinds)


def test_upper_is_the_harder_of_the_two():
    assert order_is_right(D(90), D(95), UP)
    assert not order_is_right(D(95), D(90), UP)
    assert order_is_right(D(10), D(5), DOWN)
    assert not order_is_right(D(5), D(10), DOWN)
