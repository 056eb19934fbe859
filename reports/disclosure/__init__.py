"""Which numbers may be published, so that nobody can tell what was said of one child's record. Plain Python.

`suppress` protects one row by itself. `protect` protects all tables of a report together, and against what earlier
editions told. docs/disclosure.md has the rules, their sources, and what a reader who subtracts is taken to know.
"""

from reports.disclosure.keeping import kept, to_keep
from reports.disclosure.opening import unprotected
from reports.disclosure.protecting import Protection, protect
from reports.disclosure.reasons import WORDS, Reason, Suppression, by_table, explain
from reports.disclosure.rows import (
    NO_DATA,
    Row,
    count_words,
    percentage_words,
    rounded,
    share_of,
    share_words,
    suppress,
)
from reports.disclosure.tables import TOTAL, CountTable, Edition, Kin, Line, ShownLine, ShownTable, Span

__all__ = [
    "NO_DATA",
    "TOTAL",
    "WORDS",
    "CountTable",
    "Edition",
    "Kin",
    "Line",
    "Protection",
    "Reason",
    "Row",
    "ShownLine",
    "ShownTable",
    "Span",
    "Suppression",
    "by_table",
    "count_words",
    "explain",
    "kept",
    "percentage_words",
    "protect",
    "rounded",
    "share_of",
    "share_words",
    "suppress",
    "to_keep",
    "unprotected",
]
