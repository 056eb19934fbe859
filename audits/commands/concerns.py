"""Safeguarding concerns: raised, answered in time or taken to the next person, closed with how it ended.

Everything that tells somebody only marks whom to tell; `tell` sends it after the transaction, and again when the mail
server had failed.
"""

import datetime
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audits import emails, permissions
from audits.escalation import (
    ROLE_OF,
    Chain,
    Level,
    acknowledging_barrier,
    chain_of,
    closing_barrier,
    next_level,
    raising_barrier,
    told_at_once,
)
from audits.models import Audit, Concern, ConcernRecipient
from kit.commands import command
from kit.working_days import Hours, add_working_hours
from people import events
from people.access import Refused, lineage
from people.models import Membership, User
from people.roles import Permission, roles_granting


@command
def raise_concern(
    audit: Audit,
    *,
    what: str,
    immediate_action: str,
    who_was_told: str,
    by: User,
    at: datetime.datetime | None = None,
) -> Concern:
    """Tell those who answer for the child's team, at once; whatever the audit's status."""
    at = at or timezone.now()
    audit = Audit.objects.select_related("unit").get(pk=audit.pk)
    if not permissions.may_raise_concern(by, audit):
        raise PermissionDenied
    if problem := raising_barrier(what=what, immediate_action=immediate_action, who_was_told=who_was_told):
        raise Refused(problem)

    chain, team = _line(audit, by, at)
    if not chain:
        raise Refused("Nobody in the portal answers for this team: telephone your manager, and tell an administrator.")
    concern = Concern.objects.create(
        audit=audit, what=what, immediate_action=immediate_action, who_was_told=who_was_told,
        raised_at=at, raised_by=by, level=next(iter(chain)), respond_by=_respond_by(at),
    )  # fmt: skip
    for level in told_at_once(chain):
        _add(concern, level, chain[level], at)
    _add(concern, Level.AUDIT_TEAM, team, at)

    events.record("concern.raised", by=by, target=concern, at=at, audit=audit.pk, level=str(concern.level))
    transaction.on_commit(partial(tell, concern.pk))
    return concern


@command
def acknowledge(concern: Concern, *, by: User, at: datetime.datetime | None = None) -> Concern:
    """Somebody who was told takes it up: the clock stops."""
    at = at or timezone.now()
    concern = _locked(concern)
    if not permissions.may_answer(by, concern):
        raise PermissionDenied
    if problem := acknowledging_barrier(concern.state_at(at)):
        raise Refused(problem)

    concern.acknowledged_at, concern.acknowledged_by = at, by
    concern.save(update_fields=["acknowledged_at", "acknowledged_by"])

    events.record("concern.acknowledged", by=by, target=concern, at=at)
    return concern


@command
def close_concern(
    concern: Concern, *, outcome: str, ended_on: datetime.date, by: User, at: datetime.datetime | None = None
) -> Concern:
    """It has ended: how, for the child, and on which day."""
    at = at or timezone.now()
    concern = _locked(concern)
    if not permissions.may_answer(by, concern):
        raise PermissionDenied
    problem = closing_barrier(
        concern.state_at(at), outcome=outcome, ended_on=ended_on,
        raised_on=timezone.localdate(concern.raised_at), today=timezone.localdate(at),
    )  # fmt: skip
    if problem:
        raise Refused(problem)

    concern.outcome, concern.ended_on = outcome, ended_on
    concern.closed_at, concern.closed_by = at, by
    concern.save(update_fields=["outcome", "ended_on", "closed_at", "closed_by"])

    events.record("concern.closed", by=by, target=concern, at=at)
    return concern


def escalate_due(*, at: datetime.datetime | None = None) -> int:
    """Take every concern that was not acknowledged in time to the next person; return how many there were.

    Each in a transaction of its own. A second run at the same moment skips what the first has in hand, and a second
    run later finds nothing to do, because the next person has a clock of their own.
    """
    at = at or timezone.now()
    count = 0
    while _escalate_next(by=None, at=at):
        count += 1
    return count


