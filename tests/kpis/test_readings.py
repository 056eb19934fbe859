"""One rule for what a figure is: added up from its months where they are all there, and broken where it must be."""

import datetime
from decimal import Decimal

import pytest

from kpis import commands
from kpis.defining import set_goal
from kpis.forecasting import State
from kpis.models import Definition, Exemption, Indicator, Load, Rebase, Value
from kpis.periods import Basis, add_months
from kpis.rag import Direction, Goal, MeasuredIn, Operator, Polarity, Rag, Rule
from kpis.spc import Assurance
from kpis.summaries import indicator_page, read, row

APRIL = datetime.date(2023, 4, 1)
AT = datetime.datetime(2023, 9, 15, 10, tzinfo=datetime.UTC)


@pytest.fixture
def contacts(places):
    """A percentage, year to date, higher is better, 90 and 95."""
    commands.define_indicator(
        ref="2.1", theme="Front door", position=1, title="% of contacts in a day", measured_in=MeasuredIn.PERCENTAGE,
        places=1, polarity=Polarity.HIGHER, basis=Basis.YEAR_TO_DATE, starts_on=datetime.date(2015, 4, 1), by=None,
    )  # fmt: skip
    indicator = Indicator.objects.get(ref="2.1")
    commands.set_target(indicator, minimum=Decimal(90), upper=Decimal(95), starts_on=datetime.date(2015, 4, 1), by=None)
    return indicator


@pytest.fixture
def give(places):
    load = Load.objects.create(
        unit=places.council, period=APRIL, file_name="april.csv", sha256="0" * 64, staged_at=AT, state="confirmed",
        confirmed_at=AT,
    )  # fmt: skip

    def put(indicator, month, numerator, denominator, *, basis=Basis.MONTH, value=None):
        exact = Decimal(value) if value is not None else Decimal(numerator) * 100 / Decimal(denominator)
        parts = {} if value is not None else {"numerator": numerator, "denominator": denominator}
        Value.objects.create(
            indicator=indicator, unit=places.council, period=month, basis=basis, value=exact, load=load, **parts
        )

    return put


def reading(places, month=datetime.date(2023, 6, 1)):
    (found,) = read(places.council, month)
    return found


def test_a_year_to_date_is_added_up_from_its_months(contacts, give, places):
    for n, (numerator, denominator) in enumerate([(90, 100), (50, 50), (70, 80)]):
        give(contacts, add_months(APRIL, n), numerator, denominator)

    found = reading(places)

    assert (found.now.numerator, found.now.denominator, found.now.is_added_up) == (210, 230, True)
    assert row(found, places.council).current_words == "91.3%"
    assert found.rag == Rag.AMBER


def test_a_return_that_disagrees_is_told_as_a_difference(contacts, give, places):
    give(contacts, APRIL, 90, 100)
    give(contacts, APRIL, 95, 100, basis=Basis.YEAR_TO_DATE)

    found = row(reading(places, APRIL), places.council)

    assert found.current_words == "90.0%"
    assert found.difference_words == (
        "Year to date, the return gives 95.0%, but the month April 2023 gives 90.0%: the return is 5.0 points higher."
    )


def test_with_a_month_missing_the_returned_figure_stands(contacts, give, places):
    give(contacts, APRIL, 90, 100)
    give(contacts, add_months(APRIL, 2), 70, 80)
    give(contacts, add_months(APRIL, 2), 160, 180, basis=Basis.YEAR_TO_DATE)

    assert (reading(places).current, reading(places).now.is_added_up) == (Decimal(160) * 100 / 180, False)


def test_months_without_numerators_add_up_to_nothing(contacts, give, places):
    give(contacts, APRIL, None, None, value="97.3")

    assert (reading(places, APRIL).now, reading(places, APRIL).rag) == (None, Rag.NO_DATA)


def test_what_was_counted_otherwise_is_not_compared(contacts, give, places):
    for n in range(3):
        give(contacts, add_months(APRIL, n), 90, 100)
    found = reading(places)
    assert row(found, places.council).direction == Direction.NO_CHANGE

    definition = found.definition
    definition.validity = (datetime.date(2023, 6, 1), None)
    definition.save()

    assert row(reading(places), places.council).direction == Direction.CANNOT_SAY


