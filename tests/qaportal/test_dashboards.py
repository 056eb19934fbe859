"""Home pages: what waits for each person, counted from known rows, in a fixed number of queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits import commands as audits
from audits.grading import Grade
from improvement.commands import raise_action
from kpis.commands import create_standard_indicators
from kpis.rag import Rag
from qaportal.dashboards import home_for
from qaportal.demo.indicators import PUBLISHED, PUBLISHED_FILE
from tests import world
from tests.factories import UserFactory
from tests.tools import eight_domains

NOW = datetime.datetime(2023, 9, 20, 9, 30, tzinfo=datetime.UTC)
TODAY = NOW.date()
MOST_QUERIES = 32


@pytest.fixture(autouse=True)
def september(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def make_version(cast):
    return audits.install_tool(eight_domains(), by=cast.quinn)


@pytest.fixture(scope="module")
def kept_version(keep, kept_cast):
    return keep(make_version, kept_cast)


@pytest.fixture
def version(cast, kept_version):
    return kept_version.put_back(cast)


def tiles(user):
    return {tile.words: (tile.value, tile.note) for tile in home_for(user, today=TODAY).tiles}


def panels(user):
    home = home_for(user, today=TODAY)
    return {panel.template.rsplit("/_", 1)[1].removesuffix(".html"): panel.data for panel in
            [*home.leading, *home.panels]}  # fmt: skip


def leading(user):
    return [panel.template.rsplit("/_", 1)[1] for panel in home_for(user, today=TODAY).leading]


def action(cast, places, due_on, owner):
    return raise_action(
        unit=places.team, text="Put dates in the plan.", owner=owner, due_on=due_on, origin="Audit 1",
        origin_path="/audits/1/", by=cast.mo, at=NOW - datetime.timedelta(days=60),
    )  # fmt: skip


def test_a_manager_sees_what_is_to_do_and_the_team_s_grades(cast, places, version):
    for number, grade in enumerate([Grade.GOOD, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT]):
        world.agreed(cast, places, version, number, grade)
    action(cast, places, TODAY - datetime.timedelta(days=1), cast.tess)
    action(cast, places, TODAY + datetime.timedelta(days=9), cast.tess)
    action(cast, places, TODAY + datetime.timedelta(days=9), cast.olly)

    found = tiles(cast.tess)

    assert found["Actions for you"] == ("2", "1 overdue")
    assert found["Graded Good or better"] == ("67%", "2 of 3 audits agreed in 12 months")


def test_an_auditor_s_late_and_sent_back_audits_stand_first(cast, places, version):
    world.start_audit(cast, places, version, 1)
    begun = world.moderating(cast, places, version, 2)
    audits.send_back(begun, reason="Say what changed for the child.", by=cast.mo)

    found = panels(cast.ana)["my_audits"]["audits"]

    assert tiles(cast.ana)["Audits for you to do"] == ("2", "2 from an earlier month")
    assert [audit.is_sent_back for audit in found] == [True, False]


def test_a_moderator_sees_what_waits_but_never_their_own_audit(cast, places, version):
    world.submitted(cast, places, version, 1)
    own = audits.allocate(
        case_reference="QA200001", unit=places.team, cohort="child_protection", age_band="5_to_9",
        tool_version=version, auditor=cast.amo, audit_month=world.START, by=cast.quinn,
    )  # fmt: skip
    audits.save_sections(own, world.drafts(), by=cast.amo)
    audits.check_facts(own, by=cast.amo)
    audits.save_voice(own, voices=world.VOICES, reflection="", by=cast.amo)
    audits.submit(own, by=cast.amo)

    assert tiles(cast.mo)["Audits to moderate"][0] == "2"
    assert tiles(cast.amo)["Audits to moderate"][0] == "1"


def test_leaders_see_the_rag_and_the_analyst_whether_the_month_is_in(cast, places):
    create_standard_indicators(by=cast.andy)
    assert tiles(cast.andy)["Indicators of August 2023"] == ("Not loaded", "nothing is loaded yet")

    world.load(cast, places, PUBLISHED_FILE, PUBLISHED)

    shown = panels(cast.dee)["indicators"]
    assert [(rag, number) for rag, number, _ in shown["tiles"]] == [
        (Rag.RED, 5), (Rag.AMBER, 6), (Rag.GREEN, 3), (Rag.NO_TARGET, 3),
    ]  # fmt: skip
    assert shown["tiles"][0][2] == "/indicators/?month=2023-08&rag=red"
    assert [row.ref for row in shown["rows"]][:5] == ["3.3", "4.7.2", "5.10", "5.11", "4.8"]
    assert [row.rag for row in shown["rows"]] == [Rag.RED] * 5 + [Rag.AMBER] * 6
    assert [row.rag for row in panels(cast.tess)["indicators"]["rows"]] == [Rag.RED] * 5
    assert (leading(cast.dee), leading(cast.tess)) == (["indicators.html"], [])
    assert tiles(cast.andy)["Indicators of August 2023"][0] == "Loaded"


def test_a_scrutiny_officer_sees_published_words_and_figures_alone(cast, places, version, monkeypatch, tmp_path):
    world.agreed(cast, places, version, 1)
    create_standard_indicators(by=cast.andy)
    world.load(cast, places, PUBLISHED_FILE, PUBLISHED)
    assert panels(cast.sky) == {"reports": {"words": "Reports", "published": [], "drafts": []}}

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + datetime.timedelta(days=30))
    world.load(cast, places, world.next_month(tmp_path), world.NEXT_MONTH)
    report = world.published_report(cast, places, world.START)

    found = panels(cast.sky)
    assert set(found) == {"latest_report"}
    assert leading(cast.sky) == ["latest_report.html"]
    latest = found["latest_report"]
    assert latest["item"].report == report
    assert latest["messages"] == ("More children were seen alone.",)
    ratings = {fact.label: fact.number for block in latest["facts"] for fact in block.facts}
    assert {rag: ratings[rag] for rag in ("Green", "Amber", "Red")} == {"Green": "3", "Amber": "6", "Red": "5"}


def test_a_practitioner_finds_their_agreed_audits_and_their_actions(cast, places, version, client):
    world.agreed(cast, places, version, 1)
    world.submitted(cast, places, version, 2)
    action(cast, places, TODAY + datetime.timedelta(days=9), cast.pat)
    client.force_login(cast.pat)

    assert tiles(cast.pat)["Audits of your work"] == ("1", "the latest agreed 20 September 2023")
    assert tiles(cast.pat)["Actions for you"] == ("1", "none overdue")
    assert [audit.overall for audit in panels(cast.pat)["practice"]["audits"]] == [Grade.GOOD]
    assert [item.words for item in client.get("/").context["navigation"]] == ["Home", "Audits", "Actions"]


def test_a_proposed_tool_waits_for_those_who_may_publish_it_and_nobody_else(cast, version):
    draft = audits.make_draft(version, by=cast.quinn)
    assert "Audit tools to publish" not in tiles(cast.hal)
    audits.propose_tool(draft, by=cast.quinn)

    assert tiles(cast.hal)["Audit tools to publish"] == ("1", "longest waiting since 20 September")
    assert panels(cast.hal)["tools"]["versions"] == [draft]
    for person in (cast.quinn, cast.tess, cast.dee):
        assert "Audit tools to publish" not in tiles(person)


def test_an_administrator_sees_who_is_without_a_role(cast, places):
    UserFactory(name="Nia")

    assert tiles(cast.adi)["People without a role"] == ("1", "they see nothing yet")
    assert tiles(cast.adi)["Teams"][0] == "3"


def make_items(made, wanted):
    """What is needed for as many items as are wanted of each kind, where some are made."""

    def make(cast, places, version, *_fewer):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda: NOW)
            if not made:
                create_standard_indicators(by=cast.andy)
                world.load(cast, places, PUBLISHED_FILE, PUBLISHED)
            for number in range(made, wanted):
                world.submitted(cast, places, version, 2 * number)
                if number < 3:
                    world.agreed(cast, places, version, 2 * number + 1)
                action(cast, places, TODAY + datetime.timedelta(days=number), cast.tess)

    return make


@pytest.fixture(scope="module")
def kept_items(keep, kept_cast, kept_places, kept_version):
    """Worlds with 1, 3 and 50 items, each on those before it."""
    worlds = []
    for made, wanted in ((0, 1), (1, 3), (3, 50)):
        worlds.append(keep(make_items(made, wanted), kept_cast, kept_places, kept_version, *worlds))
    return worlds


@pytest.mark.parametrize("name", ["tess", "mo", "quinn", "andy", "hal", "dee", "lee", "sky", "pat", "adi"])
def test_a_home_page_takes_the_same_number_of_queries_at_1_3_and_50_items(
    cast, places, version, kept_items, client, name
):
    counts = []
    for items in kept_items:
        items.put_back(cast, places, version)
        client.force_login(getattr(cast, name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= MOST_QUERIES
