"""The pages about actions."""

import datetime

import pytest

from improvement.models import Action
from tests.factories import ActionFactory, UserFactory, at


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: datetime.date(2026, 6, 10))


@pytest.fixture
def action(cast, places):
    return ActionFactory(unit=places.team, owner=cast.pat, raised_by=cast.quinn, text="Plan visits to each child")


@pytest.fixture
def delivered(cast, places):
    return ActionFactory(
        unit=places.team, owner=cast.pat, raised_by=cast.quinn, delivered_at=at(2026, 6, 1), delivered_by=cast.pat,
        evidence="Minutes of 29 May", evidenced_on=datetime.date(2026, 5, 29),
    )  # fmt: skip


def words(rows):
    return [row.line.text for row in rows]


def listed(client, person, query=""):
    client.force_login(person)
    return client.get(f"/actions/{query}").context


def test_a_manager_sees_own_actions_first_and_then_the_teams(client, cast, places, action):
    ActionFactory(unit=places.team, owner=cast.tess, text="Agree the plan", due_on=datetime.date(2026, 6, 9))
    ActionFactory(unit=places.elsewhere, text="Elsewhere")

    page = listed(client, cast.tess)

    assert [(row.line.text, row.days_words, row.is_mine) for row in page["mine"]] == [
        ("Agree the plan", "1 day late", True)
    ]
    assert words(page["rows"]) == ["Agree the plan", "Plan visits to each child"]
    assert page["caption"] == "2 actions"


def test_a_practitioner_sees_their_own_alone(client, cast, places, action):
    ActionFactory(unit=places.team, owner=cast.tess, text="Agree the plan")

    page = listed(client, cast.pat)

    assert (words(page["rows"]), page["mine"], page["reads_others"]) == (["Plan visits to each child"], [], False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["late", "in time", "waiting"]),
        ("?state=open", ["in time"]),
        ("?state=overdue", ["late"]),
        ("?state=delivered", ["waiting"]),
        ("?state=closed", ["finished"]),
        ("?state=all", ["late", "in time", "waiting", "finished"]),
        ("?state=all&unit=north-2", ["in time"]),
        ("?state=all&unit=north", ["late", "in time", "waiting", "finished"]),
        ("?state=all&whose=mine", ["waiting"]),
        ("?state=nonsense", ["late", "in time", "waiting"]),
    ],
)
def test_filters_live_in_the_query_string(client, cast, places, query, expected):
    done = {"delivered_at": at(2026, 6, 1), "delivered_by": cast.pat, "evidence": "x", "evidenced_on": at(2026, 6, 1)}
    closed = {"closed_at": at(2026, 6, 2), "closed_by": cast.tess}
    ActionFactory(unit=places.team, text="late", due_on=datetime.date(2026, 6, 9))
    ActionFactory(unit=places.other_team, text="in time", due_on=datetime.date(2026, 6, 10))
    ActionFactory(unit=places.team, text="waiting", due_on=datetime.date(2026, 6, 11), owner=cast.hal, **done)
    ActionFactory(unit=places.team, text="finished", due_on=datetime.date(2026, 6, 12), **done, **closed)

    assert words(listed(client, cast.hal, query)["rows"]) == expected


def test_a_unit_out_of_sight_cannot_be_chosen(client, cast, places, action):
    page = listed(client, cast.tess, "?unit=south-1")

    assert page["form"].errors == {"unit": ["Select a valid choice. That choice is not one of the available choices."]}


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_asks_a_fixed_number_of_queries(client, cast, places, count, django_assert_num_queries):
    for _ in range(count):
        ActionFactory(unit=places.team, owner=cast.tess, raised_by=cast.quinn)
    client.force_login(cast.tess)

    with django_assert_num_queries(7):  # session, user, roles, units, own, count, page
        page = client.get("/actions/").context["page"]

    assert (page.paginator.count, len(page)) == (count, min(count, 25))


@pytest.mark.parametrize("count", [1, 3, 50])
def test_an_actions_page_asks_a_fixed_number_of_queries(client, cast, action, count, django_assert_num_queries):
    for _ in range(count):
        action.notes.create(kind="note", words="On its way", at=at(2026, 6, 1), by=UserFactory())
    client.force_login(cast.tess)

    with django_assert_num_queries(5):  # session, user, roles, action, notes
        assert len(client.get(f"/actions/{action.pk}/").context["page"].notes) == count


def steps(client, person, action):
    client.force_login(person)
    page = client.get(f"/actions/{action.pk}/").context["page"]
    return {
        name: step.barrier for name in ("deliver", "close", "reopen") if (step := getattr(page, name)).is_shown
    }  # fmt: skip


