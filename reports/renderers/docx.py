"""Word, to be edited: real heading styles, header rows that repeat, alternative text, English (United Kingdom)."""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports import content, prose
from reports.renderers import charts

FONT = "Arial"
TEAL, INK, FAINT = RGBColor(0x0E, 0x4F, 0x53), RGBColor(0x16, 0x21, 0x1F), RGBColor(0x4A, 0x57, 0x55)
WIDTH = 170
EPOCH = (1980, 1, 1, 0, 0, 0)


def render(document: content.Document, fingerprint: str) -> bytes:
    """The document as a Word file. The same content gives the same bytes."""
    word = new_document()
    _set_up(word, document)
    _cover(word, document.cover, fingerprint)
    for section in document.sections:
        word.add_heading(f"{section.number} {section.title}", level=1)
        for block in section.blocks:
            BLOCKS[content.KIND_OF[type(block)]](word, block)
    out = io.BytesIO()
    word.save(out)
    return _without_times(out.getvalue())


def _set_up(word: WordDocument, document: content.Document) -> None:
    cover = document.cover
    page = word.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(24), Mm(20)
    page.different_first_page_header_footer = True
    published = datetime.datetime.fromisoformat(cover.published_on)
    core = word.core_properties
    core.title, core.author, core.subject = f"{cover.title}, {cover.subtitle}", cover.author, cover.period
    core.language, core.keywords, core.comments = "en-GB", "", ""
    core.created = core.modified = published
    core.last_modified_by, core.revision = cover.author, 1
    for name, size, colour, before, after in (
        ("Normal", 11, INK, 0, 6),
        ("Title", 30, TEAL, 160, 6),
        ("Subtitle", 16, FAINT, 0, 4),
        ("Heading 1", 18, TEAL, 24, 8),
        ("Heading 2", 13, INK, 16, 6),
        ("Caption", 11, INK, 12, 4),
        ("List Bullet", 11, INK, 0, 4),
        ("List Number", 11, INK, 0, 4),
    ):
        _style(word, name, size, colour, before, after)
    _set_language(word)
    _running_lines(word, cover)


