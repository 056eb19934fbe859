"""An indicator said in sentences: for screen readers, reports and the page of what changed. Plain Python.

The sentences are made of the words that the row shows, so that both always say the same.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from kpis.periods import month_words
from kpis.rag import RAG_WORDS, UNJUDGED, MeasuredIn, Polarity, Rag, difference_words, displayed, figure_words
from kpis.spc import Side, Verdict, verdict

# What a row writes where it has nothing: a sentence leaves it out.
UNSAID = frozenset({"", "no data", "not applicable", "not given"})
SHORT_TREND = 6


@dataclass(frozen=True)
class Facts:
    """What is known of an indicator for a unit and a month, in the words of its row. Whatever is empty is left out."""

    title: str = ""
    unit_name: str = ""
    month: datetime.date | None = None
    basis_words: str = ""
    value_words: str = ""
    numerator_words: str = ""
    denominator_words: str = ""
    rag_words: str = ""
    distance_words: str = ""
    direction_words: str = ""  # since the period before
    last_year_words: str = ""  # since the same period last year
    outturn_words: str = ""  # since last year's outturn
    spc_words: str = ""
    assurance_words: str = ""
    comparator_words: str = ""
    note: str = ""


def sentence(facts: Facts) -> str:
    """All that the row says, one sentence after another; a missing figure is said, and what would rest on it is not."""
    facts = _without_blanks(facts)
    month = month_words(facts.month) if facts.month else ""
    if facts.value_words:
        said = [
            _after(_listed(facts.title, facts.unit_name, month, _continued(facts.basis_words)), _figure(facts)),
            _after(facts.rag_words, facts.distance_words),
            facts.direction_words,
            facts.last_year_words,
            facts.outturn_words,
            facts.spc_words,
        ]
    else:
        missing = f"There is no figure for {month}" if month else "There is no figure"
        is_applicable = facts.rag_words != RAG_WORDS[Rag.NOT_APPLICABLE]
        said = [
            _listed(facts.title, facts.unit_name),
            missing if is_applicable else f"{missing}: not applicable",
            facts.spc_words and f"Months before: {_continued(facts.spc_words)}",
        ]
    said += [
        facts.assurance_words and f"Against target: {facts.assurance_words}",
        facts.comparator_words,
        facts.note and f"The owner’s note: “{facts.note}”",
    ]
    # A title stands as it was written, even if it begins with a small letter.
    return " ".join(_ended(words) for words in (said[0], *map(_begun, said[1:])) if words)


def _without_blanks(facts: Facts) -> Facts:
    texts = {field.name: (getattr(facts, field.name) or "").strip() for field in fields(facts) if field.name != "month"}
    # Not applicable is a rating, and whatever an owner writes is a note.
    kept = ("rag_words", "note")
    blanks = {name: "" for name, text in texts.items() if text.lower() in UNSAID and name not in kept}
    return Facts(**{**texts, **blanks}, month=facts.month)


def _figure(facts: Facts) -> str:
    """77.8% (615 of 790)."""
    if facts.numerator_words and facts.denominator_words:
        return f"{facts.value_words} ({facts.numerator_words} of {facts.denominator_words})"
    return facts.value_words


def _listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _after(start: str, rest: str) -> str:
    return ": ".join(filter(None, (start, rest)))


def _continued(words: str) -> str:
    """The words within a sentence: Year to date becomes year to date, CIN stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ended(words: str) -> str:
    return words if words.rstrip("”").endswith((".", "!", "?")) else f"{words}."


class Trend(StrEnum):
    """The one word for a series."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    MIXED = "mixed"
    CANNOT_SAY = "cannot say"


def trend_word(values: Sequence[Decimal | None], polarity: Polarity, *, judged: Verdict | None = None) -> Trend:
    """One word for where a series is going, one value per month, oldest first; `judged` if that is known already.

    With points enough for a control chart, its last point says it: a special cause upwards is rising, downwards
    falling, and common cause is level, however the last months went up and down. With fewer, the last six months say
    it: rising if none is lower than the one before and one is higher, falling the other way round, level if all are
    the same, mixed if some rise and some fall. One figure has no trend.
    """
    judged = judged or verdict(values, polarity=polarity)
    if not judged.too_few:
        if judged.signal is None:
            return Trend.LEVEL
        return Trend.RISING if judged.signal.side in (Side.ABOVE, Side.INCREASING) else Trend.FALLING
    known = [value for value in values[-SHORT_TREND:] if value is not None]
    steps = {(after > before) - (after < before) for before, after in pairwise(known)}
    if not steps:
        return Trend.CANNOT_SAY
    if {1, -1} <= steps:
        return Trend.MIXED
    return Trend.RISING if 1 in steps else Trend.FALLING if -1 in steps else Trend.LEVEL


def moved_words(now: Decimal | None, before: Decimal | None, *, measured_in: MeasuredIn, places: int) -> str:
    """Rose by 2.3 points, fell by 1 day, or did not change, as displayed; empty if there is nothing to compare."""
    if now is None or before is None:
        return ""
    change = displayed(now, places) - displayed(before, places)
    if not change:
        return "did not change"
    return f"{'rose' if change > 0 else 'fell'} by {difference_words(f'{abs(change):,}', measured_in)}"


def turned_words(now: Rag, before: Rag) -> str:
    """How the rating changed: turned red, now meets its target, has no figure; empty if it is the same."""
    if now == before:
        return ""
    if now == Rag.NO_DATA:
        return "has no figure"
    if now == Rag.NOT_APPLICABLE:
        return "is no longer applicable"
    if now == Rag.NO_TARGET:
        return "now has a figure" if before in UNJUDGED else "no longer has a target"
    if before in UNJUDGED:
        return f"now has a {'target' if before == Rag.NO_TARGET else 'figure'} and is {RAG_WORDS[now].lower()}"
    if now in (Rag.MET, Rag.MISSED):
        return f"now {'meets' if now == Rag.MET else 'misses'} its target"
    return f"turned {RAG_WORDS[now].lower()}"


@dataclass(frozen=True)
class Change:
    """One indicator in two months, the second of them now."""

    title: str
    before: Decimal | None
    now: Decimal | None
    rag_before: Rag
    rag_now: Rag
    measured_in: MeasuredIn
    places: int


def change_sentence(change: Change) -> str:
    """X turned red: it fell by 6.2 points, from 84.0% to 77.8%. Empty if neither figure nor rating changed."""

    def words(value: Decimal | None) -> str:
        return figure_words(value, measured_in=change.measured_in, places=change.places)

    turned = turned_words(change.rag_now, change.rag_before)
    moved = moved_words(change.now, change.before, measured_in=change.measured_in, places=change.places)
    if moved == "did not change":
        moved = "" if not turned else f"at {words(change.now)}, as before"
    elif moved:
        moved = f"{'it ' if turned else ''}{moved}, from {words(change.before)} to {words(change.now)}"
    if turned and moved:
        return f"{change.title} {turned}: {moved}."
    return f"{change.title} {turned or moved}." if turned or moved else ""
