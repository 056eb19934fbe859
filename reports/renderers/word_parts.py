"""What the Word file is written with: tables that say what they are, runs of text, lines that run along."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports import prose
from reports.renderers.brand import Brand
from reports.renderers.columns import column_widths

FONT = "Arial"
INK, FAINT = RGBColor(0x16, 0x21, 0x1F), RGBColor(0x4A, 0x57, 0x55)
WIDTH = 170
SMALL = 9  # the size of what stands in tables
SHORT, BEGINNING = 14, 4  # rows
CELL, NARROW = 5.4, 3.0  # points at the sides of a cell: as Word has them, and in tables of many columns
MANY = 8  # columns
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Page:
    """The file that is being written, how it looks, and the pictures of its charts by the identity of the block."""

    word: WordDocument
    brand: Brand
    pictures: dict[int, bytes]
    is_one: bool = False  # all of it on one page

    @property
    def colour(self) -> RGBColor:
        return RGBColor.from_string(self.brand.colour[1:].upper())

    @property
    def font(self) -> str:
        return self.brand.office_font(FONT)


def describe_picture(shape: object, words: str, name: str) -> None:
    """The text alternative of a picture, and what it is called."""
    properties = shape._inline.docPr  # type: ignore[attr-defined]
    properties.set("descr", words)
    properties.set("name", name)


def new_table(page: Page, rows: int, columns: int, widths: Sequence[float]) -> WordTable:
    table = page.word.add_table(rows=rows, cols=columns)
    table.style = page.word.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    each = [Mm(width) for width in widths]
    for column, width in zip(table.columns, each, strict=True):
        column.width = width
    for row in cells(table):
        for cell, width in zip(row, each, strict=True):
            cell.width = width
    quiet_borders(table)
    margins(table, beside_cells(columns))
    return table


def beside_cells(columns: int) -> float:
    """Points at the sides of the cells of a table."""
    return NARROW if columns >= MANY else CELL


def margins(table: WordTable, points: float) -> None:
    """At the sides of each cell. Word reads them before the look of the table."""
    cell = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(points * 20)))
        margin.set(qn("w:type"), "dxa")
        cell.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(cell)


def in_columns(word: WordDocument, count: int) -> None:
    """What follows stands in columns, on the same page and with the same running lines."""
    sheet = word.add_section(WD_SECTION.CONTINUOUS)
    sheet.different_first_page_header_footer = False
    columns = sheet._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "454")  # 8 mm


def fitting(texts: Sequence[Sequence[str]]) -> list[float]:
    """How wide each column is, in millimetres: no word is broken where there is room, and long texts get the most."""
    point, side = 25.4 / 72, beside_cells(len(texts[0]))
    return [wide * point for wide in column_widths(texts, WIDTH / point, SMALL, side)]


def cells(table: WordTable) -> list[list[_Cell]]:
    """The cells of each row. The library's own way looks every cell up anew: slow in long tables."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def numbered_from(word: WordDocument, start: int) -> int:
    """The number of a list of its own that counts from `start`: without one Word goes on from the list before."""
    of_style = word.styles["List Number"].element.pPr.numPr.numId.val
    numbering = word.part.numbering_part.element
    made = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(made.numId)


def quiet_borders(table: WordTable) -> None:
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


def repeat_header(table: WordTable) -> None:
    """The first row is a header: read as one, and repeated on each page. No row breaks over a page.

    A short table stays on one page; a long one does not begin at the foot of a page.
    """
    rows = cells(table)
    for row in rows[:-1] if len(rows) <= SHORT else rows[:BEGINNING]:
        for cell in row:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        for flag, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(qn(f"w:{flag}"), value)


def part_heading(word: WordDocument, number: int, title: str) -> Paragraph:
    """The heading of a part of the report, to which its contents lead."""
    heading = word.add_heading(f"{number} {title}", level=1)
    begins, ends = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begins.set(qn("w:name"), place_of(number))
    for mark in (begins, ends):
        mark.set(qn("w:id"), str(number))
    heading.runs[0]._r.addprevious(begins)
    heading._p.append(ends)
    return heading


def place_of(number: int) -> str:
    return f"_Part{number}"


def contents(page: Page, parts: Sequence[tuple[int, str]]) -> None:
    """What leads to each part. A field, so that Word can make it anew once somebody has edited the text; without
    numbers of pages, which are not known before Word has laid it out."""
    title = page.word.add_paragraph()
    write(title, (prose.Span("Contents", bold=True),), size=14, colour=page.colour)
    title.paragraph_format.keep_with_next = True
    lines = [page.word.add_paragraph() for _ in parts]
    for line, (number, words) in zip(lines, parts, strict=True):
        line.paragraph_format.space_after = Pt(2)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), place_of(number))
        link.set(qn("w:history"), "1")
        run = line.add_run(f"{number} {words}")
        run.font.color.rgb, run.underline = page.colour, True
        link.append(run._r)
        line._p.append(link)
    first = lines[0]._p.find(qn("w:hyperlink"))
    for kind in ("begin", "", "separate"):
        first.addprevious(_part_of_field(kind))
    lines[-1]._p.append(_part_of_field("end"))


def _part_of_field(kind: str) -> BaseOxmlElement:
    """A mark of the field; without a kind what it is made from: headings of the first level, as links."""
    run = OxmlElement("w:r")
    part = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        part.set(qn("w:fldCharType"), kind)
    else:
        part.set(qn("xml:space"), "preserve")
        part.text = r' TOC \o "1-1" \n \h \z '
    run.append(part)
    return run


def keep_last_row(table: WordTable) -> None:
    """On the page of what is said of the table beneath it, so that this does not stand alone on the next."""
    for cell in cells(table)[-1]:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def describe_table(table: WordTable, words: str) -> None:
    description = OxmlElement("w:tblDescription")
    description.set(qn("w:val"), words)
    table._tbl.tblPr.append(description)


def write(paragraph: Paragraph, line: prose.Line, size: int = 0, colour: RGBColor | None = None) -> None:
    for span in line:
        run = paragraph.add_run(span.text)
        run.bold, run.italic = span.bold or None, span.italic or None
        if size:
            run.font.size = Pt(size)
        if colour is not None:
            run.font.color.rgb = colour
    if size == 9:
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), FAINT


def notes(page: Page, told: Sequence[str], *, goes_on: bool = False) -> None:
    """Beneath each other on one page, and with what follows where it `goes_on`."""
    for place, note in enumerate(told, start=1):
        paragraph = page.word.add_paragraph()
        small(paragraph, note)
        paragraph.paragraph_format.space_before = Pt(4)
        paragraph.paragraph_format.keep_with_next = goes_on or place < len(told)


def space(page: Page) -> None:
    """Word needs a paragraph after a table; this one is as low as it can be."""
    paragraph = page.word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)


def without_times(data: bytes) -> bytes:
    """The same package with one date on every part, so that equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for part in package.infolist():
            fixed.writestr(zipfile.ZipInfo(part.filename, EPOCH), package.read(part.filename), zipfile.ZIP_DEFLATED)
    return out.getvalue()
