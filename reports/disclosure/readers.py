"""A reader who takes everything together: which numbers follow from all that was published, in whatever way. [pure]

What is published are sums of whole counts that are not negative, each told exactly or hidden within limits. A number
follows from them where every set of counts that fits all sums gives it the same value. Two sets that differ in it prove
that it does not, and every set that is found is held against all sums; that there is no other is what a solver says
(HiGHS).
"""

import contextlib
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
# Before many numbers are asked for one by one some sets of counts are looked at, in which most numbers differ, and the
# last ones that were found for other questions.
MANY, AT_FIRST, LAST = 20, 4, 40
# No unit has as many audits in a month; without an end the solver would not find one.
MOST = 100_000


@dataclass(frozen=True)
class Published:
    """The sum of counts with these factors is from `low` to `high`; None: no more is said."""

    factors: Factors
    low: int
    high: int | None = None

    def fits(self, world: Counts) -> bool:
        found = int(self.factors @ world)
        return self.low <= found and (self.high is None or found <= self.high)


@dataclass(frozen=True)
class Asked:
    """Numbers that readers may know or not: each a row of `sums`, a row of factors, less another row or -1.

    Of a `secret` no single value may be left. Of others only none from 1 to 5, nor such a one or 0: who knows that
    there is something knows it. Where one is `all_but` some of another, by its place or -1, readers must not know that
    it is 0 while the other may be more: all of that would be alike.
    """

    sums: Factors
    whole: Counts
    less: Counts
    secret: NDArray[np.bool_]
    all_but: Counts

    @cached_property
    def _sums(self) -> "_Sums":
        return _Sums(self.sums)

    def values(self, world: Counts) -> Counts:
        values = np.append(self._sums.of(world), 0).astype(np.int64)
        return values[self.whole] - values[self.less]

    def only(self, places: Sequence[int]) -> "Asked":
        """These alone, in this order; and after them those of which they are all but some."""
        wholes = sorted({int(whole) for whole in self.all_but[list(places)]} - {-1})
        new = {whole: len(places) + number for number, whole in enumerate(wholes)} | {-1: -1}
        kept = [*places, *wholes]
        rows, numbers = np.unique(np.concatenate([self.whole[kept], self.less[kept]]), return_inverse=True)
        is_none = int(rows[0] == -1)
        whole, less = (numbers - is_none).reshape(2, len(kept))
        all_but = np.array([new[int(each)] for each in self.all_but[list(places)]] + [-1] * len(wholes))
        return Asked(self.sums[rows[is_none:]], whole, less, self.secret[kept], all_but)

    def factors(self, place: int) -> Factors:
        whole = self.sums[self.whole[place]]
        return whole if self.less[place] < 0 else whole - self.sums[self.less[place]]


class _Sums:
    """Many sums at once, most factors of which are 0; matrices would have all cores at it, and wait for them."""

    def __init__(self, factors: NDArray[np.number]) -> None:
        self.count = len(factors)
        self.rows, self.columns = np.nonzero(factors)
        self.factors = factors[self.rows, self.columns].astype(float)

    def of(self, world: Counts) -> NDArray[np.float64]:
        return np.bincount(self.rows, self.factors * world[self.columns], minlength=self.count)


class Unanswered(Exception):
    """The solver gave up: whether there is such a set of counts is not known."""


