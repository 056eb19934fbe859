"""Percentages that were typed beside the name of a figure which the report has: each with what is said of it."""

from dataclasses import replace

import pytest

from reports.linting import Figure, IndicatorFact, Script, Section, lint
from tests.reports.linting.scripts import COVER, QUARTER, saying
from tests.reports.linting.test_live_words import passage

VISITS = IndicatorFact(
    "3.3", "% of CIN children visited within the past four weeks", "77.8%", "red", "Red",
    "Worse since November 2016 (84.0%)", target="minimum 80%, upper 85%", source="indicator-3.3",
)  # fmt: skip
COUNT = IndicatorFact("3.1", "Number of children with a plan", "1,958", "no_target", "No target")
GOOD = Figure("figure 1", "Audited records good or better", "57%", "October to December 2016", "43 of 75 records")
NAME = "“% of CIN children visited within the past four weeks”"


def told(text, kind="paragraph"):
    script = saying(text, kind=kind, indicators=(VISITS, COUNT), figures=(GOOD,))
    return [each.words for each in lint(script, QUARTER) if each.rule == "typed_figure"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("82% of CIN children were visited within four weeks.", f"82% is typed, but 3.3 {NAME} stands at 77.8%."),
        ("Visits (3.3) stand at 82 per cent.", f"82 per cent is typed, but 3.3 {NAME} stands at 77.8%."),
        ("82% of audited records were better.",
         "82% is typed, but “Audited records good or better” stands at 57%."),
        ("57% of audited records were better.", ""),
        ("77.8% of CIN children were visited within four weeks.", ""),
        ("78% of CIN children were visited within four weeks.", ""),  # rounded
        ("77% of CIN children were visited within four weeks.", f"77% is typed, but 3.3 {NAME} stands at 77.8%."),
        # Its target, the figure before, another time, another size of a part, and what is compared.
        ("The target of CIN children visited within four weeks is 85%.", ""),
        ("84.0% of CIN children had been visited within four weeks.", ""),
        ("82% of CIN children were visited within four weeks in April 2016.", ""),
        ("82% of CIN children were visited within four weeks in the previous quarter.", ""),
        ("82% of CIN children in one team were visited within four weeks.", ""),
        ("CIN children are visited within four weeks less than 82% of the time.", ""),
        ("Visits to CIN children within four weeks rose by 5%.", ""),
        ("82% of staff were trained.", ""),
        ("82% of children with a plan were seen.", ""),  # a number, and no share
    ],
)  # fmt: skip
def test_a_typed_figure_is_held_against_the_live_one(text, words):
    assert told(text) == [words] * bool(words)


DAYS = IndicatorFact("5.2", "Average days of children waiting for a match", "121.4 days", target="no target")
RATE = IndicatorFact(
    "2.1", "Rate of children in need plans", "42.6 per 10,000", trend="Risen since November 2016 (41.9)"
)
OPEN = Figure("figure 2", "Open now", "1", "1 January 2017", "not yet delivered")
RAISED = Figure("figure 3", "Actions raised", "12", "October to December 2016", "in the quarter")


def typed_numbers(text):
    script = saying(text, indicators=(VISITS, COUNT, DAYS, RATE), figures=(GOOD, OPEN, RAISED))
    return [each.words for each in lint(script, QUARTER) if each.rule == "typed_number"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,950 children with a plan were known.",
         "1,950 is typed, but 3.1 “Number of children with a plan” stands at 1,958."),
        ("The number of children with a plan stands at 1950.",
         "1950 is typed, but 3.1 “Number of children with a plan” stands at 1,958."),
        ("15 actions were raised.", "15 is typed, but “Actions raised” stands at 12."),
        ("The average days of children waiting for a match are 119 days.",
         "119 days is typed, but 5.2 “Average days of children waiting for a match” stands at 121.4 days."),
        ("The rate of children in need plans is 43.8 per 10,000.",
         "43.8 per 10,000 is typed, but 2.1 “Rate of children in need plans” stands at 42.6 per 10,000."),
        # The figure itself, rounded, and the one before.
        ("1,958 children with a plan were known.", ""),
        ("12 actions were raised.", ""),
        ("The average days of children waiting for a match are 121 days.", ""),
        ("The rate of children in need plans was 41.9 per 10,000.", ""),
        # What is said of something else: parts, differences, what is compared, other times, days, samples, targets.
        ("1,200 girls with a plan were known; all children were seen.", ""),
        ("Children with a plan rose by 40.", ""),
        ("About 2,000 children with a plan were known.", ""),
        ("1,912 children with a plan were known in the previous quarter.", ""),
        ("In 2016 children with a plan were seen more often.", ""),
        ("Children with a plan were seen within 10 working days.", ""),
        ("Children with a plan were seen on 14 December.", ""),
        ("Of 75 children with a plan all were seen.", ""),
        ("43 of 75 children with a plan were seen.", ""),
        ("We wrote to 30 parents of children with a plan.", ""),
        ("Section 47 enquiries led to children with a plan.", ""),
        ("80% of children with a plan were seen.", ""),
    ],
)  # fmt: skip
def test_a_typed_number_is_held_against_the_figure_that_it_names(text, words):
    assert typed_numbers(text) == [words] * bool(words)


def test_what_people_said_is_theirs():
    assert told("82% of CIN children were visited within four weeks.", kind="quotation") == []


def test_a_figure_that_was_picked_is_not_typed():
    picked = passage("Visits to CIN children within four weeks stand at <V>.")
    otherwise = replace(VISITS, value="90.0%")
    script = Script(COVER, (Section("Summary", "Summary", passages=(picked,)),), (otherwise,))

    assert [each for each in lint(script, QUARTER) if each.rule == "typed_figure"] == []
