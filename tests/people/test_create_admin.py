"""The first administrator of a real council."""

import io

import pytest
from django.core.management import CommandError, call_command

from people.access import can
from people.models import Event, Unit, User
from people.roles import Permission

WHO = ["--email", "First.Admin@council.example", "--name", "First Admin"]


def create(*arguments):
    out = io.StringIO()
    call_command("create_admin", *WHO, *arguments, stdout=out)
    return out.getvalue()


def test_an_empty_portal_gets_its_council_and_its_administrator(db, monkeypatch, settings):
    settings.COUNCIL_NAME = "Invented Council"
    monkeypatch.setenv("ADMIN_PASSWORD", "a password of our own")

    words = create()

    council, person = Unit.objects.get(), User.objects.get()
    assert (council.name, council.kind, council.path) == ("Invented Council", "council", "/council/")
    assert (person.email, person.check_password("a password of our own")) == ("first.admin@council.example", True)
    assert can(person, Permission.PEOPLE_MANAGE, council) is True
    assert [(e.verb, e.by) for e in Event.objects.order_by("pk")] == [
        ("unit.added", None), ("person.added", None), ("role.given", None),
    ]  # fmt: skip
    assert words == (
        "The council is Invented Council.\n"
        "first.admin@council.example is an administrator of Invented Council and signs in at /sign-in/.\n"
    )


def test_a_council_that_is_there_is_kept(places, monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "a password of our own")

    create("--council", "Another name")

    assert Unit.objects.get(parent=None) == places.council
    assert User.objects.get().memberships.get().unit == places.council


def test_the_password_may_come_by_pipe(db, monkeypatch):
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("a password of our own\n"))

    create("--password-stdin")

    assert User.objects.get().check_password("a password of our own") is True


@pytest.mark.parametrize("password", ["short", "password1234", "first.admin@council.example"])
def test_a_weak_password_is_refused_and_nothing_is_made(db, monkeypatch, password):
    monkeypatch.setenv("ADMIN_PASSWORD", password)

    with pytest.raises(CommandError):
        create()

    assert (User.objects.count(), Unit.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_second_run_says_that_the_address_is_taken(db, monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "a password of our own")
    create()

    with pytest.raises(CommandError, match=r"^Somebody else has this email address\.$"):
        create()

    assert (User.objects.count(), Unit.objects.count()) == (1, 1)
