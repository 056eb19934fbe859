"""The same tables for the edition that is not published: every number is shown. [pure]"""

from collections.abc import Sequence

from reports.disclosure.protecting import Protection
from reports.disclosure.tables import CountTable, Line, ShownLine, ShownTable


def unprotected(tables: Sequence[CountTable]) -> Protection:
    """What `protect` gives, with nothing hidden; for readers who may know the numbers."""
    return Protection(tuple(_open(table) for table in tables), suppressions=(), is_open=True)


def _open(table: CountTable) -> ShownTable:
    totals = _line(table.totals) if table.adds_up else None
    lines = tuple(_line(line) for line in table.lines)
    return ShownTable(table.name, table.columns, lines, totals, table.cohort, table.of, table.period)


def _line(line: Line) -> ShownLine:
    return ShownLine(
        line.title, line.counts, line.total, line.within, line.cohort, line.of, line.period, is_open=True
    )  # fmt: skip
