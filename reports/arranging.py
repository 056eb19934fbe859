"""A kind of report as a council has adapted it: sections in another order, renamed, left out, or of its own. [pure]

What is stored is a list of entries, in the order of the report. A section that the blueprint gained since then stands
at the end; one that it lost is gone. A section of the council's own has a place for words and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from reports.blueprints import Blueprint, Need, Period, Slot, Words
from reports.content import Section
from reports.parts.sectioning import Titled, numbered, typed_or_not

OWN = "own-"
MOST_SECTIONS, MOST_LETTERS, MOST_OF_A_HINT = 30, 100, 300


@dataclass(frozen=True)
class Entry:
    """One section. `leaves_out_empty`: with nothing to say it is left out, instead of saying so."""

    key: str
    title: str
    is_in: bool = True
    leaves_out_empty: bool = False
    hint: str = ""  # for the author, in a section of the council's own

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)

    @property
    def slot(self) -> Slot:
        return Slot(self.key, "text", self.title, self.hint)


def outline(blueprint: Blueprint) -> list[Entry]:
    """The sections as the blueprint has them."""
    return [Entry(key, title) for key, title in blueprint.outline]


def entries_of(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> list[Entry]:
    """What is stored, with the blueprint's own sections of today."""
    known = dict(blueprint.outline)
    kept = [entry for entry in (Entry(**each) for each in stored) if entry.is_own or entry.key in known]
    there = {entry.key for entry in kept}
    return [*kept, *(entry for entry in outline(blueprint) if entry.key not in there)]


def to_store(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [asdict(entry) for entry in entries]


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


def moved(entries: Sequence[Entry], key: str, by: int) -> list[Entry]:
    """The same with one section so many places further down, or up; at an end it stays."""
    order = list(entries)
    place = next(place for place, entry in enumerate(order) if entry.key == key)
    to = min(max(place + by, 0), len(order) - 1)
    order.insert(to, order.pop(place))
    return order


def with_own(entries: Sequence[Entry], title: str, hint: str) -> list[Entry]:
    """The same with a section of the council's own at the end."""
    numbers = [int(entry.key.removeprefix(OWN)) for entry in entries if entry.is_own]
    return [*entries, Entry(f"{OWN}{max(numbers, default=0) + 1}", title, hint=hint)]


def applied(blueprint: Blueprint, stored: Sequence[dict[str, Any]]) -> Blueprint:
    """The blueprint as the council arranged it; with nothing stored, the blueprint itself."""
    if not stored:
        return blueprint
    entries = entries_of(blueprint, stored)
    shown = [entry.key for entry in entries if entry.is_in]

    def sections(figures: Any, words: Words, period: Period) -> list[Section]:
        return _arranged(blueprint.sections(figures, words, period), entries, words)

    def missing(figures: Any, words: Words) -> list[Need]:
        return [need for need in blueprint.missing(figures, words) if need.section in shown]

    own_outline = tuple((entry.key, entry.title) for entry in entries if entry.is_in)
    own = [entry.slot for entry in entries if entry.is_own and entry.is_in]
    slots = [slot for slot in (*blueprint.slots, *own) if slot.of_section in shown]
    return replace(
        blueprint,
        slots=tuple(sorted(slots, key=lambda slot: shown.index(slot.of_section))),
        sections=sections,
        missing=missing,
        outline=own_outline,
    )


def _arranged(sections: Iterable[Section], entries: Iterable[Entry], words: Words) -> list[Section]:
    """The sections that are there, in order and under their titles, numbered anew."""
    there = {section.key: section for section in sections}
    told: list[Titled] = []
    # A report that tells nothing but why it is private has no sections of the council's own.
    is_whole = len(there) > 1
    for entry in entries:
        if not entry.is_in or not (entry.key in there or (entry.is_own and is_whole)):
            continue
        if entry.is_own:
            told.append((entry.key, entry.title, typed_or_not(words, entry.key)))
        else:
            section = there[entry.key]
            told.append((entry.key, entry.title, section.nothing or list(section.blocks)))
    leaving_out = {entry.key for entry in entries if entry.leaves_out_empty}
    kept = [section for section in numbered(told) if not (section.nothing and section.key in leaving_out)]
    return [replace(section, number=number) for number, section in enumerate(kept, start=1)]
