"""Asking owners for notes, answering them, and raising actions because of a figure."""

import datetime
from collections.abc import Iterable
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from improvement import commands as improvement
from improvement.models import Action
from kit.commands import command
from kpis import emails, permissions
from kpis.models import Indicator, IndicatorAction, Load, Note, NoteRequest
from kpis.note_rules import (
    Reason,
    barrier_to_answer,
    barrier_to_ask,
    barrier_to_due,
    barrier_to_hand_over,
    barrier_to_withdraw,
    figure_name,
)
from people import events
from people.access import Refused
from people.models import Unit, User


@command
def ask_for_note(
    indicator: Indicator,
    unit: Unit,
    period: datetime.date,
    *,
    reason: Reason,
    due_on: datetime.date,
    of: User | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> NoteRequest:
    """Ask `of`, or whoever answers for the indicator, what changed, why and what next."""
    at = at or timezone.now()
    if not permissions.may_ask(by, unit):
        raise PermissionDenied
    request = _ask(indicator, unit, period, reason=reason, due_on=due_on, of=of, by=by, at=at)
    transaction.on_commit(partial(emails.ask, [request]))
    return request


@command
def ask_for_all(
    figures: Iterable[tuple[Indicator, Reason]],
    unit: Unit,
    period: datetime.date,
    *,
    due_on: datetime.date,
    by: User,
    at: datetime.datetime | None = None,
) -> list[NoteRequest]:
    """Ask whoever answers for each figure. What was asked a moment before is left; each person gets one e-mail."""
    at = at or timezone.now()
    if not permissions.may_ask(by, unit):
        raise PermissionDenied
    if reason := barrier_to_due(due_on, _day(at)):
        raise Refused(reason)
    wanted = sorted(figures, key=lambda figure: figure[0].pk)  # locks are taken in one order
    if not wanted:
        raise Refused("Choose at least one indicator.")
    for indicator, _ in wanted:
        _lock(indicator)
    asked = NoteRequest.objects.standing().filter(unit=unit, period=period).values_list("indicator_id", flat=True)
    left = [(indicator, why) for indicator, why in wanted if indicator.pk not in set(asked)]
    if not left:
        raise Refused("Somebody has asked for all of these notes already.")

    made = [_ask(indicator, unit, period, reason=why, due_on=due_on, by=by, at=at) for indicator, why in left]
    for person in {request.asked_of for request in made}:
        transaction.on_commit(partial(emails.ask, [request for request in made if request.asked_of == person]))
    return made


def _ask(
    indicator: Indicator,
    unit: Unit,
    period: datetime.date,
    *,
    reason: Reason,
    due_on: datetime.date,
    by: User | None,
    at: datetime.datetime,
    of: User | None = None,
    load: Load | None = None,
) -> NoteRequest:
    indicator = _lock(indicator)
    of = of or indicator.answered_by
    already = (
        NoteRequest.objects.standing().filter(indicator=indicator, unit=unit, period=period).select_related("asked_of")
    )
    known = already.first()
    barrier = barrier_to_ask(
        figure=figure_name(indicator.ref, period),
        period=period,
        asked_of=of.name if of else "",
        is_active=of is not None and of.is_active,
        already_asked_of=known.asked_of.name if known else "",
        due_on=due_on,
        today=_day(at),
    )
    if barrier or of is None:
        raise Refused(barrier)

    request = NoteRequest.objects.create(
        indicator=indicator, unit=unit, period=period, reason=reason, asked_of=of, asked_by=by, asked_at=at,
        due_on=due_on, load=load,
    )  # fmt: skip
    events.record("note.asked", by=by, target=request, at=at, indicator=indicator.ref, of=of.pk)
    return request


@command
def answer_note(
    request: NoteRequest,
    *,
    what_changed: str,
    why: str,
    what_next: str,
    by: User,
    at: datetime.datetime | None = None,
) -> Note:
    """Say what changed, why and what next. A later answer is shown instead of an earlier one, which stays."""
    at = at or timezone.now()
    request = _locked(request)
    if not permissions.may_answer(by, request):
        raise PermissionDenied
    if request.withdrawn_at:
        raise Refused("This request is withdrawn: nobody waits for the note any more.")
    if reason := barrier_to_answer(what_changed=what_changed, why=why, what_next=what_next):
        raise Refused(reason)
    said = {"what_changed": what_changed.strip(), "why": why.strip(), "what_next": what_next.strip()}
    latest = request.notes.order_by("-written_at", "-pk").first()
    if latest and latest.written_by_id == by.pk and said == {name: getattr(latest, name) for name in said}:
        return latest  # the button was pressed twice

    note = Note.objects.create(request=request, written_by=by, written_at=at, **said)
    events.record("note.answered", by=by, target=request, at=at)
    if request.asked_by_id not in (None, by.pk):
        transaction.on_commit(partial(emails.answer, note))
    return note


@command
def hand_over(request: NoteRequest, to: User, *, by: User, at: datetime.datetime | None = None) -> NoteRequest:
    """Somebody else is asked instead, by the same date."""
    at = at or timezone.now()
    request = _locked(request)
    if not permissions.may_hand_over(by, request):
        raise PermissionDenied
    if request.withdrawn_at:
        raise Refused("This request is withdrawn: nobody waits for the note any more.")
    same = request.asked_of_id == to.pk
    if reason := barrier_to_hand_over(is_answered=request.notes.exists(), is_same=same, is_active=to.is_active):
        raise Refused(reason)

    request.asked_of = to
    request.save(update_fields=["asked_of"])
    events.record("note.handed_over", by=by, target=request, at=at, to=to.pk)
    transaction.on_commit(partial(emails.hand_over, request, by))
    return request


@command
def ask_by_itself(
    figures: Iterable[tuple[Indicator, Reason]],
    load: Load,
    period: datetime.date,
    *,
    due_on: datetime.date,
    by: User | None,
    at: datetime.datetime,
) -> list[NoteRequest]:
    """Ask whoever answers for each figure that a load has put in force.

    A figure about which somebody was asked is left, and so is one of which a person said that no note is needed; what
    the portal withdrew by itself may be asked anew.
    """
    wanted = sorted(figures, key=lambda figure: figure[0].pk)  # locks are taken in one order
    for indicator, _ in wanted:
        _lock(indicator)
    asked = NoteRequest.objects.filter(unit=load.unit, period=period, withdrawn_load=None)
    left_alone = set(asked.values_list("indicator_id", flat=True))
    made = [
        _ask(indicator, load.unit, period, reason=why, due_on=due_on, by=by, at=at, load=load)
        for indicator, why in wanted
        if indicator.pk not in left_alone
    ]
    for person in {request.asked_of for request in made}:
        transaction.on_commit(partial(emails.ask, [request for request in made if request.asked_of == person]))
    return made


@command
def withdraw(request: NoteRequest, *, because: str, by: User, at: datetime.datetime | None = None) -> NoteRequest:
    """No note is needed any more; the request stays on record with the reason."""
    at = at or timezone.now()
    request = _locked(request)
    if not permissions.may_ask(by, request.unit):
        raise PermissionDenied
    return _tell_withdrawn([_withdraw(request, because, by, at)], by)[0]


@command
def withdraw_by_itself(
    needless: Iterable[tuple[NoteRequest, str]], load: Load, *, by: User | None, at: datetime.datetime
) -> list[NoteRequest]:
    """By a load the figures need no note any more, each for its own reason. What somebody has answered by now stays."""
    withdrawn = []
    for each, because in sorted(needless, key=lambda pair: pair[0].pk):
        request = _locked(each)
        if request.withdrawn_at is None and not request.notes.exists():
            withdrawn.append(_withdraw(request, because, by, at, load=load))
    return _tell_withdrawn(withdrawn, by)


def _withdraw(
    request: NoteRequest, because: str, by: User | None, at: datetime.datetime, *, load: Load | None = None
) -> NoteRequest:
    is_withdrawn = request.withdrawn_at is not None
    barrier = barrier_to_withdraw(is_answered=request.notes.exists(), is_withdrawn=is_withdrawn, because=because)
    if barrier:
        raise Refused(barrier)
    request.withdrawn_at, request.withdrawn_by, request.withdrawn_because = at, by, because.strip()
    request.withdrawn_load = load
    request.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because", "withdrawn_load"])
    events.record("note.withdrawn", by=by, target=request, at=at)
    return request


def _tell_withdrawn(requests: list[NoteRequest], by: User | None) -> list[NoteRequest]:
    """Each person once, but not of what they did themselves."""
    for person in {request.asked_of for request in requests} - {by}:
        own = [request for request in requests if request.asked_of == person]
        transaction.on_commit(partial(emails.withdraw, own))
    return requests


@command
def raise_indicator_action(
    indicator: Indicator,
    unit: Unit,
    period: datetime.date,
    *,
    text: str,
    owner: User,
    due_on: datetime.date,
    by: User,
    done_in: Unit | None = None,
    at: datetime.datetime | None = None,
) -> Action:
    """Something is done because of `unit`'s figure: by the unit itself, or in the part of it that `done_in` names."""
    at = at or timezone.now()
    if not permissions.may_view(by, unit):
        raise PermissionDenied
    done_in = done_in or unit
    if not done_in.path.startswith(unit.path):
        raise Refused(f"{done_in.name} is no part of {unit.name}, whose figure this is.")

    action = improvement.raise_action(
        unit=done_in, text=text, owner=owner, due_on=due_on, origin=figure_name(indicator.ref, period),
        origin_path=f"{indicator.get_absolute_url()}?month={period:%Y-%m}&unit={unit.code}", by=by, at=at,
    )  # fmt: skip
    IndicatorAction.objects.create(indicator=indicator, unit=unit, period=period, action=action)
    events.record("indicator.action_raised", by=by, target=indicator, at=at, action=action.pk)
    return action


def _lock(indicator: Indicator) -> Indicator:
    """The indicator, held until the command ends: of two who ask about it at once, one is first."""
    rows = Indicator.objects.select_for_update(of=("self",), no_key=True).select_related("answered_by")
    return rows.get(pk=indicator.pk)


def _locked(request: NoteRequest) -> NoteRequest:
    rows = NoteRequest.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("indicator", "unit", "asked_by", "asked_of").get(pk=request.pk)


def _day(at: datetime.datetime) -> datetime.date:
    return timezone.localtime(at).date()
