"""The reader's two methods by themselves: narrowing, and looking for another table."""

import datetime
import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import CountTable, Edition, Line, ShownLine, ShownTable, protect
from reports.disclosure.attack import alternative, bounds, complete, connected, is_told
from reports.disclosure.numbers import Numbers


def hiding(table, *places):
    """The numbers of a table, with some cells hidden by hand."""
    known = Numbers([table])
    for number in known.numbers:
        if any((place.row, place.column) in places for place in number.places):
            number.is_shown = False
    complete(known)
    return known


def place_of(known, row, column):
    return next(
        index
        for index, number in enumerate(known.numbers)
        if any((place.row, place.column) == (row, column) for place in number.places)
    )


TABLE = CountTable("T", ("Good", "RI"), (Line("A", (3, 20)), Line("B", (9, 12))))


def test_one_hidden_cell_beside_its_total_is_known():
    known = hiding(TABLE, ("A", "Good"))
    cell = place_of(known, "A", "Good")

    assert bounds(known)[cell] == (3, 3)
    assert alternative(known, cell) is None


def test_two_in_a_row_are_known_from_their_columns():
    known = hiding(TABLE, ("A", "Good"), ("A", "RI"))

    assert bounds(known)[place_of(known, "A", "Good")] == (3, 3)
    assert alternative(known, place_of(known, "A", "Good")) is None


def test_four_that_meet_cover_one_another():
    square = [(row, column) for row in "AB" for column in ("Good", "RI")]
    known = hiding(TABLE, *square)
    moves = alternative(known, place_of(known, "A", "Good"))

    # 1 or more each: A has 23, of which 1 to 11 may be good.
    assert bounds(known)[place_of(known, "A", "Good")] == (1, 11)
    assert sorted(moves) == sorted(place_of(known, *place) for place in square)
    assert sorted(moves.values()) == [-1, -1, 1, 1]


def narrowed_naively(known):
    """Every sum in turn, and again until nothing changes; None where a number is left without a value."""
    ends = []
    for number in known.numbers:
        low, high = number.low, number.high
        if number.is_shown:
            low = high = number.value
        ends.append([float("-inf") if low is None else low, float("inf") if high is None else high])
    before = None
    while before != ends:
        before = [list(each) for each in ends]
        for relation in known.relations:
            for number, sign in relation.parts:
                others = [(ends[other], its) for other, its in relation.parts if other != number]
                least = sum(low * its if its > 0 else high * its for (low, high), its in others)
                most = sum(high * its if its > 0 else low * its for (low, high), its in others)
                low, high = (-most, -least) if sign > 0 else (least, most)
                ends[number] = [max(ends[number][0], low), min(ends[number][1], high)]
                if ends[number][0] > ends[number][1]:
                    return None
    return {place: tuple(each) for place, each in enumerate(ends)}


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_narrowing_finds_what_going_through_all_sums_again_and_again_finds(data):
    cells = st.lists(st.integers(0, 9), min_size=3, max_size=3)
    rows = data.draw(st.lists(cells, min_size=1, max_size=4))
    lines = tuple(Line(f"Team {n}", tuple(row), cohort=f"Team {n}") for n, row in enumerate(rows))
    months = [(datetime.date(2026, 4, 1), datetime.date(2026, month, 30)) for month in (6, 9)]
    grown = tuple(replace(line, counts=tuple(count + 7 for count in line.counts)) for line in lines)
    tables = [
        CountTable(f"Until {month[1]:%B}", ("Good", "RI", "Inadequate"), each, cohort="All", period=month)
        for month, each in zip(months, (lines, grown), strict=True)
    ]
    known = Numbers(tables)
    complete(known)
    for number in known.numbers:
        number.is_shown = number.is_shown and data.draw(st.booleans())
        number.low = min(1, number.value) if number.low else number.low
    if data.draw(st.booleans()):
        known.numbers[0].value, known.numbers[0].is_shown = known.numbers[0].value + 3, True  # fits no sum

    expected = narrowed_naively(known)
    assert bounds(known) == expected
    for group in connected(known) if expected else []:
        assert bounds(known, group) == {place: expected[place] for place in group}


