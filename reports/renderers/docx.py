"""Word, to be edited: real heading styles, header rows that repeat, alternative text, English (United Kingdom)."""

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reports import content, prose
from reports.renderers import charts, directions, shapes, slide_flow, sources
from reports.renderers.brand import brand
from reports.renderers.word_parts import (
    FAINT,
    INK,
    SMALL,
    WIDTH,
    Page,
    cells,
    contents,
    describe_picture,
    describe_table,
    fitting,
    in_columns,
    keep_last_row,
    new_table,
    notes,
    numbered_from,
    part_heading,
    repeat_header,
    small,
    space,
    without_times,
    write,
)

ONE_PAGE = "one_page"


def render(document: content.Document, fingerprint: str) -> bytes:
    """The document as a Word file. The same content gives the same bytes."""
    look = brand()
    blocks = [block for section in document.sections for block in section.blocks]
    word = new_document()
    page = Page(word, look, charts.pngs(blocks, look), is_one=document.cover.layout == ONE_PAGE)
    _set_up(page, document)
    if document.cover.layout == ONE_PAGE:
        _head(page, document.cover, fingerprint)
    else:
        _cover(page, document.cover, fingerprint)
        contents(page, _parts(document))
    for section in document.sections:
        part_heading(word, section.number, section.title)
        for block in section.blocks:
            BLOCKS[content.KIND_OF[type(block)]](page, block)
    if document.sources:
        _sources(page, document)
    for part in (word.element.body, word.sections[0].header._element):
        directions.turn_word(part)
    out = io.BytesIO()
    word.save(out)
    return without_times(out.getvalue())


def _parts(document: content.Document) -> list[tuple[int, str]]:
    """Number and title of each, the last one too, which says where the figures come from."""
    last = [(sources.number(document), sources.TITLE)] if document.sources else []
    return [*((section.number, section.title) for section in document.sections), *last]


def _set_up(page: Page, document: content.Document) -> None:
    word, cover = page.word, document.cover
    sheet = word.sections[0]
    sheet.orientation, sheet.page_width, sheet.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = Mm(20)
    is_page = document.cover.layout == ONE_PAGE
    sheet.top_margin, sheet.bottom_margin = Mm(15 if is_page else 24), Mm(15 if is_page else 20)
    if is_page:
        sheet.header_distance = sheet.footer_distance = Mm(7)
    sheet.different_first_page_header_footer = True
    published = datetime.datetime.fromisoformat(cover.published_on)
    core = word.core_properties
    core.title, core.author, core.subject = f"{cover.title}, {cover.subtitle}", cover.author, cover.period
    core.language, core.keywords, core.comments = "en-GB", "", ""
    core.created = core.modified = published
    core.last_modified_by, core.revision = cover.author, 1
    for name, size, colour, before, after in (
        ("Normal", 10 if is_page else 11, INK, 0, 3 if is_page else 6),
        ("Title", 22 if is_page else 30, page.colour, 0 if is_page else 160, 6),
        ("Subtitle", 13 if is_page else 16, FAINT, 0, 4),
        ("Heading 1", 14 if is_page else 18, page.colour, 10 if is_page else 24, 4 if is_page else 8),
        ("Heading 2", 13, INK, 16, 6),
        ("Caption", 10 if is_page else 11, INK, 4 if is_page else 12, 4),
        ("Quote", 12, INK, 6, 2),
        ("List Bullet", 10 if is_page else 11, INK, 0, 2 if is_page else 4),
        ("List Number", 10 if is_page else 11, INK, 0, 2 if is_page else 4),
    ):
        _style(page, name, size, colour, before, after)
    _set_language(word)
    _running_lines(word, cover)


def _style(page: Page, name: str, size: int, colour: RGBColor, before: int, after: int) -> None:
    style = page.word.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = page.font, Pt(size), colour  # type: ignore[attr-defined]
    style.font.italic = False  # type: ignore[attr-defined]
    style.font.bold = name in ("Title", "Heading 1", "Heading 2", "Caption")  # type: ignore[attr-defined]
    style.font.cs_bold = style.font.bold  # type: ignore[attr-defined]
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)  # type: ignore[attr-defined]
    style.paragraph_format.keep_with_next = name in ("Heading 1", "Heading 2", "Caption")  # type: ignore[attr-defined]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), page.font)
    own = style.element.rPr.find(qn("w:szCs"))
    if own is None:
        own = OxmlElement("w:szCs")
        style.element.rPr.find(qn("w:sz")).addnext(own)
    own.set(qn("w:val"), str(size * 2))
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def _set_language(word: WordDocument) -> None:
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    language = OxmlElement("w:themeFontLang")
    language.set(qn("w:val"), "en-GB")
    settings = word.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        settings.replace(old, language)


