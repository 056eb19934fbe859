"""The blocks that somebody adds to a section: words of one kind, or figures of the records of one kind. [pure]"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.blueprints import Records, Slot, Words
from reports.content import Block, Heading, KeyMessages, Nothing, StrengthsFocus
from reports.parts.sectioning import typed

OWN, OWN_BLOCK, PICTURE = "own-", "block-", "picture-"
OWN_HINT = "What the block is called is for those who write: readers of the public edition do not see it."
# How its words are typed, as a place of that kind, and what it is called.
OWN_KINDS = {
    "heading": ("line", "Heading"),
    "text": ("text", "Text"),
    "key_messages": ("key_messages", "Key messages"),
    "strengths_focus": ("strengths_focus", "Practice strengths and areas for focus"),
}
THEME = "theme:"  # before the name of a theme; else it is the reference of one indicator, or nothing for all


class About(StrEnum):
    """Of which indicators it is."""

    NONE = "none"
    ANY = "any"  # all of them, those of a theme, or one
    ONE = "one"


@dataclass(frozen=True)
class RecordKind:
    """Figures that the portal puts together. `chosen`: the author ticks what it shows, and words it."""

    title: str
    about: About = About.NONE
    chosen: str = ""  # the hint above what may be ticked


STATEMENTS, CYCLES = "statements", "grade_cycles"
RECORD_KINDS = {
    STATEMENTS: RecordKind("Figures with their sentences", chosen="Choose the figures, and word what each says."),
    "indicator_table": RecordKind("Table of indicators", About.ANY),
    "indicator_chart": RecordKind("Chart of an indicator, month by month", About.ONE),
    "indicator_months": RecordKind("Appendix table of indicators, month by month", About.ANY),
    "targets_grid": RecordKind("Targets by quarter"),
    "audit_numbers": RecordKind("How many audits"),
    "grade_distribution": RecordKind("Grades, overall and by domain"),
    CYCLES: RecordKind("Chart of grades, cycle by cycle"),
    "moderation": RecordKind("Moderation: how many grades changed"),
    "agreement": RecordKind("Moderation: from which grade to which"),
    "action_counts": RecordKind("How many actions"),
    "actions": RecordKind("Actions that you choose", chosen="Choose those that readers should see."),
    "recommendations": RecordKind("Recommendations, from the activity register"),
    "feedback": RecordKind(
        "Quotations from the activity register", chosen="Choose them; take out what could lead to a child."
    ),
}  # fmt: skip


@dataclass(frozen=True)
class BlockEntry:
    """One block of a section. One of somebody's own has a kind, and a name for those who write.

    `of`: the indicators that it is of, where its kind asks.
    """

    key: str
    is_in: bool = True
    kind: str = ""
    title: str = ""
    of: str = ""

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN_BLOCK)

    @property
    def is_picture(self) -> bool:
        return self.key.startswith(PICTURE)

    @property
    def is_of_records(self) -> bool:
        return self.kind in RECORD_KINDS

    @property
    def has_place(self) -> bool:
        """Is there something to type or to choose?"""
        return self.kind in OWN_KINDS or bool(self.is_of_records and RECORD_KINDS[self.kind].chosen)

    def slot(self, section: str) -> Slot:
        if self.is_of_records:
            return Slot(self.key, "choices", self.title, RECORD_KINDS[self.kind].chosen, section=section)
        return Slot(self.key, OWN_KINDS[self.kind][0], self.title, OWN_HINT, section=section)


def kind_words(block: BlockEntry) -> str:
    """What kind of block it is, for those who write."""
    return RECORD_KINDS[block.kind].title if block.is_of_records else OWN_KINDS[block.kind][1]


def problem_of(block: BlockEntry, addable: Sequence[str]) -> str:
    """Why there can be no such block, as a sentence; empty when there can. `addable`: of the records."""
    if block.kind not in OWN_KINDS and block.kind not in addable:
        return "Choose the kind of block from the list."
    if (
        block.is_of_records
        and RECORD_KINDS[block.kind].about == About.ONE
        and (not block.of or block.of.startswith(THEME))
    ):
        return "Choose the indicator that the chart shows."
    return "" if block.title.strip() else "Give the block a name."


def made(block: BlockEntry, words: Words, records: Records | None) -> list[Block] | Nothing:
    """What a block of somebody's own says; no block while nothing is typed or chosen."""
    held = words.get(block.key, {})
    if block.is_of_records:
        found = records.blocks(block.kind, block.of, held) if records else []
        return found if isinstance(found, Nothing) else list(found)
    match block.kind:
        case "heading":
            return [Heading(held["prose"])] if held.get("prose", "").strip() else []
        case "key_messages":
            return [KeyMessages(tuple(held["messages"]))] if held.get("messages") else []
        case "strengths_focus":
            strengths, focus = (tuple(held.get(side, ())) for side in ("strengths", "focus"))
            return [StrengthsFocus(strengths, focus)] if strengths or focus else []
    return list(typed(words, block.key))
