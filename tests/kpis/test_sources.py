"""What the columns of a source mean is shown with who confirmed it, and can be forgotten: then it is asked again."""

import datetime
import importlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from kpis import commands
from kpis.models import Definition, Load, Source, Value
from people.access import Refused
from people.models import Event
from tests.browser import assert_accessible, assert_fits
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load
from tests.kpis.test_mapping import CHOICES, NEW, TEXT

SOURCES = "/indicators/sources/"
GOOD = TEXT.replace("many", "9")
MAPPING = {"meanings": {"Kennzahl": "ref", "Figure": "value"}, "basis": "snapshot", "dates": "", "percent": "one"}


@pytest.fixture
def analyst(client, cast, indicators):
    Definition.objects.update(validity=(AUGUST, None))
    client.force_login(cast.andy)
    return client


def upload(analyst, text=GOOD):
    file = SimpleUploadedFile("north.csv", text.encode())
    analyst.post(NEW, {"period": "2023-08", "file": file})
    return Load.objects.latest("pk")


def remembered(analyst):
    """The source of a file whose columns were confirmed."""
    waiting = upload(analyst)
    analyst.post(f"/indicators/loads/{waiting.pk}/columns/", CHOICES)
    return Source.objects.get()


def made(number, **facts):
    facts = {"layout": "long", "mapping": MAPPING, "confirmed_at": AT} | facts
    facts.setdefault("headings", ["long", *facts["mapping"]["meanings"]])
    return Source.objects.create(name=f"Source {number}", **facts)


def test_a_source_is_listed_with_its_columns_and_who_confirmed_it_when(analyst, cast):
    source = remembered(analyst)

    ((shown, meanings, unsaid),) = analyst.get(SOURCES).context["rows"]

    assert (shown, shown.confirmed_by, shown.loads, shown.last_at) == (
        source, cast.andy, 1, Load.objects.get().staged_at,
    )  # fmt: skip
    assert meanings == [
        ("Kennzahl", "Reference of the indicator"), ("Where", "Unit: its code or exact name"),
        ("Month", "Period: the month"), ("Figure", "Figure"),
    ]  # fmt: skip
    assert unsaid == [
        ("Figures are counted", "As each indicator is defined"), ("Percentages are written", "With their sign: 90.4%"),
    ]  # fmt: skip


def test_a_forgotten_source_is_asked_about_at_the_next_file(analyst, cast):
    source = remembered(analyst)
    first = Load.objects.get()
    analyst.post(f"/indicators/loads/{first.pk}/confirm/")
    assert upload(analyst).state == "previewed"

    response = analyst.post(f"{SOURCES}{source.pk}/forget/", follow=True)

    assert "North is forgotten. What its columns mean is asked at the next file." in response.content.decode()
    assert response.context["rows"] == []
    assert upload(analyst).state == "mapping"
    first.refresh_from_db()
    assert (first.source.name, Value.objects.filter(load=first).count()) == ("North", 2)
    event = Event.objects.filter(verb="source.forgotten").get()
    assert (event.by, event.target_id) == (cast.andy, str(source.pk))


def test_a_forgotten_name_may_be_given_again_in_another_layout(analyst):
    commands.forget_source(remembered(analyst), by=None)
    waiting = upload(analyst, "Kennzahl,Team,Aug 2023\n1.2,north-1,12\n")
    sent = {"name": "North", "column_0": "ref", "column_1": "unit", "basis": "definition", "percent": "sign"}

    assert analyst.post(f"/indicators/loads/{waiting.pk}/columns/", sent).status_code == 302
    assert [(each.name, each.layout) for each in Source.objects.all()] == [("North", "wide")]
    assert Load.objects.latest("pk").state == "previewed"


def test_a_file_that_waits_while_its_source_is_forgotten_says_so(analyst):
    source = remembered(analyst)
    refused = upload(analyst, TEXT)
    assert refused.state == "refused"
    commands.forget_source(source, by=None)
    response = analyst.post(f"/indicators/loads/{refused.pk}/check/", follow=True)

    assert "What the columns of North mean was forgotten. Say it again under" in response.content.decode()
    assert f"/indicators/loads/{refused.pk}/columns/" in response.content.decode()


