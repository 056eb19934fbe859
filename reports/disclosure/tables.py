"""Tables of counts before and after protection. The same cohort, wherever it stands, is the same number. [pure]"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.disclosure.rows import Row, share_of, share_words

TOTAL = "Total"
Span = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Line:
    """One row of counts, in the order of the table's columns.

    `within` is the title of the line of which it is a part, as a team is of a service. `cohort` names whose records are
    counted: wherever the same cohort stands, it has the same total. `of` says what the columns tell of them: lines of
    the same cohort and the same `of` have the same numbers. `of` and `period` are the table's where a line has none.
    `withheld` are columns, or TOTAL, that are hidden whatever the rest: `beside` an edition, or a table of this report,
    they would tell too much.
    """

    title: str
    counts: tuple[int, ...]
    within: str = ""
    cohort: str = ""
    of: str = ""
    period: Span | None = None
    withheld: frozenset[str] = frozenset()
    beside: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class CountTable:
    """Counts by line and column, with their totals; a list is a table with one column or one line.

    `adds_up`: the lines that are within no other add up to the table's totals, which count `cohort`. `period` is given
    where counts add up over time, as events do: then a longer period less a shorter one is known to readers.
    `is_ordered`: neighbouring columns mean something together, as grades do. A line whose records all lie in one of
    `revealing` is not told apart. Columns and lines in `unknowns` hold what is not recorded: small counts of it tell
    nothing of anybody. `shares` are published percentages, each by the columns it adds up.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    adds_up: bool = True
    cohort: str = ""
    of: str = ""
    period: Span | None = None
    has_line_totals: bool = True
    has_column_totals: bool = True
    has_grand_total: bool = True
    is_ordered: bool = False
    revealing: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    shares: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        titles = [line.title for line in self.lines]
        if TOTAL in (*titles, *self.columns) or len(set(titles)) < len(titles):
            raise ValueError(f"The lines of {self.name} need titles of their own, and none may be {TOTAL}.")
        if any(len(line.counts) != len(self.columns) or min(line.counts, default=0) < 0 for line in self.lines):
            raise ValueError(f"Each line of {self.name} needs one count for each column, and none below zero.")
        for line in self.lines:
            if line.within and line.within not in titles[: titles.index(line.title)]:
                raise ValueError(f"In {self.name}, “{line.title}” is within “{line.within}”, which must stand before.")
            parts = [part.counts for part in self.lines if part.within == line.title]
            if parts and tuple(map(sum, zip(*parts, strict=True))) != line.counts:
                raise ValueError(f"In {self.name}, the parts of “{line.title}” do not add up to it.")

    @property
    def share_places(self) -> tuple[int, ...]:
        """Where the columns of the first published percentage stand."""
        return tuple(self.columns.index(column) for column in self.shares[0][1]) if self.shares else ()

    def line(self, title: str) -> Line:
        return next(line for line in self.lines if line.title == title)

    @property
    def totals(self) -> Line:
        """The line of column totals, with the grand total."""
        tops = [line.counts for line in self.lines if not line.within]
        counts = tuple(map(sum, zip(*tops, strict=True))) or (0,) * len(self.columns)
        return Line(TOTAL, counts, cohort=self.cohort)


@dataclass(frozen=True)
class ShownLine:
    """A line as it may be published; None is hidden."""

    title: str
    cells: tuple[int | None, ...]
    total: int | None
    within: str = ""
    cohort: str = ""
    of: str = ""
    period: Span | None = None
    is_open: bool = False  # of an edition in which nothing is hidden

    @property
    def row(self) -> Row:
        return Row(self.cells, self.total, self.is_open)


@dataclass(frozen=True)
class ShownTable:
    """A table as it may be published. It holds no hidden number, so it may be frozen and kept."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    totals: ShownLine | None
    cohort: str = ""
    of: str = ""
    period: Span | None = None
    has_revealing: bool = False  # a line may be hidden up to its total, zeros too

    def line(self, title: str) -> ShownLine:
        return next(line for line in self.lines if line.title == title)

    def share(self, title: str, columns: Sequence[str]) -> tuple[int, int] | None:
        """How many of the line lie in these columns, of how many: only where readers can add it up themselves."""
        return share_of(self.line(title).row, [self.columns.index(column) for column in columns])

    def share_words(self, title: str, columns: Sequence[str]) -> str:
        return share_words(self.line(title).row, [self.columns.index(column) for column in columns])


class Kin(StrEnum):
    """Whose edition it is, seen from the unit of the report that is protected."""

    SAME = "same"
    PART = "part"  # of a unit below, whose records are some of the report's
    WHOLE = "whole"  # of a unit above, whose records are the report's and others
    BESIDE = "beside"  # of another part of the unit above


@dataclass(frozen=True)
class Edition:
    """What was published before, under the name by which the author knows it.

    `adds_up`: with the others of which this is said it leaves nothing over: all parts make the report's unit, or the
    unit above is the report's and all beside it. `unit` is the path of its unit, which begins with the paths of those
    above it. `is_apart`: of another unit, in a report of another kind or period: what is no table of audits is
    compared number by number.
    """

    name: str
    tables: tuple[ShownTable, ...]
    kin: Kin = Kin.SAME
    adds_up: bool = False
    unit: str = ""
    is_apart: bool = False
