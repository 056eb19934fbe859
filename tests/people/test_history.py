"""Before and after of what an event changed, and what is withheld from whom."""

import pghistory
import pytest
from django.db import connection

from improvement import commands as actions
from people import commands, events
from people.access import can
from people.history import EMPTY, WITHHELD, Change, changes_of, is_readable
from people.models import Event, User
from people.roles import Permission, Role
from tests.factories import ActionFactory, at


def event(verb):
    return Event.objects.get(verb=verb)


def test_a_change_shows_each_field_before_and_after(cast):
    commands.change_person(cast.ana, email="ana.b@demo.example", name="Ana", job_title="Auditor", by=cast.adi)

    assert changes_of(event("person.changed"), cast.adi) == [
        Change(f"User {cast.ana.pk}", "Email address", "ana@demo.example", "ana.b@demo.example"),
        Change(f"User {cast.ana.pk}", "Job title", EMPTY, "Auditor"),
    ]


def test_a_new_row_shows_names_instead_of_numbers(cast, places):
    row = commands.join(cast.ana, role=Role.MODERATOR, unit=places.north, starts_on=at(2026, 5, 1).date(), by=cast.adi)

    assert changes_of(event("role.given"), cast.adi) == [
        Change(f"Membership {row.pk}", "User", EMPTY, "Ana"),
        Change(f"Membership {row.pk}", "Role", EMPTY, "Moderator"),
        Change(f"Membership {row.pk}", "Unit", EMPTY, "North service"),
        Change(f"Membership {row.pk}", "Starts on", EMPTY, "1 May 2026"),
    ]


def test_a_password_is_in_no_history(cast):
    commands.set_password(cast.ana, password="another long one", by=cast.adi)

    assert changes_of(event("password.set"), cast.adi) == []
    assert is_readable(User._meta.get_field("password"), cast.adi) is False


def test_an_administrator_reads_that_an_action_was_delivered_and_not_its_words(cast, places):
    action = ActionFactory(unit=places.team, owner=cast.pat)
    actions.deliver(
        action, evidence="Words", evidenced_on=at(2026, 5, 8).date(), by=cast.pat, at=at(2026, 5, 8, 14, 30)
    )
    note = action.notes.get()

    assert changes_of(event("action.delivered"), cast.adi) == [
        Change(f"Action {action.pk}", "Delivered at", EMPTY, "8 May 2026, 14:30"),
        Change(f"Action {action.pk}", "Delivered by", EMPTY, "Pat"),
        Change(f"Action {action.pk}", "Evidence", EMPTY, WITHHELD),
        Change(f"Action {action.pk}", "Evidenced on", EMPTY, "8 May 2026"),
        Change(f"Note {note.pk}", "Action", EMPTY, f"action {action.pk}"),
        Change(f"Note {note.pk}", "Kind", EMPTY, "Delivered"),
        Change(f"Note {note.pk}", "At", EMPTY, "8 May 2026, 14:30"),
        Change(f"Note {note.pk}", "By", EMPTY, "Pat"),
        Change(f"Note {note.pk}", "Words", EMPTY, WITHHELD),
        Change(f"Note {note.pk}", "Evidenced on", EMPTY, "8 May 2026"),
    ]


def test_whoever_reads_all_actions_reads_their_words(cast, places):
    action = ActionFactory(unit=places.team, owner=cast.pat)
    actions.deliver(action, evidence="Words", evidenced_on=at(2026, 5, 8).date(), by=cast.pat)

    def seen(viewer):
        found = [change for change in changes_of(event("action.delivered"), viewer) if change.field == "Evidence"]
        return [change.after for change in found]

    assert seen(cast.quinn) == ["Words"]
    assert seen(cast.tess) == [WITHHELD]


def test_a_long_value_is_cut_and_says_how_long_it_was(cast, places):
    action = ActionFactory(unit=places.team, owner=cast.pat)
    actions.deliver(action, evidence="x" * 501, evidenced_on=at(2026, 5, 8).date(), by=cast.pat)

    evidence = next(row for row in changes_of(event("action.delivered"), cast.quinn) if row.field == "Evidence")

    assert evidence.after == f"{'x' * 500} … (501 characters)"


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_three_queries_however_many_rows(cast, places, rows, django_assert_num_queries):
    with pghistory.context():
        made = [ActionFactory(unit=places.team, owner=cast.pat, raised_by=cast.quinn) for _ in range(rows)]
        found = events.record("action.imported", by=cast.quinn, target=made[0])
    assert can(cast.adi, Permission.EVENT_VIEW) is True  # the viewer's roles are read once for a request

    with django_assert_num_queries(3):
        changes = changes_of(found, cast.adi)

    assert [change.after for change in changes if change.field == "Owner"] == ["Pat"] * rows


@pytest.mark.django_db
def test_the_triggers_of_history_find_their_setting_and_need_catch_no_error():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")

        assert cursor.fetchone() == ("{}",)
