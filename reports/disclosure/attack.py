"""What somebody who subtracts can find out, by two methods that check one another. [pure]

`alternative` looks for a second set of counts that would have been published just the same and differs in one number:
finding it proves that this number stays unknown. `bounds` narrows every hidden number from the sums it stands in: where
both ends meet, the number is known. `complete` gives a first such set where an earlier edition hid numbers.
"""

import heapq
import itertools
from collections.abc import Callable, Iterable

from reports.disclosure.numbers import Number, Numbers

Moves = dict[int, int]
Price = Callable[[int], float | None]
MOST_STEPS = 4000
MOST_ROUNDS = 200
MOST_VALUES = 40


def hidden_only(_: int) -> float | None:
    """No shown number may move."""
    return None


def alternative(known: Numbers, target: int, price: Price = hidden_only, *, freely: bool = False) -> Moves | None:
    """The cheapest other set of counts in which `target` differs: by how much each number moves.

    Hidden numbers move freely between their bounds. A shown one moves at its `price`, which is what hiding it costs, or
    not at all. None: there is no such set, or none was found within the steps allowed, which counts as none.
    """
    if price is hidden_only:
        # Both ways cost nothing.
        return next((walk[1] for by in (1, -1) if (walk := _walk(known, target, by, price, freely))), None)
    found = [walk for by in (1, -1) if (walk := _walk(known, target, by, price, freely))]
    return min(found, key=lambda walk: walk[0])[1] if found else None


def _walk(known: Numbers, target: int, by: int, price: Price, freely: bool = False) -> tuple[float, Moves] | None:
    """Move the target, and then mend one relation after another: Dijkstra over what is out of balance."""
    if not _may_move(known.numbers[target], by, freely):
        return None
    start = _after(known, {}, target, by)
    ticket = itertools.count()
    heap: list[tuple[float, int, int, int, dict[int, int], Moves]] = [(0.0, 0, 0, next(ticket), start, {target: by})]
    been: set[frozenset[tuple[int, int]]] = set()
    while heap and len(been) < MOST_STEPS:
        cost, *_, unbalanced, moves = heapq.heappop(heap)
        if not unbalanced:
            return cost, moves
        state = frozenset(unbalanced.items())
        if state in been:
            continue
        been.add(state)
        # Of several relations the shortest first: it leaves the fewest ways.
        here = min(unbalanced, key=lambda relation: (len(known.relations[relation].parts), relation))
        for number, sign in known.relations[here].parts:
            step = -sign if unbalanced[here] > 0 else sign
            if number in moves or not _may_move(known.numbers[number], step, freely):
                continue
            asked = 0.0 if not known.numbers[number].is_shown else price(number)
            if asked is None:
                continue
            after = _after(known, unbalanced, number, step)
            paid = cost + asked
            # Of equally cheap ones that which is nearest to its end, and then the shortest.
            heapq.heappush(heap, (paid, len(after), len(moves), next(ticket), after, {**moves, number: step}))
    return None


def _may_move(number: Number, by: int, freely: bool) -> bool:
    if number.value is None:
        return False
    if freely and number.value and not number.is_shown:
        return True
    moved = number.value + by
    return (number.low is None or moved >= number.low) and (number.high is None or moved <= number.high)


def _after(known: Numbers, unbalanced: dict[int, int], number: int, by: int) -> dict[int, int]:
    after = dict(unbalanced)
    for relation in known.relations_of[number]:
        sign = known.signs[relation, number]
        after[relation] = after.get(relation, 0) + sign * by
        if not after[relation]:
            del after[relation]
    return after


Bounds = list[tuple[float, float]]


def bounds(known: Numbers, fixed: Moves | None = None, places: Iterable[int] | None = None) -> Bounds | None:
    """From and to for every number, as the sums it stands in allow; None where they contradict each other.

    `fixed` numbers are taken as known; only sums in which one of `places` stands are looked at, if these are given.
    """
    ends = [_ends(number) for number in known.numbers]
    for number, value in (fixed or {}).items():
        ends[number] = (value, value)
    waiting = list(range(len(known.relations)))
    if places is not None:
        waiting = sorted({relation for place in places for relation in known.relations_of[place]})
    rounds = 0
    while waiting and rounds < MOST_ROUNDS * (len(known.relations) + 1):
        rounds += 1
        parts = known.relations[relation := waiting.pop()].parts
        for number, sign in parts:
            low, high = _what_others_leave(parts, ends, number, sign)
            now = (max(ends[number][0], low), min(ends[number][1], high))
            if now[0] > now[1]:
                return None
            if now != ends[number]:
                ends[number] = now
                waiting += [other for other in known.relations_of[number] if other not in (relation, *waiting)]
                if relation not in waiting:
                    waiting.append(relation)
    return ends


def _ends(number: Number) -> tuple[float, float]:
    if number.is_shown and number.value is not None:
        return number.value, number.value
    low = float("-inf") if number.low is None else number.low
    return low, float("inf") if number.high is None else number.high


def _what_others_leave(parts: tuple[tuple[int, int], ...], ends: Bounds, number: int, sign: int) -> tuple[float, float]:
    """Where all parts make zero, this one is the others taken together, with the other sign."""
    low = high = 0.0
    for other, its in parts:
        if other == number:
            continue
        one, two = (ends[other][0], ends[other][1]) if its > 0 else (-ends[other][1], -ends[other][0])
        low, high = low + one, high + two
    return (-high, -low) if sign > 0 else (low, high)


def complete(known: Numbers) -> set[int]:
    """Give every unknown number a value that fits all sums; the numbers for which there is none.

    This report's own numbers are all known, so only what earlier editions hid and what lies between periods is sought.
    """
    unfit: set[int] = set()
    for group in connected(known):
        unknown = [place for place in group if known.numbers[place].value is None]
        if not unknown:
            continue
        fixed = {place: value for place in group if (value := known.numbers[place].value) is not None}
        found = _search(known, sorted(group), fixed, steps=[MOST_STEPS])
        if found is None:
            unfit |= group
        for place in unknown if found else ():
            known.numbers[place].value = found[place]
    return unfit


def connected(known: Numbers) -> list[set[int]]:
    """Numbers that hang together by relations."""
    group = list(range(len(known.numbers)))

    def first(place: int) -> int:
        while group[place] != place:
            group[place] = place = group[group[place]]
        return place

    for relation in known.relations:
        for number, _ in relation.parts[1:]:
            group[first(number)] = first(relation.parts[0][0])
    found: dict[int, set[int]] = {}
    for place in range(len(group)):
        found.setdefault(first(place), set()).add(place)
    return list(found.values())


def _search(known: Numbers, places: list[int], fixed: Moves, steps: list[int]) -> Moves | None:
    """Narrow, try the values of the narrowest in turn, and narrow again."""
    steps[0] -= 1
    ends = bounds(known, fixed, places) if steps[0] > 0 else None
    if ends is None:
        return None
    open_ones = [place for place in places if ends[place][0] != ends[place][1]]
    if not open_ones:
        return {place: int(ends[place][0]) for place in places}
    place = min(open_ones, key=lambda place: (ends[place][1] - ends[place][0], place))
    low, high = ends[place]
    first = int(low) if low != float("-inf") else min(0, int(high) if high != float("inf") else 0)
    for value in itertools.islice(itertools.count(first), MOST_VALUES):
        if value > high:
            break
        if found := _search(known, places, {**fixed, place: value}, steps):
            return found
    return None
