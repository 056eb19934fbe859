"""How long texts and tables are divided over slides, so that nothing is cut off and nothing is lost.

Lengths are in points.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from reports.content import Table
from reports.prose import Line, Span
from reports.renderers import lettering, shapes
from reports.renderers.columns import CARE, column_widths

LEADING = 1.22
GAP = 7.0  # after a paragraph
INDENT = 24.0
CELL_X, CELL_Y = 8.0, 3.5  # margins of a cell
MOST_COLUMNS = 13
TABLE_SIZES = (16.0, 14.0, 12.0)  # of the letters in tables
HEADS = ("strong", "section")  # what stays with what follows
SMALLEST = 18.0  # of the letters in texts


@dataclass(frozen=True)
class Para:
    """A paragraph on a slide. `look`: paragraph, bullet, number, strong, section,
    quote, who, quiet; `is_rest`: it goes on."""

    line: Line
    look: str = "paragraph"
    size: float = 20.0
    number: int = 0
    is_rest: bool = False
    before: float = 0.0  # how much room is kept over it
    is_whole: bool = False  # it goes to the next slide rather than be parted, if it fits there

    @property
    def indent(self) -> float:
        if self.look == "number":
            return 1.5 * self.size
        return INDENT if self.look in ("bullet", "quote", "who") else 0.0

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.line)

    def within(self, start: int, end: int, *, is_rest: bool) -> "Para":
        """The part of it from one letter to another."""
        found, at = [], 0
        for span in self.line:
            part = span.text[max(start - at, 0) : max(end - at, 0)]
            at += len(span.text)
            if part:
                found.append(replace(span, text=part))
        return replace(self, line=tuple(found), is_rest=is_rest, before=0.0 if is_rest else self.before)


def para(text: str, look: str = "paragraph", size: float = 20.0, before: float = 0.0) -> Para:
    return Para((Span(text, bold=look in HEADS),), look, size, before=before)


def lines_of(para: Para, width: float) -> list[tuple[int, int]]:
    """A few bold words in a text take little more room than others: what is measured with care holds them."""
    bold = 2 * sum(len(span.text) for span in para.line if span.bold) >= len(para.text) > 0
    return list(lettering.breaks(para.text, (width - para.indent) * CARE, para.size, bold=bold))


def height_of(paras: Sequence[Para], width: float) -> float:
    return sum(len(lines_of(each, width)) * each.size * LEADING + GAP + each.before for each in paras)


def pages(paras: Sequence[Para], width: float, height: float) -> list[list[Para]]:
    """The paragraphs of each slide. One that does not fit goes on, line by line, on the next."""
    found: list[list[Para]] = [[]]
    left = height
    for each in paras:
        lines = lines_of(each, width)
        leading = each.size * LEADING
        first = 0
        while first < len(lines):
            before = each.before if first == 0 else 0.0
            fitting = int((left - GAP - before) // leading)
            rest = len(lines) - first
            # The first line of a paragraph does not stand alone, and what is bold stays with what follows.
            least = rest if each.is_whole and rest * leading + GAP <= height else min(rest, 2)
            is_lonely = fitting < least + (2 if each.look in HEADS else 0)
            if is_lonely and found[-1]:
                found.append([])
                left = height
                continue
            taken = max(min(fitting, rest), 1)
            last = first + taken
            found[-1].append(each.within(lines[first][0], lines[last - 1][1], is_rest=first > 0))
            left -= taken * leading + GAP + before
            first = last
            if first < len(lines):
                found.append([])
                left = height
    return found


def fitted(paras: Sequence[Para], width: float, height: float) -> list[list[Para]]:
    """All of it on one slide where letters that are a little smaller do that, else the paragraphs of each slide."""
    for less in (0.0, 2.0, 4.0):
        smaller = [replace(each, size=max(each.size - less, min(each.size, SMALLEST))) for each in paras]
        found = pages(smaller, width, height)
        if len(found) == 1:
            return found
    return pages(paras, width, height)


@dataclass(frozen=True)
class Grid:
    """Part of a table on one slide: how wide its columns are, which of the table's they are, and its rows."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    head: float
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    origins: tuple[int, ...]  # of each row, in the table
    size: float  # of its letters

    @property
    def height(self) -> float:
        return self.head + sum(self.heights)


