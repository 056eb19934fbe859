"""Why a number is not shown, in words for the author, and what the symbols mean, for readers. [pure]"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    SMALL = "small"
    TEAM = "team_under_six"
    ONE_CATEGORY = "one_category"
    PERCENTAGE = "percentage"
    ROW = "row"
    COLUMN = "column"
    TABLE = "table"
    EDITION = "edition"
    PUBLISHED = "published"  # it is not hidden: an earlier edition told it


WORDS = {
    Reason.SMALL: "It is a number from 1 to 5.",
    Reason.TEAM: "There are fewer than 6 records, so nothing is told of them.",
    Reason.ONE_CATEGORY: "All records are “{}”, so showing it would tell what was said of each.",
    Reason.PERCENTAGE: "The percentage would reveal a number that is hidden.",
    Reason.ROW: "With the rest of its row it would reveal a number that is hidden.",
    Reason.COLUMN: "With the rest of its column it would reveal a number that is hidden.",
    Reason.TABLE: "With the table “{}” it would reveal a number that is hidden.",
    Reason.EDITION: "Compared with “{}”, published earlier, it would reveal a number from 1 to 5.",
    Reason.PUBLISHED: "It can be read in “{}”, published earlier, so hiding it here cannot protect it.",
}


@dataclass(frozen=True)
class Suppression:
    """One number that is not shown. `row` and `column` are titles as the table shows them."""

    table: str
    row: str
    column: str
    reason: Reason
    words: str

    @property
    def place(self) -> str:
        return f"{self.table}: {self.row}, {self.column}"


# Symbols of the Analysis Function and the Department for Education, in square brackets for screen readers.
SYMBOLS = {
    "[c]": "confidential: a number from 1 to 5, or a number that would reveal one, is not published",
    "[z]": "not applicable",
    "[x]": "not available",
    "[low]": "rounds to zero but is not zero",
    "[u]": "low reliability",
    "[k]": "rounds to zero but is not zero",
}


def explain(symbols: Iterable[str]) -> tuple[str, ...]:
    """The notes under a table that uses these symbols or words holding them: one sentence each, in a fixed order."""
    used = " ".join(symbols)
    return tuple(f"{symbol} means {words}." for symbol, words in SYMBOLS.items() if symbol in used)


def by_table(suppressions: Iterable[Suppression]) -> dict[str, list[tuple[str, str, str]]]:
    """For the author: under the name of each table the row, its columns, and why they are not shown."""
    found: dict[str, dict[tuple[str, str], list[str]]] = {}
    for each in suppressions:
        found.setdefault(each.table, {}).setdefault((each.row, each.words), []).append(each.column)
    return {
        table: [(row, ", ".join(columns), words) for (row, words), columns in lines.items()]
        for table, lines in found.items()
    }
