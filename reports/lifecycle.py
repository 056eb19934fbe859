"""When a report may be started, changed and published. [pure]

Each rule is a sentence that enforces, explains on the page, and is empty where nothing stands in the way.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    SIGN_OFF = "sign_off"
    SIGNED_OFF = "signed_off"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STATUS_WORDS = {
    Status.DRAFT: "Draft",
    Status.SIGN_OFF: "In sign-off",
    Status.SIGNED_OFF: "Signed off",
    Status.PUBLISHED: "Published",
    Status.WITHDRAWN: "Withdrawn",
}
# Where a report is still being made: nobody outside sees it yet, or a correction of it is on its way.
UNDER_WAY = (Status.DRAFT, Status.SIGN_OFF, Status.SIGNED_OFF)


def barrier_to_start(starts_on: datetime.date, *, today: datetime.date, has_one: bool, is_titled: bool = False) -> str:
    """Why no report can be started for the period that begins on `starts_on`."""
    if has_one and is_titled:
        return "There is a report of this title for this period already. Give this one another title."
    if has_one:
        return "There is a report for this period already."
    return "This period has not begun yet." if starts_on > today else ""


def barrier_to_change(status: str) -> str:
    """Why the words of a report cannot be changed now."""
    match status:
        case Status.SIGN_OFF | Status.SIGNED_OFF:
            return "This report is with those who sign it off. Take it back before you change it."
        case Status.PUBLISHED:
            return "This report is published. What was published stays as it is; a correction is a new version."
        case Status.WITHDRAWN:
            return "This report is withdrawn."
    return ""


def barrier_to_discuss(status: str) -> str:
    """Why nothing is said any more about the words of a report, nor suggested for them."""
    return "" if status in UNDER_WAY else "This report is not being made any more: its words are discussed before that."


def barrier_to_answer(*, is_waiting: bool) -> str:
    """Why a suggested change cannot be accepted or declined."""
    return "" if is_waiting else "Somebody has answered this suggestion already."


def barrier_to_send(status: str, findings: int) -> str:
    """Why a report cannot go to those who sign it off."""
    if status != Status.DRAFT:
        return barrier_to_change(status)
    things = "1 thing" if findings == 1 else f"{findings} things"
    return f"{things} must be put right first." if findings else ""


def barrier_to_decide(status: str, *, is_turn: bool, is_own: bool) -> str:
    """Why this person cannot approve or return the report now."""
    if status != Status.SIGN_OFF:
        return "This report is not waiting for a decision."
    if not is_turn:
        return "This report waits for somebody else first."
    return "Nobody signs off a report that they wrote themselves, or a part of it." if is_own else ""


def barrier_to_approve(*, is_as_read: bool) -> str:
    """Why what somebody read cannot be approved: its words or figures are others by now."""
    if is_as_read:
        return ""
    return "The report has changed since you read it, so nothing is approved. Read it as it is now, and decide again."


def barrier_to_publish(status: str) -> str:
    """Why the report cannot be published yet, or any more."""
    match status:
        case Status.PUBLISHED:
            return "This report is published already."
        case Status.SIGNED_OFF:
            return ""
        case Status.WITHDRAWN:
            return "This report is withdrawn."
    return "This report is not signed off yet."


def barrier_to_correct(status: str, reason: str) -> str:
    """Why no corrected version can be begun."""
    if status != Status.PUBLISHED:
        return "Only what is published is corrected."
    return "" if reason.strip() else "Say why the report is corrected: readers see it beside the new version."


def barrier_to_withdraw(status: str, reason: str) -> str:
    """Why a report cannot be withdrawn."""
    if status == Status.WITHDRAWN:
        return "This report is withdrawn already."
    return "" if reason.strip() else "Say why the report is withdrawn: readers see it in its place."


def barrier_to_record(on: datetime.date, *, today: datetime.date, outcome: str, minute: str) -> str:
    """Why what a meeting said cannot be written down."""
    if on > today:
        return f"it meets on {on.day} {on:%B %Y}. Write down what it said after that."
    return "say what it noted, asked or decided, beside the reference of its minute." if minute and not outcome else ""


def barriers_to_publish(
    *, ends_on: datetime.date | None, today: datetime.date, missing: Iterable[str], found: Iterable[str]
) -> list[str]:
    """Everything that must be put right before a report can be signed off and published.

    `found` is what the linter says must be put right; what it only asks goes with the report to those who sign it off.
    A kind that does not wait for the end of its period gives no `ends_on`.
    """
    early = []
    if ends_on and ends_on >= today:
        early.append(f"The period ends on {ends_on.day} {ends_on:%B %Y}. Publish the report after that.")
    return [*early, *missing, *found]
