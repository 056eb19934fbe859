"""What a return says, and what confirming it would do. Plain Python."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Refusal:
    """Why a cell, or the whole file, cannot be taken. `row` is the row number that a spreadsheet shows."""

    row: int | None
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        places = [f"Row {self.row}"] if self.row else []
        places += [f"column {self.column}"] if self.column else []
        return f"{', '.join(places)}: {self.reason}" if places else self.reason


@dataclass(frozen=True)
class Figure:
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Entry:
    """One figure that a return gives."""

    row: int
    column: str
    ref: str
    period: datetime.date
    basis: str
    figure: Figure
    indicator: int
    places: int
    unit: int | None = None  # empty: the unit that the load is for


@dataclass(frozen=True)
class TargetEntry:
    """The pair of targets that a return gives; both None: the indicator has no target."""

    row: int
    ref: str
    minimum: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True)
class Return:
    """A file as it was read, before it is compared with what the portal holds."""

    file_name: str
    sha256: str
    period: datetime.date | None
    entries: list[Entry] = field(default_factory=list)
    targets: list[TargetEntry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """What one figure of a return would do, or did."""

    change: str
    row: int | None
    column: str
    ref: str
    title: str
    unit: str
    period_words: str
    basis_words: str
    new_words: str
    old_words: str


@dataclass(frozen=True)
class TargetLine:
    """What a return's targets for one indicator would do, from the return's month on. Text, so that JSON keeps it."""

    change: str
    row: int
    indicator: int
    ref: str
    title: str
    minimum: str | None
    upper: str | None
    new_words: str
    old_words: str
    old: list[str | None] | None
