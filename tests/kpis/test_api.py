"""What programs read: only with a token, only what it is for, and the figures of the pages."""

import csv
import datetime
import io
import logging
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from kpis import api_clients
from kpis.api import asking, openapi
from kpis.api.resources import RESOURCES
from kpis.models import Definition, Indicator, Load, Note, NoteRequest, Target, Value
from kpis.periods import add_months
from kpis.rag import RAG_WORDS
from kpis.summaries import highlight
from tests.kpis.conftest import AUGUST, SAMPLE, load

SCOPES = ["indicators", "values", "targets", "notes"]
VALUES = "/api/v1/values"


def token_for(unit, *, by, audience="staff", scopes=None, name="Power BI", days=30):
    scopes = scopes or ([s for s in SCOPES if s != "notes"] if audience == "public" else SCOPES)
    now = timezone.now()
    facts = {"name": name, "unit": unit, "audience": audience, "scopes": scopes}
    return api_clients.make_client(**facts, expires_at=now + datetime.timedelta(days=days), by=by, at=now)[1]


def ask(token, address=VALUES, method="get", **headers):
    return getattr(Client(), method)(address, headers={"Authorization": f"Bearer {token}"} | headers)


def rows(token, address=VALUES):
    """All rows, page by page."""
    found = []
    while address:
        answer = ask(token, address)
        assert answer.status_code == 200, answer.content
        found += answer.json()["data"]
        address = answer.json()["next"]
    return found


