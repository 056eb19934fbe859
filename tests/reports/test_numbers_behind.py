"""Figures of indicators whose numbers are small, added up, half given or not given at all: what readers can tell."""

import datetime

import pytest

from kpis import summaries as kpis
from kpis.models import Definition
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from reports import assembly, commands, content, disclosure
from reports.editions import Edition
from reports.indicators import indicator_counts
from tests.factories import at

YEAR = 2026
TODAY = datetime.date(2026, 7, 10)
SMALL = "It is a number from 1 to 5."


@pytest.fixture
def draft(places, cast):
    """The report on the highlight indicators of June as it would be published."""

    def put():
        report = commands.start_report(
            kind="highlight", unit=places.council, starts_on=datetime.date(YEAR, 6, 1), by=cast.quinn,
            at=at(2026, 7, 10),
        )  # fmt: skip
        return assembly.draft(report, today=TODAY)

    return put


def row_of(draft, edition=Edition.PUBLIC):
    blocks = [block for section in draft.in_edition(edition).sections for block in section.blocks]
    [table] = [block for block in blocks if isinstance(block, content.IndicatorTable)]
    [row] = table.rows
    return row


def trend_of(row):
    return tuple(point.words for point in row.trend)


def test_a_percentage_without_its_numbers_is_hidden_where_it_can_be_turned_back(define, give, draft):
    give(define("P1", Basis.SNAPSHOT), Basis.SNAPSHOT, {
        1: "100", 2: "98.9", 3: "0", 4: "1.4", 5: "11.3", 6: ("11.7", 34, 291),
    })  # fmt: skip

    found = draft()

    row = row_of(found)
    assert trend_of(row) == ("100.0%", "[c]", "0.0%", "[c]", "11.3%", "11.7%")
    assert (row.numerator, row.denominator, row.current) == ("34", "291", "11.7%")
    why = "Its numbers are not given; of about 291 it would tell a number from 1 to 5."
    assert found.not_shown == {
        "Indicator P1": [("February 2026, snapshot", "Percentage", why), ("April 2026, snapshot", "Percentage", why)]
    }
    assert trend_of(row_of(found, Edition.RESTRICTED)) == ("100.0%", "98.9%", "0.0%", "1.4%", "11.3%", "11.7%")


def test_of_how_many_a_single_month_is_follows_from_the_year_to_date(define, give, draft):
    """1,200 in three months are about 400 in one, of which 1% are 4; of 1,200 they would be 12."""
    indicator = define("P1", Basis.YEAR_TO_DATE)
    give(indicator, Basis.YEAR_TO_DATE, {6: ("50", 600, 1200)})
    give(indicator, Basis.MONTH, {4: "1.0", 5: "2.0", 6: "50.0"})

    assert trend_of(row_of(draft())) == ("no data", "no data", "no data", "[c]", "2.0%", "50.0%")


def test_where_nobody_knows_of_how_many_nothing_can_be_turned_back(define, give, draft):
    give(define("P1", Basis.SNAPSHOT), Basis.SNAPSHOT, {5: "2.0", 6: "33.3"})

    found = draft()

    assert (trend_of(row_of(found))[-2:], found.not_shown) == (("2.0%", "33.3%"), {})


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (("1.0", None, 300), ("[c]", "[c]", "300")),
        (("1.0", 3, None), ("[c]", "[c]", "not given")),
        (("90.0", None, 300), ("90.0%", "not given", "300")),
        (("98.0", 200, None), ("[c]", "[c]", "not given")),
    ],
)
def test_of_numbers_that_are_half_given_the_other_half_is_worked_out(define, give, draft, told, shown):
    give(define("P1", Basis.SNAPSHOT), Basis.SNAPSHOT, {6: told})

    row = row_of(draft())

    assert (row.current, row.numerator, row.denominator) == shown


def test_what_is_added_up_is_protected_like_what_a_return_says(define, give, draft):
    """4 of 20 in April, and nothing in May and June: the month of June is safe, the year to date is not."""
    give(define("P1", Basis.YEAR_TO_DATE), Basis.MONTH, {4: ("20", 4, 20), 5: ("0", 0, 20), 6: ("0", 0, 20)})

    found = draft()

    row = row_of(found)
    assert (row.current, row.numerator, row_of(found, Edition.RESTRICTED).current) == ("[c]", "[c]", "6.7%")
    assert ("June 2026, year to date", "Number", SMALL) in found.not_shown["Indicator P1"]


