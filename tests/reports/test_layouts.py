"""How a report is laid out: a summary on one page, a deck on slides. The files are read back."""

import io
import itertools
import re
from dataclasses import replace

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from pptx.util import Pt

from reports import content
from reports.blueprints import scrutiny
from reports.renderers import FORMATS
from tests.reports import pdf_reading, sample
from tests.reports.office_reading import slides, squeezed, word_text

FINGERPRINT = "ab" * 32
TALE = "Plans say who does what and by when, so that each child knows what comes next and families can see it. "
FIGURES = (
    ("46%", "of audited children's records are good or better", "6 of 13 records"),
    ("92%", "of overall grades stood unchanged in moderation", "12 of 13 moderated audits"),
    ("3", "highlight indicators are green", "of 17 indicators"),
    ("5", "highlight indicators are red", "of 17 indicators"),
    ("1,204", "of the actions that are not yet delivered are overdue", "of 2,115 open"),
)
LAST_WORDS = "The quarterly report has all figures, their sources and what is being done."


def words_of(letters, number):
    """A text of this length that begins with its number, so that none can be missed."""
    return f"{number}. {TALE * (letters // len(TALE) + 1)}"[:letters].strip()


def summary(*, messages=200, points=200, asked=600, more=(), **cover):
    """One page for scrutiny, each text of so many letters."""
    sides = tuple(tuple(words_of(points, f"{side} {number}") for number in (1, 2, 3)) for side in ("Good", "To do"))
    statements = tuple(
        content.Statement(number, told, "October to December 2016", of, "51%, July to September 2016", "conferences")
        for number, told, of in FIGURES
    )
    blocks = (
        content.KeyMessages(tuple(words_of(messages, f"Message {number}") for number in (1, 2, 3))),
        content.Statements("The quarter in figures", statements, (content.SUPPRESSED_NOTE,)),
        content.StrengthsFocus(*sides),
        content.Text(words_of(asked, "Asked")),
        content.Text(LAST_WORDS),
    )
    sections = [
        sample.section(number, key, title, block)
        for number, ((key, title), block) in enumerate(zip(scrutiny.OUTLINE, blocks, strict=True), start=1)
    ]
    if more:
        sections.append(sample.section(6, "restricted", "Only in the restricted edition", *more))
    title = cover.pop("title", "Quality assurance on one page")
    shown = replace(sample.COVER, title=title, layout="one_page", **cover)
    return content.check(content.Document(shown, tuple(sections), sample.DOCUMENT.sources[:1]))


def deck():
    return replace(sample.DOCUMENT, cover=replace(sample.COVER, layout="slides"))


def is_for_everyone(data):
    """A PDF that says it is PDF/UA, has its title, and its headings in order."""
    with pdf_reading.opened(data) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("1", "en-GB", True)
    kinds = pdf_reading.count(data)
    assert (kinds["Title"], pdf_reading.headings(data)[0]) == (1, "H1")
    return kinds


@pytest.mark.parametrize(
    "document",
    [
        summary(messages=80, points=60, asked=160),
        summary(),
        summary(title="Quality assurance of help and care on one page for the scrutiny commission of the council" * 2),
        summary(messages=300, points=280, asked=1000),
        summary(
            lead_director="The Strategic Director of the day",
            meetings=(content.Meets("Executive meeting", "2017-03-01"), content.Meets("Scrutiny", "2017-03-28")),
        ),
    ],
    ids=["typical", "longest", "long title", "longer", "meetings"],
)
def test_the_whole_summary_is_on_the_first_page_and_its_sources_after_it(document):
    data = FORMATS["pdf"].render(document, FINGERPRINT)
    first, second = pdf_reading.pages(data)

    said = [text for section in document.sections for block in section.blocks for text in told(block)]
    assert [text for text in said if squeezed(text) not in squeezed(first)] == []
    assert [part for part in (document.cover.title, "Demo Council", "Quinn", FINGERPRINT, "Page 1 of 2")
            if squeezed(part) not in squeezed(first)] == []  # fmt: skip
    assert squeezed("6 Where the figures come from") in squeezed(second)
    assert pdf_reading.sizes(data) == [(210, 297)] * 2
    assert is_for_everyone(data)["TOC"] == 0
    assert pdf_reading.headings(data) == ["H1", "H1", "H1", "H2", "H2", "H1", "H1", "H1"]


def told(block):
    match block:
        case content.KeyMessages():
            return block.messages
        case content.StrengthsFocus():
            return (*block.strengths, *block.focus)
        case content.Statements():
            return [cell for row in block.table.rows for cell in row] + list(block.notes)
        case _:
            return [block.prose]