def grids(
    table: Table, width: float, height: float, *, foot: float = 0.0, is_rated: bool = False
) -> Iterator[Grid]:  # fmt: skip
    """The table in parts that fit on slides, each with its heading. Many columns come in groups after the first.

    Letters are smaller where that keeps it on one slide, and never under 12 points. `foot` is kept free under the last
    part, if any row can stand over it. The words of a rating, in the last column, are bold like those of the first.
    """
    wanted = table_size(table)
    for each in (wanted, *(smaller for smaller in TABLE_SIZES if smaller < wanted)):
        found = list(_grids(table, width, height, each, foot, is_rated))
        if len(found) == 1 and found[0].height + foot <= height:
            break
    else:
        found = list(_grids(table, width, height, wanted, foot, is_rated))
    yield from found


def table_size(table: Table) -> float:
    """Of its letters, by the number of its columns."""
    return TABLE_SIZES[0 if len(table.columns) <= 4 else 1 if len(table.columns) <= 6 else 2]


def rated(table: Table, ratings: Sequence[str]) -> Table:
    """The table with the shapes of its ratings, which take room, in the last column."""
    rows = tuple(
        (*row[:-1], shapes.rated(rating, row[-1])) for row, rating in zip(table.rows, ratings, strict=True)
    )  # fmt: skip
    return replace(table, rows=rows)


def _grids(table: Table, width: float, height: float, size: float, foot: float, is_rated: bool) -> Iterator[Grid]:
    rest = range(1, len(table.columns))
    groups = [rest[at : at + MOST_COLUMNS - 1] for at in range(0, len(rest), MOST_COLUMNS - 1)] or [rest]
    for group in groups:
        columns = (0, *group)
        texts = [[table.columns[at].title for at in columns], *([row[at] for at in columns] for row in table.rows)]
        widths = column_widths(texts, width, size, CELL_X)
        bold = (0, len(columns) - 1) if is_rated and group == groups[-1] else (0,)
        head = _row_height(texts[0], widths, size, range(len(columns)))
        most = max(int((height - head - 2 * CELL_Y) // (size * LEADING)), 1)
        rows = [
            (origin, part, _row_height(part, widths, size, bold))
            for origin, row in enumerate(texts[1:])
            for part in _parts(row, widths, size, bold, most)
        ]
        for taken in _evenly(rows, height - head, foot if group == groups[-1] else 0.0):
            origins, cells, heights = zip(*taken, strict=True) if taken else ((), (), ())
            yield Grid(columns, widths, head, tuple(cells), tuple(heights), tuple(origins), size)


Row = tuple[int, tuple[str, ...], float]  # its place in the table, its cells, its height


def _evenly(rows: Sequence[Row], room: float, foot: float) -> list[list[Row]]:
    """Rows and then `foot` divided over as few slides as hold them, none with much less than the others."""
    last: Row = (len(rows), (), foot)
    rows = [*rows, last] if foot else rows
    least = len(_divided(rows, room))
    low, high = 0.0, room
    while high - low > 1:
        middle = (low + high) / 2
        if len(_divided(rows, middle)) <= least:
            high = middle
        else:
            low = middle
    parts = [[row for row in part if row is not last] for part in _divided(rows, high)]
    return [part for part in parts if part] or [[]]


def _divided(rows: Sequence[Row], room: float) -> list[list[Row]]:
    found: list[list[Row]] = [[]]
    used = 0.0
    for row in rows:
        if found[-1] and used + row[2] > room:
            found.append([])
            used = 0.0
        found[-1].append(row)
        used += row[2]
    return found


def _breaks(
    row: Sequence[str], widths: Sequence[float], size: float, bold: Container[int]
) -> list[list[tuple[int, int]]]:
    """The lines of each cell; `bold` are the places of those whose letters are."""
    return [
        list(lettering.breaks(text, (wide - 2 * CELL_X) * CARE, size, bold=place in bold))
        for place, (text, wide) in enumerate(zip(row, widths, strict=True))
    ]


def _row_height(row: Sequence[str], widths: Sequence[float], size: float, bold: Container[int]) -> float:
    return max(map(len, _breaks(row, widths, size, bold))) * size * LEADING + 2 * CELL_Y


def _parts(
    row: Sequence[str], widths: Sequence[float], size: float, bold: Container[int], most: int
) -> Iterator[tuple[str, ...]]:
    """The row, or where it is higher than a slide the rows in which it goes on; its heading stands before each."""
    broken = _breaks(row, widths, size, bold)
    highest = max(map(len, broken))
    if highest <= most:
        yield tuple(row)
        return
    for first in range(0, highest, most):
        cells = []
        for place, (text, lines) in enumerate(zip(row, broken, strict=True)):
            part = lines[first : first + most]
            if part:
                cells.append(text[part[0][0] : part[-1][1]])
            else:
                cells.append(text if place == 0 and len(lines) <= most else "")
        yield tuple(cells)
