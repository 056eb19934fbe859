"""What somebody who subtracts can find out, by two methods that check one another. [pure]

`alternative` looks for a second set of counts that would have been published just the same and differs in one number:
finding it proves that this number stays unknown. `bounds` narrows every hidden number from the sums it stands in: where
both ends meet, the number is known. `complete` gives a first such set where an earlier edition hid numbers.
"""

import heapq
import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction

from reports.disclosure.numbers import Numbers
from reports.disclosure.sums import Number

Moves = dict[int, int]
Price = Callable[[int], float | None]
MOST_STEPS = 4000
MOST_ROUNDS = 200
MOST_VALUES = 40
INFINITE = float("inf")


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
        here = min(unbalanced, key=known.by_length.__getitem__)
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
    after = unbalanced.copy()
    for relation, sign in known.signed[number]:
        if left := after.get(relation, 0) + sign * by:
            after[relation] = left
        else:
            del after[relation]
    return after


def is_told(known: Numbers, target: int) -> bool:
    """Does the target follow from what earlier editions showed, whatever is hidden here? Nothing can be done then.

    The sums are solved for it by elimination, with every number that this report may hide as unknown.
    """
    group = next(group for group in connected(known) if target in group)
    solved: dict[int, dict[int, Fraction]] = {}  # by the number that each sum was solved for, the earliest first
    for relation in sorted({relation for place in group for relation in known.relations_of[place]}):
        left: dict[int, Fraction] = {}
        for number, sign in known.relations[relation].parts:
            if not (known.numbers[number].is_shown and not known.numbers[number].may_hide):
                _take(left, {number: Fraction(1)}, Fraction(-sign))
        for number, row in solved.items():
            if number in left:
                _take(left, row, left[number] / row[number])
        others = left.keys() - {target}
        if left and not others:
            return True
        if others:
            solved[min(others)] = left
    return False


def _take(sum_: dict[int, Fraction], other: dict[int, Fraction], times: Fraction) -> None:
    """Take a sum, so many times, from another one."""
    for number, factor in other.items():
        sum_[number] = sum_.get(number, Fraction(0)) - times * factor
        if not sum_[number]:
            del sum_[number]


Bounds = dict[int, tuple[float, float]]


def bounds(known: Numbers, places: Iterable[int] | None = None) -> Bounds | None:
    """From and to for every number, or for `places`, as all sums allow; None where these contradict each other.

    `places` are whole groups of `connected` numbers: no sum reaches beyond them.
    """
    wanted = range(len(known.numbers)) if places is None else sorted(places)
    ends = {place: _ends(known.numbers[place]) for place in wanted}
    relations = sorted({relation for place in wanted for relation in known.relations_of[place]})
    return ends if _narrow(known, ends, relations) else None


def _narrow(known: Numbers, ends: Bounds, waiting: list[int]) -> bool:
    """Narrow `ends` by the relations in `waiting`, and by those that hang on what they narrow; no where none fits."""
    queued, rounds = set(waiting), 0
    while waiting and rounds < MOST_ROUNDS * (len(known.relations) + 1):
        rounds += 1
        relation = waiting.pop()
        queued.remove(relation)
        found = _narrower(known.relations[relation].parts, ends)
        if found is None:
            return False
        for number, now in found:
            ends[number] = now
            added = [other for other in known.relations_of[number] if other not in queued]
            waiting += added
            queued.update(added)
    return True


def _ends(number: Number) -> tuple[float, float]:
    if number.is_shown and number.value is not None:
        return number.value, number.value
    low = -INFINITE if number.low is None else number.low
    return low, INFINITE if number.high is None else number.high


def _narrower(parts: tuple[tuple[int, int], ...], ends: Bounds) -> list[tuple[int, tuple[float, float]]] | None:
    """The numbers of a relation that the others leave less to: as all make zero, each is the others with another sign.

    None where there is nothing left for one of them.
    """
    signed = [ends[number] if sign > 0 else (-ends[number][1], -ends[number][0]) for number, sign in parts]
    lows = [low for low, _ in signed if low != -INFINITE]
    highs = [high for _, high in signed if high != INFINITE]
    # Beside an endless one nothing is left to the others, and beside two to none.
    no_lows, no_highs = len(signed) - len(lows), len(signed) - len(highs)
    if no_lows > 1 and no_highs > 1:
        return []
    lowest, highest = sum(lows), sum(highs)
    if lowest == highest and not (no_lows or no_highs):  # all are known
        return None if lowest else []
    found = []
    for place, (low, high) in enumerate(signed):
        least, most = -_others(high, highest, no_highs), _others(-low, -lowest, no_lows)
        if least <= low and high <= most:
            continue
        now = (max(low, least), min(high, most))
        if now[0] > now[1]:
            return None
        number, sign = parts[place]
        found.append((number, now if sign > 0 else (-now[1], -now[0])))
    return found


def _others(end: float, ends: float, endless: int) -> float:
    """What the others reach together: `ends` are those that end somewhere, and `endless` is how many do not."""
    if end == INFINITE:
        return ends if endless == 1 else INFINITE
    return INFINITE if endless else ends - end


def complete(known: Numbers) -> set[int]:
    """Give every unknown number a value that fits all sums; the numbers for which there is none.

    This report's own numbers are all known, so only what earlier editions hid and what lies between periods is sought.
    """
    unfit: set[int] = set()
    for group in connected(known):
        unknown = [place for place in group if known.numbers[place].value is None]
        if not unknown:
            unfit |= set() if _adds_up(known, group) else group
            continue
        ends: Bounds = {
            place: _ends(known.numbers[place]) if (value := known.numbers[place].value) is None else (value, value)
            for place in sorted(group)
        }
        relations = sorted({relation for place in group for relation in known.relations_of[place]})
        found = _search(known, ends, relations, steps=[MOST_STEPS])
        if found is None:
            unfit |= group
        for place in unknown if found else ():
            known.numbers[place].value = found[place]
    return unfit


def _adds_up(known: Numbers, group: set[int]) -> bool:
    """Do all sums hold? Counts that were corrected between two editions may fit none, though every number is known."""
    relations = {relation for place in group for relation in known.relations_of[place]}
    return not any(
        sum(sign * (known.numbers[number].value or 0) for number, sign in known.relations[relation].parts)
        for relation in relations
    )


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


def _search(known: Numbers, ends: Bounds, waiting: list[int], steps: list[int]) -> Moves | None:
    """Narrow, try the values of the narrowest in turn, and narrow again from there."""
    steps[0] -= 1
    if steps[0] <= 0 or not _narrow(known, ends, waiting):
        return None
    open_ones = [place for place in ends if ends[place][0] != ends[place][1]]
    if not open_ones:
        return {place: int(low) for place, (low, _) in ends.items()}
    place = min(open_ones, key=lambda place: (ends[place][1] - ends[place][0], place))
    low, high = ends[place]
    first = int(low) if low != -INFINITE else min(0, int(high) if high != INFINITE else 0)
    for value in itertools.islice(itertools.count(first), MOST_VALUES):
        if value > high:
            break
        if found := _search(known, {**ends, place: (value, value)}, list(known.relations_of[place]), steps):
            return found
    return None
