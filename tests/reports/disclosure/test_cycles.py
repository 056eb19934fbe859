"""Grades by cycle beside the quarter's grades and beside indicators by the month: a reader who tries everything."""

import datetime
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from audits.summaries import CycleGrades
from kpis.measures import Measure
from kpis.periods import Basis, last_of
from kpis.rag import MeasuredIn
from reports import disclosure
from reports.audit_counts import AGREED_AUDITS, APART, CYCLES, GRADES, SHARES, cycle_tables, cycles_apart
from reports.audits_told import CountedOf
from reports.behind import Held
from reports.content import GRADE_TITLES
from reports.disclosure import CountTable, Edition, Kin, Line
from reports.graded import give_away, protect_beside
from tests.reports.disclosure.attacker import found_out, told_by

GOOD = {"A1": CountedOf(Measure.GOOD_OR_BETTER)}


def month(number):
    return datetime.date(2026, number, 1)


def span(first, last):
    return month(first), last_of(month(last))


def summed(*counts):
    return tuple(map(sum, zip(*counts, strict=True)))


def cycle(first, last, counts, *, is_exact=True):
    days = span(first, last)
    return CycleGrades(f"Cycle {first}", *days, counts, days if is_exact else None)


def quarter(counts, days):
    line = Line("Overall", counts, cohort=AGREED_AUDITS)
    return CountTable(GRADES, GRADE_TITLES, (line,), adds_up=False, period=days, of="grade", is_ordered=True,
                      revealing=GRADE_TITLES, shares=SHARES)  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_nothing_small_can_be_subtracted_from_cycles_and_the_quarter(seed):
    """Good and requires improvement in three stretches of time: one cycle is the first, the other the second with the
    third, and the quarter the first two. Every other time the quarter was published before."""
    chance = random.Random(f"cycles {seed}")
    one, two, three = ((0, *(chance.choice((0, 1, 3, 6, 8)) for _ in range(2)), 0) for _ in range(3))
    cycles = [cycle(4, 5, one), cycle(6, 7, summed(two, three))]
    tables = [quarter(summed(one, two), span(4, 6)), *cycle_tables(cycles)]
    if seed % 2:
        before = disclosure.protect(tables[:1]).tables
        shown = (*before, *disclosure.protect(tables[1:], [Edition("Before", before)]).tables)
    else:
        shown = disclosure.protect(tables).tables
    stretches = {"Overall": (0, 1), "Cycle 4": (0,), "Cycle 6": (1, 2)}

    def parts_of(title, column):
        places = {"Good": (0,), "Requires improvement": (1,), "Total": (0, 1)}.get(column, ())
        return frozenset(2 * each + place for each in stretches[title.partition(",")[0]] for place in places)

    told = [
        each
        for table in shown
        for each in told_by(table, parts_of, has_revealing=True)
        if each.parts  # of the grades that nobody has the attacker is told nothing more: there are none
    ]
    wanted = [frozenset({place}) for place in range(6)]
    wanted += [frozenset({0, 1}), frozenset({2, 3}), frozenset({4, 5}), frozenset({2, 4}), frozenset({3, 5})]
    wanted += [frozenset({0, 2}), frozenset({1, 3})]
    assert found_out(told, wanted, 6, 20) == []


def test_what_is_left_of_the_quarter_without_a_cycle_is_not_small():
    """24 audits of April and May, and one more of June."""
    tables = [quarter((0, 12, 13, 0), span(4, 6)), *cycle_tables([cycle(4, 5, (0, 12, 12, 0))])]

    of_quarter, by_cycle = disclosure.protect(tables).tables

    assert None in (of_quarter.lines[0].total, by_cycle.lines[0].total)
    both = zip(of_quarter.lines[0].cells, by_cycle.lines[0].cells, strict=True)
    assert [None in pair for pair in both] == [False, False, True, False]


def test_the_same_cycle_of_a_council_and_of_its_one_service_leaves_nothing_small():
    council = disclosure.protect(cycle_tables([cycle(4, 5, (0, 20, 20, 0))])).tables
    service = cycle_tables([cycle(4, 5, (0, 20, 17, 0))])

    [told] = disclosure.protect(service, [Edition("Council", council, Kin.WHOLE)]).tables
    [alone] = disclosure.protect(service).tables

    assert (alone.lines[0].cells, alone.lines[0].total) == ((0, 20, 17, 0), 37)
    assert (told.lines[0].cells[2], told.lines[0].total) == (None, None)


def held(number, numerator, of):
    return Held("A1", month(number), Basis.MONTH, MeasuredIn.PERCENTAGE, Decimal(numerator), Decimal(of))


