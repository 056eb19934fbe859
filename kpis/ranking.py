"""Where a figure stands among those of other authorities. Plain Python.

A figure that is hidden or not available is no figure: it is counted apart, ranks nowhere, and moves no median.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from kpis.rag import MeasuredIn, Polarity, displayed, figure_words

FEWEST_FOR_A_BAND = 4


class Band(StrEnum):
    """A quarter of the authorities, the best first; where neither way is better, the highest first."""

    TOP = "top"
    SECOND = "second"
    THIRD = "third"
    BOTTOM = "bottom"


BAND_WORDS = {
    Band.TOP: "top quarter",
    Band.SECOND: "second quarter",
    Band.THIRD: "third quarter",
    Band.BOTTOM: "bottom quarter",
}
HIGH_LOW_WORDS = {
    Band.TOP: "highest quarter",
    Band.SECOND: "second highest quarter",
    Band.THIRD: "second lowest quarter",
    Band.BOTTOM: "lowest quarter",
}


@dataclass(frozen=True)
class Rank:
    """`position` from 1, the best, of `of` authorities, ourselves included; `tied` others share it.

    `without` others have no figure. There is no band among fewer than four others, nor where all figures are the same.
    """

    position: int
    of: int
    tied: int
    without: int
    band: Band | None
    polarity: Polarity

    @property
    def position_words(self) -> str:
        """=3rd of 11."""
        return f"{'=' if self.tied else ''}{ordinal(self.position)} of {self.of}"

    @property
    def band_words(self) -> str:
        if self.band is None:
            return "too few others for quarters" if self.of - 1 < FEWEST_FOR_A_BAND else "all the same"
        return (HIGH_LOW_WORDS if self.polarity == Polarity.NONE else BAND_WORDS)[self.band]

    @property
    def words(self) -> str:
        """=3rd of 11 (1st is best), second quarter; 2 others have no figure."""
        if self.of == 1:
            return "no other has a figure"
        first = "highest" if self.polarity == Polarity.NONE else "best"
        said = f"{self.position_words} (1st is {first}), {self.band_words}"
        if not self.without:
            return said
        return f"{said}; {self.without} {'other has' if self.without == 1 else 'others have'} no figure"


def rank(
    own: Decimal | None, others: Sequence[Decimal | None], polarity: Polarity, *, places: int | None = None
) -> Rank | None:
    """Rank our figure among theirs, all as displayed to `places` if these are given; None if we have none.

    Equal figures share the better position. Quarters are of positions: the top one reaches as far as a quarter of all
    authorities, ourselves included, the second as far as half of them, the third three quarters. So of 11, positions 1
    and 2 are the top quarter, 3 to 5 the second, 6 to 8 the third, 9 to 11 the bottom; of 12, three each.
    """
    if own is None:
        return None

    def shown(value: Decimal) -> Decimal:
        return value if places is None else displayed(value, places)

    mine, theirs = shown(own), [shown(value) for value in others if value is not None]
    better = sum(value < mine if polarity == Polarity.LOWER else value > mine for value in theirs)
    tied = sum(value == mine for value in theirs)
    position, of = better + 1, len(theirs) + 1
    band = None
    if len(theirs) >= FEWEST_FOR_A_BAND and tied < len(theirs):
        band = list(Band)[(4 * position - 1) // of]
    return Rank(position, of, tied, len(others) - len(theirs), band, polarity)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st, 111th."""
    is_teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@dataclass(frozen=True)
class Spread:
    """The others' figures in three."""

    count: int
    median: Decimal
    lowest: Decimal
    highest: Decimal

    def words(self, *, measured_in: MeasuredIn, places: int) -> str:
        """Median of 10 others 84.6%, from 70.1% to 95.0%."""
        middle, lowest, highest = (
            figure_words(value, measured_in=measured_in, places=places)
            for value in (self.median, self.lowest, self.highest)
        )
        if self.count == 1:
            return f"one other: {middle}"
        return f"median of {self.count} others {middle}, from {lowest} to {highest}"


def spread(others: Sequence[Decimal | None]) -> Spread | None:
    """Median, lowest and highest of the others who have a figure; None if nobody has. Of a middle two, the mean."""
    known = [value for value in others if value is not None]
    return Spread(len(known), median(known), min(known), max(known)) if known else None
