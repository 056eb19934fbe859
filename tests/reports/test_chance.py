"""Fisher's exact test of two shares: against published results, and against counting every way one by one."""

import itertools
import time
from fractions import Fraction
from math import comb

import pytest

from reports.chance import RARE, Chance, likelihood, of_change


@pytest.mark.parametrize(
    ("before", "now", "published"),
    [
        # The documentation of scipy.stats.fisher_exact, and R's fisher.test on Fisher's tea and on dieting.
        ((8, 10), (1, 6), 0.0350),
        ((3, 4), (1, 4), 0.4857),
        ((1, 10), (11, 14), 0.0028),
    ],
)
def test_published_results_are_reproduced(before, now, published):
    assert likelihood(before, now) == pytest.approx(published, abs=0.00005)


def test_it_is_what_counting_every_way_one_by_one_gives():
    """Of 5 and 6 records 4 are counted: every set of 4 of the 11 is one way."""
    ways = [sum(place < 5 for place in some) for some in itertools.combinations(range(11), 4)]
    for first in range(5):
        own = ways.count(first)
        rarer = sum(1 for each in ways if ways.count(each) <= own)

        assert likelihood((first, 5), (4 - first, 6)) == pytest.approx(rarer / len(ways))


@pytest.mark.parametrize("sizes", [(1, 1), (1, 29), (7, 12), (20, 33), (60, 41)])
def test_logarithms_give_what_whole_numbers_give(sizes):
    """Of each pair of samples every pair of counts, ways that are exactly as likely included."""
    for before, now in itertools.product(range(sizes[0] + 1), range(sizes[1] + 1)):
        together = before + now
        possible = range(max(0, together - sizes[1]), min(together, sizes[0]) + 1)
        ways = {first: comb(sizes[0], first) * comb(sizes[1], together - first) for first in possible}
        exact = Fraction(sum(way for way in ways.values() if way <= ways[before]), sum(ways.values()))

        assert likelihood((before, sizes[0]), (now, sizes[1])) == pytest.approx(float(exact), rel=1e-9)


def test_samples_of_a_large_council_take_a_moment():
    """12,400 of 25,000 against 12,800: the normal approximation, corrected for whole numbers, has 0.00035851."""
    start = time.process_time()

    found = likelihood((12_400, 25_000), (12_800, 25_000))

    assert found == pytest.approx(0.0003585, abs=0.0000005)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((0, 19), (20, 20), Chance.TOO_FEW),
        ((20, 20), (0, 19), Chance.TOO_FEW),
        ((0, 20), (20, 20), Chance.BEYOND),
        ((10, 20), (10, 20), Chance.EXPLAINS),
        ((0, 20), (0, 20), Chance.EXPLAINS),
        # By logarithms of factorials 0.0019 and 0.0032, on the two sides of three standard deviations.
        ((10, 100), (28, 100), Chance.BEYOND),
        ((10, 100), (27, 100), Chance.EXPLAINS),
        ((1_000, 2_000), (1_200, 2_000), Chance.BEYOND),
    ],
)
def test_a_change_is_beyond_chance_where_it_is_as_rare_as_a_month_outside_its_limits(before, now, said):
    assert of_change(before, now) == said
    assert of_change(now, before) == said
    assert RARE == 0.0027
