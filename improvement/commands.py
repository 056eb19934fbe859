"""What can happen to an action."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from improvement import permissions, progress
from improvement.models import Action, Note
from kit.commands import command
from people import events
from people.access import Refused
from people.models import Unit, User


@command
def raise_action(
    *,
    unit: Unit,
    text: str,
    owner: User,
    due_on: datetime.date,
    origin: str,
    origin_path: str,
    by: User,
    at: datetime.datetime | None = None,
) -> Action:
    """Ask `owner` to do something by a date. `origin` and `origin_path` say where the need was found."""
    at = at or timezone.now()
    if not permissions.may_raise(by, unit):
        raise PermissionDenied
    if reason := progress.barrier_to_raise(text=text, due_on=due_on, today=_day(at), owner_is_active=owner.is_active):
        raise Refused(reason)

    action = Action.objects.create(
        unit=unit, text=text.strip(), owner=owner, due_on=due_on, origin=origin, origin_path=origin_path,
        raised_at=at, raised_by=by,
    )  # fmt: skip
    events.record("action.raised", by=by, target=action, at=at)
    return action


@command
def deliver(
    action: Action, *, evidence: str, evidenced_on: datetime.date, by: User, at: datetime.datetime | None = None
) -> Action:
    """Say that the action is done, and what shows it."""
    at = at or timezone.now()
    action = _locked(action)
    if not permissions.may_deliver(by, action):
        raise PermissionDenied
    reason = progress.barrier_to_deliver(action.state_on(_day(at))) or progress.barrier_in_evidence(
        evidence=evidence, evidenced_on=evidenced_on, today=_day(at)
    )
    if reason:
        raise Refused(reason)

    action.delivered_at, action.delivered_by = at, by
    action.evidence, action.evidenced_on = evidence.strip(), evidenced_on
    action.save(update_fields=["delivered_at", "delivered_by", "evidence", "evidenced_on"])
    _write(action, Note.Kind.DELIVERED, action.evidence, by, at, evidenced_on)
    events.record("action.delivered", by=by, target=action, at=at)
    return action


@command
def close(action: Action, *, by: User, at: datetime.datetime | None = None) -> Action:
    """Be satisfied by the evidence that somebody else gave."""
    at = at or timezone.now()
    action = _locked(action)
    if not permissions.may_close(by, action):
        raise PermissionDenied
    if reason := progress.barrier_to_close(action.state_on(_day(at)), by_who_delivered=by == action.delivered_by):
        raise Refused(reason)

    action.closed_at, action.closed_by = at, by
    action.save(update_fields=["closed_at", "closed_by"])
    _write(action, Note.Kind.CLOSED, "", by, at)
    events.record("action.closed", by=by, target=action, at=at)
    return action


@command
def reopen(action: Action, *, reason: str, by: User, at: datetime.datetime | None = None) -> Action:
    """Not be satisfied: the action is open again, and its earlier evidence stays in its notes."""
    at = at or timezone.now()
    action = _locked(action)
    if not permissions.may_reopen(by, action):
        raise PermissionDenied
    if barrier := progress.barrier_to_reopen(action.state_on(_day(at))):
        raise Refused(barrier)
    if not reason.strip():
        raise Refused("Say why the action is reopened.")

    action.delivered_at = action.delivered_by = action.evidenced_on = action.closed_at = action.closed_by = None
    action.evidence = ""
    action.save(update_fields=["delivered_at", "delivered_by", "evidence", "evidenced_on", "closed_at", "closed_by"])
    _write(action, Note.Kind.REOPENED, reason.strip(), by, at)
    events.record("action.reopened", by=by, target=action, at=at)
    return action


@command
def add_note(action: Action, *, words: str, by: User, at: datetime.datetime | None = None) -> Note:
    """Write down how the action is going."""
    at = at or timezone.now()
    action = _locked(action)
    if not permissions.may_note(by, action):
        raise PermissionDenied
    if not words.strip():
        raise Refused("Write a note.")
    note = _write(action, Note.Kind.NOTE, words.strip(), by, at)
    events.record("action.noted", by=by, target=action, at=at)
    return note


def _locked(action: Action) -> Action:
    """The action as it is now, held until the command ends."""
    rows = Action.objects.select_for_update(of=("self",)).select_related("unit", "owner", "delivered_by")
    return rows.get(pk=action.pk)


def _write(
    action: Action, kind: str, words: str, by: User, at: datetime.datetime, evidenced_on: datetime.date | None = None
) -> Note:
    return Note.objects.create(action=action, kind=kind, at=at, by=by, words=words, evidenced_on=evidenced_on)


def _day(at: datetime.datetime) -> datetime.date:
    return timezone.localtime(at).date()
