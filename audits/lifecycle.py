"""The life of an audit: which moves there are, and what must hold before each. [pure]

Who may make a move is asked in permissions; the sentence that says why a move must wait is made here, once: it refuses
the command, disables the button and explains it.
"""

from collections.abc import Sequence
from enum import StrEnum


class Status(StrEnum):
    ALLOCATED = "allocated"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    IN_MODERATION = "in_moderation"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


STATUS_WORDS = {
    Status.ALLOCATED: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.SUBMITTED: "Waiting for moderation",
    Status.IN_MODERATION: "In moderation",
    Status.AGREED: "Agreed",
    Status.WITHDRAWN: "Withdrawn",
}

# Back to IN_PROGRESS from moderation is "sent back".
NEXT: dict[Status, frozenset[Status]] = {
    Status.ALLOCATED: frozenset({Status.IN_PROGRESS, Status.WITHDRAWN}),
    Status.IN_PROGRESS: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.SUBMITTED: frozenset({Status.IN_MODERATION, Status.WITHDRAWN}),
    Status.IN_MODERATION: frozenset({Status.AGREED, Status.IN_PROGRESS}),
    Status.AGREED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}

OPEN = frozenset({Status.ALLOCATED, Status.IN_PROGRESS})
WAITING = frozenset({Status.SUBMITTED, Status.IN_MODERATION})

# What an audit in this status says of itself when a move is not among its next ones.
_STANDS = {
    Status.ALLOCATED: "This audit has not been started.",
    Status.IN_PROGRESS: "This audit is still with its auditor.",
    Status.SUBMITTED: "This audit has been submitted and is waiting for a moderator.",
    Status.IN_MODERATION: "This audit is in moderation.",
    Status.AGREED: "This audit's grades have been agreed.",
    Status.WITHDRAWN: "This audit has been withdrawn.",
}


def barrier(
    status: str,
    target: str,
    *,
    domains_to_grade: int = 0,
    overall_to_grade: bool = False,
    rationales_to_write: int = 0,
    voice_to_write: bool = False,
    moderation_unfinished: bool = False,
    reasons_to_give: int = 0,
    reason: str | None = None,
) -> str:
    """Why the audit may not move from `status` to `target` now, as sentences; empty when nothing is in the way."""
    status, target = Status(status), Status(target)
    if target not in NEXT[status]:
        return _STANDS[status]
    in_the_way = []
    if domains_to_grade:
        in_the_way.append(f"Domains still to grade: {domains_to_grade}.")
    if overall_to_grade:
        in_the_way.append("The overall grade is still to choose.")
    if rationales_to_write:
        in_the_way.append(f"Rationales still to write: {rationales_to_write}.")
    if voice_to_write:
        in_the_way.append("The feedback from the child or family is still to write; if there is none, say why.")
    if moderation_unfinished:
        in_the_way.append("The moderator's own grades must be in before grades are agreed.")
    if reasons_to_give:
        in_the_way.append(f"Reasons still to give for a changed grade: {reasons_to_give}.")
    if reason is not None and not reason.strip():
        in_the_way.append("Give a reason.")
    return " ".join(in_the_way)


def writing_barrier(status: str) -> str:
    """Why the auditor may no longer change the audit's words; empty while it is theirs."""
    return "" if status in OPEN else _STANDS[Status(status)]


def grading_barrier(status: str, *, is_finished: bool) -> str:
    """Why the moderator may not change their own grades; empty while they grade blind."""
    if status != Status.IN_MODERATION:
        return _STANDS[Status(status)]
    return "Your grades are in: they can no longer be changed, because the auditor's are shown." if is_finished else ""


def finishing_barrier(*, grades_to_choose: int, overall_reason_to_write: bool) -> str:
    """Why the moderator may not yet compare their grades with the auditor's; empty when theirs are in."""
    in_the_way = []
    if grades_to_choose:
        in_the_way.append(f"Grades still to choose: {grades_to_choose}.")
    if overall_reason_to_write:
        in_the_way.append("The reasons for your overall grade are still to write.")
    return " ".join(in_the_way)


def action_barrier(status: str, *, has_action: bool) -> str:
    """Why no action can be raised from a finding; empty when one can."""
    if status != Status.AGREED:
        return "Actions are raised once the grades are agreed."
    return "An action has already been raised from this finding." if has_action else ""


class DomainState(StrEnum):
    """How far a domain has come, in the words of the task list."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETE = "Complete"


def domain_state(grade: str | None, rationale: str, *, has_findings: bool = False) -> DomainState:
    """A domain is complete with a grade and a rationale; findings may be none."""
    if grade and rationale.strip():
        return DomainState.COMPLETE
    started = bool(grade or rationale.strip() or has_findings)
    return DomainState.IN_PROGRESS if started else DomainState.NOT_STARTED


Written = tuple[str | None, str]  # a grade and its rationale


def gaps(domains: Sequence[Written | None], overall: Written | None, family_voice: str) -> dict[str, int]:
    """What stands between an auditor's words and submitting them, as facts for `barrier`."""
    written = [words or (None, "") for words in (*domains, overall)]
    return {
        "domains_to_grade": sum(grade is None for grade, _ in written[:-1]),
        "overall_to_grade": written[-1][0] is None,
        "rationales_to_write": sum(grade is not None and not rationale.strip() for grade, rationale in written),
        "voice_to_write": not family_voice.strip(),
    }
