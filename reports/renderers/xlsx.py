"""A workbook with every table of the report on a sheet of its own, numbers as numbers, and no formula anywhere.

Prose is in the other formats. Contents come first, with links; notes and where the figures come from come last.
"""

import datetime
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kit.exports import FORMULA_STARTS, LONGEST_CELL, on_paper
from reports import content
from reports.renderers import sheet_columns, sources
from reports.renderers.brand import Brand, brand
from reports.renderers.numbers import number

FONT = "Arial"
# A letter outside the first plane counts twice.
LONGEST_TEXT = LONGEST_CELL // 2
NO_DATA_NOTE = "no data means that there is no figure. It is not zero."
LONGEST_NAME = 31
NOTES = (40.0, 100.0)  # how wide the columns of the notes are
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Sheet:
    """A table with what its block says about it beside its own notes."""

    table: content.Table
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A sheet of the workbook: its name, its table, and the section in which the report has it."""

    name: str
    section: str
    sheet: Sheet


def render(document: content.Document, fingerprint: str) -> bytes:
    """The tables of the document as a file. The same content gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    cover = document.cover
    book.set_properties(
        {
            "title": f"{cover.title}, {cover.subtitle}",
            "subject": cover.period,
            "author": cover.author,
            "company": cover.council,
            "created": datetime.datetime.fromisoformat(cover.published_on),
        }
    )
    look = brand()
    pen = Pen(book, look, cover.edition_words)
    places = list(_places(document))
    contents = book.add_worksheet("Contents")
    for place in places:
        pen.table(book.add_worksheet(place.name), place.sheet.table)
    pen.notes(book.add_worksheet("Notes"), list(_told(document, places, fingerprint)))
    pen.contents(contents, document, places)
    book.close()
    return out.getvalue()


def _places(document: content.Document) -> Iterator[Place]:
    found = [
        (f"{section.number} {section.title}", sheet)
        for section in document.sections
        for block in section.blocks
        for sheet in BLOCKS[content.KIND_OF[type(block)]](block)
    ]
    if document.sources:
        found.append((f"{sources.number(document)} {sources.TITLE}", Sheet(sources.table(document))))
    for position, (section, sheet) in enumerate(found, start=1):
        yield Place(sheet_name(position, sheet.table.caption), section, sheet)


def sheet_name(position: int, caption: str) -> str:
    """The number of the table and what fits of its caption: no two are alike, and every program accepts it."""
    name = " ".join(f"{position} {caption.translate(FORBIDDEN_IN_NAMES)}".split())
    while len(name.encode("utf-16-le")) > 2 * LONGEST_NAME:
        name = name[:-1]
    return name.strip()


def _told(document: content.Document, places: Sequence[Place], fingerprint: str) -> Iterator[tuple[str, str]]:
    cover = document.cover
    yield from (("Report", f"{cover.title}, {cover.subtitle}"), ("Council", cover.council), ("Period", cover.period))
    yield from cover.particulars
    yield ("Fingerprint of the content (SHA-256)", fingerprint)
    yield ("Symbol", content.SUPPRESSED_NOTE)
    yield ("Symbol", NO_DATA_NOTE)
    for place in places:
        for note in (*place.sheet.table.notes, *place.sheet.more):
            if note != content.SUPPRESSED_NOTE:
                yield (place.name, note)


