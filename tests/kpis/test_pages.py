"""The same figures in other orders: every page says what the highlight table says, of the units that one may see."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from kpis import commands, permissions
from kpis.models import Definition, Exemption, Indicator, Rebase, Value
from kpis.periods import Basis, add_months
from kpis.rag import MeasuredIn, Polarity
from kpis.summaries import heat_map, highlight, read
from tests.factories import UnitFactory
from tests.kpis.conftest import AUGUST, load
from tests.kpis.test_views import page, words

BASES = [Basis.SNAPSHOT, Basis.MONTH, Basis.QUARTER, Basis.YEAR_TO_DATE, Basis.ROLLING_YEAR]
KINDS = [MeasuredIn.PERCENTAGE, MeasuredIn.COUNT, MeasuredIn.RATE, MeasuredIn.DAYS]
# Two of them to know who asks.
QUERIES = {
    "exceptions/": 10, "changes/": 12, "heat-map/": 9, "small-multiples/": 8, "units/council/": 11,
    "themes/visits/": 11, "": 12, "sentences/": 10,
    "small-multiples/months.csv": 8, "heat-map/cells.csv": 9, "highlight.csv": 8, "highlight.xlsx": 10,
    "notes/missing/": 10,
}  # fmt: skip
PAGES = [
    "exceptions/", "changes/", "heat-map/", "small-multiples/", "units/council/", "themes/visits/", "sentences/",
]  # fmt: skip


def define(ref, basis=Basis.SNAPSHOT, measured_in=MeasuredIn.PERCENTAGE, theme="Visits", position=1):
    polarity = Polarity.NONE if measured_in == MeasuredIn.COUNT else Polarity.HIGHER
    commands.define_indicator(
        ref=ref, theme=theme, position=position, title=f"Measure {ref}", measured_in=measured_in, places=1,
        polarity=polarity, basis=basis, starts_on=datetime.date(2015, 4, 1), by=None,
    )  # fmt: skip
    indicator = Indicator.objects.get(ref=ref)
    if measured_in == MeasuredIn.PERCENTAGE:
        commands.set_target(
            indicator, minimum=Decimal(50), upper=Decimal(75), starts_on=datetime.date(2015, 4, 1), by=None
        )
    return indicator


def put(done, indicator, unit, month, numerator, denominator, *, basis, value=None):
    number = Decimal(value) if value is not None else Decimal(numerator) * 100 / Decimal(denominator)
    Value.objects.create(
        indicator=indicator, unit=unit, period=month, basis=basis, numerator=numerator, denominator=denominator,
        value=number, load=done,
    )  # fmt: skip


@pytest.fixture
def every_kind(places, done):
    """Every basis × unit of measurement, in three units: whole, with a month missing, with a month without parts."""
    units = [places.council, places.north, places.south]
    for place, (basis, kind) in enumerate((basis, kind) for basis in BASES for kind in KINDS):
        indicator = define(f"{place + 1}.1", basis, kind, position=place)
        for number, unit in enumerate(units):
            put(done, indicator, unit, AUGUST, None, None, basis=basis, value=40 + place)
            for back in range(14):
                month = add_months(AUGUST, -back)
                if basis == Basis.MONTH and not back:
                    continue
                if number == 1 and back == 2:
                    continue
                if kind == MeasuredIn.COUNT or (number == 2 and back == 1):
                    put(done, indicator, unit, month, None, None, basis=Basis.MONTH, value=7 + back)
                else:
                    put(done, indicator, unit, month, 3 + back, 11 + place, basis=Basis.MONTH)
    return units


@pytest.mark.parametrize("month", [AUGUST, datetime.date(2023, 6, 1), datetime.date(2023, 4, 1)])
def test_every_cell_is_the_figure_of_the_readings(every_kind, month):
    Exemption.objects.create(
        indicator=Indicator.objects.get(ref="1.1"), unit=every_kind[1], reason="Nobody is visited from here."
    )
    shown = heat_map(every_kind, month)

    for place, unit in enumerate(every_kind):
        readings = read(unit, month)
        rows = highlight(unit, month).rows
        cells = [row.cells[place] for row in shown.rows]
        assert [cell.rag for cell in cells] == [reading.rag for reading in readings]
        assert [cell.value for cell in cells] == [row.current for row in rows]
        assert [cell.words for cell in cells if cell.words] == [
            row.current_words for row in rows if row.current is not None
        ]


def test_a_missing_month_keeps_a_sum_from_being_made(every_kind):
    key = Indicator.objects.get(ref="13.1").pk  # year to date, percentage
    found = [next(r for r in read(unit, AUGUST) if r.indicator.pk == key).now.is_added_up for unit in every_kind]

    assert found == [True, False, False]


@pytest.mark.parametrize(("indicators_", "units"), [(1, 1), (3, 3), (50, 50)])
def test_every_page_takes_the_same_queries(dee, places, done, indicators_, units):
    made = [define(f"{n}.1", theme="Visits", position=n) for n in range(1, indicators_ + 1)]
    below = [
        UnitFactory(code=f"more-{n}", name=f"More {n}", kind="service", parent=places.council) for n in range(units)
    ]
    for indicator in made:
        for unit in [places.council, *below[:3]]:
            put(done, indicator, unit, AUGUST, 4, 5, basis=Basis.SNAPSHOT)
    taken = {}
    files = ["heat-map/cells.csv", "small-multiples/months.csv", "highlight.csv", "highlight.xlsx"]
    for address in [*PAGES, "", "notes/missing/", *files]:
        dee.get(f"/indicators/{address}")
        with CaptureQueriesContext(connection) as queries:
            assert dee.get(f"/indicators/{address}").status_code == 200, address
        taken[address] = len(queries)

    assert taken == QUERIES


def test_who_may_see_which_unit(places, cast):
    def codes(user):
        return [unit.code for unit in permissions.visible_units(user)]

    assert codes(cast.tess) == ["council", "north", "north-1"]
    assert codes(cast.hal) == ["council", "north", "north-1", "north-2"]
    assert codes(cast.dee) == ["council", "north", "north-1", "north-2", "south", "south-1"]
    assert codes(cast.sky) == []
    for user in (cast.tess, cast.hal, cast.olly, cast.andy):
        assert set(codes(user)) == {
            unit.code for unit in vars(places).values() if permissions.may_view(user, unit)
        }  # fmt: skip


def test_a_unit_one_may_not_see_is_not_found(client, cast, sample):
    client.force_login(cast.tess)

    for address in ["", *PAGES[:4], "highlight.csv", "heat-map/cells.csv", "3.3/"]:
        assert client.get(f"/indicators/{address}?unit=south").status_code == 404, address
        assert client.get(f"/indicators/{address}?unit=north&month=2023-08").status_code == 200, address
    assert client.get("/indicators/units/south/").status_code == 404
    assert "North team 2" not in words(page(client, "/indicators/heat-map/?unit=north&month=2023-08"))


def test_the_chooser_goes_on_to_the_unit(dee, sample, places):
    response = dee.get("/indicators/units/?unit=north&month=2023-08")

    assert response.url == "/indicators/units/north/?unit=north&month=2023-08"
    text = words(page(dee, "/indicators/units/council/?month=2023-08"))
    assert "Amber 6 of 17 indicators" in text
    assert "North service 0 0 0 17" in text
    assert "3.3 % of CIN children visited within the past four weeks 77.8% Red minimum 85%, upper 90%" in text
    assert "No unit below this one." in words(page(dee, "/indicators/units/north-1/?month=2023-08"))


def test_the_heat_map_says_what_it_shows(dee, sample):
    text = words(page(dee, "/indicators/heat-map/"))

    assert (
        "17 indicators in 3 units: 3 green, 6 amber, 5 red, 3 no target, 34 no data. "
        "Most red or missed: Demo Council, 5 of 17."
    ) in text
    assert "3.3 % of CIN children visited within the past four weeks 77.8% Red No data No data" in text
    assert "There is no unit below North team 1" in words(page(dee, "/indicators/heat-map/?unit=north-1&month=2023-08"))


def test_the_heat_map_as_csv_has_a_row_for_every_cell(dee, sample):
    content = dee.get("/indicators/heat-map/cells.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))

    assert len(rows) == 17 * 3
    found = {(row["ref"], row["unit"]): (row["value"], row["value_words"], row["rag"]) for row in rows}
    assert found["3.3", "council"] == ("77.8", "77.8%", "red")
    assert found["3.3", "north"] == ("", "no data", "no_data")


def test_more_than_25_units_go_on_a_second_page(dee, places, done):
    define("1.1")
    for n in range(30):
        UnitFactory(code=f"more-{n}", name=f"More {n:02}", kind="service", parent=places.council)
    put(done, Indicator.objects.get(), places.council, AUGUST, 4, 5, basis=Basis.SNAPSHOT)

    first, second = (dee.get(f"/indicators/heat-map/?page={number}").context["map"] for number in (1, 2))

    assert (len(first.units), len(second.units)) == (26, 8)
    assert "Page 2 of 2" in words(page(dee, "/indicators/heat-map/?page=2"))


def test_exceptions_come_first_and_the_rest_is_folded(dee, sample):
    text = words(page(dee, "/indicators/exceptions/"))

    assert text.index("Red or missed: 5") < text.index("Amber: 6") < text.index("The rest: 6")
    assert "It is red; there are too few months to say more." in text
    assert "August 2023: 77.8% (615 of 790, snapshot), red, 7.2 points below minimum" in text


def test_what_has_no_figure_says_why_once_for_all(dee, sample):
    text = words(page(dee, "/indicators/exceptions/?month=2023-09"))

    assert "No data: 17 There is no figure for the month, so nobody can say how it stands. 1.1 " in text
    assert text.count("nobody can say how it stands") == 1
    assert text.count("No data") == 18


def test_what_changed_since_the_month_before(dee, places, done):
    for ref, before, now in (("1.1", 4, 2), ("1.2", 2, 4), ("1.3", None, 4), ("1.4", 4, None), ("1.5", 4, 4)):
        indicator = define(ref)
        for month, numerator in ((add_months(AUGUST, -1), before), (AUGUST, now)):
            if numerator is not None:
                put(done, indicator, places.council, month, numerator, 5, basis=Basis.SNAPSHOT)

    text = words(page(dee, "/indicators/changes/?month=2023-08"))

    assert "Newly red, or newly missed: 1" in text
    assert "1.1 Measure 1.1 80.0% Green 40.0% Red" in text
    assert "1.2 Measure 1.2 40.0% Red 80.0% Green" in text
    assert "New figures: 1" in text
    assert "Went missing: 1" in text
    assert "1.2 Measure 1.2 40.0% 80.0% Up 40.0 points (100.0% in relative terms) Improved" in text
    assert "1.5" not in text


def test_corrections_since_say_who_and_why(dee, places, sample, edited, cast):
    load(edited(("84.0%,77.8%,85%", "84.2%,77.8%,85%")), places.council, by=cast.andy)

    text = words(page(dee, "/indicators/changes/?month=2023-08"))

    assert "July 2023 Snapshot 84.0% 15 September 2023 by Andy: replaced by edited.csv" in text


def test_nothing_changed_says_so(dee, sample):
    assert "Nothing changed since the month before." in words(page(dee, "/indicators/changes/?month=2021-08"))


def test_small_charts_say_what_they_show(dee, sample):
    text = page(dee, "/indicators/small-multiples/")

    assert (
        "Snapshot, March 2023 to August 2023: lowest 77.8% in August 2023, highest 84.5% in April 2023, "
        "latest 77.8% in August 2023."
    ) in text
    assert text.count('class="kpi-small"') == 17


def test_lines_break_where_the_definition_changed_or_limits_begin_anew(dee, sample):
    running = Definition.objects.get(indicator__ref="3.3")
    Definition.objects.filter(pk=running.pk).update(validity=(running.validity.lower, datetime.date(2023, 5, 15)))
    Definition.objects.create(
        **{
            field.name: getattr(running, field.name)
            for field in Definition._meta.fields
            if field.name not in ("id", "validity", "change_note")
        },
        validity=(datetime.date(2023, 5, 15), None),
        change_note="Only open plans count.",
    )
    Rebase.objects.create(indicator=running.indicator, month=datetime.date(2023, 7, 1), reason="A new recording form.")

    text = page(dee, "/indicators/small-multiples/?month=2023-08")
    small = text[text.index("3.3 % of CIN") :].split("</li>")[0]
    table = page(dee, "/indicators/?month=2023-08")

    assert small.count('class="qa-sparkline__break"') == 2
    assert small.count("<polyline") == 3  # March and April, May and June, July and August
    assert small.count("The line breaks before May 2023. The line breaks before July 2023.") == 2
    assert "<strong>Limits begin anew:</strong> May 2023: Only open plans count." in small
    assert "<strong>Limits begin anew:</strong> July 2023: A new recording form." in small
    assert text.count('class="qa-sparkline__break"') == 2
    assert table.count('class="qa-sparkline__break"') == 2
    assert table.count("; the line breaks before May 2023; the line breaks before July 2023") == 1


def test_a_theme_shows_its_own_and_an_unknown_one_is_not_found(dee, sample):
    assert [small.row.ref for small in dee.get("/indicators/themes/visits/").context["theme"].charts] == [
        "3.3", "4.7.2", "5.10", "5.11",
    ]  # fmt: skip
    page(dee, "/indicators/themes/nonsense/", 404)


def test_without_figures_every_page_says_so(dee, places):
    for address in PAGES[:5]:
        assert "No figures are loaded yet." in words(page(dee, f"/indicators/{address}")), address
    page(dee, "/indicators/highlight.xlsx", 404)


def test_what_is_shown_is_chosen_and_tiles_lead_on_only_where_there_is_a_list_to_shorten(dee, places, done):
    indicator = define("1.1")
    put(done, indicator, places.north, AUGUST, 4, 5, basis=Basis.SNAPSHOT)
    put(done, indicator, places.north, datetime.date(2023, 7, 1), 4, 5, basis=Basis.SNAPSHOT)

    table = html.fromstring(page(dee, "/indicators/?unit=north&month=2023-07"))
    unit = html.fromstring(page(dee, "/indicators/units/north/?month=2023-07"))

    for shown in (table, unit):
        assert shown.xpath("//select[@name='unit']/option[@selected]/@value") == ["north"]
        assert shown.xpath("//select[@name='month']/option/@value") == ["2023-08", "2023-07"]
        assert shown.xpath("//select[@name='month']/option[@selected]/@value") == ["2023-07"]
    tile = "//ul[contains(@class, 'kpi-tiles')]//a/@href"
    assert (table.xpath(tile), unit.xpath(tile)) == (["?unit=north&month=2023-07&rag=green"], [])
