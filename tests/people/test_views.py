"""The administrators' pages."""

import datetime

import pytest
from django.test import Client

from people import commands
from people.models import Event, Membership, Unit, User
from people.roles import Permission, Role
from tests.factories import MembershipFactory, UnitFactory, UserFactory, at

FIRST_DAY = {"starts_on_day": "1", "starts_on_month": "6", "starts_on_year": "2026"}
LAST_DAY = {"ends_on_day": "30", "ends_on_month": "6", "ends_on_year": "2026"}
PASSWORD = "quality in practice"


@pytest.fixture
def as_adi(client, cast):
    client.force_login(cast.adi)
    return client


def names(response):
    return [person.name for person in response.context["page"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?words=AN", ["Ana", "Andy"]),
        ("?words=demo+tess", ["Tess"]),
        ("?role=moderator", ["Amo", "Mo"]),
        ("?role=advanced_practitioner&words=a&unit=north-1", ["Abe", "Amo", "Ana"]),
        ("?unit=south", ["Olly"]),
        ("?words=nobody", []),
        ("?account=stopped", ["Gone"]),
        ("?account=all&words=person", ["Gone"]),
    ],
)
def test_people_are_found_by_name_role_and_unit(as_adi, cast, query, expected):
    UserFactory(name="Gone", is_active=False)

    assert names(as_adi.get(f"/people/{query}")) == expected


def test_a_role_that_ended_is_not_found_and_not_shown(as_adi, cast, places):
    Membership.objects.filter(user=cast.olly).update(ends_on=datetime.date(2021, 1, 1))

    assert names(as_adi.get("/people/?unit=south")) == []
    assert as_adi.get("/people/?words=olly").context["page"][0].roles_held == []


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_asks_a_fixed_number_of_queries(as_adi, places, count, django_assert_num_queries):
    for number in range(count):
        MembershipFactory(user=UserFactory(name=f"Zoe {number}"), role=Role.PRACTITIONER, unit=places.team)

    with django_assert_num_queries(7):  # session, user, roles, units, count, page, roles held
        page = as_adi.get("/people/?words=zoe").context["page"]

    assert (page.paginator.count, len(page)) == (count, min(count, 25))


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_persons_page_asks_a_fixed_number_of_queries(as_adi, cast, places, count, django_assert_num_queries):
    for number in range(count):
        team = UnitFactory(parent=places.north, code=f"extra-{number}")
        MembershipFactory(user=cast.pat, role=Role.PRACTITIONER, unit=team)

    with django_assert_num_queries(7):  # session, user, roles, person, roles held, events, reach
        assert len(as_adi.get(f"/people/{cast.pat.pk}/").context["page"].roles) == count + 1


@pytest.mark.parametrize("count", [1, 3, 50])
def test_units_and_roles_ask_a_fixed_number_of_queries(as_adi, places, count, django_assert_num_queries):
    for number in range(count):
        UnitFactory(parent=places.north, code=f"extra-{number}")

    with django_assert_num_queries(4):  # session, user, roles, units
        assert len(as_adi.get("/people/units/").context["rows"]) == count + 6
    with django_assert_num_queries(3):
        as_adi.get("/people/roles/")


def test_a_person_is_added_and_then_given_a_role(as_adi, cast, places):
    typed = {"name": "Nia New", "email": "nia@council.example", "job_title": "Social worker", "password": PASSWORD}

    response = as_adi.post("/people/new/", typed)

    nia = User.objects.get(email="nia@council.example")
    assert (response.status_code, response["Location"]) == (302, f"/people/{nia.pk}/join/")
    assert nia.check_password(PASSWORD) is True
    response = as_adi.post(response["Location"], {"role": "practitioner", "unit": "north-1", **FIRST_DAY})
    assert (response.status_code, response["Location"]) == (302, f"/people/{nia.pk}/")
    row = nia.memberships.get()
    assert (row.role, row.unit, row.starts_on) == ("practitioner", places.team, datetime.date(2026, 6, 1))


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": ""}, {"name": ["Enter a name"]}),
        ({"email": "nia"}, {"email": ["Enter an email address in the right form, such as name@council.gov.uk"]}),
        ({"email": "TESS@demo.example"}, {"__all__": ["Somebody else has this email address."]}),
        ({"password": "short"}, {"password": ["This password is too short. It must contain at least 12 characters."]}),
        ({"password": "nia@council.example"}, {"password": ["The password is too similar to the email address."]}),
    ],
)
def test_a_person_is_not_added(as_adi, cast, changes, errors):
    typed = {"name": "Nia New", "email": "nia@council.example", "password": PASSWORD, **changes}

    response = as_adi.post("/people/new/", typed)

    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert User.objects.filter(name__startswith="Nia").count() == 0


def test_details_change(as_adi, cast):
    as_adi.post(f"/people/{cast.ana.pk}/change/", {"name": "Ana B", "email": "ana.b@demo.example", "staff_number": "7"})

    cast.ana.refresh_from_db()
    assert (cast.ana.name, cast.ana.email, cast.ana.staff_number) == ("Ana B", "ana.b@demo.example", "7")