def test_an_average_of_few_is_hidden_with_how_many_they_are(define, give, draft):
    give(define("D1", Basis.SNAPSHOT, MeasuredIn.DAYS), Basis.SNAPSHOT, {5: ("60", 600, 10), 6: ("60", 300, 5)})

    found = draft()

    row = row_of(found)
    assert (row.current, row.numerator, row.denominator, trend_of(row)[-2:]) == (
        "[c]", "[c]", "[c]", ("60.0 days", "[c]"),
    )  # fmt: skip
    assert found.not_shown == {"Indicator D1": [("June 2026, snapshot", "Number", SMALL)]}


@pytest.mark.parametrize(
    ("measure", "counted", "shown"),
    [
        ("inadequate", 7, ("[c]", "[c]", "7")),
        ("inadequate", 0, ("0.0%", "0", "7")),
        ("good_or_better", 7, ("100.0%", "7", "7")),  # of two grades: which each has is not told
    ],
)
def test_that_all_audits_of_a_month_are_inadequate_is_not_told(define, give, draft, measure, counted, shown):
    indicator = define("A1", Basis.MONTH)
    Definition.objects.update(origin="computed", measure=measure)
    give(indicator, Basis.MONTH, {6: (str(counted * 100 / 7), counted, 7)})

    found = draft()

    row = row_of(found)
    assert (row.current, row.numerator, row.denominator) == shown
    why = "All records are “Inadequate”, so showing it would tell what was said of each."
    rows = [("June 2026, in the month", "Inadequate, The rest", why)] if shown[0] == "[c]" else []
    assert found.not_shown.get("Indicator A1", []) == rows


def test_good_and_inadequate_of_the_same_audits_tell_nothing_of_the_rest(define, give, draft):
    """8 of 20 are good and 8 inadequate: 4 require improvement. In May it was 6."""
    for ref, measure in (("A1", "good_or_better"), ("A2", "inadequate")):
        indicator = define(ref, Basis.MONTH)
        Definition.objects.filter(indicator=indicator).update(origin="computed", measure=measure)
        give(indicator, Basis.MONTH, {6: ("40", 8, 20), 5: ("35", 7, 20)})

    found = draft()

    [table] = [
        block
        for section in found.document.sections
        for block in section.blocks
        if isinstance(block, content.IndicatorTable)
    ]
    assert [(row.current, row.numerator, row.denominator, row.rag_words) for row in table.rows] == [("[c]",) * 4] * 2
    assert [trend_of(row)[-2:] for row in table.rows] == [("35.0%", "[c]")] * 2
    why = (
        "Beside the table of grades, another indicator of the same audits, or an earlier edition, it would tell a "
        "number from 1 to 5, or a hidden one."
    )
    assert found.not_shown == {
        ref: [("June 2026, in the month", "Number", why)] for ref in ("Indicator A1", "Indicator A2")
    }


def test_a_count_that_grows_tells_no_small_step(define, give, draft):
    """10 in April, 12 by May and 14 by June: 2 each month."""
    give(define("C1", Basis.YEAR_TO_DATE, MeasuredIn.COUNT), Basis.YEAR_TO_DATE, {4: "10", 5: "12", 6: "14"})

    row = row_of(draft())

    shown = [words for words in trend_of(row)[3:] if words != "[c]"]
    assert len(shown) == 1
    assert row.direction == ""


def test_a_report_that_used_one_figure_told_of_no_other_indicator(load_june, places):
    """Those of the year's earlier quarter that nobody published are held as they stand now."""
    load_june()
    load_june(month=datetime.date(2026, 9, 1))
    september = kpis.highlight(places.council, datetime.date(2026, 9, 1))
    of_june = indicator_counts(kpis.highlight(places.council, datetime.date(2026, 6, 1)))
    used = [table for table in disclosure.protect(of_june.tables).tables if table.name == "Indicator 2.1"]

    def held(published):
        counts = indicator_counts(september, published)
        return {table.name for edition in counts.earlier for table in edition.tables}

    assert len(held([])) > 1
    assert held([]) - held([disclosure.Edition("A decision, version 1", used)]) == {"Indicator 2.1"}
