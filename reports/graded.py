"""Indicators that count the very audits of other tables: what readers learn from the two together. [pure]

They count agreed grades by the month. Readers take a month from the quarter's table of grades, a service from the
council, one cohort from all, and the good and the inadequate from the whole. What is taken away must leave nothing, or
six, and nothing that another edition hid.

In one report the indicators give way (`give_away`). What an earlier edition showed of them cannot be hidden any more:
there the line of the table gives way (`protect_beside`), by as much as it takes; and where a report is about its
indicators, and offers the table for its words alone.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpis.disclosure import is_small
from kpis.periods import Basis
from reports.audits_told import (
    ALIKE,
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
    place_of,
    sums_with,
)
from reports.behind import Held
from reports.disclosure import (
    TOTAL,
    Beside,
    CountTable,
    Edition,
    Kin,
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
    tables: Sequence[CountTable], earlier: Sequence[Edition], counted: Mapping[str, CountedOf], unit: str = "",
    beside: Iterable[ShownTable] = (),
) -> Protection:  # fmt: skip
    """Protect the tables of the unit with the path `unit`, and hide what with earlier figures of indicators, and with
    tables of other units and periods, tells too much of audits.

    So it is with figures in tables that stand `beside` these in the report and give no way.
    """
    before = [*earlier, *(Edition(table.name, (table,), unit=unit) for table in beside)]
    besides: list[Beside] = []
    made = []
    for table in tables:
        lines = []
        for number, line in enumerate(table.lines):
            own = of_own_line(unit, table, line) if table.name in ALIKE and (line.period or table.period) else None
            others = _others_of(own, table, line, tables) if own else ()
            told = [*others, *(_told_of(table, number, line, before, counted) if own else ())]
            try:
                if own and told:
                    besides += _besides(table, line, own, told)
                lines.append(line)
            except TooManySets:
                lines.append(replace(line, withheld=told[-1].edition or table.name))
        made.append(replace(table, lines=tuple(lines)))
    return protect(made, earlier, besides)


def _others_of(own: Told, table: CountTable, line: Line, tables: Iterable[CountTable]) -> Iterator[Told]:
    """The report's lines about the same audits of other periods, as the quarter's beside a cycle's."""
    for each in tables:
        for other in each.lines if ALIKE.get(each.name) == ALIKE[table.name] and line.cohort else ():
            span = other.period or each.period
            if span and span != own.span and other.cohort == line.cohort:
                yield of_own_line(own.unit, each, other)


def _told_of(
    table: CountTable, number: int, line: Line, earlier: Iterable[Edition], counted: Mapping[str, CountedOf]
) -> Iterator[Told]:
    """What earlier editions told of the audits that a line is about, in whichever unit and months."""
    kind, place = ALIKE[table.name], place_of(table.name, number)
    of_it = {ref: each for ref, each in counted.items() if each.table == kind and each.is_of(place, line)}
    for edition in earlier:
        yield from figures_told(edition, of_it)
        # The first line is about all grades overall; a domain is the same where its cohort is.
        for told in lines_told(
            edition, kind, lambda there, other: there == 0 if place == 0 else there > 0 and other.cohort == line.cohort
        ):
            # Of other units the very period is compared, and no other.
            is_other = edition.kin != Kin.SAME and told.span != (line.period or table.period)
            yield replace(told, is_apart=told.is_apart or is_other)


def _besides(table: CountTable, line: Line, own: Told, told: Sequence[Told]) -> list[Beside]:
    """What readers learn of a line from what was told: what leaves 5 at most, and what another edition hid.

    Lines that `protect` compares by itself, column by column, are taken together with others alone.
    """
    asked, all_of_it = ASKED[ALIKE[table.name]], ALL[ALIKE[table.name]]
    found: dict[tuple[object, ...], Beside] = {}

    def add(columns: Columns, each: Sum, *, is_secret: bool) -> None:
        titles = (TOTAL,) if columns == all_of_it else tuple(table.columns[place] for place in columns)
        beside = _beside_of(table.name, line.title, titles, own, each, columns, is_secret=is_secret)
        found.setdefault((columns, beside.known, beside.lines), beside)

    for each in sums_with(own, told, all_of_it):
        if is_small(abs(each.left)) and not _is_compared(own, each):
            # Of fewer than 6 nothing is told, nor which grades none of them has.
            for columns in asked:
                if None not in {other.count(columns) for other in each.all}:
                    add(columns, each, is_secret=True)
    for columns in asked:
        is_shared = 1 < len(columns) < len(all_of_it)
        for each in sums_with(own, told, columns):
            if not _is_compared(own, each) or is_shared:
                add(columns, each, is_secret=False)
    for columns, each in _secrets(own, told, all_of_it, asked):
        add(columns, each, is_secret=True)
    return list(found.values())


def _is_compared(own: Told, each: Sum) -> bool:
    """Does `protect` compare all of it by itself? Lines of the same unit that begin or end on one day, and those of
    other units about the same period."""
    return not any(
        other.is_apart
        or not other.span
        or not own.span
        or not (other.span[0] == own.span[0] or other.span[1] == own.span[1])
        for other in each.all
        if other is not own
    )


def _beside_of(
    table: str, line: str, titles: tuple[str, ...], own: Told, each: Sum, columns: Columns, *, is_secret: bool
) -> Beside:  # fmt: skip
    """A sum as `protect` takes it: lines of this report, and what other editions hid of the same ones, stay numbers
    that may be hidden; the others are known."""
    others = [other for other in each.all if other is not own]
    unsaid = [other for other in others if other.count(columns) is None]
    apart = [other for other in unsaid if other.is_apart]
    hidden = [other for other in unsaid if not other.is_apart]
    of_report = [other for other in others if not other.edition]
    known = each.known_of(own, (other for other in others if other.edition), columns)
    is_part = each.whole is not own and each.whole not in apart
    left: int | None = (1 if is_part else -1) * (
        each.known_of(own, of_report, columns) + known - (own.count(columns) or 0)
    )
    if hidden:
        left = None if apart else 0
    lines = tuple((other.edition, other.span, each.sign(own, other)) for other in (*of_report, *hidden) if other.span)
    edition = next((other.edition for other in reversed(others) if other.edition), table)
    return Beside(
        table, line, titles, known, left, edition, is_part=is_part, is_secret=is_secret and (bool(apart) or not hidden),
        lines=lines,
    )  # fmt: skip


def _secrets(
    own: Told, others: Sequence[Told], all_of_it: Columns, asked: Iterable[Columns]
) -> Iterator[tuple[Columns, Sum]]:
    """Sums that leave no audit, and of which editions hid their parts: those are what the others leave."""
    for each in sums_with(own, others, all_of_it):
        is_of_others = any(other.unit != own.unit for other in each.all)
        if not each.left and (is_of_others or not _is_compared(own, each)):
            for columns in asked:
                unsaid = [other for other in each.all if other.count(columns) is None]
                if unsaid and all(columns in other.counts for other in unsaid):
                    yield columns, each
