"""What is hidden for the sake of one line: few records, all of a kind, percentages, what is not recorded."""

import pytest

from reports.disclosure import CountTable, Line, Reason, ShownLine, protect

C = None
GRADES = ("Outstanding", "Good", "RI", "Inadequate")
SENSITIVE = ("RI", "Inadequate")


def table_of(*rows, columns=GRADES, **options):
    return CountTable("Grades", columns, tuple(Line(f"Team {n}", row) for n, row in enumerate(rows)), **options)


def rows_of(protection):
    return [(*line.cells, line.total) for line in protection.tables[0].lines]


def test_of_a_team_with_fewer_than_six_records_nothing_is_told():
    found = protect([table_of((0, 0, 3, 0), (6, 20, 15, 8), (8, 9, 12, 7))])

    assert rows_of(found)[0] == (C, C, C, C, C)
    reasons = {each.column: each.reason for each in found.suppressions if each.row == "Team 0"}
    assert reasons == {
        "Outstanding": Reason.TEAM, "Good": Reason.TEAM, "RI": Reason.SMALL, "Inadequate": Reason.TEAM,
        "Total": Reason.SMALL,
    }  # fmt: skip


def test_all_audits_of_a_small_team_in_one_grade_are_not_read_from_the_columns():
    """With 15 + 12 and the total of 30 shown, all three would be known to require improvement."""
    shown = protect([table_of((0, 3), (20, 15), (9, 12), columns=("Good", "RI"))]).tables[0]

    assert [(*line.cells, line.total) for line in (*shown.lines, shown.totals)] == [
        (C, C, C), (20, 15, 35), (C, C, C), (29, 30, 59),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ((0, 0, 8, 0), (C, C, C, C, 8)),
        ((0, 8, 0, 0), (0, 8, 0, 0, 8)),  # all good reveals nothing that hurts
        ((0, 0, 8, 6), (0, 0, 8, 6, 14)),
        ((0, 0, 0, 0), (0, 0, 0, 0, 0)),
    ],
)
def test_a_line_whose_records_all_have_one_sensitive_grade_is_not_told_apart(row, shown):
    found = protect([table_of(row, adds_up=False, revealing=SENSITIVE)])

    assert rows_of(found) == [shown]


def test_which_grades_reveal_is_the_tables_choice():
    assert rows_of(protect([table_of((0, 0, 8, 0), adds_up=False)])) == [(0, 0, 8, 0, 8)]


def test_the_reason_names_the_one_category():
    [first, *_] = protect([table_of((0, 0, 8, 0), adds_up=False, revealing=SENSITIVE)]).suppressions

    assert (first.reason, first.words) == (
        Reason.ONE_CATEGORY, "All records are “RI”, so showing it would tell what was said of each.",
    )  # fmt: skip


def test_another_team_covers_one_whose_records_all_have_one_grade():
    found = protect([table_of((0, 8), (20, 15), (9, 12), columns=("Good", "RI"), revealing=("RI",))])

    shown = found.tables[0]
    assert shown.lines[0] == ShownLine("Team 0", (C, C), 8)
    assert [line.cells for line in shown.lines].count((C, C)) == 2
    assert shown.totals.cells == (29, 35)


@pytest.mark.parametrize(
    ("row", "words", "is_listed"),
    [
        ((6, 37, 26, 6), "57%", False),
        ((5, 41, 22, 7), "61%", False),  # what hides the 5 is taken from its side
        ((5, 41, 22, 4), "[c]", True),  # one of each side is hidden
        ((40, 30, 6, 5), "86%", False),  # what is left is shown, so anybody can add it up
        ((0, 0, 0, 0), "no data", False),
    ],
)
def test_a_percentage_is_shown_only_where_readers_could_work_it_out(row, words, is_listed):
    found = protect([table_of(row, adds_up=False, shares=(("Good or better", ("Outstanding", "Good")),))])

    assert found.tables[0].share_words("Team 0", ("Outstanding", "Good")) == words
    listed = [each for each in found.suppressions if each.reason == Reason.PERCENTAGE]
    assert [(each.row, each.column) for each in listed] == ([("Team 0", "Good or better")] if is_listed else [])


@pytest.mark.parametrize(
    ("numerator", "rest", "shown"),
    [(34, 257, (34, 257, 291)), (4, 287, (C, C, 291)), (287, 4, (C, C, 291)), (0, 9, (0, 9, 9)), (0, 3, (C, C, C))],
)  # fmt: skip
def test_a_percentage_with_its_denominator_hides_numerator_and_rest_together(numerator, rest, shown):
    assert rows_of(protect([table_of((numerator, rest), columns=("Number", "The rest"), adds_up=False)])) == [shown]


def test_small_counts_of_what_is_not_recorded_are_shown():
    columns = ("Suitable", "Unsuitable", "Not known")

    assert rows_of(protect([table_of((99, 40, 2), columns=columns, unknowns=("Not known",))])) == [(99, 40, 2, 141)]


def test_neighbouring_grades_never_make_a_small_number():
    """2 inadequate and 1 that requires improvement: less than good would be 3."""
    found = protect([table_of((40, 35, 1, 2), (30, 20, 2, 1), is_ordered=True)])

    for row in rows_of(found):
        assert row.count(None) >= 3


def test_a_list_is_a_table_with_one_column():
    teams = tuple(Line(name, (count,)) for name, count in (("A", 3), ("B", 9), ("C", 20)))

    [shown] = protect([CountTable("Records", ("Records",), teams, has_line_totals=False)]).tables

    assert ([line.cells[0] for line in shown.lines], shown.totals.cells) == ([C, C, 20], (32,))
