"""What was published before: readers keep it and subtract."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import CountTable, Edition, Line, Reason, ShownLine, ShownTable, protect
from tests.reports.disclosure.attacker import found_out, told_by

C = None
APRIL, JUNE, JULY, SEPTEMBER = (
    datetime.date(2026, month, day) for month, day in ((4, 1), (6, 30), (7, 1), (9, 30))
)  # fmt: skip
GRADES = ("Good", "RI", "Inadequate")


def grades(rows, until=JUNE, since=APRIL, name="Grades"):
    width = len(rows[0])
    lines = tuple(Line(f"Team {n}", tuple(row), cohort=f"Team {n}") for n, row in enumerate(rows))
    return CountTable(name, GRADES[:width], lines, cohort="All", period=(since, until))


def cells_of(shown):
    return [(*line.cells, line.total) for line in [*shown.lines, shown.totals]]


def published(rows, **options):
    return Edition("Quarter 1", protect([grades(rows, **options)]).tables)


def test_a_year_to_date_gives_a_quarter_by_subtraction():
    """24 less 12 and so on are large; 10 less 8 is 2 that require improvement in July to September."""
    quarter_one = published([(12, 8, 7), (20, 10, 6)])
    assert None not in sum(cells_of(quarter_one.tables[0]), ())

    found = protect([grades([(24, 10, 14), (31, 30, 12)], until=SEPTEMBER)], [quarter_one])

    assert cells_of(found.tables[0]) == [(24, C, C, 48), (31, C, C, 73), (55, 40, 26, 121)]
    first = found.suppressions[0]
    assert (first.row, first.column, first.reason) == ("Team 0", "RI", Reason.EDITION)
    assert first.words == "Compared with “Quarter 1”, published earlier, it would reveal a number from 1 to 5."


def test_without_the_earlier_edition_the_same_table_hides_nothing():
    assert protect([grades([(24, 10, 14), (31, 30, 12)], until=SEPTEMBER)]).suppressions == ()


def test_what_an_earlier_edition_hid_is_not_given_by_a_year_and_a_quarter():
    quarter_one = published([(12, 8, 3), (20, 10, 9)])
    assert cells_of(quarter_one.tables[0])[0] == (12, C, C, 23)

    year = grades([(24, 18, 14), (31, 30, 22)], until=SEPTEMBER, name="Year")
    quarter = grades([(12, 10, 11), (11, 20, 13)], since=JULY, until=SEPTEMBER, name="Quarter")
    year_shown, quarter_shown = protect([year, quarter], [quarter_one]).tables

    together = [
        (now is None or then is None)
        for now, then in zip(year_shown.lines[0].cells, quarter_shown.lines[0].cells, strict=True)
    ]
    assert together == [False, True, True]


def test_two_periods_in_one_report_are_compared_too():
    year = grades([(24, 30), (31, 30)], until=SEPTEMBER, name="Year")
    quarter = grades([(20, 20), (20, 20)], name="Quarter")

    found = protect([year, quarter])

    assert (found.table("Year").lines[0].cells[0], found.table("Quarter").lines[0].cells[0]) != (24, 20)
    assert {each.reason for each in found.suppressions} >= {Reason.TABLE}


def test_a_corrected_edition_does_not_tell_what_was_added():
    found = protect([grades([(13, 8, 7), (20, 10, 9)])], [published([(12, 8, 7), (20, 10, 9)])])

    team = found.tables[0].lines[0]
    assert (team.cells[0], team.total) == (C, C)
    assert team.cells[1:] == (8, 7)


def test_corrected_counts_that_fit_no_sum_are_still_compared_one_by_one():
    """Fewer by September than by June: records were withdrawn."""
    found = protect([grades([(9, 8), (40, 30)], until=SEPTEMBER)], [published([(12, 8), (20, 10)])])

    assert found.tables[0].lines[0].cells[0] is None
    assert found.tables[0].lines[0].total is None


def test_counts_that_fit_no_sum_though_all_are_known_do_not_stop_a_report():
    """20 good by June were published; now there are 40 by September, of which 12 since: 8 were agreed late."""
    quarter_one = published([(20, 9)])

    found = protect(
        [
            grades([(40, 30)], until=SEPTEMBER, name="Year"),
            grades([(12, 21)], since=JULY, until=SEPTEMBER, name="Quarter"),
        ],
        [quarter_one],
    )

    assert [table.lines[0].cells for table in found.tables] == [(40, 30), (12, 21)]


def test_what_was_published_cannot_be_hidden_any_more_and_the_author_is_told():
    old = ShownTable("Grades", GRADES[:2], (ShownLine("Team 0", (3, 20), 23, cohort="Team 0"),), None,
                     period=(APRIL, JUNE))  # fmt: skip

    found = protect([grades([(3, 20), (9, 20)])], [Edition("The leaflet", (old,))])

    assert found.tables[0].lines[0].cells == (3, 20)
    assert [(each.row, each.column, each.words) for each in found.exposed] == [
        ("Team 0", "Good", "It can be read in “The leaflet”, published earlier, so hiding it here cannot protect it."),
    ]  # fmt: skip


def test_a_zero_that_would_give_what_an_earlier_edition_hid_goes_with_its_line():
    """No good audit of Team 0 by September means none by June, and so Good was 6 in all and RI the other 3."""
    quarter_one = published([(0, 1), (6, 2)])
    assert cells_of(quarter_one.tables[0]) == [(C, C, C), (6, C, C), (C, C, 9)]

    found = protect([grades([(0, 6), (6, 2)], until=SEPTEMBER)], [quarter_one])

    assert cells_of(found.tables[0])[0] == (C, C, C)
    assert found.exposed == ()


def test_a_total_that_was_hidden_beside_a_shown_number_was_six_or_more():
    """Team 0 had 6 or 7 by June, of 8 in all. That it has 6 by September would leave 2 for Team 1."""
    quarter_one = published([(0, 6), (2, 0)])
    assert cells_of(quarter_one.tables[0]) == [(0, C, C), (C, C, C), (C, C, 8)]

    found = protect([grades([(0, 6), (3, 0)], until=SEPTEMBER)], [quarter_one])

    assert cells_of(found.tables[0])[0][1:] == (C, C)


def test_what_two_earlier_editions_give_away_is_told_to_the_author():
    year = ShownTable("Grades", GRADES[:1], (ShownLine("A", (24,), 24, cohort="A"),), None, period=(APRIL, SEPTEMBER))
    quarter = ShownTable("Grades", GRADES[:1], (ShownLine("A", (20,), 20, cohort="A"),), None, period=(APRIL, JUNE))

    found = protect([grades([(24, 9)], until=SEPTEMBER)], [Edition("Quarter 1", (quarter,)), Edition("Year", (year,))])

    assert ("Between reports", "A", "Good") in [(each.table, each.row, each.column) for each in found.exposed]


def test_the_same_edition_again_hides_the_same():
    rows = [(12, 8, 3), (20, 10, 9)]

    assert protect([grades(rows)], [published(rows)]).tables == protect([grades(rows)]).tables


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_small_number_is_found_out_from_two_editions(data):
    """The world: each cell before July, and each after. The reader also asks for July to September."""
    width = 2
    row = st.lists(st.integers(0, 9), min_size=width, max_size=width)
    before, after = (data.draw(st.lists(row, min_size=2, max_size=2)) for _ in range(2))
    both = [[a + b for a, b in zip(*two, strict=True)] for two in zip(before, after, strict=True)]
    edition = published(before)
    [now] = protect([grades(both, until=SEPTEMBER)], [edition]).tables

    def parts(*halves):
        def of(title, column):
            lines = range(2) if title == "Total" else [int(title.split()[1])]
            columns = range(width) if column == "Total" else [GRADES.index(column)]
            return [half * 4 + line * width + place for half in halves for line in lines for place in columns]

        return of

    told = [*told_by(edition.tables[0], parts(0)), *told_by(now, parts(0, 1))]
    hidden = [each.parts for each in told if each.value is None]
    quarter = [
        frozenset(parts(1)(title, column))
        for title in ("Team 0", "Team 1", "Total")
        for column in (*GRADES[:width], "Total")
    ]

    assert found_out(told, [*hidden, *quarter], size=8, most=14) == []
