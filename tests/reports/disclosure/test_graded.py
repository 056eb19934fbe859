"""Indicators that count audits, beside the table of grades and beside one another."""

import datetime
from decimal import Decimal

import pytest

from kpis.measures import Measure
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from reports import disclosure
from reports.audit_counts import AGREED_AUDITS, GRADES, MODERATED, MODERATION, graded_in
from reports.behind import Held
from reports.content import GRADE_TITLES
from reports.disclosure import CountTable, Line
from reports.graded import CountedOf, give_away

QUARTER = (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
GOOD, BAD = CountedOf(Measure.GOOD_OR_BETTER), CountedOf(Measure.INADEQUATE)


def held(ref, month, numerator, denominator, basis=Basis.MONTH):
    return Held(ref, datetime.date(2026, month, 1), basis, MeasuredIn.PERCENTAGE, Decimal(numerator),
                Decimal(denominator))  # fmt: skip


def grades(*counts, planning=None):
    lines = [Line("Overall", counts, cohort=AGREED_AUDITS)]
    if planning:
        lines.append(Line("Planning", planning, cohort=f"{graded_in('planning')}every tool)"))
    table = CountTable(GRADES, GRADE_TITLES, tuple(lines), adds_up=False, period=QUARTER, of="grade", is_ordered=True)
    return disclosure.protect([table], []).tables


def hidden(figures, counted, tables=()):
    return {(each.ref, each.month.month) for each in give_away(figures, counted, list(tables))}


@pytest.mark.parametrize(
    ("counts", "figures", "expected"),
    [
        # The whole quarter, and a row that shows all: nothing new.
        ((0, 20, 10, 0), [held("Q1", 6, 20, 30, Basis.QUARTER)], set()),
        # June alone leaves 8 good and 2 others in April and May.
        ((0, 20, 10, 0), [held("Q1", 6, 12, 20)], {("Q1", 6)}),
        # June leaves 8 and 7.
        ((0, 20, 17, 0), [held("Q1", 6, 12, 22)], set()),
        # June and May leave enough each, but April is known from both: 2 and 0.
        ((0, 20, 18, 0), [held("Q1", 6, 10, 19), held("Q1", 5, 8, 17)], {("Q1", 6), ("Q1", 5)}),
        # All three months are shown, and leave nothing.
        ((0, 20, 18, 0), [held("Q1", 6, 6, 12), held("Q1", 5, 7, 13), held("Q1", 4, 7, 13)], set()),
        # Outstanding and good are hidden together: the row tells no share of good ones, nor may the indicator.
        ((3, 20, 10, 4), [held("Q1", 6, 23, 37, Basis.QUARTER)], {("Q1", 6)}),
        # From April to May, and May: what is counted twice is not taken away twice.
        ((0, 22, 22, 0), [held("Q1", 5, 14, 28, Basis.YEAR_TO_DATE), held("Q1", 5, 8, 15)], set()),
        # A year that reaches back before the quarter is no part of it.
        ((0, 20, 17, 0), [held("Q1", 6, 23, 42, Basis.ROLLING_YEAR)], set()),
        # Nor is a year's outturn, in whichever month it stands.
        ((0, 20, 17, 0), [held("Q1", 6, 17, 32, Basis.OUTTURN)], set()),
        # March is not in the quarter.
        ((3, 20, 10, 4), [held("Q1", 3, 23, 37)], set()),
    ],
)  # fmt: skip
def test_beside_the_table_of_grades(counts, figures, expected):
    assert hidden(figures, {"Q1": GOOD}, grades(*counts)) == expected


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        ((8, 20), (8, 20), {("Q1", 6), ("Q2", 6)}),  # 4 require improvement
        ((8, 24), (8, 24), set()),  # 8 do
        ((12, 20), (8, 20), set()),  # none does
        ((8, 20), (8, 21), set()),  # of other audits
    ],
)
def test_good_and_inadequate_leave_those_that_require_improvement(good, bad, expected):
    figures = [held("Q1", 6, *good), held("Q2", 6, *bad)]

    assert hidden(figures, {"Q1": GOOD, "Q2": BAD}) == expected
    assert hidden(figures, {"Q1": GOOD, "Q2": CountedOf(Measure.INADEQUATE, domain="planning")}) == set()


@pytest.mark.parametrize(
    ("all_of_them", "some", "expected"),
    [
        ((20, 40), (17, 30), {("Q3", 6)}),  # 3 good ones who are not in care
        ((20, 40), (12, 30), {("Q3", 6)}),  # 2 others who are not
        ((20, 40), (10, 20), set()),
        ((20, 40), (20, 40), set()),  # all are in care
    ],
)
def test_a_cohort_taken_from_all_leaves_no_small_number(all_of_them, some, expected):
    counted = {"Q1": GOOD, "Q3": CountedOf(Measure.GOOD_OR_BETTER, cohort="in_care")}

    assert hidden([held("Q1", 6, *all_of_them), held("Q3", 6, *some)], counted) == expected


def test_the_years_before_are_told_apart_by_nobody_either():
    figures = [held("Q1", 3, 8, 20, Basis.OUTTURN), held("Q2", 3, 8, 20, Basis.OUTTURN)]

    assert hidden(figures, {"Q1": GOOD, "Q2": BAD}) == {("Q1", 3), ("Q2", 3)}


def test_grades_that_were_raised_and_lowered_are_counted_together():
    moderated = disclosure.protect(
        [CountTable(MODERATION, MODERATED, (Line("Moderated audits", (20, 12, 7)),), adds_up=False, period=QUARTER)], []
    ).tables

    assert hidden([held("Q6", 6, 9, 17)], {"Q6": CountedOf(Measure.GRADES_CHANGED)}, moderated) == set()


def test_a_domain_is_held_against_its_own_line_and_moderation_against_its_own_table():
    planning = CountedOf(Measure.GOOD_OR_BETTER, tool="standard", domain="planning")
    changed = CountedOf(Measure.GRADES_CHANGED)
    moderated = disclosure.protect(
        [CountTable(MODERATION, MODERATED, (Line("Moderated audits", (20, 3, 0)),), adds_up=False, period=QUARTER)], []
    ).tables
    shown = grades(0, 20, 10, 0, planning=(0, 28, 2, 0))

    assert hidden([held("Q3", 6, 28, 30, Basis.QUARTER)], {"Q3": planning}, shown) == {("Q3", 6)}
    assert hidden([held("Q1", 6, 20, 30, Basis.QUARTER)], {"Q1": GOOD}, shown) == set()
    assert hidden([held("Q6", 6, 3, 23, Basis.QUARTER)], {"Q6": changed}, moderated) == {("Q6", 6)}
