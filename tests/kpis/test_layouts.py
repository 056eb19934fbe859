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
