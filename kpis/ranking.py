"""Where a figure stands among others: position, ties, and the quarter it lies in. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kpis.rag import Polarity

BANDS = ("top quarter", "second quarter", "third quarter", "bottom quarter")
# Where neither way is better, the first is the highest.
BANDS_BY_HEIGHT = ("highest quarter", "second highest quarter", "second lowest quarter", "lowest quarter")


@dataclass(frozen=True)
class Rank:
    """`position` 1 is the best, or the highest where neither way is better; `tied`: others stand exactly there."""

    position: int
    of: int
    tied: bool
    band: str


def rank(own: Decimal | None, others: Iterable[Decimal | None], polarity: Polarity) -> Rank | None:
    """The place of `own` among itself and `others`. A missing figure is not ranked, and nobody is ranked against it."""
    known = [value for value in others if value is not None]
    if own is None or not known:
        return None
    before = sum(value < own if polarity == Polarity.LOWER else value > own for value in known)
    of = len(known) + 1
    bands = BANDS_BY_HEIGHT if polarity == Polarity.NONE else BANDS
    return Rank(before + 1, of, own in known, bands[before * 4 // of])
