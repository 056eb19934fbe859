"""A kind of report as it was adapted: its sections in another order, renamed, left out or added; their blocks. [pure]

What is stored is a list of entries, in the order of the report. A section that the blueprint gained since then stands
at the end; one that it lost is gone. A section of the council's own has a place for words and nothing else. The same
holds for the blocks of a section, of which a block of somebody's own is words of one kind.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from reports.adding import lettered, told_apart, with_records
from reports.blueprints import Blueprint, Need, OutlineBlock, Period, Records, Slot, Words
from reports.content import Block, Nothing, Section, Text
from reports.own_blocks import OWN, OWN_BLOCK, BlockEntry, made, problem_of
from reports.parts.sectioning import UNWRITTEN, Said, Titled, numbered, typed

MOST_SECTIONS, MOST_LETTERS, MOST_OF_A_HINT = 30, 100, 300
MOST_BLOCKS = 30  # in a section


@dataclass(frozen=True)
class Entry:
    """One section. `leaves_out_empty`: with nothing to say it is left out, instead of saying so."""

    key: str
    title: str
    is_in: bool = True
    leaves_out_empty: bool = False
    hint: str = ""  # for the author, in a section of the council's own
    blocks: tuple[
        BlockEntry, ...
    ] = ()  # in order; those that are not named stand as the blueprint has them, at the end

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)

    @property
    def slot(self) -> Slot:
        return Slot(self.key, "text", self.title, self.hint)


Kept = TypeVar("Kept", Entry, BlockEntry)


def outline(blueprint: Blueprint) -> list[Entry]:
    """The sections as the blueprint has them."""
    return [Entry(key, title) for key, title in blueprint.outline]


def entries_of(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> list[Entry]:
    """What is stored, with the blueprint's own sections of today."""
    known = dict(blueprint.outline)
    kept = [entry for entry in map(_entry, stored) if entry.is_own or entry.key in known]
    there = {entry.key for entry in kept}
    return [*kept, *(entry for entry in outline(blueprint) if entry.key not in there)]


def _entry(stored: dict[str, Any]) -> Entry:
    return Entry(**{**stored, "blocks": tuple(BlockEntry(**each) for each in stored.get("blocks", ()))})


def to_store(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """As it is kept: as JSON has it, so that what was read back is the same."""
    return [{**asdict(entry), "blocks": [asdict(block) for block in entry.blocks]} for entry in entries]


def seal(stored: Sequence[dict[str, Any]]) -> str:
    """Short for an arrangement: whoever has another one on screen has not seen it."""
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:16]


def planned(blueprint: Blueprint, entry: Entry) -> dict[str, OutlineBlock]:
    """The blocks that a section has without anybody's adding one, by key."""
    if entry.is_own:
        return {entry.key: OutlineBlock(entry.key, entry.title, (entry.key,), stays=True)}
    return {block.key: block for block in blueprint.blocks_of(entry.key)}


def blocks_of(blueprint: Blueprint, entry: Entry) -> list[BlockEntry]:
    """All blocks of a section in order, those that are left out too."""
    own = planned(blueprint, entry)
    kept = [block for block in entry.blocks if block.is_own or block.is_picture or block.key in own]
    there = {block.key for block in kept}
    return [*kept, *(BlockEntry(key) for key in own if key not in there)]


def problem(entries: Sequence[Entry]) -> str:
    """Why a report cannot be arranged like this, as a sentence; empty when it can."""
    shown = [entry for entry in entries if entry.is_in]
    if not shown:
        return "Leave at least one section in the report."
    if len(entries) > MOST_SECTIONS:
        return f"A report has at most {MOST_SECTIONS} sections; these are {len(entries)}."
    titles = [entry.title.strip().casefold() for entry in shown]
    for number, entry in enumerate(entries, start=1):
        if not entry.title.strip():
            return f"Section {number} needs a title."
        if len(entry.title) > MOST_LETTERS:
            return f"The title of section {number} is longer than {MOST_LETTERS} letters. Shorten it."
        if len(entry.hint) > MOST_OF_A_HINT:
            return f"The hint of section {number} is longer than {MOST_OF_A_HINT} letters. Shorten it."
        if entry.is_in and titles.count(entry.title.strip().casefold()) > 1:
            return f"Two sections are called “{entry.title.strip()}”. Give each a title of its own."
    return ""


def problem_of_sections(blueprint: Blueprint, entries: Iterable[Entry]) -> str:
    """Why a section cannot be left out, as a sentence; empty when all can."""
    stays = next((entry for entry in entries if entry.key in blueprint.stays and not entry.is_in), None)
    return f"“{stays.title}” stays. The report cannot do without it." if stays else ""


