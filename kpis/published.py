"""What a file that the Department for Education publishes says, kept as written. Plain Python.

A cell holds a number or a symbol. A symbol is never zero and never ranked: it has words of its own.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

SYMBOLS = {
    "c": "suppressed, so that nobody can be recognised",
    "z": "not applicable",
    "k": "rounds to zero, but is not zero",
    "low": "rounds to zero, but is not zero",
    "x": "not available",
    "u": "unreliable, so not published",
    ":": "not available",
    "": "left blank by the publisher",
}
LEVELS = {"National": "national", "Regional": "regional", "Local authority": "local"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class FileRefused(Exception):
    """Says in one sentence why a published file cannot be taken."""


@dataclass(frozen=True)
class PublishedRow:
    """A place in a year, what the row counts, and its figures as written."""

    number: int
    year: int
    level: str
    code: str
    old_code: str
    name: str
    region_code: str
    category: dict[str, str]
    cells: dict[str, str]


@dataclass(frozen=True)
class PublishedFile:
    """One published file: its category columns with their values, its measure columns, its rows."""

    name: str
    sha256: str
    dataset: str
    columns: list[str]
    categories: dict[str, list[str]]
    measures: list[str]
    rows: list[PublishedRow]


@dataclass(frozen=True)
class NeighbourLine:
    """A local authority with its statistical neighbours, closest first: three digits, and how close in words."""

    old_code: str
    name: str
    region_name: str
    neighbours: list[tuple[str, str]]


@dataclass(frozen=True)
class NeighboursFile:
    name: str
    sha256: str
    lines: list[NeighbourLine]


def number_in(text: str) -> Decimal | None:
    """The number that a cell holds; None for a symbol."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


def symbol_words(text: str) -> str:
    """What a symbol means: suppressed, so that nobody can be recognised."""
    return SYMBOLS[text]


def year_words(year: int) -> str:
    """2025 as it is, 202425 as 2024/25."""
    return f"{year // 100}/{year % 100:02}" if year > 9999 else str(year)


def dataset_of(name: str) -> str:
    """The name that the same file of another year has too: without its ending and its years."""
    stem = re.sub(r"\.(csv|xlsx)$", "", name, flags=re.IGNORECASE)
    plain = re.sub(r"(?<!\d)(19|20)\d{2}(\d{2})?(?!\d)", " ", stem.replace("_", " ").replace("-", " "))
    return re.sub(r"( to)?\s+$", "", re.sub(r"\s+to\s{2,}", " ", plain)).strip()[:100] or stem[:100]
