"""Grades, targets, moderation, actions and spotlights of two reports, side by side. Figures are in test_compare.py."""

from dataclasses import replace

from reports import content
from reports.comparing import Side
from reports.comparing_blocks import Row, parts
from tests.reports import sample

ABSENT = Side("not in this report")
HIDDEN = "No change is given: a number is not published"


def compared(key, before, now):
    documents = (sample.saying(*blocks) for blocks in (before, now))
    return next((part.rows for part in parts(*documents) if part.key == key), [])


def test_grades_are_compared_by_domain_and_hidden_ones_are_in_no_change():
    before = replace(
        sample.GRADES, rows=(sample.grade_row("Overall", 6, 37, 26, 6), sample.grade_row("Plans", 1, 3, 0, 0))
    )
    now = replace(
        sample.GRADES, rows=(sample.grade_row("Overall", 8, 42, 24, 6), sample.grade_row("Plans", 9, 9, 9, 9))
    )
    overall, plans = compared("grades", [before], [now])

    assert overall == Row(
        "Overall", "Agreed grades by domain",
        Side("57%", "6 outstanding, 37 good, 26 requires improvement, 6 inadequate: 75 records"),
        Side("63%", "8 outstanding, 42 good, 24 requires improvement, 6 inadequate: 80 records"),
        "Up 6 points",
    )  # fmt: skip
    assert (plans.before.number, plans.change) == ("[c]", HIDDEN)


def grid(period, *rows):
    told = tuple(content.GridRow(ref, title, figures, target, *result) for ref, title, figures, target, result in rows)
    return content.TargetsGrid("Targets", ("Quarter 2", period), told, "x")


MET, MISSED = ("met", "Met"), ("missed", "Missed")


def test_targets_are_compared_by_their_last_quarter_with_what_came_of_them():
    before = grid(
        "Quarter 3",
        ("7", "Good plans", ("50% (target ≥ 60%)", "64% (target ≥ 70%)"), "≥ 70%", MISSED),
        ("8", "Visits", ("[c] (target ≥ 60%)", "[c] (target ≥ 70%)"), "≥ 70%", ("hidden", "[c]")),
    )
    now = grid(
        "Quarter 4",
        ("7", "Good plans", ("64% (target ≥ 70%)", "71% (target ≥ 70%)"), "≥ 70%", MET),
        ("9", "Reviews", ("1% (no target)", "2% (no target)"), "no target", ("not_ratable", "Not ratable: no target")),
        ("8", "Visits", ("[c] (target ≥ 70%)", "80% (target ≥ 70%)"), "≥ 70%", MET),
    )

    assert compared("targets", [before], [now]) == [
        Row("7 Good plans", "", Side("64%", "≥ 70%", "Quarter 3"), Side("71%", "≥ 70%", "Quarter 4"),
            "Up 7 points. Missed, now met"),
        Row("9 Reviews", "", ABSENT, Side("2%", "no target", "Quarter 4"), "Only in one of them"),
        Row("8 Visits", "", Side("[c]", "≥ 70%", "Quarter 3"), Side("80%", "≥ 70%", "Quarter 4"),
            f"{HIDDEN}. [c], now met"),
    ]  # fmt: skip


def test_moderation_is_compared_where_its_whole_matrix_is_published():
    hidden = sample.BLOCKS["agreement"]
    whole = replace(hidden, matrix=((9, 0, 0, 0), (7, 28, 7, 0), (0, 9, 17, 0), (0, 0, 0, 9)), sentences=("63 of 86.",))
    better = replace(whole, matrix=((9, 0, 0, 0), (0, 28, 7, 0), (0, 9, 17, 0), (0, 0, 0, 9)), sentences=("63 of 79.",))

    [row] = compared("agreement", [whole], [better])
    assert (row.before, row.now, row.change) == (Side("73%", "63 of 86."), Side("80%", "63 of 79."), "Up 7 points")
    [row] = compared("agreement", [hidden], [whole])
    assert (row.before.number, row.change) == ("[c]", HIDDEN)


