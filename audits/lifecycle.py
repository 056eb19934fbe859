"""The life of an audit: which moves there are, and what must hold before each. [pure]

Who may make a move is asked in permissions; the sentence that says why a move must wait is made here, once: it refuses
the command, disables the button and explains it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    ALLOCATED = "allocated"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    IN_MODERATION = "in_moderation"
    AGREED = "agreed"
    IN_PROGRESSION = "in_progression"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATUS_WORDS = {
    Status.ALLOCATED: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.SUBMITTED: "Waiting for moderation",
    Status.IN_MODERATION: "In moderation",
    Status.AGREED: "Agreed",
    Status.IN_PROGRESSION: "Progression meeting",
    Status.CLOSED: "Closed",
    Status.WITHDRAWN: "Withdrawn",
}


class Verb(StrEnum):
    """What a move is called on the page."""

    START = "Start"
    SUBMIT = "Submit"
    BEGIN_MODERATION = "Begin moderation"
    SEND_BACK = "Send back"
    RELEASE = "Release the moderation"
    AGREE = "Agree the grades"
    MEET = "Record the progression meeting"
    CLOSE = "Close"
    CLOSE_WITHOUT_MEETING = "Close without a meeting"
    WITHDRAW = "Withdraw"
    REOPEN = "Reopen"


@dataclass(frozen=True)
class Move:
    """One allowed move: what it is called, who may make it (a predicate of permissions), and what must hold."""

    source: Status
    target: Status
    verb: Verb
    who: str
    predicate: str
    holds: str

    @property
    def source_words(self) -> str:
        return STATUS_WORDS[self.source]

    @property
    def target_words(self) -> str:
        return STATUS_WORDS[self.target]


_AUDITOR = ("its auditor", "may_do")
_WITHDRAWER = ("its auditor, or who allocates audits in the unit", "may_withdraw")
_MODERATOR = ("a moderator of the unit; never the auditor, nor whose practice it is", "may_moderate")
_DECIDER = ("the moderator who took it on", "may_decide")
_MANAGER = ("who raises actions in the unit; never whose practice it is", "may_progress")
_AUDIT_TEAM = ("the audit team; never its auditor, nor whose practice it is", "may_reopen")
_WITH_REASON = "a reason is given"
_REOPENED = "a reason is given; the auditor still does audits and has no other audit of this record that month"
_NO_ACTION_OPEN = "no action raised from the audit is still open"

# The whole life of an audit. The commands, the pages and docs/lifecycle.md all read this table.
MOVES: tuple[Move, ...] = (
    Move(Status.ALLOCATED, Status.IN_PROGRESS, Verb.START, *_AUDITOR, "nothing; the first save starts it too"),
    Move(Status.ALLOCATED, Status.WITHDRAWN, Verb.WITHDRAW, *_WITHDRAWER, _WITH_REASON),
    Move(Status.IN_PROGRESS, Status.SUBMITTED, Verb.SUBMIT, "its auditor", "may_submit",
         "the facts are checked; every question that needs an answer has one; every domain and the overall grade has "
         "its grade and rationale; a grade above Requires improvement says what difference it made for the child and "
         "has dated evidence; the tool's rules allow the overall grade; what the child and the family say is recorded, "
         "or why there is nothing"),
    Move(Status.IN_PROGRESS, Status.WITHDRAWN, Verb.WITHDRAW, *_WITHDRAWER, _WITH_REASON),
    Move(Status.SUBMITTED, Status.IN_MODERATION, Verb.BEGIN_MODERATION, *_MODERATOR, "nothing"),
    Move(Status.SUBMITTED, Status.WITHDRAWN, Verb.WITHDRAW, *_WITHDRAWER, _WITH_REASON),
    Move(Status.IN_MODERATION, Status.IN_PROGRESS, Verb.SEND_BACK, *_DECIDER, _WITH_REASON),
    Move(Status.IN_MODERATION, Status.SUBMITTED, Verb.RELEASE, "the audit team; never its auditor, "
         "nor whose practice it is", "may_release", "a reason is given; the moderator's grades are cleared"),
    Move(Status.IN_MODERATION, Status.AGREED, Verb.AGREE, *_DECIDER,
         "the moderator's own grades are in, and every changed grade has its reason"),
    Move(Status.AGREED, Status.IN_PROGRESSION, Verb.MEET, *_MANAGER,
         "the meeting has been held; who was there and what was decided is written; a review is due afterwards"),
    Move(Status.AGREED, Status.CLOSED, Verb.CLOSE_WITHOUT_MEETING, *_MANAGER,
         f"the reason why no meeting was needed is given; {_NO_ACTION_OPEN}"),
    Move(Status.IN_PROGRESSION, Status.CLOSED, Verb.CLOSE, *_MANAGER,
         f"the review says what has changed for the child; {_NO_ACTION_OPEN}"),
    Move(Status.AGREED, Status.IN_PROGRESS, Verb.REOPEN, *_AUDIT_TEAM, _REOPENED),
    Move(Status.IN_PROGRESSION, Status.IN_PROGRESS, Verb.REOPEN, *_AUDIT_TEAM, _REOPENED),
    Move(Status.CLOSED, Status.IN_PROGRESS, Verb.REOPEN, *_AUDIT_TEAM, _REOPENED),
    Move(Status.WITHDRAWN, Status.IN_PROGRESS, Verb.REOPEN, *_AUDIT_TEAM, _REOPENED),
)  # fmt: skip

NEXT: dict[Status, frozenset[Status]] = {
    status: frozenset(move.target for move in MOVES if move.source == status) for status in Status
}

REVIEW_AFTER = timedelta(weeks=6)  # a progression meeting is reviewed six weeks later

OPEN = frozenset({Status.ALLOCATED, Status.IN_PROGRESS})
WAITING = frozenset({Status.SUBMITTED, Status.IN_MODERATION})
GRADES_AGREED = frozenset({Status.AGREED, Status.IN_PROGRESSION, Status.CLOSED})  # their grades count
MODERATED = WAITING | GRADES_AGREED
REOPENED_FROM = frozenset(move.source for move in MOVES if move.verb == Verb.REOPEN)

# What an audit in this status says of itself when a move is not among its next ones.
_STANDS = {
    Status.ALLOCATED: "This audit has not been started.",
    Status.IN_PROGRESS: "This audit is still with its auditor.",
    Status.SUBMITTED: "This audit has been submitted and is waiting for a moderator.",
    Status.IN_MODERATION: "This audit is in moderation.",
    Status.AGREED: "This audit's grades have been agreed.",
    Status.IN_PROGRESSION: "This audit's progression meeting has been held.",
    Status.CLOSED: "This audit is closed.",
    Status.WITHDRAWN: "This audit has been withdrawn.",
}


def barrier(
    status: str,
    target: str,
    *,
    verb: Verb | None = None,
    domains_to_grade: int = 0,
    overall_to_grade: bool = False,
    rationales_to_write: int = 0,
    answers_to_give: int = 0,
    differences_to_write: int = 0,
    evidence_to_add: int = 0,
    voices_to_record: Sequence[str] = (),
    facts_to_check: bool = False,
    overall_held: str = "",
    moderation_unfinished: bool = False,
    reasons_to_give: int = 0,
    review_to_write: bool = False,
    actions_open: int = 0,
    reason: str | None = None,
) -> str:
    """Why the audit may not move from `status` to `target` now, as sentences; empty when nothing is in the way.

    `verb` says which move is meant, where one target is reached by several: sent back and reopened are not the same.
    `overall_held`: why the tool's rules do not allow the overall grade.
    """
    status, target = Status(status), Status(target)
    if not any(move.target == target and verb in (None, move.verb) for move in MOVES if move.source == status):
        return _STANDS[status]
    in_the_way = []
    if facts_to_check:
        in_the_way.append("The facts about the child's record are still to check.")
    if domains_to_grade:
        in_the_way.append(f"Domains still to grade: {domains_to_grade}.")
    if overall_to_grade:
        in_the_way.append("The overall grade is still to choose.")
    if overall_held:
        in_the_way.append(overall_held)
    if rationales_to_write:
        in_the_way.append(f"Rationales still to write: {rationales_to_write}.")
    if answers_to_give:
        in_the_way.append(f"Answers still to give: {answers_to_give}.")
    if differences_to_write:
        in_the_way.append(f"Good domains that do not say yet what difference was made: {differences_to_write}.")
    if evidence_to_add:
        in_the_way.append(f"Good domains without a dated evidence note: {evidence_to_add}.")
    if voices_to_record:
        whose = " and ".join(f"the {whose}" for whose in voices_to_record)
        say = "says" if len(voices_to_record) == 1 else "say"
        in_the_way.append(f"What {whose} {say} is still to record, or why there is nothing.")
    if moderation_unfinished:
        in_the_way.append("The moderator's own grades must be in before grades are agreed.")
    if reasons_to_give:
        in_the_way.append(f"Reasons still to give for a changed grade: {reasons_to_give}.")
    if review_to_write:
        in_the_way.append("The review is still to write: what has changed for the child?")
    if actions_open:
        in_the_way.append(f"Actions from this audit that are still open: {actions_open}.")
    if reason is not None and not reason.strip():
        in_the_way.append("Give a reason.")
    return " ".join(in_the_way)


def meeting_barrier(*, held_on: date, review_on: date, present: str, decisions: str, today: date) -> str:
    """Why a progression meeting cannot be recorded like this; empty when it can."""
    in_the_way = []
    if held_on > today:
        in_the_way.append("The meeting must have been held: give today's date or an earlier one.")
    if review_on <= held_on:
        in_the_way.append("The review must come after the meeting.")
    if not present.strip():
        in_the_way.append("Say who was there.")
    if not decisions.strip():
        in_the_way.append("Say what was decided.")
    return " ".join(in_the_way)


def review_barrier(
    status: str, *, is_reviewed: bool, held_on: date | None, reviewed_on: date, outcome: str, today: date
) -> str:
    """Why the review of a progression meeting cannot be written; empty when it can."""
    if status != Status.IN_PROGRESSION or held_on is None:
        return _STANDS[Status(status)]
    if is_reviewed:
        return "The review of this meeting has been written already."
    in_the_way = []
    if reviewed_on > today:
        in_the_way.append("The review must have been held: give today's date or an earlier one.")
    if reviewed_on < held_on:
        in_the_way.append("The review cannot come before the meeting.")
    if not outcome.strip():
        in_the_way.append("Say what has changed for the child.")
    return " ".join(in_the_way)


def taking_barrier(*, has_compared: bool) -> str:
    """Why this moderator may not take the audit on; empty when their look would be blind."""
    if not has_compared:
        return ""
    return "You have seen the auditor's grades of this audit before: another moderator takes it on, to keep it blind."


def writing_barrier(status: str) -> str:
    """Why the auditor may no longer change the audit's words; empty while it is theirs."""
    return "" if status in OPEN else _STANDS[Status(status)]


