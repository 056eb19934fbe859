"""What the slides are made with: placeholders that stay in their places, tables and pictures that say what they are."""

import copy
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reports import content
from reports.renderers import lettering, shapes, slide_flow
from reports.renderers.brand import Brand
from reports.renderers.slide_flow import Grid, Para

FONT = "Arial"
LANGUAGE = "en-GB"
INK, FAINT = RGBColor(0x16, 0x21, 0x1F), RGBColor(0x4A, 0x57, 0x55)
WIDE, HIGH = 960.0, 540.0  # 16:9
SIDE = 44.0
ROOM = WIDE - 2 * SIDE
TITLE_TOP, TITLE_HIGH, TITLE_SIZE = 22.0, 76.0, 26.0
TOP, BODY = 108.0, 374.0
FOOT = 500.0
EPOCH = (1980, 1, 1, 0, 0, 0)
# No fill and no lines: built into every PowerPoint. A style with a filled heading would hide words in its own colour.
TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
LINE = "B9C4C0"
TITLE_SLIDE, TEXT, TWO_TEXTS, TITLE_ONLY = "Title Slide", "Title and Content", "Two Content", "Title Only"
KEPT = (TITLE_SLIDE, TEXT, TWO_TEXTS, TITLE_ONLY)


def joined(*parts: str) -> str:
    return " ".join(": ".join(filter(None, parts)).split())


def shortened(title: str) -> str:
    """What fits in two lines with a number after it."""
    lines = list(lettering.breaks(title, ROOM * slide_flow.CARE, TITLE_SIZE, bold=True))
    last = lines[min(len(lines), 2) - 1]
    room = last[1] - last[0] <= 40 or len(title) < 100
    if len(lines) <= 2 and room:
        return title
    return f"{title[: max(last[1] - 14, 20)].rstrip()}…"


def write(frame: Any, paras: Sequence[Para], brand: Brand) -> None:
    """Paragraphs into a text frame, each with its look."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    theirs = RGBColor.from_string(brand.colour[1:].upper())
    for number, each in enumerate(paras):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_before, paragraph.space_after = Pt(each.before), Pt(slide_flow.GAP)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(Pt(each.indent)))
        is_marked = each.look in ("bullet", "number") and not each.is_rest
        properties.set("indent", str(-Pt(each.indent) if is_marked else 0))
        properties.append(_mark(each, is_marked))
        for span in each.line:
            for place, text in enumerate(span.text.split("\n")):
                if place:
                    paragraph.add_line_break()
                    # Without a size of its own a break makes its line as high as the largest letters.
                    paragraph._p[-1].get_or_add_rPr().set("sz", str(int(each.size * 100)))
                if not text:
                    continue
                run = paragraph.add_run()
                run.text, font = text, run.font
                font.size, font.bold, font.italic = Pt(each.size), span.bold, span.italic or each.look == "quote"
                font.color.rgb = FAINT if each.look in ("quiet", "who") else theirs if each.look == "section" else INK
    language(frame)


def _mark(each: Para, is_marked: bool) -> Any:
    if not is_marked:
        return parse_xml(f"<a:buNone {nsdecls('a')}/>")
    if each.look == "number":
        return parse_xml(f'<a:buAutoNum type="arabicPeriod" startAt="{max(each.number, 1)}" {nsdecls("a")}/>')
    return parse_xml(f'<a:buChar char="•" {nsdecls("a")}/>')


def language(frame: Any) -> None:
    """What the text is in, for whatever reads it aloud."""
    for run in frame._txBody.iter(qn("a:r"), qn("a:br")):
        run.get_or_add_rPr().set("lang", LANGUAGE)


def describe(shape: Any, words: str, name: str) -> None:
    """The text alternative of a picture, a chart or a table."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", words)
    properties.set("name", name)


