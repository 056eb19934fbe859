"""The council less one service is the others: editions about other units are subtracted too."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.disclosure import CountTable, Edition, Kin, Line, protect
from tests.reports.disclosure.attacker import found_out, told_by

C = None
PERIOD = (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
GRADES = ("Good", "RI")


def grades(*counts, cohort="Agreed audits", **options):
    line = Line("Overall", counts, cohort=cohort)
    return CountTable("Grades", GRADES, (line,), adds_up=False, period=PERIOD, of="grade", **options)


def edition(name, shown, kin, *, adds_up=False):
    return Edition(name, (shown,), kin, adds_up)


def row_of(protection):
    [line] = protection.tables[0].lines
    return (*line.cells, line.total)


NORTH, COUNCIL = grades(8, 20), grades(10, 40)


def test_the_council_less_a_service_tells_nothing_small_of_the_others():
    """10 good in the council and 8 in the north would leave 2."""
    assert row_of(protect([COUNCIL])) == (10, 40, 50)
    north = edition("North", protect([NORTH]).tables[0], Kin.PART)

    found = protect([COUNCIL], [north])

    assert row_of(found) == (C, C, 50)
    assert found.suppressions[0].words == (
        "Compared with “North”, published earlier, it would reveal a number from 1 to 5."
    )


def test_a_service_that_reports_after_the_council_is_hidden_itself():
    assert row_of(protect([NORTH])) == (8, 20, 28)
    council = edition("Council", protect([COUNCIL]).tables[0], Kin.WHOLE)

    assert row_of(protect([NORTH], [council])) == (C, C, 28)


@pytest.mark.parametrize(("adds_up", "shown"), [(True, (C, C, 103)), (False, (45, 58, 103))])
def test_what_a_service_hid_is_not_given_by_the_council_and_all_other_services(adds_up, shown):
    """The south hid 10 beside its 3: 45 in the council less 20 and 15 would be the 10, were there no other service."""
    south = protect([grades(10, 3)]).tables[0]
    assert south.lines[0].cells == (C, C)
    told = {"North": protect([grades(20, 30)]).tables[0], "East": protect([grades(15, 25)]).tables[0], "South": south}
    editions = [edition(name, table, Kin.PART, adds_up=adds_up) for name, table in told.items()]

    assert row_of(protect([grades(45, 58)], editions)) == shown


def test_the_council_less_two_of_three_services_tells_nothing_small_of_the_third():
    """14 and 14 of the council's 30 good ones leave 2; and so they do of the council and the south for the north."""
    shown = {unit: protect([grades(*counts)]).tables[0] for unit, counts in
             (("north", (14, 10)), ("south", (14, 12)), ("council", (30, 30)))}  # fmt: skip
    north, south = (replace(edition(unit, shown[unit], Kin.PART), unit=f"/c/{unit}/") for unit in ("north", "south"))

    assert row_of(protect([grades(30, 30)], [north])) == (30, 30, 60)
    assert row_of(protect([grades(30, 30)], [north, south])) == (C, C, 60)

    beside = [replace(edition("council", shown["council"], Kin.WHOLE), unit="/c/"), replace(north, kin=Kin.BESIDE)]
    assert row_of(protect([grades(14, 12)], beside[:1])) == (14, 12, 26)
    assert row_of(protect([grades(14, 12)], beside)) == (C, C, 26)


def test_a_team_is_no_part_beside_its_own_service():
    """14 in the north and 14 in its team are 14 of the council's 30."""
    parts = [replace(edition(name, protect([grades(14, 12)]).tables[0], Kin.PART), unit=path)
             for name, path in (("North", "/c/n/"), ("Team", "/c/n/t/"))]  # fmt: skip

    assert row_of(protect([grades(30, 34)], parts)) == (30, 34, 64)


def test_a_service_beside_tells_nothing_without_the_council():
    south = edition("South", protect([grades(9, 7)]).tables[0], Kin.BESIDE, adds_up=True)

    assert row_of(protect([NORTH], [south])) == (8, 20, 28)


@pytest.mark.parametrize("council", [(7, 20), (30, 90)])
def test_editions_of_different_days_that_fit_no_sum_are_compared_one_by_one(council):
    """Audits were agreed, or taken out of force, between the two."""
    editions = [
        edition("North", protect([NORTH]).tables[0], Kin.PART, adds_up=True),
        edition("South", protect([grades(12, 9)]).tables[0], Kin.PART, adds_up=True),
    ]

    shown = row_of(protect([grades(*council)], editions))

    # Of 8 good in the north the council has 7 by now: one is not good any more.
    assert shown == ((C, 20, C) if council == (7, 20) else (30, 90, 120))


