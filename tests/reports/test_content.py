"""The content of a report is checked, goes to JSON and back unchanged, and has one fingerprint."""

import json
from dataclasses import replace

import pytest

from reports import content, prose
from reports.content import ContentError
from tests.reports import sample


def test_a_document_comes_back_from_json_as_it_was():
    written = content.canonical(content.to_json(sample.DOCUMENT))

    assert content.from_json(json.loads(written)) == sample.DOCUMENT


def test_the_fingerprint_follows_every_letter():
    data = content.to_json(sample.DOCUMENT)
    changed = content.to_json(sample.saying(content.Heading("Numbers")))

    assert content.fingerprint(data) == content.fingerprint(json.loads(json.dumps(data)))
    assert content.fingerprint(data) != content.fingerprint(changed)


def test_the_sample_has_a_block_of_every_kind():
    assert set(sample.BLOCKS) == set(content.KINDS)
    assert {content.KIND_OF[type(block)] for section in sample.DOCUMENT.sections for block in section.blocks} == set(
        content.KINDS
    )


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (content.Heading(" "), "A heading is empty."),
        (content.Text(""), "A text is empty."),
        (content.KeyMessages(()), "A key message is empty."),
        (content.KeyMessages(("Said.", " ")), "A key message is empty."),
        (content.StrengthsFocus((), ()), "Strengths and areas for focus are both empty."),
        (
            content.Facts("Audits", (content.Fact("Good", "57%", "October", ""),)),
            "The figure “Good” needs a number, a period and a sample.",
        ),
        (replace(sample.BLOCKS["table"], caption=""), "A table has no caption."),
        (
            replace(sample.BLOCKS["table"], rows=(("Chronologies", "85%"),)),
            "Table “Targets grid”: row 1 has 2 cells and needs 3.",
        ),
        (
            replace(sample.BLOCKS["table"], rows=(("Chronologies", "85%", ""),)),
            "Table “Targets grid”: row 1 has an empty cell; say “no data” or “not applicable”.",
        ),
        (replace(sample.BLOCKS["chart"], alt=" "), "The chart “Visits in time” has no text alternative."),
        (
            replace(sample.BLOCKS["chart"], shape="pie"),
            "The chart “Visits in time” has the shape “pie”, which cannot be drawn.",
        ),
        (replace(sample.GRADES, alt=""), "The chart “Agreed grades by domain” has no text alternative."),
        (
            replace(sample.GRADES, rows=(content.GradeRow("Overall", (None, 10, 10, 10), 33, "[c]"),)),
            "“Overall” hides one number beside its total, so readers could work it out.",
        ),
        (
            replace(sample.INDICATORS, rows=(replace(sample.INDICATORS.rows[0], rag_words=""),)),
            "Indicator 1.1 has a rating without words.",
        ),
        (
            replace(sample.INDICATORS, rows=(replace(sample.INDICATORS.rows[0], trend_summary=""),)),
            "The trend of indicator 1.1 has no text alternative.",
        ),
    ],
)
def test_a_block_that_breaks_a_rule_is_refused_with_a_sentence(block, sentence):
    with pytest.raises(ContentError) as refusal:
        content.check(sample.saying(block))

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({"kind": "video", "src": "x"}, "There is no block of the kind “video”."),
        ({"text": "Numbers"}, "There is no block of the kind “”."),
        (
            {"kind": "heading", "text": "Numbers", "style": "x"},
            "A block of the kind “heading” cannot be read: it has no style.",
        ),
        ({"kind": "heading", "text": 3}, "A block of the kind “heading” cannot be read: 3 is out of place."),
        (
            {"kind": "key_messages", "messages": "One"},
            "A block of the kind “key_messages” cannot be read: a list is missing.",
        ),
    ],
)
def test_json_that_is_not_a_block_is_refused_with_a_sentence(raw, sentence):
    with pytest.raises(ContentError) as refusal:
        content.block_from_json(raw)

    assert str(refusal.value) == sentence


def test_sections_are_numbered_as_they_stand_and_have_names_of_their_own():
    first = sample.section(2, "a", "First", sample.BLOCKS["heading"])
    second = sample.section(2, "a", "Second", sample.BLOCKS["heading"])

    with pytest.raises(ContentError) as refusal:
        content.check(replace(sample.DOCUMENT, sections=(first, second)))

    assert str(refusal.value) == ("Section “First” is numbered 2 and stands at 1. There are two sections “a”.")


def test_characters_that_no_document_may_hold_are_taken_out():
    assert content.plain(" One\r\ntwo\x00\x1b[31m\ufffe ") == "One\ntwo[31m"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # Points keep their numbers, whatever stands between or within them.
        ("1. One\n\nWhy.\n\n2. Two\n3. Three", [("numbers", 1, ["One"]), ("paragraph", 1, ["Why."]),
                                                ("numbers", 2, ["Two", "Three"])]),
        ("1. One\n   - of this\n   - of that\n2. Two", [("numbers", 1, ["One – of this – of that", "Two"])]),
        ("1. One\n\n   and why\n2. Two", [("numbers", 1, ["One and why", "Two"])]),
        ("- one\n  - within\n- two", [("bullets", 1, ["one", "within", "two"])]),
    ],
)  # fmt: skip
def test_numbered_points_keep_the_numbers_that_were_typed(typed, found):
    told = [
        (part.kind, part.start, ["".join(span.text for span in line) for line in part.lines])
        for part in prose.paragraphs(typed)
    ]

    assert told == found


def test_prose_knows_bullets_bold_and_italics_and_leaves_the_rest_as_typed():
    typed = "Plans **are *much* clearer**.\n\n- one\n- two <b>x</b>\n\n# {{ 7 }} [link](http://x.example)"

    assert prose.paragraphs(typed) == [
        prose.Paragraph(
            "paragraph",
            (
                (
                    prose.Span("Plans "),
                    prose.Span("are ", bold=True),
                    prose.Span("much", bold=True, italic=True),
                    prose.Span(" clearer", bold=True),
                    prose.Span("."),
                ),
            ),
        ),
        prose.Paragraph("bullets", ((prose.Span("one"),), (prose.Span("two <b>x</b>"),))),
        prose.Paragraph("paragraph", ((prose.Span("# {{ 7 }} [link](http://x.example)"),),)),
    ]
