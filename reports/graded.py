"""Indicators that count the very audits of other tables: what readers learn from the two together. [pure]

They count agreed grades by the month. Readers take a month from the quarter's table of grades, one cohort from all, and
the good and the inadequate from the whole. What is taken away must leave nothing, or six.

In one report the indicators give way (`give_away`). What an earlier edition showed of them cannot be hidden any more:
there the line of the table gives way (`protect_beside`); and where a report is about its indicators, and offers the
table for its words alone.
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kpis.accumulating import covered_months
from kpis.disclosure import is_small
from kpis.measures import Measure
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from reports import disclosure
from reports.audit_counts import CYCLES, GRADES, MODERATION, graded_in
from reports.behind import Held, month_and_basis
from reports.disclosure import CountTable, Edition, Kin, Line, Protection, ShownLine, ShownTable, Span, protect

# Where the audits that a measure counts stand in the report's own tables, and in which columns.
STANDS_IN = {
    Measure.GOOD_OR_BETTER: (GRADES, (0, 1)),
    Measure.INADEQUATE: (GRADES, (3,)),
    Measure.GRADES_CHANGED: (MODERATION, (1, 2)),
}

NOT_TOLD = Decimal(-1)  # the number of a figure of which readers know only of how many it is


@dataclass(frozen=True)
class CountedOf:
    """Which audits an indicator looks at, and what it counts of them; empty names stand for all."""

    measure: Measure
    tool: str = ""
    domain: str = ""
    cohort: str = ""

    def is_part_of(self, other: "CountedOf") -> bool:
        """Does it look at some of the audits that the other looks at, for the same?"""
        return (
            self != other
            and (self.measure, self.domain) == (other.measure, other.domain)
            and other.tool in ("", self.tool)
            and other.cohort in ("", self.cohort)
        )

    def completes(self, other: "CountedOf") -> bool:
        """Do the two leave of the same audits those that require improvement?"""
        measures = {self.measure, other.measure}
        same = (self.tool, self.domain, self.cohort) == (other.tool, other.domain, other.cohort)
        return same and measures == {Measure.GOOD_OR_BETTER, Measure.INADEQUATE}


def give_away(held: Iterable[Held], counted: Mapping[str, CountedOf], tables: Sequence[ShownTable]) -> set[Held]:
    """The figures that with what the tables show, or with one another, tell a number from 1 to 5.

    `counted` has the indicators that count audits, by their refs; `tables` are the report's and those of the editions
    before it.
    """
    known = [each for each in held if each.ref in counted and each.denominator is not None]
    found: set[Held] = set()
    for ref in {each.ref for each in known}:
        own = [each for each in known if each.ref == ref and each.basis != Basis.OUTTURN]  # a year, not its March
        for _, line, period, columns in _lines_of(counted[ref], tables):
            found |= _beside(own, line, period, columns)
    for one, other in itertools.permutations(known, 2):
        if (one.month, one.basis) == (other.month, other.basis):
            found |= _together(one, other, counted)
    return found


def protect_beside(
    tables: Sequence[CountTable], earlier: Sequence[Edition], counted: Mapping[str, CountedOf],
    beside: Sequence[ShownTable] = (),
) -> Protection:  # fmt: skip
    """Protect the tables, and hide the lines of audits that with other figures of indicators tell too much.

    Those are the figures of earlier editions, and of tables that stand `beside` these in the report and give no way.
    """
    protection = protect(tables, earlier)
    known = [(edition.name, figures) for edition in earlier if (figures := list(shown_in(edition, counted)))]
    known += [(table.name, figures) for table in beside if (figures := list(_figures_in([table], counted)))]
    withheld: dict[tuple[str, str], tuple[str, bool]] = {}
    while new := dict(_telling(protection.tables, known, counted, but=withheld)):
        withheld |= new
        protection = protect([_without(table, withheld) for table in tables], earlier)
    return protection


def shown_in(edition: Edition, counted: Mapping[str, CountedOf]) -> Iterator[Held]:
    """The figures of indicators of audits that an earlier edition about the unit showed with their numbers."""
    yield from _figures_in(edition.tables if edition.kin == Kin.SAME else (), counted)


def _figures_in(tables: Iterable[ShownTable], counted: Mapping[str, CountedOf]) -> Iterator[Held]:
    """Those that are shown; and of those that are hidden, of how many they are, with no number that is counted."""
    refs = {f"Indicator {ref}": ref for ref in counted}
    for table in tables:
        for line in table.lines if table.name in refs else ():
            named = month_and_basis(line.title)
            if named and line.total is not None and len(line.cells) > 1:
                number = NOT_TOLD if line.cells[0] is None else Decimal(line.cells[0])
                yield Held(refs[table.name], *named, MeasuredIn.PERCENTAGE, number, Decimal(line.total))


def _telling(
    tables: Sequence[ShownTable], known: Iterable[tuple[str, Sequence[Held]]], counted: Mapping[str, CountedOf],
    *, but: Mapping[tuple[str, str], object],
) -> Iterator[tuple[tuple[str, str], tuple[str, bool]]]:  # fmt: skip
    """Table and title of each line that tells too much; beside which edition, and whether its total does, too.

    Editions are taken together: readers have all of them, and of a figure that was corrected both numbers.
    """
    figures = {each: name for name, held in known for each in held if each.basis != Basis.OUTTURN}
    for ref in {each.ref for each in figures}:
        own = {each: name for each, name in figures.items() if each.ref == ref}
        shown = [each for each in own if each.numerator != NOT_TOLD]
        for table, line, period, columns in _lines_of(counted[ref], tables):
            if (table, line.title) in but:
                continue
            beside, few = _beside(shown, line, period, columns), _leaving_few(list(own), line, period)
            if told := beside | few:
                last = max(told, key=lambda each: (each.month, each.basis))
                yield (table, line.title), (own[last], bool(few))


def _leaving_few(own: Sequence[Held], line: ShownLine, period: Span) -> set[Held]:
    """The figures beside whose records there are 1 to 5 in the period."""
    inside = [(each, months) for each in own if (months := _months(each)) and period[0] <= months[0] and
              each.month <= period[1] and each.denominator is not None]  # fmt: skip
    found: set[Held] = set()
    for size in range(1, len(inside) + 1) if line.total is not None else ():
        for some in itertools.combinations(inside, size):
            months = [month for _, covered in some for month in covered]
            is_once = len(set(months)) == len(months)
            if is_once and is_small(abs(line.total - sum(each.denominator for each, _ in some))):
                found |= {each for each, _ in some}
    return found


def _without(table: CountTable, withheld: Mapping[tuple[str, str], tuple[str, bool]]) -> CountTable:
    lines: list[Line] = []
    for line in table.lines:
        edition, with_total = withheld.get((table.name, line.title), ("", False))
        lines.append(replace(line, withheld=edition, withholds_total=with_total))
    return replace(table, lines=tuple(lines))


def _lines_of(
    counted: CountedOf, tables: Iterable[ShownTable]
) -> Iterator[tuple[str, ShownLine, Span, tuple[int, ...]]]:
    """The lines of the report's tables that count the same audits for the same, with their table and period."""
    name, columns = STANDS_IN.get(counted.measure, ("", ()))
    for table in tables:
        is_by_cycle = table.name == CYCLES and name == GRADES and not counted.domain
        for number, line in enumerate(table.lines if table.name == name or is_by_cycle else ()):
            is_it = line.cohort.startswith(graded_in(counted.domain)) if counted.domain else number == 0 or is_by_cycle
            if is_it and (period := line.period or table.period):
                yield table.name, line, period, columns


def _beside(own: list[Held], line: ShownLine, period: Span, columns: tuple[int, ...]) -> set[Held]:
    """One indicator's figures of months in the period of a line, if they tell more than the line does."""
    first, last = period
    within = {each for each in own if first <= each.month <= last}
    share = disclosure.share_of(line.row, columns)
    if share is None:
        return within
    counted, rest = share[0], share[1] - share[0]
    inside = [(each, months) for each in within if (months := _months(each)) and months[0] >= first]
    for size in range(1, len(inside) + 1):
        for some in itertools.combinations(inside, size):
            months = [month for _, covered in some for month in covered]
            if len(set(months)) < len(months):
                continue
            left = counted - sum(each.numerator for each, _ in some)
            if is_small(abs(left)) or is_small(abs(rest - sum(_rest(each) for each, _ in some))):
                return within
    return set()


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
    return each.denominator - each.numerator


def _months(each: Held) -> tuple[datetime.date, ...]:
    return tuple(covered_months(each.month, each.basis)) or (each.month,)
