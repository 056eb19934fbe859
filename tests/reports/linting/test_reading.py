"""A document of the portal becomes a script that loses none of its words, and a portal's own report is clean."""

from dataclasses import asdict, replace

import pytest

from reports import content
from reports.linting import RULES, Action, Figure, Passage, Weight, lint, script_of
from reports.prose import Span
from tests.reports import sample
from tests.reports.linting.scripts import QUARTER


def linted(*blocks):
    return lint(script_of(sample.saying(*blocks)), QUARTER)


def test_every_text_of_the_document_is_read():
    read = " ".join(passage.text for passage in script_of(sample.DOCUMENT).everything)
    said = [text for _, text in content.texts(sample.DOCUMENT)]
    codes = {"bar", "line", "stacked", "overdue", "closed", "amber", "red", "green", "no_target", "Public"}
    codes |= {"met", "missed", "not_ratable", sample.BLOCKS["image"].media_type, sample.BLOCKS["image"].data}
    # These stand in the cells of the table, within longer words.
    codes |= {text for row in sample.INDICATORS.rows for text in (row.basis, row.distance, row.rag_words)}
    apart = codes | {"2016-10-01", "2016-12-31", "2017-03-01"}

    missing = [text for text in said if text not in apart and _words(text) - _words(read)]

    assert missing == []


def _words(text):
    return set(text.replace("*", "").replace("- ", " ").split())


# Texts that are keys, states, bytes, or are put together by the portal from choices.
CODES = {"about", "rag", "state", "result", "shape", "media_type", "data", "source", "begins"}


def places_for_words(block):
    """Each place of the block that holds a text, and the block with another text there."""

    def walked(value, path):
        if isinstance(value, str):
            yield path
        elif isinstance(value, dict):
            for name, item in value.items():
                if name not in CODES:
                    yield from walked(item, (*path, name))
        elif isinstance(value, list | tuple):
            for number, item in enumerate(value[:1]):
                yield from walked(item, (*path, number))

    def changed(value, path, text):
        if not path:
            return text
        if isinstance(value, dict):
            return {**value, path[0]: changed(value[path[0]], path[1:], text)}
        return [changed(item, path[1:], text) if at == path[0] else item for at, item in enumerate(value)]

    whole = {"kind": content.KIND_OF[type(block)], **asdict(block)}
    for path in walked(asdict(block), ()):
        yield path, content.block_from_json(changed(whole, path, "The plan for Jayden (QA123456) was late."))


@pytest.mark.parametrize("kind", sample.BLOCKS)
def test_a_name_and_a_reference_are_found_wherever_they_stand(kind):
    rules = [rule for rule in RULES if rule.key in ("personal_name", "case_reference")]
    unseen = []
    for path, block in places_for_words(sample.BLOCKS[kind]):
        found = {finding.rule for finding in lint(script_of(sample.saying(block)), QUARTER, rules)}
        if found != {"personal_name", "case_reference"}:
            unseen.append((path, found))

    assert unseen == []


def test_a_name_in_the_title_of_a_report_is_found():
    document = replace(sample.DOCUMENT, cover=replace(sample.COVER, title="What became of Jayden"))
    found = [finding for finding in lint(script_of(document), QUARTER) if finding.rule == "personal_name"]

    assert [(finding.where, finding.quote) for finding in found] == [("Cover", "What became of Jayden")]


def test_a_cell_under_the_name_of_a_post_holds_an_officer():
    def told(*rows):
        table = content.Table("Who", tuple(map(content.Column, ("What", "Lead officer", "Note"))), rows)
        return [finding.where.rpartition(", ")[2] for finding in linted(table) if finding.rule == "personal_name"]

    assert told(("Plan", "Zoe Example", "none")) == []
    assert told(("Head of service", "none", "Zoe Example")) == []
    assert told(("Plan", "none", "Zoe Example")) == ["row “Plan”"]
    assert told(("Zoe Example", "none", "none")) == ["row “Zoe Example”"]


def test_small_numbers_in_headings_and_in_words_of_pictures_are_found():
    image = replace(sample.BLOCKS["image"], alt="A drawing of three children at the table.")
    found = linted(content.Heading("What two children said"), content.Text("They were heard."), image)

    assert [(each.where, each.quote) for each in found if each.rule == "small_number"] == [
        ("Section 1 “Only section”, “What two children said”", "What two children said"),
        ("Section 1 “Only section”, “What two children said”, image “Journey of a referral”",
         "A drawing of three children at the table."),
    ]  # fmt: skip


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
    # Its two tables by hand, of which the numbers are not given; a target that nobody measured; work said to be done.
    assert [finding.rule for finding in found] == [
        "table_without_sample", "table_without_sample", "target_without_actual", "completed_without_evidence",
    ]  # fmt: skip


def test_what_a_report_rests_on_is_read_where_it_stands():
    (section,) = script_of(
        sample.saying(
            *(sample.BLOCKS[kind] for kind in ("statements", "agreement", "recommendations", "feedback", "image"))
        )
    ).sections
    where = "Section 1 “Only section”"

    assert section.figures[0] == Figure(
        f"{where}, figure “of conferences helped to understand the child's life”",
        "of conferences helped to understand the child's life", "91%", "October to December 2016",
        "348 of 382 conferences",
    )  # fmt: skip
    assert section.actions == (
        Action(f"{where}, recommendation R1", "Write chronologies for every child in care",
               "Delivered on 3 November 2016", ""),
        Action(f"{where}, recommendation R2", "Ask fathers for their views", "Not delivered", ""),
    )  # fmt: skip
    assert [(each.where.removeprefix(where), each.title) for each in section.pictures] == [
        (", matrix “Auditors' grades against the agreed grades”", "Auditors' grades against the agreed grades"),
        (", image “Journey of a referral”", "Journey of a referral"),
    ]
    assert [passage.text for passage in section.passages if passage.kind == "quotation"] == [
        "She listens & explains <everything>.", "I know my plan.",
    ]  # fmt: skip
    assert [table.caption for table in section.tables] == ["Auditors' grades against the agreed grades"]


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