def test_what_is_too_long_for_a_page_runs_on_and_is_not_lost():
    asked = words_of(5000, "Asked")
    pages = pdf_reading.pages(FORMATS["pdf"].render(summary(asked=5000), FINGERPRINT))

    assert len(pages) == 3
    assert squeezed(LAST_WORDS) in squeezed(pages[1])
    assert squeezed(asked[-200:]) in squeezed(pages[1])


def test_what_only_the_restricted_edition_says_stands_after_the_page():
    note = "It shows numbers from 1 to 5. It is for those who may read it, and is not passed on. It names no child."
    document = summary(more=(content.Text(words_of(3000, "More")),), edition="Restricted", edition_note=note)
    first, second, third = pdf_reading.pages(FORMATS["pdf"].render(document, FINGERPRINT))

    assert squeezed(note) in squeezed(first)
    assert squeezed(LAST_WORDS) in squeezed(first)
    assert squeezed("6 Only in the restricted edition") in squeezed(second)
    assert squeezed("7 Where the figures come from") in squeezed(third)


@pytest.mark.parametrize(
    ("messages", "points", "asked", "lines"),
    [
        ([], [], "", 0),
        (["x" * 200] * 3, ["x" * 200] * 3, "x" * 600, 31),  # 3 x 2.5, 3 x 5.5, 6.5
        (["x"], ["x", "x"], "- a\n- b\n\nc", 9),  # (1 + 2 + 3) x 1.5
        (["x" * 5000], [], "", 51),
    ],
)
def test_words_are_counted_in_lines_of_the_page(messages, points, asked, lines):
    assert scrutiny._lines(messages, {"strengths": points, "focus": points[:1]}, asked) == lines


def test_slides_are_landscape_and_every_section_begins_one():
    data = FORMATS["pdf"].render(deck(), FINGERPRINT)
    pages = pdf_reading.pages(data)

    assert set(pdf_reading.sizes(data)) == {(240, 135)}
    begun = [
        [number for number, text in enumerate(pages, start=1)
         if number > 1 and squeezed(text).startswith(squeezed(f"{section.number} {section.title}"))
         and squeezed(f"{section.title}, continued") not in squeezed(text)]
        for section in deck().sections
    ]  # fmt: skip
    assert [len(found) for found in begun] == [1] * 5
    assert [found[0] for found in begun] == sorted(found[0] for found in begun)
    # The first slide has the title, who wrote it and what is in it: no sheet is spent on either.
    assert [part for part in (sample.COVER.title, "Contents", "Quinn", FINGERPRINT, "1 March 2017")
            if squeezed(part) not in squeezed(pages[0])] == []  # fmt: skip
    assert begun[0] == [2]


def test_slides_say_all_that_the_sheets_say():
    slides, sheets = (
        pdf_reading.words(FORMATS["pdf"].render(document, FINGERPRINT)) for document in (deck(), sample.DOCUMENT)
    )

    for block in sample.BLOCKS.values():
        for row in getattr(block, "table", content.Table("", (), ())).rows:
            assert [
                cell for cell in row if squeezed(cell) in squeezed(sheets) and squeezed(cell) not in squeezed(slides)
            ] == []
    kinds = is_for_everyone(FORMATS["pdf"].render(deck(), FINGERPRINT))
    assert (kinds["Table"], kinds["THead"], kinds["TOC"], kinds["Figure"]) == (10, 10, 1, 3)


def test_the_word_file_of_one_page_has_no_sheet_of_its_own_for_the_cover():
    data = FORMATS["docx"].render(summary(), FINGERPRINT)
    word = docx.Document(io.BytesIO(data))
    kinds = []
    for part in word.paragraphs:
        is_break = any(found.get(qn("w:type")) == "page" for found in part._p.iter(qn("w:br")))
        kinds += ["break"] * (is_break or bool(part.paragraph_format.page_break_before)) + [part.style.name]

    assert [kind for kind in kinds if kind in ("break", "Title", "Heading 1")] == [
        "Title", "Heading 1", "Heading 1", "Heading 1", "Heading 1", "Heading 1", "break", "Heading 1",
    ]  # fmt: skip
    assert [part for part in ("Demo Council", "Quinn", FINGERPRINT, LAST_WORDS, words_of(600, "Asked"))
            if squeezed(part) not in squeezed(word_text(data))] == []  # fmt: skip


def test_the_web_page_of_one_page_has_a_low_head_and_no_contents():
    page = FORMATS["html"].render(summary(), FINGERPRINT).decode()
    report = FORMATS["html"].render(sample.DOCUMENT, FINGERPRINT).decode()

    body = page.partition("</style>")[2]
    assert ('class="qa-report qa-report--one_page"' in body, "qa-report__contents" in body) == (True, False)
    assert ('class="qa-report qa-report--report"' in report, 'id="contents"' in report) == (True, True)