def problem_of_blocks(blueprint: Blueprint, entries: Iterable[Entry]) -> str:
    """Why the blocks of these sections cannot stand like this, as a sentence; empty when they can."""
    for entry in entries:
        blocks = blocks_of(blueprint, entry)
        for block in blocks:
            if not block.is_in and (why := why_stays(blueprint, entry, block)):
                return f"“{title_of(blueprint, entry, block)}” stays. {why}"
        if not any(block.is_in and not block.is_picture for block in blocks):
            return f"Leave at least one block in “{entry.title}”."
        if len(blocks) > MOST_BLOCKS:
            return f"A section has at most {MOST_BLOCKS} blocks; “{entry.title}” has {len(blocks)}."
        titles = [title_of(blueprint, entry, block).casefold() for block in blocks if not block.is_picture]
        for block in blocks:
            if not block.is_own:
                continue
            if why := problem_of(block, blueprint.addable):
                return why
            if len(block.title) > MOST_LETTERS:
                return f"The name of a block has at most {MOST_LETTERS} letters; this one has {len(block.title)}."
            if titles.count(block.title.casefold()) > 1:
                return f"“{entry.title}” has a block called “{block.title}” already. Give each a name of its own."
    return ""


def why_stays(blueprint: Blueprint, entry: Entry, block: BlockEntry) -> str:
    """Why a block cannot be left out, as a sentence; empty when it can."""
    own = planned(blueprint, entry)
    if block.key not in own or not own[block.key].stays:
        return ""
    return "The report cannot do without it." if len(own) > 1 else "It is what its section is about."


def title_of(blueprint: Blueprint, entry: Entry, block: BlockEntry) -> str:
    """What a block is called where it is arranged; a picture has its title elsewhere."""
    return block.title or planned(blueprint, entry)[block.key].title if not block.is_picture else block.key


def moved(entries: Sequence[Kept], key: str, by: int) -> list[Kept]:
    """The same with one section, or block, so many places further down, or up; at an end it stays."""
    order = list(entries)
    place = next(place for place, entry in enumerate(order) if entry.key == key)
    to = min(max(place + by, 0), len(order) - 1)
    order.insert(to, order.pop(place))
    return order


def with_own(entries: Sequence[Entry], title: str, hint: str) -> list[Entry]:
    """The same with a section of the council's own at the end."""
    numbers = [int(entry.key.removeprefix(OWN)) for entry in entries if entry.is_own]
    return [*entries, Entry(f"{OWN}{max(numbers, default=0) + 1}", title, hint=hint)]


def with_blocks(entries: Iterable[Entry], section: str, blocks: Iterable[BlockEntry]) -> list[Entry]:
    """The same with these blocks, in this order, in one section."""
    told = tuple(blocks)
    return [replace(entry, blocks=told) if entry.key == section else entry for entry in entries]


def with_own_block(
    blueprint: Blueprint, entries: Sequence[Entry], section: str, kind: str, title: str, of: str = ""
) -> list[Entry]:  # fmt: skip
    """The same with a block of somebody's own at the end of a section."""
    own = BlockEntry(next_block(entries), kind=kind, title=title, of=of)
    return [
        replace(each, blocks=(*blocks_of(blueprint, each), own)) if each.key == section else each for each in entries
    ]


def restored(blueprint: Blueprint, stored: Sequence[dict[str, Any]], now: Sequence[Entry]) -> list[Entry]:
    """The sections and blocks as they were stored; what somebody added since is left out, and not lost."""
    earlier = {entry.key: entry for entry in entries_of(blueprint, stored)}
    added = [replace(entry, is_in=False) for entry in now if entry.key not in earlier]
    current = {entry.key: entry for entry in now}
    found = []
    for entry in earlier.values():
        there = {block.key for block in entry.blocks}
        since = current[entry.key].blocks if entry.key in current else ()
        more = tuple(replace(block, is_in=False) for block in since if block.is_own and block.key not in there)
        # A section whose blocks nobody had touched has them as the blueprint does.
        kept = tuple(blocks_of(blueprint, entry)) if more else entry.blocks
        found.append(replace(entry, blocks=(*kept, *more)))
    return [*found, *added]


def in_order(blocks: Sequence[BlockEntry], order: Sequence[str]) -> list[BlockEntry]:
    """Blocks in the order of their keys; those that are not named keep their places."""
    named = iter(sorted((each for each in blocks if each.key in order), key=lambda each: order.index(each.key)))
    return [next(named) if each.key in order else each for each in blocks]


def next_block(entries: Iterable[Entry]) -> str:
    """The key of the next block of somebody's own: words are kept under it, so that one is left out, and never lost."""
    keys = [block.key for entry in entries for block in entry.blocks if block.is_own]
    numbers = [int(key.removeprefix(OWN_BLOCK)) for key in keys]
    return f"{OWN_BLOCK}{max(numbers, default=0) + 1}"


def places_of(blueprint: Blueprint, entry: Entry, block: BlockEntry) -> tuple[str, ...]:
    """The keys of the places whose words a block shows."""
    if block.is_own:
        return (block.key,) if block.has_place else ()
    plan = planned(blueprint, entry).get(block.key)
    return plan.slots if plan else ()


