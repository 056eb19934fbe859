"""Two reports of one kind side by side: every figure of both, and how it changed. [pure]

Changes are worked out from the figures as they were published: what either report hides is in no change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reports.content import SUPPRESSED, Document, Facts, IndicatorRow, IndicatorTable, KeyMessages, Statements

# No figure of a council is longer; what is, is text.
NUMBER = re.compile(r"(-?[0-9][0-9,]{0,14}(?:\.[0-9]{1,6})?)(%?)")
ABSENT = "not in this report"


@dataclass(frozen=True)
class Side:
    """A figure as one of the reports has it."""

    number: str
    sample: str = ""
    period: str = ""


@dataclass(frozen=True)
class FigureRow:
    """A figure before and now."""

    section: str
    label: str
    before: Side
    now: Side
    change: str


@dataclass(frozen=True)
class IndicatorPair:
    """An indicator before and now, with its ratings in words."""

    ref: str
    title: str
    before: Side
    now: Side
    change: str
    rag_before: str
    rag_now: str
    rag_words: str


@dataclass(frozen=True)
class Comparison:
    messages: tuple[tuple[str, ...], tuple[str, ...]]
    figures: list[FigureRow]
    indicators: list[IndicatorPair]


@dataclass(frozen=True)
class Read:
    """A number as it was printed."""

    value: Decimal
    is_percentage: bool

    @property
    def places(self) -> int:
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def compare(before: Document, now: Document) -> Comparison:
    """The earlier report first; figures in the order of the later one, then what only the earlier one has."""
    return Comparison(
        (_messages(before), _messages(now)), list(_figures(before, now)), list(_indicators(before, now))
    )  # fmt: skip


def change_words(before: str, now: str) -> str:
    """From 77.8% to 79.0%: Up 1.2 points. From 24 to 27: Up 3 (12.5%, relative). Else why no change is given."""
    if ABSENT in (before, now):
        return "Only in one of them"
    if SUPPRESSED in (before, now):
        return "No change is given: a number is not published"
    old, new = read(before), read(now)
    if old is None or new is None:
        return "No change is given: a number is missing"
    if old.is_percentage != new.is_percentage:
        return "No change is given: they are measured differently"
    difference = new.value - old.value
    if not difference:
        return "No change"
    way, size = ("Up" if difference > 0 else "Down"), abs(difference)
    places = max(old.places, new.places)
    if old.is_percentage:
        points = f"{_rounded(size, places):,}"
        return f"{way} {points} {'point' if points == '1' else 'points'}"
    moved = f"{way} {_rounded(size, places):,}"
    if not old.value:
        return f"{moved} (from 0, so not in per cent)"
    return f"{moved} ({_rounded(100 * size / abs(old.value), 1)}%, relative)"


def read(text: str) -> Read | None:
    """The number that was printed; None where there is none."""
    found = NUMBER.fullmatch(text.strip())
    return Read(Decimal(found[1].replace(",", "")), bool(found[2])) if found else None


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _messages(document: Document) -> tuple[str, ...]:
    blocks = (block for section in document.sections for block in section.blocks)
    return tuple(message for block in blocks if isinstance(block, KeyMessages) for message in block.messages)


Key = tuple[str, str]


def _told(document: Document) -> dict[Key, Side]:
    """Every figure with a label, by its section and what it is called. Months in titles differ, so they are cut."""
    found: dict[Key, Side] = {}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Facts):
                for fact in block.facts:
                    key = (section.title, f"{_stem(block.caption)}: {fact.label}")
                    found.setdefault(key, Side(fact.number, fact.sample, fact.period))
            elif isinstance(block, Statements):
                for each in block.statements:
                    key = (section.title, f"{_stem(block.caption)}: {each.sentence}")
                    found.setdefault(key, Side(each.number, each.sample, each.period))
    return found


def _stem(caption: str) -> str:
    return caption.split(",")[0]


def _figures(before: Document, now: Document) -> Iterator[FigureRow]:
    old, new = _told(before), _told(now)
    for section, label in dict.fromkeys([*new, *old]):
        sides = [told.get((section, label), Side(ABSENT)) for told in (old, new)]
        yield FigureRow(section, label, *sides, change_words(sides[0].number, sides[1].number))


def _indicators(before: Document, now: Document) -> Iterator[IndicatorPair]:
    old, new = _rows(before), _rows(now)
    for ref in dict.fromkeys([*new, *old]):
        was, is_ = old.get(ref), new.get(ref)
        shown = is_ or was
        assert shown is not None
        change = change_words(was.current if was else ABSENT, is_.current if is_ else ABSENT)
        if was and is_ and was.basis != is_.basis:
            change = "No change is given: they are measured differently"
        yield IndicatorPair(
            ref, shown.title, _side(was), _side(is_), change, was.rag if was else "", is_.rag if is_ else "",
            _rag_words(was, is_),
        )  # fmt: skip


def _rows(document: Document) -> dict[str, IndicatorRow]:
    blocks = (block for section in document.sections for block in section.blocks)
    return {row.ref: row for block in blocks if isinstance(block, IndicatorTable) for row in block.rows}


def _side(row: IndicatorRow | None) -> Side:
    if row is None:
        return Side(ABSENT)
    return Side(row.current, f"{row.numerator} of {row.denominator}" if row.has_parts else "", row.basis)


def _rag_words(was: IndicatorRow | None, is_: IndicatorRow | None) -> str:
    """Amber, now green."""
    if was is None or is_ is None:
        return was.rag_words if was else is_.rag_words if is_ else ""
    if SUPPRESSED in (was.rag_words, is_.rag_words):
        return f"{was.rag_words}, now {is_.rag_words}"
    if was.rag_words == is_.rag_words:
        return f"{is_.rag_words}, as before"
    return f"{was.rag_words}, now {is_.rag_words.lower()}"
