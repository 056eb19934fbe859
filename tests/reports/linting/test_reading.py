"""A document of the portal becomes a script that loses none of its words, and a portal's own report is clean."""

from dataclasses import replace

from reports import content
from reports.linting import Action, Figure, Passage, Weight, lint, script_of
from reports.prose import Span
from tests.reports import sample
from tests.reports.linting.scripts import QUARTER


def linted(*blocks):
    return lint(script_of(sample.saying(*blocks)), QUARTER)


def test_every_text_of_the_document_is_read():
    read = " ".join(passage.text for passage in script_of(sample.DOCUMENT).passages)
    said = [text for _, text in content.texts(sample.DOCUMENT)]
    codes = {"bar", "line", "stacked", "overdue", "closed", "amber", "red", "green", "no_target", "Public"}
    # How indicators and actions stand is told as facts, not as prose.
    rows = sample.INDICATORS.rows
    facts = {text for row in rows for text in (row.theme, row.direction, row.basis, row.distance, row.rag_words)}
    actions = {text for row in sample.BLOCKS["actions"].rows for text in (row.due, row.unit, row.state_words)}
    apart = codes | facts | actions | {"2016-10-01", "2016-12-31", "2017-03-01"}

    missing = [text for text in said if text not in apart and _words(text) - _words(read)]

    assert missing == []


def _words(text):
    return set(text.replace("*", "").replace("- ", " ").split())


def test_blocks_become_passages_figures_and_actions_with_their_places():
    (section,) = script_of(
        sample.saying(
            content.Text("Practice is **better**.\n\n- Plans are clear"),
            content.StrengthsFocus(("Seen alone.",), ("Late.",)),
            content.Facts("Audits", (content.Fact("Good", "57%", "October to December 2016", "43 of 75 records"),)),
            content.Actions("Actions", (content.ActionRow("Check", "Team", "1 May 2017", "closed", "Closed"),)),
        )
    ).sections
    where = "Section 1 “Only section”"

    assert section.passages == (
        Passage(
            f"{where}, paragraph 1", "Practice is better.", "paragraph",
            (Span("Practice is "), Span("better", bold=True), Span(".")),
        ),
        Passage(f"{where}, point 1", "Plans are clear", "point", (Span("Plans are clear"),)),
        Passage(f"{where}, strength 1", "Seen alone.", "strength", (Span("Seen alone."),)),
        Passage(f"{where}, focus 1", "Late.", "focus", (Span("Late."),)),
        Passage(f"{where}, caption 1", "Audits", "caption", (Span("Audits"),)),
        Passage(f"{where}, caption 2", "Actions", "caption", (Span("Actions"),)),
    )  # fmt: skip
    assert section.figures == (
        Figure(f"{where}, figure “Good”", "Good", "57%", "October to December 2016", "43 of 75 records"),
    )
    assert section.actions == (
        Action(f"{where}, action 1", "Check", "Closed", "dated evidence, checked by somebody else"),
    )


def test_a_heading_within_a_section_is_its_subheading():
    first, second = script_of(sample.saying(content.Heading("Moderation"), content.Text("None."))).sections

    assert (first.level, second.level, second.where) == (1, 2, "Section 1 “Only section”, “Moderation”")
    assert [finding.quote for finding in linted(content.Text("x"), content.Heading("Moderation"))] == ["Moderation"]
    assert linted(content.Heading("Moderation"), content.Text("None.")) == []


def test_an_indicator_tells_how_it_stands():
    row = replace(sample.INDICATORS.rows[2], direction="Worse since July")
    table = content.IndicatorTable("Highlight indicators", (row,))
    text = content.Text("Assessments of children in our care outside the timescale are on track and have improved.")
    found = [finding for finding in linted(text, table) if finding.rule == "contradicts_indicator"]

    assert [finding.words for finding in found] == [
        "“on track” does not fit 5.10 “Assessments of children in our care outside the one-year timescale” "
        "(11.7%, red, worse since July)."
    ]


def test_the_sample_report_has_nothing_that_must_be_put_right():
    found = lint(script_of(sample.DOCUMENT), QUARTER)

    assert [finding for finding in found if finding.weight == Weight.MUST] == []
    # Its two tables by hand, of which the numbers are not given.
    assert [finding.rule for finding in found] == ["table_without_sample", "table_without_sample"]


def test_wrong_shares_and_small_numbers_of_a_document_are_found():
    facts = content.Facts(
        "Audits",
        (
            content.Fact("Good", "58%", "October to December 2016", "43 of 75 records"),
            content.Fact("Late", "[c]", "July to September 2016", "of 40 records"),
        ),
    )
    found = linted(facts, content.KeyMessages(("We saw two children.",)))

    assert [(finding.rule, finding.where.rpartition(", ")[2]) for finding in found] == [
        ("small_number", "key message 1"),
        ("stale_period", "figure “Late”"),
        ("share_not_reconciled", "figure “Good”"),
    ]
