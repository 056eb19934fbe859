"""What readers know of agreed audits of any unit and months: from figures of indicators and lines of tables. [pure]

Both say how many audits of a unit in some months have some of the grades, so that one can be taken from the other.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kpis.accumulating import covered_months
from kpis.disclosure import SMALL
from kpis.measures import Measure
from kpis.periods import Basis, add_months
from kpis.rag import MeasuredIn
from reports.audit_counts import CYCLES, GRADES, MODERATION, graded_in
from reports.behind import Held, month_and_basis
from reports.disclosure import Edition, Line, ShownLine, ShownTable, Span

Columns = tuple[int, ...]
Range = tuple[Columns, int, int | None]  # what stands in these columns is from so many to so many, or to nobody says

# Where the audits that a measure counts stand in a report's own tables, in which columns, and in which the rest.
STANDS_IN: dict[Measure, tuple[str, Columns, Columns]] = {
    Measure.GOOD_OR_BETTER: (GRADES, (0, 1), (2, 3)),
    Measure.INADEQUATE: (GRADES, (3,), (0, 1, 2)),
    Measure.GRADES_CHANGED: (MODERATION, (1, 2), (0,)),
}
# Tables whose lines are of the same kind: a cycle is told as all audits of its months are.
ALIKE = {GRADES: GRADES, CYCLES: GRADES, MODERATION: MODERATION}
ALL = {GRADES: (0, 1, 2, 3), MODERATION: (0, 1, 2)}
# What may be asked of a line: each column, what indicators count together, and all.
ASKED = {
    GRADES: ((0,), (1,), (2,), (3,), (0, 1), (2, 3), (0, 1, 2), ALL[GRADES]),
    MODERATION: ((0,), (1,), (2,), (1, 2), ALL[MODERATION]),
}
# That all of some audits stand in one of these columns is told of each of them.
REVEALING = {GRADES: ALL[GRADES], MODERATION: ()}


@dataclass(frozen=True)
class CountedOf:
    """Which audits an indicator looks at, and what it counts of them; empty names stand for all."""

    measure: Measure
    tool: str = ""
    domain: str = ""
    cohort: str = ""

    @property
    def table(self) -> str:
        return STANDS_IN[self.measure][0] if self.measure in STANDS_IN else ""

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

    def is_of(self, number: int, line: Line | ShownLine) -> bool:
        """Are its audits among those of a line? The first one of a table is about all grades overall."""
        return line.cohort.startswith(graded_in(self.domain)) if self.domain else number == 0

    @property
    def is_all(self) -> bool:
        """And does it look at all of them? A domain is one of a tool."""
        return not self.cohort and bool(self.domain or not self.tool)


@dataclass(frozen=True, eq=False)
class Told:
    """How many audits of a unit, by its path, in some months stand in which columns, as far as readers know.

    `ref` is the indicator that says so, empty for a line of a table. `is_all`: it looks at all audits of the line. What
    has no `edition` is the report's own.
    """

    unit: str
    months: frozenset[datetime.date]
    ranges: tuple[Range, ...]
    edition: str = ""
    ref: str = ""
    is_all: bool = True

    def holds(self, other: "Told") -> bool:
        """Are the other's audits among its own?"""
        return (
            self is not other
            and other.unit.startswith(self.unit)
            and other.months <= self.months
            and (self.is_all or self.ref == other.ref)
        )


def lines_told(edition: Edition, table: str, is_it: Callable[[int, ShownLine], bool]) -> Iterator[Told]:
    """The lines of tables like this one that an edition showed, of those that are `is_it` by their number."""
    for shown in edition.tables:
        for number, line in enumerate(shown.lines if ALIKE.get(shown.name) == table else ()):
            if (line.period or shown.period) and is_it(place_of(shown.name, number), line):
                yield of_line(edition.unit, shown, line, edition.name)


def figures_told(edition: Edition, counted: Mapping[str, CountedOf]) -> Iterator[Told]:
    """The figures of indicators that an edition showed with their numbers; a year's outturn is no month's.

    Of those of which it hid the number, but not of how many it is, no more is told than that.
    """
    refs = {f"Indicator {ref}": ref for ref in counted}
    for table in edition.tables:
        for line in table.lines if table.name in refs else ():
            named, ref = month_and_basis(line.title), refs[table.name]
            if named and named[1] != Basis.OUTTURN and line.total is not None and len(line.cells) > 1:
                numbers = Decimal(line.cells[0] or 0), Decimal(line.total)
                held = Held(ref, *named, MeasuredIn.PERCENTAGE, *numbers)
                told = of_figure(edition.unit, held, counted[ref], edition.name)
                yield replace(told, ranges=told.ranges[-1:]) if None in line.cells else told


def of_figure(unit: str, held: Held, counted: CountedOf, edition: str = "") -> Told:
    table, columns, rest = STANDS_IN[counted.measure]
    whole, number = int(held.denominator or 0), int(held.numerator)
    told = ((columns, number), (rest, whole - number), (ALL[table], whole))
    ranges = tuple((of_them, count, count) for of_them, count in told)
    return Told(unit, frozenset(months_of(held)), ranges, edition, held.ref, counted.is_all)


def of_line(unit: str, table: ShownTable, line: ShownLine, edition: str = "") -> Told:
    """What readers know of each number of a line: zeros are shown, except where nothing is told or all are alike.

    A line of which nothing is told may be empty: that, too, can be what another one is hidden for.
    """
    span = line.period or table.period
    assert span
    are_all_hidden = not any(cell is not None for cell in line.cells)
    is_whole = are_all_hidden and line.total is None
    least = 0 if is_whole or (are_all_hidden and table.has_revealing) else 1
    cells = [((place,), *_range(cell, least)) for place, cell in enumerate(line.cells)]
    total = (ALL[ALIKE[table.name]], *_range(line.total, 0 if is_whole else SMALL.stop))
    return Told(unit, months_in(span), (*cells, total), edition)


def _range(count: int | None, least: int) -> tuple[int, int | None]:
    return (least, None) if count is None else (count, count)


def place_of(table: str, number: int) -> int:
    """Every cycle is told as the first line of grades is: overall."""
    return 0 if table == CYCLES else number


def months_of(each: Held) -> tuple[datetime.date, ...]:
    return tuple(covered_months(each.month, each.basis)) or (each.month,)


def months_in(period: Span) -> frozenset[datetime.date]:
    first, last = (day.replace(day=1) for day in period)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return frozenset(add_months(first, number) for number in range(count))
