"""Fisher's exact test of two shares: against published results, and against counting every way one by one."""

import itertools

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
        # Whole numbers of any size.
        ((1_000, 2_000), (1_200, 2_000), Chance.BEYOND),
    ],
)
def test_a_change_is_beyond_chance_where_it_is_as_rare_as_a_month_outside_its_limits(before, now, said):
    assert of_change(before, now) == said
    assert of_change(now, before) == said
    assert RARE == 0.0027
