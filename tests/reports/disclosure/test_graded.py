"""Indicators that count audits, beside the table of grades and beside one another."""

import datetime
import random
from decimal import Decimal

import pytest

from kpis.measures import Measure
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from reports import disclosure
from reports.audit_counts import AGREED_AUDITS, GRADES, MODERATED, MODERATION, graded_in
from reports.audits_told import CountedOf
from reports.behind import Held, month_and_basis
from reports.content import GRADE_TITLES
from reports.disclosure import CountTable, Edition, Kin, Line, Reason, ShownLine, ShownTable
from reports.graded import give_away, protect_beside
from tests.reports.disclosure.attacker import Told, found_out, told_by

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
        # Of June itself readers see a share alone, not its 3; and April and May are 23 and 14.
        ((6, 20, 30, 0), [held("Q1", 6, 3, 19)], set()),
        # June leaves 8 and 7.
        ((0, 20, 17, 0), [held("Q1", 6, 12, 22)], set()),
        # June and May leave enough each, but April is known from both: 2 and 0. The first one stays.
        ((0, 20, 18, 0), [held("Q1", 6, 10, 19), held("Q1", 5, 8, 17)], {("Q1", 5)}),
        # All three months are shown, and leave nothing.
        ((0, 20, 18, 0), [held("Q1", 6, 6, 12), held("Q1", 5, 7, 13), held("Q1", 4, 7, 13)], set()),
        # Outstanding and good are hidden together: the row tells no share of good ones, nor may the indicator.
        ((3, 20, 10, 4), [held("Q1", 6, 23, 37, Basis.QUARTER)], {("Q1", 6)}),
        # From April to May, and May: what is counted twice is not taken away twice.
        ((0, 22, 22, 0), [held("Q1", 5, 14, 28, Basis.YEAR_TO_DATE), held("Q1", 5, 8, 15)], set()),
        # A year that reaches back before the quarter is no part of it; the quarter is one of the year, and leaves 3.
        ((0, 20, 17, 0), [held("Q1", 6, 23, 42, Basis.ROLLING_YEAR)], {("Q1", 6)}),
        ((0, 20, 17, 0), [held("Q1", 6, 26, 51, Basis.ROLLING_YEAR)], set()),
        # Nor is a year's outturn, in whichever month it stands.
        ((0, 20, 17, 0), [held("Q1", 6, 17, 32, Basis.OUTTURN)], set()),
        # March is not in the quarter.
        ((3, 20, 10, 4), [held("Q1", 3, 23, 37)], set()),
    ],
)  # fmt: skip
def test_beside_the_table_of_grades(counts, figures, expected):
    assert hidden(figures, {"Q1": GOOD}, grades(*counts)) == expected


def test_a_table_that_the_months_add_up_to_is_taken_away_all_the_same():
    """From April to July 22 of 43 were good, and 20 of 37 from April to June: 2 and 4 are July's."""
    months = [held("Q1", month, *told) for month, told in ((4, (6, 12)), (5, (7, 13)), (6, (7, 12)))]
    year = held("Q1", 7, 22, 43, Basis.YEAR_TO_DATE)

    assert ("Q1", 7) in hidden([*months, year], {"Q1": GOOD}, grades(0, 20, 17, 0))
    assert hidden([*months, year], {"Q1": GOOD}) == set()  # of single months only shares are shown


def test_a_figure_is_held_against_the_table_beside_it_whatever_was_corrected():
    """17 of June's 23 leave 3 of the quarter's 20 good ones, of which a version before said 30."""
    before = Edition("Version 1", grades(0, 30, 16, 0), unit="/c/")

    for earlier in ([], [before]):
        figure = held("Q1", 6, 17, 23)
        assert give_away([figure], {"Q1": GOOD}, list(grades(0, 20, 12, 0)), earlier, "/c/") == {figure}


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


EARLIER = "Highlight indicators report, June 2026, version 1"


def told(*figures, kin=Kin.SAME, ref="Q1"):
    """An earlier edition that showed these figures of an indicator: title, number, and of how many."""
    lines = tuple(ShownLine(title, (number, of - number), of) for title, number, of in figures)
    return Edition(EARLIER, (ShownTable(f"Indicator {ref}", ("Number", "The rest"), lines, None),), kin)


def line_beside(counts, earlier, counted=GOOD):
    line = Line("Overall", counts, cohort=AGREED_AUDITS)
    table = CountTable(GRADES, GRADE_TITLES, (line,), adds_up=False, period=QUARTER, of="grade", is_ordered=True)
    return protect_beside([table], [earlier], {"Q1": counted})


JUNE, APRIL_ON = "June 2026, in the month", "June 2026, in the quarter"
C = None