def inviting_barrier(status: str, *, has_practitioner: bool, is_invited: bool) -> str:
    """Why the practitioner cannot be invited to reflect; empty when they can."""
    if status not in OPEN | WAITING:
        return _STANDS[Status(status)]
    if not has_practitioner:
        return "Nobody's practice in particular is audited: choose the practitioner among the facts first."
    return "The practitioner has been invited already." if is_invited else ""


def reflecting_barrier(status: str, *, is_finished_blank: bool = False) -> str:
    """Why the practitioner can no longer write their reflection, or cannot finish it; empty when they can."""
    if status not in OPEN | WAITING:
        return _STANDS[Status(status)]
    return "Write something in at least one box before you finish." if is_finished_blank else ""


def moderating_barrier(status: str) -> str:
    """Why no moderation is under way; empty while one is."""
    return "" if status == Status.IN_MODERATION else _STANDS[Status(status)]


def grading_barrier(status: str, *, is_finished: bool) -> str:
    """Why the moderator may not change their own grades; empty while they grade blind."""
    if status != Status.IN_MODERATION:
        return _STANDS[Status(status)]
    return "Your grades are in: they can no longer be changed, because the auditor's are shown." if is_finished else ""


def finishing_barrier(*, grades_to_choose: int, overall_reason_to_write: bool, overall_held: str = "") -> str:
    """Why the moderator may not yet compare their grades with the auditor's; empty when theirs are in."""
    in_the_way = []
    if grades_to_choose:
        in_the_way.append(f"Grades still to choose: {grades_to_choose}.")
    if overall_held:
        in_the_way.append(overall_held)
    if overall_reason_to_write:
        in_the_way.append("The reasons for your overall grade are still to write.")
    return " ".join(in_the_way)


def action_barrier(status: str, *, has_action: bool) -> str:
    """Why no action can be raised from a finding; empty when one can."""
    if status == Status.CLOSED:
        return _STANDS[Status.CLOSED]
    if status not in GRADES_AGREED:
        return "Actions are raised once the grades are agreed."
    return "An action has already been raised from this finding." if has_action else ""


class DomainState(StrEnum):
    """How far a domain has come, in the words of the task list."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    NEEDS_RATIONALE = "Needs a rationale"
    COMPLETE = "Complete"


Written = tuple[str | None, str]  # a grade and its rationale


def gaps(
    domains: Sequence[Written | None],
    overall: Written | None,
    *,
    voices_to_record: Sequence[str] = (),
    facts_to_check: bool = False,
) -> dict[str, Any]:
    """What stands between an auditor's words and submitting them, as facts for `barrier`."""
    written = [words or (None, "") for words in (*domains, overall)]
    return {
        "domains_to_grade": sum(grade is None for grade, _ in written[:-1]),
        "overall_to_grade": written[-1][0] is None,
        "rationales_to_write": sum(grade is not None and not rationale.strip() for grade, rationale in written),
        "voices_to_record": voices_to_record,
        "facts_to_check": facts_to_check,
    }
