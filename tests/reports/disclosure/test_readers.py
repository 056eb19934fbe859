"""What a reader of everything knows: the solver against trying every set of counts."""

import random

import numpy as np
import pytest

from reports.disclosure.readers import Asked, Published, Reader, Unanswered
from tests.reports.disclosure.attacker import Told, found_out


def factors(places, size):
    found = np.zeros(size, dtype=np.int8)
    found[list(places)] = 1
    return found


def asked(*sums, less=None, secret=False, all_but=None):
    size = len(sums)
    less, all_but = (np.array(each or [-1] * size) for each in (less, all_but))
    return Asked(np.array(sums), np.arange(size), less, np.full(size, secret), all_but)


def known(size, published, question):
    return list(Reader(size, published).known(question))


@pytest.mark.parametrize("seed", range(40))
def test_it_is_what_trying_every_set_of_counts_finds(seed):
    """But 0, which may be one of two values that are left, the other of which is then known to be no 0."""
    chance = random.Random(f"reader {seed}")
    size = chance.randint(3, 5)
    world = [chance.choice((0, 0, 1, 2, 3, 5, 6, 7)) for _ in range(size)]
    told, wanted = [], set()
    for _ in range(chance.randint(2, 7)):
        parts = frozenset(chance.sample(range(size), chance.randint(1, size)))
        value = sum(world[part] for part in parts)
        told.append(Told(parts, value if chance.random() < 0.7 or not value else None))
        wanted.add(frozenset(chance.sample(range(size), chance.randint(1, size))))
    wanted = sorted(wanted, key=sorted)

    # Each count is at least 1 here: nothing but what is told tells them apart.
    at_least = [Told(frozenset({part}), None, 1 if world[part] else 0) for part in range(size)]
    limits = [Published(factors(each.parts, size), each.low if each.value is None else each.value, each.value)
              for each in (*told, *at_least)]  # fmt: skip
    places = known(size, limits, asked(*(factors(each, size) for each in wanted)))

    found = found_out([*told, *at_least], wanted, size, max(world) + 6)
    only_not_zero = [each for each in (wanted[place] for place in places) if each not in found]
    assert set(found) <= {wanted[place] for place in places}
    for each in only_not_zero:
        not_zero = [*told, *at_least, Told(each, None, 1)]
        assert found_out(not_zero, [each], size, max(world) + 6) == [each]


def test_a_small_difference_and_a_secret_of_any_size():
    """Of 20 and 17 it is known that 3 are left; 17 is known, too, and may be a secret."""
    twenty, part = factors((0, 1), 2), factors((1,), 2)
    told = [Published(twenty, 20, 20), Published(part, 17, 17)]

    assert known(2, told, asked(twenty, part, less=[1, -1])) == [0]
    assert known(2, told, asked(part)) == []
    assert known(2, told, asked(part, secret=True)) == [0]
    assert known(2, told[:1], asked(part, secret=True)) == []


@pytest.mark.parametrize(("most", "expected"), [(1, [0]), (2, [])])
def test_one_value_or_nothing_is_one_value_for_who_knows_that_there_is_something(most, expected):
    assert known(1, [Published(factors((0,), 1), 0, most)], asked(factors((0,), 1))) == expected


def test_of_many_numbers_none_is_passed_over():
    """Of each of thirty it is known that it is 0 or 1, and of thirty others that they are 0."""
    size = 60
    counts = [factors((place,), size) for place in range(size)]
    told = [Published(each, 0, 1 if place < 30 else 0) for place, each in enumerate(counts)]

    assert known(size, told, asked(*counts)) == list(range(30))


def test_a_secret_that_may_be_nothing_is_kept():
    """One of two is 0 and the other is not, and nobody knows which."""
    one, other = 7 * factors((0,), 2), 7 * factors((1,), 2)

    assert known(2, [Published(factors((0, 1), 2), 1, 1)], asked(one, other, secret=True)) == []
    assert known(2, [Published(factors((0,), 2), 1, 1)], asked(one, other, secret=True)) == [0]


def test_a_count_is_no_half():
    """Without whole numbers twice one and a half would be 3."""
    assert Reader(1, []).world_with(np.array([2], dtype=np.int8), 3, 3) is None
    assert list(Reader(1, []).world_with(np.array([2], dtype=np.int8), 4, 4)) == [2]


def test_counts_that_contradict_one_another_tell_nothing():
    one = factors((0,), 1)

    assert Reader(1, [Published(one, 3, 3), Published(one, 4, 4)]).first_world is None
    assert known(1, [Published(one, 4, 3)], asked(one)) == []


@pytest.mark.parametrize(("good", "all_of_it", "expected"), [
    ((9, 9), (9, 9), [1]),  # all nine are good
    ((9, 9), (9, 10), []),  # or one of ten is not
    ((None, None), (9, 9), []),
    ((0, 0), (0, 0), []),  # of nothing all is alike
    ((0, 9), (0, 9), []),
])  # fmt: skip
def test_that_all_are_alike_is_known_where_nothing_else_can_be(good, all_of_it, expected):
    """Of two counts the first is good; told is how many are good, and how many there are."""
    first, both = factors((0,), 2), factors((0, 1), 2)
    limits = [(low or 0, high) for low, high in (good, all_of_it)]
    told = [Published(each, *limit) for each, limit in zip((first, both), limits, strict=True)]

    found = known(2, told, asked(both, factors((1,), 2), all_but=[-1, 0]))

    assert [place for place in found if place] == expected


class Tired(Reader):
    def world_with(self, *question):
        raise Unanswered


def test_what_is_not_answered_is_known():
    sums = [factors(places, 2) for places in ((0,), (1,), (0, 1))]
    told = [Published(each, 0, 5) for each in sums]

    assert list(Tired(2, told).known(asked(*sums))) == [0, 1, 2]
    assert list(Tired(2, told).known(asked(*sums[1:], all_but=[-1, 0]))) == [0, 1]


def test_whether_anything_fits_must_be_answered():
    """Four sums of thirty-four counts of 0 or 1, which some fit: more than the solver looks at."""
    chance = np.random.default_rng(5)
    sums, world = chance.integers(1, 100, (4, 34)).astype(np.int8), chance.integers(0, 2, 34)
    told = [Published(each, int(each @ world), int(each @ world)) for each in sums]
    told += [Published(factors((place,), 34), 0, 1) for place in range(34)]

    with pytest.raises(Unanswered):
        known(34, told, asked(factors((0,), 34)))
