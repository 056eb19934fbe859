"""The words of the honest cell, and the sentence that says the same to a screen reader or in a report. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpis.spc import ASSURANCE_WORDS, Assurance, Signal, Verdict


def trend_word(found: Verdict) -> str:
    """One word for how the series moves: only what is beyond chance is called a movement.

    A trend, or a shift or a signal to one side, is rising or falling; all else is steady, or too short to say.
    """
    if found.limits is None or found.is_trial:
        return "Too short to say"
    if found.signal is None:
        return "Steady"
    if found.signal == Signal.TREND:
        return "Rising" if found.way > 0 else "Falling"
    return "Raised" if found.way > 0 else "Lowered"


def assurance_words(answers: Sequence[tuple[str, Assurance]]) -> str:
    """Minimum: meets it reliably; upper: hit and miss."""
    told = [f"{name}: {ASSURANCE_WORDS[answer]}" for name, answer in answers if answer != Assurance.NONE]
    return "; ".join(told).capitalize()


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
    spc: str = ""
    assurance: str = ""
    comparison: str = ""
    difference: str = ""
    note: str = ""


def sentence(facts: Facts) -> str:
    """The row as prose: In August 2023 … was 77.8% (615 of 790, snapshot): red, 7.2 points below minimum. …"""
    if not facts.value:
        return f"{facts.title}, {facts.unit}: there is no figure for {facts.month}."
    inside = ", ".join(part for part in (facts.parts, facts.basis.lower()) if part)
    judged = ", ".join(part for part in (facts.rag.lower(), facts.distance) if part)
    first = f"{facts.title}, {facts.unit}, {facts.month}: {facts.value} ({inside})"
    rest = [facts.direction, facts.year, facts.spc, facts.assurance, facts.comparison, facts.difference, facts.note]
    return " ".join(_ended(part) for part in [f"{first}, {judged}" if judged else first, *rest] if part)


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