def applied(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> Blueprint:
    """The blueprint as it was arranged; with nothing stored, the blueprint itself."""
    if not stored:
        return blueprint
    entries = entries_of(blueprint, stored)
    shown = [entry for entry in entries if entry.is_in]
    keys = {entry.key for entry in shown}

    slots = tuple(slot for entry in shown for slot in _slots(blueprint, entry, is_in=True))
    there = {slot.key for slot in slots}
    added = [
        (entry.key, block)
        for entry in shown
        for block in entry.blocks
        if block.is_own and block.is_in and block.is_of_records
    ]
    whole = with_records(blueprint, added)

    def sections(figures: Any, words: Words, period: Period) -> list[Section]:
        records = blueprint.records(figures) if blueprint.records and added else None
        found = _arranged(blueprint, blueprint.sections(figures, words, period), shown, words, records)
        return told_apart(lettered(found), {block.key for _, block in added})

    def missing(figures: Any, words: Words) -> list[Need]:
        read = {key: held for key, held in words.items() if key in there}
        return [need for need in blueprint.missing(figures, read) if need.section in keys]

    return replace(
        whole,
        slots=slots,
        sections=sections,
        missing=missing,
        outline=tuple((entry.key, entry.title) for entry in shown),
    )


def left_out(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> tuple[Slot, ...]:
    """The places of the blocks and sections that are left out: their words are kept."""
    if not stored:
        return ()
    return tuple(
        slot
        for entry in entries_of(blueprint, stored)
        for is_in in (True, False)
        if not (entry.is_in and is_in)
        for slot in _slots(blueprint, entry, is_in=is_in)
    )


def orders(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """The keys of the blocks of each section, in order."""
    if not stored:
        return {}
    return {entry.key: [block.key for block in blocks_of(blueprint, entry)] for entry in entries_of(blueprint, stored)}


def as_lines(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> str:
    """The arrangement as text, a line for each section and block, to be compared with another."""
    found = []
    for entry in entries_of(blueprint, stored):
        if entry.is_in:
            found.append(entry.title)
            found += [
                f"- {title_of(blueprint, entry, block)}{'' if block.is_in else ' (left out)'}"
                for block in blocks_of(blueprint, entry)
                if not block.is_picture
            ]
    return "\n".join(found)


def _slots(blueprint: Blueprint, entry: Entry, *, is_in: bool) -> list[Slot]:
    """The places of a section's blocks, in their order; those that belong to no block come first, and are always in."""
    slots = {slot.key: slot for slot in blueprint.slots if slot.of_section == entry.key}
    if entry.is_own:
        slots[entry.key] = entry.slot
    blocks = blocks_of(blueprint, entry)
    in_blocks = {key for block in blocks for key in places_of(blueprint, entry, block)}
    found = [slot for key, slot in slots.items() if key not in in_blocks] if is_in else []
    for block in blocks:
        if block.is_in == is_in:
            keys = places_of(blueprint, entry, block)
            own = [block.slot(entry.key)] if block.is_own and block.has_place else []
            found += own or [slots[key] for key in keys if key in slots]
    return found


def _arranged(
    blueprint: Blueprint, sections: Iterable[Section], entries: Iterable[Entry], words: Words, records: Records | None
) -> list[Section]:  # fmt: skip
    """The sections that are there, in order and under their titles, numbered anew."""
    there = {section.key: section for section in sections}
    told: list[Titled] = []
    # A report that tells nothing but why it is private has nothing of anybody's own.
    is_whole = len(there) > 1
    leaving_out = set()
    for entry in entries:
        section = there.get(entry.key)
        if section is None and not is_whole:
            continue
        found = dict(_parts(blueprint, entry, section, *((words, records) if is_whole else ({}, None))))
        parts = {key: [Text(each.words)] if isinstance(each, Nothing) else each for key, each in found.items()}
        says = any(parts.values())
        # What the kind leaves out where it has nothing to say stays out.
        if section is None and not entry.is_own and not says:
            continue
        said: Said = parts if says else UNWRITTEN
        if section and section.nothing and not says:
            said = section.nothing
        elif section and section.nothing and section.nothing != UNWRITTEN:
            said = {"": section.blocks, **parts}
        told.append((entry.key, entry.title, said))
        # Blocks of the records that have nothing say so, and no more.
        if entry.leaves_out_empty and not any(each for each in found.values() if not isinstance(each, Nothing)):
            leaving_out.add(entry.key)
    kept = [section for section in numbered(told) if section.key not in leaving_out]
    return [replace(section, number=number) for number, section in enumerate(kept, start=1)]


def _parts(
    blueprint: Blueprint, entry: Entry, section: Section | None, words: Words, records: Records | None
) -> Iterator[tuple[str, list[Block] | Nothing]]:  # fmt: skip
    """What each block of a section says, in order, or that the records have nothing for it."""
    for block in blocks_of(blueprint, entry):
        if not block.is_in or block.is_picture:
            continue
        if block.is_own:
            yield block.key, made(block, words, records)
        elif entry.is_own:
            yield block.key, typed(words, entry.key)
        elif section and not section.nothing:
            tagged = zip(section.made_of, section.blocks, strict=True)
            yield block.key, [each for key, each in tagged if key == block.key]