@pytest.mark.parametrize(
    ("figures", "gives_way"),
    [
        ([held(4, 8, 15)], set()),  # May: 12 and 9
        ([held(4, 8, 22)], {4}),  # 12 and 2
        ([held(4, 8, 15), held(5, 12, 21)], set()),  # all of them
        ([held(3, 8, 22)], set()),  # no month of the cycle
    ],
)
def test_an_indicator_by_the_month_gives_way_to_a_cycle(figures, gives_way):
    shown = disclosure.protect(cycle_tables([cycle(4, 5, (0, 20, 16, 0))])).tables

    assert {each.month.month for each in give_away(figures, GOOD, shown)} == gives_way
    planning = {"A1": CountedOf(Measure.GOOD_OR_BETTER, tool="standard", domain="planning")}
    assert give_away(figures, planning, shown) == set()


def test_a_cycle_gives_way_to_the_months_that_were_told():
    months = CountTable(
        "Indicator A1", ("Number", "The rest"), (Line("April 2026, in the month", (8, 14)),), adds_up=False
    )
    earlier = [Edition("April", disclosure.protect([months]).tables)]
    cycles = cycle_tables([cycle(2, 3, (0, 9, 9, 0)), cycle(4, 5, (0, 20, 16, 0))])

    [found] = protect_beside(cycles, earlier, GOOD).tables

    assert [(line.cells, line.total) for line in found.lines] == [((0, 9, 9, 0), 18), ((0, None, None, 0), 36)]


def test_a_cycle_whose_audits_are_not_those_of_its_months_is_in_no_public_table():
    cycles = [cycle(2, 3, (0, 9, 9, 0), is_exact=False), cycle(4, 5, (0, 0, 0, 0), is_exact=False)]

    assert cycle_tables(cycles) == []
    [every] = cycle_tables(cycles, is_open=True)
    assert (every.name, [line.counts for line in every.lines]) == (CYCLES, [(0, 9, 9, 0), (0, 0, 0, 0)])
    assert [(each.row, each.words) for each in cycles_apart(cycles)] == [
        ("Cycle 2, 1 February 2026 to 31 March 2026", APART)
    ]


C = None


def without_shares(tables):
    """Where no percentage is kept, outstanding and what requires improvement are hidden together."""
    return [replace(table, shares=()) for table in tables]


def figures(*told):
    lines = tuple(Line(title, (number, of - number)) for title, number, of in told)
    return CountTable("Indicator A1", ("Number", "The rest"), lines, adds_up=False)


def test_the_months_that_were_told_give_nothing_of_a_cycle_in_the_same_report():
    """34 good or better from April to June, of which 12 were told of June: 22 of April and May are 20 and 2."""
    tables = without_shares([quarter((8, 26, 17, 18), span(4, 6)), *cycle_tables([cycle(4, 5, (2, 20, 10, 12))])])
    assert [table.lines[0].cells for table in disclosure.protect(tables).tables] == [(8, 26, 17, 18), (C, 20, C, 12)]
    earlier = [Edition("June", disclosure.protect([figures(("June 2026, in the month", 12, 25))]).tables)]

    of_quarter, by_cycle = (table.lines[0] for table in protect_beside(tables, earlier, GOOD).tables)

    assert (of_quarter.cells, of_quarter.total) == ((8, 26, 17, 18), 69)
    assert (by_cycle.cells, by_cycle.total) == ((C, C, C, 12), 44)


def test_the_months_that_were_told_give_nothing_of_what_an_earlier_edition_hid():
    """Of the half-year 34 were good or better, of which 12 were told of July to September: 22 are 20 and a hidden 2."""
    before = disclosure.protect(without_shares([quarter((2, 20, 10, 12), span(4, 6))])).tables
    assert before[0].lines[0].cells == (C, 20, C, 12)
    earlier = [Edition("Quarter 1", before)]
    [table] = without_shares([quarter((8, 26, 17, 18), span(4, 9))])
    assert protect_beside([table], earlier, GOOD).tables[0].lines[0].cells == (8, 26, 17, 18)
    told = figures(("September 2026, in the quarter", 12, 25))
    earlier.append(Edition("September", disclosure.protect([told]).tables))

    [line] = protect_beside([table], earlier, GOOD).tables[0].lines

    assert (line.cells, line.total) == ((C, 26, C, 18), 69)


def test_a_services_cycle_is_taken_from_the_councils_quarter():
    """Of the council's 40, the service had 37 in April and May: 3 are of June, or of another service."""
    service = disclosure.protect(cycle_tables([cycle(4, 5, (0, 20, 17, 0))])).tables

    for is_apart in (False, True):
        earlier = [Edition("North", service, Kin.PART, unit="/c/n/", is_apart=is_apart)]
        [line] = protect_beside([quarter((0, 22, 18, 0), span(4, 6))], earlier, GOOD, "/c/").tables[0].lines

        assert (line.cells, line.total) == ((0, C, C, 0), C)