def problem(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return body["detail"]


@pytest.fixture
def sample(indicators, places):
    return load(SAMPLE, places.council)


@pytest.fixture
def token(places, cast):
    return token_for(places.council, by=cast.andy)


@pytest.fixture
def public(places, cast):
    return token_for(places.council, by=cast.andy, audience="public", name="Open data")


def define(ref, measured_in="count", basis="year_to_date", places=0):
    indicator = Indicator.objects.create(ref=ref, theme="Theme", position=1)
    Definition.objects.create(
        indicator=indicator, validity=(datetime.date(2015, 4, 1), None), title=f"Title {ref}", measured_in=measured_in,
        places=places, polarity="none", basis=basis,
    )  # fmt: skip
    return indicator


def bare_load(unit):
    now = timezone.now()
    return Load.objects.create(
        unit=unit, period=AUGUST, file_name="x.csv", sha256="0" * 64, state="confirmed", staged_at=now, confirmed_at=now
    )


def put(indicator, unit, figures, basis="year_to_date", *, by_load=None):
    """Figures by month: a number, or a numerator and a denominator."""
    by_load = by_load or bare_load(unit)
    made = []
    for month, figure in figures.items():
        parts = {"value": figure} if not isinstance(figure, tuple) else {
            "value": Decimal(figure[0]) / figure[1], "numerator": figure[0], "denominator": figure[1],
        }  # fmt: skip
        made.append(Value(indicator=indicator, unit=unit, period=month, basis=basis, load=by_load, **parts))
    return Value.objects.bulk_create(made)


def test_the_figures_are_those_of_the_pages(sample, places, token):
    page = {row.ref: row for row in highlight(places.council, AUGUST).rows}
    own = {each["ref"]: each["basis"] for each in rows(token, "/api/v1/indicators")}
    read = [each for each in rows(token, f"{VALUES}?period_from=2023-08&period_to=2023-08")
            if each["basis"] == own[each["ref"]]]  # fmt: skip

    assert len(read) == 17
    for each in read:
        row = page[each["ref"]]
        assert (each["value_words"], each["rag"], each["rag_words"]) == (row.current_words, row.rag, row.rag_words)
        assert Decimal(str(each["value"])) == row.current
        if each["numerator"] is not None:
            assert Decimal(each["value_exact"]) == Decimal(each["numerator"]) * 100 / each["denominator"]
    assert Counter(each["rag_words"] for each in read)["Red"] == sum(row.rag == "red" for row in page.values())


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


def test_a_service_reads_itself_and_its_teams(indicators, places, cast):
    everywhere = (places.council, places.north, places.team, places.other_team, places.south, places.elsewhere)
    for unit in everywhere:
        put(Indicator.objects.get(ref="1.2"), unit, {AUGUST: 20}, "snapshot")
    token = token_for(places.north, by=cast.andy)

    assert {each["unit"] for each in rows(token)} == {"north", "north-1", "north-2"}
    assert [(each["code"], each["parent"]) for each in rows(token, "/api/v1/units")] == [
        ("north", None), ("north-1", "north"), ("north-2", "north"),
    ]  # fmt: skip
    assert [each["unit"] for each in rows(token, f"{VALUES}?unit=north-1")] == ["north-1"]
    for code in ("south", "council", "nowhere"):
        answer = ask(token, f"{VALUES}?unit={code}")
        assert (answer.status_code, problem(answer)) == (404, f"There is no unit {code} that this token may read.")


def test_pages_hold_every_row_once_while_rows_are_added(places, token):
    indicators = [define(f"{n}.1", basis="snapshot") for n in range(1, 22)]
    first = datetime.date(2013, 1, 1)
    for indicator in indicators:
        put(indicator, places.council, {add_months(first, n): n for n in range(120)}, "snapshot")
    held = list(Value.objects.order_by("pk").values_list("pk", flat=True))
    assert len(held) == 2520

    read, address, pages = [], f"{VALUES}?limit=400", 0
    while address:
        answer = ask(token, address).json()
        read += [each["id"] for each in answer["data"]]
        address, pages = answer["next"], pages + 1
        if pages == 2:
            put(define("30.1", basis="snapshot"), places.council, {first: 1}, "snapshot")
    assert read == [*held, max(read)]
    assert (len(read), pages) == (2521, 7)


def test_what_is_new_and_what_no_longer_stands(sample, places, token):
    old = Value.objects.current().get(indicator__ref="1.2", period=AUGUST, basis="snapshot")
    withdrawn = Value.objects.current().get(indicator__ref="1.3", period=AUGUST, basis="snapshot")
    since = timezone.now()
    assert rows(token, f"{VALUES}?updated_since={since:%Y-%m-%dT%H:%M:%S.%fZ}") == []

    correction = bare_load(places.council)
    now = timezone.now()
    Value.objects.filter(pk=old.pk).update(superseded_at=now, superseded_by=correction)
    Value.objects.filter(pk=withdrawn.pk).update(superseded_at=now, superseded_by=withdrawn.load)
    [new] = put(old.indicator, places.council, {AUGUST: 800}, "snapshot", by_load=correction)

    changed = rows(token, f"{VALUES}?updated_since={since - datetime.timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}")
    by_id = {each["id"]: each for each in changed}
    assert {key: by_id[key]["state"] for key in (old.pk, withdrawn.pk, new.pk)} == {
        old.pk: "superseded", withdrawn.pk: "superseded", new.pk: "current",
    }  # fmt: skip
    assert (by_id[old.pk]["value"], by_id[old.pk]["rag"], by_id[new.pk]["value"]) == (None, None, 800)
    assert not {old.pk, withdrawn.pk} & {each["id"] for each in rows(token)}


def test_a_sum_is_new_when_one_of_its_months_is(places, token):
    indicator, since = define("7.1"), timezone.now() + datetime.timedelta(hours=1)
    months = {add_months(AUGUST, -n): 10 for n in range(5)}
    put(indicator, places.council, months, "month")
    [total] = put(indicator, places.council, {AUGUST: 49})

    assert [(each["value"], each["is_added_up"]) for each in rows(token, f"{VALUES}?basis=year_to_date")] == [
        (50, True)
    ]
    july = Value.objects.get(period=datetime.date(2023, 7, 1))
    Value.objects.filter(pk=july.pk).update(
        superseded_at=since + datetime.timedelta(minutes=1), superseded_by=july.load
    )
    changed = rows(token, f"{VALUES}?updated_since={since:%Y-%m-%dT%H:%M:%SZ}")
    assert {(each["id"], each["value"], each["state"]) for each in changed} == {
        (july.pk, None, "superseded"), (total.pk, 49, "current"),
    }  # fmt: skip


def test_csv_says_what_json_says(sample, token):
    Definition.objects.filter(indicator__ref="1.2").update(title="=1+1", description="@SUM(A1)")
    for name in ("values", "indicators", "targets", "units"):
        told = ask(token, f"/api/v1/{name}?format=csv")
        assert told.headers["Content-Type"] == "text/csv; charset=utf-8"
        table = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))
        assert told.content == ask(token, f"/api/v1/{name}", Accept="text/csv").content
        plain = {None: "", True: "true", False: "false"}
        expected = [
            {
                key: plain[cell] if cell is None or isinstance(cell, bool) else re.sub("^([=@+-])", r"'\1", str(cell))
                for key, cell in each.items()
            }
            for each in rows(token, f"/api/v1/{name}")
        ]
        for each in [*table, *expected]:
            each.pop("updated_at", None)
        assert table == expected
    assert b"'=1+1" in ask(token, "/api/v1/indicators?format=csv").content


