"""Raise, deliver, close, reopen: who may, when, and what is written down."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from improvement import commands
from improvement.models import Action, Note
from people.access import Refused
from people.models import Event
from tests.factories import ActionFactory, at

MAY_1, MAY_8, MAY_15 = at(2026, 5, 1), at(2026, 5, 8), at(2026, 5, 15)


@pytest.fixture
def action(cast, places):
    return ActionFactory(unit=places.team, owner=cast.pat, raised_by=cast.quinn, raised_at=MAY_1)


def deliver(action, by, **changes):
    facts = {"evidence": "Minutes of the team meeting", "evidenced_on": datetime.date(2026, 5, 8), "at": MAY_8}
    return commands.deliver(action, by=by, **{**facts, **changes})


def raise_action(by, unit, owner, **changes):
    facts = {"text": "Plan visits", "due_on": datetime.date(2026, 5, 29), "origin": "Audit 42", "at": MAY_1}
    return commands.raise_action(
        **{**facts, "origin_path": "/audits/42/", "unit": unit, "owner": owner, "by": by, **changes}
    )


def events_of(action):
    rows = Event.objects.filter(target_type="improvement.action", target_id=str(action.pk)).order_by("pk")
    return [(event.verb, event.by.name, event.at) for event in rows]


def test_an_action_is_raised_with_where_it_came_from(cast, places):
    action = raise_action(cast.quinn, places.team, cast.pat, text=" Plan visits ")

    action.refresh_from_db()
    assert (action.text, action.owner, action.due_on) == ("Plan visits", cast.pat, datetime.date(2026, 5, 29))
    assert (action.origin, action.origin_path) == ("Audit 42", "/audits/42/")
    assert (action.raised_by, action.raised_at) == (cast.quinn, MAY_1)
    assert events_of(action) == [("action.raised", "Quinn", MAY_1)]


def test_only_who_may_raise_in_the_unit_raises(cast, places):
    for person in (cast.pat, cast.ana, cast.olly, cast.dee, cast.andy, cast.adi, cast.sky):
        with pytest.raises(PermissionDenied):
            raise_action(person, places.team, cast.pat)
    for person in (cast.tess, cast.mo, cast.quinn, cast.hal):
        assert raise_action(person, places.team, cast.pat).raised_by == person


def test_an_action_is_not_raised_for_yesterday_or_for_somebody_who_left(cast, places):
    with pytest.raises(Refused, match=r"^The due date must be today or later\.$"):
        raise_action(cast.quinn, places.team, cast.pat, due_on=datetime.date(2026, 4, 30))
    cast.pat.is_active = False
    with pytest.raises(Refused, match=r"^The owner's account is stopped: choose somebody else\.$"):
        raise_action(cast.quinn, places.team, cast.pat)
    assert Action.objects.count() == 0


def test_the_owner_delivers_with_dated_evidence(cast, action):
    deliver(action, cast.pat)

    action.refresh_from_db()
    assert (action.delivered_by, action.delivered_at) == (cast.pat, MAY_8)
    assert (action.evidence, action.evidenced_on) == ("Minutes of the team meeting", datetime.date(2026, 5, 8))
    note = action.notes.get()
    assert (note.kind, note.words, note.evidenced_on) == ("delivered", action.evidence, action.evidenced_on)
    assert events_of(action) == [("action.delivered", "Pat", MAY_8)]


def test_the_units_manager_may_deliver_and_others_may_not(cast, action):
    for person in (cast.ana, cast.olly, cast.mo, cast.quinn, cast.dee, cast.adi):
        with pytest.raises(PermissionDenied):
            deliver(action, cast.ana if person is cast.ana else person)

    assert deliver(action, cast.tess).delivered_by == cast.tess


def test_a_stopped_owner_delivers_nothing(cast, action):
    cast.pat.is_active = False
    with pytest.raises(PermissionDenied):
        deliver(action, cast.pat)


def test_evidence_from_tomorrow_or_without_words_is_refused(cast, action):
    with pytest.raises(Refused, match="today or earlier"):
        deliver(action, cast.pat, evidenced_on=datetime.date(2026, 5, 9))
    with pytest.raises(Refused, match="Say what shows"):
        deliver(action, cast.pat, evidence="  ")

    action.refresh_from_db()
    assert (action.delivered_at, action.evidence, action.notes.count()) == (None, "", 0)


def test_delivering_twice_is_refused(cast, action):
    deliver(action, cast.pat)
    with pytest.raises(Refused, match="waits to be closed"):
        deliver(action, cast.tess)


def test_somebody_else_closes(cast, action):
    deliver(action, cast.pat)

    commands.close(action, by=cast.tess, at=MAY_15)

    action.refresh_from_db()
    assert (action.closed_by, action.closed_at) == (cast.tess, MAY_15)
    assert events_of(action)[1:] == [("action.closed", "Tess", MAY_15)]


def test_who_delivered_does_not_close_though_a_manager(cast, action):
    deliver(action, cast.tess)
    with pytest.raises(Refused, match=r"^You said that this action is done, so somebody else must close it\.$"):
        commands.close(action, by=cast.tess)


def test_closing_needs_delivery_and_the_right(cast, action):
    with pytest.raises(Refused, match="Somebody must first show"):
        commands.close(action, by=cast.tess)
    deliver(action, cast.pat)
    for person in (cast.pat, cast.ana, cast.mo, cast.olly, cast.andy, cast.adi):
        with pytest.raises(PermissionDenied):
            commands.close(action, by=person)


def test_reopening_clears_the_delivery_and_keeps_its_evidence_in_the_notes(cast, action):
    deliver(action, cast.pat)
    commands.close(action, by=cast.tess, at=MAY_8)

    commands.reopen(action, reason="The minutes name no dates.", by=cast.hal, at=MAY_15)

    action.refresh_from_db()
    assert (action.delivered_at, action.delivered_by, action.evidence, action.evidenced_on) == (None, None, "", None)
    assert (action.closed_at, action.closed_by) == (None, None)
    assert list(action.notes.order_by("pk").values_list("kind", "words")) == [
        ("delivered", "Minutes of the team meeting"),
        ("closed", ""),
        ("reopened", "The minutes name no dates."),
    ]


def test_reopening_needs_a_reason_a_delivery_and_the_right(cast, action):
    with pytest.raises(Refused, match=r"^This action is open\.$"):
        commands.reopen(action, reason="No", by=cast.tess)
    deliver(action, cast.pat)
    with pytest.raises(Refused, match=r"^Say why the action is reopened\.$"):
        commands.reopen(action, reason=" ", by=cast.tess)
    with pytest.raises(PermissionDenied):
        commands.reopen(action, reason="No", by=cast.pat)


def test_a_note_changes_nothing_but_the_notes(cast, action):
    commands.add_note(action, words=" Two visits planned ", by=cast.pat, at=MAY_8)

    assert list(action.notes.values_list("kind", "words", "by__name")) == [("note", "Two visits planned", "Pat")]
    with pytest.raises(PermissionDenied):
        commands.add_note(action, words="Hello", by=cast.dee)
    with pytest.raises(Refused, match="Write a note"):
        commands.add_note(action, words=" ", by=cast.pat)


def test_events_hold_nobodys_words(cast, action):
    deliver(action, cast.pat, evidence="Confidential words")
    commands.reopen(action, reason="More confidential words", by=cast.tess)

    rows = Event.objects.values_list("target_words", "detail")
    assert set(map(str, rows)) == {str((f"Action {action.pk}", {}))}


@pytest.mark.parametrize(
    "changes",
    [
        {"delivered_at": MAY_8},
        {"evidence": "Minutes"},
        {"evidenced_on": datetime.date(2026, 5, 8)},
        {"closed_at": MAY_8},
        {"text": ""},
    ],
)
def test_the_database_refuses_half_a_fact(action, changes):
    with pytest.raises(IntegrityError):
        Action.objects.filter(pk=action.pk).update(**changes)


def test_the_database_refuses_a_delivery_without_words(action, cast):
    with pytest.raises(IntegrityError):
        Action.objects.filter(pk=action.pk).update(
            delivered_at=MAY_8, delivered_by=cast.pat, evidenced_on=datetime.date(2026, 5, 8), evidence=""
        )


def test_the_database_refuses_closing_what_is_not_delivered(action, cast):
    with pytest.raises(IntegrityError):
        Action.objects.filter(pk=action.pk).update(closed_at=MAY_8, closed_by=cast.tess)


def test_the_database_refuses_closing_ones_own_delivery(action, cast):
    deliver(action, cast.tess)
    with pytest.raises(IntegrityError):
        Action.objects.filter(pk=action.pk).update(closed_at=MAY_8, closed_by=cast.tess)


def test_the_database_refuses_a_delivery_note_without_a_date(action, cast):
    with pytest.raises(IntegrityError):
        Note.objects.create(action=action, kind="delivered", words="Done", at=MAY_8, by=cast.pat)


def test_commands_are_cheap(cast, action, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        deliver(action, cast.pat)
