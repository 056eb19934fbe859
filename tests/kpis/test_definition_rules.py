"""What definitions and targets may say, case by case."""

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kpis import definition_rules as rules
from kpis.definition_rules import DefinitionDraft
from kpis.rag import Goal, Operator, Polarity, Rule

PLAIN = DefinitionDraft("Visits", "percentage", 1, "higher", "snapshot")
MAY, JUNE = datetime.date(2023, 5, 1), datetime.date(2023, 6, 1)


def changed(**facts):
    return dataclasses.replace(PLAIN, **facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ""),
        ({"places": 0}, ""),
        ({"places": 4}, ""),
        ({"places": 5}, "Decimal places must be a whole number from 0 to 4."),
        ({"places": -1}, "Decimal places must be a whole number from 0 to 4."),
        ({"title": ""}, "Give the indicator a title."),
        ({"title": "x" * 200}, ""),
        ({"title": "x" * 201}, "Title must be 200 characters or fewer. It has 201."),
        ({"measured_in": "metres"}, "Unit: “metres” is not known."),
        ({"polarity": "sideways"}, "Which way is better: “sideways” is not known."),
        ({"basis": "outturn"}, "An outturn is the closing figure of a year, so no indicator is counted on it."),
        (
            {"measured_in": "count", "denominator_words": "Children"},
            "A count has no denominator: leave its words empty.",
        ),
        ({"origin": "hearsay"}, "Return or computed: “hearsay” is not known."),
        (
            {"measure": "chronology"},
            "The figures come from a return, so nothing is computed: leave what is computed empty.",
        ),
        ({"cohort": "in_care"}, "Tool, domain and cohort narrow what is computed: leave them empty for a return."),
        ({"origin": "computed"}, "Choose what is computed."),
        ({"origin": "computed", "measure": "chronology", "tool": "case-file", "domain": "chronology"}, ""),
        (
            {"origin": "computed", "measure": "chronology"},
            "A chronology is asked about in one question of one tool: name the tool and the question’s code.",
        ),
        (
            {"origin": "computed", "measure": "good_or_better", "domain": "risk"},
            "Domains of different tools do not add up: name the tool whose domain it is.",
        ),
        (
            {"origin": "computed", "measure": "chronology", "measured_in": "days"},
            "What is computed from audits and actions is a percentage.",
        ),
    ],
)
def test_a_definition(facts, expected):
    assert rules.draft_barrier(changed(**facts)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": "Visits in time", "why_it_matters": "A child is seen."}, ""),
        ({}, ""),
        (
            {"title": "Visits in time", "places": 0},
            "This counts something otherwise (Decimal places): change the definition from a month on instead.",
        ),
        ({"title": ""}, "Give the indicator a title."),
    ],
)
def test_a_correction_of_wording(facts, expected):
    assert rules.wording_barrier(PLAIN, changed(**facts)) == expected


MONTH_START = "A definition changes at the start of a month."
BEGAN = "The definition in force began in May 2023. A new one cannot begin before it or with it: choose a later month."


@pytest.mark.parametrize(
    ("facts", "starts_on", "note", "expected"),
    [
        ({"basis": "month"}, JUNE, "Now in the month.", ""),
        ({"basis": "month"}, datetime.date(2023, 6, 2), "Now in the month.", MONTH_START),
        ({"basis": "month"}, MAY, "Now in the month.", BEGAN),
        ({"basis": "month"}, datetime.date(2023, 4, 1), "Now in the month.", BEGAN),
        (
            {"basis": "month"}, JUNE, "",
            "Say what is counted otherwise: the trend line breaks there, and readers are told why.",
        ),
        ({}, JUNE, "Nothing.", "Nothing is changed."),
        ({"places": 9}, JUNE, "More places.", "Decimal places must be a whole number from 0 to 4."),
    ],
)  # fmt: skip
def test_a_change_of_definition(facts, starts_on, note, expected):
    barrier = rules.change_barrier(PLAIN, changed(**facts), running_since=MAY, starts_on=starts_on, note=note)

    assert barrier == expected


def both(minimum, upper):
    return Goal(Rule.MINIMUM_UPPER, minimum=Decimal(minimum), upper=Decimal(upper))


ONE = Goal(Rule.OPERATOR, target=Decimal(20), operator=Operator.AT_MOST)
BELOW_ZERO = "A tolerance cannot be below zero."
NO_WAY = "7.1 has no better direction, so it can have no target."


@pytest.mark.parametrize(
    ("goal", "polarity", "expected"),
    [
        (both(90, 95), Polarity.HIGHER, ""),
        (both(90, 90), Polarity.HIGHER, ""),
        (both(95, 90), Polarity.HIGHER, "Higher is better: upper must not be easier to reach than minimum."),
        (both(10, 5), Polarity.LOWER, ""),
        (both(5, 10), Polarity.LOWER, "Lower is better: upper must not be easier to reach than minimum."),
        (both(90, 95), Polarity.NONE, NO_WAY),
        (ONE, Polarity.NONE, ""),
        (ONE, Polarity.LOWER, ""),
        (Goal(Rule.TOLERANCE, target=Decimal(90), tolerance=Decimal(5)), Polarity.HIGHER, ""),
        (Goal(Rule.TOLERANCE, target=Decimal(90), tolerance=Decimal(5)), Polarity.NONE, NO_WAY),
        (Goal(Rule.TOLERANCE, target=Decimal(90), tolerance=Decimal(-1)), Polarity.LOWER, BELOW_ZERO),
    ],
)  # fmt: skip
def test_a_target(goal, polarity, expected):
    assert rules.goal_barrier("7.1", goal, polarity) == expected


NO_NUMERATOR = "1.2 is a count: it has a figure, but no numerator."


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("3.1", "denominator", False), ("1.2", "value", True), ""),
        (("3.1", "denominator", False), ("3.1", "denominator", False), "The two sides are the same figure."),
        (("3.1", "denominator", False), ("1.2", "numerator", True), NO_NUMERATOR),
        (("3.1", "denominator", False), ("3.1", "numerator", False), ""),
    ],
)  # fmt: skip
def test_a_reconciliation(left, right, expected):
    assert rules.reconciliation_barrier(left, right) == expected


@pytest.mark.parametrize(
    ("year", "children", "expected"),
    [
        (2023, 1, ""),
        (1990, 64_000, ""),
        (1989, 64_000, "Give the year of the estimate, from 1990 to 2099."),
        (2023, 0, "A rate cannot be counted on nobody: give a number above zero."),
    ],
)
def test_a_population(year, children, expected):
    assert rules.population_barrier(year, children) == expected
