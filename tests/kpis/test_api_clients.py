"""Programs get a token once, for a time, and lose it; nobody but an analyst gives one."""

import datetime
import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kpis import api_clients
from kpis.models import ApiClient
from people.access import Refused
from people.models import Event
from tests.factories import at

NEW = "/indicators/api/new/"
MADE_AT = at(2026, 5, 1)


def make(places, by, *, moment=MADE_AT, **changes):
    facts = {
        "name": "Power BI", "unit": places.council, "scopes": ["indicators", "values"], "audience": "staff",
        "expires_at": moment + datetime.timedelta(days=90),
    } | changes  # fmt: skip
    return api_clients.make_client(**facts, by=by, at=moment)


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.andy)
    return client


def posted(**changes):
    day = timezone.localdate() + datetime.timedelta(days=30)
    return {
        "name": "Power BI, performance team", "audience": "staff", "scopes": ["indicators", "values"],
        "expires_on_day": day.day, "expires_on_month": day.month, "expires_on_year": day.year,
    } | changes  # fmt: skip


def test_a_token_is_random_and_only_its_hash_is_kept(places, cast):
    (first, token), (_, other) = make(places, cast.andy), make(places, cast.andy, name="Tableau")

    assert re.fullmatch(r"qap_[\w-]{43}", token)
    assert token != other
    assert first.token_hint == token[:8]
    assert re.fullmatch(r"[0-9a-f]{64}", first.token_hash)
    assert [name for name, value in vars(first).items() if token in str(value)] == []
    assert api_clients.client_with(token) == first
    assert api_clients.client_with(token[:-1]) is None
    assert api_clients.client_with(first.token_hash) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"expires_at": MADE_AT + datetime.timedelta(days=367)}, "a year at most"),
        ({"expires_at": MADE_AT}, "expires after it is made"),
        ({"scopes": []}, "Choose what"),
        ({"audience": "public", "scopes": ["notes"]}, "Notes are written for staff"),
        ({"name": "power bi"}, "already"),
    ],
)
def test_what_no_program_gets(places, cast, changes, words):
    make(places, cast.andy)
    with pytest.raises(Refused, match=words):
        make(places, cast.andy, **({"name": "Another"} | changes))
    assert ApiClient.objects.count() == 1


def test_the_public_reads_the_council_alone(places, cast):
    with pytest.raises(Refused, match="the council's own figures only"):
        make(places, cast.andy, unit=places.north, audience="public")


@pytest.mark.parametrize("name", ["dee", "quinn", "hal", "adi"])
def test_only_an_analyst_lets_programs_read(places, cast, name):
    with pytest.raises(PermissionDenied):
        make(places, getattr(cast, name))
    made, _ = make(places, cast.andy)
    with pytest.raises(PermissionDenied):
        api_clients.revoke(made, by=getattr(cast, name))


def test_open_to_the_second_before_it_expires(places, cast):
    made, _ = make(places, cast.andy)
    second = datetime.timedelta(seconds=1)

    assert made.is_open(made.expires_at - second)
    assert not made.is_open(made.expires_at)
    revoked = api_clients.revoke(made, by=cast.andy, at=MADE_AT + second)
    assert not revoked.is_open(MADE_AT + second)
    with pytest.raises(Refused, match="revoked already"):
        api_clients.revoke(made, by=cast.andy)


def test_use_is_noted_once_a_minute(places, cast):
    make(places, cast.andy)
    noted = []
    for seconds in (0, 59, 60):
        api_clients.mark_used(ApiClient.objects.get(), at=MADE_AT + datetime.timedelta(seconds=seconds))
        noted.append((ApiClient.objects.get().last_used_at - MADE_AT).total_seconds())

    assert noted == [0, 0, 60]


def test_the_events_say_who_and_what_and_no_token(places, cast):
    made, token = make(places, cast.andy)
    api_clients.revoke(made, by=cast.andy)

    events = list(Event.objects.order_by("pk"))
    assert [(event.verb, event.by) for event in events[-2:]] == [
        ("api_client.made", cast.andy), ("api_client.revoked", cast.andy),
    ]  # fmt: skip
    assert events[-2].detail == {"scopes": ["indicators", "values"], "audience": "staff"}
    assert [event for event in events if token in str(vars(event)) or made.token_hash in str(vars(event))] == []


def test_the_page_shows_the_token_once(analyst, places, caplog):
    caplog.set_level(logging.DEBUG)
    answer = analyst.post(NEW, posted(unit=places.council.pk))

    token = re.search(r"qap_[\w-]{43}", answer.content.decode())[0]
    made = api_clients.client_with(token)
    assert made.name == "Power BI, performance team"
    assert made.expires_at == timezone.make_aware(
        datetime.datetime.combine(timezone.localdate() + datetime.timedelta(days=31), datetime.time())
    )
    assert answer.headers["Cache-Control"] == "no-store"
    listed = analyst.get("/indicators/api/").content.decode()
    assert token not in listed
    assert token[:8] in listed
    assert token not in caplog.text
    again = analyst.post(NEW, posted(unit=places.council.pk))
    assert again.status_code == 422
    assert "There is a program called Power BI, performance team already." in again.content.decode()


def test_what_is_missing_is_said_and_nothing_is_made(analyst, places):
    words = analyst.post(NEW, {}).content.decode()

    for sentence in ("Enter a name for the program.", "Choose a unit.", "Choose what the program may read."):
        assert sentence in words
    day = timezone.localdate() + datetime.timedelta(days=366)
    late = {"expires_on_day": day.day, "expires_on_month": day.month, "expires_on_year": day.year}
    assert (
        "A token lasts for a year at most."
        in analyst.post(NEW, posted(unit=places.council.pk, **late)).content.decode()
    )
    assert ApiClient.objects.count() == 0


def test_revoking_is_confirmed_first(analyst, places, cast):
    made, _ = make(places, cast.andy, moment=timezone.now())
    address = f"/indicators/api/{made.pk}/revoke/"

    assert "cannot be undone" in analyst.get(address).content.decode()
    assert ApiClient.objects.get().revoked_at is None
    assert "It opens nothing any more." in analyst.post(address, follow=True).content.decode()
    assert ApiClient.objects.get().revoked_by == cast.andy
    assert "is revoked already" in analyst.post(address, follow=True).content.decode()


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_asks_as_often_for_one_as_for_fifty(analyst, places, cast, count, django_assert_num_queries):
    for number in range(count):
        make(places, cast.andy, name=f"Program {number}")
    with django_assert_num_queries(4):
        analyst.get("/indicators/api/")
