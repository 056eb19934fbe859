"""The words of a place as people compare them: one text for each box, and what changed from one to another. [pure]"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reports import arranging, content
from reports.blueprints import Blueprint, Slot, Words
from reports.differing import Piece, word_diff
from reports.slots import Holds, TypedBox, boxes_of, shape_of

GONE = "A place that this kind of report no longer has"


@dataclass(frozen=True)
class Part:
    """The places of one section: what stands under one heading on the writing page."""

    key: str
    title: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Wording:
    """What one box holds, as text."""

    label: str
    text: str


@dataclass(frozen=True)
class Changed:
    """A box whose words differ."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class ChangedPlace:
    key: str
    title: str
    boxes: list[Changed]
    is_there: bool = True  # the report still has this place


def sections_of(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Every section that a report may have, as the council arranged it: title by key, in order."""
    return dict(arranging.applied(blueprint, stored).outline)


def parts_of(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> list[Part]:
    """The places of a report by section, in the order of the writing page."""
    arranged = arranging.applied(blueprint, stored)
    titles, by_section = dict(arranged.outline), dict[str, list[Slot]]()
    for slot in arranged.slots:
        by_section.setdefault(slot.of_section, []).append(slot)
    return [Part(key, titles.get(key, slots[0].title), tuple(slots)) for key, slots in by_section.items()]


def suggestable(slots: Iterable[Slot]) -> dict[str, tuple[Slot, TypedBox]]:
    """The boxes for which another wording may be suggested, by name."""
    return {
        box.name: (slot, box) for slot in slots for box in boxes_of(slot) if box.holds in (Holds.PROSE, Holds.LINES)
    }


def box_of(slots: Iterable[Slot], place: str, part: str) -> TypedBox | None:
    """The box that holds a part of a place."""
    boxes = suggestable(slot for slot in slots if slot.key == place)
    return next((box for _, box in boxes.values() if box.part == part), None)


def empty(slot: Slot) -> dict[str, Any]:
    """What a place holds before anything is written there."""
    return {part: of() for part, of in shape_of(slot).items()}


def is_same(slot: Slot, one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Do both say the same? A part that is not there is empty."""
    return {**empty(slot), **one} == {**empty(slot), **other}


def differing(slots: Iterable[Slot], words: Words, others: Words) -> Words:
    """Of the places in `words` those that say something else than in `others`."""
    known = {slot.key: slot for slot in slots if slot.key in words}
    return {key: words[key] for key, slot in known.items() if not is_same(slot, words[key], others.get(key, {}))}


def wordings_of(slot: Slot, held: dict[str, Any]) -> list[Wording]:
    """Each box of a place as text; what was chosen is a line each."""
    if slot.kind == "choices":
        return [Wording(slot.title, "\n".join(each["text"] for each in held.get("chosen", [])))]
    return [Wording(box.label, _as_text(box, held)) for box in boxes_of(slot)]


def _as_text(box: TypedBox, held: dict[str, Any]) -> str:
    if box.holds == Holds.DAY:
        return content.day_words(held[box.part]) if held.get(box.part) else ""
    shown, names = box.shown(held), dict(box.options)
    if isinstance(shown, list):
        return "\n".join(names.get(each, each) for each in shown)
    return names.get(shown, shown)


def changed_places(slots: Sequence[Slot], before: Words, after: Words) -> list[ChangedPlace]:
    """Place by place what differs between two states of a report's words, in the order of the report."""
    found = []
    for slot in slots:
        old, new = (wordings_of(slot, words.get(slot.key, {})) for words in (before, after))
        boxes = [
            Changed(was.label, word_diff(was.text, now.text))
            for was, now in zip(old, new, strict=True)
            if was.text != now.text
        ]
        if boxes:
            found.append(ChangedPlace(slot.key, slot.title, boxes))
    known = {slot.key for slot in slots}
    for key in sorted({*before, *after} - known):
        old_text, new_text = ("\n".join(content.strings(words.get(key, {}))) for words in (before, after))
        if old_text != new_text:
            boxes = [Changed(GONE, word_diff(old_text, new_text))]
            found.append(ChangedPlace(key, GONE, boxes, is_there=False))
    return found