def test_a_role_ends(as_adi, cast):
    row = cast.ana.memberships.get()

    response = as_adi.post(f"/people/memberships/{row.pk}/end/", LAST_DAY)

    row.refresh_from_db()
    assert (response.status_code, row.ends_on) == (302, datetime.date(2026, 6, 30))
    response = as_adi.post(f"/people/memberships/{row.pk}/end/", LAST_DAY)
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422, ["This role already has a last day."],
    )  # fmt: skip


def test_an_account_is_stopped_and_restarted(as_adi, cast):
    as_adi.post(f"/people/{cast.ana.pk}/stop/")
    cast.ana.refresh_from_db()
    assert cast.ana.is_active is False
    as_adi.post(f"/people/{cast.ana.pk}/restart/")
    cast.ana.refresh_from_db()
    assert cast.ana.is_active is True


def test_ones_own_account_is_not_stopped_and_the_button_says_why(as_adi, cast):
    response = as_adi.post(f"/people/{cast.adi.pk}/stop/", follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "You cannot stop your own account: ask another administrator."
    ]
    assert response.context["page"].stop_barrier == "You cannot stop your own account: ask another administrator."


def test_a_password_is_set(as_adi, cast):
    as_adi.post(f"/people/{cast.ana.pk}/password/", {"password": PASSWORD})
    cast.ana.refresh_from_db()
    assert cast.ana.check_password(PASSWORD) is True

    response = as_adi.post(f"/people/{cast.ana.pk}/password/", {"password": "ana@demo.example"})
    assert response.context["form"].errors == {"password": ["The password is too similar to the email address."]}


def test_a_team_is_added_and_ended(as_adi, places):
    typed = {"kind": "team", "parent": "north", "name": "North team 3", "code": "north-3"}
    assert as_adi.post("/people/units/new/", typed).status_code == 302
    team = Unit.objects.get(code="north-3")
    assert (team.path, team.kind) == ("/council/north/north-3/", "team")

    last_day = {"ends_on": str(team.started_on)}
    assert as_adi.post(f"/people/units/{team.pk}/end/", last_day).status_code == 302
    team.refresh_from_db()
    assert team.ended_on == team.started_on


def test_the_whole_policy_is_on_one_screen(as_adi):
    context = as_adi.get("/people/roles/").context

    assert len(context["names"]) == len(Role)
    assert [row.words for row in context["rows"]] == [permission.value for permission in Permission]
    manage = next(row for row in context["rows"] if row.words == "manage people, their roles and units")
    assert manage.by_role == [role == Role.ADMINISTRATOR for role in Role]


@pytest.mark.parametrize(
    ("path", "expected"),
    # adi (the council), nora (the north), tess (no administrator)
    [
        ("", (200, 200, 403)),
        ("new/", (200, 200, 403)),
        ("roles/", (200, 200, 403)),
        ("units/", (200, 200, 403)),
        ("units/new/", (200, 200, 403)),
        ("events/", (200, 403, 403)),
        ("{tess}/", (200, 200, 403)),
        ("{amo}/", (200, 200, 403)),
        ("{olly}/", (200, 404, 403)),
        ("{tess}/change/", (200, 200, 403)),
        ("{amo}/change/", (200, 403, 403)),
        ("{olly}/change/", (200, 404, 403)),
        ("{tess}/password/", (200, 200, 403)),
        ("{amo}/password/", (200, 403, 403)),
        ("{tess}/join/", (200, 200, 403)),
        ("{olly}/join/", (200, 404, 403)),
        ("{tess}/stop/", (405, 405, 405)),
        ("memberships/{of_tess}/end/", (200, 200, 403)),
        ("memberships/{of_olly}/end/", (200, 404, 403)),
        ("units/{team}/end/", (200, 200, 403)),
        ("units/{elsewhere}/end/", (200, 404, 403)),
    ],
)
def test_who_reaches_what(client, cast, places, path, expected):
    nora = MembershipFactory(user=UserFactory(name="Nora"), role=Role.ADMINISTRATOR, unit=places.north).user
    keys = {name: person.pk for name, person in vars(cast).items()}
    keys |= {f"of_{name}": person.memberships.first().pk for name, person in vars(cast).items()}
    keys |= {name: unit.pk for name, unit in vars(places).items()}
    statuses = []
    for person in (cast.adi, nora, cast.tess):
        client.force_login(person)
        statuses.append(client.get(f"/people/{path.format(**keys)}").status_code)

    assert tuple(statuses) == expected


def test_an_administrator_of_one_service_gives_no_role_beyond_it(client, cast, places):
    nora = MembershipFactory(user=UserFactory(name="Nora"), role=Role.ADMINISTRATOR, unit=places.north).user
    client.force_login(nora)

    response = client.post(f"/people/{cast.tess.pk}/join/", {"role": "administrator", "unit": "council", **FIRST_DAY})

    assert list(response.context["form"].errors) == ["unit"]
    assert cast.tess.memberships.count() == 1


