"""Which lines and figures give way where everything that was published, taken together, tells too much. [pure]"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reports.audits_told import Told, of_line
from reports.disclosure import TOTAL, ShownLine, ShownTable
from reports.taken_together import Everything

OwnLine = tuple[ShownTable, ShownLine]


def figures_giving_way(everything: Everything, own: Sequence[Told]) -> list[Told]:
    """Of a report's `own` figures those that give something away beside what else is told, each by itself or with those
    before it.

    Of single months readers see shares alone: what follows from them without anything else that is told does not count.
    """
    told = _told_beside(everything, own)
    found = found_beside(everything, own) if told else []
    by_themselves = set(everything.found_out(own, found)) if found else set()
    together = [each for each in found if each not in by_themselves]
    kept, giving_way = list(told), []
    for each in own:
        alone = everything.found_out([*told, each], found) if found else ()
        by_itself = set(alone) - set(everything.found_out([each], found) if found else ())
        gives_away = bool(by_itself) or _gives_away(everything, [*kept, each], together)
        (giving_way if gives_away else kept).append(each)
    return giving_way


def lines_giving_way(
    everything: Everything, own: Mapping[Told, OwnLine], found: list[int]
) -> Mapping[tuple[str, str], frozenset[str]]:  # fmt: skip
    """Of a report's `own` lines, each by what it would tell if all of it were shown, the columns that are hidden, by
    their table and title.

    What all of it would give away (`found_beside`) is kept from readers. The larger a line is the more of it is kept:
    of those that give something away with those before, as little is hidden as will do, or all of it.
    """
    hidden: dict[tuple[str, str], frozenset[str]] = {}
    known = _told_beside(everything, list(own))
    for full, (table, line) in sorted(own.items(), key=lambda each: -(each[1][1].total or 0)) if found else ():
        for columns in _patterns(table, line):
            now = of_line(full.unit, table, _without(table, line, columns))
            if not _gives_away(everything, [*known, now], found):
                break
        known.append(now)
        if columns:
            hidden[table.name, line.title] = columns
    return hidden


def found_beside(everything: Everything, own: Sequence[Told]) -> list[int]:
    """What follows from all of it, and not from what is told already."""
    told = _told_beside(everything, own)
    found = list(everything.found_out([*told, *own])) if len(told) + len(own) > 1 else []
    if not found:
        return []
    found += everything.rests_of(found, [*told, *own])
    known = set(everything.found_out(told, found)) if told else set()
    return [place for place in found if place not in known]


def _told_beside(everything: Everything, own: Sequence[Told]) -> list[Told]:
    return [each for each in everything.told if each not in own]


def _gives_away(everything: Everything, known: Sequence[Told], found: list[int]) -> bool:
    """What was given away comes first the next time: with a little more or less told it often is again."""
    place = next(everything.found_out(known, found), None) if found else None
    if place is not None:
        found.remove(place)
        found.insert(0, place)
    return place is not None


def _patterns(table: ShownTable, line: ShownLine) -> Iterator[frozenset[str]]:
    """What may be hidden of a line besides what is hidden, the least first: nothing, numbers that readers cannot take
    from the others, or all. Zeros are true zeros, and hide nothing."""
    yield frozenset()
    shown = [(cell, column) for cell, column in zip(line.cells, table.columns, strict=True) if cell]
    if line.total:
        shown.append((line.total, TOTAL))
    already = line.cells.count(None) + (line.total is None)
    sets = itertools.chain.from_iterable(itertools.combinations(shown, many) for many in range(1, len(shown) + 1))
    for some in sorted(sets, key=lambda some: (sum(count for count, _ in some), len(some))):
        if already + len(some) > 1:
            yield frozenset(column for _, column in some)
    yield frozenset((*table.columns, TOTAL))


def _without(table: ShownTable, line: ShownLine, columns: frozenset[str]) -> ShownLine:
    cells = tuple(
        None if column in columns else cell for cell, column in zip(line.cells, table.columns, strict=True)
    )  # fmt: skip
    return replace(line, cells=cells, total=None if TOTAL in columns else line.total)
