"""Rates rest on how many children there are: a corrected number counts them anew, and the old ones stay on record."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.exports import csv_text
from kpis import commands
from kpis import population_files as files
from kpis.models import Indicator, Load, Population, Value
from kpis.periods import Basis
from kpis.populations import set_population
from kpis.rag import MeasuredIn, Polarity
from kpis.views.definition_files import read_upload
from people.models import Event
from tests.kpis.conftest import AT, AUGUST
from tests.kpis.test_views import page, words

PAGE = "/indicators/definitions/populations/"
BEFORE, JANUARY = datetime.date(2021, 12, 1), datetime.date(2024, 1, 1)


def define(ref, measured_in):
    commands.define_indicator(
        ref=ref, theme="Rates", position=50, title=f"Measure {ref}", measured_in=measured_in, places=1,
        polarity=Polarity.LOWER, basis="snapshot", starts_on=datetime.date(2015, 4, 1), by=None, at=AT,
    )  # fmt: skip
    return Indicator.objects.get(ref=ref)


@pytest.fixture
def rates(places, done):
    """50 of 25,000 in five months; one month whose return has a denominator of its own, and one of another unit."""
    rate, share = define("9.1", MeasuredIn.RATE), define("9.2", MeasuredIn.PERCENTAGE)
    for year, children in ((2022, 25_000), (2024, 25_000)):
        set_population(places.council, year=year, children=children, by=None, at=AT)
    july = datetime.date(2023, 7, 1)
    for indicator, unit, month, denominator in (
        (rate, places.council, AUGUST, 25_000), (rate, places.council, july, 24_000),
        (rate, places.council, datetime.date(2022, 1, 1), 25_000), (rate, places.council, BEFORE, 25_000),
        (rate, places.council, JANUARY, 25_000), (rate, places.north, AUGUST, 25_000),
        (share, places.council, AUGUST, 25_000),
    ):  # fmt: skip
        Value.objects.create(
            indicator=indicator, unit=unit, period=month, basis=Basis.SNAPSHOT, numerator=50, denominator=denominator,
            value=Decimal(50) * 10_000 / denominator, load=done,
        )  # fmt: skip
    return rate


def in_force(indicator, unit):
    values = Value.objects.current().filter(indicator=indicator, unit=unit).order_by("period")
    return [(f"{each.period:%Y-%m}", int(each.denominator), each.value) for each in values]


def test_a_corrected_number_counts_anew_the_rates_that_rest_on_it_and_no_others(rates, places, cast):
    kept = set_population(places.council, year=2022, children=26_000, source="Census", by=cast.andy, at=AT)

    assert (kept.recounted, kept.words) == (2, "The population is kept. 2 rates are counted anew on it.")
    old, new = Decimal(20), Decimal("19.230769")
    assert in_force(rates, places.council) == [
        ("2021-12", 25_000, old), ("2022-01", 26_000, new), ("2023-07", 24_000, Decimal("20.833333")),
        ("2023-08", 26_000, new), ("2024-01", 25_000, old),
    ]  # fmt: skip
    assert in_force(rates, places.north) == [("2023-08", 25_000, old)]
    load = Load.objects.latest("pk")
    assert (load.file_name, load.counts["changed"], load.confirmed_by) == (
        "Population of Demo Council, 2022",
        2,
        cast.andy,
    )
    assert load.correction_words == "the population of 2022 was corrected from 25,000 to 26,000 children"
    assert Event.objects.get(verb="population.set", by=cast.andy).detail["recounted"] == 2
    again = set_population(places.council, year=2022, children=26_000, source="Census 2", by=cast.andy, at=AT)
    assert (again.recounted, again.words) == (0, "The population is kept.")


def test_the_first_number_of_a_later_year_changes_no_earlier_rate(rates, places):
    assert set_population(places.council, year=2023, children=26_000, by=None, at=AT).recounted == 0
    assert set_population(places.council, year=2022, children=27_000, by=None, at=AT).recounted == 1  # January 2022


def test_the_page_says_what_was_counted_anew_and_the_indicator_why(client, cast, rates, places):
    client.force_login(cast.andy)
    sent = {"unit": "council", "year": "2022", "children": "26000", "source": "Census"}
    text = words(client.post(PAGE, sent, follow=True).content.decode())
    assert "The population is kept. 2 rates are counted anew on it." in text

    text = words(page(client, "/indicators/9.1/?month=2023-08"))
    assert "19.2 per 10,000" in text
    assert (
        "by Andy, with Population of Demo Council, 2022: the population of 2022 was corrected from 25,000 to 26,000 "
        "children"
    ) in text


def test_who_may_not_define_may_not_say_the_population(places, cast):
    with pytest.raises(PermissionDenied):
        set_population(places.council, year=2022, children=1, by=cast.dee)


def rows_of(table):
    text = csv_text(files.COLUMNS, table)
    return read_upload(SimpleUploadedFile("populations.csv", f"\ufeff{text}".encode()))


def test_populations_come_in_as_they_went_out_and_a_correction_counts_anew(rates, places, cast):
    set_population(places.north, year=2022, children=9_000, source="=Mid-year", by=None, at=AT)
    table = files.rows_now()
    assert table == [
        {"unit": "council", "year": "2022", "children": "25000", "source": ""},
        {"unit": "council", "year": "2024", "children": "25000", "source": ""},
        {"unit": "north", "year": "2022", "children": "9000", "source": "=Mid-year"},
    ]
    assert len(files.attempt(rows_of(table), by=cast.andy).unchanged) == 3

    table[0] |= {"children": "26,000"}
    table.append({"unit": "south", "year": "2022", "children": "8000", "source": "Census"})
    tried = files.attempt(rows_of(table), by=cast.andy)
    assert Population.objects.count() == 3
    assert [(line.row, line.name, line.differences) for line in tried.changed] == [
        (2, "Demo Council, 2022", [
            ("Children aged 0 to 17", "25000", "26000"), ("Rates counted on it", "on the old number", "2 counted anew"),
        ]),
    ]  # fmt: skip

    taken = files.take(rows_of(table), by=cast.andy)
    assert ([line.name for line in taken.added], len(taken.unchanged)) == (["South service, 2022"], 2)
    assert list(Population.objects.order_by("pk").values_list("unit__code", "year", "children", "source")) == [
        ("council", 2022, 26_000, ""), ("council", 2024, 25_000, ""), ("north", 2022, 9_000, "=Mid-year"),
        ("south", 2022, 8_000, "Census"),
    ]  # fmt: skip


def test_one_refused_row_of_populations_keeps_the_whole_file_out(places, cast):
    good = {"unit": "council", "year": "2022", "children": "25000", "source": ""}
    wrong = [
        good, good, good | {"unit": "nowhere"}, good | {"year": "1066"}, good | {"year": "2023", "children": "many"},
        good | {"year": "2023", "children": "0"}, good | {"year": "2024", "source": "x" * 201},
    ]  # fmt: skip
    plan = files.take(rows_of(wrong), by=cast.andy)

    assert [str(refusal) for refusal in plan.refused] == [
        "Row 3, column year: This year of this unit stands in the file twice.",
        "Row 4, column unit: There is no unit with this code.",
        "Row 5: Give the year of the estimate, from 1990 to 2099.",
        "Row 6, column children: Write a whole number.",
        "Row 7, column year: This year of this unit stands in the file twice.",
        "Row 8, column source: This must be 200 characters or fewer. It has 201.",
    ]
    assert not Population.objects.exists()


def test_the_analyst_takes_populations_out_and_brings_them_in(client, cast, rates):
    client.force_login(cast.andy)
    text = (
        client.get(f"{PAGE}export.csv").content.decode("utf-8-sig").replace("council,2022,25000", "council,2022,26000")
    )
    response = client.post(f"{PAGE}import/", {"file": SimpleUploadedFile("populations.csv", text.encode())})
    shown = words(response.content.decode())

    assert "Check before you confirm: populations" in shown
    assert "Row 2: Demo Council, 2022 Children aged 0 to 17 25000 26000" in shown
    response = client.post(f"{PAGE}import/confirm/", {"kept": response.context["kept"]}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "0 added, 1 changed." in words(response.content.decode())
    assert Population.objects.get(year=2022).children == 26_000
