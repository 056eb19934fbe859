"""A report goes to those who sign it off, one after another, and to meetings."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import assembly, content, lifecycle, permissions
from reports.blueprints import blueprint_of
from reports.checking import revealing
from reports.commands.locking import locked
from reports.lifecycle import Status
from reports.models import Meeting, Report, SignOff
from reports.routes import STAGES, Decision, meetings_of, waits_for


@command
def send(report: Report, *, by: User, at: datetime.datetime | None = None) -> Report:
    """The author gives the report to the first who signs it off. Its words rest until it is returned or taken back."""
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    draft = assembly.draft(report, today=timezone.localdate(at), asked_at=at)
    if reason := lifecycle.barrier_to_send(report.status, len(draft.barriers)):
        raise Refused(" ".join([reason, *draft.barriers]))
    has_approvals = waits_for(draft.blueprint.route, []) is not None
    report.status = Status.SIGN_OFF if has_approvals else Status.SIGNED_OFF
    report.save(update_fields=["status"])
    events.record("report.sent", by=by, target=report, at=at, round=report.round)
    return report


@command
def take_back(report: Report, *, by: User, at: datetime.datetime | None = None) -> Report:
    """The author takes the report back to change it; those who approved it are asked again."""
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if report.status not in (Status.SIGN_OFF, Status.SIGNED_OFF):
        raise Refused("This report is not with those who sign it off.")
    _begin_round(report)
    events.record("report.taken_back", by=by, target=report, at=at, round=report.round)
    return report


@command
def approve(
    report: Report, *, read: str, comment: str = "", by: User, at: datetime.datetime | None = None
) -> Report:  # fmt: skip
    """Whoever's turn it is approves what they `read`, by its seal; after the last of them it may be published."""
    at = at or timezone.now()
    report = locked(report)
    stage = _decide(report, Decision.APPROVED, comment, by, at, read=read)
    if waits_for(blueprint_of(report.kind).route, decisions_of(report)) is None:
        report.status = Status.SIGNED_OFF
        report.save(update_fields=["status"])
    events.record("report.approved", by=by, target=report, at=at, stage=stage, round=report.round)
    return report


@command
def return_to_author(report: Report, *, comment: str, by: User, at: datetime.datetime | None = None) -> Report:
    """Whoever's turn it is says what is to change; the report is a draft again."""
    at = at or timezone.now()
    report = locked(report)
    if not comment.strip():
        raise Refused("Say what the author is to change.")
    stage = _decide(report, Decision.RETURNED, comment, by, at)
    _begin_round(report)
    events.record("report.returned", by=by, target=report, at=at, stage=stage, round=report.round)
    return report


@command
def set_meetings(
    report: Report, days: Mapping[str, datetime.date | None], *, by: User, at: datetime.datetime | None = None
) -> Report:
    """The days on which the report goes to meetings of its route; None takes a day away. All of them or none."""
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if report.status == Status.WITHDRAWN:
        raise Refused(lifecycle.barrier_to_change(report.status))
    blueprint = blueprint_of(report.kind)
    meetings = {each.key for each in meetings_of(blueprint.route)}
    for stage, on in days.items():
        if stage not in meetings:
            raise Refused("This report does not go to that meeting.")
        if blueprint.waits_for_end and on is not None and on <= report.ends_on:
            raise Refused(f"{STAGES[stage].words}: the day must come after the end of the report's period.")
        recorded = report.meetings.filter(stage=stage).exclude(outcome="").exclude(on=on).first()
        if recorded:
            day = content.day_words(recorded.on)
            raise Refused(f"{STAGES[stage].words}: its outcome of {day} is recorded. Take that out before its day.")
        if on is None:
            report.meetings.filter(stage=stage).delete()
        else:
            Meeting.objects.update_or_create(report=report, stage=stage, defaults={"on": on})
    told = {stage: on and on.isoformat() for stage, on in days.items()}
    events.record("report.meetings_set", by=by, target=report, at=at, days=told)
    return report


@command
def record_outcomes(
    report: Report, said: Mapping[str, tuple[str, str]], *, by: User, at: datetime.datetime | None = None
) -> Report:
    """Write down what meetings noted, asked or decided, and where their minutes say so; nothing typed takes it out."""
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    meetings = {meeting.stage: meeting for meeting in report.meetings.all()}
    changed = []
    for stage, texts in said.items():
        outcome, minute = map(content.plain, texts)
        if stage not in meetings:
            raise Refused("No day is set for that meeting.")
        meeting = meetings[stage]
        if (outcome, minute) == (meeting.outcome, meeting.minute):
            continue
        reason = lifecycle.barrier_to_record(meeting.on, today=timezone.localdate(at), outcome=outcome, minute=minute)
        if reason := reason or revealing(f"{outcome} {minute}", report):
            raise Refused(f"{meeting.words}: {reason}")
        meeting.outcome, meeting.minute = outcome, minute
        meeting.recorded_at, meeting.recorded_by = (at, by) if outcome else (None, None)
        meeting.save(update_fields=["outcome", "minute", "recorded_at", "recorded_by"])
        changed.append(stage)
    if changed:
        events.record("report.outcomes_recorded", by=by, target=report, at=at, stages=changed)
    return report


def decisions_of(report: Report) -> list[tuple[str, str]]:
    """The decisions of this round, oldest first."""
    return list(report.sign_offs.filter(round=report.round).order_by("pk").values_list("stage", "decision"))


def _decide(
    report: Report, decision: Decision, comment: str, by: User, at: datetime.datetime, *, read: str | None = None
) -> str:
    """Write the decision down. What is `read` must still be what the report says; None: that makes no difference."""
    stage = waits_for(blueprint_of(report.kind).route, decisions_of(report))
    if not any(permissions.may_approve(by, each, report.unit) for each in STAGES.values()):
        raise PermissionDenied
    is_turn = stage is not None and permissions.may_approve(by, stage, report.unit)
    if reason := lifecycle.barrier_to_decide(
        report.status, is_turn=is_turn, is_own=permissions.has_written(by, report)
    ):
        raise Refused(reason)
    draft = assembly.draft(report, today=timezone.localdate(at), asked_at=at)
    if reason := lifecycle.barrier_to_approve(is_as_read=read in (None, draft.seal)):
        raise Refused(reason)
    SignOff.objects.create(
        report=report, round=report.round, stage=stage.key, decision=decision, comment=content.plain(comment), at=at,
        by=by, sha256=draft.seal,
    )  # fmt: skip
    return stage.key


def _begin_round(report: Report) -> None:
    report.status, report.round = Status.DRAFT, report.round + 1
    report.save(update_fields=["status", "round"])
