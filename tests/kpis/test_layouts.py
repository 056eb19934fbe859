"""Long and wide files: what each row says, and what is refused rather than guessed."""

import datetime
from decimal import Decimal

import pytest

from kpis import commands, loading
from kpis.loading import Mapping
from kpis.models import Definition, Population
from kpis.rag import MeasuredIn, Polarity
from tests.kpis.conftest import AT, AUGUST, TODAY

JULY = datetime.date(2023, 7, 1)
LONG = "ref,unit,period,numerator,denominator,value"


@pytest.fixture(autouse=True)
def _indicators(indicators, places):
    Definition.objects.update(validity=(datetime.date(2020, 1, 1), None))


@pytest.fixture
def given(tmp_path, places):
    """What a file with this text says, once its columns are confirmed as proposed."""

    def read(text, *, basis="definition", dates="day", percent="sign"):
        file = loading.open_table(text.encode(), name="return.csv")
        headings = loading.look(file)
        meanings = {column.heading: column.proposed for column in headings.named}
        return loading.read_file(
            file, mapping=Mapping(meanings, basis, dates, percent), period=None, definitions={},
            known=loading.known_for(places.council, by=None, today=TODAY),
        )  # fmt: skip

    return read


def figures(given):
    return [(entry.row, entry.ref, entry.unit, entry.period, *vars(entry.figure).values()) for entry in given.entries]


def refusals(given):
    return [str(refusal) for refusal in given.refusals]


def test_a_long_file_has_one_row_a_figure(given, places):
    said = given(
        f"{LONG}\n1.1,north-1,2023-08,90,100,90.0%\n1.2,South team 1,31/07/2023,,,12\n1.2,council,2023-06,n/a,,\n"
    )

    assert refusals(said) == []
    assert figures(said) == [
        (2, "1.1", places.team.pk, AUGUST, Decimal(90), Decimal(90), Decimal(100)),
        (3, "1.2", places.elsewhere.pk, JULY, Decimal(12), None, None),
    ]
    assert said.period == AUGUST


@pytest.mark.parametrize(
    "text",
    [
        "ref,unit,Jul 2023,Aug 2023\n1.2,north-1,10,12\n",
        "ref,unit,part,Jul 2023,Aug 2023\n1.2,north-1,value,10,12\n",
    ],
)
def test_a_wide_file_has_one_column_a_month(given, places, text):
    assert figures(given(text)) == [
        (2, "1.2", places.team.pk, JULY, Decimal(10), None, None),
        (2, "1.2", places.team.pk, AUGUST, Decimal(12), None, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ref,unit,Aug 2023 num,Aug 2023 den\n1.1,north-1,90,100\n",
        "ref,unit,part,Aug 2023\n1.1,north-1,numerator,90\n1.1,north-1,denominator,100\n",
    ],
)
def test_parts_stand_in_columns_or_in_rows_of_their_own(given, places, text):
    assert figures(given(text)) == [(2, "1.1", places.team.pk, AUGUST, Decimal(90), Decimal(90), Decimal(100))]


