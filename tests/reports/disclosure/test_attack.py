"""The reader's two methods by themselves: narrowing, and looking for another table."""

from reports.disclosure import CountTable, Line
from reports.disclosure.attack import alternative, bounds, complete
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


def test_hidden_ones_that_add_up_to_their_number_are_all_one():
    known = hiding(CountTable("T", ("a", "b", "c"), (Line("A", (1, 1, 30)),), adds_up=False), ("A", "a"), ("A", "b"))

    assert bounds(known)[place_of(known, "A", "a")] == (1, 1)
    assert alternative(known, place_of(known, "A", "a")) is None


def test_shown_numbers_move_at_their_price():
    known = hiding(TABLE, ("A", "Good"))
    moves = alternative(known, place_of(known, "A", "Good"), lambda number: known.numbers[number].cost)

    # Around the square; by a total it would cost more.
    assert sorted(moves) == sorted(place_of(known, row, column) for row in "AB" for column in ("Good", "RI"))
