"""Indicators and tables that count the very same audits: what readers learn from all of them together. [pure]

They count agreed grades by the month, the quarter or the cycle, of any unit. Readers take a month from the quarter's
table of grades, a service from the council, one cohort from all, and the good and the inadequate from the whole. What
is taken away must leave nothing, or six, and nothing that another edition hid.

In one report the indicators give way (`give_away`). What an earlier edition showed of them cannot be hidden any more:
there the line of the table gives way (`protect_beside`), by as much as it takes; and where a report is about its
indicators, and offers the table for its words alone.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from kpis.disclosure import is_small
from kpis.periods import Basis
from reports.audits_told import (
    ALIKE,
    STANDS_IN,
    CountedOf,
    Told,
    figures_told,
    lines_told,
    months_in,
    of_figure,
    of_line,
    place_of,
)
from reports.behind import Held
from reports.disclosure import (
    CountTable,
    Edition,
    Kin,
    Line,
    Protection,
    ShownLine,
    ShownTable,
    protect,
    share_of,
)
from reports.giving_way import OwnLine, figures_giving_way, found_beside, lines_giving_way
from reports.taken_together import Everything, everything_told

Place = tuple[str, str]  # of a line: its table and its title
Hidden = dict[Place, tuple[frozenset[str], str]]  # columns of lines, and beside what


def give_away(
    held: Iterable[Held], counted: Mapping[str, CountedOf], tables: Sequence[ShownTable],
    earlier: Sequence[Edition] = (), unit: str = "",
) -> set[Held]:  # fmt: skip
    """The figures that with what the tables show, with earlier editions, or with one another, tell a number from 1 to
    5, or what is hidden.

    `counted` has the indicators that count audits, by their refs; `tables` are the report's, about the unit with the
    path `unit`.
    """
    known = [each for each in held if each.ref in counted and each.denominator is not None]
    editions = [*earlier, Edition("", tuple(tables), unit=unit)]
    found: set[Held] = set()
    for one, other in itertools.permutations(known, 2):
        if (one.month, one.basis) == (other.month, other.basis):
            found |= _together(one, other, counted)
    # A year's outturn is not its March.
    months = [each for each in known if counted[each.ref].table and each.basis != Basis.OUTTURN]
    found |= {each for each in months if _is_hidden_in_line(each, counted[each.ref], editions, unit)}
    return found | _giving_way([each for each in months if each not in found], counted, editions, unit)


def _is_hidden_in_line(held: Held, counted: CountedOf, editions: Iterable[Edition], unit: str) -> bool:
    """Where the line itself shows no such share, no month of it does."""
    columns = STANDS_IN[counted.measure][1]
    return any(
        share_of(line.row, columns) is None
        for edition in editions if edition.unit == unit
        for table in edition.tables if ALIKE.get(table.name) == counted.table
        for number, line in enumerate(table.lines)
        if (span := line.period or table.period)
        and held.month in months_in(span) and counted.is_of(place_of(table.name, number), line)
    )  # fmt: skip


def _giving_way(
    kept: Sequence[Held], counted: Mapping[str, CountedOf], editions: Sequence[Edition], unit: str
) -> set[Held]:
    """Of the figures that are kept, those that tell too much when everything is taken together."""
    found: set[Held] = set()
    for kind, domain in dict.fromkeys((counted[each.ref].table, counted[each.ref].domain) for each in kept):
        alike = {ref: each for ref, each in counted.items() if (each.table, each.domain) == (kind, domain)}
        own = {of_figure(unit, each, alike[each.ref]): each for each in kept if each.ref in alike}
        is_it = next(iter(alike.values())).is_of
        told = [told for each in editions for told in (*lines_told(each, kind, is_it), *figures_told(each, alike))]
        everything = everything_told(kind, told, list(own), *_units_of(unit, editions))
        found |= {own[each] for each in figures_giving_way(everything, list(own))}
    return found


def _together(one: Held, other: Held, counted: Mapping[str, CountedOf]) -> set[Held]:
    """Two figures of the same months."""
    first, second = counted[one.ref], counted[other.ref]
    if first.completes(second) and one.denominator == other.denominator:
        return {one, other} if is_small(abs(_rest(one) - other.numerator)) else set()
    if first.is_part_of(second):
        is_told = is_small(abs(other.numerator - one.numerator)) or is_small(abs(_rest(other) - _rest(one)))
        return {one} if is_told else set()
    return set()


def _rest(each: Held) -> Decimal:
    assert each.denominator is not None
    return each.denominator - each.numerator


def protect_beside(
    tables: Sequence[CountTable], earlier: Sequence[Edition], counted: Mapping[str, CountedOf], unit: str = "",
    beside: Iterable[ShownTable] = (),
) -> Protection:  # fmt: skip
    """Protect the tables of the unit with the path `unit`, and hide what with earlier figures of indicators, and with
    tables of other units and periods, tells too much of audits.

    So it is with figures in tables that stand `beside` these in the report and give no way.
    """
    before = [*earlier, *(Edition(table.name, (table,), unit=unit) for table in beside)]
    compared = [_compared_one_by_one(edition, tables) for edition in earlier]
    protection = protect(tables, compared)
    full = {(table.name, line.title): line for table in tables for line in table.lines}
    together = [_told_together(about, own, full, before, counted, unit)
                for about, own in _own_lines(protection.tables).items()]  # fmt: skip
    while True:
        hidden = _hidden_beside(together, protection.tables)
        withheld = [_withholding(table, hidden) for table in tables]
        if withheld == list(tables):
            return protection
        tables = withheld
        protection = protect(tables, compared)


def _compared_one_by_one(edition: Edition, tables: Iterable[CountTable]) -> Edition:
    """An edition without lines of audits but those that the report has, too, which may have been corrected: all others
    are taken together with everything."""
    own = {(line.cohort, line.period or table.period) for table in tables for line in table.lines}
    kept = []
    for table in edition.tables:
        lines = table.lines
        if table.name in ALIKE:
            is_own = edition.kin == Kin.SAME
            lines = tuple(line for line in lines if is_own and (line.cohort, line.period or table.period) in own)
        kept.append(replace(table, lines=lines))
    return replace(edition, tables=tuple(kept))


@dataclass(frozen=True)
class _Together:
    """Everything that is told of the same audits, what each of the report's own lines would tell if it were shown, what
    all of them would give away, and beside what they are hidden."""

    everything: Everything
    own: Mapping[Told, Place]
    found: list[int]
    beside: str


def _told_together(
    about: tuple[str, str], own: Sequence[OwnLine], full: Mapping[Place, Line], before: Sequence[Edition],
    counted: Mapping[str, CountedOf], unit: str,
) -> _Together:  # fmt: skip
    kind, cohort = about
    is_it = partial(_is_about, cohort)
    alike = {ref: each for ref, each in counted.items()
             if each.table == kind and each.is_of(1 if cohort else 0, own[0][1])}  # fmt: skip
    told = [told for each in before for told in (*figures_told(each, alike), *lines_told(each, kind, is_it))]
    facts = {}
    for table, line in own:
        place = (table.name, line.title)
        as_counted = replace(line, cells=full[place].counts, total=full[place].total)
        facts[of_line(unit, table, as_counted)] = place
    everything = everything_told(kind, told, list(facts), *_units_of(unit, before))
    found = found_beside(everything, list(facts))
    return _Together(everything, facts, found, told[-1].edition if told else own[0][0].name)


def _hidden_beside(together: Iterable[_Together], shown: Iterable[ShownTable]) -> Hidden:
    """Which columns of which lines tell too much, and beside what."""
    lines = {(table.name, line.title): (table, line) for table in shown for line in table.lines}
    return {
        place: (columns, each.beside)
        for each in together
        for place, columns in lines_giving_way(
            each.everything, {told: lines[place] for told, place in each.own.items()}, each.found
        ).items()
    }


def _own_lines(tables: Iterable[ShownTable]) -> dict[tuple[str, str], list[OwnLine]]:
    """Lines that are about the same audits."""
    found: dict[tuple[str, str], list[OwnLine]] = {}
    for table in tables:
        for number, line in enumerate(table.lines if table.name in ALIKE else ()):
            if line.period or table.period:
                about = _about(place_of(table.name, number), line)
                found.setdefault((ALIKE[table.name], about), []).append((table, line))
    return found


def _about(place: int, line: ShownLine) -> str:
    """The first line is about all grades overall; a domain is the same where its cohort is."""
    return line.cohort if place else ""


def _is_about(about: str, place: int, line: ShownLine) -> bool:
    return _about(place, line) == about


def _withholding(table: CountTable, hidden: Hidden) -> CountTable:
    lines = []
    for line in table.lines:
        columns, beside = hidden.get((table.name, line.title), (frozenset(), line.beside))
        lines.append(replace(line, withheld=line.withheld | columns, beside=beside))
    return replace(table, lines=tuple(lines))


def _units_of(own: str, editions: Sequence[Edition]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Who published; and units all parts of which did: readers know that nothing else is in them."""
    whole = {own if each.kin == Kin.PART else each.unit for each in editions if each.adds_up and each.kin != Kin.BESIDE}
    return (own, *(each.unit for each in editions)), frozenset(whole)