class Reader:
    """Somebody who knows these sums of so many counts."""

    def __init__(self, size: int, published: Iterable[Published], seen: list[Counts] | None = None) -> None:
        """`seen`: sets of counts that others like this one found, and that are added to."""
        told = list(published)
        self.size = size
        self.seen = [] if seen is None else seen
        self.places = np.arange(size, dtype=np.int32)
        self.sums = _Sums(np.array([each.factors for each in told]).reshape(len(told), size))
        self.low = np.array([each.low for each in told], dtype=float)
        self.high = np.array([np.inf if each.high is None else each.high for each in told])
        # Not asked for whole numbers the solver takes a tenth of the time, and nearly always finds them all the same.
        self.solvers = [self._solver(), self._solver()]
        self.solvers[0].setOptionValue("presolve", "off")
        self.solvers[1].changeColsIntegrality(size, self.places, np.ones(size, dtype=np.uint8))

    def _solver(self) -> highspy.Highs:
        solver = highspy.Highs()
        options = {"output_flag": False, "threads": 1, "random_seed": 1, "mip_max_nodes": MOST_NODES,
                   "mip_rel_gap": 1.0}  # fmt: skip
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.addVars(self.size, np.zeros(self.size), np.full(self.size, float(MOST)))
        sums = self.sums
        starts = np.searchsorted(sums.rows, np.arange(sums.count)).astype(np.int32)
        solver.addRows(sums.count, self.low, self.high, len(sums.rows), starts, sums.columns.astype(np.int32),
                       sums.factors)  # fmt: skip
        return solver

    @cached_property
    def first_world(self) -> Counts | None:
        """None where what is published contradicts itself, as counts do that were corrected."""
        return None if (self.high < self.low).any() else self.world()

    def known(self, asked: Asked, among: Sequence[int] | None = None) -> Iterator[int]:
        """The places of what is known, of all that is `asked` or of those `among` it in this order."""
        return _Answers(self, asked, range(len(asked.secret)) if among is None else among).known()

    def world(self, wanted: NDArray[np.float64] | None = None, *, beside: Published | None = None) -> Counts | None:
        """A set of counts that fits all sums, and the one `beside` them, or None; with few of those that are `wanted`,
        though not the fewest."""
        costs = np.zeros(self.size) if wanted is None else wanted
        for solver in self.solvers:
            solver.changeColsCost(self.size, self.places, costs)
            solver.run()
            if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                return None
            found = np.rint(solver.getSolution().col_value).astype(np.int64)
            if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal and self._fits(found, beside):
                self.seen.append(found)
                return found
        raise Unanswered

    def seen_before(self) -> list[Counts]:
        """The last sets of counts that were found and fit what this one knows."""
        return [world for world in self.seen[-LAST:] if self._fits(world, None)]

    def some_worlds(self, many: int = AT_FIRST) -> Iterator[Counts]:
        """Sets of counts that fit all sums, in which most numbers differ."""
        chance = np.random.default_rng(1)
        for _ in range(many):
            with contextlib.suppress(Unanswered):
                if (found := self.world(chance.standard_normal(self.size))) is not None:
                    yield found

    def _fits(self, world: Counts, beside: Published | None) -> bool:
        sums = self.sums.of(world)
        fits = world.min() >= 0 and (self.low <= sums).all() and (sums <= self.high).all()
        return bool(fits) and (beside is None or beside.fits(world))

    def world_with(self, factors: Factors, low: int, high: int | None = None) -> Counts | None:
        """The same, in which this sum is from `low` to `high`."""
        beside = Published(factors, low, high)
        if high is not None and high < low:
            return None
        places = np.flatnonzero(factors).astype(np.int32)
        row = low, np.inf if high is None else high, len(places), places, factors[places].astype(float)
        for solver in self.solvers:
            solver.addRow(*row)
        try:
            return self.world(beside=beside)
        finally:
            for solver in self.solvers:
                solver.deleteRows(1, np.array([solver.getNumRow() - 1], dtype=np.int32))


class _Answers:
    """What is left of each number that is asked for: the lowest and the highest value that was seen."""

    def __init__(self, reader: Reader, asked: Asked, places: Sequence[int]) -> None:
        self.reader, self.places = reader, places
        self.asked = asked = asked.only(places)
        size = len(asked.secret)
        self.low, self.high = np.full(size, MOST), np.full(size, -1)
        self.never = np.zeros(reader.size, dtype=bool)  # counts of which it is known that they are 0
        self.never_seen = np.ones(reader.size, dtype=bool)  # so far
        self.with_nothing = asked.secret | (asked.all_but >= 0)  # of these 0 is a value like others

    def known(self) -> Iterator[int]:
        if not self._see(self.reader.first_world):
            return
        for world in self.reader.seen_before():
            self._see(world)
        for place, asked_for in enumerate(self.places):
            if place == 1 and self._are_many_left():  # after the first, which is the likeliest
                self._look_around()
            try:
                is_known = self._may_be_known(place) and self._is_known(place)
            except Unanswered:
                is_known = True
            if is_known:
                yield asked_for

    def _are_many_left(self) -> bool:
        return sum(map(self._may_be_known, range(1, len(self.places)))) > MANY

    def _look_around(self) -> None:
        """At sets of counts that differ in most numbers; and which counts are 0 in all that there are."""
        for world in self.reader.some_worlds():
            self._see(world)
        with contextlib.suppress(Unanswered):
            while self._see(self.reader.world_with(self.never_seen.astype(np.int8), 1)):
                pass
            self.never = self.never_seen.copy()

    def _see(self, world: Counts | None) -> bool:
        if world is None:
            return False
        self.never_seen &= world == 0
        values = self.asked.values(world)
        counts = self.with_nothing | (values > 0)
        self.low = np.where(counts, np.minimum(self.low, values), self.low)
        self.high = np.where(counts, np.maximum(self.high, values), self.high)
        return True

    def _may_be_known(self, place: int) -> bool:
        """Was one value seen of it, or none but 0?"""
        if self.high[place] < 0:
            return True
        if self.asked.all_but[place] >= 0:
            return bool(self.high[place] == 0)
        return bool(self.low[place] == self.high[place] and (self.asked.secret[place] or self.high[place] in SMALL))

    def _is_known(self, place: int) -> bool:
        whole = int(self.asked.all_but[place])
        if whole >= 0:
            return self._is_there(whole) and not self._is_there(place)
        if self.high[place] < 0 and not self._is_there(place):
            return False
        factors, least = self.asked.factors(place), 0 if self.asked.secret[place] else 1
        if not self._may_be_known(place):
            return False
        value = int(self.high[place])
        more = self._see(self.reader.world_with(factors, value + 1))
        return not more and not self._see(self.reader.world_with(factors, least, value - 1))

    def _is_there(self, place: int) -> bool:
        """May it be more than 0?"""
        if self.high[place] > 0:
            return True
        factors = self.asked.factors(place)
        return bool(factors[~self.never].any()) and self._see(self.reader.world_with(factors, 1))
