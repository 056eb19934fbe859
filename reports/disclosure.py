"""Which numbers may be published, so that nobody can tell what was said of one child's record. [pure]

Sources: the Department for Education's rule for children in need ("any number between 1 and 5 inclusive has been
suppressed and replaced by c; secondary suppression has been applied where necessary"; zero is a true zero), and its
rounding half away from zero. Stricter in one point: hidden grades that stand side by side are one small number to
whoever subtracts, so they must add up to 6 or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SMALL = range(1, 6)
HIDDEN_WORDS = "[c]"
NO_DATA = "no data"


@dataclass(frozen=True)
class Row:
    """Counts and their total as they may be published; None is hidden."""

    cells: tuple[int | None, ...]
    total: int | None


def suppress(counts: Sequence[int]) -> Row:
    """Hide 1 to 5, and then the next smallest until nothing hidden follows from what is shown.

    Cells that mean more taken together, such as neighbouring grades, must stand side by side.
    """
    total = sum(counts)
    if total in SMALL:
        return Row((None,) * len(counts), None)
    hidden = {place for place, count in enumerate(counts) if count in SMALL}
    while hidden and _gives_itself_away(counts, hidden):
        shown = [(count, place) for place, count in enumerate(counts) if place not in hidden and count]
        if not shown:
            return Row((None,) * len(counts), None)
        hidden.add(min(shown)[1])
    return Row(tuple(None if place in hidden else count for place, count in enumerate(counts)), total)


def _gives_itself_away(counts: Sequence[int], hidden: set[int]) -> bool:
    together = sum(counts[place] for place in hidden)
    between = range(min(hidden), max(hidden) + 1)
    side_by_side = all(place in hidden or counts[place] == 0 for place in between)
    # Zeros are shown, so a hidden cell is 1 or more: cells that add up to their number are all 1.
    return len(hidden) == 1 or together == len(hidden) or (side_by_side and together in SMALL)


def count_words(count: int) -> str:
    """A count that stands alone."""
    return HIDDEN_WORDS if count in SMALL else f"{count:,}"


def is_safe(numerator: int, denominator: int) -> bool:
    """Is neither the numerator nor the rest a small number?"""
    return numerator not in SMALL and denominator - numerator not in SMALL


def percentage_words(numerator: int, denominator: int, places: int = 0) -> str:
    """A percentage from unrounded counts, hidden when either part of it is small; without a sample it is no data."""
    if denominator == 0:
        return NO_DATA
    if not is_safe(numerator, denominator):
        return HIDDEN_WORDS
    return f"{rounded(Decimal(100 * numerator) / Decimal(denominator), places)}%"


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half away from zero; Python's round() goes to even."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share_of(row: Row, places_in_row: Sequence[int]) -> tuple[int, int] | None:
    """How many lie in these cells, of how many: only where readers can add it up from what is shown."""
    inside = [row.cells[place] for place in places_in_row]
    outside = [cell for place, cell in enumerate(row.cells) if place not in places_in_row]
    if row.total is None:
        return None
    if None not in inside:
        return sum(cell for cell in inside if cell is not None), row.total
    if None not in outside:
        return row.total - sum(cell for cell in outside if cell is not None), row.total
    return None


def share_words(row: Row, places_in_row: Sequence[int]) -> str:
    """`share_of` as a percentage."""
    found = share_of(row, places_in_row)
    return HIDDEN_WORDS if found is None else percentage_words(*found)
