"""Indicators that count the very audits of other tables: what readers learn from the two together. [pure]

They count agreed grades by the month. Readers take a month from the quarter's table of grades, a service from the
council, one cohort from all, and the good and the inadequate from the whole. What is taken away must leave nothing, or
six, and nothing that another edition hid.

In one report the indicators give way (`give_away`). What an earlier edition showed of them cannot be hidden any more:
there the line of the table gives way (`protect_beside`), by as much as it takes.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpis.disclosure import is_small
from kpis.periods import Basis
from reports.audits_told import (
    ALL,
    ASKED,
    STANDS_IN,
    Columns,
    CountedOf,
    Sum,
    Told,
    figures_told,
    lines_told,
    of_figure,
    of_own_line,
    sums_with,
)
from reports.behind import Held
from reports.disclosure import (
    TOTAL,
    Beside,
    CountTable,
    Edition,
    Line,
    Protection,
    ShownTable,
    TooManySets,
    protect,
)


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
    found: set[Held] = set()
    for ref in {each.ref for each in known if counted[each.ref].table}:
        # A year's outturn is not its March.
        own = {each: of_figure(unit, each, counted[ref]) for each in known
               if each.ref == ref and each.basis != Basis.OUTTURN}  # fmt: skip
        beside = list(_beside(counted[ref], ref, tables, earlier, unit))
        found |= {each for each, told in own.items() if _tells(told, each, [*beside, *own.values()], counted[ref])}
    for one, other in itertools.permutations(known, 2):
        if (one.month, one.basis) == (other.month, other.basis):
            found |= _together(one, other, counted)
    return found


def _beside(
    counted: CountedOf, ref: str, tables: Iterable[ShownTable], earlier: Iterable[Edition], unit: str
) -> Iterator[Told]:
    """What is told of the audits that an indicator looks at."""
    for edition in (Edition("", tuple(tables), unit=unit), *earlier):
        yield from lines_told(edition, counted.table, counted.is_of)
        yield from figures_told(edition, {ref: counted})


def _tells(own: Told, held: Held, others: Sequence[Told], counted: CountedOf) -> bool:
    """Does a figure tell too much beside lines of tables, and figures of other units?"""
    beside = [each for each in others if not each.ref or each.unit != own.unit]
    asked = [*STANDS_IN[counted.measure][1:], ALL[counted.table]]
    # Where the line itself shows no such share, no month of it does.
    if any(
        each.unit == own.unit and held.month in each.months and None in (each.count(asked[0]), each.count(asked[-1]))
        for each in beside
    ):
        return True
    try:
        return any(
            each.left and not set(beside).isdisjoint(each.all)
            for columns in asked
            for each in sums_with(own, others, columns)
        ) or any(True for _ in _secrets(own, others, asked[-1], asked))
    except TooManySets:
        return True


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
    tables: Sequence[CountTable], earlier: Sequence[Edition], counted: Mapping[str, CountedOf], unit: str = ""
) -> Protection:
    """Protect the tables of the unit with the path `unit`, and hide what with earlier figures of indicators, and with
    tables of other units and periods, tells too much of audits."""
    besides: list[Beside] = []
    made = []
    for table in tables:
        lines = []
        for number, line in enumerate(table.lines):
            told = list(_told_of(table, number, line, earlier, counted)) if table.name in ALL and table.period else []
            try:
                besides += _besides(table, line, of_own_line(unit, table, line), told) if told else []
                lines.append(line)
            except TooManySets:
                lines.append(replace(line, withheld=told[-1].edition))
        made.append(replace(table, lines=tuple(lines)))
    return protect(made, earlier, besides)


def _told_of(
    table: CountTable, number: int, line: Line, earlier: Iterable[Edition], counted: Mapping[str, CountedOf]
) -> Iterator[Told]:
    """What earlier editions told of the audits that a line is about, in whichever unit and months."""
    of_it = {ref: each for ref, each in counted.items() if each.table == table.name and each.is_of(number, line)}
    for edition in earlier:
        yield from figures_told(edition, of_it)
        # The first line is about all grades overall; a domain is the same where its cohort is.
        yield from lines_told(
            edition,
            table.name,
            lambda place, other: place == 0 if number == 0 else place > 0 and other.cohort == line.cohort,
        )


def _besides(table: CountTable, line: Line, own: Told, told: Sequence[Told]) -> list[Beside]:
    """What readers learn of a line from what was told: what leaves 5 at most, and what another edition hid.

    Lines of the same kind and period are compared column by column by `protect` itself.
    """
    asked = ASKED[table.name]

    def is_shared(columns: Columns) -> bool:
        return 1 < len(columns) < len(ALL[table.name])

    found: dict[tuple[Columns, int, tuple[tuple[str, int], ...]], Beside] = {}

    def add(columns: Columns, each: Sum, *, is_secret: bool) -> None:
        known = each.known_without(own, columns)
        unsaid = [other for other in each.all if other.count(columns) is None]
        lines = tuple(
            (other.edition, -1 if own is each.whole or other is each.whole else 1)
            for other in unsaid
            if not other.is_apart
        )
        is_part = each.whole is not own and each.whole.count(columns) is not None
        left = 0 if lines else (1 if is_part else -1) * (known - (own.count(columns) or 0))
        titles = (TOTAL,) if columns == ALL[table.name] else tuple(table.columns[place] for place in columns)
        edition = next(other.edition for other in reversed(each.all) if other is not own)
        beside = Beside(
            table.name, line.title, titles, known, left, edition, is_part=is_part, is_secret=is_secret and not lines,
            lines=lines,
        )  # fmt: skip
        found.setdefault((columns, known, lines), beside)

    for each in sums_with(own, told, ALL[table.name]):
        if is_small(abs(each.left)) and any(other.is_apart for other in each.all if other is not own):
            # Of fewer than 6 nothing is told, nor which grades none of them has.
            for columns in asked:
                if None not in {other.count(columns) for other in each.all}:
                    add(columns, each, is_secret=True)
    for columns in asked:
        for each in sums_with(own, told, columns):
            if is_shared(columns) or any(other.is_apart for other in each.all if other is not own):
                add(columns, each, is_secret=False)
    for columns, each in _secrets(own, told, ALL[table.name], asked):
        add(columns, each, is_secret=True)
    return list(found.values())


def _secrets(
    own: Told, others: Sequence[Told], all_of_it: Columns, asked: Iterable[Columns]
) -> Iterator[tuple[Columns, Sum]]:
    """Sums that leave no audit, and of which editions hid their parts: those are what the others leave."""
    for each in sums_with(own, others, all_of_it):
        if not each.left and any(other.is_apart for other in each.all):
            for columns in asked:
                unsaid = [other for other in each.all if other.count(columns) is None]
                if unsaid and all(columns in other.counts for other in unsaid):
                    yield columns, each