def test_what_does_not_apply_is_no_gap_in_the_data(contacts, places):
    Exemption.objects.create(indicator=contacts, unit=places.north, reason="Has no front door.")

    (here,) = read(places.team, APRIL)
    (elsewhere,) = read(places.elsewhere, APRIL)

    assert (here.rag, row(here, places.team).current_words, here.exemption) == (
        Rag.NOT_APPLICABLE, "not applicable", "Has no front door.",
    )  # fmt: skip
    assert elsewhere.rag == Rag.NO_DATA


def test_limits_begin_anew_where_somebody_said_why(contacts, give, places):
    for n in range(4):
        give(contacts, add_months(APRIL, n), 90, 100)
    Rebase.objects.create(indicator=contacts, month=add_months(APRIL, 2), reason="A new front door.")

    found = reading(places, add_months(APRIL, 3))

    assert [month for month, _ in found.stretch] == [add_months(APRIL, n) for n in range(4)]
    assert found.groups == (2,)


@pytest.fixture
def visits(places):
    """A snapshot, higher is better, 85 and 90."""
    commands.define_indicator(
        ref="3.3", theme="Visits", position=1, title="% visited", measured_in=MeasuredIn.PERCENTAGE, places=1,
        polarity=Polarity.HIGHER, basis=Basis.SNAPSHOT, starts_on=datetime.date(2015, 4, 1), by=None,
    )  # fmt: skip
    indicator = Indicator.objects.get(ref="3.3")
    commands.set_target(indicator, minimum=Decimal(85), upper=Decimal(90), starts_on=datetime.date(2015, 4, 1), by=None)
    return indicator


def forecast_of(indicator, places, month):
    definition = Definition.objects.select_related("indicator").get(indicator=indicator)
    return indicator_page(places.council, definition, month).forecast


def test_the_forecast_is_of_the_first_target_that_is_not_met_reliably_yet(visits, give, places):
    """This month's figure is amber, and above the minimum; reliable it is not."""
    for n in range(24):
        give(visits, add_months(APRIL, n), 150 + n, 200, basis=Basis.SNAPSHOT)

    now = reading(places, add_months(APRIL, 23))
    found = forecast_of(visits, places, now.month)

    assert (now.rag, dict(now.assurances)["minimum"]) == (Rag.AMBER, Assurance.FAIL)
    assert found.words == "At the present rate and variation, the minimum would be met reliably from April 2025."


@pytest.mark.parametrize(
    ("operator", "rag", "answer", "state"),
    [
        (Operator.LESS, Rag.MISSED, Assurance.FAIL, State.NO_TREND),
        (Operator.AT_MOST, Rag.MET, Assurance.PASS, State.MET_NOW),
        (Operator.MORE, Rag.MISSED, Assurance.FAIL, State.NO_TREND),
        (Operator.AT_LEAST, Rag.MET, Assurance.PASS, State.MET_NOW),
    ],
)
def test_a_series_constantly_at_its_target_is_told_alike_everywhere(visits, give, places, operator, rag, answer, state):
    goal = Goal(Rule.OPERATOR, target=Decimal(10), operator=operator)
    set_goal(visits, goal, starts_on=datetime.date(2015, 4, 1), by=None)
    for n in range(13):
        give(visits, add_months(APRIL, n), 20, 200, basis=Basis.SNAPSHOT)

    found = reading(places, add_months(APRIL, 12))

    assert (found.rag, found.assurances) == (rag, [("target", answer)])
    assert forecast_of(visits, places, found.month).state == state


def test_a_forecast_counts_from_the_month_that_is_asked_for_even_without_a_figure(visits, give, places):
    for n in range(24):
        give(visits, add_months(APRIL, n), 130 + n, 200, basis=Basis.SNAPSHOT)

    found = [forecast_of(visits, places, add_months(APRIL, n)).month for n in (23, 26, 40)]

    # 76.5% in March 2025, half a point a month, 17 months to 85%; after that, the month after the one asked for.
    assert found == [datetime.date(2026, 8, 1), datetime.date(2026, 8, 1), datetime.date(2026, 9, 1)]
