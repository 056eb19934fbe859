"""What comes of an audit: its progression meeting, the review, the end; and the way back when it was wrong."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.grading import Stage
from audits.lifecycle import REVIEW_AFTER, Status, Verb, barrier, meeting_barrier, review_barrier
from audits.models import Audit, Moderation, ProgressionMeeting, closing_facts
from kit.commands import command
from people import events
from people.access import Refused, can
from people.models import User
from people.roles import Permission


@command
def record_meeting(
    audit: Audit,
    *,
    held_on: datetime.date,
    present: str,
    decisions: str,
    review_on: datetime.date | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> ProgressionMeeting:
    """The meeting has been held: who was there, what was decided, and when it is asked what has changed."""
    at = at or timezone.now()
    review_on = review_on or held_on + REVIEW_AFTER
    audit = _locked(audit)
    if not permissions.may_progress(by, audit):
        raise PermissionDenied
    problem = barrier(audit.status, Status.IN_PROGRESSION) or meeting_barrier(
        held_on=held_on, review_on=review_on, present=present, decisions=decisions, today=timezone.localdate(at)
    )
    if problem:
        raise Refused(problem)

    meeting = ProgressionMeeting.objects.create(
        audit=audit, held_on=held_on, present=present, decisions=decisions, review_on=review_on,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.status = Status.IN_PROGRESSION
    audit.save(update_fields=["status"])

    events.record("audit.meeting_recorded", by=by, target=audit, at=at, review_on=review_on.isoformat())
    return meeting


@command
def record_review(
    audit: Audit, *, reviewed_on: datetime.date, outcome: str, by: User, at: datetime.datetime | None = None
) -> ProgressionMeeting:
    """Weeks after the meeting: what has changed for the child?"""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_progress(by, audit):
        raise PermissionDenied
    meeting = audit.meetings.in_force().first()
    problem = review_barrier(
        audit.status, is_reviewed=bool(meeting and meeting.is_reviewed), held_on=meeting and meeting.held_on,
        reviewed_on=reviewed_on, outcome=outcome, today=timezone.localdate(at),
    )  # fmt: skip
    if problem:
        raise Refused(problem)

    meeting.outcome = outcome
    meeting.reviewed_on, meeting.reviewed_at, meeting.reviewed_by = reviewed_on, at, by
    meeting.save(update_fields=["outcome", "reviewed_on", "reviewed_at", "reviewed_by"])

    events.record("audit.meeting_reviewed", by=by, target=audit, at=at)
    return meeting


@command
def close(
    audit: Audit, *, no_meeting_reason: str | None = None, by: User, at: datetime.datetime | None = None
) -> Audit:
    """Nothing is left to do. Without a progression meeting it takes the reason why none was needed."""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_progress(by, audit):
        raise PermissionDenied
    if problem := barrier(audit.status, Status.CLOSED, **closing_facts(audit, no_meeting_reason or "")):
        raise Refused(problem)

    if audit.status == Status.AGREED:
        audit.no_meeting_reason = no_meeting_reason or ""
    audit.status = Status.CLOSED
    audit.closed_at, audit.closed_by = at, by
    audit.save(update_fields=["status", "closed_at", "closed_by", "no_meeting_reason"])

    events.record("audit.closed", by=by, target=audit, at=at)
    return audit


@command
def reopen(audit: Audit, *, reason: str, by: User, at: datetime.datetime | None = None) -> Audit:
    """Back to the auditor: moderated and agreed grades are out of force, and only the history keeps them.

    Published reports are frozen, so what they say stays as it was published.
    """
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_reopen(by, audit):
        raise PermissionDenied
    problem = barrier(audit.status, Status.IN_PROGRESS, verb=Verb.REOPEN, reason=reason)
    if problem := problem or _nobody_could_go_on(audit):
        raise Refused(problem)

    was = audit.status
    audit.gradings.filter(stage__in=[Stage.MODERATED, Stage.AGREED]).delete()
    audit.moderations.in_force().update(ended_at=at)
    audit.meetings.in_force().update(is_current=False)
    _start_again(audit)
    audit.reopened_at, audit.reopened_by, audit.reopened_reason = at, by, reason
    audit.save()

    events.record("audit.reopened", by=by, target=audit, at=at, was=str(was))
    return audit


@command
def release_moderation(audit: Audit, *, reason: str, by: User, at: datetime.datetime | None = None) -> Moderation:
    """Free an audit from a moderator who cannot go on; the next one grades blind."""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_release(by, audit):
        raise PermissionDenied
    if problem := barrier(audit.status, Status.SUBMITTED, verb=Verb.RELEASE, reason=reason):
        raise Refused(problem)

    audit.gradings.filter(stage=Stage.MODERATED).delete()
    moderation = audit.moderations.in_force().get()
    moderation.ended_at, moderation.released_by, moderation.released_reason = at, by, reason
    moderation.save(update_fields=["ended_at", "released_by", "released_reason"])
    audit.status = Status.SUBMITTED
    audit.save(update_fields=["status"])

    events.record("audit.moderation_released", by=by, target=audit, at=at)
    return moderation


def _start_again(audit: Audit) -> None:
    """What later steps left on the audit is not true of it any more."""
    audit.status = Status.IN_PROGRESS
    audit.sent_back_at = audit.agreed_at = audit.withdrawn_at = audit.closed_at = None
    audit.sent_back_by = audit.agreed_by = audit.withdrawn_by = audit.closed_by = None
    audit.sent_back_reason = audit.withdrawn_reason = audit.no_meeting_reason = ""


def _nobody_could_go_on(audit: Audit) -> str:
    """Why the auditor could not take the audit up again; locks them, as `allocate` does."""
    auditor = User.objects.select_for_update(no_key=True).get(pk=audit.auditor_id)
    if not can(auditor, Permission.AUDIT_DO):
        return f"{auditor} does not do audits any more, so nobody could go on with this one."
    same = Audit.objects.not_withdrawn().exclude(pk=audit.pk).filter(
        record__case_reference=audit.record.case_reference, auditor=auditor, audit_month=audit.audit_month,
        tool_version=audit.tool_version_id,
    )  # fmt: skip
    if there := same.first():
        return f"{auditor} has {str(there).lower()} of this record for {audit.audit_month:%B %Y} already."
    return ""


def _locked(audit: Audit) -> Audit:
    return Audit.objects.select_for_update(of=("self",)).select_related("unit", "record").get(pk=audit.pk)