def _running_lines(word: WordDocument, cover: content.Cover) -> None:
    head = word.sections[0].header.paragraphs[0]
    small(head, f"{cover.council} · {cover.title}, {cover.subtitle}")
    foot = word.sections[0].footer.paragraphs[0]
    small(foot, f"{cover.edition_words} · Page ")
    _field(foot, "PAGE")
    small(foot, " of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("", "1"), ("end", "")):
        # Each part a run of its own, as Word writes them: others show the number in the size of the paragraph.
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(9), FAINT
        part = OxmlElement("w:fldChar" if kind else "w:instrText" if text == code else "w:t")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _cover(page: Page, cover: content.Cover, fingerprint: str) -> None:
    word, logo = page.word, page.brand.logo
    if logo:
        width, height = logo.fitted(50, 25)
        describe_picture(word.add_picture(io.BytesIO(logo.picture), Mm(width), Mm(height)), logo.alt, "Logo")
    council = word.add_paragraph()
    run = council.add_run(cover.council)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(14), page.colour
    word.add_paragraph(cover.title, style="Title")
    word.add_paragraph(f"{cover.subtitle}: {cover.period}", style="Subtitle").paragraph_format.space_after = Pt(120)
    for label, value in cover.particulars:
        line = word.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    small(word.add_paragraph(), f"Fingerprint of the content (SHA-256): {fingerprint}")
    word.paragraphs[-1].paragraph_format.space_before = Pt(24)
    word.add_page_break()


def _head(page: Page, cover: content.Cover, fingerprint: str) -> None:
    """The same in a few lines, where all of the report stands on one page."""
    word, logo = page.word, page.brand.logo
    if logo:
        width, height = logo.fitted(30, 12)
        describe_picture(word.add_picture(io.BytesIO(logo.picture), Mm(width), Mm(height)), logo.alt, "Logo")
    run = word.add_paragraph().add_run(cover.council)
    run.bold, run.font.color.rgb = True, page.colour
    word.add_paragraph(cover.title, style="Title")
    word.add_paragraph(f"{cover.subtitle}: {cover.period}", style="Subtitle")
    small(word.add_paragraph(), " · ".join(f"{label}: {value}" for label, value in cover.particulars))
    small(word.add_paragraph(), f"Fingerprint of the content (SHA-256): {fingerprint}")


def _heading(page: Page, block: content.Heading) -> None:
    page.word.add_heading(block.text, level=2)


def _text(page: Page, block: content.Text) -> None:
    styles = {"paragraph": "Normal", "bullets": "List Bullet", "numbers": "List Number"}
    for part in prose.paragraphs(block.prose):
        number = numbered_from(page.word, part.start) if part.kind == "numbers" else None
        for line in part.lines:
            paragraph = page.word.add_paragraph(style=styles[part.kind])
            if number is not None:
                of_list = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                of_list.get_or_add_ilvl().val, of_list.get_or_add_numId().val = 0, number
            write(paragraph, line)


def _key_messages(page: Page, block: content.KeyMessages) -> None:
    for number, message in enumerate(block.messages, start=1):
        paragraph = page.word.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(10)
        paragraph.paragraph_format.first_line_indent = Mm(-8)
        paragraph.paragraph_format.space_after = Pt(3 if page.is_one else 8)
        size = 11 if page.is_one else 13
        lead = paragraph.add_run(f"{number}.\t")
        lead.bold, lead.font.color.rgb, lead.font.size = True, page.colour, Pt(size)
        write(paragraph, prose.spans(message), size=size)


def _strengths_focus(page: Page, block: content.StrengthsFocus) -> None:
    space(page)
    table = new_table(page, rows=2, columns=2, widths=(WIDTH / 2, WIDTH / 2))
    repeat_header(table)
    sides = (("Practice strengths", block.strengths), ("Areas for focus", block.focus))
    for place, (title, points) in enumerate(sides):
        write(table.cell(0, place).paragraphs[0], (prose.Span(title, bold=True),), colour=page.colour)
        cell = table.cell(1, place)
        for number, point in enumerate(points):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.style = page.word.styles["List Bullet"]
            write(paragraph, prose.spans(point))
        if not points:
            cell.paragraphs[0].add_run("None recorded in this period.")
    describe_table(table, "Practice strengths and areas for focus, side by side")
    space(page)


def _of_its_table(page: Page, block: Any) -> None:
    """Figures, and what has no look of its own on paper to be edited."""
    _table(page, block.table)


def _table(
    page: Page, block: content.Table, *, told: str = "", ratings: Sequence[str] = (), goes_on: bool = False
) -> None:
    """A table with its caption; `told` describes it. `ratings` are those of its last column, row by row.

    What is noted under it, or said of it where it `goes_on`, stays with its last row.
    """
    page.word.add_paragraph(block.caption, style="Caption")
    shown = slide_flow.rated(block, ratings) if ratings else block
    rows = [tuple(column.title for column in block.columns), *shown.rows]
    table = new_table(page, rows=len(rows), columns=len(block.columns), widths=fitting(rows))
    repeat_header(table)
    if block.notes or goes_on:
        keep_last_row(table)
    describe_table(table, told or block.caption)
    for row, (line, texts) in enumerate(zip(cells(table), rows, strict=True)):
        for column, (cell, text) in enumerate(zip(line, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            is_rating = row > 0 and bool(ratings) and column == len(block.columns) - 1
            colour = page.colour if row == 0 else None
            if is_rating:
                colour = RGBColor.from_string(shapes.colour(ratings[row - 1])[1:].upper())
            write(paragraph, (prose.Span(text, bold=row == 0 or column == 0 or is_rating),), size=9, colour=colour)
            if block.columns[column].is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    notes(page, block.notes, goes_on=goes_on)


def _chart(page: Page, block: content.Chart | content.GradeDistribution) -> None:
    page.word.add_paragraph(block.title, style="Caption")
    picture = page.word.add_picture(io.BytesIO(page.pictures[id(block)]), width=Mm(WIDTH))
    describe_picture(picture, block.alt, block.title)
    _table(page, block.table)


def _indicator_table(page: Page, block: content.IndicatorTable) -> None:
    ratings = [row.rag for row in block.rows]
    _table(page, block.table, ratings=ratings, goes_on=bool(block.notes))
    notes(page, block.notes)
    if block.moves_table:
        _table(page, block.moves_table)


def _targets_grid(page: Page, block: content.TargetsGrid) -> None:
    _table(page, block.table, ratings=[row.result for row in block.rows], goes_on=True)
    write(page.word.add_paragraph(), (prose.Span(block.summary, bold=True),))


def _agreement(page: Page, block: content.Agreement) -> None:
    for sentence in block.sentences:
        page.word.add_paragraph(sentence)
    _table(page, block.table, told=block.alt)


def _feedback(page: Page, block: content.Feedback) -> None:
    page.word.add_paragraph(block.title, style="Caption")
    for quote in block.quotes:
        said = page.word.add_paragraph(quote.words, style="Quote")
        said.paragraph_format.left_indent, said.paragraph_format.space_after = Mm(8), Pt(2)
        said.paragraph_format.keep_with_next = True
        who = page.word.add_paragraph()
        who.paragraph_format.left_indent, who.paragraph_format.space_after = Mm(8), Pt(10)
        small(who, quote.said)
    notes(page, (block.sample,))


def _image(page: Page, block: content.Image) -> None:
    if block.title:
        page.word.add_paragraph(block.title, style="Caption")
    # As large as on a screen of 96 dots an inch, and never wider than the page.
    width = min(block.width * 25.4 / 96, WIDTH)
    shape = page.word.add_picture(
        io.BytesIO(block.bytes), width=Mm(width), height=Mm(width * block.height / block.width)
    )
    describe_picture(shape, block.alt, block.title or "Picture")


def _sources(page: Page, document: content.Document) -> None:
    """In two columns of small letters: this is there to be looked up."""
    heading = part_heading(page.word, sources.number(document), sources.TITLE)
    heading.paragraph_format.page_break_before = True
    in_columns(page.word, 2)
    for number, source in enumerate(document.sources, start=1):
        title = page.word.add_heading(f"{number}. {source.title}", level=2)
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(8), Pt(2)
        for run in title.runs:
            run.font.size = Pt(10)
        particulars = sources.particulars(source)
        for place, (label, words) in enumerate(particulars, start=1):
            line = page.word.add_paragraph()
            write(line, (prose.Span(f"{label}: ", bold=True), prose.Span(words)), size=SMALL)
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1)
            line.paragraph_format.keep_with_next = place < len(particulars)


BLOCKS: dict[str, Callable[[Page, Any], None]] = {
    "heading": _heading,
    "text": _text,
    "key_messages": _key_messages,
    "strengths_focus": _strengths_focus,
    "facts": _of_its_table,
    "table": _table,
    "chart": _chart,
    "grade_distribution": _chart,
    "indicator_table": _indicator_table,
    "actions": _of_its_table,
    "statements": _of_its_table,
    "targets_grid": _targets_grid,
    "agreement": _agreement,
    "recommendations": _of_its_table,
    "feedback": _feedback,
    "image": _image,
    "appendix_table": _of_its_table,
}
