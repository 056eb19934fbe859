"""What the slides are made with: placeholders that stay in their places, tables and pictures that say what they are."""

import copy
import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree
from pptx import Presentation as new_presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reports import content
from reports.renderers import directions, lettering, shapes, slide_flow
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
LEAD_GAP = 10.0  # between a text and the columns beneath it
EPOCH = (1980, 1, 1, 0, 0, 0)
# No fill and no lines: built into every PowerPoint. A style with a filled heading would hide words in its own colour.
TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
LINE = "B9C4C0"
TITLE_SLIDE, TEXT, TWO_TEXTS, TITLE_ONLY = "Title Slide", "Title and Content", "Two Content", "Title Only"
KEPT = (TITLE_SLIDE, TEXT, TWO_TEXTS, TITLE_ONLY)


@dataclass
class Deck:
    """The slides so far, and the text that waits for its slide."""

    brand: Brand
    footer: str
    file: Any = field(default_factory=new_presentation)
    section: str = ""
    heading: str = ""
    is_told: bool = True  # does a slide show the heading already?
    is_section_told: bool = False
    waiting: list[Para] = field(default_factory=list)
    titles: list[tuple[Any, str]] = field(default_factory=list)
    # The last slide, if it has two columns beneath a text: the height down to their end.
    beneath_it: tuple[Any, float] | None = None

    @cached_property
    def layouts(self) -> dict[str, Any]:
        return {layout.name: layout for layout in self.file.slide_layouts}

    @property
    def colour(self) -> RGBColor:
        return RGBColor.from_string(self.brand.colour[1:].upper())

    def title(self, more: str = "") -> str:
        """Of the next slide: the section, the heading if it is news or there is nothing else, and what is shown."""
        heading = "" if more and self.is_told else self.heading
        self.is_told = True
        if more == self.section.partition(" ")[2]:
            more = ""  # what is called like its section is told by it
        whole = _joined(self.section, heading, more)
        if shortened(whole) == whole or not (heading or more):
            self.is_section_told = True
            return whole
        # The title of a long section is told once; after that its number stands for it.
        self._tell_section()
        number = self.section.partition(" ")[0]
        under = self.heading if more and not more.startswith(self.heading) else ""
        full, short = (f"{number} {_joined(*parts)}" for parts in ((under, more or self.heading), (heading, more)))
        return full if shortened(full) == full else short

    def _tell_section(self) -> None:
        if not self.is_section_told:
            self.is_section_told = True
            if shortened(self.section) == self.section:
                self.slide(TITLE_ONLY, self.section)
            else:
                self.text(self.section, ())

    def begin(self, section: str) -> None:
        """A section; everything until the next one is in it."""
        self.below("")
        self.section, self.is_section_told = section, False

    def below(self, heading: str) -> None:
        """A heading within the section. One with nothing under it has a slide of its own."""
        self.flush()
        if not self.is_told:
            self.slide(TITLE_ONLY, self.title())
        self.heading, self.is_told = heading, not heading

    def say(self, *paras: Para) -> None:
        self.waiting.extend(paras)

    def flush(self) -> None:
        """The waiting text on slides of its own."""
        paras, self.waiting = self.waiting, []
        if paras:
            self.text(self.title(), paras)

    def text(self, title: str, paras: Sequence[Para]) -> None:
        for page in slide_flow.pages([*self.whole(title), *paras], ROOM, BODY):
            slide = self.slide(TEXT, title)
            write(slide.placeholders[1].text_frame, page, self.brand)

    def whole(self, title: str) -> list[Para]:
        """A title that is too long for its place, to be read in full beneath it."""
        return [] if shortened(title) == title else [slide_flow.para(title, "strong")]

    def slide(self, layout: str, title: str) -> Any:
        self.beneath_it = None
        made = self.file.slides.add_slide(self.layouts[layout])
        self.titles.append((made, shortened(title)))
        return made

    def beneath(self, left: Sequence[Para], right: Sequence[Para]) -> bool:
        """Two texts side by side under the text that waits, where all of it fits on one slide."""
        high = slide_flow.height_of(self.waiting, ROOM) + LEAD_GAP
        half = (ROOM - 24) / 2
        if not self.waiting or any(len(slide_flow.pages(side, half, BODY - high)) > 1 for side in (left, right)):
            return False
        lead, self.waiting = self.waiting, []
        title = self.title()
        if self.whole(title):
            self.text(title, ())
        slide = self.slide(TWO_TEXTS, title)
        box = slide.shapes.add_textbox(Pt(SIDE), Pt(TOP), Pt(ROOM), Pt(high - LEAD_GAP))
        box.name = "What was looked at"
        # It is read after the title and before the columns.
        slide.shapes.title._element.addnext(box._element)
        write(box.text_frame, lead, self.brand)
        for number, (place, side) in enumerate(zip((1, 2), (left, right), strict=True)):
            holder = slide.placeholders[place]
            holder.left, holder.width = Pt(SIDE + number * (half + 24)), Pt(half)
            holder.top, holder.height = Pt(TOP + high), Pt(BODY - high)
            write(holder.text_frame, side, self.brand)
        self.beneath_it = slide, high + max(slide_flow.height_of(side, half) for side in (left, right))
        return True

    def under(self, name: str, paras: Sequence[Para]) -> bool:
        """A text under the two columns that were drawn last, where it fits on their slide."""
        if self.beneath_it is None or self.waiting:
            return False
        slide, used = self.beneath_it
        high = slide_flow.height_of(paras, ROOM)
        if used + LEAD_GAP + high > BODY:
            return False
        for place in (1, 2):
            holder = slide.placeholders[place]
            holder.height = Pt(TOP + used) - holder.top
        box = slide.shapes.add_textbox(Pt(SIDE), Pt(TOP + used + LEAD_GAP), Pt(ROOM), Pt(high))
        box.name = name
        write(box.text_frame, paras, self.brand)
        self.beneath_it = None
        return True

    def columns(self, title: str, left: Sequence[Para], right: Sequence[Para]) -> None:
        """Two texts side by side, each going on where it was."""
        if self.whole(title):
            self.text(title, ())
        half = (ROOM - 24) / 2
        sides = [slide_flow.pages(side, half, BODY) for side in (left, right)]
        for number in range(max(map(len, sides))):
            slide = self.slide(TWO_TEXTS, title)
            for place, side in zip((1, 2), sides, strict=True):
                holder = slide.placeholders[place]
                if number < len(side):
                    write(holder.text_frame, side[number], self.brand)
                else:
                    holder._element.getparent().remove(holder._element)

    def table(
        self, table: content.Table, *, alt: str = "", ratings: Sequence[str] = (), notes: Sequence[str] = ()
    ) -> None:
        """The table on as many slides as it needs; what is noted stands beneath it where there is room."""
        self.flush()
        title = self.title(table.caption)
        if self.whole(title):
            self.text(title, ())
        paras = [slide_flow.para(note, "quiet", 18) for note in (*table.notes, *notes)]
        grids = list(slide_flow.grids(table, ROOM, BODY))
        for grid in grids:
            slide = self.slide(TITLE_ONLY, title)
            _draw(self, slide, table, grid, alt or table.caption, ratings)
        high = slide_flow.height_of(paras, ROOM)
        if paras and grids[-1].height + 16 + high <= BODY:
            box = slide.shapes.add_textbox(Pt(SIDE), Pt(TOP + grids[-1].height + 16), Pt(ROOM), Pt(high))
            box.name = "Notes"
            write(box.text_frame, paras, self.brand)
        elif paras:
            self.text(title, paras)

    def picture(self, title: str, data: bytes, alt: str, width: float, height: float) -> None:
        self.flush()
        if self.whole(title):
            self.text(title, ())
        scale = min(ROOM / width, BODY / height, 1.5)
        slide = self.slide(TITLE_ONLY, title)
        shape = slide.shapes.add_picture(io.BytesIO(data), Pt(SIDE), Pt(TOP), Pt(width * scale), Pt(height * scale))
        describe(shape, alt, "Picture")

    def finish(self) -> None:
        """No two titles are alike, and every slide but the first has its number and its footer."""
        self.below("")
        of_each = Counter(title for _, title in self.titles)
        met: Counter[str] = Counter()
        for slide, title in self.titles:
            met[title] += 1
            number = f" ({met[title]} of {of_each[title]})" if of_each[title] > 1 else ""
            slide.shapes.title.text_frame.text = f"{title}{number}"
            language(slide.shapes.title.text_frame)
            if slide is not self.titles[0][0]:
                _foot(slide, self.footer)
            directions.turn_slide(slide.shapes._spTree)