def draw_table(
    slide: Any, table: content.Table, grid: Grid, alt: str, ratings: Sequence[str], *, top: float, brand: Brand
) -> None:
    frame = slide.shapes.add_table(
        1 + len(grid.rows), len(grid.columns), Pt(SIDE), Pt(top), Pt(sum(grid.widths)), Pt(grid.height)
    )
    describe(frame, alt, "Table")
    drawn = frame.table
    drawn.first_row, drawn.first_col, drawn.horz_banding = True, True, False
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = TABLE_STYLE
    for column, width in zip(drawn.columns, grid.widths, strict=True):
        column.width = Pt(width)
    for row, height in zip(drawn.rows, (grid.head, *grid.heights), strict=True):
        row.height = Pt(height)
    titles = tuple(table.columns[at].title for at in grid.columns)
    last = len(table.columns) - 1
    for line, (tr, texts) in enumerate(zip(drawn._tbl.tr_lst, (titles, *grid.rows), strict=True)):
        for at, tc, text in zip(grid.columns, tr.tc_lst, texts, strict=True):
            rating = ratings[grid.origins[line - 1]] if line and ratings and at == last else ""
            is_strong = line == 0 or at == 0 or bool(rating)
            colour = brand.colour[1:] if line == 0 else shapes.colour(rating)[1:] if rating else "16211F"
            _cell(tc, text, grid.size, colour.upper(), bold=is_strong, right=table.columns[at].is_number)
            _line_below(tc, brand.colour[1:].upper() if line == 0 else LINE, 1.5 if line == 0 else 0.75)


def _cell(tc: Any, text: str, size: float, colour: str, *, bold: bool, right: bool) -> None:
    """Built as XML: the library's own way looks each cell up anew, which is slow in long tables."""
    body = tc.get_or_add_txBody()
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    for line in text.split("\n"):
        paragraph = etree.SubElement(body, qn("a:p"))
        etree.SubElement(paragraph, qn("a:pPr"), algn="r" if right else "l")
        if not line:
            continue
        run = etree.SubElement(paragraph, qn("a:r"))
        looks = etree.SubElement(run, qn("a:rPr"), lang=LANGUAGE, sz=str(int(size * 100)), b="1" if bold else "0")
        etree.SubElement(etree.SubElement(looks, qn("a:solidFill")), qn("a:srgbClr"), val=colour)
        etree.SubElement(run, qn("a:t")).text = line
    properties = tc.get_or_add_tcPr()
    for side, margin in zip("LRTB", [slide_flow.CELL_X] * 2 + [slide_flow.CELL_Y] * 2, strict=True):
        properties.set(f"mar{side}", str(Pt(margin)))


def _line_below(tc: Any, colour: str, width: float) -> None:
    """Lines between rows; the heading's is stronger. The lines of a cell come before everything else of it."""
    line = etree.Element(qn("a:lnB"), w=str(Pt(width)))
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=colour)
    tc.get_or_add_tcPr().insert(0, line)


def foot(slide: Any, words: str) -> None:
    """Footer and slide number, which a new slide does not take over from its layout by itself."""
    for holder in slide.slide_layout.placeholders:
        kind = holder.element.ph.get("type")
        if kind not in ("ftr", "sldNum"):
            continue
        made = copy.deepcopy(holder._element)
        made.nvSpPr.cNvPr.set("id", str(900 + (kind == "sldNum")))
        slide.shapes._spTree.append(made)
        body = made.find(qn("p:txBody"))
        for inherited in (made.spPr, body.find(qn("a:lstStyle"))):
            inherited.clear()
        for paragraph in body.findall(qn("a:p")):
            body.remove(paragraph)
        if kind == "ftr":
            text = etree.SubElement(etree.SubElement(body, qn("a:p")), qn("a:r"))
            etree.SubElement(text, qn("a:rPr"), lang=LANGUAGE)
            etree.SubElement(text, qn("a:t")).text = words
        else:
            body.append(
                parse_xml(
                    f'<a:p {nsdecls("a")}><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
                    f'<a:rPr lang="{LANGUAGE}"/><a:t>‹#›</a:t></a:fld></a:p>'
                )
            )


def without_times(data: bytes, *, is_chart: bool = False) -> bytes:
    """The same package with one date on every part, in British English; the workbooks of its charts likewise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for part in package.infolist():
            found = package.read(part.filename)
            if part.filename.endswith(".xlsx"):
                found = without_times(found, is_chart=True)
            elif is_chart and part.filename == "docProps/core.xml":
                found = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", found)
            elif part.filename.endswith(".xml"):
                found = found.replace(b'lang="en-US"', b'lang="en-GB"')
            fixed.writestr(zipfile.ZipInfo(part.filename, EPOCH), found, zipfile.ZIP_DEFLATED)
    return out.getvalue()