def test_each_person_is_offered_what_they_may_do_with_the_reason_why_not(client, cast, action, delivered):
    assert steps(client, cast.pat, action) == {"deliver": ""}
    assert steps(client, cast.tess, action) == {
        "deliver": "",
        "close": "Somebody must first show, with dated evidence, that this action is done.",
        "reopen": "This action is open.",
    }
    assert steps(client, cast.mo, action) == {}
    assert steps(client, cast.tess, delivered) == {
        "deliver": "This action has been delivered and waits to be closed.", "close": "", "reopen": "",
    }  # fmt: skip


def test_where_an_action_came_from_is_a_link_for_those_who_read_the_units_actions(client, cast, action):
    client.force_login(cast.tess)
    assert '<a class="govuk-link" href="/audits/1/">Audit 1</a>' in client.get(f"/actions/{action.pk}/").text
    client.force_login(cast.pat)
    assert 'href="/audits/1/"' not in client.get(f"/actions/{action.pk}/").text


def test_deliver_close_and_reopen_by_hand(client, cast, action):
    client.force_login(cast.pat)
    response = client.post(
        f"/actions/{action.pk}/deliver/",
        {"evidence": "Minutes", "evidenced_on_day": "1", "evidenced_on_month": "6", "evidenced_on_year": "2026"},
    )
    assert (response.status_code, response["Location"]) == (302, f"/actions/{action.pk}/")

    client.force_login(cast.tess)
    assert client.post(f"/actions/{action.pk}/close/").status_code == 302
    action.refresh_from_db()
    assert (action.delivered_by, action.evidenced_on, action.closed_by) == (
        cast.pat, datetime.date(2026, 6, 1), cast.tess,
    )  # fmt: skip

    assert client.post(f"/actions/{action.pk}/reopen/", {"reason": "No dates"}).status_code == 302
    action.refresh_from_db()
    assert (action.delivered_by, action.closed_by) == (None, None)


def test_evidence_from_the_future_is_refused_on_the_form_and_kept_in_it(client, cast, action):
    client.force_login(cast.pat)

    response = client.post(f"/actions/{action.pk}/deliver/", {"evidence": "Minutes", "evidenced_on": "2098-01-01"})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["The date of the evidence must be today or earlier."]
    assert response.context["form"]["evidence"].value() == "Minutes"


def test_closing_too_early_says_why(client, cast, action):
    client.force_login(cast.tess)

    response = client.post(f"/actions/{action.pk}/close/", follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Somebody must first show, with dated evidence, that this action is done."
    ]
    assert Action.objects.get().closed_at is None


def test_a_note_is_added_and_an_empty_one_is_not(client, cast, action):
    client.force_login(cast.pat)

    assert client.post(f"/actions/{action.pk}/note/", {"words": "Two visits planned"}).status_code == 302
    response = client.post(f"/actions/{action.pk}/note/", {"words": ""})

    assert (response.status_code, response.context["form"].errors) == (422, {"words": ["Write a note"]})
    assert list(action.notes.values_list("words", "by__name")) == [("Two visits planned", "Pat")]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    # ana (no right, not hers), olly (elsewhere), mo (reads, may not close), pat (owner), tess (manager), adi
    [
        ("get", "", (404, 404, 200, 200, 200, 404)),
        ("get", "deliver/", (404, 404, 403, 200, 200, 404)),
        ("post", "deliver/", (404, 404, 403, 422, 422, 404)),
        ("post", "close/", (404, 404, 403, 403, 302, 404)),
        ("get", "reopen/", (404, 404, 403, 403, 200, 404)),
        ("post", "reopen/", (404, 404, 403, 403, 422, 404)),
        ("post", "note/", (404, 404, 422, 422, 422, 404)),
        ("get", "close/", (405, 405, 405, 405, 405, 405)),
    ],
)
def test_who_reaches_what(client, cast, action, method, path, expected):
    statuses = []
    for person in (cast.ana, cast.olly, cast.mo, cast.pat, cast.tess, cast.adi):
        client.force_login(person)
        statuses.append(getattr(client, method)(f"/actions/{action.pk}/{path}").status_code)

    assert tuple(statuses) == expected


def test_who_reads_but_neither_owns_nor_raises_writes_no_note(client, cast, action):
    client.force_login(cast.dee)

    assert client.post(f"/actions/{action.pk}/note/", {"words": "Hello"}).status_code == 403