def _style(word: WordDocument, name: str, size: int, colour: RGBColor, before: int, after: int) -> None:
    style = word.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour  # type: ignore[attr-defined]
    style.font.italic = False  # type: ignore[attr-defined]
    style.font.bold = name in ("Title", "Heading 1", "Heading 2", "Caption")  # type: ignore[attr-defined]
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)  # type: ignore[attr-defined]
    style.paragraph_format.keep_with_next = name in ("Heading 1", "Heading 2", "Caption")  # type: ignore[attr-defined]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FONT)
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
    _small(head, f"{cover.council} · {cover.title}, {cover.subtitle}")
    foot = word.sections[0].footer.paragraphs[0]
    _small(foot, f"{cover.edition} edition, version {cover.version} · Page ")
    _field(foot, "PAGE")
    _small(foot, " of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    run = paragraph.add_run()
    run.font.size, run.font.color.rgb = Pt(9), FAINT
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("", "1"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText" if text == code else "w:t")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _cover(word: WordDocument, cover: content.Cover, fingerprint: str) -> None:
    council = word.add_paragraph()
    run = council.add_run(cover.council)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(14), TEAL
    word.add_paragraph(cover.title, style="Title")
    word.add_paragraph(f"{cover.subtitle}: {cover.period}", style="Subtitle").paragraph_format.space_after = Pt(120)
    for label, value in cover.particulars:
        line = word.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    _small(word.add_paragraph(), f"Fingerprint of the content (SHA-256): {fingerprint}")
    word.paragraphs[-1].paragraph_format.space_before = Pt(24)
    word.add_page_break()


def _heading(word: WordDocument, block: content.Heading) -> None:
    word.add_heading(block.text, level=2)


def _text(word: WordDocument, block: content.Text) -> None:
    styles = {"paragraph": "Normal", "bullets": "List Bullet", "numbers": "List Number"}
    for part in prose.paragraphs(block.prose):
        for line in part.lines:
            _write(word.add_paragraph(style=styles[part.kind]), line)


def _key_messages(word: WordDocument, block: content.KeyMessages) -> None:
    for number, message in enumerate(block.messages, start=1):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(10)
        paragraph.paragraph_format.first_line_indent = Mm(-8)
        paragraph.paragraph_format.space_after = Pt(8)
        lead = paragraph.add_run(f"{number}.  ")
        lead.bold, lead.font.color.rgb, lead.font.size = True, TEAL, Pt(13)
        _write(paragraph, prose.spans(message), size=13)


def _strengths_focus(word: WordDocument, block: content.StrengthsFocus) -> None:
    table = _new_table(word, rows=2, columns=2, widths=(WIDTH / 2, WIDTH / 2))
    _repeat_header(table)
    sides = (("Practice strengths", block.strengths), ("Areas for focus", block.focus))
    for place, (title, points) in enumerate(sides):
        _write(table.cell(0, place).paragraphs[0], (prose.Span(title, bold=True),), colour=TEAL)
        cell = table.cell(1, place)
        for number, point in enumerate(points):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.style = word.styles["List Bullet"]
            _write(paragraph, prose.spans(point))
        if not points:
            cell.paragraphs[0].add_run("None recorded in this period.")
    _describe_table(table, "Practice strengths and areas for focus, side by side")
    _space(word)


def _facts(word: WordDocument, block: content.Facts) -> None:
    _table(word, block.table)


def _table(word: WordDocument, block: content.Table, widths: Sequence[float] = ()) -> None:
    word.add_paragraph(block.caption, style="Caption")
    table = _new_table(word, rows=1 + len(block.rows), columns=len(block.columns), widths=widths)
    _repeat_header(table)
    _describe_table(table, block.caption)
    rows = [tuple(column.title for column in block.columns), *block.rows]
    for row, (cells, texts) in enumerate(zip(_cells(table), rows, strict=True)):
        for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            is_heading = row == 0 or column == 0
            _write(paragraph, (prose.Span(text, bold=is_heading),), size=9, colour=TEAL if row == 0 else None)
            if block.columns[column].is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _notes(word, block.notes)


def _chart(word: WordDocument, block: content.Chart | content.GradeDistribution) -> None:
    word.add_paragraph(block.title, style="Caption")
    picture = word.add_picture(io.BytesIO(charts.png(charts.figure_of(block))), width=Mm(WIDTH))
    picture._inline.docPr.set("descr", block.alt)
    picture._inline.docPr.set("name", block.title)
    _table(word, block.table)


def _indicator_table(word: WordDocument, block: content.IndicatorTable) -> None:
    _table(word, block.table, widths=(11, 43, 15, 16, 16, 16, 17, 17, 19))
    _notes(word, block.notes)
    if block.trend_table:
        _table(word, block.trend_table, widths=(11, WIDTH - 11 - 17 * (len(block.trend_table.columns) - 2)))


def _actions(word: WordDocument, block: content.Actions) -> None:
    _table(word, block.table, widths=(76, 38, 30, 26))


BLOCKS: dict[str, Callable[[WordDocument, Any], None]] = {
    "heading": _heading,
    "text": _text,
    "key_messages": _key_messages,
    "strengths_focus": _strengths_focus,
    "facts": _facts,
    "table": _table,
    "chart": _chart,
    "grade_distribution": _chart,
    "indicator_table": _indicator_table,
    "actions": _actions,
}


def _new_table(word: WordDocument, rows: int, columns: int, widths: Sequence[float]) -> WordTable:
    table = word.add_table(rows=rows, cols=columns)
    table.style = word.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    known = list(widths) or [WIDTH * 0.34]
    rest = (WIDTH - sum(known)) / max(columns - len(known), 1)
    table.autofit = False
    each = [Mm(width) for width in (*known, *[rest] * (columns - len(known)))]
    for column, width in zip(table.columns, each, strict=True):
        column.width = width
    for cells in _cells(table):
        for cell, width in zip(cells, each, strict=True):
            cell.width = width
    _quiet_borders(table)
    return table


def _cells(table: WordTable) -> list[list[_Cell]]:
    """The cells of each row. The library's own way looks every cell up anew: slow in long tables."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def _quiet_borders(table: WordTable) -> None:
    """Lines between rows only."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        drawn = side in ("top", "bottom", "insideH")
        border.set(qn("w:val"), "single" if drawn else "nil")
        border.set(qn("w:sz"), "4")
        border.set(qn("w:color"), "B9C4C0")
        borders.append(border)
    # Word reads these in a fixed order: borders come before the layout and the look.
    later = [table._tbl.tblPr.find(qn(f"w:{name}")) for name in ("tblLayout", "tblCellMar", "tblLook")]
    next(place for place in later if place is not None).addprevious(borders)


def _repeat_header(table: WordTable) -> None:
    """The first row is a header: read as one, and repeated on each page. No row breaks over a page."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        for flag, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(qn(f"w:{flag}"), value)


def _describe_table(table: WordTable, words: str) -> None:
    description = OxmlElement("w:tblDescription")
    description.set(qn("w:val"), words)
    table._tbl.tblPr.append(description)


def _write(paragraph: Paragraph, line: prose.Line, size: int = 0, colour: RGBColor | None = None) -> None:
    for span in line:
        run = paragraph.add_run(span.text)
        run.bold, run.italic = span.bold or None, span.italic or None
        if size:
            run.font.size = Pt(size)
        if colour is not None:
            run.font.color.rgb = colour
    if size == 9:
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), FAINT


def _notes(word: WordDocument, notes: Sequence[str]) -> None:
    for note in notes:
        _small(word.add_paragraph(), note)
        word.paragraphs[-1].paragraph_format.space_before = Pt(4)


def _space(word: WordDocument) -> None:
    """Word needs a paragraph after a table; this one is as low as it can be."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)


def _without_times(data: bytes) -> bytes:
    """The same package with one date on every part, so that equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for part in package.infolist():
            fixed.writestr(zipfile.ZipInfo(part.filename, EPOCH), package.read(part.filename), zipfile.ZIP_DEFLATED)
    return out.getvalue()
