"""A reader who takes everything together: which numbers follow from all that was published, in whatever way. [pure]

What is published are sums of whole counts that are not negative, each told exactly or hidden within limits. A number
follows from them where every set of counts that fits all sums gives it the same value. Two sets that differ in it prove
that it does not, and every set that is found is held against all sums; that there is no other is what the solver for
whole numbers says (HiGHS).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

from kpis.disclosure import SMALL

Counts = NDArray[np.int64]
Factors = NDArray[np.int8]
# So many branches are looked at for one question. What is not answered by then is taken to be known: that is safe, and
# the same on every machine.
MOST_NODES = 2000
# Sets of counts that are looked at before single numbers are asked for: most numbers differ in some of them.
AT_FIRST, MANY = 8, 20
# No unit has as many audits in a month; without an end the solver would not find one.
MOST = 100_000


@dataclass(frozen=True)
class Published:
    """The sum of counts with these factors is from `low` to `high`; None: no more is said."""

    factors: Factors
    low: int
    high: int | None = None


@dataclass(frozen=True)
class Asked:
    """Numbers that readers may know or not: each a row of `sums`, a row of factors, less another row or -1.

    Of a `secret` no single value may be left. Of others only none from 1 to 5, nor such a one or 0: who knows that
    there is something knows it.
    """

    sums: Factors
    whole: Counts
    less: Counts
    secret: NDArray[np.bool_]

    def values(self, world: Counts) -> Counts:
        values = np.append(self.sums @ world, 0)
        return values[self.whole] - values[self.less]

    def factors(self, place: int) -> Factors:
        whole = self.sums[self.whole[place]]
        return whole if self.less[place] < 0 else whole - self.sums[self.less[place]]


class Reader:
    """Somebody who knows these sums of so many counts."""

    def __init__(self, size: int, published: Iterable[Published]) -> None:
        self.size = size
        self.places = np.arange(size, dtype=np.int32)
        self.is_at_odds = False
        self.sums: list[tuple[Factors, float, float]] = []
        self.solver = highspy.Highs()
        options = {"output_flag": False, "threads": 1, "random_seed": 1, "mip_max_nodes": MOST_NODES}
        for name, value in options.items():
            self.solver.setOptionValue(name, value)
        self.solver.addVars(size, np.zeros(size), np.full(size, float(MOST)))
        self.solver.changeColsIntegrality(size, self.places, np.full(size, 1, dtype=np.uint8))
        for each in published:
            self._add(each.factors, each.low, each.high)

    @cached_property
    def first_world(self) -> Counts | None:
        """None where what is published contradicts itself, as counts do that were corrected."""
        return None if self.is_at_odds else self.world()

    def known(self, asked: Asked, among: Sequence[int] | None = None) -> Iterator[int]:
        """The places of what is known, of all that is `asked` or of those `among` it in this order."""
        return _Answers(self, asked, among).known()

    def _add(self, factors: Factors, low: int, high: int | None) -> None:
        self.is_at_odds |= high is not None and high < low
        places = np.flatnonzero(factors).astype(np.int32)
        most = highspy.kHighsInf if high is None else high
        self.sums.append((factors, low, most))
        self.solver.addRow(low, most, len(places), places, factors[places].astype(float))

    def world(self, wanted: Factors | None = None) -> Counts | None:
        """A set of counts that fits all sums; with few of those that are `wanted`, though not the fewest."""
        costs = np.zeros(self.size) if wanted is None else wanted.astype(float)
        self.solver.changeColsCost(self.size, self.places, costs)
        self.solver.setOptionValue("mip_rel_gap", 1.0)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.rint(self.solver.getSolution().col_value).astype(np.int64)
        assert found.min() >= 0
        assert all(low <= factors @ found <= high for factors, low, high in self.sums)
        return found

    def world_with(self, factors: Factors, low: int, high: int | None = None) -> Counts | None:
        """The same, in which this sum is from `low` to `high`."""
        if high is not None and high < low:
            return None
        self._add(factors, low, high)
        found = self.world()
        self.solver.deleteRows(1, np.array([self.solver.getNumRow() - 1], dtype=np.int32))
        self.sums.pop()
        return found


class _Answers:
    """What is left of each number that is asked for: the lowest and the highest value that was seen."""

    def __init__(self, reader: Reader, asked: Asked, among: Sequence[int] | None) -> None:
        self.reader, self.asked = reader, asked
        size = len(asked.secret)
        self.low, self.high = np.full(size, MOST), np.full(size, -1)
        self.among = range(size) if among is None else among

    def known(self) -> Iterator[int]:
        if not self._see(self.reader.first_world):
            return
        chance = np.random.default_rng(1)
        for _ in range(AT_FIRST if len(self.among) > MANY else 0):
            self._see(self.reader.world(chance.integers(-1, 2, self.reader.size).astype(np.int8)))
        for place in self.among:
            if self._may_be_known(place) and self._is_known(place):
                yield place

    def _see(self, world: Counts | None) -> bool:
        if world is None:
            return False
        values = self.asked.values(world)
        counts = self.asked.secret | (values > 0)
        self.low = np.where(counts, np.minimum(self.low, values), self.low)
        self.high = np.where(counts, np.maximum(self.high, values), self.high)
        return True

    def _may_be_known(self, place: int) -> bool:
        """Was one value seen of it, or none but 0?"""
        if self.high[place] < 0:
            return True
        return bool(self.low[place] == self.high[place] and (self.asked.secret[place] or self.high[place] in SMALL))

    def _is_known(self, place: int) -> bool:
        factors, least = self.asked.factors(place), 0 if self.asked.secret[place] else 1
        if self.high[place] < 0 and not self._see(self.reader.world_with(factors, least)):
            return False  # there is nothing
        if not self._may_be_known(place):
            return False
        value = int(self.high[place])
        more = self._see(self.reader.world_with(factors, value + 1))
        return not more and not self._see(self.reader.world_with(factors, least, value - 1))