@pytest.fixture
def recorded(cast, places):
    commands.set_password(cast.ana, password=PASSWORD, by=cast.adi, at=at(2026, 5, 1, 23, 30))
    commands.stop_account(cast.ana, by=cast.adi, at=at(2026, 5, 2, 0, 0))
    commands.restart_account(cast.ana, by=None, at=at(2026, 5, 3))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["account.restarted", "account.stopped", "password.set"]),
        ("?verb=password.set", ["password.set"]),
        ("?by={adi}", ["account.stopped", "password.set"]),
        ("?by={tess}", []),
        ("?first=2026-05-02", ["account.restarted", "account.stopped"]),
        ("?last=2026-05-01", ["password.set"]),
        ("?first=2026-05-02&last=2026-05-02", ["account.stopped"]),
        ("?first=yesterday", ["account.restarted", "account.stopped", "password.set"]),
    ],
)
def test_events_are_found_by_person_verb_and_day(as_adi, cast, recorded, query, expected):
    keys = {name: person.pk for name, person in vars(cast).items()}

    page = as_adi.get(f"/people/events/{query.format(**keys)}").context["page"]

    assert [event.verb for event in page.events] == expected


def test_older_events_follow_by_key_and_none_is_lost_or_shown_twice(as_adi, cast):
    made = [
        Event.objects.create(at=at(2026, 5, 1), verb="x.y", target_type="people.user", target_id="1", target_words="x")
        for _ in range(120)
    ]
    seen, query = [], ""
    while query is not None:
        page = as_adi.get(f"/people/events/{query}").context["page"]
        seen += [event.pk for event in page.events]
        query = f"?before={page.before}" if page.before else None

    assert seen == [event.pk for event in reversed(made)]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_events_ask_a_fixed_number_of_queries(as_adi, cast, count, django_assert_num_queries):
    for number in range(count):
        Event.objects.create(
            at=at(2026, 5, 1), by=cast.ana, verb=f"x.{number}", target_type="x", target_id="1", target_words="x"
        )

    with django_assert_num_queries(6):  # session, user, roles, verbs, people, events
        assert len(as_adi.get("/people/events/").context["page"].events) == count


def test_verbs_are_each_named_once(recorded, cast):
    commands.stop_account(cast.ana, by=cast.adi)

    assert Event.objects.verbs() == ["account.restarted", "account.stopped", "password.set"]


def test_an_event_shows_what_it_changed(as_adi, cast, recorded):
    event = Event.objects.get(verb="account.stopped")

    changes = as_adi.get(f"/people/events/{event.pk}/").context["changes"]

    assert [(change.field, change.before, change.after) for change in changes] == [
        ("Left on", "empty", "2 May 2026"),
        ("Is active", "yes", "no"),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/people/?words=%00&role=%00&unit=%00&account=x&page=9999999999999999999999", 200),
        ("/people/?words=%25_%5C&page=-1", 200),
        ("/people/events/?by=0&verb=x&first=0001-01-01&last=9999-12-31", 200),
        ("/people/events/?before=%C2%B2", 200),
        ("/people/events/?before=99999999999999999999999999", 404),
        ("/people/99999999999999999999999999/", 404),
        ("/actions/?state=%00&unit=%00&whose=%00&page=x", 200),
        ("/actions/99999999999999999999999999/", 404),
    ],
)
def test_nonsense_in_the_address_is_no_error_of_ours(as_adi, path, expected):
    assert as_adi.get(path).status_code == expected


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "tomorrow"])
def test_a_day_at_the_end_of_the_calendar_is_refused(as_adi, cast, places, day):
    response = as_adi.post(f"/people/units/{places.team.pk}/end/", {"ends_on": day})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["ends_on"])


def test_everybody_changes_their_own_password_and_stays_signed_in_here_alone(client, cast):
    cast.pat = commands.set_password(cast.pat, password=PASSWORD, by=cast.adi)
    elsewhere = Client()
    elsewhere.force_login(cast.pat)
    client.force_login(cast.pat)

    response = client.post("/people/my-password/", {"current": PASSWORD, "password": "another long one"})

    assert (response.status_code, response["Location"]) == (302, "/people/my-password/")
    cast.pat.refresh_from_db()
    assert cast.pat.check_password("another long one") is True
    assert (client.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)
    event = Event.objects.get(verb="password.changed")
    assert (event.by, event.target_words) == (cast.pat, f"Account {cast.pat.pk}")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"current": "not this one", "password": "another long one"},
         {"__all__": ["The password until now is not right."]}),
        ({"current": PASSWORD, "password": "short"},
         {"password": ["This password is too short. It must contain at least 12 characters."]}),
        ({"password": "another long one"}, {"current": ["Enter the password that you signed in with"]}),
    ],
)  # fmt: skip
def test_a_password_is_not_changed(client, cast, typed, errors):
    cast.pat = commands.set_password(cast.pat, password=PASSWORD, by=cast.adi)
    client.force_login(cast.pat)

    response = client.post("/people/my-password/", typed)

    assert (response.status_code, response.context["form"].errors) == (422, errors)
    cast.pat.refresh_from_db()
    assert cast.pat.check_password(PASSWORD) is True
