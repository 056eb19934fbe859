"""A month's report is protected against those of the months before it, within a second. Plain Python, no database."""

import datetime
import random
import time

import pytest

from kpis.measures import Measure
from kpis.periods import add_months, last_of, month_words
from reports.audit_counts import AGREED_AUDITS, GRADES
from reports.audits_told import CountedOf
from reports.content import GRADE_TITLES
from reports.disclosure import CountTable, Edition, Kin, Line, ShownLine, ShownTable, protect
from reports.graded import protect_beside

pytestmark = pytest.mark.bench
APRIL = datetime.date(2025, 4, 1)
MONTHS = [add_months(APRIL, number) for number in range(12)]
MOST_SECONDS = 1
NUMBERS = (0, 2, 4, 7, 12, 25, 40, 60, 90, 120)


def tables(indicators, months, seed=1):
    """For each indicator its last six months, and for two in three what it counts from April on."""
    found = []
    for ref in range(indicators):
        dice = random.Random(f"{seed} {ref}")
        counts = [(dice.choice(NUMBERS), dice.choice(NUMBERS)) for _ in range(months)]
        lines = [
            Line(f"{add_months(APRIL, month):%B %Y}", counts[month]) for month in range(max(0, months - 6), months)
        ]
        if ref % 3:
            total = tuple(map(sum, zip(*counts, strict=True)))
            period = (APRIL, last_of(add_months(APRIL, months - 1)))
            lines.insert(0, Line("Year to date", total, cohort=f"Indicator {ref}", of="met", period=period))
        found.append(CountTable(f"Indicator {ref}", ("Number", "The rest"), tuple(lines), adds_up=False))
    return found


@pytest.mark.parametrize(("indicators", "months"), [(17, 11), (150, 3)])
def test_a_month_is_protected_against_those_before_it_within_a_second(indicators, months):
    earlier = []
    for month in range(1, months + 1):
        earlier.append(Edition(f"Month {month}", protect(tables(indicators, month), earlier).tables))

    began = time.perf_counter()
    found = protect(tables(indicators, months + 1), earlier)
    seconds = time.perf_counter() - began

    print(
        f"\n{indicators} indicators against {months} months: {seconds:.2f} s, {len(found.suppressions)} numbers hidden"
    )
    assert seconds <= MOST_SECONDS


def count_of(unit, month):
    dice = random.Random(f"{unit} {month}")
    return dice.choice((0, 6, 7, 9, 12)), dice.choice((0, 6, 8, 10))


def told(units, months):
    return [sum(count_of(unit, month)[place] for unit in units for month in months) for place in (0, 1)]


def figures_of(units, month):
    """What a report about a month showed of an indicator of audits: its last six months, each with the year to date."""
    lines = []
    for number in range(6):
        shown = add_months(month, -number)
        to_date = [each for each in MONTHS if each <= shown]
        for basis, months in (("in the month", to_date[-1:]), ("year to date", to_date)):
            good, rest = told(units, months)
            lines.append(ShownLine(f"{month_words(shown)}, {basis}", (good, rest), good + rest))
    return ShownTable("Indicator 1", ("Number", "The rest"), tuple(lines), None)


@pytest.mark.parametrize(("more", "cells"), [(0, "shown"), (2, "hidden")])
def test_grades_are_protected_against_a_year_of_figures_of_all_services_within_a_second(more, cells):
    """The council and each of five services published every month; of its half-year they tell all, or all but a few."""
    units = [f"/c/{number}/" for number in range(5)]
    earlier = [
        Edition(f"{unit} {month}", (figures_of(of, month),), kin, unit=unit, is_apart=kin == Kin.PART)
        for month in MONTHS
        for unit, of, kin in [("/c/", units, Kin.SAME), *((unit, [unit], Kin.PART) for unit in units)]
    ]
    good, rest = told(units, MONTHS[:6])
    line = Line("Overall", (0, good + more, rest + more, 0), cohort=AGREED_AUDITS)
    table = CountTable(GRADES, GRADE_TITLES, (line,), adds_up=False, period=(APRIL, last_of(MONTHS[5])), of="grade",
                       is_ordered=True)  # fmt: skip

    began = time.perf_counter()
    [shown] = protect_beside([table], earlier, {"1": CountedOf(Measure.GOOD_OR_BETTER)}, "/c/").tables
    seconds = time.perf_counter() - began

    print(f"\n{len(earlier)} editions of a council and its services: {seconds:.2f} s")
    expected = {"shown": (line.counts, line.total), "hidden": ((0, None, None, 0), None)}
    assert (shown.lines[0].cells, shown.lines[0].total) == expected[cells]
    assert seconds <= MOST_SECONDS
