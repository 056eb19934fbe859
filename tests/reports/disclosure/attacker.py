"""A reader who tries everything: every set of counts that fits what is published.

It shares no code with what it attacks. The world is a list of counts that nobody sees; each published number is a sum
of some of them. The reader knows which, what is shown, and the rules: zeros are shown, except in lines of which nothing
is told; of fewer than 6 records nothing is told but the zeros of empty columns, so a hidden total beside another shown
cell is 6 or more.
"""

from dataclasses import dataclass

SMALL = range(1, 6)


@dataclass(frozen=True)
class Told:
    """A number as a reader finds it: which counts of the world it adds up, its value or None, its range if hidden."""

    parts: frozenset[int]
    value: int | None
    low: int = 1
    high: int = 10**9


def told_by(shown, parts_of, *, has_revealing=False):
    """What a shown table tells; `parts_of(line title, column)` gives the counts that a cell adds up, total included.

    `has_revealing`: a line may be hidden up to its total for lying in one category, and then it has zeros.
    """
    found = []
    totals = shown.totals.cells if shown.totals else [None] * len(shown.columns)
    empty = [total == 0 for total in totals]
    for line in [*shown.lines, *([shown.totals] if shown.totals else [])]:
        cells = (*line.cells, line.total)
        are_all_hidden = all(cell is None for cell, is_empty in zip(line.cells, empty, strict=True) if not is_empty)
        is_whole = are_all_hidden and line.total is None
        may_be_empty = is_whole or (has_revealing and are_all_hidden)
        for column, cell in zip((*shown.columns, "Total"), cells, strict=True):
            low, high = (0 if may_be_empty else 1), 10**9
            if column == "Total" and len(shown.columns) > 1:
                low = 0 if is_whole else 6
            found.append(Told(frozenset(parts_of(line.title, column)), cell, low, high))
    return found


def values_of(told, wanted, size, most):
    """Values that each sum in `wanted` can have, two at the most. No count exceeds `most`."""
    sums = _strictest(told)
    first = _fitting(sums, size, most)
    found = {parts: set() for parts in wanted}
    worlds = [first] if first else []
    for parts, values in found.items():
        values.update(sum(world[part] for part in parts) for world in worlds)
        for value in list(values) if len(values) == 1 else []:
            for low, high in ((value + 1, 10**9), (0, value - 1)):
                if len(values) == 1 and (other := _fitting([*sums, (parts, low, high)], size, most)):
                    worlds.append(other)
                    values.add(sum(other[part] for part in parts))
    return found


def _fitting(sums, size, most):
    """The first world that fits all sums, or None when every one was tried."""
    caps = [min([most, *(high for parts, _, high in sums if place in parts)]) for place in range(size)]
    # For each count: the sums it stands in, with what is counted before it and how much may come after.
    checks = [
        [
            ([part for part in parts if part < place], sum(caps[part] for part in parts if part > place), low, high)
            for parts, low, high in sums
            if place in parts
        ]
        for place in range(size)
    ]
    world = [0] * size

    def search(place):
        if place == size:
            return True
        fewest, most_here = 0, caps[place]
        for before, after, low, high in checks[place]:
            so_far = sum(world[part] for part in before)
            fewest, most_here = max(fewest, low - after - so_far), min(most_here, high - so_far)
        for count in range(fewest, most_here + 1):
            world[place] = count
            if search(place + 1):
                return True
        world[place] = 0
        return False

    return tuple(world) if search(0) else None


def _strictest(told):
    """One range for each sum, however often it is told."""
    ranges = {}
    for each in told:
        low, high = (each.low, each.high) if each.value is None else (each.value, each.value)
        before = ranges.get(each.parts, (0, 10**9))
        ranges[each.parts] = (max(before[0], low), min(before[1], high))
    return [(parts, low, high) for parts, (low, high) in ranges.items()]


def found_out(told, wanted, size, most):
    """Sums of 1 to 5 of which only one value is left."""
    values = values_of(told, wanted, size, most)
    assert all(values.values()), "what is published fits no counts at all"
    return [parts for parts, left in values.items() if len(left) == 1 and next(iter(left)) in SMALL]
