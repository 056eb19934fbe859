"""Tables that tell of the same children: what one hides, another must not give."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import CountTable, Line, Reason, protect
from tests.reports.disclosure.attacker import found_out, told_by

C = None
GRADES = ("Good", "RI", "Inadequate")


def teams_and_services(north, south):
    """Teams by grade, and in another table the services that they add up to."""
    services = {"North": north, "South": south}
    sums = {name: tuple(map(sum, zip(*teams, strict=True))) for name, teams in services.items()}
    return [
        *(
            CountTable(
                f"Teams of {name}",
                GRADES[: len(teams[0])],
                tuple(Line(f"{name} {number}", tuple(team)) for number, team in enumerate(teams)),
                cohort=name,
            )
            for name, teams in services.items()
        ),
        CountTable(
            "Services",
            GRADES[: len(north[0])],
            tuple(Line(name, counts, cohort=name) for name, counts in sums.items()),
            cohort="Council",
        ),
    ]


def test_a_total_left_out_of_one_table_is_not_read_in_another():
    teams, _, services = protect(teams_and_services([(20, 10), (3, 20)], [(30, 20), (40, 9)])).tables

    assert [line.row.cells for line in teams.lines] == [(C, C), (C, C)]
    assert services.line("North").cells == teams.totals.cells == (23, 30)


def test_where_a_teams_table_must_hide_a_total_the_services_hide_it_too():
    """One team with inadequate audits: nothing else in the column can cover it but its total."""
    found = protect(teams_and_services([(20, 10, 3), (30, 20, 0)], [(30, 20, 9), (40, 9, 8)]))

    teams, _, services = found.tables
    assert teams.totals.cells[2] is services.line("North").cells[2] is None
    assert {each.table for each in found.suppressions if each.column == "Inadequate"} >= {"Teams of North", "Services"}


def test_tables_that_share_only_their_total_keep_what_they_tell_of_it():
    tables = [
        CountTable("By grade", ("Good", "RI"), (Line("All", (40, 20), cohort="Audited"),), adds_up=False),
        CountTable("By age", ("Under 5", "5 and over"), (Line("All", (3, 57), cohort="Audited"),), adds_up=False),
        CountTable("Count", ("Records",), (Line("Audited", (60,), cohort="Audited"),), adds_up=False),
    ]

    found = protect(tables)

    assert found.table("By age").line("All").row.cells == (C, C)
    assert found.table("By grade").line("All").row.cells == (40, 20)
    assert found.table("Count").line("Audited").cells == (60,)


def test_teams_within_services_in_one_table():
    table = CountTable(
        "Grades",
        GRADES,
        (
            Line("North", (20, 17, 13)),
            Line("N1", (10, 9, 6), within="North"),
            Line("N2", (10, 8, 7), within="North"),
            Line("South", (16, 8, 9)),
            Line("S1", (8, 7, 1), within="South"),
            Line("S2", (8, 1, 8), within="South"),
        ),
    )

    found = protect([table])

    assert [line.cells for line in found.tables[0].lines] == [
        (20, 17, 13), (10, 9, 6), (10, 8, 7), (16, 8, 9), (8, C, C), (8, C, C),
    ]  # fmt: skip
    assert found.tables[0].totals.cells == (36, 25, 22)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((Line("A", (3, 9)), Line("A", (1, 2))), "titles of their own"),
        ((Line("A", (3,)),), "one count for each column"),
        ((Line("A", (3, 9), within="B"),), "must stand before"),
        ((Line("B", (3, 9)), Line("A", (3, 8), within="B")), "do not add up"),
        ((Line("Total", (3, 9)),), "none may be Total"),
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(lines, words):
    with pytest.raises(ValueError, match=words):
        CountTable("T", ("Good", "RI"), lines)


def test_one_cohort_counted_in_two_ways_is_refused():
    tables = [
        CountTable(name, ("Records",), (Line("A", (count,), cohort="A"),)) for name, count in (("T", 8), ("U", 9))
    ]

    with pytest.raises(ValueError, match="the same cohort has 8 elsewhere"):
        protect(tables)


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_small_number_is_found_out_from_linked_tables(counts):
    tables = teams_and_services(counts[:2], counts[2:])
    shown = protect(tables).tables
    places = {"North": (0, 1), "South": (2, 3)}

    def parts(lines):
        return lambda title, column: [
            line * 2 + place
            for line in lines(title)
            for place in (range(2) if column == "Total" else [GRADES.index(column)])
        ]

    views = [
        *(
            (table, parts(lambda title, its=its: its if title == "Total" else [its[int(title.split()[1])]]))
            for table, its in zip(shown, places.values(), strict=False)
        ),
        (shown[2], parts(lambda title: range(4) if title == "Total" else places[title])),
    ]
    told = list(itertools.chain.from_iterable(told_by(table, where) for table, where in views))
    wanted = [each.parts for each in told if each.value is None]

    assert found_out(told, wanted, size=8, most=12) == []


def test_the_reason_names_the_other_table():
    """The domain's total is the cohort's, and the cohort's number stands in another list."""
    tables = [
        CountTable("Grades", ("Good", "RI"), (Line("North", (3, 0)), Line("South", (20, 10))), cohort="Audited"),
        CountTable("Numbers", ("Records",), (Line("Agreed", (33,), cohort="Audited"),), adds_up=False,
                   has_line_totals=False),
    ]  # fmt: skip

    found = protect(tables)

    assert found.table("Grades").line("North").row.cells == (C, C)
    assert [each.reason for each in found.suppressions if each.table == "Grades"].count(Reason.TEAM) == 1
