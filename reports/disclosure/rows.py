"""Which numbers may be published, so that nobody can tell what was said of one child's record. [pure]

Sources: the Department for Education's rule for children in need ("any number between 1 and 5 inclusive has been
suppressed and replaced by c; secondary suppression has been applied where necessary"; zero is a true zero), and its
rounding half away from zero. Stricter in one point: hidden grades that stand side by side are one small number to
whoever subtracts, so they must add up to 6 or more.
"""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kpis.disclosure import HIDDEN_WORDS, SMALL, is_safe

NO_DATA = "no data"


@dataclass(frozen=True)
class Row:
    """Counts and their total as they may be published; None is hidden. In an open row nothing needs to be."""

    cells: tuple[int | None, ...]
    total: int | None
    is_open: bool = False


def suppress(counts: Sequence[int], share: Collection[int] = ()) -> Row:
    """Hide 1 to 5, and then the next smallest until nothing hidden follows from what is shown.

    Cells that mean more taken together, such as neighbouring grades, must stand side by side. `share` are the places
    that are published as one percentage, such as good or better: what must go as well is taken from the side of it on
    which something is hidden already, while there is any, so that readers keep the percentage. Readers are taken to
    know these rules: tests try every table that could have led to a row.
    """
    total = sum(counts)
    if total in SMALL:
        return Row((None,) * len(counts), None)
    hidden = _next_smallest_too(counts, share)
    if hidden and not _could_be_otherwise(counts, hidden, share):
        hidden = frozenset(place for place, count in enumerate(counts) if count)
    if len(hidden) == 1 or (hidden and sum(counts[place] for place in hidden) == len(hidden)):
        return Row((None,) * len(counts), None)
    return Row(tuple(None if place in hidden else count for place, count in enumerate(counts)), total)


def _next_smallest_too(counts: Sequence[int], share: Collection[int]) -> frozenset[int]:
    """The places of small counts, and of the next smallest while what is hidden gives itself away."""
    hidden = frozenset(place for place, count in enumerate(counts) if count in SMALL)
    while hidden and _gives_itself_away(counts, hidden) and (more := _smallest_shown(counts, hidden, share)):
        hidden |= more
    return hidden


def _smallest_shown(counts: Sequence[int], hidden: frozenset[int], share: Collection[int]) -> frozenset[int]:
    """The place of the smallest count still shown; zeros are true zeros and hide nothing."""
    sides = {place in share for place in hidden}
    shown = [
        ((place in share) not in sides, count, place)
        for place, count in enumerate(counts)
        if place not in hidden and count
    ]
    return frozenset({min(shown)[-1]}) if shown else frozenset()


def _gives_itself_away(counts: Sequence[int], hidden: frozenset[int]) -> bool:
    together = sum(counts[place] for place in hidden)
    between = range(min(hidden), max(hidden) + 1)
    side_by_side = all(place in hidden or counts[place] == 0 for place in between)
    # Zeros are shown, so a hidden cell is 1 or more: cells that add up to their number are all 1.
    return len(hidden) == 1 or together == len(hidden) or (side_by_side and together in SMALL)


def _could_be_otherwise(counts: Sequence[int], hidden: frozenset[int], share: Collection[int]) -> bool:
    """Could one record more or less in each hidden cell, moved to or from another, have been hidden just the same?"""
    safe: set[int] = set()
    for giver, taker in itertools.permutations(hidden, 2):
        moved = list(counts)
        moved[giver] -= 1
        moved[taker] += 1
        if moved[giver] and _next_smallest_too(moved, share) == hidden:
            safe |= {giver, taker}
    return safe == hidden


def count_words(count: int) -> str:
    """A count that stands alone."""
    return HIDDEN_WORDS if count in SMALL else f"{count:,}"


def percentage_words(numerator: int, denominator: int, places: int = 0, *, is_open: bool = False) -> str:
    """A percentage from unrounded counts, hidden when either part of it is small; without a sample it is no data."""
    if denominator == 0:
        return NO_DATA
    if not (is_open or is_safe(numerator, denominator)):
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
    return HIDDEN_WORDS if found is None else percentage_words(*found, is_open=row.is_open)
