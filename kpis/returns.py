"""What a return says, and what confirming it would do: plain data that a preview can keep as JSON. Plain Python."""

import datetime
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


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
    period: datetime.date
    entries: list[Entry] = field(default_factory=list)
    targets: list[TargetEntry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """What one figure of a return would do. Text and numbers only, so that JSON keeps it unharmed."""

    change: str
    row: int
    column: str
    indicator: int
    ref: str
    title: str
    period: str
    period_words: str
    basis: str
    basis_words: str
    value: str
    numerator: str | None
    denominator: str | None
    new_words: str
    old: int | None
    old_words: str


@dataclass(frozen=True)
class TargetLine:
    """What a return's targets for one indicator would do, from the return's month on."""

    change: str
    row: int
    indicator: int
    ref: str
    title: str
    minimum: str | None
    upper: str | None
    new_words: str
    old_words: str


@dataclass(frozen=True)
class Preview:
    """Everything that confirming a return would do, or why it cannot be taken."""

    lines: list[Line] = field(default_factory=list)
    targets: list[TargetLine] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def _of(self, change: Change) -> list[Line]:
        return [line for line in self.lines if line.change == change]

    @property
    def added(self) -> list[Line]:
        return self._of(Change.ADDED)

    @property
    def changed(self) -> list[Line]:
        return self._of(Change.CHANGED)

    @property
    def unchanged(self) -> list[Line]:
        return self._of(Change.UNCHANGED)

    @property
    def target_changes(self) -> list[TargetLine]:
        return [line for line in self.targets if line.change != Change.UNCHANGED]

    @property
    def has_refused_cells(self) -> bool:
        """Is there anything to put right in the table, rather than with the file as a whole?"""
        return any(refusal.row for refusal in self.refused)

    @property
    def counts(self) -> dict[str, int]:
        """How many figures would be added, changed, left; how many targets set; how many cells refused."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "targets": len(self.target_changes),
            "refused": len(self.refused),
        }

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Preview":
        return cls(
            lines=[Line(**line) for line in kept["lines"]],
            targets=[TargetLine(**line) for line in kept["targets"]],
            refused=[Refusal(**refusal) for refusal in kept["refused"]],
            notes=kept["notes"],
        )
