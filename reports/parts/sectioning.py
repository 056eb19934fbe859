"""From titled blocks to numbered sections, as every kind of report makes them. [pure]"""

from collections.abc import Iterable, Sequence

from reports.blueprints import Slot, Words
from reports.content import Block, Nothing, Section, Text

UNWRITTEN = Nothing("Nothing is written yet.")
LEAD_DIRECTOR = "lead_director"  # the place whose words stand on the cover
Titled = tuple[str, str, Sequence[Block] | Nothing]  # key, title, blocks or that there is nothing to say


def lead_director(section: str) -> Slot:
    """The place for the director who answers for the report; it stands on the cover."""
    return Slot(LEAD_DIRECTOR, "line", "Lead director (optional)", "Name and post, for the cover.", section=section)


def typed(words: Words, key: str) -> list[Block]:
    """What the author typed in a place; nothing where nothing is typed."""
    prose = words.get(key, {}).get("prose", "")
    return [Text(prose)] if prose else []


def typed_or_not(words: Words, key: str) -> list[Block] | Nothing:
    """What the author typed, or that nothing is written yet."""
    return typed(words, key) or UNWRITTEN


def is_typed(words: Words, key: str) -> bool:
    return bool(words.get(key, {}).get("prose", "").strip())


def numbered(titled: Iterable[Titled]) -> list[Section]:
    """The sections in order, from 1. One with nothing to say says so, and is known for it."""
    return [
        Section(key, number, title, (Text(blocks.words),), nothing=blocks)
        if isinstance(blocks, Nothing)
        else Section(key, number, title, tuple(blocks))
        for number, (key, title, blocks) in enumerate(titled, start=1)
    ]