LONG = "Experiences and progress of children who need help and protection"


def test_the_title_of_a_long_section_is_told_once_and_its_number_stands_for_it_on_later_slides():
    document = replace(
        deck(),
        sections=(
            sample.section(
                1, "help", LONG, content.Heading("Children on a second child protection plan"),
                content.Text("Spotlight, sample: 22."), sample.BLOCKS["strengths_focus"],
                content.KeyMessages(("Help stopped too soon.",)),
            ),
        ),
        sources=(),
    )  # fmt: skip
    titles = [slide.shapes.title.text_frame.text for slide in slides(FORMATS["pptx"].render(document, FINGERPRINT))]

    assert titles == [
        "Quarterly quality assurance report",
        f"1 {LONG}",
        "1 Children on a second child protection plan",
    ]


def test_what_was_looked_at_stands_over_its_strengths_and_areas_for_focus():
    """On one slide while it fits, read in this order; on slides of their own where it does not."""

    def told(text):
        blocks = (content.Heading("Kinship care"), content.Text(text), sample.BLOCKS["strengths_focus"])
        found = slides(FORMATS["pptx"].render(sample.saying(*blocks), FINGERPRINT))
        return [[shape.text_frame.text.split("\n")[0] for shape in slide.shapes if shape.has_text_frame]
                for slide in found if "Only section" in slide.shapes.title.text_frame.text]  # fmt: skip

    assert [shown[:4] for shown in told("Spotlight, sample: 22.")] == [
        ["1 Only section: Kinship care", "Spotlight, sample: 22.", "Practice strengths", "Areas for focus"]
    ]
    assert [shown[:3] for shown in told("Practice is steady. " * 60)][-1] == [
        "1 Only section: Practice strengths and areas for focus", "Practice strengths", "Areas for focus",
    ]  # fmt: skip


def test_a_spotlight_has_its_figures_and_its_key_message_on_the_same_slide():
    """In the order in which it is read; what does not fit has slides of its own, and no number is lost."""
    figure = content.Statement("63%", "Reports read two days before", "April to June 2026", "33 of 52")

    def told(figures, message):
        blocks = (
            content.Heading("Conferences"), content.Text("Sample: 52."), content.Statements("Figures", figures),
            content.StrengthsFocus(("Well led.",), ("Late reports.",)), content.KeyMessages((message,)),
        )  # fmt: skip
        found = slides(FORMATS["pptx"].render(sample.saying(*blocks), FINGERPRINT))
        return [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]
                for slide in found if "Only section" in slide.shapes.title.text_frame.text]  # fmt: skip

    [shown] = told((figure,), "Send them sooner.")
    assert shown[:5] == [
        "1 Only section: Conferences",
        "Sample: 52.\nFigures\n63%  Reports read two days before\n33 of 52. April to June 2026",
        "Practice strengths\nWell led.", "Areas for focus\nLate reports.", "Send them sooner.",
    ]  # fmt: skip
    assert len(told((figure,), "Send them sooner. " * 40)) == 2
    # More figures are a table.
    many = told((figure,) * 4, "Send them sooner.")
    assert many[0][:2] == ["1 Only section: Conferences (1 of 2)", "Sample: 52.\nFigures"]


def test_a_key_message_has_smaller_letters_if_that_keeps_it_under_its_spotlight():
    message = "Send them sooner, and say in plain words what is asked of whom and by when it is needed."

    def sizes(points):
        blocks = (
            content.Heading("Conferences"), content.Text("Sample: 52."),
            content.StrengthsFocus(tuple(f"Point {number}." for number in range(points)), ("Late reports.",)),
            content.KeyMessages((message,)),
        )  # fmt: skip
        found = slides(FORMATS["pptx"].render(sample.saying(*blocks), FINGERPRINT))
        texts = [shape for slide in found for shape in slide.shapes if shape.has_text_frame]
        return [(each.name, each.text_frame.paragraphs[0].runs[0].font.size) for each in texts
                if each.text_frame.text == message]  # fmt: skip

    assert [sizes(points) for points in (7, 8, 9)] == [
        [("Key message", Pt(24))], [("Key message", Pt(20))], [("Content Placeholder 2", Pt(24))],
    ]  # fmt: skip


