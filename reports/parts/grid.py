"""The targets grid as a block: two quarters side by side, each figure with its target as it was agreed. [pure]"""

import datetime
from collections import Counter

from kpis.summaries.targets_grid import GridCell, GridRow, Standing, TargetsGrid
from reports import content, disclosure
from reports.content import SUPPRESSED
from reports.indicators import Unpublishable
from reports.tokens import key_of, name_of

HIDDEN = "hidden"


def grid_blocks(grid: TargetsGrid, hidden: Unpublishable) -> list[content.Block]:
    """Met, missed and not ratable at the quarter's end; where no indicator has a single target, nothing."""
    if not grid.rows:
        return []
    rows = tuple(_row(row, grid, hidden) for row in grid.rows)
    notes = (
        "The sign before a target says how it is met: ≤ at most, < below, ≥ at least, > above. A blank target is a "
        "fact: what has no target or no figure cannot be rated.",
        *disclosure.explain(text for row in rows for text in (*row.figures, row.result_words)),
    )
    return [content.TargetsGrid("Targets by quarter", _periods(grid), rows, summary_of(rows), notes)]


def _periods(grid: TargetsGrid) -> tuple[str, str]:
    return grid.quarter.previous.label, grid.quarter.label


def summary_of(rows: tuple[content.GridRow, ...]) -> str:
    """5 met, 5 missed, 3 not ratable; what is hidden is counted as hidden."""
    counts = Counter(row.result for row in rows)
    words = {Standing.MET: "met", Standing.MISSED: "missed", Standing.NOT_RATABLE: "not ratable"}
    told = [f"{counts[standing.value]} {said}" for standing, said in words.items()]
    return ", ".join([*told, *([f"{counts[HIDDEN]} not shown"] if counts[HIDDEN] else [])])


def _row(row: GridRow, grid: TargetsGrid, hidden: Unpublishable) -> content.GridRow:
    is_hidden = (row.ref, grid.quarter.last_month) in hidden.figures
    return content.GridRow(
        ref=row.ref,
        title=f"{row.title} ({row.basis_words})",
        figures=(
            _figure(row.before, row.ref, grid.quarter.previous.last_month, hidden),
            _figure(row.now, row.ref, grid.quarter.last_month, hidden),
        ),
        target=row.now.target_words,
        result=HIDDEN if is_hidden else row.now.standing.value,
        result_words=SUPPRESSED if is_hidden else row.now.standing_words,
        source=key_of(f"indicator {name_of(row.ref)}"),
    )


def _figure(cell: GridCell, ref: str, month: datetime.date, hidden: Unpublishable) -> str:
    """17.2% (target ≤ 20%)."""
    actual = SUPPRESSED if (ref, month) in hidden.figures else cell.actual_words
    target = cell.target_words if cell.target_words.startswith(("no ", "not ")) else f"target {cell.target_words}"
    return f"{actual} ({target})"
