"""What came of agreed audits: progression meetings, reviews, closed audits; a review that is due, and one overdue."""

import datetime
from typing import TYPE_CHECKING

from audits import commands
from audits.models import Audit
from people.access import Refused
from people.models import User
from people.roles import Role

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

TEAMS = ["protection-1", "protection-2"]
MONTHS_BACK = datetime.timedelta(days=240)
TO_MEETING = datetime.timedelta(days=12)
TO_REVIEW = datetime.timedelta(weeks=6)
PRESENT = "Team manager, social worker, auditor"
DECISIONS = [
    "The plan is written again with the family, with a date for every step. The social worker does it before the next "
    "core group; the team manager looks at it in supervision.",
    "The child is seen alone at every visit from now on, and what they say is written in their own words. The team "
    "manager reads three visits next month.",
    "Supervision goes back to once a month and follows up each step of the plan. The team manager sends the dates to "
    "the social worker this week.",
]
OUTCOMES = [
    "The plan has dates, and the grandmother says that she knows what happens next. The child sees their brother "
    "every week.",
    "The child has told the worker what they want to change at home, and two of the three things have changed.",
    "Supervision has been held every month. The step that had waited since spring is done.",
]
NO_MEETING = "Every domain was Good or better, and there was no area for focus that needed a decision."


def take_further(cast: "Cast", now: datetime.datetime) -> int:
    """Take the agreed audits of two teams as far as they would have come by now; return how many were closed."""
    closed = 0
    for code in TEAMS:
        manager = cast.holders(Role.TEAM_MANAGER, code)[0]
        agreed = Audit.objects.under(cast.units[code].path).agreed().exclude(practitioner=manager)
        for number, audit in enumerate(agreed.filter(agreed_at__gte=now - MONTHS_BACK).order_by("agreed_at", "pk")):
            closed += _take(audit, number, manager, now)
    return closed


def _take(audit: Audit, number: int, manager: User, now: datetime.datetime) -> bool:
    met = audit.agreed_at + TO_MEETING
    if met > now:
        return False
    if number % 6 == 5:
        return _close(audit, manager, met, no_meeting_reason=NO_MEETING)
    commands.record_meeting(
        audit, held_on=met.date(), present=PRESENT, decisions=DECISIONS[number % 3], review_on=(met + TO_REVIEW).date(),
        by=manager, at=met,
    )  # fmt: skip
    reviewed = met + TO_REVIEW + datetime.timedelta(days=number % 4)
    if reviewed > now or number % 7 == 6:  # the seventh was forgotten, as happens
        return False
    outcome = OUTCOMES[number % 3]
    commands.record_review(audit, reviewed_on=reviewed.date(), outcome=outcome, by=manager, at=reviewed)
    return _close(audit, manager, reviewed + datetime.timedelta(minutes=10))


def _close(audit: Audit, manager: User, at: datetime.datetime, **reason: str) -> bool:
    """An audit with an open action stays open."""
    try:
        commands.close(audit, **reason, by=manager, at=at)
    except Refused:
        return False
    return True