@command
def _escalate_next(*, by: User | None, at: datetime.datetime) -> Concern | None:
    late = Concern.objects.to_escalate(at).select_for_update(of=("self",), skip_locked=True)
    concern = late.select_related("audit__unit").first()
    if concern is None:
        return None
    chain, team = _line(concern.audit, concern.raised_by, at)
    level = next_level(concern.level, chain)
    if level is None:
        concern.unanswered_at = at
        concern.save(update_fields=["unanswered_at"])
        _add(concern, Level.AUDIT_TEAM, team, at)
        events.record("concern.unanswered", by=by, target=concern, at=at, level=str(concern.level))
    else:
        concern.level, concern.is_escalated, concern.respond_by = level, True, _respond_by(at)
        concern.save(update_fields=["level", "is_escalated", "respond_by"])
        _add(concern, level, chain[level], at)
        events.record("concern.escalated", by=by, target=concern, at=at, level=str(level))
    transaction.on_commit(partial(tell, concern.pk))
    return concern


def tell(concern_pk: int | None = None, *, at: datetime.datetime | None = None) -> int:
    """Send the e-mails that still have to be sent, of one concern or of all; return how many were.

    Stops at the first that fails, so that a mail server that is down keeps nobody waiting. The clock tries again, and
    an address that fails for ever comes after all the others.
    """
    at = at or timezone.now()
    count = 0
    while _tell_next(concern_pk, at):
        count += 1
    return count


@transaction.atomic
def _tell_next(concern_pk: int | None, at: datetime.datetime) -> bool:
    waiting = ConcernRecipient.objects.to_tell(at)
    if concern_pk is not None:
        waiting = waiting.filter(concern=concern_pk)
    recipient = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if recipient is None:
        return False
    sent = emails.tell(recipient)
    recipient.tried_at = at
    recipient.told_at = at if sent else None
    recipient.save(update_fields=["tried_at", "told_at"])
    return sent


def _line(audit: Audit, raised_by: User, at: datetime.datetime) -> tuple[Chain, list[int]]:
    """Who answers for the audit's team today, by level; and the audit team, who are copied in."""
    held = Membership.objects.in_force_on(timezone.localdate(at)).filter(
        Q(role__in=ROLE_OF.values()) | Q(role__in=roles_granting(Permission.CONCERN_READ)),
        unit__path__in=lineage(audit.unit.path),
        user__is_active=True,
    )
    holders: dict[Level, set[int]] = {level: set() for level in Level}
    level_of = {role: level for level, role in ROLE_OF.items()}
    for role, user in held.values_list("role", "user"):
        holders[level_of.get(role, Level.AUDIT_TEAM)].add(user)
    never = (raised_by.pk, audit.practitioner_id)
    chain = chain_of(holders, never=never)
    return chain, sorted(holders[Level.AUDIT_TEAM] - set(never))


def _add(concern: Concern, level: Level, people: Iterable[int], at: datetime.datetime) -> None:
    """These people are to be told, once more when they had been; nobody falls to a lower level than they had."""
    there = {recipient.user_id: recipient for recipient in concern.recipients.all()}
    for person in people:
        recipient = there.get(person)
        if recipient is None:
            ConcernRecipient.objects.create(concern=concern, user_id=person, level=level, added_at=at)
        elif level != Level.AUDIT_TEAM or recipient.level == Level.AUDIT_TEAM:
            recipient.level, recipient.told_at, recipient.tried_at = level, None, None
            recipient.save(update_fields=["level", "told_at", "tried_at"])


def _respond_by(at: datetime.datetime) -> datetime.datetime:
    hours = Hours(settings.WORKING_DAY_STARTS, settings.WORKING_DAY_ENDS)
    return add_working_hours(at, settings.CONCERN_WORKING_HOURS, hours)


def _locked(concern: Concern) -> Concern:
    rows = Concern.objects.select_for_update(of=("self",)).select_related("audit__unit", "raised_by")
    return rows.get(pk=concern.pk)