def _joined(*parts: str) -> str:
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
    for number, each in enumerate(paras):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(slide_flow.GAP)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(Pt(each.indent)))
        is_marked = each.look in ("bullet", "number") and not each.is_rest
        properties.set("indent", str(-Pt(each.indent) if is_marked else 0))
        properties.append(_mark(each, is_marked))
        for span in each.line:
            for place, text in enumerate(span.text.split("\n")):
                if place:
                    paragraph.add_line_break()
                run = paragraph.add_run()
                run.text, font = text, run.font
                font.size, font.bold, font.italic = Pt(each.size), span.bold, span.italic or each.look == "quote"
                font.color.rgb = FAINT if each.look in ("quiet", "who") else INK
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


def _draw(deck: Deck, slide: Any, table: content.Table, grid: Grid, alt: str, ratings: Sequence[str]) -> None:
    frame = slide.shapes.add_table(
        1 + len(grid.rows), len(grid.columns), Pt(SIDE), Pt(TOP), Pt(sum(grid.widths)), Pt(grid.height)
    )
    describe(frame, alt, "Table")
    drawn = frame.table
    drawn.first_row, drawn.first_col, drawn.horz_banding = True, True, False
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = TABLE_STYLE
    for column, width in zip(drawn.columns, grid.widths, strict=True):
        column.width = Pt(width)
    for row, height in zip(drawn.rows, (grid.head, *grid.heights), strict=True):
        row.height = Pt(height)
    size = slide_flow.table_size(table)
    titles = tuple(table.columns[at].title for at in grid.columns)
    last = len(table.columns) - 1
    for line, (tr, texts) in enumerate(zip(drawn._tbl.tr_lst, (titles, *grid.rows), strict=True)):
        for at, tc, text in zip(grid.columns, tr.tc_lst, texts, strict=True):
            rating = ratings[grid.origins[line - 1]] if line and ratings and at == last else ""
            is_strong = line == 0 or at == 0 or bool(rating)
            colour = deck.brand.colour[1:] if line == 0 else shapes.colour(rating)[1:] if rating else "16211F"
            words = shapes.rated(rating, text) if rating else text
            _cell(tc, words, size, colour.upper(), bold=is_strong, right=table.columns[at].is_number)
            _line_below(tc, deck.brand.colour[1:].upper() if line == 0 else LINE, 1.5 if line == 0 else 0.75)


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


def _foot(slide: Any, words: str) -> None:
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
