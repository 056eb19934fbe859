"""Only with a token, only what it is for; what is not understood is said."""

import datetime
import logging
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kit.rate_limits import take_place
from kpis import api_clients
from kpis.api import asking
from kpis.api.resources import RESOURCES
from tests.kpis.api.tools import SCOPES, VALUES, ask, problem, token_for


def test_nobody_reads_without_a_token_and_nobody_is_sent_to_sign_in(sample, cast):
    browser = Client()
    browser.force_login(cast.andy)
    for client in (Client(), browser):
        for name in [resource.name for resource in RESOURCES]:
            answer = client.get(f"/api/v1/{name}")
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="qaportal"'
            assert "Authorization: Bearer" in problem(answer)
    assert Client().get(VALUES).cookies == {}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic cXVpbm46eA==", "Bearer qap_wrong", "qap_x"])
def test_what_is_no_token(sample, header):
    answer = Client().get(VALUES, headers={"Authorization": header} if header else {})

    assert (answer.status_code, answer.cookies) == (401, {})


def test_expired_and_revoked(sample, places, cast, token):
    client = api_clients.client_with(token)
    last = client.expires_at - datetime.timedelta(seconds=1)
    request = type("Request", (), {"headers": {"Authorization": f"Bearer {token}"}})()

    assert asking.client_of(request, at=last) == client
    with pytest.raises(asking.Problem, match="has expired"):
        asking.client_of(request, at=client.expires_at)
    api_clients.revoke(client, by=cast.andy)
    answer = ask(token)
    assert (answer.status_code, "is revoked" in problem(answer)) == (401, True)
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_opens_what_it_is_for(sample, places, cast, scope):
    token = token_for(places.council, by=cast.andy, scopes=[scope])

    statuses = {name: ask(token, f"/api/v1/{name}").status_code for name in [*SCOPES, "units"]}
    assert statuses == {name: 200 if name in (scope, "units") else 403 for name in [*SCOPES, "units"]}


def test_the_public_never_reads_notes(places, public):
    assert "the council's own staff" in problem(ask(public, "/api/v1/notes"))


def test_only_reading(sample, token):
    assert ask(token, method="head").status_code == 200
    assert ask(token, method="head").content == b""
    options = Client().options(VALUES)
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(VALUES, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert problem(answer) == "Figures can only be read: use GET."


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("limit=0", 400, "The limit is a whole number from 1 to 5000."),
        ("limit=5001", 400, "The limit is a whole number from 1 to 5000."),
        ("limit=9999999999999999999999", 400, "The limit is a whole number from 1 to 5000."),
        ("limit=-1", 400, "The limit is a whole number from 1 to 5000."),
        ("limit=%D9%A3", 400, "The limit is a whole number from 1 to 5000."),
        ("cursor=x", 400, "This cursor was not given by the portal."),
        ("cursor=", 400, "This cursor was not given by the portal."),
        ("ref=1.2%27%20OR%201=1", 400, "ref is a reference such as 2.10a"),
        ("ref=%00", 400, "ref is a reference such as 2.10a"),
        ("ref=99.9", 404, "There is no indicator 99.9."),
        ("unit=;drop", 400, "unit is a unit's code"),
        ("period_from=2023-13", 400, "A month is written like 2023-08, not “2023-13”."),
        ("period_from=2023-8", 400, "A month is written like 2023-08"),
        ("period_from=2023-08&period_to=2023-07", 400, "period_from is later than period_to."),
        ("basis=weekly", 400, "The basis is one of: snapshot, month"),
        ("updated_since=yesterday", 400, "updated_since is a moment like"),
        ("updated_since=2023-02-30T00:00:00Z", 400, "updated_since is a moment like"),
        ("updated_since=2023-09-01T00:00:00", 400, "needs its time zone"),
        ("updated_since=2023-09-01T00:00:00+01:00", 400, "is written %2B"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", 200, ""),
        ("updated_since=9999-12-31T23:59:59-14:00", 200, ""),
        ("format=xml", 400, "The format is one of: json, csv."),
        ("ref=1.2&ref=1.3", 400, "The parameter ref is given 2 times: give it once."),
        ("token=qap_x", 400, "There is no parameter “token”. There are: ref, unit"),
    ],
)
def test_what_is_not_understood_is_said(sample, token, query, status, words):
    answer = ask(token, f"{VALUES}?{query}")

    assert answer.status_code == status
    assert not words or words in problem(answer)