class Pen:
    """Writes cells: text as text whatever it begins with, plain numbers as numbers."""

    def __init__(self, book: xlsxwriter.Workbook, look: Brand, edition: str) -> None:
        self.book, self.look, self.edition = book, look, edition
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **said: Any) -> Format:
        """One format for each look: a workbook holds only so many."""
        wanted = {"font_name": self.look.office_font(FONT), "font_size": 11, "valign": "top", **said}
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(wanted)
        return self.formats[key]

    def table(self, sheet: Worksheet, table: content.Table, across: Sequence[float] = ()) -> None:
        """The table from the first cell on: a heading that stays in view, then its rows. `across`: wide columns."""
        head = {"bold": True, "text_wrap": True, "bottom": 2, "font_color": self.look.colour}
        titles = [column.title for column in table.columns]
        rows = [part for row in table.rows for part in _parts(row)]
        right = [_is_of_numbers(table, place) for place in range(len(titles))]
        widths = across or sheet_columns.widths([titles, *table.rows])
        for line, part in enumerate(rows, start=1):
            for place, text in enumerate(part):
                self.cell(sheet, line, place, text, right=right[place])
            _high(sheet, line, sheet_columns.height(part, widths))
        folded = {title.casefold() for title in titles}
        heads = [self._head(head, title, right=right[place]) for place, title in enumerate(titles)]
        if rows and len(folded) == len(titles) and max(map(len, titles)) < 256:
            # A table that says so: screen readers tell its headings with each cell.
            said = [{"header": title, "header_format": look} for title, look in zip(titles, heads, strict=True)]
            of_many = len(rows) > 1
            sheet.add_table(0, 0, len(rows), len(titles) - 1, {"columns": said, "style": None, "autofilter": of_many})
        for place, (title, look) in enumerate(zip(titles, heads, strict=True)):
            sheet.write_string(0, place, title[:LONGEST_TEXT], look)
            sheet.set_column(place, place, widths[place])
        _high(sheet, 0, sheet_columns.height(titles, widths, is_head=True))
        sheet.freeze_panes(1, 1 if len(titles) > 4 else 0)
        on_paper(sheet, self.edition, table.caption)

    def _head(self, head: dict[str, Any], title: str, *, right: bool) -> Format:
        quoted = {"quote_prefix": True} if title[:1] in FORMULA_STARTS else {}
        return self.format(**head, **_side(right=right), **quoted)

    def cell(self, sheet: Worksheet, line: int, place: int, text: str, *, right: bool) -> None:
        """The first cell of a row is its heading, and so never a number: 5.10 is not 5.1."""
        found = number(text) if place else None
        if found:
            sheet.write_number(line, place, found.value, self.format(num_format=found.format, **_side(right=True)))
            return
        look = {"text_wrap": True, "bold": place == 0, **_side(right=right)}
        self.text(sheet, line, place, text, **look)

    def text(self, sheet: Worksheet, line: int, place: int, text: str, **look: Any) -> None:
        """Text that stays text even after somebody has edited it."""
        quoted = {"quote_prefix": True} if text.startswith(FORMULA_STARTS) else {}
        sheet.write_string(line, place, text, self.format(num_format="@", **look, **quoted))

    def notes(self, sheet: Worksheet, told: Sequence[tuple[str, str]]) -> None:
        columns = (content.Column("About"), content.Column("Note"))
        self.table(sheet, content.Table("Notes", columns, tuple(told)), NOTES)

    def contents(self, sheet: Worksheet, document: content.Document, places: Sequence[Place]) -> None:
        """What the workbook is, and a link to each of its sheets."""
        cover, line = document.cover, 0
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 2, 60)
        if self.look.logo:
            self._logo(sheet)
            line = 1
        sheet.set_row(line, 24)
        self.text(
            sheet, line, 0, f"{cover.title}, {cover.subtitle}", bold=True, font_size=16, font_color=self.look.colour
        )
        self.text(sheet, line + 1, 0, f"{cover.council}: {cover.period}")
        line += 3
        for place, title in enumerate(("Sheet", "Table", "Section")):
            self.text(sheet, line, place, title, bold=True, bottom=2, font_color=self.look.colour)
        link = self.format(font_color=self.look.colour, underline=1, text_wrap=True)
        rows = [(place.name, place.sheet.table.caption, place.section) for place in places]
        rows.append(("Notes", "Particulars, fingerprint, symbols and notes", "The whole report"))
        for name, caption, section in rows:
            line += 1
            sheet.write_url(line, 0, f"internal:'{name}'!A1", link, name)
            self.text(sheet, line, 1, caption[:LONGEST_TEXT], text_wrap=True)
            self.text(sheet, line, 2, section[:LONGEST_TEXT], text_wrap=True)
        on_paper(sheet, self.edition, "Contents")

    def _logo(self, sheet: Worksheet) -> None:
        logo = self.look.logo
        if logo is None:
            return
        width, height = logo.fitted(240, 80)
        sheet.set_row_pixels(0, 92)
        sheet.insert_image(
            0, 0, "logo",
            {"image_data": io.BytesIO(logo.picture), "x_scale": width / logo.width, "y_scale": height / logo.height,
             "x_offset": 4, "y_offset": 6, "description": logo.alt, "object_position": 2},
        )  # fmt: skip


def _pieces(text: str) -> list[str]:
    """A text that no cell can hold, in pieces that one can."""
    return [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)] or [""]


def _parts(row: Sequence[str]) -> Iterator[list[str]]:
    """A row, and where a text is longer than a cell, the rows beneath in which it goes on: no word is lost."""
    if all(len(text) <= LONGEST_TEXT for text in row):
        yield list(row)
        return
    pieces = [_pieces(text) for text in row]
    for place in range(max(map(len, pieces))):
        yield [each[place] if place < len(each) else "" for each in pieces]


def _is_of_numbers(table: content.Table, place: int) -> bool:
    """Does a column show numbers? What stands there in their place, such as no data, stands at the right too."""
    return place > 0 and (table.columns[place].is_number or any(number(row[place]) for row in table.rows))


def _high(sheet: Worksheet, line: int, height: float | None) -> None:
    """As high as its longest cell: not every program finds out by itself, and then lines run into each other."""
    if height:
        sheet.set_row(line, height)


def _side(*, right: bool) -> dict[str, Any]:
    """Where a text stands in its cell: at the right clear of what the next column begins with."""
    return {"align": "right", "indent": 1} if right else {}


def _none(block: Any) -> list[Sheet]:
    """Words and pictures: they are in the other formats."""
    return []


def _itself(block: content.Table) -> list[Sheet]:
    return [Sheet(block)]


def _its_table(block: Any) -> list[Sheet]:
    return [Sheet(block.table)]


def _indicators(block: content.IndicatorTable) -> list[Sheet]:
    months = [Sheet(block.moves_table)] if block.moves_table else []
    return [Sheet(block.table, block.notes), *months]


def _targets(block: content.TargetsGrid) -> list[Sheet]:
    return [Sheet(block.table, (block.summary,))]


def _agreement(block: content.Agreement) -> list[Sheet]:
    return [Sheet(block.table, (*block.sentences, block.alt))]


BLOCKS: dict[str, Callable[[Any], list[Sheet]]] = {
    "heading": _none,
    "text": _none,
    "key_messages": _none,
    "strengths_focus": _none,
    "facts": _its_table,
    "table": _itself,
    "chart": _its_table,
    "grade_distribution": _its_table,
    "indicator_table": _indicators,
    "actions": _its_table,
    "statements": _its_table,
    "targets_grid": _targets,
    "agreement": _agreement,
    "recommendations": _its_table,
    "feedback": _its_table,
    "image": _none,
    "appendix_table": _its_table,
}
