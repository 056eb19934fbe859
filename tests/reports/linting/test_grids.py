"""Tables of targets and what came of them: what is missing in them, and how their rows are rated."""

import pytest

from reports.linting import TableText
from reports.linting.grids import facts_of
from tests.reports.linting.scripts import saying, showing
from tests.reports.linting.test_rules import of_rule, quotes

GRID = ("Measure", "30 Sept: Target", "30 Sept: Actual", "31 Dec: Target", "31 Dec: Actual")


def test_a_target_has_an_actual_and_an_actual_has_a_target():
    grid = showing(
        GRID,
        ("Pre-birth", "50", "", "85", "no data"),
        ("Health", "", "84", "95", "100"),
        ("Late", "≤5", "4", "≤5", "6"),
    )
    (blank,) = of_rule("target_without_actual", grid)
    (open_ended,) = of_rule("actual_without_target", grid)

    assert (blank.quote, blank.where) == ("Pre-birth", "table 1, row “Pre-birth”")
    assert blank.words == "There is a target and no figure beside it (30 Sept: Target; 31 Dec: Target)."
    assert (open_ended.quote, "30 Sept: Actual" in open_ended.words) == ("Health", True)


def test_a_current_figure_is_not_older_than_its_table():
    months = ("Measure", "Current", "Jun 23", "Jul 23", "Aug 23")
    assert quotes("blank_latest", showing(months, ("Reviews", "100%", "100%", "100%", ""))) == ["Reviews"]
    assert quotes("blank_latest", showing(months, ("Reviews", "100%", "100%", "100%", "100%"))) == []
    assert quotes("blank_latest", showing(months, ("Reviews", "no data", "100%", "100%", ""))) == []


def test_a_grid_of_targets_is_read_as_indicators():
    grid = TableText("table 1", "Grid", GRID, (("% of care plans that are inadequate", "20", "6", "10", "30"),))
    found = of_rule("contradicts_indicator", saying("Care plans have improved.", tables=(grid,)))

    assert [finding.words for finding in found] == [
        "“improved” does not fit “% of care plans that are inadequate” (30, missed, worse: from 6 to 30)."
    ]


@pytest.mark.parametrize(
    ("title", "target", "actual", "rag"),
    [
        ("% of assessments in time", "95", "95", "met"),
        ("% of assessments in time", "95%", "94.9%", "missed"),
        ("% of assessments with no further action", "≤25", "25", "met"),
        ("% of assessments with no further action", "<25", "25", "missed"),
        ("% of inadequate assessments", "20", "20", "met"),  # a bare number of what is unwanted is a ceiling
        ("% of inadequate assessments", "20", "21", "missed"),
        ("% of assessments in time", "to be agreed", "95", "no_target"),
    ],
)
def test_a_row_of_a_grid_is_rated_by_its_operator(title, target, actual, rag):
    (table,) = showing(("Measure", "Target", "Actual"), (title, target, actual)).tables

    assert [fact.rag for fact in facts_of(table)] == [rag]
