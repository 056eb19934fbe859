"""What readers know of agreed audits who take together everything that was published, in whatever way. [pure]

Every figure and line adds up audits of some units, months and columns. The smallest parts of which nobody tells
anything apart are the counts that a reader (`disclosure.readers`) does not know.
"""

import bisect
import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kpis.disclosure import SMALL
from reports.audits_told import ASKED, REVEALING, Columns, Told
from reports.disclosure.readers import Asked, Counts, Factors, Published, Reader
from reports.disclosure.remainders import are_nested, leaving_few

# What is the same in so many sets of counts is taken to be known where it only says what to ask.
MANY_WORLDS = 6
Months = frozenset[datetime.date]
Sums = Callable[[Columns], tuple[Factors, Factors | None]]  # of some columns: a sum, and what is taken away from it
Region = tuple[str, Months, str]  # a unit and months; and an indicator, where it looks at some of the audits alone


@dataclass(frozen=True)
class Everything:
    """All that is told of the same audits, of `kind`: as grades or as moderation, of `units` and others. Of those in
    `whole` readers know that they are those below, and nothing else."""

    kind: str
    told: tuple[Told, ...]
    units: tuple[str, ...]
    whole: frozenset[str] = frozenset()
    are_parts: bool = False  # what indicators say of all audits holds of some

    @property
    def is_at_odds(self) -> bool:
        return self._reader_of(self.told).first_world is None

    def found_out(self, known: Sequence[Told], among: Sequence[int] | None = None) -> Iterator[int]:
        """What follows from those facts that are `known`: places in what is asked, all of it or some."""
        asked, rests = self._asked
        of_rests = {place for places in rests.values() for place in places}
        every = [place for place in range(len(asked.secret)) if place not in of_rests]
        return self._reader_of(known).known(asked, every if among is None else among)

    def rests_of(self, found: Iterable[int], known: Sequence[Told]) -> list[int]:
        """Of audits of which it is found out that they are few, what is asked of those columns that are not empty
        anyway: nothing may be known, nor which grades none of them has."""
        (asked, rests), world = self._asked, self._reader_of(known).first_world
        others = sorted({other for place in found for other in rests.get(place, ())})
        return [each for each in others if world is None or asked.sums[asked.whole[each]] @ world]

    def _reader_of(self, known: Sequence[Told]) -> Reader:
        return Reader(self._size, [*self._within(), *self._published(known)], self._seen)

    @cached_property
    def _seen(self) -> list[Counts]:
        return []

    @cached_property
    def _asked(self) -> tuple[Asked, dict[int, list[int]]]:
        """All that is told of, what is left of one without others, and what is in each unit, with those below it and
        without them, in the months that somebody tells of and in the shortest that nobody tells apart.

        What was hidden is secret, however large: nobody sees here what it was hidden for.
        """
        asking = _Asking()
        *parts, everything = ASKED[self.kind]
        for one, other in self._pairs:
            rest = self._rest(one, other)
            asking.add_rest([rest(columns) for columns in (everything, *parts)])
        for sums in self._of_lines():
            for column in REVEALING[self.kind]:
                others = tuple(each for each in everything if each != column)
                asking.add(*sums(others), all_but=asking.add(*sums(everything)))
        for sums in self._looked_at():
            for columns in ASKED[self.kind] if sums(everything)[0].any() else ():
                asking.add(*sums(columns))
        for columns, whole, some in (*self._units_leaving_few(), *self._two_leaving_few()):
            if columns == everything:
                asking.add_rest([self._whole_and_less(whole, some, each) for each in (everything, *parts)])
            else:
                asking.add(self._without(whole, some, columns))
        for each in self.told:
            for columns, low, high in each.ranges if each.edition else ():
                if low != high:
                    asking.add(self._factors(self._region(each), columns), is_secret=True)
        return asking.asked(), asking.rests

    def _rest(self, one: Region, other: Region) -> Sums:
        """What is left of one without another that is within it."""
        return lambda columns: (self._factors(one, columns), self._factors(other, columns))

    def _looked_at(self) -> Iterator[Sums]:
        """Of which readers have heard, or which they can tell apart."""
        for region in self._regions:
            yield lambda columns, region=region: (self._factors(region, columns), None)
        for whole, parts in self._without_many():
            yield lambda columns, whole=whole, parts=parts: (self._without(whole, parts, columns), None)
        for unit, months in self._rectangles():
            for is_alone in (False, True):
                yield lambda columns, region=(unit, months, ""), is_alone=is_alone: (
                    self._factors(region, columns, is_alone=is_alone), None,
                )  # fmt: skip

    @cached_property
    def _regions(self) -> dict[Region, Told]:
        return {self._region(each): each for each in self.told}

    def _of_lines(self) -> Iterator[Sums]:
        """Tables tell of each column, so that readers see what all of some audits have in common: of what one of them
        leaves of another, and of where they cross."""
        regions = {self._region(each) for each in self.told if not each.ref}
        for one, other in self._pairs:
            if {one, other} <= regions:
                yield self._rest(one, other)
        for unit, months in itertools.product(
            sorted({each[0] for each in regions}), _stretches({each[1] for each in regions})
        ):
            yield lambda columns, region=(unit, months, ""): (self._factors(region, columns), None)

    @cached_property
    def _pairs(self) -> list[tuple[Region, Region]]:
        items = list(self._regions.items())
        return [(one, other) for one, whole in items for other, part in items if one != other and whole.holds(part)]

    def _without_many(self) -> Iterator[tuple[Region, list[Region]]]:
        """Wholes, and all their parts of the same months, of the same unit, or of any."""
        by_whole: dict[Region, list[Region]] = {}
        for whole, part in self._pairs:
            if whole[2] == part[2]:
                by_whole.setdefault(whole, []).append(part)
        for whole, parts in by_whole.items():
            groups: dict[object, list[Region]] = {}
            for part in parts:
                for key in (part[0], part[1], ""):
                    groups.setdefault(key, []).append(part)
            yield from ((whole, some) for some in groups.values() if len(some) > 1)

    def _without(self, whole: Region, parts: Iterable[Region], columns: Columns) -> Factors:
        left = self._factors(whole, columns)
        for part in parts:
            left = left & ~self._factors(part, columns)
        return left

    def _whole_and_less(self, whole: Region, parts: Iterable[Region], columns: Columns) -> tuple[Factors, Factors]:
        """The same as a whole and what is taken away from it."""
        factors = self._factors(whole, columns)
        return factors, factors - self._without(whole, parts, columns)

    def _units_leaving_few(self) -> Iterator[tuple[Columns, Region, list[Region]]]:
        """Of these columns: a unit in some months, and units below it that leave 1 to 5 of it.

        Any of them, not all of which readers know: one that is hidden would take the question away with it.
        """
        stretches = _stretches({*self._spans, *(each.months for each in self.told)})
        for columns, unit, months in itertools.product(ASKED[self.kind], self._units_told, stretches):
            below = [other for other in self._units_told if other != unit and other.startswith(unit)]
            if not below or not self._is_known((unit, months, ""), columns):
                continue
            known = [part for other in below if self._is_known(part := (other, months, ""), columns)]
            counts = [(self._count(part, columns), part) for part in known]
            whole = (unit, months, "")
            sets = leaving_few(self._count(whole, columns), counts, lambda one, other: are_nested(one[0], other[0]))
            yield from ((columns, whole, list(some)) for left, some in sets if left in SMALL and some)

    def _two_leaving_few(self) -> Iterator[tuple[Columns, Region, list[Region]]]:
        """What somebody told of, and two parts of it, of any units and months, that have nothing in common."""
        for columns in ASKED[self.kind]:
            known = {each: self._count(each, columns) for each in self._regions if self._is_known(each, columns)}
            parts: dict[Region, dict[int, list[Region]]] = {}
            for whole, part in self._pairs:
                if whole in known and part in known and whole[2] == part[2]:
                    parts.setdefault(whole, {}).setdefault(known[part], []).append(part)
            for whole, by_count in parts.items():
                for count, left in itertools.product(by_count, SMALL):
                    both = itertools.product(by_count[count], by_count.get(known[whole] - count - left, ()))
                    yield from ((columns, whole, [one, two]) for one, two in both if not _overlap(one, two))

    def _is_known(self, region: Region, columns: Columns) -> bool:
        """As far as some sets of counts tell that fit everything."""
        factors = self._factors(region, columns)
        return len({int(factors @ world) for world in self._some_worlds}) == 1

    def _count(self, region: Region, columns: Columns) -> int:
        return int(self._factors(region, columns) @ self._some_worlds[0])

    @cached_property
    def _some_worlds(self) -> list[Counts]:
        return list(self._reader_of(self.told).some_worlds(MANY_WORLDS))

    def _rectangles(self) -> list[tuple[str, Months]]:
        spans = {*self._spans, *(each.months for each in self.told)}
        return [(unit, months) for unit in self._units_told for months in sorted(spans, key=sorted)]

    @cached_property
    def _units_told(self) -> list[str]:
        return sorted({each.unit for each in self.told})

    # The counts that are not known, on four axes.

    @cached_property
    def _units(self) -> list[str]:
        return sorted({*self.units, *(each.unit for each in self.told)} - self.whole)

    @cached_property
    def _spans(self) -> list[Months]:
        """Months that are told of together, wherever they are."""
        together: dict[frozenset[Months], set[datetime.date]] = {}
        spans = {each.months for each in self.told}
        for month in sorted(frozenset().union(*spans)):
            together.setdefault(frozenset(span for span in spans if month in span), set()).add(month)
        return [frozenset(months) for months in together.values()]

    @cached_property
    def _refs(self) -> list[str]:
        return sorted({"", *(self._region(each)[2] for each in self.told)})

    @property
    def _shape(self) -> tuple[int, ...]:
        return len(self._units), len(self._spans), len(ASKED[self.kind][-1]), len(self._refs)

    @property
    def _size(self) -> int:
        return int(np.prod(self._shape))

    def _factors(self, region: Region, columns: Columns, *, is_alone: bool = False) -> Factors:
        """1 for each count that is in the region; `is_alone`: in no unit below."""
        key = (region, columns, is_alone)
        if key not in self._known_factors:
            self._known_factors[key] = self._factors_of(*key)
        return self._known_factors[key]

    @cached_property
    def _known_factors(self) -> dict[tuple[Region, Columns, bool], Factors]:
        return {}

    def _factors_of(self, region: Region, columns: Columns, is_alone: bool) -> Factors:
        unit, months, ref = region
        of_units = [each == unit if is_alone else each.startswith(unit) for each in self._units]
        of_spans = [each <= months for each in self._spans]
        of_columns = [each in columns for each in ASKED[self.kind][-1]]
        of_refs = [each == ref for each in self._refs]
        return _product(of_units, of_spans, of_columns, of_refs).ravel()

    def _region(self, told: Told) -> Region:
        return told.unit, told.months, "" if told.is_all and not self.are_parts else told.ref

    def _within(self) -> Iterator[Published]:
        """An indicator looks at no more audits than there are."""
        shape = self._shape
        for place in np.ndindex(shape[:3]):
            for ref in range(1, shape[3]):
                factors = np.zeros(shape, dtype=np.int8)
                factors[(*place, 0)], factors[(*place, ref)] = 1, -1
                yield Published(factors.ravel(), 0)

    def _published(self, known: Iterable[Told]) -> Iterator[Published]:
        """Each number once, in the narrowest limits."""
        limits: dict[tuple[Region, Columns], tuple[int, int | None]] = {}
        for each in known:
            for columns, low, high in each.ranges:
                least, most = limits.get((self._region(each), columns), (0, None))
                ends = [end for end in (most, high) if end is not None]
                limits[self._region(each), columns] = max(least, low), min(ends, default=None)
        for (region, columns), (low, high) in limits.items():
            yield Published(self._factors(region, columns), low, high)


