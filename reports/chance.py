"""Have two shares changed by more than chance explains? From their numbers alone, as readers see them. Plain Python.

Fisher's exact test, on both sides: of all ways in which as many could have been counted in the two samples together,
how likely are those that are no likelier than what was counted? It holds for samples of every size. It says so when
that is as rare as an indicator's month outside its limits, which lie three standard deviations from the mean: 0.27%. So
"more than chance explains" means the same throughout a report.
"""

from enum import StrEnum
from math import exp, fsum, lgamma

from audits.agreement import FEWEST

RARE = 0.0027
# So much apart, two logarithms are of the same number of ways.
EQUAL = 1e-7


class Chance(StrEnum):
    """What chance has to do with a change."""

    TOO_FEW = "too_few"
    EXPLAINS = "explains"
    BEYOND = "beyond"


WORDS = {
    Chance.TOO_FEW: "too few were looked at to say whether the change is more than chance",
    Chance.EXPLAINS: "the change is no larger than chance explains",
    Chance.BEYOND: "the change is larger than chance explains",
}


def of_change(before: tuple[int, int], now: tuple[int, int]) -> Chance:
    """Each is how many are counted, of how many. Of a smaller sample than a coefficient of agreement needs, nothing is
    said."""
    if min(before[1], now[1]) < FEWEST:
        return Chance.TOO_FEW
    return Chance.BEYOND if likelihood(before, now) < RARE else Chance.EXPLAINS


def likelihood(before: tuple[int, int], now: tuple[int, int]) -> float:
    """How likely two samples of the same practice differ as much as these, or more.

    The ways are counted by their logarithms: as whole numbers, those of a large council's year would take seconds.
    """
    counted, sizes = before[0] + now[0], (before[1], now[1])
    possible = range(max(0, counted - sizes[1]), min(counted, sizes[0]) + 1)
    ways = [_ways(sizes[0], first) + _ways(sizes[1], counted - first) for first in possible]
    own, most = ways[before[0] - possible.start] + EQUAL, max(ways)
    return fsum(exp(way - most) for way in ways if way <= own) / fsum(exp(way - most) for way in ways)


def _ways(size: int, counted: int) -> float:
    """The logarithm of in how many ways so many of a sample can be those that are counted."""
    return lgamma(size + 1) - lgamma(counted + 1) - lgamma(size - counted + 1)