def test_long_highlights_run_over_to_the_next_slide_and_no_word_is_lost():
    messages = tuple(words_of(800, f"Message {number}") for number in range(1, 6))
    document = replace(deck(), sections=(sample.section(1, "highlights", "Highlights", content.KeyMessages(messages)),))
    pages = pdf_reading.pages(FORMATS["pdf"].render(replace(document, sources=()), FINGERPRINT))

    running = r"1 ?Highlights, ?continued|Public edition, version 1 ?Page \d+ of \d+"
    said = squeezed(re.sub(running, "", " ".join(pages)))
    assert len(pages) > 3
    assert [message[:11] for message in messages if squeezed(message) not in said] == []


@pytest.mark.parametrize("layout", ["report", "one_page", "slides"])
def test_a_word_longer_than_a_line_is_broken_within_the_page(layout):
    cover = replace(sample.COVER, layout=layout, title="Extraordinarilylongunbrokenword of the title")
    document = replace(sample.saying(content.Text("x" * 1500), content.KeyMessages(("y" * 900,))), cover=cover)
    data = FORMATS["pdf"].render(replace(document, sources=()), FINGERPRINT)

    # Each line is a word of its own to whoever reads the file.
    lines = {letter: re.findall(rf"\b{letter}+\b", pdf_reading.words(data)) for letter in "xy"}
    assert {letter: sum(map(len, found)) for letter, found in lines.items()} == {"x": 1500, "y": 900}
    assert max(len(line) for found in lines.values() for line in found) <= 140
    assert "\u200b" not in pdf_reading.words(data)


def test_the_title_of_one_page_stands_on_one_line_over_its_subtitle():
    cover = replace(sample.COVER, layout="one_page", title="Quality assurance on one page")
    data = FORMATS["pdf"].render(replace(sample.saying(content.Text("Words.")), cover=cover), FINGERPRINT)

    with pdf_reading.opened(data) as pdf:
        stream = pikepdf.parse_content_stream(pdf.pages[0])
        sizes = [float(operands[1]) for operands, operator in stream if str(operator) == "Tf"]
    assert max(sizes) == 21


LONG_TITLE = (
    "Proposal to recommission the independent visiting service for children in our care and care leavers across all "
    "localities from April 2027 onwards, with costs"
)


@pytest.mark.parametrize("title", ["Short", "Quality assurance on one page", LONG_TITLE[:75], LONG_TITLE])
@pytest.mark.parametrize("layout", ["report", "one_page", "slides"])
def test_lines_of_the_cover_do_not_run_into_each_other(layout, title):
    cover = replace(
        sample.COVER, layout=layout, title=title, lead_director="Strategic Director of Children and Families",
        meetings=(content.Meets("Scrutiny commission", "2017-03-10"), content.Meets("Executive", "2017-03-20")),
    )  # fmt: skip
    data = FORMATS["pdf"].render(replace(sample.saying(content.Text("Words.")), cover=cover), FINGERPRINT)

    with pdf_reading.opened(data) as pdf:
        stream = pikepdf.parse_content_stream(pdf.pages[0])
        places = [tuple(map(float, operands[4:6])) for operands, operator in stream if str(operator) == "cm"]
    left = min(x for x, _ in places if x > 30)
    lines = sorted((y for x, y in places if abs(x - left) < 0.5), reverse=True)
    gaps = [above - below for above, below in itertools.pairwise(lines)]
    assert min(gaps) > 9, gaps


def test_the_cover_of_slides_says_all_of_a_long_title_and_nothing_is_beneath_its_edge():
    meetings = tuple(content.Meets(f"Meeting {number}", "2017-03-10") for number in range(4))
    few = slides(FORMATS["pptx"].render(sample.DOCUMENT, FINGERPRINT))[0]
    cover = replace(
        sample.COVER, title=LONG_TITLE, lead_director="The Strategic Director of the day", meetings=meetings
    )
    cover_slide = slides(FORMATS["pptx"].render(replace(sample.DOCUMENT, cover=cover), FINGERPRINT))[0]

    assert cover_slide.shapes.title.text_frame.text == LONG_TITLE
    told, short = ([shape for shape in each.shapes if "articulars" in shape.name] for each in (cover_slide, few))
    # What does not fit beneath each other stands in two columns, as even as they can be.
    assert [len(shape.text_frame.paragraphs) for shape in told] == [4, 5]
    assert [len(shape.text_frame.paragraphs) for shape in short] == [4]
    runs = [run for shape in told for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
    assert {run.font.size.pt for run in runs} == {18}
    [seal] = [shape for shape in cover_slide.shapes if shape.name == "Fingerprint"]
    assert {shape.top + shape.height <= seal.top for shape in told} == {True}
    assert seal.text_frame.paragraphs[0].runs[0].font.size.pt == 12
