"""First drafts of factual sentences from what the indicators did since the month before. [pure]

The figure of the month is a token, so that it stays live; what it is compared with is over and stands as a number. Only
what readers can see in the table is said: of a figure that is missing, hidden or counted otherwise before, nothing is.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping

from kpis.changes import Change, State, change_of
from kpis.periods import trend_basis
from kpis.rag import RAG_WORDS, UNJUDGED, Direction, Polarity, Rag
from kpis.spc import SIGNAL_WORDS, VARIATION_WORDS, Signal, Verdict
from kpis.summaries import Before, HighlightRow
from reports.blueprints import Suggestion
from reports.content import SUPPRESSED, IndicatorRow
from reports.linting.vocabulary import MEANINGS
from reports.tokens import name_of, token

SHORT_FORM = re.compile(rf"(?<![\w(])({'|'.join(sorted(MEANINGS, key=len, reverse=True))})(?![\w)])( [A-Za-z]+)?")
TURNED_RED, TURNED_GREEN, TURNED_AMBER = "Turned red or missed", "Turned green or met", "Turned amber"
BEYOND_CHANCE = "More than chance explains"
WORSE, IMPROVED, MOVED = "Got worse", "Improved", "Rose or fell"
GROUPS = (TURNED_RED, TURNED_GREEN, TURNED_AMBER, BEYOND_CHANCE, WORSE, IMPROVED, MOVED)
MOVES = (Direction.IMPROVED, Direction.WORSE, Direction.RISEN, Direction.FALLEN)
TURNED = {Rag.MET: "now meets its target", Rag.MISSED: "now misses its target"}
TURNED_GROUP = {Rag.RED: TURNED_RED, Rag.MISSED: TURNED_RED, Rag.GREEN: TURNED_GREEN, Rag.MET: TURNED_GREEN}
STEADY = {Rag.MET: "still meets its target", Rag.MISSED: "still misses its target"}


def proposed(rows: Iterable[tuple[HighlightRow, IndicatorRow]], before: Mapping[int, Before]) -> list[Suggestion]:
    """A sentence for each indicator that moved and may be told of, in the order in which leaders look at them.

    Each row comes as it is held and as it is shown; `before` is how it stood the month before.
    """
    found = [
        _suggestion(row, before[row.indicator_id])
        for row, shown in rows
        if row.indicator_id in before and _may_be_told(row, shown)
    ]
    return sorted(found, key=lambda each: GROUPS.index(each.group))


def _may_be_told(row: HighlightRow, shown: IndicatorRow) -> bool:
    """Did it move, and do readers see both what it was and what it is? The shown row is silent where they do not."""
    return row.direction in MOVES and shown.current != SUPPRESSED and bool(shown.direction)


def _suggestion(row: HighlightRow, earlier: Before) -> Suggestion:
    change = _change(row, earlier)
    text = sentence(row, earlier)
    if change in (Change.NEWLY_RED, Change.NEWLY_GREEN, Change.CROSSED):
        group = TURNED_GROUP.get(row.rag, TURNED_AMBER)
    elif _is_beyond_chance(row.spc) and not _is_against(row):
        group = BEYOND_CHANCE
    else:
        group = {Direction.WORSE: WORSE, Direction.IMPROVED: IMPROVED}.get(row.direction, MOVED)
    return Suggestion(hashlib.sha256(text.encode()).hexdigest()[:16], group, text)


def _change(row: HighlightRow, earlier: Before) -> Change | None:
    return change_of(State(row.current, earlier.rag), State(row.current, row.rag))


def sentence(row: HighlightRow, earlier: Before) -> str:
    """Visits in time (3.3) got worse: it fell from 84.0% in July 2023 to {{ … }} and turned red; the change …"""
    way = "rose" if _has_risen(row) else "fell"
    move = f"{way} from {earlier.words} in {earlier.month} to {token(f'indicator {name_of(row.ref)} value')}"
    judged = {Direction.IMPROVED: "improved: it ", Direction.WORSE: "got worse: it "}.get(row.direction, "")
    return f"{title_words(row.title)} ({row.ref}) {judged}{move}{_rating(row, earlier)}{_chance(row)}."


def title_words(title: str) -> str:
    """The title as the beginning of a sentence, with its short forms said in full and no sign for per cent."""
    title = " ".join(title.split()).rstrip(".")
    title = SHORT_FORM.sub(_in_full, title)
    if title.startswith("%"):
        title = f"Percentage of {title[1:].lstrip().removeprefix('of ')}"
    return title[:1].upper() + title[1:]


def _in_full(found: re.Match[str]) -> str:
    """Children in need (CIN); what the title says already is not said again."""
    short, following = found[1], found[2] or ""
    meaning = MEANINGS[short]
    if meaning.lower() in found.string[: found.start()].lower():
        return found[0]
    is_repeated = following.strip().lower() == meaning.split()[0]
    return f"{meaning} ({short}){'' if is_repeated else following}"


def _has_risen(row: HighlightRow) -> bool:
    """Direction is in the light of polarity: what is better where lower is better has fallen."""
    if row.direction in (Direction.RISEN, Direction.FALLEN):
        return row.direction == Direction.RISEN
    return (row.direction == Direction.IMPROVED) == (row.polarity == Polarity.HIGHER)


def _rating(row: HighlightRow, earlier: Before) -> str:
    """And turned red; or and is still red."""
    if row.rag in UNJUDGED:
        return ""
    if _change(row, earlier) is None:
        # Of what was not judged before, "still" would be wrong.
        if earlier.rag in UNJUDGED:
            return f" and is {RAG_WORDS[row.rag].lower()}" if row.rag not in TURNED else f" and {TURNED[row.rag]}"
        return f" and {STEADY.get(row.rag) or f'is still {RAG_WORDS[row.rag].lower()}'}"
    return f" and {TURNED.get(row.rag) or f'turned {RAG_WORDS[row.rag].lower()}'}"


def _is_beyond_chance(spc: Verdict) -> bool:
    return spc.is_special and spc.signal is not None


def _is_against(row: HighlightRow) -> bool:
    """Does the longer line say the other way than the last month? Then one sentence would only confuse."""
    return (row.spc.way > 0) != _has_risen(row)


def _chance(row: HighlightRow) -> str:
    """What chance has to do with it, by the rule that says so."""
    spc = row.spc
    if not _is_beyond_chance(spc) or _is_against(row):
        return ""
    if trend_basis(row.basis) != row.basis:
        return f"; its single months are {_variation(spc)}: {SIGNAL_WORDS[spc.signal, spc.way]}"
    if spc.signal in (Signal.OUTSIDE, Signal.TREND):
        what = "the change is larger" if spc.signal == Signal.OUTSIDE else "the trend is longer"
        return f"; {what} than chance explains"
    return f"; over the last months it is {_variation(spc)}: {SIGNAL_WORDS[spc.signal, spc.way]}"


def _variation(spc: Verdict) -> str:
    """Worse than chance explains."""
    words = VARIATION_WORDS[spc.variation]
    return words[0].lower() + words[1:]
