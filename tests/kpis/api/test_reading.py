"""The figures of the pages, page by page, only what is new, and as CSV."""

import csv
import datetime
import io
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.utils import timezone

from kpis.models import Definition, Indicator, Note, NoteRequest, Target, Value
from kpis.periods import add_months
from kpis.summaries import highlight
from tests.kpis.api.tools import VALUES, ask, bare_load, define, problem, put, rows, token_for
from tests.kpis.conftest import AUGUST


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


def test_months_that_were_a_rate_are_in_no_sum_of_percentages(places, token):
    share = define("6.2", measured_in="rate", places=1)
    july = datetime.date(2023, 7, 1)
    Definition.objects.update(validity=(datetime.date(2015, 4, 1), july))
    Definition.objects.create(
        indicator=share, validity=(july, None), title="A share now", measured_in="percentage", places=1,
        polarity="none", basis="year_to_date",
    )  # fmt: skip
    put(share, places.council, {add_months(july, -n): (43, 10_000 if n else 80) for n in range(4)}, "month")
    put(share, places.council, {july: Decimal("53.8")})

    (told,) = rows(token, f"{VALUES}?basis=year_to_date")
    (row,) = highlight(places.council, july).rows
    assert (told["value_words"], told["is_added_up"]) == (row.current_words, False) == ("53.8%", False)


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
    with django_assert_num_queries(3):
        ask(token, **{"If-None-Match": etag})


@pytest.mark.parametrize("audience", ["staff", "public"])
@pytest.mark.parametrize("count", [1, 3, 50])
def test_as_many_queries_for_one_as_for_fifty(places, cast, audience, count, django_assert_num_queries):
    for number in range(count):
        put(define(f"{number + 1}.1"), places.council, {AUGUST: 20})
    token = token_for(places.council, by=cast.andy, audience=audience)
    ask(token)

    with django_assert_num_queries(8 if audience == "staff" else 9):
        assert len(ask(token).json()["data"]) == count


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