@pytest.mark.parametrize(
    ("rows", "how", "expected"),
    [
        ("1.2,nowhere,2023-08,,,5", {}, "Row 2, column unit: There is no unit nowhere that you load figures for. "
         "Write its code or its exact name."),
        ("9.9,council,2023-08,,,5", {}, "Row 2, column ref: There is no indicator 9.9."),
        ("1.2,council,2023-10,,,5", {}, "Row 2, column period: October 2023 is in the future."),
        ("1.2,council,,,,5", {}, "Row 2, column period: The period is missing."),
        ("1.2,council,31/31/2023,,,5", {}, "Row 2, column period: Read as day/month/year, like the rest of the column, "
         "this is no date."),
        ("1.1,council,2023-08,101,100,", {}, "Row 2, column numerator: The numerator 101 is greater than the "
         "denominator 100."),
        ("1.1,council,2023-08,90,0,", {}, "Row 2, column denominator: The denominator is 0: leave the figure blank, "
         "or write n/a."),
        ("1.1,council,2023-08,90,,", {}, "Row 2, column denominator: A percentage needs its numerator and denominator, "
         "or neither."),
        ("1.1,council,2023-08,90,100,91%", {}, "Row 2, column value: The numerator and denominator give 90.0%."),
        ("1.1,council,2023-08,,,0.9", {}, "Row 2, column value: A percentage needs its sign, such as 90.4%, so that "
         "0.9 is not taken for 90."),
        ("1.1,council,2023-08,,,904", {"percent": "hundred"}, "Row 2, column value: A percentage is at most 100%."),
        ("1.2,council,2023-08,5,7,", {}, "Row 2, column denominator: 1.2 is a count: leave the denominator blank."),
        ("1.2,council,2023-08,,,5.5", {}, "Row 2, column value: A whole number is needed."),
        ("1.2,council,2023-08,,,-5", {}, "Row 2, column value: The number must not be less than 0."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_refused_by_name(given, rows, how, expected):
    assert refusals(given(f"{LONG}\n{rows}\n", **how)) == [expected]


def test_a_unit_has_no_figure_after_its_end(given, places):
    places.team.ended_on = datetime.date(2023, 7, 31)
    places.team.save()
    ended = "North team 1 ended on 31 July 2023, before August 2023: it can have no figure then."

    long = given(f"{LONG}\n1.2,north-1,2023-07,,,5\n1.2,North team 1,2023-08,,,6\n1.3,north-1,2023-08,,,n/a\n")
    assert [vars(refusal) for refusal in long.refusals] == [
        {"row": 3, "column": "unit", "value": "North team 1", "reason": ended}
    ]
    assert figures(long) == [(2, "1.2", places.team.pk, JULY, Decimal(5), None, None)]

    wide = given("Ref,Team,Jul 2023,Aug 2023\n1.2,north-1,5,6\n1.3,north-1,5,\n")
    assert [vars(refusal) for refusal in wide.refusals] == [
        {"row": 2, "column": "Team", "value": "north-1", "reason": ended}
    ]


def test_a_unit_that_ends_in_the_month_still_has_its_figure(given, places):
    places.team.ended_on = AUGUST
    places.team.save()

    assert refusals(given(f"{LONG}\n1.2,north-1,2023-08,,,5\n")) == []


def test_a_period_given_twice_is_refused(given):
    said = given(f"{LONG}\n1.2,council,2023-08,,,5\n1.2,council,Aug 2023,,,6\n")

    assert refusals(said) == ["Row 3, column numerator: 1.2 for August 2023 is there twice: row 2 has it too."]


def test_dates_in_two_orders_are_refused_with_both_rows(given):
    said = given(f"{LONG}\n1.2,council,31/08/2023,,,5\n1.3,council,08/31/2023,,,6\n")

    assert refusals(said)[0] == (
        "Row 3, column period: The dates are written in two orders: 31/08/2023 in row 2 and 08/31/2023 here. "
        "Write all in one."
    )


@pytest.mark.parametrize("percent", ["hundred", "one"])
def test_fractions_and_percentages_in_one_column_are_refused_with_both_rows(given, percent):
    said = given(f"{LONG}\n1.1,council,2023-08,,,0.904\n1.1,council,2023-07,,,90.4\n", percent=percent)

    assert (
        "Row 2, column value: 0.904 here and 90.4 in row 3 cannot both be percentages of one kind. "
        "Write them with their sign, such as 90.4%."
    ) in refusals(said)


@pytest.mark.parametrize(
    ("percent", "text"), [("hundred", "90.4"), ("one", "0.904"), ("one", "90.4%"), ("sign", "90.4%")]
)
def test_percentages_are_read_as_it_was_confirmed(given, percent, text):
    said = given(f"{LONG}\n1.1,council,2023-08,,,{text}\n", percent=percent)

    assert [entry.figure.value for entry in said.entries] == [Decimal("90.4")]


ASKED = (
    "No percentage in column {} is above 1, so that {} may stand for {}% or for {}%. Change what the columns mean: "
    "choose “As numbers from 0 to 1” for the first, or confirm for the second that all are at most 1%."
)
WHOLLY_SMALL = [
    # A file wholly of fractions under a source whose percentages run from 0 to 100.
    ("hundred", ["2023-08,,,0.904", "2023-07,,,0.9"], [("value", "0.904", "90.4", "0.904")], []),
    ("hundred", ["2023-08,,,0", "2023-07,,,1"], [("value", "1", "100", "1")], []),
    ("hundred", ["2023-08,,,0.904", "2023-07,,,95%"], [("value", "0.904", "90.4", "0.904")], []),
    # Nothing is asked where the answer is plain.
    ("hundred", ["2023-08,,,0", "2023-07,,,0"], [], ["0", "0"]),
    ("hundred", ["2023-08,,,1", "2023-07,,,95"], [], ["1", "95"]),
    ("hundred", ["2023-08,9,1000,0.9", "2023-07,,,0.8"], [], ["0.9", "0.8"]),
    ("hundred", ["2023-08,9,1000,", "2023-07,8,1000,"], [], ["0.9", "0.8"]),
    ("hundred", ["2023-08,,,0.9%", "2023-07,,,0.8%"], [], ["0.9", "0.8"]),
    ("one", ["2023-08,,,0.904", "2023-07,,,0.9"], [], ["90.4", "90"]),
    ("below_one", ["2023-08,,,0.904", "2023-07,,,0.9"], [], ["0.904", "0.9"]),
    ("below_one", ["2023-08,,,90.4", "2023-07,,,95"], [], ["90.4", "95"]),
]


@pytest.mark.parametrize(("percent", "rows", "asked", "expected"), WHOLLY_SMALL)
def test_a_file_whose_percentages_are_all_at_most_1_is_asked_about(given, percent, rows, asked, expected):
    said = given(f"{LONG}\n" + "".join(f"1.1,council,{row}\n" for row in rows), percent=percent)

    assert [(each.column, each.reason) for each in said.refusals] == [
        (column, ASKED.format(column, text, first, second)) for column, text, first, second in asked
    ]
    if not asked:
        assert [entry.figure.value for entry in said.entries] == [Decimal(value) for value in expected]


def test_a_wide_file_of_fractions_is_asked_about_once(given):
    said = given("ref,unit,Jul 2023,Aug 2023\n1.1,council,0.9,0.904\n", percent="hundred")

    assert refusals(said) == [f"Row 2, column Jul 2023: {ASKED.format('Jul 2023', '0.9', '90', '0.9')}"]


def test_a_bad_month_of_a_wide_row_leaves_the_others_to_be_checked(given):
    text = "ref,unit,basis,Jul 2023,Aug 2023,Oct 2023,Nov 2023\n1.2,council,,5,many,6,7\n1.3,council,weekly,1,2,,\n"

    assert refusals(given(text)) == [
        "Row 2, column Oct 2023: October 2023 is in the future.",
        "Row 2, column Nov 2023: November 2023 is in the future.",
        "Row 2, column Aug 2023: This is not a number.",
        "Row 3, column basis: A figure is counted as one of: snapshot, in the month, in the quarter, year to date, "
        "rolling year, outturn.",
    ]


def test_what_is_wrong_with_a_whole_wide_row_is_told_once(given):
    Definition.objects.filter(indicator__ref="1.2").update(origin="computed", measure="good_or_better")

    assert refusals(given("ref,unit,Jul 2023,Aug 2023\n1.2,council,5,6\n1.3,council,1,many\n")) == [
        "Row 2, column Jul 2023: 1.2 is computed from audits and actions: no return gives it.",
        "Row 3, column Aug 2023: This is not a number.",
    ]


def test_dates_month_first_are_read_in_the_order_that_was_confirmed(given, places):
    said = given(f"{LONG}\n1.2,council,08/31/2023,,,5\n1.2,council,07/01/2023,,,6\n", dates="month")

    assert refusals(said) == []
    assert [(entry.period, entry.figure.value) for entry in said.entries] == [(AUGUST, 5), (JULY, 6)]


@pytest.mark.parametrize(
    ("date", "dates", "expected"),
    [
        ("08/31/2023", "day", "Read as day/month/year, like the rest of the column, this is no date."),
        ("31/08/2023", "month", "Read as month/day/year, like the rest of the column, this is no date."),
        ("02/29/2023", "month", "Read as month/day/year, like the rest of the column, this is no date."),
        ("08/31/2023", "", "Say on the page of columns whether the day or the month comes first."),
    ],
)
def test_a_date_that_is_none_in_the_confirmed_order_is_refused(given, date, dates, expected):
    assert refusals(given(f"{LONG}\n1.2,council,{date},,,5\n", dates=dates)) == [f"Row 2, column period: {expected}"]


def test_a_rate_without_denominator_counts_on_the_latest_population_not_after_it(given, places):
    commands.define_indicator(
        ref="9.1", theme="Rates", position=50, title="Rate", measured_in=MeasuredIn.RATE, places=1,
        polarity=Polarity.LOWER, basis="snapshot", starts_on=datetime.date(2020, 1, 1), by=None, at=AT,
    )  # fmt: skip
    row = f"{LONG}\n9.1,council,2023-08,50,,\n"
    assert refusals(given(row)) == [
        "Row 2, column numerator: A rate without denominator is counted on the children of the unit's area, and no "
        "number of them is known up to 2023."
    ]
    for year, children in ((2021, 20_000), (2022, 25_000), (2024, 50_000)):
        Population.objects.create(unit=places.council, year=year, children=children)

    assert [tuple(vars(entry.figure).values()) for entry in given(row).entries] == [(20, 50, 25_000)]
