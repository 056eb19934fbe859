"""Whoever replaces figures says why; it stands beside them wherever a correction is listed."""

import pytest
from django.core.management import CommandError
from playwright.sync_api import expect

from kpis import commands
from kpis.models import Load, Value
from people.access import Refused
from tests.browser import assert_accessible, assert_fits
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load, read
from tests.kpis.test_commands import CORRECTED, LATER
from tests.kpis.test_management import run
from tests.kpis.test_views import page, upload, words

WHY = "Team North’s return came late."
ASKED = "Why are figures corrected?"
NEEDED = "Say why figures are corrected."


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.andy)
    return client


@pytest.fixture
def sample(indicators, places):
    return load(SAMPLE, places.council)


def corrected(edited):
    return edited(*CORRECTED, name="second.csv")


def test_a_correction_needs_its_reason_and_keeps_what_was_written(analyst, sample, edited):
    url = upload(analyst, corrected(edited)).headers["Location"]
    assert ASKED in words(page(analyst, url))

    for because, told in (
        ("", NEEDED),
        ("  ", NEEDED),
        ("x" * 301, f"“{ASKED}” must be 300 characters or fewer. It has 301."),
    ):
        response = analyst.post(f"{url}confirm/", {"because": because})
        assert response.status_code == 422
        text = response.content.decode()
        assert told in words(text)
        assert because.strip() in text
    assert (Load.objects.latest("pk").state, Value.objects.filter(superseded_at=None).count()) == ("previewed", 121)

    assert analyst.post(f"{url}confirm/", {"because": f" {WHY} "}).status_code == 302
    done = Load.objects.latest("pk")
    assert (done.state, done.corrected_because) == ("confirmed", WHY)


def test_the_reason_stands_beside_the_correction_wherever_it_is_listed(analyst, cast, sample, edited):
    url = upload(analyst, corrected(edited)).headers["Location"]
    analyst.post(f"{url}confirm/", {"because": WHY})

    assert f"by Andy, with second.csv: {WHY}" in words(page(analyst, "/indicators/1.1/"))
    assert f"by Andy: replaced by second.csv: {WHY}" in words(page(analyst, "/indicators/changes/?month=2023-08"))
    assert f"Why corrected {WHY}" in words(page(analyst, url))
    rows = analyst.get("/indicators/loads/").context["table"].rows
    assert [row.get_cell("why") for row in rows] == [WHY, "–"]


def test_a_load_from_before_reasons_were_asked_says_so(analyst, places, sample, edited):
    second = load(corrected(edited), places.council, at=LATER)
    Load.objects.filter(pk=second.pk).update(corrected_because="")

    assert "with second.csv: no reason was asked for then" in words(page(analyst, "/indicators/1.1/"))
    assert "Why corrected No reason was asked for then" in words(page(analyst, second.get_absolute_url()))
    rows = analyst.get("/indicators/loads/").context["table"].rows
    assert [row.get_cell("why") for row in rows] == ["No reason was asked for then", "–"]


def test_a_figure_computed_anew_says_that(analyst, places, sample):
    facts = {"unit": places.council, "period": AUGUST, "file_name": "Computed", "sha256": "", "state": "confirmed"}
    anew = Load.objects.create(**facts, staged_at=LATER, confirmed_at=LATER, counts={"added": 0, "changed": 1})
    Value.objects.filter(indicator__ref="1.1", period=AUGUST).update(superseded_at=LATER, superseded_by=anew)

    assert "with Computed: computed anew from audits and actions" in words(page(analyst, "/indicators/1.1/"))


def test_where_nothing_is_corrected_nothing_is_asked(analyst, indicators, places):
    url = upload(analyst).headers["Location"]

    assert ASKED not in words(page(analyst, url))
    analyst.post(f"{url}confirm/", {"because": "Not needed."})
    done = Load.objects.get()
    assert (done.state, done.corrected_because) == ("confirmed", "")


@pytest.mark.parametrize("verb", [commands.begin_confirming, commands.confirm])
def test_the_commands_refuse_a_correction_without_its_reason(places, sample, edited, verb):
    waiting = commands.stage(read(corrected(edited)), unit=places.council, by=None, at=AT)

    with pytest.raises(Refused) as caught:
        verb(waiting, because=" ", by=None, at=LATER)
    assert str(caught.value) == NEEDED
    assert Load.objects.get(pk=waiting.pk).state == "previewed"
    assert verb(waiting, because=WHY, by=None, at=LATER).corrected_because == WHY


def test_the_command_line_takes_the_reason(places, sample, edited):
    path = corrected(edited)
    with pytest.raises(CommandError) as caught:
        run("load_indicators", path, "--period", "2023-08")
    assert str(caught.value) == "Figures that the file corrects: 1. Say why with --reason."
    assert run("load_indicators", path, "--period", "2023-08", "--dry-run")[0] == 0
    assert Load.objects.count() == 1

    assert run("load_indicators", path, "--period", "2023-08", "--reason", WHY)[0] == 0
    assert Load.objects.latest("pk").corrected_because == WHY


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_reason_is_asked_for_accessibly(sign_in_as, cast, places, indicators, edited, width):
    load(SAMPLE, places.council)
    waiting = commands.stage(read(corrected(edited)), unit=places.council, by=None, at=AT)
    page = sign_in_as(cast.andy)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(waiting.get_absolute_url())
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Confirm and load").click()
    expect(page.get_by_role("link", name=NEEDED)).to_be_visible()
    assert_accessible(page)
    page.get_by_label(ASKED).fill(WHY)
    page.get_by_role("button", name="Confirm and load").click()
    expect(page.get_by_text(WHY).first).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