def test_the_next_page_of_csv_is_in_a_header(sample, token):
    answer = ask(token, f"{VALUES}?format=csv&limit=5")
    address = re.fullmatch(r'<(.+)>; rel="next"', answer.headers["Link"])[1]

    first, second = (
        [*csv.DictReader(io.StringIO(each.content.decode("utf-8-sig")))] for each in (answer, ask(token, address))
    )
    assert [each["id"] for each in first + second] == [str(each["id"]) for each in rows(token)[:10]]


def test_nothing_is_sent_again_until_something_changes(sample, places, token):
    answer = ask(token)
    etag = answer.headers["ETag"]
    again = ask(token, **{"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert ask(token, f"{VALUES}?format=csv", **{"If-None-Match": etag}).status_code == 200

    changes = [
        lambda: Target.objects.filter(indicator__ref="2.1").update(minimum=1),
        lambda: Definition.objects.filter(indicator__ref="2.1").update(places=3),
        lambda: put(Indicator.objects.get(ref="1.2"), places.north, {AUGUST: 20}, "snapshot"),
    ]
    for change in changes:
        change()
        new = ask(token, **{"If-None-Match": etag})
        assert (new.status_code, new.headers["ETag"] != etag) == (200, True)
        etag = new.headers["ETag"]


def test_the_stamp_is_cheaper_than_the_page(sample, token, django_assert_num_queries):
    etag = ask(token).headers["ETag"]
    with django_assert_num_queries(8):
        ask(token, **{"If-None-Match": etag})


@pytest.mark.parametrize("audience", ["staff", "public"])
@pytest.mark.parametrize("count", [1, 3, 50])
def test_as_many_queries_for_one_as_for_fifty(places, cast, audience, count, django_assert_num_queries):
    for number in range(count):
        put(define(f"{number + 1}.1"), places.council, {AUGUST: 20})
    token = token_for(places.council, by=cast.andy, audience=audience)
    ask(token)

    with django_assert_num_queries(13 if audience == "staff" else 14):
        assert len(ask(token).json()["data"]) == count


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


def test_no_token_in_the_log(sample, token, caplog):
    caplog.set_level(logging.DEBUG)
    ask(token)
    ask(token, f"{VALUES}?limit=0")
    ask(token + "x")

    assert token not in caplog.text


def test_the_public_reads_no_small_number(places, public, token):
    percentage = define("8.1", "percentage", "snapshot", places=1)
    put(percentage, places.council, {AUGUST: (45, 50), add_months(AUGUST, -1): (30, 50)}, "snapshot")
    grown = define("8.2")
    april = datetime.date(2023, 4, 1)
    put(grown, places.council, {add_months(april, n): total for n, total in enumerate((10, 13, 13, 33, 39))})
    put(grown, places.council, {AUGUST: 6}, "month")
    put(grown, places.north, {AUGUST: 30})

    read = rows(public)
    told = {(each["ref"], each["period"]): (each["value"], each["symbol"], each["rag"]) for each in read}
    assert told == {
        ("8.1", "2023-08"): (None, "[c]", None), ("8.1", "2023-07"): (60, "", "no_target"),
        ("8.2", "2023-04"): (10, "", "no_target"), ("8.2", "2023-05"): (None, "[c]", None),
        ("8.2", "2023-06"): (None, "[c]", None), ("8.2", "2023-07"): (33, "", "no_target"),
        ("8.2", "2023-08"): (39, "", "no_target"),
    }  # fmt: skip
    assert {(each["numerator"], each["denominator"], each["value_exact"]) for each in read} == {(None, None, None)}
    assert {(each["unit"], each["basis"]) for each in read} == {("council", "snapshot"), ("council", "year_to_date")}
    assert [each["symbol"] for each in rows(public, f"{VALUES}?period_from=2023-05&period_to=2023-05")] == ["[c]"]
    assert {each["symbol"] for each in rows(token)} == {""}
    assert [each["code"] for each in rows(public, "/api/v1/units")] == ["council"]


def test_notes_with_the_newest_on_top(sample, places, cast, token):
    indicator, now = Indicator.objects.get(ref="2.1"), timezone.now()
    request = NoteRequest.objects.create(
        indicator=indicator, unit=places.council, period=AUGUST, reason="red", asked_of=cast.dee, asked_by=cast.andy,
        asked_at=now, due_on=datetime.date(2023, 9, 30),
    )  # fmt: skip
    words = {"request": request, "why": "Two posts.", "what_next": "Recruit.", "written_by": cast.dee}
    old = Note.objects.create(**words, what_changed="Fewer.", written_at=now)
    new = Note.objects.create(**words, what_changed="=Fewer visits.", written_at=now)

    assert [(each["id"], each["what_changed"]) for each in rows(token, "/api/v1/notes")] == [(new.pk, "=Fewer visits.")]
    states = rows(token, f"/api/v1/notes?ref=2.1&unit=council&updated_since={now:%Y-%m-%d}T00:00:00Z")
    assert [(each["id"], each["state"]) for each in states] == [(old.pk, "superseded"), (new.pk, "current")]
    assert cast.dee.name not in ask(token, "/api/v1/notes").content.decode()


def test_the_document_tells_every_address_parameter_and_field(sample, token):
    document = Client().get("/api/v1/openapi.json").json()

    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {f"/{resource.name}" for resource in RESOURCES} | {"/openapi.json"}
    assert set(asking.READ) | {"limit", "cursor", "format"} == {
        each["name"] for path in document["paths"].values() for each in path["get"].get("parameters", [])
    }
    for resource in RESOURCES:
        answer = ask(token, f"/api/v1/{resource.name}")
        operation = document["paths"][f"/{resource.name}"]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert faults(answer.json(), schema, document) == []
        assert answer.json()["data"] or resource.name == "notes"
    assert [
        rag for rag in RAG_WORDS if rag not in document["components"]["schemas"]["Value"]["properties"]["rag"]["enum"]
    ] == []
    references = re.findall(r"'\$ref': '#/components/(\w+)/(\w+)'", repr(document))
    assert references
    assert [(kind, name) for kind, name in references if name not in document["components"][kind]] == []


def test_the_check_of_the_document_can_fail():
    document = openapi.document()
    schema = {"$ref": "#/components/schemas/Target"}

    assert faults({"id": "1", "more": 1}, schema, document) != []


TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
    "null": type(None),
}  # fmt: skip


def faults(value, schema, document, where="answer"):
    """Where a value is not what its JSON Schema says; the words of the standard that the document uses."""
    if "$ref" in schema:
        kind, name = schema["$ref"].removeprefix("#/components/").split("/")
        return faults(value, document["components"][kind][name], document, where)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    fits = any(isinstance(value, TYPES[each]) and (each == "boolean" or not isinstance(value, bool)) for each in types)
    found = [] if fits else [f"{where} is {value!r}, not {types}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where} is {value!r}, not one of {schema['enum']}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where} is {value!r}, not like {schema['pattern']}")
    if isinstance(value, str) and schema.get("format") == "date-time":
        datetime.datetime.fromisoformat(value)
    if isinstance(value, str) and schema.get("format") == "date":
        datetime.date.fromisoformat(value)
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{where} lacks {name}" for name in schema["required"] if name not in value]
        found += [f"{where} has {name} too" for name in value if name not in schema["properties"]]
        for name in value.keys() & schema["properties"].keys():
            found += faults(value[name], schema["properties"][name], document, f"{where}.{name}")
    if isinstance(value, list):
        for number, each in enumerate(value):
            found += faults(each, schema["items"], document, f"{where}[{number}]")
    return found
