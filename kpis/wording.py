"""The words of the honest cell, and the sentence that says the same to a screen reader or in a report. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpis.rag import RAG_WORDS, Rag
from kpis.spc import ASSURANCE_WORDS, Assurance, Signal, Verdict


class Movement(StrEnum):
    """How a series moves: a trend rises or falls, a shift or a signal to one side has raised or lowered it."""

    RISING = "rising"
    FALLING = "falling"
    RAISED = "raised"
    LOWERED = "lowered"
    STEADY = "steady"
    UNSAID = "unsaid"


MOVEMENT_WORDS = {
    Movement.RISING: "Rising",
    Movement.FALLING: "Falling",
    Movement.RAISED: "Raised",
    Movement.LOWERED: "Lowered",
    Movement.STEADY: "Steady",
    Movement.UNSAID: "Too short to say",
}


def movement_of(found: Verdict) -> Movement:
    """Only what is beyond chance is called a movement; all else is steady, or too short to say."""
    if found.limits is None or found.is_trial:
        return Movement.UNSAID
    if found.signal is None:
        return Movement.STEADY
    if found.signal == Signal.TREND:
        return Movement.RISING if found.way > 0 else Movement.FALLING
    return Movement.RAISED if found.way > 0 else Movement.LOWERED


def answers_of(assurances: Sequence[tuple[str, Assurance]]) -> list[tuple[str, str, str]]:
    """The targets about which something can be said: Minimum, pass, meets it reliably."""
    return [
        (name.capitalize(), answer.value, ASSURANCE_WORDS[answer])
        for name, answer in assurances
        if answer != Assurance.NONE
    ]


def assurance_words(answers: Sequence[tuple[str, str, str]]) -> str:
    """Minimum: meets it reliably; upper: hit and miss."""
    return "; ".join(f"{name}: {words}" for name, _, words in answers).capitalize()


@dataclass(frozen=True)
class Facts:
    """What is known of one figure, each part in the words that the row shows; empty: not known, and left out."""

    title: str
    unit: str
    month: str
    value: str
    basis: str
    parts: str = ""
    rag: str = ""
    distance: str = ""
    direction: str = ""
    year: str = ""
    outturn: str = ""
    trend: str = ""
    spc: str = ""
    assurance: str = ""
    comparison: str = ""
    difference: str = ""
    note: str = ""


def sentence(facts: Facts) -> str:
    """The row as prose: Visits, Demo Council, August 2023: 77.8% (615 of 790, snapshot), red, 7.2 points below minimum.

    Of a missing figure it is said that it is missing, or does not apply, and nothing that would rest on it.
    """
    where = f"{facts.title}, {facts.unit}"
    if not facts.value:
        is_applicable = facts.rag != RAG_WORDS[Rag.NOT_APPLICABLE]
        missing = f"there is no figure for {facts.month}" if is_applicable else f"not applicable in {facts.month}"
        said = [f"{where}: {missing}", facts.comparison, facts.note]
    else:
        inside = ", ".join(part for part in (facts.parts, facts.basis.lower()) if part)
        judged = ", ".join(part for part in (facts.rag.lower(), facts.distance) if part)
        first = f"{where}, {facts.month}: {facts.value}{inside and f' ({inside})'}"
        rest = [facts.direction, facts.year, facts.outturn, facts.trend, facts.spc, facts.assurance]
        beside = [facts.comparison, facts.difference, facts.note]
        said = [f"{first}, {judged}" if judged else first, *rest, *beside]
    # The title stands as it was written, even if it begins with a small letter.
    return " ".join([_ended(said[0]), *(_ended(f"{part[0].upper()}{part[1:]}") for part in said[1:] if part)])


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
