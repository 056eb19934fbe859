"""The targets grid of a report: what rests on a small number is hidden with its result, and counted as hidden."""

from kpis.periods import Quarter
from kpis.rag import Rag
from kpis.summaries.targets_grid import GridCell, GridRow, Standing, TargetsGrid
from reports.indicators import Unpublishable
from reports.parts.grid import grid_blocks

QUARTER = Quarter(2016, 3)
MET = GridCell("≤ 20%", "18%", Rag.MET, Standing.MET, "")
MISSED = GridCell("≤ 20%", "24%", Rag.MISSED, Standing.MISSED, "")
ROWS = [GridRow("Theme", ref, f"Measure {ref}", "Quarter", "/", MET, now) for ref, now in (("1", MET), ("2", MISSED))]
GRID = TargetsGrid(QUARTER, ROWS)
BEFORE, FIRST, SECOND, HIDDEN = "18% (target ≤ 20%)", "18% (target ≤ 20%)", "24% (target ≤ 20%)", "[c] (target ≤ 20%)"


def shown(*hidden):
    [block] = grid_blocks(GRID, Unpublishable(frozenset(hidden), frozenset()))
    return block.summary, [(row.figures, row.result_words) for row in block.rows]


def test_nothing_hidden_says_what_was_met():
    assert shown() == (
        "1 met, 1 missed, 0 not ratable",
        [
            (("18% (target ≤ 20%)", "18% (target ≤ 20%)"), "Met"),
            (("18% (target ≤ 20%)", "24% (target ≤ 20%)"), "Missed"),
        ],
    )


def test_a_hidden_figure_hides_whether_it_was_met():
    assert shown(("2", QUARTER.last_month)) == (
        "1 met, 0 missed, 0 not ratable, 1 not shown",
        [((BEFORE, FIRST), "Met"), ((BEFORE, HIDDEN), "[c]")],
    )


def test_a_hidden_figure_of_the_quarter_before_hides_itself_alone():
    summary, rows = shown(("1", QUARTER.previous.last_month))

    assert (summary, rows[0]) == (
        "1 met, 1 missed, 0 not ratable", ((HIDDEN, FIRST), "Met"),
    )  # fmt: skip
