"""How each kind of place in a blueprint is typed: its boxes, and what they are stored as. [pure]

A kind is the list of its boxes. Each box holds one part of what is stored for the place, as text, as lines, as a day or
as one of a few answers; `choices` has no box, but a list to tick.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reports import content
from reports.blueprints import Slot

PROSE_LETTERS, LINES_LETTERS, LINE_LETTERS = 5000, 8000, 200
SIDES = {"strengths": "Practice strengths", "focus": "Areas for focus"}
MARKS = " \t•*-–"
RESTRICTED = "restricted"  # what is said in the restricted edition alone, in the words of a place
RESTRICTED_HINT = "Only in the restricted edition. Still no names."
MARKDOWN = "A line that begins with - is a bullet, and **two stars** make bold."
ANSWERS = (("yes", "Yes"), ("no", "No"))


class Holds(StrEnum):
    PROSE = "prose"
    LINES = "lines"
    LINE = "line"
    DAY = "day"
    ANSWER = "answer"
    OPTIONS = "options"  # any of a few, kept as their keys with a space between


@dataclass(frozen=True)
class TypedBox:
    """One box: its name on the page, the part of the place that it holds, and what it holds."""

    name: str
    part: str
    label: str
    hint: str
    holds: Holds
    most: int = 0  # letters
    options: tuple[tuple[str, str], ...] = ()

    @property
    def is_restricted(self) -> bool:
        return self.part == RESTRICTED

    @property
    def takes_figures(self) -> bool:
        return self.holds in (Holds.PROSE, Holds.LINES)

    def shown(self, held: dict[str, Any]) -> Any:
        """What is stored, as the box shows it."""
        value = held.get(self.part)
        if self.holds == Holds.LINES:
            return "\n".join(value or [])
        if self.holds == Holds.OPTIONS:
            return (value or "").split()
        if self.holds == Holds.DAY:
            return datetime.date.fromisoformat(value) if value else None
        return value or ""

    def stored(self, typed: Any) -> Any:
        """What was typed, as it is stored."""
        if self.holds == Holds.LINES:
            return lines(typed)
        if self.holds == Holds.OPTIONS:
            return " ".join(typed)
        if self.holds == Holds.DAY:
            return typed.isoformat() if typed else ""
        return content.plain(typed)


def lines(text: str) -> list[str]:
    """The lines that say something, without bullets."""
    return [line.strip(MARKS) for line in content.plain(text).split("\n") if line.strip(MARKS)]


def boxes_of(slot: Slot) -> list[TypedBox]:
    """The boxes of a place, in the order of the page."""
    return [*_own_boxes(slot), *([_restricted(slot)] if slot.is_typed else [])]


def shape_of(slot: Slot) -> dict[str, type]:
    """What is stored for a place: each part and its type."""
    if slot.kind == "choices":
        return {"chosen": list}
    return {box.part: list if box.holds == Holds.LINES else str for box in boxes_of(slot)}


def _restricted(slot: Slot) -> TypedBox:
    name, label = f"{slot.key}-{RESTRICTED}", f"Restricted words: {slot.title}"
    return TypedBox(name, RESTRICTED, label, RESTRICTED_HINT, Holds.PROSE, PROSE_LETTERS)


def _own_boxes(slot: Slot) -> Iterator[TypedBox]:
    match slot.kind:
        case "key_messages":
            yield TypedBox(slot.key, "messages", slot.title, slot.hint, Holds.LINES, LINES_LETTERS)
        case "text":
            yield _prose(slot, slot.title, f"{slot.hint} {MARKDOWN}")
        case "line":
            yield TypedBox(slot.key, "prose", slot.title, slot.hint, Holds.LINE, LINE_LETTERS)
        case "strengths_focus":
            for side, title in SIDES.items():
                yield TypedBox(f"{slot.key}-{side}", side, title, slot.hint, Holds.LINES, LINES_LETTERS)
        case "signed":
            yield _prose(slot, slot.title, slot.hint)
            of = slot.title.lower()
            yield TypedBox(f"{slot.key}-officer", "officer", f"Signed by, for {of}", "", Holds.LINE, LINE_LETTERS)
            yield TypedBox(f"{slot.key}-post", "post", f"Their post, for {of}", "", Holds.LINE, LINE_LETTERS)
            yield TypedBox(f"{slot.key}-on", "on", f"Signed on, for {of}", "", Holds.DAY)
        case "choice":
            yield TypedBox(f"{slot.key}-answer", "answer", slot.title, slot.hint, Holds.ANSWER, options=ANSWERS)
            if slot.options:
                label = "Which paragraphs allow it"
                yield TypedBox(f"{slot.key}-option", "option", label, "", Holds.OPTIONS, options=slot.options)
            yield _prose(slot, f"Reason: {slot.title[:1].lower()}{slot.title[1:].rstrip('?')}", "")


def _prose(slot: Slot, label: str, hint: str) -> TypedBox:
    return TypedBox(slot.key, "prose", label, hint, Holds.PROSE, PROSE_LETTERS)
