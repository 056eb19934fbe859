"""Where an action stands, and what stands in the way of its next step."""

import datetime
from enum import StrEnum


class State(StrEnum):
    """Delivered and closed are two facts: the council's papers marked work complete that was still being developed."""

    OPEN = "open"
    OVERDUE = "overdue"
    DELIVERED = "delivered"
    CLOSED = "closed"


STATE_WORDS = {
    State.OPEN: "Open",
    State.OVERDUE: "Overdue",
    State.DELIVERED: "Delivered",
    State.CLOSED: "Closed",
}


def state_of(*, due_on: datetime.date, is_delivered: bool, is_closed: bool, today: datetime.date) -> State:
    """The state on `today`; an action is still in time on the day it is due, and late delivery is delivery."""
    if is_closed:
        return State.CLOSED
    if is_delivered:
        return State.DELIVERED
    return State.OVERDUE if due_on < today else State.OPEN


def barrier_to_raise(*, text: str, due_on: datetime.date, today: datetime.date, owner_is_active: bool) -> str:
    """Why the action cannot be raised, or an empty string."""
    if not text.strip():
        return "Say what will be done."
    if due_on < today:
        return "The due date must be today or later."
    if not owner_is_active:
        return "The owner's account is stopped: choose somebody else."
    return ""


def barrier_to_deliver(state: State) -> str:
    """Why nobody can say now that the action is done, or an empty string."""
    if state == State.CLOSED:
        return "This action is closed."
    if state == State.DELIVERED:
        return "This action has been delivered and waits to be closed."
    return ""


def barrier_in_evidence(*, evidence: str, evidenced_on: datetime.date, today: datetime.date) -> str:
    """Why this evidence will not do, or an empty string."""
    if not evidence.strip():
        return "Say what shows that the action is done."
    if evidenced_on > today:
        return "The date of the evidence must be today or earlier."
    return ""


def barrier_to_close(state: State, *, by_who_delivered: bool) -> str:
    """Why this person cannot close the action now, or an empty string."""
    if state == State.CLOSED:
        return "This action is closed."
    if state != State.DELIVERED:
        return "Somebody must first show, with dated evidence, that this action is done."
    if by_who_delivered:
        return "You said that this action is done, so somebody else must close it."
    return ""


def barrier_to_reopen(state: State) -> str:
    """Why the action cannot be reopened now, or an empty string."""
    return "This action is open." if state in (State.OPEN, State.OVERDUE) else ""


def days_words(due_on: datetime.date, today: datetime.date) -> str:
    """How far the due date is, in words."""
    days = (due_on - today).days
    if days == 0:
        return "due today"
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {count}" if days > 0 else f"{count} late"
