"""Where a figure stands among others: position, ties, the quarter it lies in, and how all lie. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles

from kpis.rag import Polarity

BANDS = ("top quarter", "second quarter", "third quarter", "bottom quarter")
# Where neither way is better, the first is the highest.
BANDS_BY_HEIGHT = ("highest quarter", "second highest quarter", "second lowest quarter", "lowest quarter")


FEWEST_OTHERS = 4  # among fewer, a quarter is nobody or somebody


@dataclass(frozen=True)
class Rank:
    """`position` 1 is the best, or the highest where neither way is better; `tied`: others stand exactly there.

    There is no `band` among fewer than four others, nor where all stand the same.
    """

    position: int
    of: int
    tied: bool
    band: str

    @property
    def band_words(self) -> str:
        """The quarter, or why there is none."""
        return self.band or ("too few for quarters" if self.of <= FEWEST_OTHERS else "all stand the same")


def rank(own: Decimal | None, others: Iterable[Decimal | None], polarity: Polarity) -> Rank | None:
    """The place of `own` among itself and `others`. A missing figure is not ranked, and nobody is ranked against it.

    Who stand the same share the better position, and so the better quarter. Quarters are of positions; where these
    cannot be dealt out evenly, the better quarters are the larger: of 11, positions 1 to 3, 4 to 6, 7 to 9, 10 and 11.
    """
    known = [value for value in others if value is not None]
    if own is None or not known:
        return None
    before = sum(value < own if polarity == Polarity.LOWER else value > own for value in known)
    of = len(known) + 1
    bands = BANDS_BY_HEIGHT if polarity == Polarity.NONE else BANDS
    is_told = len(known) >= FEWEST_OTHERS and any(value != own for value in known)
    return Rank(before + 1, of, own in known, bands[before * 4 // of] if is_told else "")


@dataclass(frozen=True)
class Spread:
    """How known figures lie: the median, and between which two the middle half of them does.

    Without a figure there is no median; among fewer than four a quarter is nobody, and there are no quartiles.
    """

    known: int
    lower_quartile: Decimal | None
    median: Decimal | None
    upper_quartile: Decimal | None


def spread(values: Iterable[Decimal | None]) -> Spread:
    """Quartiles as spreadsheets compute them (QUARTILE.INC): between two figures, in proportion. A missing figure is
    left out."""
    known = sorted(value for value in values if value is not None)
    if len(known) < FEWEST_OTHERS:
        return Spread(len(known), None, median(known) if known else None, None)
    lower, middle, upper = quantiles(known, n=4, method="inclusive")
    return Spread(len(known), lower, middle, upper)
