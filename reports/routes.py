"""Whom a report passes before and after it is published: author, head of service, director, lead member, then meetings.

[pure] A blueprint names its route by the keys below. Approvals come one after another, each by somebody of the post;
meetings have a date, and receive what is published.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from people.roles import Permission


class Decision(StrEnum):
    APPROVED = "approved"
    RETURNED = "returned"


DECISION_WORDS = {Decision.APPROVED: "Approved", Decision.RETURNED: "Returned to the author"}


@dataclass(frozen=True)
class Stage:
    """One station of a route; without a permission it is a meeting, which has a date and decides nothing here."""

    key: str
    words: str
    permission: Permission | None = None

    @property
    def is_meeting(self) -> bool:
        return self.permission is None


STAGES = {
    stage.key: stage
    for stage in (
        Stage("head_of_service", "Head of service", Permission.REPORT_APPROVE_SERVICE),
        Stage("director", "Director", Permission.REPORT_APPROVE_DIRECTOR),
        Stage("lead_member", "Lead member", Permission.REPORT_APPROVE_MEMBER),
        Stage("executive", "Executive meeting"),
        Stage("scrutiny", "Scrutiny commission"),
    )
}


APPROVING = tuple(stage.permission for stage in STAGES.values() if stage.permission)


def approvals_of(route: Iterable[str]) -> list[Stage]:
    """The stages that must approve before publishing, in order."""
    return [STAGES[key] for key in route if not STAGES[key].is_meeting]


def meetings_of(route: Iterable[str]) -> list[Stage]:
    return [STAGES[key] for key in route if STAGES[key].is_meeting]


def waits_for(route: Iterable[str], decisions: Sequence[tuple[str, str]]) -> Stage | None:
    """The next stage to approve; None when all have. `decisions` of this round: (stage, decision), oldest first."""
    approved = {stage for stage, decision in decisions if decision == Decision.APPROVED}
    return next((stage for stage in approvals_of(route) if stage.key not in approved), None)
