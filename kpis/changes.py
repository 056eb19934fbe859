"""What changed in a figure since the month before. Plain Python.

Only what people see counts: figures are compared as displayed, and states by their words. What was counted otherwise
before is not compared at all.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kpis.rag import RAG_WORDS, UNJUDGED, MeasuredIn, Rag, difference_words, displayed


class Change(StrEnum):
    """In the order in which people want to hear of it."""

    NEWLY_RED = "newly_red"
    NEWLY_GREEN = "newly_green"
    CROSSED = "crossed"
    WENT_MISSING = "went_missing"
    ARRIVED = "arrived"
    RECOUNTED = "recounted"


CHANGE_WORDS = {
    Change.NEWLY_RED: "Newly red, or newly missed",
    Change.NEWLY_GREEN: "Newly green, or newly met",
    Change.CROSSED: "Crossed a target",
    Change.WENT_MISSING: "Went missing",
    Change.ARRIVED: "New figures",
    Change.RECOUNTED: "Counted otherwise from this month on",
}

BAD, GOOD = (Rag.RED, Rag.MISSED), (Rag.GREEN, Rag.MET)


@dataclass(frozen=True)
class State:
    """How an indicator stood in a month: its figure as displayed, and how that was judged."""

    value: Decimal | None
    rag: Rag


def change_of(before: State, now: State, *, is_recounted: bool = False) -> Change | None:
    """What happened between two months; None if nothing that changes how the figure stands.

    Red is only new if the figure was judged before, and not red. A figure whose target was agreed or ended in between
    has crossed nothing.
    """
    if now.value is None:
        is_gap = before.value is not None and now.rag == Rag.NO_DATA
        return Change.WENT_MISSING if is_gap else None
    if is_recounted:
        return Change.RECOUNTED
    if before.value is None:
        return Change.ARRIVED
    if before.rag in UNJUDGED or now.rag in UNJUDGED:
        return None
    if now.rag in BAD and before.rag not in BAD:
        return Change.NEWLY_RED
    if now.rag in GOOD and before.rag not in GOOD:
        return Change.NEWLY_GREEN
    # Met and green, missed and red say the same by different rules.
    is_same = any(before.rag in alike and now.rag in alike for alike in (BAD, GOOD)) or before.rag == now.rag
    return None if is_same else Change.CROSSED


def crossing_words(before: State, now: State) -> str:
    """Amber to Red."""
    return f"{RAG_WORDS[before.rag]} to {RAG_WORDS[now.rag]}"


@dataclass(frozen=True)
class Move:
    """By how much a figure moved: now less before, and the same as a percentage of before; None from nought."""

    points: Decimal
    relative: Decimal | None

    @property
    def size(self) -> tuple[bool, Decimal]:
        """What moves are ranked by. From nought there is no relative size: it is ranked before all others."""
        return (self.relative is None, abs(self.points) if self.relative is None else abs(self.relative))


def move_of(before: State, now: State, *, is_recounted: bool = False) -> Move | None:
    """How far a figure moved; None if it did not, or cannot be compared."""
    if before.value is None or now.value is None or is_recounted:
        return None
    points = now.value - before.value
    if not points:
        return None
    return Move(points, displayed(points * 100 / abs(before.value), 1) if before.value else None)


def move_words(move: Move, *, measured_in: MeasuredIn) -> str:
    """Down 6.2 points (7.4% in relative terms)."""
    way = "Up" if move.points > 0 else "Down"
    points = f"{way} {difference_words(f'{abs(move.points):,f}', measured_in)}"
    return points if move.relative is None else f"{points} ({abs(move.relative)}% in relative terms)"
