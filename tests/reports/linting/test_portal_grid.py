"""The portal's own grid of targets: each target has its figure, each figure its target, and words fit both."""

from dataclasses import replace

import pytest

from reports import content
from reports.linting import lint, script_of
from tests.reports import sample
from tests.reports.linting.scripts import QUARTER


def linted(*blocks):
    return lint(script_of(sample.saying(*blocks)), QUARTER)


QUARTERS = ("Quarter 2 2016/17", "Quarter 3 2016/17")


def grid(*rows):
    """The grid as the portal writes it: reference, title, both figures, target, result."""
    found = (content.GridRow(ref, title, figures, target, *result) for ref, title, figures, target, result in rows)
    return content.TargetsGrid("Targets by quarter", QUARTERS, tuple(found), "as follows")


MET, MISSED = ("met", "Met"), ("missed", "Missed")
OPEN = ("not_ratable", "Not ratable: no data"), ("not_ratable", "Not ratable: no target")
GRID = grid(
    ("7", "Care plans that are good (Quarter)", ("64% (target ≥ 60%)", "52% (target ≥ 70%)"), "≥ 70%", MISSED),
    ("8", "Inadequate core assessments (Quarter)", ("20% (target ≤ 20%)", "8% (target ≤ 10%)"), "≤ 10%", MET),
    ("9", "Pre-birth assessments in time (Quarter)", ("81% (target ≥ 80%)", "no data (target ≥ 85%)"), "≥ 85%",
     OPEN[0]),
    ("10", "Health assessments in time (Quarter)", ("84% (no target)", "1,084 days (no target)"), "no target", OPEN[1]),
    ("11", "Private fostering visits (Quarter)", ("[c] (target ≥ 80%)", "[c] (target ≥ 80%)"), "≥ 80%",
     ("hidden", "[c]")),
    ("12", "Plans (Quarter)", ("1,084 (no target)", "1,090 (no target)"), "no target", OPEN[1]),
    ("13", "Checks (Quarter)", ("80% (target ≥ 80%)", "no data (target ≥ 80%)"), "≥ 80%",
     ("not_ratable", "Not ratable: not applicable")),
)  # fmt: skip


def test_a_grid_of_targets_tells_how_each_measure_stands():
    script = script_of(sample.saying(sample.BLOCKS["targets_grid"], GRID))

    assert [(fact.ref, fact.value, fact.rag, fact.target, fact.trend) for fact in script.indicators] == [
        ("NI 59", "72.4%", "met", "≥ 70%", "Improved since Quarter 2 (68.9%)"),
        ("NI 65", "16.2%", "missed", "≤ 15%", "Worse since Quarter 2 (15.6%)"),
        ("L 3", "no data", "no_data", "100%", ""),
        ("7", "52%", "missed", "≥ 70%", "Worse since Quarter 2 2016/17 (64%)"),
        ("8", "8%", "met", "≤ 10%", "Improved since Quarter 2 2016/17 (20%)"),
        ("9", "no data", "no_data", "≥ 85%", ""),
        ("10", "1,084 days", "no_target", "no target", ""),  # in another unit than the quarter before
        ("11", "[c]", "hidden", "≥ 80%", ""),
        ("12", "1,090", "no_target", "no target", "Risen since Quarter 2 2016/17 (1,084)"),
        ("13", "no data", "not_applicable", "≥ 80%", ""),
    ]


def test_the_portals_grid_has_a_figure_for_each_target_and_a_target_for_each_figure():
    where = "Section 1 “Only section”, table “Targets by quarter”"
    found = [(each.rule, each.where, each.words) for each in linted(GRID) if "target" in each.rule]

    assert found == [
        (
            "target_without_actual", f"{where}, row “Pre-birth assessments in time (Quarter)”",
            "There is a target and no figure beside it (Quarter 3 2016/17: Target).",
        ),
        (
            "actual_without_target", f"{where}, row “Health assessments in time (Quarter)”",
            "There is a figure and no target to hold it against (Quarter 2 2016/17: Actual; Quarter 3 2016/17: "
            "Actual).",
        ),
        (
            "actual_without_target", f"{where}, row “Plans (Quarter)”",
            "There is a figure and no target to hold it against (Quarter 2 2016/17: Actual; Quarter 3 2016/17: "
            "Actual).",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Care plans have improved.",
            "“improved” does not fit 7 “Care plans that are good (Quarter)” (52%, missed, worse since Quarter 2 "
            "2016/17 (64%)).",
        ),
        (
            "Core assessments are below target.",
            "“below target” does not fit 8 “Inadequate core assessments (Quarter)” (8%, met, improved since Quarter 2 "
            "2016/17 (20%)).",
        ),
        ("Care plans got worse.", ""),
        ("Private fostering visits are on target.", ""),  # hidden: nothing is said of it
        ("Inadequate core assessments have improved.", ""),
    ],
)
def test_words_are_held_against_the_portals_grid(text, words):
    found = [each.words for each in linted(content.Text(text), GRID) if each.rule == "contradicts_indicator"]

    assert found == [words] * bool(words)


def test_a_month_and_a_quarter_of_one_indicator_may_differ():
    row = replace(sample.INDICATORS.rows[2], ref="7", title="Care plans that are good", direction="Improved since May")
    table = content.IndicatorTable("Highlight indicators", (row,))

    found = linted(content.Text("Good care plans have improved."), GRID, table)
    assert [each for each in found if each.rule == "contradicts_indicator"] == []