def test_hidden_ones_that_add_up_to_their_number_are_all_one():
    known = hiding(CountTable("T", ("a", "b", "c"), (Line("A", (1, 1, 30)),), adds_up=False), ("A", "a"), ("A", "b"))

    assert bounds(known)[place_of(known, "A", "a")] == (1, 1)
    assert alternative(known, place_of(known, "A", "a")) is None


def test_shown_numbers_move_at_their_price():
    known = hiding(TABLE, ("A", "Good"))
    moves = alternative(known, place_of(known, "A", "Good"), lambda number: known.numbers[number].cost)

    # Around the square; by a total it would cost more.
    assert sorted(moves) == sorted(place_of(known, row, column) for row in "AB" for column in ("Good", "RI"))


HALF_YEAR = CountTable(
    "Grades", ("Outstanding", "Good", "Requires improvement", "Inadequate"),
    (Line("Overall", (38, 78, 48, 18), cohort="Audits"),), adds_up=False, of="grade",
    period=(datetime.date(2026, 4, 1), datetime.date(2026, 9, 30)),
)  # fmt: skip


def told(name, last_month, *counts):
    """What an edition told of the months from April."""
    last = {5: datetime.date(2026, 5, 31), 6: datetime.date(2026, 6, 30)}[last_month]
    line = ShownLine("Overall", counts, sum(counts), cohort="Audits")
    period = (datetime.date(2026, 4, 1), last)
    return Edition(name, (ShownTable("Grades", HALF_YEAR.columns, (line,), None, of="grade", period=period),))


QUARTER, BUT_JUNE = told("Quarter", 6, 20, 40, 30, 10), told("Spring", 5, 20, 40, 25, 10)


def test_what_two_editions_tell_already_is_no_reason_to_hide_anything():
    """The quarter says 30, and its first two months 25: 5 of June are known, whatever the half-year says."""
    known = Numbers([HALF_YEAR], [QUARTER, BUT_JUNE])
    complete(known)
    [june, all_june] = [place for place, number in enumerate(known.numbers) if number.value == 5]
    protection = protect([HALF_YEAR], [QUARTER, BUT_JUNE])

    assert is_told(known, june)
    assert is_told(known, all_june)
    assert protection.tables[0].lines[0].cells == (38, 78, 48, 18)
    assert protection.tables[0].lines[0].total == 182
    assert (protection.suppressions, len(protection.exposed)) == ((), 2)


def test_what_only_this_report_would_tell_is_hidden():
    """Of July to September 5 would be known."""
    spring = told("Quarter", 6, 20, 40, 43, 10)
    known = Numbers([HALF_YEAR], [spring])
    complete(known)
    [summer] = [place for place, number in enumerate(known.numbers) if number.value == 5]
    [line] = protect([HALF_YEAR], [spring]).tables[0].lines

    assert not is_told(known, summer)
    assert (line.cells, line.total) == ((38, 78, None, None), 182)


def balanced(known, hidden):
    """Every way to move the hidden numbers by one at most and keep all sums; that is enough in a table."""
    for steps in itertools.product((-1, 0, 1), repeat=len(hidden)):
        moves = dict(zip(hidden, steps, strict=True))
        if not any(sum(sign * moves.get(number, 0) for number, sign in each.parts) for each in known.relations):
            yield moves


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=3),
    st.sets(st.integers(0, 11), max_size=8),
)
@settings(max_examples=200)
def test_what_is_told_is_what_no_other_table_has_otherwise(rows, hides):
    known = Numbers([CountTable("T", ("A", "B"), tuple(Line(str(place), row) for place, row in enumerate(rows)))])
    for place, number in enumerate(known.numbers):
        number.is_shown, number.may_hide = place not in hides, False
    hidden = [place for place, number in enumerate(known.numbers) if not number.is_shown]
    moved = {place for moves in balanced(known, hidden) for place in hidden if moves[place]}

    assert {place for place in hidden if not is_told(known, place)} == moved
