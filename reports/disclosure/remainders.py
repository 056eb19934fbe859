"""What is left of a whole when readers take away as many of its parts as they know. [pure]"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from kpis.disclosure import SMALL

Part = TypeVar("Part")
MOST_SETS = 20_000
MOST_LEFT = SMALL.stop - 1


class TooManySets(Exception):
    """There are more sets of parts than can be looked at: nobody knows what they leave."""


def are_nested(one: str, other: str) -> bool:
    """Is one unit the other, or within it? By their paths."""
    return one.startswith(other) or other.startswith(one)


def leaving_few(
    whole: int, parts: Sequence[tuple[int, Part]], overlap: Callable[[Part, Part], bool]
) -> Iterator[tuple[int, tuple[Part, ...]]]:
    """Sets of parts that do not overlap and leave at most 5 of the whole, with how much that is: of those that leave
    as much, and take from what comes after them as much, the first.

    Counts that were corrected may leave less than nothing, too. A part of 6 or more is left out only where it does not
    fit, or for one that overlaps it: else it would be left itself. TooManySets where there are too many.
    """
    parts = _by_group(sorted(parts, key=lambda each: -each[0]), overlap)
    after = [{later for later in range(place + 1, len(parts)) if overlap(parts[place][1], parts[later][1])}
             for place in range(len(parts))]  # fmt: skip
    most = [sum(count for count, _ in parts[place:]) for place in range(len(parts) + 1)]
    waiting: list[tuple[int, int, frozenset[int], tuple[Part, ...]]] = [(0, whole, frozenset(), ())]
    seen: set[tuple[int, int, frozenset[int]]] = set()
    while waiting:
        place, left, blocked, taken = waiting.pop()
        state = (place, left, blocked)
        if state in seen or left < -MOST_LEFT or left - most[place] > MOST_LEFT:
            continue
        seen.add(state)
        if len(seen) > MOST_SETS:
            raise TooManySets
        if place == len(parts):
            yield left, taken
            continue
        count, part = parts[place]
        still = blocked - {place}
        if place in blocked or count in SMALL or count > left or after[place] - blocked:
            waiting.append((place + 1, left, still, taken))
        if place not in blocked:
            waiting.append((place + 1, left - count, still | after[place], (*taken, part)))


def _by_group(
    parts: Sequence[tuple[int, Part]], overlap: Callable[[Part, Part], bool]
) -> list[tuple[int, Part]]:  # fmt: skip
    """In the same order, but those together that hang together by overlaps: what was taken of one such group is no
    matter to the next."""
    found: list[tuple[int, Part]] = []
    left = list(parts)
    while left:
        group = [left.pop(0)]
        for _, part in group:
            near = [each for each in left if overlap(part, each[1])]
            group += near
            left = [each for each in left if not any(each is other for other in near)]
        found += sorted(group, key=lambda each: -each[0])
    return found
