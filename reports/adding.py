"""A kind of report with blocks of the records that somebody added to its sections. [pure]

What they show is gathered with all else, so that all numbers are protected together; and later editions are compared
with what they told.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, count
from typing import Any

from reports.blueprints import Blueprint, Period, Suggestion, Words
from reports.content import AppendixTable, Block, Section
from reports.disclosure import ShownTable
from reports.explaining import Explanation
from reports.own_blocks import CYCLES, BlockEntry

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def with_records(blueprint: Blueprint, added: Sequence[tuple[str, BlockEntry]]) -> Blueprint:
    """The blueprint that also gathers, suggests and explains what these blocks show, each with its section."""
    of_records = blueprint.records
    if not added or of_records is None:
        return blueprint

    def suggest(figures: Any) -> dict[str, list[Suggestion]]:
        records = of_records(figures)
        own = {block.key: records.suggestions(block.kind) for _, block in added if block.has_place}
        return {**blueprint.suggest(figures), **own}

    def explain(figures: Any, period: Period) -> dict[str, Explanation]:
        return {**of_records(figures).explained, **blueprint.explain(figures, period)}

    def shown_tables(figures: Any, words: Words, there: Collection[str]) -> Sequence[ShownTable]:
        records, found = of_records(figures), list(blueprint.shown_tables(figures, words, there))
        for section, block in added:
            if f"{section}.{block.key}" in there:
                found += records.shown_tables(block.kind, block.of, words.get(block.key, {}))
        return merged(found)

    return replace(
        blueprint,
        gather=partial(blueprint.gather, whole={block.kind for _, block in added}),
        looks_back=any(block.kind == CYCLES for _, block in added),
        suggest=suggest,
        explain=explain,
        shown_tables=shown_tables,
    )


def merged(tables: Iterable[ShownTable]) -> list[ShownTable]:
    """Each table once, with every line of it that stands in one place or another."""
    found: dict[str, ShownTable] = {}
    for table in tables:
        known = found.setdefault(table.name, table)
        titles = {line.title for line in known.lines}
        more = tuple(line for line in table.lines if line.title not in titles)
        found[table.name] = replace(known, lines=(*known.lines, *more))
    return list(found.values())


def lettered(sections: Iterable[Section]) -> list[Section]:
    """The sections with a letter for each appendix table that has none, in the order of the report."""
    told = list(sections)
    taken = {block.label for section in told for block in section.blocks if isinstance(block, AppendixTable)}
    free = (f"Appendix {letter}" for letter in LETTERS if f"Appendix {letter}" not in taken)
    return [_lettered(section, free) for section in told]


def _lettered(section: Section, free: Iterator[str]) -> Section:
    """Only where one has none: what nobody touched stays the same."""
    if all(_has_letter(block) for block in section.blocks):
        return section
    blocks = [block if _has_letter(block) else replace(block, label=next(free, "Appendix")) for block in section.blocks]
    return replace(section, blocks=tuple(blocks))


def told_apart(sections: Iterable[Section], added: Collection[str]) -> list[Section]:
    """The sections with a caption of its own for each added block: of one that stands elsewhere too, with its section.

    `added` are the keys of such blocks.
    """
    told = list(sections)
    tagged = [pair for section in told for pair in zip(section.made_of, section.blocks, strict=True)]
    taken = {_caption(block) for key, block in tagged if key not in added}
    return [_told_apart(section, added, taken) for section in told]


def _told_apart(section: Section, added: Collection[str], taken: set[str]) -> Section:
    blocks = []
    for key, block in zip(section.made_of, section.blocks, strict=True):
        caption = _caption(block)
        if key in added and caption:
            places = (f" ({section.title}{f', {number}' if number > 1 else ''})" for number in count(1))
            new = next(name for name in (f"{caption}{place}" for place in chain([""], places)) if name not in taken)
            taken.add(new)
            block = block if new == caption else replace(block, **{_named(block): new})
        blocks.append(block)
    return section if tuple(blocks) == section.blocks else replace(section, blocks=tuple(blocks))


def _named(block: Block) -> str:
    """Where a block has what it is called; empty where it has no such thing."""
    return next((name for name in ("caption", "title") if hasattr(block, name)), "")


def _caption(block: Block) -> str:
    name = _named(block)
    return str(getattr(block, name)) if name else ""


def _has_letter(block: Block) -> bool:
    return not isinstance(block, AppendixTable) or bool(block.label)
