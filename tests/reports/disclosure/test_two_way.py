"""Tables with lines, columns and totals, against a reader who tries every table."""

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.disclosure import CountTable, Line, Reason, protect
from tests.reports.disclosure.attacker import SMALL, found_out, told_by

C = None
COLUMNS = ("Good", "RI", "Inadequate")


def table_of(rows, columns=COLUMNS, **options):
    lines = tuple(Line(f"Team {number}", tuple(row)) for number, row in enumerate(rows))
    return CountTable("Grades", columns[: len(rows[0])], lines, **options)


def cells_of(shown):
    lines = [*shown.lines, *([shown.totals] if shown.totals else [])]
    return [(*line.cells, line.total) for line in lines]


def world_of(rows):
    """The place of each cell in the world, and what a title and a column add up."""
    width = len(rows[0])

    def parts(title, column):
        lines = range(len(rows)) if title == "Total" else [int(title.split()[1])]
        columns = range(width) if column == "Total" else [COLUMNS.index(column)]
        return [line * width + place for line in lines for place in columns]

    return parts


def rows(widths, lines, largest):
    return widths.flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, largest), min_size=width, max_size=width), min_size=lines[0], max_size=lines[1]
        )
    )


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        # Nothing is small.
        ([(12, 8), (20, 10)], [(12, 8, 20), (20, 10, 30), (32, 18, 50)]),
        # A zero is a true zero.
        ([(12, 0), (20, 10)], [(12, 0, 12), (20, 10, 30), (32, 10, 42)]),
        # One small cell takes another in its row, one in its column, and the one where these meet.
        ([(3, 9, 30), (7, 8, 40), (50, 6, 7)], [(C, C, 30, 42), (C, C, 40, 55), (50, 6, 7, 63), (60, 23, 77, 160)]),
        # Four small cells in a square cover one another.
        ([(3, 4, 30), (5, 2, 40)], [(C, C, 30, 37), (C, C, 40, 47), (8, 6, 70, 84)]),
        # A small total hides its line, zeros too; the next line covers it.
        ([(2, 1, 0), (20, 10, 9), (30, 9, 12)], [(C, C, C, C), (C, C, C, C), (30, 9, 12, 51), (52, 20, 21, 93)]),
    ],
)  # fmt: skip
def test_what_is_hidden(rows, shown):
    assert cells_of(protect([table_of(rows)]).tables[0]) == shown


@given(rows(st.integers(2, 3), lines=(2, 3), largest=14))
@example([[0, 1], [0, 6]])  # a total hidden beside a shown zero is 6 or more
@example([[1, 1], [6, 6]])
@settings(max_examples=150, deadline=None)
def test_no_small_number_is_found_out_by_trying_every_table(rows):
    shown = protect([table_of(rows)]).tables[0]
    parts = world_of(rows)
    wanted = [
        frozenset(parts(line.title, column))
        for line in [*shown.lines, shown.totals]
        for column, cell in zip((*shown.columns, "Total"), (*line.cells, line.total), strict=True)
        if cell is None
    ]

    assert found_out(told_by(shown, parts), wanted, size=len(rows) * len(rows[0]), most=20) == []


@given(rows(st.integers(2, 5), lines=(1, 8), largest=40))
@example([[0, 1], [0, 6]])
@example([[0, 1]])
@example([[2, 1, 0], [20, 10, 9], [30, 9, 12]])
@settings(max_examples=150, deadline=None)
def test_what_is_shown_is_true_and_no_small_number_is_shown_nor_stands_alone_in_a_row_or_column(rows):
    table = CountTable("T", tuple("ABCDE"[: len(rows[0])]), tuple(Line(f"L{n}", tuple(r)) for n, r in enumerate(rows)))
    shown = cells_of(protect([table]).tables[0])
    true = [(*line.counts, line.total) for line in (*table.lines, table.totals)]

    for shown_row, true_row in zip(shown, true, strict=True):
        assert all(cell in (None, count) for cell, count in zip(shown_row, true_row, strict=True))
        assert not any(cell in SMALL for cell in shown_row if cell is not None)
    for line in [*shown, *zip(*shown, strict=True)]:
        assert line.count(None) != 1


def test_the_same_tables_always_give_the_same_result():
    rows = [(7, 7, 3), (7, 7, 7), (7, 3, 7)]

    assert protect([table_of(rows)]) == protect([table_of(rows)])


def test_the_smallest_that_will_do_are_hidden():
    shown = protect([table_of([(3, 90, 8), (70, 80, 9), (60, 50, 10)])]).tables[0]

    assert cells_of(shown) == [(C, 90, C, 101), (70, 80, 9, 159), (C, 50, C, 120), (133, 220, 27, 380)]


def test_totals_that_are_not_published_give_nothing_away():
    options = {"has_line_totals": False, "has_column_totals": False, "has_grand_total": False}

    assert cells_of(protect([table_of([(3, 9), (8, 7)], **options)]).tables[0])[:2] == [(C, 9, C), (8, 7, C)]


def test_each_suppression_has_its_reason():
    found = protect([table_of([(3, 9, 30), (7, 8, 40), (50, 60, 70)])]).suppressions

    assert [(each.row, each.column, each.reason) for each in found] == [
        ("Team 0", "Good", Reason.SMALL), ("Team 0", "RI", Reason.ROW),
        ("Team 1", "Good", Reason.COLUMN), ("Team 1", "RI", Reason.COLUMN),
    ]  # fmt: skip


def test_forty_teams_and_six_columns_take_about_a_second_at_most():
    chance = random.Random(1)
    lines = tuple(Line(f"L{n}", tuple(int(chance.expovariate(1 / 12)) for _ in range(6))) for n in range(40))
    table = CountTable("Big", tuple("abcdef"), lines)
    small = sum(count in SMALL for line in lines for count in line.counts)

    began = time.process_time()
    found = protect([table])

    assert time.process_time() - began < 3  # under one on a machine that does nothing else
    assert small <= len(found.suppressions) <= small + small // 3
