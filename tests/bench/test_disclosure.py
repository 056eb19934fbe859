"""A month's report is protected against those of the months before it, within a second. Plain Python, no database."""

import datetime
import random
import time
from decimal import Decimal

import pytest

from audits.summaries import CycleGrades
from kpis.disclosure import is_safe
from kpis.measures import Measure
from kpis.periods import Basis, add_months, last_of, month_words
from kpis.rag import MeasuredIn
from reports.audit_counts import AGREED_AUDITS, GRADES, cycle_tables
from reports.audits_told import CountedOf
from reports.behind import Held
from reports.content import GRADE_TITLES
from reports.disclosure import CountTable, Edition, Kin, Line, ShownLine, ShownTable, protect
from reports.graded import give_away, protect_beside
from tests.reports.disclosure.test_told_elsewhere import kin

pytestmark = pytest.mark.bench
APRIL = datetime.date(2025, 4, 1)
MONTHS = [add_months(APRIL, number) for number in range(12)]
MOST_SECONDS = 1
AUDITS = {"1": CountedOf(Measure.GOOD_OR_BETTER)}
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
    [shown] = protect_beside([table], earlier, AUDITS, "/c/").tables
    seconds = time.perf_counter() - began

    print(f"\n{len(earlier)} editions of a council and its services: {seconds:.2f} s")
    expected = {"shown": (line.counts, line.total), "hidden": ((0, None, None, 0), None)}
    assert (shown.lines[0].cells, shown.lines[0].total) == expected[cells]
    assert seconds <= MOST_SECONDS


class Year:
    """A council and three services: each month their figures, each quarter their grades and cycles of two months."""

    def __init__(self):
        self.services = [f"/c/{number}/" for number in range(3)]
        self.published = []
        self.seconds = []

    def counts(self, unit, months):
        """By grade."""
        parts = [
            self.parts(service, month) for service in self.services if service.startswith(unit) for month in months
        ]
        return tuple(map(sum, zip(*parts, strict=True)))

    def parts(self, service, month):
        dice = random.Random(f"{service} {month}")
        return [dice.choice((0, 0, 1, 2, 3, 5, 6, 8, 11)) for _ in GRADE_TITLES]

    def earlier(self, unit):
        who = {of for of, *_ in self.published}
        adds_up = {*self.services, "/c/"} - {unit} <= who
        return [
            Edition(f"{name} of {of}", tables, kin(unit, of), adds_up=adds_up and of != unit, unit=of,
                    is_apart=of != unit and is_figures)
            for of, name, tables, is_figures in self.published
        ]  # fmt: skip

    def timed(self, protecting, *arguments):
        began = time.perf_counter()
        found = protecting(*arguments)
        self.seconds.append(time.perf_counter() - began)
        return found

    def publish_figures(self, unit, month):
        to_date = [each for each in MONTHS if each <= month]
        held = []
        for basis, months in ((Basis.MONTH, [month]), (Basis.YEAR_TO_DATE, to_date)):
            counts = self.counts(unit, months)
            good, of = sum(counts[:2]), sum(counts)
            if of and is_safe(good, of):
                held.append(Held("1", month, basis, MeasuredIn.PERCENTAGE, Decimal(good), Decimal(of)))
        gone = self.timed(give_away, held, AUDITS, [], self.earlier(unit), unit)
        lines = tuple(ShownLine(each.title, (int(each.numerator), int(each.denominator - each.numerator)),
                                int(each.denominator)) for each in held if each not in gone)  # fmt: skip
        table = ShownTable("Indicator 1", ("Number", "The rest"), lines, None)
        self.published.append((unit, f"The figures of {month}", (table,), True))

    def publish_tables(self, unit, quarter):
        line = Line("Overall", self.counts(unit, quarter), cohort=AGREED_AUDITS)
        grades = CountTable(GRADES, GRADE_TITLES, (line,), adds_up=False, period=(quarter[0], last_of(quarter[-1])),
                            of="grade", is_ordered=True, revealing=GRADE_TITLES)  # fmt: skip
        until = MONTHS.index(quarter[-1]) + 1
        cycles = []
        for first in range(0, until, 2):
            months = MONTHS[first : min(first + 2, until)]
            days = (months[0], last_of(months[-1]))
            cycles.append(CycleGrades(f"Cycle {first}", *days, self.counts(unit, months), days))
        tables = [grades, *cycle_tables(cycles)]
        shown = self.timed(protect_beside, tables, self.earlier(unit), AUDITS, unit).tables
        self.published.append((unit, f"The tables of {quarter[0]}", shown, False))
        return shown


def test_what_all_units_tell_of_a_year_is_taken_together_in_three_seconds():
    year = Year()
    for number, month in enumerate(MONTHS):
        for unit in (*year.services, "/c/"):
            year.publish_figures(unit, month)
            if number % 3 == 2:
                shown = year.publish_tables(unit, MONTHS[number - 2 : number + 1])

    cells = [cell for table in shown for line in table.lines for cell in (*line.cells, line.total)]
    hidden = cells.count(None)
    slowest = max(year.seconds)
    print(f"\n{len(year.published)} editions of a year: {slowest:.2f} s at most; the council's last tables hide "
          f"{hidden} of {len(cells)} numbers")  # fmt: skip
    assert 0 < hidden < len(cells)
    assert slowest <= 3 * MOST_SECONDS
