"""The words of the honest cell, and the sentence that says the same to a screen reader or in a report. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpis.rag import RAG_WORDS, Rag
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
    outturn: str = ""
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
        rest = [facts.direction, facts.year, facts.outturn, facts.spc, facts.assurance, facts.comparison]
        said = [f"{first}, {judged}" if judged else first, *rest, facts.difference, facts.note]
    # The title stands as it was written, even if it begins with a small letter.
    return " ".join([_ended(said[0]), *(_ended(f"{part[0].upper()}{part[1:]}") for part in said[1:] if part)])


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
