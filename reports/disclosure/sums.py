"""A number, where it stands, and what numbers make together. [pure]"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    ROW = "row"
    COLUMN = "column"
    PERIOD = "period"
    CHANGE = "change"
    UNIT = "unit"


@dataclass(frozen=True)
class Place:
    """Where a number stands in this report."""

    table: int
    row: str
    column: str


@dataclass
class Number:
    """A count. `value` is None where an earlier edition hid it and it is not known here.

    Readers know that hidden numbers lie from `low` to `high`. `cost` is what hiding it takes from readers.
    """

    value: int | None
    is_shown: bool
    cost: int = 0
    low: int | None = 0
    high: int | None = None
    may_hide: bool = True
    is_sensitive: bool = False
    places: list[Place] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)  # earlier ones that have it, shown or hidden


@dataclass(frozen=True)
class Relation:
    """Numbers that make zero, each with +1 or -1; `source` is the table or the edition where readers find it."""

    parts: tuple[tuple[int, int], ...]
    kind: Kind
    source: str
