"""How long texts and tables are divided over slides, so that nothing is cut off and nothing is lost.

Lengths are in points. Letters of other typefaces are a little wider than ours: lines are broken early.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.content import Table
from reports.prose import Line, Span
from reports.renderers import lettering

CARE = 0.92
LEADING = 1.22
GAP = 7.0  # after a paragraph
INDENT = 24.0
CELL_X, CELL_Y = 8.0, 3.5  # margins of a cell
MOST_COLUMNS = 13
NARROWEST, WIDEST = 26.0, 460.0


@dataclass(frozen=True)
class Para:
    """A paragraph on a slide. `look`: paragraph, bullet, number, strong, quote, who, quiet; `is_rest`: it goes on."""

    line: Line
    look: str = "paragraph"
    size: float = 20.0
    number: int = 0
    is_rest: bool = False

    @property
    def indent(self) -> float:
        return INDENT if self.look in ("bullet", "number", "quote", "who") else 0.0

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
        return replace(self, line=tuple(found), is_rest=is_rest)


def para(text: str, look: str = "paragraph", size: float = 20.0) -> Para:
    return Para((Span(text, bold=look == "strong"),), look, size)


def lines_of(para: Para, width: float) -> list[tuple[int, int]]:
    bold = any(span.bold for span in para.line)
    return list(lettering.breaks(para.text, (width - para.indent) * CARE, para.size, bold=bold))


def height_of(paras: Sequence[Para], width: float) -> float:
    return sum(len(lines_of(each, width)) * each.size * LEADING + GAP for each in paras)


def pages(paras: Sequence[Para], width: float, height: float) -> list[list[Para]]:
    """The paragraphs of each slide. One that does not fit goes on, line by line, on the next."""
    found: list[list[Para]] = [[]]
    left = height
    for each in paras:
        lines = lines_of(each, width)
        leading = each.size * LEADING
        first = 0
        while first < len(lines):
            fitting = int((left - GAP) // leading)
            rest = len(lines) - first
            # The first line of a paragraph does not stand alone, and what is bold stays with what follows.
            is_lonely = fitting < min(rest, 2) + (2 if each.look == "strong" else 0)
            if is_lonely and found[-1]:
                found.append([])
                left = height
                continue
            taken = max(min(fitting, rest), 1)
            last = first + taken
            found[-1].append(each.within(lines[first][0], lines[last - 1][1], is_rest=first > 0))
            left -= taken * leading + GAP
            first = last
            if first < len(lines):
                found.append([])
                left = height
    return found


@dataclass(frozen=True)
class Grid:
    """Part of a table on one slide: how wide its columns are, which of the table's they are, and its rows."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    head: float
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    origins: tuple[int, ...]  # of each row, in the table

    @property
    def height(self) -> float:
        return self.head + sum(self.heights)


def grids(table: Table, width: float, height: float) -> Iterator[Grid]:
    """The table in parts that fit on slides, each with its heading. Many columns come in groups after the first."""
    size = table_size(table)
    rest = range(1, len(table.columns))
    groups = [rest[at : at + MOST_COLUMNS - 1] for at in range(0, len(rest), MOST_COLUMNS - 1)] or [rest]
    for group in groups:
        columns = (0, *group)
        texts = [[table.columns[at].title for at in columns], *([row[at] for at in columns] for row in table.rows)]
        widths = column_widths(texts, width, size)
        head = _row_height(texts[0], widths, size)
        most = max(int((height - head - 2 * CELL_Y) // (size * LEADING)), 1)
        rows = [(origin, part) for origin, row in enumerate(texts[1:]) for part in _parts(row, widths, size, most)]
        yield from _divided(columns, widths, head, rows, height, size)


def table_size(table: Table) -> float:
    """Of its letters: never under 12 points."""
    return 16.0 if len(table.columns) <= 4 else 14.0 if len(table.columns) <= 6 else 12.0


def _divided(
    columns: tuple[int, ...], widths: tuple[float, ...], head: float, rows: Sequence[tuple[int, tuple[str, ...]]],
    height: float, size: float,
) -> Iterator[Grid]:  # fmt: skip
    taken: list[tuple[int, tuple[str, ...], float]] = []
    used = head
    for origin, row in rows:
        high = _row_height(row, widths, size)
        if taken and used + high > height:
            yield _grid(columns, widths, head, taken)
            taken, used = [], head
        taken.append((origin, row, high))
        used += high
    yield _grid(columns, widths, head, taken)


def _grid(
    columns: tuple[int, ...],
    widths: tuple[float, ...],
    head: float,
    taken: Sequence[tuple[int, tuple[str, ...], float]],
) -> Grid:
    origins, rows, heights = zip(*taken, strict=True) if taken else ((), (), ())
    return Grid(columns, widths, head, tuple(rows), tuple(heights), tuple(origins))


def column_widths(
    texts: Sequence[Sequence[str]], width: float, size: float, margin: float = CELL_X
) -> tuple[float, ...]:
    """Together as wide as `width`: no column narrower than its longest word, and the room left where it is asked."""
    least, wanted = [], []
    for column in zip(*texts, strict=True):
        words = [word[:30] for text in column for word in text[:400].split()]
        word = max((lettering.width(word, size, bold=True) for word in words), default=0.0)
        longest = max(lettering.width(text[:120], size, bold=True) for text in column)
        least.append(max(min(word / CARE, WIDEST), NARROWEST) + 2 * margin)
        wanted.append(max(min(longest / CARE, WIDEST) + 2 * margin - least[-1], 0.0))
    left = width - sum(least)
    if left <= 0:
        return tuple(each * width / sum(least) for each in least)
    given = [each * min(1.0, left / (sum(wanted) or 1.0)) for each in wanted]
    columns = [one + other for one, other in zip(least, given, strict=True)]
    return tuple(each * width / sum(columns) for each in columns)


def _cell_breaks(text: str, wide: float, size: float) -> list[tuple[int, int]]:
    return list(lettering.breaks(text, (wide - 2 * CELL_X) * CARE, size, bold=True))


def _row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    most = max(len(_cell_breaks(text, wide, size)) for text, wide in zip(row, widths, strict=True))
    return most * size * LEADING + 2 * CELL_Y


def _parts(row: Sequence[str], widths: Sequence[float], size: float, most: int) -> Iterator[tuple[str, ...]]:
    """The row, or where it is higher than a slide the rows in which it goes on; its heading stands before each."""
    broken = [_cell_breaks(text, wide, size) for text, wide in zip(row, widths, strict=True)]
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