def test_a_middle_month_is_taken_from_the_quarter():
    """37 in May, and 40 from April to June."""
    may = disclosure.protect([quarter((0, 20, 17, 0), span(5, 5))]).tables

    [line] = protect_beside([quarter((0, 22, 18, 0), span(4, 6))], [Edition("May", may)], GOOD).tables[0].lines

    assert (line.cells, line.total) == ((0, C, C, 0), C)


def test_what_a_services_cycle_hid_is_not_left_by_the_council_and_the_other_service():
    """All audits are theirs, though a third service has published nothing. 27 less 17 would be the 10 of the north."""

    def table(*counts):
        return without_shares(cycle_tables([cycle(4, 5, counts)]))

    north, south = (disclosure.protect(table(*counts)).tables for counts in ((2, 20, 10, 12), (9, 20, 17, 3)))
    assert (north[0].lines[0].cells, south[0].lines[0].cells) == ((C, 20, C, 12), (C, 20, 17, C))
    council = table(11, 40, 27, 15)
    earlier = [Edition("North", north, Kin.PART, unit="/c/n/"), Edition("South", south, Kin.PART, unit="/c/s/")]

    [line] = protect_beside(council, earlier, GOOD, "/c/").tables[0].lines

    assert (line.cells, line.total) == ((11, 40, C, C), 93)


def test_the_june_of_the_other_services_is_not_left_of_the_councils_cycle_and_quarter():
    """The council less the north: 10 good of April and May, and 12 of April to June."""
    both = [quarter((0, 50, 50, 0), span(4, 6)), *cycle_tables([cycle(4, 5, (0, 30, 30, 0))])]
    council = disclosure.protect(both).tables
    assert [each.lines[0].cells for each in council] == [(0, 50, 50, 0), (0, 30, 30, 0)]
    north = [quarter((0, 38, 31, 0), span(4, 6)), *cycle_tables([cycle(4, 5, (0, 20, 20, 0))])]

    found = disclosure.protect(north, [Edition("Council", council, Kin.WHOLE, unit="/c/")]).tables

    assert any(None in each.lines[0].cells[1:2] for each in found)


def test_what_a_service_hid_is_kept_for_it_whyever_it_did():
    """The north hid that it had 20 and 17, beside something else that it told."""
    hidden, shown = (disclosure.protect(cycle_tables([cycle(4, 5, counts)])).tables[0]
                     for counts in ((0, 20, 17, 0), (0, 20, 20, 0)))  # fmt: skip
    hidden = replace(hidden, lines=(replace(hidden.lines[0], cells=(0, C, C, 0)),))
    earlier = [
        Edition(name, (table,), Kin.PART, adds_up=True, unit=unit)
        for name, table, unit in (("North", hidden, "/c/n/"), ("South", shown, "/c/s/"))
    ]

    [line] = disclosure.protect(cycle_tables([cycle(4, 5, (0, 40, 37, 0))]), earlier).tables[0].lines

    assert (line.cells, line.total) == ((0, C, C, 0), 77)


def test_what_a_month_hid_is_kept_for_it_whyever_it_did():
    """June hid 7 and 9, beside something else that was told; April and May are 6 and 7 of the quarter's 13 and 16."""
    [june] = disclosure.protect([quarter((7, 20, 9, 0), span(6, 6))]).tables
    june = replace(june, lines=(replace(june.lines[0], cells=(C, 20, C, 0), total=C),))
    before = disclosure.protect([quarter((6, 8, 7, 0), span(4, 5))]).tables
    assert before[0].lines[0].cells == (6, 8, 7, 0)
    earlier = [Edition("June", (june,)), Edition("April and May", before)]

    [line] = protect_beside([quarter((13, 28, 16, 0), span(4, 6))], earlier, GOOD).tables[0].lines

    assert (line.cells, line.total) == ((C, 28, C, 0), C)


def test_what_is_in_no_service_in_a_month_that_nobody_told_of_by_itself():
    """In June the council had 29 good: 12 in the north, 15 of the south's quarter, and 2 elsewhere."""

    def told(name, kin, unit, first, last, counts):
        tables = disclosure.protect([quarter(counts, span(first, last))]).tables
        assert tables[0].lines[0].cells == counts
        return Edition(name, tables, kin, unit=unit)

    earlier = [
        told("The council's spring", Kin.SAME, "/c/", 4, 5, (0, 30, 30, 0)),
        told("The council's May and June", Kin.SAME, "/c/", 5, 6, (0, 45, 50, 0)),
        told("The south's spring", Kin.PART, "/c/s/", 4, 5, (0, 10, 10, 0)),
        told("The south's quarter", Kin.PART, "/c/s/", 4, 6, (0, 25, 25, 0)),
        told("The north's June", Kin.PART, "/c/n/", 6, 6, (0, 12, 12, 0)),
    ]

    [line] = protect_beside([quarter((0, 59, 64, 0), span(4, 6))], earlier, GOOD, "/c/").tables[0].lines

    assert (line.cells, line.total) == ((0, C, C, 0), 123)