def test_a_cursor_belongs_to_its_question(sample, token):
    cursor = re.search(r"cursor=([^&]+)", ask(token, f"{VALUES}?limit=5").json()["next"])[1]

    assert "belongs to other parameters" in problem(ask(token, f"{VALUES}?cursor={cursor}&ref=1.2"))
    assert "belongs to other parameters" in problem(ask(token, f"/api/v1/targets?cursor={cursor}"))
    assert "not given by the portal" in problem(ask(token, f"{VALUES}?cursor={cursor}x"))


def test_formats_that_there_are_not(sample, token):
    answer = ask(token, Accept="application/xml")

    assert (answer.status_code, "application/json or text/csv" in problem(answer)) == (406, True)
    assert ask(token, Accept="text/html,application/xml;q=0.9,*/*;q=0.8").json()["data"]


def test_no_such_address(token):
    for address in ("/api/v1/", "/api/v1/values/", "/api/v1/audits", "/api/v1/values/1"):
        answer = ask(token, address)
        assert (answer.status_code, "openapi.json" in problem(answer)) == (404, True)


def test_so_many_requests_a_minute(sample, places, cast, token):
    client, moment = api_clients.client_with(token), timezone.now().replace(second=20)
    for _ in range(asking.REQUESTS_A_MINUTE):
        asking.count_request(client, at=moment)

    with pytest.raises(asking.Problem, match="Wait for 40 seconds") as refused:
        asking.count_request(client, at=moment)
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "40"})
    other = token_for(places.council, by=cast.andy, name="Tableau")
    asking.count_request(api_clients.client_with(other), at=moment)
    asking.count_request(client, at=moment + datetime.timedelta(seconds=40))


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_exactly_as_many_as_are_left_are_answered(places, cast):
    """Every thread asks at the same moment, over a connection of its own; 5 places are left."""
    token = token_for(places.council, by=cast.andy)
    client, moment = api_clients.client_with(token), timezone.now().replace(second=20)
    for _ in range(asking.REQUESTS_A_MINUTE - 5):
        asking.count_request(client, at=moment)
    threads = 12
    start = Barrier(threads)

    def count(_):
        try:
            start.wait()
            asking.count_request(client, at=moment)
        except asking.Problem as refused:
            return refused.status
        finally:
            connection.close()
        return 200

    with ThreadPoolExecutor(threads) as pool:
        assert Counter(pool.map(count, range(threads))) == {200: 5, 429: 7}
    with pytest.raises(asking.Problem):
        asking.count_request(client, at=moment)


def test_a_new_minute_counts_anew_and_a_late_clock_does_not(db):
    first = datetime.datetime(2023, 9, 15, 10, 1, tzinfo=datetime.UTC)
    second = first + datetime.timedelta(minutes=1)

    taken = [take_place("x", most=2, until=until) for until in (first, first, first, second, first, second, second)]

    assert taken == [True, True, False, True, True, False, False]
    assert take_place("y", most=1, until=first)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/v1/values", 500, "The portal could not answer this. Try again later"),
        ("/api/", 404, "There is nothing at this address."),
        ("/api/v2/values", 404, "There is nothing at this address."),
    ],
)
def test_what_the_portal_itself_gets_wrong_is_a_problem_like_any_other(db, address, status, words):
    """The table of tokens is gone: whatever asks for a token breaks."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kpis_apiclient RENAME TO kpis_gone")

    answer = Client(raise_request_exception=False).get(address, headers={"Authorization": "Bearer qap_x"})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")
    assert words in problem(answer)
    assert set(answer.json()) == {"type", "title", "status", "detail"}


def test_a_page_that_breaks_is_still_a_page(db):
    answer = Client(raise_request_exception=False).get("/nowhere/")

    assert answer.headers["Content-Type"].startswith("text/html")


def test_no_token_in_the_log(sample, token, caplog):
    caplog.set_level(logging.DEBUG)
    ask(token)
    ask(token, f"{VALUES}?limit=0")
    ask(token + "x")

    assert token not in caplog.text
