"""Like is compared with like: quarters with quarters, and nothing with what was counted, or measured, otherwise."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kpis import commands
from kpis.charts import indicator_chart
from kpis.defining import change_definition, draft_of, set_goal
from kpis.forecasting import State
from kpis.models import Definition, Indicator, Load, Value
from kpis.periods import Basis, add_months, period_before
from kpis.rag import Direction, Goal, MeasuredIn, Operator, Polarity, Rag, Rule
from kpis.summaries import before, changes_of, heat_map, highlight, indicator_page, read, row, small_charts

STARTS = datetime.date(2015, 4, 1)
APRIL = datetime.date(2023, 4, 1)
JUNE = datetime.date(2023, 6, 1)
AT = datetime.datetime(2023, 9, 15, 10, tzinfo=datetime.UTC)


@pytest.fixture
def define(places):
    def put(ref, basis, measured_in=MeasuredIn.PERCENTAGE):
        commands.define_indicator(
            ref=ref, theme="Front door", position=1, title=f"Measure {ref}", measured_in=measured_in, places=1,
            polarity=Polarity.HIGHER, basis=basis, starts_on=STARTS, by=None,
        )  # fmt: skip
        indicator = Indicator.objects.get(ref=ref)
        commands.set_target(indicator, minimum=Decimal(75), upper=Decimal(90), starts_on=STARTS, by=None)
        return indicator

    return put


@pytest.fixture
def give(places):
    load = Load.objects.create(
        unit=places.council, period=APRIL, file_name="april.csv", sha256="0" * 64, staged_at=AT, state="confirmed",
        confirmed_at=AT,
    )  # fmt: skip

    def put(indicator, month, numerator, denominator, basis):
        value = Decimal(numerator) * 100 / Decimal(denominator)
        Value.objects.create(
            indicator=indicator, unit=places.council, period=month, basis=basis, numerator=numerator,
            denominator=denominator, value=value, load=load,
        )  # fmt: skip

    return put


def change(indicator, starts_on, **what):
    definition = Definition.objects.filter(indicator=indicator).order_by("-validity").first()
    draft = replace(draft_of(definition), **what)
    change_definition(indicator, draft, starts_on=starts_on, change_note="Counted by a new rule.", by=None)


@pytest.mark.parametrize(
    ("basis", "month", "expected"),
    [
        (Basis.SNAPSHOT, APRIL, datetime.date(2023, 3, 1)),
        (Basis.MONTH, APRIL, datetime.date(2023, 3, 1)),
        (Basis.ROLLING_YEAR, APRIL, datetime.date(2023, 3, 1)),
        (Basis.QUARTER, JUNE, datetime.date(2023, 3, 1)),
        (Basis.YEAR_TO_DATE, APRIL, None),
        (Basis.YEAR_TO_DATE, datetime.date(2023, 5, 1), APRIL),
        (Basis.YEAR_TO_DATE, datetime.date(2023, 3, 1), datetime.date(2023, 2, 1)),
    ],
)
def test_the_period_before(basis, month, expected):
    assert period_before(basis, month) == expected


def test_a_quarter_is_compared_with_the_quarter_before(define, give, places):
    visits = define("3.3", Basis.QUARTER)
    give(visits, datetime.date(2023, 3, 1), 80, 100, Basis.QUARTER)
    give(visits, JUNE, 70, 100, Basis.QUARTER)

    (told,) = highlight(places.council, JUNE).rows
    assert (told.direction, told.direction_words) == (Direction.WORSE, "Worse since March 2023 (80.0%)")
    changes = changes_of(places.council, JUNE)
    assert [(key.value, [(each.before_words, each.before_rag) for each in rows]) for key, rows in changes.groups
            if rows] == [("newly_red", [("80.0%", Rag.AMBER)])]  # fmt: skip
    assert [each.words for each in changes.moves] == ["Down 10.0 points (12.5% in relative terms)"]
    assert [(each.month, each.words) for each in before(places.council, highlight(places.council, JUNE)).values()] == [
        ("March 2023", "80.0%")
    ]


def test_in_april_a_year_to_date_is_compared_with_nothing(define, give, places):
    visits = define("2.1", Basis.YEAR_TO_DATE)
    give(visits, datetime.date(2023, 3, 1), 70, 100, Basis.YEAR_TO_DATE)
    give(visits, APRIL, 95, 100, Basis.YEAR_TO_DATE)

    (told,) = highlight(places.council, APRIL).rows
    assert (told.current_words, told.direction) == ("95.0%", Direction.CANNOT_SAY)
    assert told.direction_words == "Cannot say: a year to date begins anew in April"
    assert changes_of(places.council, APRIL).is_quiet


def test_a_sum_over_two_ways_of_counting_says_so(define, give, places):
    contacts = define("2.1", Basis.YEAR_TO_DATE)
    for n in range(3):
        give(contacts, add_months(APRIL, n), 90, 100, Basis.MONTH)
    assert highlight(places.council, JUNE).rows[0].difference_words == ""

    change(contacts, datetime.date(2023, 6, 1), title="Contacts in a working day")

    (told,) = highlight(places.council, JUNE).rows
    assert (told.current_words, told.difference_words) == (
        "90.0%", "It adds up months that were counted otherwise, before June 2023.",
    )  # fmt: skip


def test_months_measured_in_something_else_stand_in_no_line_and_in_no_sum(define, give, places):
    plans = define("6.1", Basis.SNAPSHOT, MeasuredIn.RATE)
    for n in range(3):
        give(plans, add_months(APRIL, n), 43, 10_000, Basis.SNAPSHOT)
    change(plans, datetime.date(2023, 6, 1), measured_in=MeasuredIn.PERCENTAGE)

    (reading,) = read(places.council, JUNE)
    assert [point.words for point in row(reading, places.council).trend] == [
        "counted otherwise", "counted otherwise", "counted otherwise", "counted otherwise", "counted otherwise", "0.4%",
    ]  # fmt: skip
    assert list(reading.line) == [JUNE]
    (series,) = indicator_page(places.council, reading.definition, JUNE).series
    assert [(point.words, point.begins) for point in series.points] == [
        ("43.0 per 10,000", ""), ("43.0 per 10,000", ""), ("0.4%", "Counted by a new rule."),
    ]  # fmt: skip

    sums = define("6.2", Basis.YEAR_TO_DATE, MeasuredIn.RATE)
    for n in range(3):
        give(sums, add_months(APRIL, n), 43, 10_000, Basis.MONTH)
    change(sums, datetime.date(2023, 6, 1), measured_in=MeasuredIn.PERCENTAGE)
    assert read(places.council, JUNE, only=[sums.pk])[0].now is None
    give(sums, add_months(APRIL, 3), 88, 100, Basis.MONTH)
    july = add_months(APRIL, 3)
    (reading,) = read(places.council, july, only=[sums.pk])
    assert reading.now is None
    cells = {each.ref: each.cells[0] for each in heat_map([places.council], july).rows}
    assert (cells["6.2"].value, cells["6.2"].rag) == (None, Rag.NO_DATA)
    judged, *_ = indicator_page(places.council, reading.definition, july).series
    assert [(point.words, point.rag) for point in judged.points] == [
        ("43.0 per 10,000", Rag.RED), ("86.0 per 10,000", Rag.AMBER),  # and no share of both
    ]  # fmt: skip


def test_what_comes_only_as_sums_is_shown_as_them(define, give, places):
    contacts = define("2.1", Basis.YEAR_TO_DATE)
    for n in range(3):
        give(contacts, add_months(APRIL, n), 80 + 5 * n, 100, Basis.YEAR_TO_DATE)

    (told,) = highlight(places.council, JUNE).rows
    assert told.trend_summary == (
        "Year to date: January 2023 no data, February 2023 no data, March 2023 no data, April 2023 80.0%, "
        "May 2023 85.0%, June 2023 90.0%"
    )
    assert told.spc.is_trial  # limits are for single months
    (small,) = small_charts(places.council, JUNE, width=300, height=90)
    assert small.summary == (
        "Year to date, April 2023 to June 2023: lowest 80.0% in April 2023, highest 90.0% in June 2023, "
        "latest 90.0% in June 2023."
    )
    assert len(small.chart.targets) == 2

    quarterly = define("3.3", Basis.QUARTER)
    give(quarterly, datetime.date(2023, 3, 1), 80, 100, Basis.QUARTER)
    give(quarterly, JUNE, 70, 100, Basis.QUARTER)
    (told,) = [each for each in highlight(places.council, JUNE).rows if each.ref == "3.3"]
    assert [point.words for point in told.trend] == ["–", "–", "80.0%", "–", "–", "70.0%"]
    assert told.trend_summary == "In the quarter: March 2023 80.0%, June 2023 70.0%"
    (small,) = small_charts(places.council, JUNE, width=300, height=90, only=[quarterly.pk])
    assert small.summary.endswith("latest 70.0% in June 2023.")  # no month in between is missing


def test_an_earlier_basis_keeps_its_months_on_the_page(define, give, places):
    visits = define("3.3", Basis.SNAPSHOT)
    give(visits, APRIL, 80, 100, Basis.SNAPSHOT)
    give(visits, add_months(APRIL, 1), 82, 100, Basis.SNAPSHOT)
    change(visits, datetime.date(2023, 6, 1), basis=Basis.MONTH)
    give(visits, JUNE, 70, 100, Basis.MONTH)

    (reading,) = read(places.council, JUNE)
    page = indicator_page(places.council, reading.definition, JUNE)
    assert [(each.words, each.is_judged, [point.words for point in each.points]) for each in page.series] == [
        ("In the month", True, ["70.0%"]), ("Snapshot", False, ["80.0%", "82.0%"]),
    ]  # fmt: skip


def test_the_interactive_chart_breaks_its_line_and_draws_the_one_target(define, give, places):
    visits = define("3.3", Basis.SNAPSHOT)
    for n, numerator in enumerate([80, 82, 70]):
        give(visits, add_months(APRIL, n), numerator, 100, Basis.SNAPSHOT)
    change(visits, JUNE, title="Visits in person")
    goal = Goal(Rule.OPERATOR, target=Decimal(88), operator=Operator.AT_LEAST)
    set_goal(visits, goal, starts_on=datetime.date(2023, 5, 1), by=None)

    (reading,) = read(places.council, JUNE)
    page = indicator_page(places.council, reading.definition, JUNE)
    figure = indicator_chart(page)
    line = figure["data"][0]
    assert list(zip(line["x"], line["y"], strict=True)) == [
        ("2023-04-01", 80.0), ("2023-05-01", 82.0), ("2023-06-01", None), ("2023-06-01", 70.0),
    ]  # fmt: skip
    assert page.aims == ["upper", "minimum", "target"]
    assert {trace["name"]: list(trace["y"]) for trace in figure["data"][1:]} == {
        "Minimum": [75.0, None, None], "Upper": [90.0, None, None], "Target": [None, 88.0, 88.0],
    }  # fmt: skip
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["Target 88%"]


def test_a_target_for_a_sum_gets_its_reason_for_no_answer(define, give, places):
    contacts = define("2.1", Basis.YEAR_TO_DATE)
    for n in range(3):
        give(contacts, add_months(APRIL, n), 90, 100, Basis.MONTH)

    (reading,) = read(places.council, JUNE)
    found = indicator_page(places.council, reading.definition, JUNE).forecast
    assert (found.state, found.words) == (
        State.OTHER_BASIS,
        "It cannot be said: the targets are meant for the figure “year to date”, and limits for single months.",
    )
