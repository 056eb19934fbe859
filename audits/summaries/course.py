"""The course of one audit: every move with its reason, where the reader may see it, and which moves are theirs."""

import datetime
from dataclasses import dataclass

from audits import permissions
from audits.lifecycle import GRADES_AGREED, REOPENED_FROM, Status, barrier
from audits.models import Audit, Moderation, ProgressionMeeting, closing_facts
from people.models import Event, User

STEPS = {
    "audit.allocated": "Allocated",
    "audit.started": "Started",
    "audit.facts_checked": "Facts checked",
    "audit.facts_corrected": "Facts corrected",
    "audit.practitioner_invited": "Practitioner invited to reflect",
    "audit.reflection_finished": "Practitioner’s reflection finished",
    "audit.submitted": "Submitted",
    "audit.moderation_begun": "Moderation begun",
    "audit.moderated": "Moderator's grades in",
    "audit.moderation_released": "Moderation released",
    "audit.sent_back": "Sent back",
    "audit.agreed": "Grades agreed",
    "audit.meeting_recorded": "Progression meeting recorded",
    "audit.meeting_reviewed": "Review of the meeting written",
    "audit.closed": "Closed",
    "audit.reopened": "Reopened",
    "audit.withdrawn": "Withdrawn",
    "audit.action_raised": "Action raised",
}
# Which field of the audit held the reason when the event was recorded; the history keeps it for each time.
REASONS = {
    "audit.sent_back": "sent_back_reason",
    "audit.withdrawn": "withdrawn_reason",
    "audit.reopened": "reopened_reason",
    "audit.closed": "no_meeting_reason",
}
RELEASED = "audit.moderation_released"


@dataclass(frozen=True)
class Step:
    words: str
    who: str
    at: datetime.datetime
    reason: str = ""


@dataclass(frozen=True)
class Course:
    """Where an audit goes from here. `closing_barrier` says what is in the way of closing it."""

    timeline: list[Step]
    meeting: ProgressionMeeting | None
    may_meet: bool
    may_review: bool
    may_close: bool
    closing_barrier: str
    may_reopen: bool
    may_release: bool
    today: datetime.date

    @property
    def review_is_overdue(self) -> bool:
        return self.meeting is not None and self.meeting.is_overdue(self.today)

    @property
    def has_next(self) -> bool:
        return self.may_meet or self.may_review or self.may_close


def course_of(audit: Audit, viewer: User, *, today: datetime.date) -> Course:
    progresses = audit.is_agreed and permissions.may_progress(viewer, audit)
    meeting = None
    if audit.status in GRADES_AGREED:
        meeting = audit.meetings.in_force().select_related("recorded_by", "reviewed_by").first()
    closes = progresses and not audit.is_closed
    return Course(
        timeline=timeline_of(audit, viewer),
        meeting=meeting,
        may_meet=progresses and audit.status == Status.AGREED,
        may_review=progresses and audit.status == Status.IN_PROGRESSION and bool(meeting and not meeting.is_reviewed),
        may_close=closes,
        closing_barrier=barrier(audit.status, Status.CLOSED, **closing_facts(audit)) if closes else "",
        may_reopen=audit.status in REOPENED_FROM and permissions.may_reopen(viewer, audit),
        may_release=audit.status == Status.IN_MODERATION and permissions.may_release(viewer, audit),
        today=today,
    )


def reviews_due(user: User, *, by: datetime.date) -> list[ProgressionMeeting]:
    """The reviews that `user` may write and that are due until `by`, the earliest first."""
    return list(ProgressionMeeting.objects.to_review_by(user).filter(review_on__lte=by))


def timeline_of(audit: Audit, viewer: User) -> list[Step]:
    """Every move, by whom and when; two queries, and one for each kind of reason that there is to show."""
    events = list(Event.objects.about(audit).filter(verb__in=STEPS).select_related("by").order_by("at", "pk"))
    shown = {verb for verb in {event.verb for event in events} if _may_read_reason(verb, audit, viewer)}
    reasons = _reasons(audit, [event for event in events if event.verb in shown])
    return [
        Step(STEPS[event.verb], str(event.by or "The portal"), event.at, reasons.get(event.pk, "")) for event in events
    ]


def _may_read_reason(verb: str, audit: Audit, viewer: User) -> bool:
    match verb:
        case "audit.sent_back":
            return permissions.may_read_course(viewer, audit)
        case "audit.reopened":
            return permissions.may_read_course(viewer, audit) or permissions.may_reopen(viewer, audit)
        case "audit.moderation_released":  # it may say why a colleague is away
            return permissions.may_release(viewer, audit)
        case "audit.withdrawn":
            return viewer.pk != audit.practitioner_id
        case "audit.closed":
            return True
        case _:
            return False


def _reasons(audit: Audit, events: list[Event]) -> dict[int, str]:
    """The reason that was given with each event, from the history of the rows that it changed."""
    found: dict[int, str] = {}
    of_audit = {event.context: event for event in events if event.verb in REASONS}
    if of_audit:
        rows = Audit.pgh_event_model.objects.filter(pgh_obj_id=audit.pk, pgh_context_id__in=of_audit)
        for row in rows.order_by("pgh_id"):
            event = of_audit[row.pgh_context_id]
            found[event.pk] = getattr(row, REASONS[event.verb])
    released = {event.context: event for event in events if event.verb == RELEASED}
    if released:
        rows = Moderation.pgh_event_model.objects.filter(audit_id=audit.pk, pgh_context_id__in=released)
        for row in rows.order_by("pgh_id"):
            found[released[row.pgh_context_id].pk] = row.released_reason
    return found