def test_who_forgets_and_once_only(analyst, cast):
    source = remembered(analyst)
    with pytest.raises(PermissionDenied):
        commands.forget_source(source, by=cast.quinn)
    assert Source.objects.remembered().get() == source

    commands.forget_source(source, by=cast.andy)
    source.refresh_from_db()
    assert (source.headings, source.mapping, source.confirmed_at, source.confirmed_by) == ([], {}, None, None)
    with pytest.raises(Refused, match=r"^North is forgotten already\.$"):
        commands.forget_source(source, by=cast.andy)


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_of_sources_takes_a_fixed_number_of_queries(analyst, cast, places, count):
    for number in range(count):
        source = made(number, confirmed_by=cast.andy)
        Load.objects.create(unit=places.council, source=source, file_name="x.csv", sha256="0" * 64, staged_at=AT)
    analyst.get(SOURCES)

    with CaptureQueriesContext(connection) as queries:
        response = analyst.get(SOURCES)
    assert len(response.context["rows"]) == count
    assert len(queries) == 5


def test_the_history_says_in_which_layout_and_of_how_many_units(analyst, places):
    load(SAMPLE, places.council, period=AUGUST)
    remembered(analyst)
    upload(analyst, "ref,Team,Aug 2023,Jul 2023\n1.2,north-1,12,\n1.3,north-1,8,\n1.3,south,9,\n")
    waiting = Load.objects.latest("pk")
    upload(analyst, TEXT)

    found = Load.objects.order_by("pk").values_list("layout", "units", "state")
    assert list(found) == [
        ("highlight", 1, "confirmed"), ("long", 1, "previewed"), ("wide", None, "mapping"), ("long", None, "refused"),
    ]  # fmt: skip
    sent = {"name": "Wide", "column_0": "ref", "column_1": "unit", "basis": "definition", "percent": "sign"}
    analyst.post(f"/indicators/loads/{waiting.pk}/columns/", sent)
    waiting.refresh_from_db()
    assert (waiting.layout, waiting.units) == ("wide", 2)
    rows = analyst.get("/indicators/loads/").context["table"].rows
    assert [(row.get_cell("layout"), row.get_cell("units")) for row in rows] == [
        ("Long", "–"), ("Wide", 2), ("Long", 1), ("Highlight", 1),
    ]  # fmt: skip


def test_older_loads_are_given_their_layout_and_units(analyst, places):
    load(SAMPLE, places.council, period=AUGUST)
    remembered(analyst)
    analyst.post(f"/indicators/loads/{Load.objects.latest('pk').pk}/confirm/")
    upload(analyst, "ref,Team,Aug 2023\n1.2,north-1,12\n")
    facts = {"unit": places.council, "file_name": "Computed", "staged_at": AT, "confirmed_at": AT, "sha256": ""}
    Load.objects.create(**facts, state="confirmed", counts={"added": 0})
    Load.objects.update(layout="", units=None)

    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module("kpis.migrations.0003_layout_and_units_of_loads").FILL)

    assert list(Load.objects.order_by("pk").values_list("layout", "units")) == [
        ("highlight", 1), ("long", 1), ("", None), ("", 0),
    ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_pages_are_accessible_and_fit(sign_in_as, cast, places, indicators, width):
    page = sign_in_as(cast.andy)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(SOURCES)
    expect(page.get_by_text("No source is remembered yet.")).to_be_visible()
    assert_accessible(page)
    long = "Anwesenheit_der_Kinder_in_den_letzten_vier_Wochen" * 2
    made(1, confirmed_by=cast.andy, mapping=MAPPING | {"meanings": {long: "ref", "Figure": "value"}})
    made("that sends its returns from the north of the council every month")
    load(SAMPLE, places.council, at=AT + datetime.timedelta(hours=1))

    page.goto("/indicators/loads/")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Sources").click()
    page.get_by_text("What its columns mean: Source 1").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Forget Source 1").click()
    expect(page.get_by_text("Source 1 is forgotten.")).to_be_visible()
    assert page.get_by_role("heading", level=2).filter(has_text="Source").count() == 1
