"""Readings, rows and cells are worked out once from the same facts; whatever changes is told at once."""

import datetime
from decimal import Decimal

import pytest

from kpis import commands
from kpis.models import Definition, Exemption, Indicator, Load, Rebase, Target, Value
from kpis.periods import Basis, add_months
from kpis.rag import MeasuredIn, Polarity
from kpis.summaries import highlight, read
from kpis.summaries.heat_map import heat_map

MONTH = datetime.date(2023, 8, 1)
STARTS = datetime.date(2015, 4, 1)
AT = datetime.datetime(2023, 9, 15, 10, tzinfo=datetime.UTC)


@pytest.fixture
def visits(places):
    """3.3, higher is better, 75 and 90: 80.0% in August, 70.0% in July."""
    commands.define_indicator(
        ref="3.3", theme="Visits", position=1, title="Seen in four weeks", measured_in=MeasuredIn.PERCENTAGE, places=1,
        polarity=Polarity.HIGHER, basis=Basis.SNAPSHOT, starts_on=STARTS, by=None,
    )  # fmt: skip
    indicator = Indicator.objects.get(ref="3.3")
    commands.set_target(indicator, minimum=Decimal(75), upper=Decimal(90), starts_on=STARTS, by=None)
    load = Load.objects.create(
        unit=places.council, period=MONTH, file_name="august.csv", sha256="0" * 64, staged_at=AT, state="confirmed",
        confirmed_at=AT,
    )  # fmt: skip
    for back, numerator in enumerate([160, 140]):
        Value.objects.create(
            indicator=indicator, unit=places.council, period=add_months(MONTH, -back), basis=Basis.SNAPSHOT,
            numerator=numerator, denominator=200, value=Decimal(numerator) / 2, load=load,
        )  # fmt: skip
    return indicator


def told(places):
    """What the highlight table and the heat map say."""
    (row,) = highlight(places.council, MONTH).rows
    (heat,) = heat_map([places.council], MONTH).rows
    cell = heat.cells[0]
    assert (cell.words or cell.rag_words.lower(), cell.rag) == (row.current_words, row.rag)
    return (row.title, row.theme, row.unit, row.current_words, row.rag_words, row.goal_words, row.direction_words,
            row.trend_summary.rpartition(", ")[2], row.exemption)  # fmt: skip


def test_the_same_facts_give_the_same_reading_and_every_page_a_row_of_its_own(visits, places):
    (once,), (again,) = read(places.council, MONTH), read(places.council, MONTH)
    assert once is again

    (row,) = highlight(places.council, MONTH).rows
    row.note = row.comparison = "beside this page's row"
    (other,) = highlight(places.council, MONTH).rows
    assert (other.note, other.comparison) == (None, None)


def empty(visits, places):
    load = Load.objects.get()
    Value.objects.filter(indicator=visits, period=MONTH).update(superseded_at=AT, superseded_by=load)


def correct(visits, places):
    empty(visits, places)
    Value.objects.create(
        indicator=visits, unit=places.council, period=MONTH, basis=Basis.SNAPSHOT, numerator=190, denominator=200,
        value=95, load=Load.objects.get(),
    )  # fmt: skip


def exempt(visits, places):
    empty(visits, places)
    Exemption.objects.create(indicator=visits, unit=places.council, reason="No such team.")


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (correct, {3: "95.0%", 4: "Green", 6: "Improved since July 2023 (70.0%)", 7: "August 2023 95.0%"}),
        (
            empty,
            {3: "no data", 4: "No data", 6: "Cannot say: no snapshot figure to compare for July 2023",
             7: "August 2023 no data"},
        ),
        (
            exempt,
            {3: "not applicable", 4: "Not applicable",
             6: "Cannot say: no snapshot figure to compare for July 2023", 7: "August 2023 no data",
             8: "No such team."},
        ),
        (lambda visits, places: Definition.objects.update(title="Seen"), {0: "Seen"}),
        (
            lambda visits, places: Definition.objects.update(polarity="lower"),
            {4: "Green", 6: "Worse since July 2023 (70.0%)"},
        ),
        (
            lambda visits, places: Definition.objects.update(places=0),
            {3: "80%", 6: "Improved since July 2023 (70%)", 7: "August 2023 80%"},
        ),
        (lambda visits, places: Indicator.objects.update(theme="Seeing children"), {1: "Seeing children"}),
        (lambda visits, places: Target.objects.update(upper=80), {4: "Green", 5: "minimum 75%, upper 80%"}),
        (lambda visits, places: Target.objects.all().delete(), {4: "No target", 5: "no target"}),
        (
            lambda visits, places: Rebase.objects.create(indicator=visits, month=MONTH, reason="A new form."),
            {7: "August 2023 80.0%; the line breaks before August 2023"},
        ),
    ],
)  # fmt: skip
def test_whatever_changes_is_told_at_once(visits, places, change, changed):
    before = ["Seen in four weeks", "Visits", "Demo Council", "80.0%", "Amber", "minimum 75%, upper 90%",
              "Improved since July 2023 (70.0%)", "August 2023 80.0%", ""]  # fmt: skip
    assert told(places) == tuple(before)

    change(visits, places)

    assert told(places) == tuple(changed.get(place, words) for place, words in enumerate(before))


def test_a_unit_of_another_name_is_told_by_it(visits, places):
    assert told(places)[2] == "Demo Council"
    places.council.name = "Demo City Council"
    assert told(places)[2] == "Demo City Council"


def test_of_two_reasons_that_of_the_nearest_unit_is_told(visits, places):
    """Whichever was written down first."""
    Rebase.objects.create(indicator=visits, unit=places.council, month=MONTH, reason="A new form here.")
    Rebase.objects.create(indicator=visits, month=MONTH, reason="A new form everywhere.")
    for unit in (places.north, places.council):
        Exemption.objects.create(indicator=visits, unit=unit, reason=f"Nobody in {unit.name}.")

    (here,), (north,) = highlight(places.council, MONTH).rows, highlight(places.north, MONTH).rows

    assert here.breaks_words == ["The line breaks before August 2023: A new form here."]
    assert (here.exemption, north.exemption) == ("Nobody in Demo Council.", "Nobody in North service.")