def action(text, state):
    return content.ActionRow(text, "North team", "1 May 2017", state.lower(), state)


def test_actions_and_recommendations_say_how_they_stood_and_stand():
    said = sample.BLOCKS["recommendations"]
    before = content.Actions("Actions", (action("Check chronologies", "Overdue"), action("Train", "Open")))
    now = content.Actions("Actions", (action("Check  Chronologies", "Closed"), action("Write", "Open")))
    delivered = replace(said, rows=tuple(replace(row, delivered="Delivered on 1 May 2017") for row in said.rows))

    rows = compared("actions", [before, said], [now, delivered])
    assert [(row.label, row.before.number, row.now.number, row.change) for row in rows] == [
        ("Check  Chronologies", "Overdue", "Closed", "Overdue, now closed"),
        ("Write", "not in this report", "Open", "Only in one of them"),
        ("Write chronologies for every child in care", "Delivered on 3 November 2016", "Delivered on 1 May 2017",
         "Delivered on 3 November 2016, now delivered on 1 May 2017"),
        ("Ask fathers for their views", "Not delivered", "Delivered on 1 May 2017",
         "Not delivered, now delivered on 1 May 2017"),
        ("Train", "Open", "not in this report", "Only in one of them"),
    ]  # fmt: skip
    assert {row.change for row in compared("actions", [before], [before])} == {"Overdue, as before", "Open, as before"}


def spotlight(title, message, strengths=("Seen alone.",), focus=(), about=""):
    return (
        content.Heading(title, about), content.Text("Looked at."), content.StrengthsFocus(strengths, focus),
        content.KeyMessages((message,)),
    )  # fmt: skip


def test_spotlights_of_a_deck_are_told_with_their_key_messages():
    before = [*spotlight("Kinship care", "Carers **wait**."), *spotlight("Transitions", "Plans begin late.")]
    now = [*spotlight("Kinship care", "Carers are met.", focus=("Evenings", "Travel")), content.Heading("Numbers"),
           content.Text("Not a spotlight.")]  # fmt: skip

    assert compared("spotlights", before, now) == [
        Row("Kinship care", "Only section", Side("Carers wait.", "1 practice strength, 0 areas for focus"),
            Side("Carers are met.", "1 practice strength, 2 areas for focus"), "In both"),
        Row("Transitions", "Only section", Side("Plans begin late.", "1 practice strength, 0 areas for focus"), ABSENT,
            "Only in one of them"),
    ]  # fmt: skip


def test_a_spotlight_is_the_same_by_its_activity_and_not_by_its_title():
    before = [*spotlight("Kinship", "Carers wait.", about="7"), *spotlight("Transitions", "Late.", about="8"),
              *spotlight("Voice", "Heard.")]  # fmt: skip
    now = [*spotlight("Kinship care", "Carers are met.", about="7"), *spotlight("Transitions", "In time.", about="9"),
           *spotlight("Transitions", "Once more.", about="10"),
           *spotlight("voice", "Heard again.", about="11")]  # fmt: skip

    told = [(row.label, row.before.number, row.now.number) for row in compared("spotlights", before, now)]
    assert told == [
        ("Kinship care", "Carers wait.", "Carers are met."),
        # Nothing says which of the two that have one name the earlier one was.
        ("Transitions", "not in this report", "In time."),
        ("Transitions", "not in this report", "Once more."),
        ("voice", "Heard.", "Heard again."),
        ("Transitions", "Late.", "not in this report"),
    ]


def test_what_neither_report_has_is_left_out_and_the_sample_has_all():
    assert parts(sample.saying(content.Text("x")), sample.saying(content.Text("x"))) == []
    assert [part.key for part in parts(sample.DOCUMENT, sample.DOCUMENT)] == [
        "grades", "targets", "agreement", "actions", "spotlights",
    ]  # fmt: skip
