"""The rules of an action's life, value by value."""

import datetime

import pytest

from improvement import progress
from improvement.progress import State

TODAY = datetime.date(2026, 5, 15)
YESTERDAY = datetime.date(2026, 5, 14)
TOMORROW = datetime.date(2026, 5, 16)


@pytest.mark.parametrize(
    ("due_on", "is_delivered", "is_closed", "expected"),
    [
        (TOMORROW, False, False, State.OPEN),
        (TODAY, False, False, State.OPEN),
        (YESTERDAY, False, False, State.OVERDUE),
        (YESTERDAY, True, False, State.DELIVERED),
        (TOMORROW, True, False, State.DELIVERED),
        (YESTERDAY, True, True, State.CLOSED),
    ],
)
def test_state(due_on, is_delivered, is_closed, expected):
    state = progress.state_of(due_on=due_on, is_delivered=is_delivered, is_closed=is_closed, today=TODAY)

    assert state == expected


@pytest.mark.parametrize(
    ("text", "due_on", "owner_is_active", "expected"),
    [
        ("Plan a visit", TODAY, True, ""),
        ("  ", TODAY, True, "Say what will be done."),
        ("Plan a visit", YESTERDAY, True, "The due date must be today or later."),
        ("Plan a visit", TOMORROW, False, "The owner's account is stopped: choose somebody else."),
    ],
)
def test_barrier_to_raise(text, due_on, owner_is_active, expected):
    barrier = progress.barrier_to_raise(text=text, due_on=due_on, today=TODAY, owner_is_active=owner_is_active)

    assert barrier == expected


@pytest.mark.parametrize(
    ("state", "to_deliver", "to_close_as_other", "to_close_as_deliverer", "to_reopen"),
    [
        (
            State.OPEN,
            "",
            "Somebody must first show, with dated evidence, that this action is done.",
            "Somebody must first show, with dated evidence, that this action is done.",
            "This action is open.",
        ),
        (
            State.OVERDUE,
            "",
            "Somebody must first show, with dated evidence, that this action is done.",
            "Somebody must first show, with dated evidence, that this action is done.",
            "This action is open.",
        ),
        (
            State.DELIVERED,
            "This action has been delivered and waits to be closed.",
            "",
            "You said that this action is done, so somebody else must close it.",
            "",
        ),
        (State.CLOSED, "This action is closed.", "This action is closed.", "This action is closed.", ""),
    ],
)
def test_barriers_by_state(state, to_deliver, to_close_as_other, to_close_as_deliverer, to_reopen):
    assert progress.barrier_to_deliver(state) == to_deliver
    assert progress.barrier_to_close(state, by_who_delivered=False) == to_close_as_other
    assert progress.barrier_to_close(state, by_who_delivered=True) == to_close_as_deliverer
    assert progress.barrier_to_reopen(state) == to_reopen


@pytest.mark.parametrize(
    ("evidence", "evidenced_on", "expected"),
    [
        ("Minutes", TODAY, ""),
        ("Minutes", YESTERDAY, ""),
        (" \n", TODAY, "Say what shows that the action is done."),
        ("Minutes", TOMORROW, "The date of the evidence must be today or earlier."),
    ],
)
def test_evidence_has_words_and_a_date_that_has_come(evidence, evidenced_on, expected):
    assert progress.barrier_in_evidence(evidence=evidence, evidenced_on=evidenced_on, today=TODAY) == expected


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (TODAY, "due today"),
        (TOMORROW, "in 1 day"),
        (YESTERDAY, "1 day late"),
        (datetime.date(2026, 6, 15), "in 31 days"),
        (datetime.date(2026, 5, 1), "14 days late"),
    ],
)
def test_days_in_words(due_on, expected):
    assert progress.days_words(due_on, TODAY) == expected
