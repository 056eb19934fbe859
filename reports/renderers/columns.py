"""How wide the columns of a table are in files that somebody edits: no word broken, few lines. [pure]

Lengths are in points. Letters of other typefaces are a little wider than ours: lines are broken early.
"""

from collections.abc import Sequence
from itertools import permutations
from math import ceil

from reports.renderers import lettering

CARE = 0.92
NARROWEST, WIDEST = 26.0, 460.0
SHORT = 24  # letters: July to September 2026, or 62% (target ≥ 55%)
UNBROKEN = 1.1  # times as many lines, and one, may a table have so that no short text is broken
MOST_MEASURED, MOST_LINES = 1_000, 60  # of a text in a column: letters, and lines
MOST_TRIED = 40  # rows
STEPS = (96.0, 48.0, 24.0, 12.0, 6.0)  # of room that is tried


def column_widths(texts: Sequence[Sequence[str]], width: float, size: float, margin: float) -> tuple[float, ...]:
    """Together as wide as `width`; the first of `texts` is the heading.

    No column is narrower than its longest word, the columns share the width so that the table is low, and short
    texts are on one line unless that makes it much higher.
    """
    least, whole, one_line = [], [], []
    for head, *column in zip(*texts, strict=True):
        words = [word[:30] for text in (head, *column) for line in text[:400].split("\n") for word in line.split(" ")]
        word = max(lettering.width(word, size, bold=True) for word in words)
        longest = max((_long(text, size) for text in column), default=0.0)
        least.append(max(min(word / CARE, WIDEST), NARROWEST) + 2 * margin)
        whole.append(max(longest, _long(head, size)))
        is_short = max(map(len, column), default=0) <= SHORT
        one_line.append(max(least[-1], longest + 2 * margin) if is_short else least[-1])
    if sum(least) >= width:
        return tuple(each * width / sum(least) for each in least)
    rows = [[_long(text, size) for text in row] for row in texts[:MOST_TRIED]]
    lowest, low = _lowered(_shared(least, whole, width, size, margin), least, rows, margin)
    if sum(one_line) < width:
        unbroken, high = _lowered(_shared(one_line, whole, width, size, margin), one_line, rows, margin)
        return tuple(unbroken if high <= low * UNBROKEN + 1 else lowest)
    return tuple(lowest)


def _long(text: str, size: float) -> float:
    return lettering.width(text[:MOST_MEASURED], size, bold=True) / CARE


def _shared(least: Sequence[float], whole: Sequence[float], width: float, size: float, margin: float) -> list[float]:
    """So that the longest texts of all columns have about as many lines."""
    columns = list(least)
    for lines in range(1, MOST_LINES):
        # Where a line ends early, a part of a word's room is lost.
        lost = size if lines > 1 else 0.0
        wanted = [max(one, other / lines + lost + 2 * margin) for one, other in zip(least, whole, strict=True)]
        if sum(wanted) <= width:
            columns = wanted
            break
    return [each * width / sum(columns) for each in columns]


def _lowered(
    columns: list[float], least: Sequence[float], rows: Sequence[Sequence[float]], margin: float
) -> tuple[list[float], int]:
    """Room moved from one column to another as long as that saves lines, and how many there are."""

    def lines(tried: Sequence[float]) -> int:
        rooms = [each - 2 * margin for each in tried]
        return sum(max(ceil(long / room) for long, room in zip(row, rooms, strict=True)) for row in rows)

    best = lines(columns)
    for step in STEPS:
        for giving, taking in permutations(range(len(columns)), 2):
            while columns[giving] - step >= least[giving]:
                tried = columns.copy()
                tried[giving], tried[taking] = tried[giving] - step, tried[taking] + step
                if (found := lines(tried)) >= best:
                    break
                columns, best = tried, found
    return columns, best