def everything_told(
    kind: str, told: Sequence[Told], own: Sequence[Told], units: Iterable[str], whole: frozenset[str]
) -> Everything:
    """Where not all of it fits, an indicator need not have looked at all audits, and units may have others; and of
    counts that were corrected those are left out that do not fit what was told later."""
    found = Everything(kind, (*own, *told), tuple(units), whole)
    if not found.is_at_odds:
        return found
    found = replace(found, are_parts=True, whole=frozenset())
    return _fitting(found, told, own) if found.is_at_odds else found


def _fitting(everything: Everything, told: Sequence[Told], own: Sequence[Told]) -> Everything:
    """Without the editions that do not fit what was told later."""
    found = replace(everything, told=tuple(own))
    editions = [list(of_it) for _, of_it in itertools.groupby(reversed(told), key=lambda each: each.edition)]
    while editions:
        more = [replace(found, told=(*found.told, *itertools.chain(*editions[:many])))
                for many in range(len(editions) + 1)]  # fmt: skip
        fitting = bisect.bisect_left(more, True, lo=1, key=lambda each: each.is_at_odds) - 1
        found, editions = more[fitting], editions[fitting + 1 :]
    return found


class _Asking:
    """What is asked, each once, on its way."""

    def __init__(self) -> None:
        self.rows: dict[bytes, int] = {}
        self.sums: list[Factors] = []
        self.places: dict[tuple[int, int, bool, int], int] = {}
        self.rests: dict[int, list[int]] = {}

    def add(
        self, whole: Factors, less: Factors | None = None, *, is_secret: bool = False, all_but: int = -1
    ) -> int:  # fmt: skip
        key = (self._row(whole), -1 if less is None else self._row(less), is_secret, all_but)
        return self.places.setdefault(key, len(self.places))

    def add_rest(self, pairs: Sequence[tuple[Factors, Factors]]) -> None:
        """What is left of all columns, and of some of them: a secret where it is few."""
        (everything, *parts) = pairs
        place = self.add(*everything)
        for part in parts:
            self.add(*part)
        self.rests[place] = [self.add(*part, is_secret=True) for part in parts]

    def _row(self, factors: Factors) -> int:
        row = self.rows.setdefault(factors.tobytes(), len(self.sums))
        if row == len(self.sums):
            self.sums.append(factors)
        return row

    def asked(self) -> Asked:
        wholes, less, secrets, all_but = (np.array(each) for each in zip(*self.places, strict=True))
        return Asked(np.array(self.sums), wholes, less, secrets.astype(bool), all_but)


def _stretches(spans: set[Months]) -> list[Months]:
    """These, and what is left of one of them without another."""
    return sorted({*spans, *(one - other for one in spans for other in spans if other < one)}, key=sorted)


def _overlap(one: Region, other: Region) -> bool:
    return are_nested(one[0], other[0]) and not one[1].isdisjoint(other[1])


def _product(*axes: Sequence[bool]) -> Factors:
    found = np.ones((), dtype=np.int8)
    for axis in axes:
        found = np.multiply.outer(found, np.array(axis, dtype=np.int8))
    return found
