"""Charts on paper, as SVG with its text as text.

They read the content of the report and nothing else, so hidden numbers cannot reach them. Lengths are in points.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr, unescape

from kit import faces, paper
from reports.content import GRADE_TITLES, SUPPRESSED, Block, Chart, GradeDistribution, Shape
from reports.renderers import lettering
from reports.renderers.bars import segments
from reports.renderers.brand import Brand

INK, FAINT, PALE = "#16211f", "#4a5755", "#cdd4d1"
GRADE_COLOURS = ("#54319f", "#27805b", "#f0b03f", "#9a1c15")
GRADE_INKS = ("#ffffff", "#ffffff", INK, "#ffffff")
# After the council's own colour; no two of a chart have the same marker either.
SERIES_COLOURS = ("#c07a1e", "#54319f", "#5a6563")
MARKERS = ("circle", "square", "triangle", "diamond")
HIDDEN = 'fill="url(#hidden)" stroke="#8a9499"'
HATCH = (
    '<pattern id="hidden" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="#ffffff"/>'
    '<path d="M0 5L5 0M-1 1L1 -1M4 6L6 4" stroke="#8a9499" stroke-width="0.6"/></pattern>'
)
WIDTH = 482.0
SIZE = 9.0
LINE = 11.0
LABELS = 134.0  # for the titles of bars, at the left
PITCH = 24.0
PLOT = 165.0  # the height between the axis and the top
LEFT = 40.0


Height = Callable[[float], float]


def series_colour(number: int, brand: Brand) -> str:
    return (brand.colour, *SERIES_COLOURS)[number % 4]


def svg(block: Chart | GradeDistribution, brand: Brand) -> str:
    """The drawing of a block."""
    return grade_svg(block, brand) if isinstance(block, GradeDistribution) else chart_svg(block, brand)


def pngs(blocks: Sequence[Block], brand: Brand) -> dict[int, bytes]:
    """For each chart among the blocks its picture, by the identity of the block. All are drawn in one go."""
    charts = [block for block in blocks if isinstance(block, Chart | GradeDistribution)]
    drawings = [_lettered(svg(block, brand), brand) for block in charts]
    made = paper.pictures(drawings, width=WIDTH, scale=2.5, fonts=brand.paper_fonts)
    return {id(block): picture for block, picture in zip(charts, made, strict=True)}


# What `_text` writes.
TEXT = re.compile(
    r'<text x="([\d.-]+)" y="([\d.-]+)" fill="(#\w+)" font-size="([\d.]+)" text-anchor="(\w+)"'
    r'( font-weight="700")?( transform="[^"]*")?>(.*?)</text>'
)


def is_drawable(drawing: str, brand: Brand) -> bool:
    """Has the typeface every letter? Drawings know neither of other faces nor of letters that join."""
    return not faces.needed(map(ord, drawing), brand.paper_fonts)


def _lettered(drawing: str, brand: Brand) -> paper.Drawing:
    """The drawing; or where its typeface lacks a letter, the drawing and the words to be set in it."""
    if is_drawable(drawing, brand):
        return paper.Drawing(drawing)
    labels = tuple(
        paper.Label(float(x), float(y), unescape(words), colour, float(size), anchor, bool(bold), bool(turned))
        for x, y, colour, size, anchor, bold, turned, words in TEXT.findall(drawing)
    )
    return paper.Drawing(TEXT.sub("", drawing), labels)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, which it says at its beginning."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def grade_svg(block: GradeDistribution, brand: Brand) -> str:
    """One bar for each row, divided by grade, each part with its number in it."""
    entries = [(colour, title) for colour, title in zip(GRADE_COLOURS, GRADE_TITLES, strict=True)]
    if block.has_hidden:
        entries.append(("", f"{SUPPRESSED} not published"))
    legend, top = _legend(entries)
    parts = [*legend]
    for place, row in enumerate(block.rows):
        middle = top + place * PITCH + PITCH / 2
        parts += _beside(row.title, middle)
        scale = (WIDTH - LABELS - 10) / 100
        for part in segments(row):
            look = HIDDEN if part.grade is None else f'fill="{GRADE_COLOURS[part.grade]}" stroke="#ffffff"'
            left = LABELS + 8 + part.start * scale
            parts.append(_rect(left, middle - 8.5, part.share * scale, 17, look))
            if part.has_room:
                at = LABELS + 8 + part.middle * scale
                if part.grade is None:
                    wide = lettering.width(part.words, SIZE, bold=True) + 4
                    parts.append(_rect(at - wide / 2, middle - 5.5, wide, 11, 'fill="#ffffff"'))
                ink = INK if part.grade is None else GRADE_INKS[part.grade]
                parts.append(_text(at, middle + 3.2, part.words, ink, anchor="middle", bold=True))
    return _drawing(top + len(block.rows) * PITCH + 3, parts, brand)


def chart_svg(block: Chart, brand: Brand) -> str:
    """Bars, stacked bars or lines over the categories. A missing value is words or a gap, never a bar of no height."""
    entries = [(series_colour(number, brand), series.name) for number, series in enumerate(block.series)]
    legend, top = _legend(entries) if len(block.series) > 1 else ([], 8.0)
    ticks = ticks_of(block)
    low, high = ticks[0], ticks[-1]

    def height(value: float) -> float:
        return top + PLOT * (1 - (value - low) / (high - low))

    places = max(len(block.categories), 1)
    slot = (WIDTH - LEFT - 6) / places
    parts = [*legend, *_axis(block, ticks, height)]
    if block.shape == Shape.LINE:
        parts += _lines_of(block, brand, slot, height)
    else:
        parts += _bars_of(block, brand, slot, height)
    every = max(1, math.ceil(20 / slot))
    most = 1
    for place, category in enumerate(block.categories):
        if place % every == 0:
            room = slot * every - 4
            words = list(lettering.lines(category, room, SIZE - 0.5))
            if len(words) > 3:
                words = [*words[:2], f"{words[2][:-1]}…"]
            most = max(most, len(words))
            for number, line in enumerate(words):
                at = LEFT + slot * (place + 0.5)
                parts.append(_text(at, top + PLOT + 13 + number * LINE, line, INK, anchor="middle", size=SIZE - 0.5))
    return _drawing(top + PLOT + 8 + most * LINE, parts, brand)


def _lines_of(block: Chart, brand: Brand, slot: float, height: Height) -> Iterator[str]:
    for number, series in enumerate(block.series):
        colour = series_colour(number, brand)
        path, is_on = [], False
        marks = []
        for place, value in enumerate(series.values):
            if value is None:
                is_on = False
                continue
            x, y = LEFT + slot * (place + 0.5), height(value)
            path.append(f"{'L' if is_on else 'M'}{x:.2f} {y:.2f}")
            outline = marker(MARKERS[number % 4], x, y)
            marks.append(f'<path d="{outline}" fill="{colour}" stroke="#ffffff" stroke-width="0.8"/>')
            is_on = True
        if path:
            yield f'<path d="{" ".join(path)}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'
        yield from marks if len(block.categories) <= 40 else ()


def _bars_of(block: Chart, brand: Brand, slot: float, height: Height) -> Iterator[str]:
    is_stacked = block.shape == Shape.STACKED
    wide = slot * 0.72 if is_stacked else slot * 0.72 / len(block.series)
    below, beneath = [0.0] * len(block.categories), [0.0] * len(block.categories)
    for number, series in enumerate(block.series):
        for place, (value, words) in enumerate(zip(series.values, series.words, strict=True)):
            left = LEFT + slot * (place + 0.14) + (0 if is_stacked else number * wide)
            if value is None:
                if not is_stacked:
                    x, y = left + wide / 2, height(0) - 3
                    yield _text(x + 3, y, words, FAINT, anchor="start", size=SIZE - 1, turn=(x + 3, y))
                continue
            base = 0.0
            if is_stacked:
                pile = below if value >= 0 else beneath
                base, pile[place] = pile[place], pile[place] + value
            upper, lower = sorted((height(base), height(base + value)))
            look = f'fill="{series_colour(number, brand)}" stroke="#ffffff"'
            yield _rect(left, upper, wide, lower - upper, look)
            if not is_stacked and lettering.width(words, SIZE - 0.5, bold=True) < wide + 6:
                yield _text(left + wide / 2, upper - 3, words, INK, anchor="middle", bold=True, size=SIZE - 0.5)


def ticks_of(block: Chart) -> list[float]:
    """Round numbers from below the lowest value, or zero for bars, to above the highest."""
    known = [value for series in block.series for value in series.values if value is not None]
    if block.shape == Shape.STACKED:
        columns = [[series.values[place] or 0.0 for series in block.series] for place in range(len(block.categories))]
        known = [sum(value for value in column if value > 0) for column in columns]
        known += [sum(value for value in column if value < 0) for column in columns]
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        high = 1.0
    rough = (high - low) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    # A label above the highest bar needs room.
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, last + 1)]


def axis_words(block: Chart, ticks: Sequence[float]) -> list[str]:
    """What stands beside each tick: 25%; nothing where nothing is drawn."""
    if not block.drawn:
        return [""] * len(ticks)
    sign = "%" if block.are_percentages else ""
    places = 0 if all(tick == round(tick) for tick in ticks) else 1 if ticks[1] - ticks[0] >= 0.1 else 3
    return [f"{tick:,.{places}f}{sign}" for tick in ticks]


def _axis(block: Chart, ticks: Sequence[float], height: Height) -> Iterator[str]:
    for tick, words in zip(ticks, axis_words(block, ticks), strict=True):
        y = height(tick)
        yield f'<path d="M{LEFT:.2f} {y:.2f}H{WIDTH:.2f}" stroke="{FAINT if tick == 0 else PALE}" stroke-width="0.6"/>'
        if words:
            yield _text(LEFT - 5, y + 3, words, FAINT, anchor="end", size=SIZE - 0.5)


def _legend(entries: Sequence[tuple[str, str]]) -> tuple[list[str], float]:
    """Squares with their words in rows from the right edge, and the height beneath them. No colour: the hatch."""
    rows: list[list[tuple[str, str, float]]] = [[]]
    for colour, words in entries:
        wide = lettering.width(words, SIZE) + 26
        if rows[-1] and sum(entry[2] for entry in rows[-1]) + wide > WIDTH:
            rows.append([])
        rows[-1].append((colour, words, wide))
    parts = []
    for number, row in enumerate(rows):
        x = max(WIDTH - sum(entry[2] for entry in row) + 10, 0.0)
        for colour, words, wide in row:
            look = f'fill="{colour}"' if colour else HIDDEN
            parts += [_rect(x, 2 + number * 14, 9, 9, look), _text(x + 13, 10 + number * 14, words, INK)]
            x += wide
    return parts, 20.0 + (len(rows) - 1) * 14


def _beside(title: str, middle: float) -> Iterator[str]:
    """The title of a bar, in two lines at most where it is long."""
    words = list(lettering.lines(title, LABELS, SIZE))
    if len(words) > 2:
        words = [words[0], f"{words[1][:-1]}…"]
    first = middle + 3.2 - (len(words) - 1) * LINE / 2
    for number, line in enumerate(words):
        yield _text(LABELS, first + number * LINE, line, INK, anchor="end")


def marker(kind: str, x: float, y: float, size: float = 1.0) -> str:
    """The outline of a mark around a point."""
    one, two = 2.8 * size, 3.8 * size
    shapes = {
        "circle": f"M{x - 3 * size:.2f} {y:.2f}a{3 * size:g} {3 * size:g} 0 1 0 {6 * size:g} 0"
        f"a{3 * size:g} {3 * size:g} 0 1 0 {-6 * size:g} 0z",
        "square": f"M{x - one:.2f} {y - one:.2f}h{2 * one:g}v{2 * one:g}h{-2 * one:g}z",
        "triangle": f"M{x:.2f} {y - 3.6 * size:.2f}l{3.4 * size:g} {6 * size:g}h{-6.8 * size:g}z",
        "diamond": f"M{x:.2f} {y - two:.2f}l{two:g} {two:g}l{-two:g} {two:g}l{-two:g} {-two:g}z",
    }
    return shapes[kind]


def _rect(x: float, y: float, wide: float, high: float, look: str) -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{high:.2f}" {look}/>'


def _text(
    x: float, y: float, words: str, colour: str, *, anchor: str = "start", bold: bool = False, size: float = SIZE,
    turn: tuple[float, float] | None = None,
) -> str:  # fmt: skip
    turned = f' transform="rotate(-90 {turn[0]:.2f} {turn[1]:.2f})"' if turn else ""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" fill="{colour}" font-size="{size:g}" text-anchor="{anchor}"{weight}{turned}>'
        f"{escape(words)}</text>"
    )


def _drawing(height: float, parts: Sequence[str], brand: Brand) -> str:
    families = quoteattr(", ".join(f"'{family}'" for family in brand.paper_stack))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" font-family={families}><defs>{HATCH}</defs>{"".join(parts)}</svg>'
    )
