"""Accounts, roles and units: who may, when, and what is written down."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied

from people import commands
from people.access import Refused, can, people_where
from people.models import Event, Membership, Unit, User
from people.roles import Permission, Role
from tests.factories import MembershipFactory, UserFactory, at

MAY_1, MAY_8 = datetime.date(2026, 5, 1), datetime.date(2026, 5, 8)


@pytest.fixture
def nora(places):
    """An administrator of the north service only."""
    return MembershipFactory(
        user=UserFactory(name="Nora"), role=Role.ADMINISTRATOR, unit=places.north, starts_on=MAY_1
    ).user


def events():
    return list(Event.objects.order_by("pk").values_list("verb", "target_type", "target_words", "detail"))


def test_an_administrator_adds_a_person(cast):
    person = commands.add_person(
        email=" New.Person@Council.example ", name=" New Person ", job_title="Social worker", password="long enough",
        by=cast.adi, at=at(2026, 5, 1),
    )  # fmt: skip

    person.refresh_from_db()
    assert (person.email, person.name, person.job_title) == (
        "new.person@council.example",
        "New Person",
        "Social worker",
    )
    assert (person.started_on, person.is_active, person.check_password("long enough")) == (MAY_1, True, True)
    assert events() == [("person.added", "people.user", f"Account {person.pk}", {})]


def test_only_administrators_change_people(cast, places):
    for person in (cast.tess, cast.quinn, cast.dee, cast.hal, cast.pat):
        with pytest.raises(PermissionDenied):
            commands.add_person(email="x@council.example", name="X", by=person)
        with pytest.raises(PermissionDenied):
            commands.change_person(cast.ana, email="x@council.example", name="X", by=person)
        with pytest.raises(PermissionDenied):
            commands.join(cast.ana, role=Role.MODERATOR, unit=places.team, starts_on=MAY_1, by=person)
        with pytest.raises(PermissionDenied):
            commands.leave(cast.ana.memberships.get(), ends_on=MAY_1, by=person)
        with pytest.raises(PermissionDenied):
            commands.stop_account(cast.ana, by=person)
        with pytest.raises(PermissionDenied):
            commands.restart_account(cast.ana, by=person)
        with pytest.raises(PermissionDenied):
            commands.set_password(cast.ana, password="another long one", by=person)
        with pytest.raises(PermissionDenied):
            commands.add_unit(kind="team", code="x", name="X", parent=places.north, by=person)
        with pytest.raises(PermissionDenied):
            commands.end_unit(places.team, ends_on=MAY_1, by=person)


def test_an_e_mail_address_is_taken_in_any_case(cast):
    with pytest.raises(Refused, match=r"^Somebody else has this email address\.$"):
        commands.add_person(email="ANA@demo.example", name="Ana Two", by=cast.adi)
    with pytest.raises(Refused, match=r"^Somebody else has this email address\.$"):
        commands.change_person(cast.abe, email="ANA@demo.example", name="Abe", by=cast.adi)
    assert User.objects.filter(email__iexact="ana@demo.example").count() == 1


def test_a_changed_e_mail_address_no_longer_signs_in(cast, client):
    commands.set_password(cast.ana, password="quality-first", by=cast.adi)
    EmailAddress.objects.create(user=cast.ana, email="ana@demo.example", verified=True, primary=True)

    commands.change_person(cast.ana, email="ana.b@demo.example", name="Ana B", by=cast.adi)

    client.post("/sign-in/", {"login": "ana@demo.example", "password": "quality-first"})
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.filter(email="ana@demo.example").exists()
    client.post("/sign-in/", {"login": "ana.b@demo.example", "password": "quality-first"})
    assert client.session["_auth_user_id"] == str(cast.ana.pk)


def test_a_role_counts_from_its_first_day(cast, places):
    commands.join(cast.abe, role=Role.TEAM_MANAGER, unit=places.other_team, starts_on=MAY_8, by=cast.adi)

    row = cast.abe.memberships.get(role=Role.TEAM_MANAGER)
    assert (row.unit, row.starts_on, row.ends_on) == (places.other_team, MAY_8, None)
    assert events() == [
        ("role.given", "people.user", f"Account {cast.abe.pk}", {"role": "team_manager", "unit": "north-2"})
    ]


def test_the_same_role_twice_is_refused_and_after_its_end_is_not(cast, places):
    again = {"role": Role.ADVANCED_PRACTITIONER, "unit": places.team, "by": cast.adi}
    with pytest.raises(Refused, match="already has this role"):
        commands.join(cast.ana, starts_on=MAY_1, **again)

    commands.leave(cast.ana.memberships.get(), ends_on=MAY_1, by=cast.adi)
    with pytest.raises(Refused, match="already has this role"):
        commands.join(cast.ana, starts_on=MAY_1, **again)
    commands.join(cast.ana, starts_on=datetime.date(2026, 5, 2), **again)

    assert cast.ana.memberships.count() == 2


def test_nobody_gives_themselves_a_role(cast, places):
    with pytest.raises(Refused, match=r"^You cannot give yourself a role: ask another administrator\.$"):
        commands.join(cast.adi, role=Role.QA_TEAM, unit=places.council, starts_on=MAY_1, by=cast.adi)


def test_no_role_in_a_unit_that_ended(cast, places):
    places.other_team.ended_on = MAY_1
    with pytest.raises(Refused, match="This unit has ended"):
        commands.join(cast.pat, role=Role.PRACTITIONER, unit=places.other_team, starts_on=MAY_8, by=cast.adi)


def test_the_last_administrator_stays(cast, places):
    only = cast.adi.memberships.get()
    with pytest.raises(Refused, match="last administrator"):
        commands.leave(only, ends_on=MAY_8, by=cast.adi)

    second = commands.join(cast.abe, role=Role.ADMINISTRATOR, unit=places.council, starts_on=MAY_1, by=cast.adi)
    commands.leave(only, ends_on=MAY_8, by=cast.adi)
    with pytest.raises(Refused, match="last administrator"):
        commands.leave(second, ends_on=MAY_8, by=None)
    with pytest.raises(Refused, match="last administrator"):
        commands.stop_account(cast.abe, by=None)


def test_an_administrator_of_one_service_has_no_power_elsewhere(cast, places, nora):
    assert commands.set_password(cast.tess, password="another long one", by=nora) == cast.tess
    commands.join(cast.tess, role=Role.MODERATOR, unit=places.other_team, starts_on=MAY_1, by=nora)

    for beyond in (cast.adi, cast.olly, cast.amo):
        with pytest.raises(PermissionDenied):
            commands.set_password(beyond, password="another long one", by=nora)
        with pytest.raises(PermissionDenied):
            commands.stop_account(beyond, by=nora)
    with pytest.raises(PermissionDenied):
        commands.join(cast.tess, role=Role.ADMINISTRATOR, unit=places.council, starts_on=MAY_1, by=nora)
    with pytest.raises(PermissionDenied):
        commands.add_unit(kind="team", code="x", name="X", parent=places.south, by=nora)


def test_people_where_leaves_out_who_never_was_in_reach(cast, places, nora):
    nobody_yet = UserFactory(name="No Roles Yet")

    names = set(people_where(nora, Permission.PEOPLE_MANAGE).values_list("name", flat=True))

    assert names == {"Ana", "Abe", "Amo", "Tess", "Pat", "Hal", "Nora", nobody_yet.name}
    assert people_where(cast.adi, Permission.PEOPLE_MANAGE).count() == User.objects.count()
    assert people_where(cast.tess, Permission.PEOPLE_MANAGE).count() == 0


def test_stop_and_restart(cast):
    commands.stop_account(cast.ana, by=cast.adi, at=at(2026, 5, 8))
    cast.ana.refresh_from_db()
    assert (cast.ana.is_active, cast.ana.left_on) == (False, MAY_8)
    with pytest.raises(Refused, match="stopped already"):
        commands.stop_account(cast.ana, by=cast.adi)

    commands.restart_account(cast.ana, by=cast.adi)

    cast.ana.refresh_from_db()
    assert (cast.ana.is_active, cast.ana.left_on) == (True, None)
    assert [verb for verb, *_ in events()] == ["account.stopped", "account.restarted"]


def test_nobody_stops_their_own_account(cast):
    with pytest.raises(Refused, match="You cannot stop your own account"):
        commands.stop_account(cast.adi, by=cast.adi)


def test_a_stopped_account_is_signed_out_at_the_next_click(cast, client):
    client.force_login(cast.tess)
    assert client.get("/").status_code == 200

    commands.stop_account(cast.tess, by=cast.adi)

    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/")


def test_a_stopped_account_cannot_sign_in(cast, client):
    commands.set_password(cast.tess, password="quality-first", by=cast.adi)
    commands.stop_account(cast.tess, by=cast.adi)

    response = client.post("/sign-in/", {"login": "tess@demo.example", "password": "quality-first"})

    assert (response.status_code, response["Location"]) == (302, "/sign-in/")
    assert "_auth_user_id" not in client.session
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told == ["This account is stopped. Ask an administrator of the portal."]


def test_a_new_password_signs_the_person_out(cast, client):
    client.force_login(cast.tess)

    commands.set_password(cast.tess, password="another long one", by=cast.adi)

    assert client.get("/").status_code == 302


def test_events_about_people_name_nobody(cast, places):
    commands.change_person(cast.ana, email="ana.b@demo.example", name="Ana B", by=cast.adi)
    commands.set_password(cast.ana, password="another long one", by=cast.adi)
    commands.leave(cast.ana.memberships.get(), ends_on=MAY_8, by=cast.adi)

    assert [(words, detail) for _, _, words, detail in events()] == [
        (f"Account {cast.ana.pk}", {}),
        (f"Account {cast.ana.pk}", {}),
        (f"Account {cast.ana.pk}", {"role": "advanced_practitioner", "unit": "north-1"}),
    ]


def test_units_begin_and_end(cast, places):
    team = commands.add_unit(kind="team", code="north-3", name=" North team 3 ", parent=places.north, by=cast.adi)

    assert (team.name, team.path) == ("North team 3", "/council/north/north-3/")
    assert can(cast.hal, Permission.AUDIT_VIEW, team) is True
    today = team.started_on
    assert commands.end_unit(team, ends_on=today, by=cast.adi).ended_on == today
    assert events() == [
        ("unit.added", "people.unit", "North team 3", {}),
        ("unit.ended", "people.unit", "North team 3", {}),
    ]


def test_a_unit_with_people_or_open_units_does_not_end(cast, places):
    with pytest.raises(Refused, match=r"^End the units below it first: 2\.$"):
        commands.end_unit(places.north, ends_on=MAY_8, by=cast.adi)
    people = Membership.objects.filter(unit=places.team).count()
    with pytest.raises(Refused, match=rf"^End the roles that people have here after that day first: {people}\.$"):
        commands.end_unit(places.team, ends_on=MAY_8, by=cast.adi)
    assert Unit.objects.exclude(ended_on=None).count() == 0
