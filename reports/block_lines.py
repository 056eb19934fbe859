"""What the page shows on which the blocks of a report are arranged, in a fixed number of queries."""

from dataclasses import dataclass

from kpis.models import Definition
from reports import arranging, past, wordings
from reports.arranging import Entry
from reports.assembly import words_of
from reports.blueprints import Blueprint, Slot, Words, blueprint_of
from reports.models import Report
from reports.own_blocks import BlockEntry, kind_words
from reports.pictures import KIND

FROM_RECORDS, PICTURE = "Figures from the records", "Picture"
NOT_WRITTEN, WRITTEN = "nothing written yet", "has words"
NOT_CHOSEN, CHOSEN = "nothing chosen yet", "something is chosen"


@dataclass(frozen=True)
class Line:
    """One block. `stays`: why it cannot be left out, if it cannot."""

    key: str
    title: str
    note: str
    stays: str = ""
    is_picture: bool = False


@dataclass(frozen=True)
class SectionLines:
    """One section with its blocks in order, and those that are left out."""

    key: str
    title: str
    shown: list[Line]
    left_out: list[Line]


def indicators_in(report: Report) -> dict[str, list[tuple[str, str]]]:
    """The indicators of the report's last month by theme: reference and title. One query."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = Definition.objects.in_force_on(report.ends_on).order_by("indicator__position", "indicator")
    for theme, ref, title in rows.values_list("indicator__theme", "indicator__ref", "title"):
        found.setdefault(theme, []).append((ref, title))
    return found


def lines_of(report: Report) -> list[SectionLines]:
    """Every section that is in the report. Two queries, however many blocks it has."""
    blueprint, words = blueprint_of(report.kind), words_of(report)
    slots = {slot.key: slot for slot in past.all_slots(report)}
    pictures: dict[str, dict[str, str]] = {}
    rows = report.blocks.filter(kind=KIND).order_by("pk").values_list("key", "content__section", "content__title")
    for key, section, title in rows:
        pictures.setdefault(section, {})[key] = title
    return [
        _section(blueprint, entry, slots, words, pictures.get(entry.key, {}))
        for entry in arranging.entries_of(blueprint, report.arrangement)
        if entry.is_in
    ]


def _section(
    blueprint: Blueprint, entry: Entry, slots: dict[str, Slot], words: Words, pictures: dict[str, str]
) -> SectionLines:  # fmt: skip
    shown, left_out = [], []
    blocks = arranging.blocks_of(blueprint, entry)
    placed = {block.key for block in blocks}
    for block in [*blocks, *(BlockEntry(key) for key in pictures if key not in placed)]:
        if block.is_picture:
            if block.key in pictures:
                shown.append(Line(block.key, pictures[block.key], PICTURE, is_picture=True))
            continue
        stays = arranging.why_stays(blueprint, entry, block)
        title = arranging.title_of(blueprint, entry, block)
        line = Line(block.key, title, _note(blueprint, entry, block, slots, words), stays=stays)
        (shown if block.is_in else left_out).append(line)
    return SectionLines(entry.key, entry.title, shown, left_out)


def _note(
    blueprint: Blueprint, entry: Entry, block: BlockEntry, slots: dict[str, Slot], words: Words
) -> str:  # fmt: skip
    """What is in it: figures, or words of some kind that are there or not."""
    own = [slots[key] for key in arranging.places_of(blueprint, entry, block) if key in slots]
    if not own:
        return FROM_RECORDS
    said = any(not wordings.is_same(slot, words.get(slot.key, {}), {}) for slot in own)
    if block.is_of_records:
        return f"{kind_words(block)}, {CHOSEN if said else NOT_CHOSEN}"
    kind = f"{kind_words(block)} of your own, " if block.is_own else ""
    told = f"{kind}{WRITTEN if said else NOT_WRITTEN}"
    return told[:1].upper() + told[1:]