@pytest.mark.parametrize(
    ("counts", "earlier", "cells", "total"),
    [
        # June was told: 8 good and 2 others are left of April and May.
        ((0, 20, 10, 0), told((JUNE, 12, 20)), (0, C, C, 0), 30),
        # 8 and 7 are.
        ((0, 20, 17, 0), told((JUNE, 12, 22)), (0, 20, 17, 0), 37),
        # 3 audits are: nor is it told how many there were.
        ((0, 20, 10, 0), told((JUNE, 18, 27)), (0, C, C, 0), None),
        # One is, which requires improvement: nor is it told that no other is good.
        ((0, 20, 10, 0), told((JUNE, 20, 29)), (0, C, C, 0), None),
        # How many were good was told: 20 good would tell that 3 were outstanding.
        ((3, 20, 10, 4), told((APRIL_ON, 23, 37)), (C, C, C, C), 37),
        # The same quarter, and nothing is hidden in the line.
        ((0, 20, 17, 0), told((APRIL_ON, 20, 37)), (0, 20, 17, 0), 37),
        # Two months leave the third: 1 good.
        ((0, 20, 20, 0), told((JUNE, 10, 17), ("May 2026, in the month", 9, 16)), (0, C, C, 0), 40),
        # Of four grades no more are hidden than it takes.
        ((12, 20, 10, 9), told((JUNE, 28, 40)), (C, 20, 10, C), 51),
        # March is another quarter; counts have no rest.
        ((0, 20, 10, 0), told(("March 2026, in the month", 12, 20)), (0, 20, 10, 0), 30),
        ((0, 20, 10, 0), told(("some title", 12, 20)), (0, 20, 10, 0), 30),
        ((0, 20, 10, 0), told((JUNE, 12, 20), ref="3.3"), (0, 20, 10, 0), 30),
    ],
)  # fmt: skip
def test_a_line_of_grades_gives_way_to_what_was_told_before(counts, earlier, cells, total):
    [line] = line_beside(counts, earlier).tables[0].lines

    assert (line.cells, line.total) == (cells, total)


def test_the_author_reads_beside_which_edition_it_would_tell():
    found = line_beside((0, 20, 10, 0), told((JUNE, 12, 20))).suppressions

    assert {each.column: each.words for each in found if each.reason == Reason.EDITION} == dict.fromkeys(
        ("Good", "Requires improvement"),
        f"Compared with “{EARLIER}”, published earlier, it would reveal a number from 1 to 5.",
    )


SPAN = (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))


def month_of_audits(counts, more):
    """The line of the month's grades; and beside it the indicator, which does not count `more`."""
    counted = (counts[0] + counts[1], counts[2] + counts[3])
    indicator = CountTable("Indicator Q1", ("Number", "The rest"), (Line(JUNE, counted),), adds_up=False)
    beside = disclosure.protect([indicator]).tables
    line = Line("Overall", tuple(map(sum, zip(counts, more, strict=True))), cohort=AGREED_AUDITS)
    table = CountTable(
        GRADES, GRADE_TITLES, (line,), adds_up=False, period=SPAN, of="grade", is_ordered=True, revealing=GRADE_TITLES,
        shares=(("Good or better", GRADE_TITLES[:2]),),
    )  # fmt: skip
    return protect_beside([table], [], {"Q1": GOOD}, beside=beside), beside[0]


def test_a_line_of_grades_gives_way_to_an_indicator_that_stands_beside_it():
    found, beside = month_of_audits((0, 10, 12, 0), (0, 0, 1, 0))

    assert (found.tables[0].lines[0].cells, found.tables[0].lines[0].total) == ((0, C, C, 0), None)
    assert beside.lines[0].cells == (10, 12)
    beside_it = "With the table “Indicator Q1” it would reveal a number that is hidden."
    assert [(each.column, each.words) for each in found.suppressions if each.reason == Reason.TABLE] == [
        ("Good", beside_it), ("Requires improvement", beside_it), ("Total", beside_it),
    ]  # fmt: skip
    same, _ = month_of_audits((0, 10, 12, 0), (0, 0, 0, 0))
    assert (same.tables[0].lines[0].cells, same.suppressions) == ((0, 10, 12, 0), ())


@pytest.mark.parametrize("seed", range(60))
def test_a_reader_who_tries_everything_finds_no_small_number_of_the_two(seed):
    """Counts 0 to 3 are the grades of the audits that the indicator counts, 4 to 7 those of the others."""
    chance = random.Random(f"months {seed}")
    counts = tuple(chance.choice((0, 0, 3, 6, 7, 9)) for _ in range(4))
    more = tuple(chance.choice((0, 0, 0, 1, 2)) for _ in range(4))
    found, beside = month_of_audits(counts, more)
    places = {title: {place, place + 4} for place, title in enumerate(GRADE_TITLES)}
    halves = {"Number": {0, 1}, "The rest": {2, 3}}

    told = told_by(
        found.tables[0], lambda _, column: places.get(column, set(range(8))), has_revealing=True
    )  # fmt: skip
    told += told_by(beside, lambda _, column: halves.get(column, {0, 1, 2, 3}))
    # What the report tells of nobody: the others together, and on each side of good.
    wanted = [frozenset(each) for each in (*places.values(), {4, 5}, {6, 7}, {4, 5, 6, 7})]

    told = [Told(each.parts, each.value, 0 if each.value is None else each.low, each.high) for each in told]
    assert found_out(told, wanted, 8, 12) == []


def test_moderation_gives_way_to_grades_changed():
    line = Line("Moderated audits", (20, 6, 10), cohort=AGREED_AUDITS)
    table = CountTable(MODERATION, MODERATED, (line,), adds_up=False, period=QUARTER, of="moderation")
    changed = {"Q1": CountedOf(Measure.GRADES_CHANGED)}

    [left] = protect_beside([table], [told((JUNE, 13, 22))], changed).tables[0].lines

    assert left.cells == (None, None, 10)
    assert protect_beside([table], [], changed).tables[0].lines[0].cells == (20, 6, 10)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("June 2026, in the month", (datetime.date(2026, 6, 1), Basis.MONTH)),
        ("March 2026, year to date", (datetime.date(2026, 3, 1), Basis.YEAR_TO_DATE)),
        ("June 2026", None),
        ("Sometime 2026, in the month", None),
    ],
)
def test_a_title_names_its_month_and_basis(title, found):
    assert month_and_basis(title) == found
