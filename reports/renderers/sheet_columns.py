"""How wide the columns of a sheet are, and how high its rows. [pure]

Widths are in letters of a spreadsheet's own typeface; heights in points.
"""

from collections.abc import Sequence

from reports.renderers import lettering
from reports.renderers.columns import column_widths

NARROWEST, WIDEST = 9.0, 60.0
WIDEST_SHEET = 190.0  # columns together: on A4 across, letters are then about 8 points high
LETTER = 5.25  # points
SIDES = 3.0  # letters that the sides of a cell take, with what keeps numbers clear of the next column
SIZE, LEADING = 11.0, 14.3
LONGEST_READ = 4_000  # letters: the highest row that a spreadsheet knows holds no more
LINE, HIGHEST = 15.0, 405.0  # a row of one line, and the highest that there is
FILTER = 3.0  # letters that the button of a filter takes


def widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Of the columns of these rows, the first of which is the heading: as their texts ask, up to a limit.

    Where that is wider than paper they share its width, so that the longest texts are of about as many lines.
    """
    wanted = []
    for head, *texts in zip(*rows, strict=True):
        lines = [line for text in texts for line in text[:200].split("\n")]
        longest = max((_letters(line) for line in lines), default=0.0)
        words = max(map(_letters, head[:200].split()), default=0.0) + FILTER
        wanted.append(min(max(longest + SIDES, words + SIDES, NARROWEST), WIDEST))
    if sum(wanted) > WIDEST_SHEET:
        points = column_widths(rows, WIDEST_SHEET * LETTER, SIZE, SIDES * LETTER / 2)
        wanted = [each / LETTER for each in points]
    return [round(each, 1) for each in wanted]


def _letters(text: str) -> float:
    return lettering.width(text, SIZE, bold=True) / LETTER


def height(texts: Sequence[str], across: Sequence[float], *, is_head: bool = False) -> float | None:
    """Of a row with these texts in columns of these widths; None for a single line, which every program shows.

    Letters are bold in the heading and in the first column.
    """
    lines = 1
    for place, (text, wide) in enumerate(zip(texts, across, strict=True)):
        bold = is_head or place == 0
        room = (wide - (FILTER if is_head else SIDES / 2)) * LETTER
        lines = max(lines, sum(1 for _ in lettering.breaks(text[:LONGEST_READ], room, SIZE, bold=bold)))
    return min(LINE + (lines - 1) * LEADING, HIGHEST) if lines > 1 else None
