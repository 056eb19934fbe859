"""The pages of safeguarding concerns: two clicks from any page of an audit, read by those people only."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from audits import commands
from audits.models import Concern
from qaportal.dashboards import home_for
from tests.audits.test_concerns import TUESDAY, WORDS
from tests.factories import at


@pytest.fixture
def raised(allocated, cast):
    return commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)


def page_of(client, user, path, status=200):
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == status
    return html.fromstring(response.content)


def words_of(page):
    return " ".join(page.xpath("//main")[0].text_content().split())


@pytest.mark.parametrize(
    ("status", "who", "path"),
    [
        ("allocated", "ana", ""),
        ("allocated", "ana", "domains/voice/"),
        ("allocated", "ana", "voice/"),
        ("allocated", "ana", "overall/"),
        ("allocated", "ana", "check/"),
        ("allocated", "tess", ""),
        ("submitted", "mo", ""),
        ("moderating", "mo", "moderation/"),
        ("compared", "mo", "moderation/agree/"),
        ("agreed", "tess", ""),
        ("agreed", "pat", ""),
        ("agreed", "ana", ""),
    ],
)
def test_every_page_of_an_audit_leads_to_the_form_in_one_click(
    client, cast, tool, allocated, submit, agree, status, who, path
):
    match status:
        case "submitted":
            submit(allocated)
        case "moderating" | "compared":
            submit(allocated)
            commands.begin_moderation(allocated, by=cast.mo)
        case "agreed":
            agree(allocated)
    if status == "compared":
        grades = {code: commands.ModeratedDraft("good", "Why") for code in _codes(tool)}
        commands.save_moderated_grades(allocated, grades, finished=True, by=cast.mo)

    page = page_of(client, getattr(cast, who), f"/audits/{allocated.pk}/{path}")

    links = page.xpath("//main//a[text()='Raise a safeguarding concern']/@href")
    assert links == [f"/audits/{allocated.pk}/concern/"]


def _codes(tool):
    return [*tool.sections.filter(is_graded=True).values_list("code", flat=True), "overall"]


def test_raising_shows_the_concern_and_tells(client, cast, allocated, django_capture_on_commit_callbacks):
    client.force_login(cast.ana)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/audits/{allocated.pk}/concern/", WORDS)

    concern = Concern.objects.get()
    assert (response.status_code, response.url) == (302, f"/audits/concerns/{concern.pk}/")
    assert sorted(message.to[0] for message in mail.outbox) == [f"{n}@demo.example" for n in ("hal", "quinn", "tess")]
    words = words_of(page_of(client, cast.ana, response.url))
    assert all(each in words for each in WORDS.values())
    assert "Acknowledge the concern" not in words  # it is her own


def test_what_is_missing_stands_beside_its_box_and_nothing_typed_is_lost(client, cast, allocated):
    client.force_login(cast.ana)
    response = client.post(f"/audits/{allocated.pk}/concern/", {**WORDS, "who_was_told": ""})

    page = html.fromstring(response.content)
    assert response.status_code == 422
    assert page.xpath("//div[contains(@class,'govuk-error-summary')]//a/text()") == [
        "Say who has been told; if nobody yet, say so"
    ]
    assert page.xpath("//textarea[@name='what']/text()")[0].strip() == WORDS["what"]
    assert Concern.objects.count() == 0


def test_acknowledged_and_closed_on_the_page(client, cast, allocated):
    concern = commands.raise_concern(allocated, **WORDS, by=cast.ana)
    client.force_login(cast.tess)
    client.post(f"/audits/concerns/{concern.pk}/acknowledge/")
    second = client.post(f"/audits/concerns/{concern.pk}/acknowledge/", follow=True)
    today = timezone.localdate()
    form = {"outcome": "Safe with her aunt.", "ended_on": today.isoformat()}
    early = client.post(f"/audits/concerns/{concern.pk}/close/", {**form, "ended_on": "2020-01-01"})
    client.post(f"/audits/concerns/{concern.pk}/close/", form)

    assert "This concern has been acknowledged already." in words_of(html.fromstring(second.content))
    assert early.status_code == 422
    assert "The date cannot be before the concern was raised." in early.content.decode()
    words = words_of(page_of(client, cast.hal, f"/audits/concerns/{concern.pk}/"))
    assert "Safe with her aunt." in words
    timeline = page_of(client, cast.hal, f"/audits/concerns/{concern.pk}/").xpath(
        "//p[@class='qa-timeline__words']/text()"
    )
    assert timeline == ["Raised", "Acknowledged", "Closed"]


def test_the_list_is_for_those_people_only(client, cast, raised):
    for name in ("tess", "hal", "quinn", "ana"):
        page = page_of(client, getattr(cast, name), "/audits/concerns/")
        assert len(page.xpath("//tbody/tr")) == 1, name
    for name in ("dee", "mo", "abe", "olly", "pat"):
        page = page_of(client, getattr(cast, name), "/audits/concerns/")
        assert page.xpath("//tbody/tr") == [], name
        assert raised.audit.record.case_reference not in words_of(page)
    assert page_of(client, cast.tess, "/audits/concerns/?state=closed").xpath("//tbody/tr") == []


def tiles(user):
    home = home_for(user, today=timezone.localdate())
    return {tile.words: (tile.value, tile.note) for tile in home.tiles}, [p.template for p in home.leading]


def test_home_pages_say_what_waits_and_count_for_the_others(cast, allocated, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2026, 6, 9, 11, 30))
    assert tiles(cast.tess)[0]["Safeguarding concerns open"] == ("0", "none is open in your units")
    concern = commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)

    counted, leading = tiles(cast.tess)
    assert counted["Safeguarding concerns open"] == ("1", "all acknowledged or in time")
    assert leading == ["qaportal/home/_concerns.html"]
    for name in ("dee", "hal", "quinn"):
        counted, leading = tiles(getattr(cast, name))
        assert counted["Safeguarding concerns open"][0] == "1"
        assert leading == []
    for name in ("ana", "mo", "olly", "lee"):
        counted, _ = tiles(getattr(cast, name))
        assert counted.get("Safeguarding concerns open", ("0",))[0] == "0"

    commands.escalate_due(at=at(2026, 6, 9, 14, 1))
    assert tiles(cast.dee)[0]["Safeguarding concerns open"] == ("1", "1 not acknowledged in time")
    assert tiles(cast.hal)[1] == ["qaportal/home/_concerns.html"]
    commands.acknowledge(concern, by=cast.hal)
    assert tiles(cast.hal) == (
        {**tiles(cast.hal)[0], "Safeguarding concerns open": ("1", "all acknowledged or in time")}, [],
    )  # fmt: skip


def test_the_words_on_the_home_page_say_how_long_is_left(client, cast, raised, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2026, 6, 9, 11, 30))
    words = words_of(page_of(client, cast.tess, "/"))

    assert "Safeguarding concerns waiting for you" in words
    assert "Acknowledge it by 14:00 on 9 June 2026: 2 hours 30 minutes of working time left" in words
    assert WORDS["what"] not in words

    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2026, 6, 9, 15))
    assert "Not acknowledged in time: it was due by 14:00 on 9 June 2026" in words_of(page_of(client, cast.tess, "/"))


@pytest.mark.parametrize("count", [1, 3, 50])
@pytest.mark.parametrize("path", ["/audits/concerns/", "/audits/concerns/?state=closed"])
def test_the_list_asks_as_often_for_one_as_for_fifty(client, cast, allocated, count, path):
    for _ in range(count):
        concern = commands.raise_concern(allocated, **WORDS, by=cast.ana)
        if "closed" in path:
            commands.acknowledge(concern, by=cast.tess)
            commands.close_concern(concern, outcome="Safe.", ended_on=timezone.localdate(), by=cast.tess)
    client.force_login(cast.tess)
    client.get(path)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = html.fromstring(client.get(path).content)

    assert len(page.xpath("//tbody/tr")) == min(count, 25)
    assert len(queries) == 5, "\n".join(query["sql"][:120] for query in queries)


def test_a_concern_s_own_page_asks_a_fixed_number_of_times(client, cast, raised, django_assert_num_queries):
    client.force_login(cast.tess)
    path = reverse("audits:concern", args=[raised.pk])
    client.get(path)

    with django_assert_num_queries(8):
        client.get(path)


def test_somebody_else_s_concern_is_not_found_and_a_date_that_is_none_is_told(client, cast, raised):
    client.force_login(cast.dee)
    assert client.get(f"/audits/concerns/{raised.pk}/").status_code == 404
    commands.acknowledge(raised, by=cast.tess)
    client.force_login(cast.tess)

    response = client.post(f"/audits/concerns/{raised.pk}/close/", {"outcome": "Safe.", "ended_on_day": "31",
                           "ended_on_month": "2", "ended_on_year": "2026"})  # fmt: skip

    assert response.status_code == 422
    assert "Enter a real date" in response.content.decode()
    assert datetime.date(2026, 6, 9) == timezone.localdate(raised.raised_at)
