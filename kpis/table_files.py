"""Facts that go out as a table and come in again: what a file would do, tried by the commands themselves.

Trying a file carries every row out and takes all of it back, so that the preview can refuse nothing else than
confirming would.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from kit.uploads import Row
from kpis.returns import Refusal
from people.access import Refused

MOST_ROWS = 5_000
# An apostrophe before what a spreadsheet takes for a formula; one is put there on the way out, and taken off again.
QUOTED = re.compile(r"'+[=+\-@\t\r\n]")
TOO_MANY_CELLS = "The row has more cells than the header. Words with a comma must stand in quotation marks."


@dataclass(frozen=True)
class Line:
    """One row, or the rows of one indicator, and what taking them does; `row` is the first."""

    row: int
    name: str
    change: str
    # Part, what it says now, what it will say; none for one that is new.
    differences: list[tuple[str, str, str]]


@dataclass
class Plan:
    lines: list[Line] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # headings of columns that are not part of the table

    def of(self, change: str) -> list[Line]:
        return [line for line in self.lines if line.change == change]

    @property
    def added(self) -> list[Line]:
        return self.of("added")

    @property
    def changed(self) -> list[Line]:
        return self.of("changed")

    @property
    def unchanged(self) -> list[Line]:
        return self.of("unchanged")


@dataclass(frozen=True)
class Cells:
    """One row by heading, with the number that a spreadsheet shows."""

    row: int
    by_name: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.by_name[name]


class Fault(Exception):
    """Why a cell, or without a column the whole row, cannot be taken."""

    def __init__(self, cells: Cells, column: str, reason: str) -> None:
        super().__init__(reason)
        value = cells[column][:100] if column else ""
        self.refusal = Refusal(cells.row, column, value, reason)


@contextmanager
def told_of(cells: Cells) -> Iterator[None]:
    """What a command refuses is told of the row that asked for it."""
    try:
        yield
    except Refused as reason:
        raise Fault(cells, "", str(reason)) from reason


def tried(take_all: Callable[[], Plan]) -> Plan:
    """What the file would do; nothing of it is kept."""
    with transaction.atomic():
        plan = take_all()
        transaction.set_rollback(True)
    return plan


def taken(take_all: Callable[[], Plan]) -> Plan:
    """Carry the whole file out, or nothing of it."""
    with transaction.atomic():
        plan = take_all()
        if plan.refused:
            transaction.set_rollback(True)
    return plan


def quoted(cells: dict[str, str]) -> dict[str, str]:
    """Ready for a CSV file whose apostrophes can be told from those that protect."""
    return {name: f"'{words}" if QUOTED.match(words) else words for name, words in cells.items()}


def read_rows(rows: Sequence[Row], columns: Sequence[str], plan: Plan) -> Iterator[Cells]:
    """The rows under the header, of which each column stands there once; what is wrong with the table is refused."""
    headings = rows[0].cells
    missing = [name for name in columns if headings.count(name) != 1]
    if missing:
        reason = f"These columns must stand there once: {', '.join(missing)}."
        plan.refused.append(Refusal(rows[0].number, "", "", reason))
        return
    if len(rows) == 1:
        plan.refused.append(Refusal(rows[0].number, "", "", "There are no rows under the header row."))
    if len(rows) > MOST_ROWS:
        plan.refused.append(Refusal(None, "", "", f"At most {MOST_ROWS:,} rows are read."))
        return
    plan.unread = [heading for heading in headings if heading and heading not in columns]
    for row in rows[1:]:
        if extra := next(filter(None, row.cells[len(headings) :]), ""):
            plan.refused.append(Refusal(row.number, "", extra[:100], TOO_MANY_CELLS))
            continue
        given = dict(zip(headings, row.cells + [""] * (len(headings) - len(row.cells)), strict=False))
        told = {name: given[name] for name in columns}
        yield Cells(row.number, {name: words[1:] if QUOTED.match(words) else words for name, words in told.items()})
