"""When a figure needs its owner's note, and what stands in the way of asking. Plain Python."""

import datetime
from enum import StrEnum

from kit.working_days import is_working_day
from kpis.periods import month_words
from kpis.rag import Rag

MOST_WORDS = 300  # that a reason has room for


class Reason(StrEnum):
    """Why a note is asked for."""

    RED = "red"
    SPECIAL_CAUSE = "special_cause"
    ASKED = "asked"


REASON_WORDS = {
    Reason.RED: "The figure is red, or misses its target",
    Reason.SPECIAL_CAUSE: "The change is beyond chance",
    Reason.ASKED: "Somebody wants to know",
}


def needs_note(rag: Rag, *, is_special_cause: bool) -> Reason | None:
    """A figure that is red, or misses its target, needs a note; so does a change beyond chance, for better or worse."""
    if rag in (Rag.RED, Rag.MISSED):
        return Reason.RED
    return Reason.SPECIAL_CAUSE if is_special_cause else None


def figure_name(ref: str, period: datetime.date) -> str:
    """Indicator 3.3, August 2023."""
    return f"Indicator {ref}, {month_words(period)}"


def day_words(day: datetime.date) -> str:
    """12 October 2023."""
    return f"{day.day} {day:%B %Y}"


def barrier_to_ask(
    *,
    figure: str,
    period: datetime.date,
    asked_of: str,
    is_active: bool,
    already_asked_of: str,
    due_on: datetime.date,
    today: datetime.date,
) -> str:
    """Why nobody can be asked about this figure now, or an empty string. Names are empty where there is nobody."""
    if already_asked_of:
        return f"{figure}: a note is asked of {already_asked_of} already."
    if period > today:
        return f"{figure}: that month has not begun, so nobody can say anything about it."
    if not asked_of:
        return f"{figure}: nobody is named who answers for it. Choose whom to ask."
    if not is_active:
        return f"The account of {asked_of} is stopped: choose somebody else."
    return barrier_to_due(due_on, today)


def barrier_to_due(due_on: datetime.date, today: datetime.date) -> str:
    """Why the date will not do, or an empty string."""
    return "The due date must be today or later." if due_on < today else ""


def due_after(today: datetime.date, working_days: int) -> datetime.date:
    """So many working days from today."""
    day, left = today, working_days
    while left > 0:
        day += datetime.timedelta(days=1)
        left -= is_working_day(day)
    return day


def barrier_to_withdraw(*, is_answered: bool, is_withdrawn: bool, because: str) -> str:
    """Why the request cannot be withdrawn, or an empty string. What is said stays."""
    if is_withdrawn:
        return "This request is withdrawn already."
    if is_answered:
        return "This note is written already: it stays."
    return "" if because.strip() else "Say why the note is not needed any more."


def needless_words(*, stands: str, is_undone: bool, because: str) -> str:
    """Why the portal asks for a note no more, in the room there is; `stands` is empty where no figure is left."""
    if is_undone:
        words = f"The load is undone: {because}"
        return words[:MOST_WORDS]
    now = f"After the latest load it is {stands}" if stands else "After the latest load there is no figure"
    return f"{now}: {because}"[:MOST_WORDS] if because else f"{now}."


def barrier_to_answer(*, what_changed: str, why: str, what_next: str) -> str:
    """What the answer still lacks, or an empty string."""
    missing = [
        words for words, said in (("what changed", what_changed), ("why", why), ("what comes next", what_next))
        if not said.strip()
    ]  # fmt: skip
    return f"Say {' and '.join(missing)}." if missing else ""


def barrier_to_hand_over(*, is_answered: bool, is_same: bool, is_active: bool) -> str:
    """Why the request cannot go to somebody else, or an empty string."""
    if is_answered:
        return "This note is written already."
    if is_same:
        return "The request is with this person already: choose somebody else."
    return "" if is_active else "The account of this person is stopped: choose somebody else."


def due_words(due_on: datetime.date, today: datetime.date) -> str:
    """Due 12 October 2023, in 3 days; or: due 12 October 2023, 3 days overdue."""
    days = (due_on - today).days
    if days == 0:
        return f"due today, {day_words(due_on)}"
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"due {day_words(due_on)}, {f'in {count}' if days > 0 else f'{count} overdue'}"
