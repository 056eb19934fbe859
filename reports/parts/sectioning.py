"""From titled blocks to numbered sections, as every kind of report makes them. [pure]"""

from collections.abc import Iterable, Mapping, Sequence

from reports.blueprints import Slot, Words
from reports.content import Block, Nothing, Section, Text

UNWRITTEN = Nothing("Nothing is written yet.")
LEAD_DIRECTOR = "lead_director"  # the place whose words stand on the cover
# What a section says: blocks; blocks by the key of the block of the outline that they make up; or that it has nothing.
Said = Sequence[Block] | Mapping[str, Sequence[Block]] | Nothing
Titled = tuple[str, str, Said]  # key, title, and what it says


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
    return [_section(key, number, title, said) for number, (key, title, said) in enumerate(titled, start=1)]


def _section(key: str, number: int, title: str, said: Said) -> Section:
    if isinstance(said, Nothing):
        return Section(key, number, title, (Text(said.words),), nothing=said, made_of=(key,))
    parts = said if isinstance(said, Mapping) else {key: said}
    tagged = [(part, block) for part, blocks in parts.items() for block in blocks]
    return Section(key, number, title, tuple(block for _, block in tagged), made_of=tuple(part for part, _ in tagged))
