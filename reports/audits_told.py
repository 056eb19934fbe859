"""What readers know of agreed audits of any unit and months: from figures of indicators and lines of tables. [pure]

Both say how many audits of a unit in some months have some of the grades, so that one can be taken from the other.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kpis.accumulating import covered_months
from kpis.measures import Measure
from kpis.periods import Basis, add_months
from kpis.rag import MeasuredIn
from reports.audit_counts import CYCLES, GRADES, MODERATION, graded_in
from reports.behind import Held, month_and_basis
from reports.disclosure import CountTable, Edition, Line, ShownLine, ShownTable, Span, are_nested, leaving_few

Columns = tuple[int, ...]

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
    """How many audits of a unit, by its path, in some months stand in which columns; None: hidden there.

    `ref` is the indicator that says so, empty for a line of a table. `is_all`: it looks at all audits of the line.
    `is_apart`: no line that `protect` compares by itself. A line of no `edition` is one of the report's own.
    """

    unit: str
    months: frozenset[datetime.date]
    counts: Mapping[Columns, int | None]
    edition: str = ""
    ref: str = ""
    is_all: bool = True
    is_apart: bool = True
    span: Span | None = None  # of a line of a table

    def holds(self, other: "Told") -> bool:
        """Are the other's audits among its own?"""
        return (
            self is not other
            and other.unit.startswith(self.unit)
            and other.months <= self.months
            and (self.is_all or self.ref == other.ref)
        )

    def overlaps(self, other: "Told") -> bool:
        return are_nested(self.unit, other.unit) and not self.months.isdisjoint(other.months)

    def count(self, columns: Columns) -> int | None:
        return self.counts.get(columns)


@dataclass(frozen=True)
class Sum:
    """Readers take `parts` from the `whole`, and this many are left."""

    whole: Told
    parts: tuple[Told, ...]
    left: int

    @property
    def all(self) -> tuple[Told, ...]:
        return self.whole, *self.parts

    def sign(self, own: Told, other: Told) -> int:
        """Own, the others with their signs, and what is left make zero."""
        return -1 if self.whole in (own, other) else 1

    def known_of(self, own: Told, others: Iterable[Told], columns: Columns) -> int:
        """What these others say of these columns: of `own` itself, or together with what is left."""
        return -sum(self.sign(own, other) * (other.count(columns) or 0) for other in others)


def sums_with(own: Told, others: Iterable[Told], columns: Columns) -> Iterator[Sum]:
    """Everything that `own` is taken from, or that is taken from it, and that leaves 5 at most.

    TooManySets where it cannot be said.
    """
    count = own.count(columns)
    if count is None:
        return
    known = {
        (each.unit, each.months, each.ref, each.count(columns)): each
        for each in others
        if each is not own and each.count(columns) is not None
    }
    finest = _without_sums(list(known.values()), columns)
    for whole in [own, *known.values()]:
        if whole is not own and not whole.holds(own):
            continue
        of_it = [] if whole is own else [own]
        parts = [
            (each.count(columns) or 0, each)
            for each in finest
            if whole.holds(each) and not any(each.overlaps(other) for other in of_it)
        ]
        left_of = (whole.count(columns) or 0) - (0 if whole is own else count)
        for left, some in leaving_few(left_of, parts, Told.overlaps):
            if some or of_it:
                yield Sum(whole, (*of_it, *some), left)


def _without_sums(told: Iterable[Told], columns: Columns) -> list[Told]:
    """Without figures that others add up to: whatever is taken away with them can be taken away with the others."""
    kept: list[Told] = []
    for each in sorted(told, key=lambda each: (len(each.months), -len(each.unit))):
        count = each.count(columns) or 0
        inside = [(other.count(columns) or 0, other) for other in kept if each.ref and each.holds(other)]
        if not any(some and not left for left, some in leaving_few(count, inside, Told.overlaps)):
            kept.append(each)
    return kept


def lines_told(edition: Edition, table: str, is_it: Callable[[int, ShownLine], bool]) -> Iterator[Told]:
    """The lines of tables like this one that an edition showed, of those that are `is_it` by their number."""
    for shown in edition.tables:
        for number, line in enumerate(shown.lines if ALIKE.get(shown.name) == table else ()):
            if (line.period or shown.period) and is_it(place_of(shown.name, number), line):
                yield of_line(edition.unit, shown, line, edition.name, is_apart=edition.is_apart)


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
                everything = ALL[counted[ref].table]
                yield replace(told, counts={everything: line.total}) if None in line.cells else told


def of_figure(unit: str, held: Held, counted: CountedOf, edition: str = "") -> Told:
    table, columns, rest = STANDS_IN[counted.measure]
    whole, number = int(held.denominator or 0), int(held.numerator)
    counts = {columns: number, rest: whole - number, ALL[table]: whole}
    return Told(unit, frozenset(months_of(held)), counts, edition, held.ref, counted.is_all)


def of_line(unit: str, table: ShownTable, line: ShownLine, edition: str = "", *, is_apart: bool = False) -> Told:
    counts = {columns: _shown_in(line, columns) for columns in ASKED[ALIKE[table.name]]}
    return _of_span(unit, line.period or table.period, counts, edition, is_apart=is_apart)


def of_own_line(unit: str, table: CountTable, line: Line) -> Told:
    """As it is, before anything is hidden."""
    counts = {columns: sum(line.counts[place] for place in columns) for columns in ASKED[ALIKE[table.name]]}
    return _of_span(unit, line.period or table.period, counts, "", is_apart=False)


def _of_span(
    unit: str, span: Span | None, counts: Mapping[Columns, int | None], edition: str, *, is_apart: bool
) -> Told:
    assert span
    return Told(unit, months_in(span), counts, edition, is_apart=is_apart, span=span)


def place_of(table: str, number: int) -> int:
    """Every cycle is told as the first line of grades is: overall."""
    return 0 if table == CYCLES else number


def _shown_in(line: ShownLine, columns: Columns) -> int | None:
    """How many stand in these columns, where readers can add it up or take it away."""
    if len(columns) == len(line.cells):
        return line.total
    inside = [line.cells[place] for place in columns]
    if None not in inside:
        return sum(cell for cell in inside if cell is not None)
    outside = [cell for place, cell in enumerate(line.cells) if place not in columns]
    if line.total is None or None in outside:
        return None
    return line.total - sum(cell for cell in outside if cell is not None)


def months_of(each: Held) -> tuple[datetime.date, ...]:
    return tuple(covered_months(each.month, each.basis)) or (each.month,)


def months_in(period: Span) -> frozenset[datetime.date]:
    first, last = (day.replace(day=1) for day in period)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return frozenset(add_months(first, number) for number in range(count))