def test_of_what_may_not_add_up_only_shown_numbers_are_compared():
    """An indicator of a service: 12 of 30, and of the council: 14 of 60; 2 would be left."""

    def indicator(*counts):
        return CountTable("Indicator 3.3", ("Number", "The rest"), (Line("June", counts),), adds_up=False)

    north = edition("North", protect([indicator(12, 18)]).tables[0], Kin.PART)
    hidden = edition("East", protect([indicator(3, 18)]).tables[0], Kin.PART)

    assert row_of(protect([indicator(14, 46)], [north])) == (C, C, 60)
    assert row_of(protect([indicator(14, 46)], [hidden])) == (14, 46, 60)


COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=2)
ORDERS = ("council last", "council first", "council between")


@given(north=COUNTS, south=COUNTS, order=st.sampled_from(ORDERS), reveals=st.booleans())
@example(north=[8, 0], south=[0, 7], order="council first", reveals=True)
@settings(max_examples=150, deadline=None)
def test_no_small_number_is_found_out_from_the_editions_of_all_units(north, south, order, reveals):
    """The world: what each service has at each grade. The reader has all editions, and knows of no other service."""
    options = {"revealing": GRADES if reveals else ()}
    both = [a + b for a, b in zip(north, south, strict=True)]

    def publish(counts, *earlier):
        return protect([grades(*counts, **options)], earlier).tables[0]

    if order == "council last":
        n, s = publish(north), publish(south)
        c = publish(both, edition("N", n, Kin.PART, adds_up=True), edition("S", s, Kin.PART, adds_up=True))
    elif order == "council first":
        c = publish(both)
        n = publish(north, edition("C", c, Kin.WHOLE))
        s = publish(south, edition("C", c, Kin.WHOLE, adds_up=True), edition("N", n, Kin.BESIDE, adds_up=True))
    else:
        n = publish(north)
        c = publish(both, edition("N", n, Kin.PART))
        s = publish(south, edition("C", c, Kin.WHOLE, adds_up=True), edition("N", n, Kin.BESIDE, adds_up=True))

    def parts(*units):
        def of(title, column):
            places = range(2) if column == "Total" else [GRADES.index(column)]
            return [2 * unit + place for unit in units for place in places]

        return of

    told = [
        each
        for shown, units in ((n, (0,)), (s, (1,)), (c, (0, 1)))
        for each in told_by(shown, parts(*units), has_revealing=reveals)
    ]
    hidden = [each.parts for each in told if each.value is None]
    left = [frozenset(parts(unit)("Overall", column)) for unit in (0, 1) for column in (*GRADES, "Total")]

    assert found_out(told, [*hidden, *left], size=4, most=18) == []


def test_editions_of_the_same_unit_are_what_they_were():
    shown = protect([COUNCIL]).tables[0]

    assert protect([COUNCIL], [Edition("Before", (shown,))]) == protect(
        [COUNCIL], [replace(edition("Before", shown, Kin.SAME), adds_up=True)]
    )


APRIL, MAY, JUNE, SEPTEMBER = (
    datetime.date(2026, *day) for day in ((4, 1), (5, 31), (6, 30), (9, 30))
)  # fmt: skip


def to_date(*told):
    """An indicator's figures of the year so far, until these days."""
    lines = [Line(f"To {until:%B}", counts, cohort="Indicator 3.3", of="met", period=(APRIL, until))
             for until, counts in told]  # fmt: skip
    return CountTable("Indicator 3.3", ("Number", "The rest"), tuple(lines), adds_up=False)


def of_north(*told, is_apart=False):
    [shown] = protect([to_date(*told)]).tables
    assert [line.cells for line in shown.lines] == [counts for _, counts in told]
    return Edition(f"North, {is_apart}", (shown,), Kin.PART, unit="/c/n/", is_apart=is_apart)


@pytest.mark.parametrize("order", [(0,), (0, 1), (1, 0), (0, 2), (2, 0), (2, 1, 0)])
def test_reports_of_other_kinds_do_not_get_in_the_way_of_those_of_the_same(order):
    """From July to September the council had 23, of which 20 were the north's. A report of another period told the
    same June, and another one told May."""
    told = (
        of_north((JUNE, (20, 15)), (SEPTEMBER, (40, 33))),
        of_north((JUNE, (20, 15)), is_apart=True),
        of_north((MAY, (10, 8)), is_apart=True),
    )
    own = Edition("May", protect([to_date((MAY, (20, 18)))]).tables, unit="/c/")

    [shown] = protect(
        [to_date((JUNE, (40, 36)), (SEPTEMBER, (63, 63)))], [own, *(told[place] for place in order)]
    ).tables

    assert [line.cells for line in shown.lines] == [(C, C), (63, 63)]
