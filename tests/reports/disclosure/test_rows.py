"""What may be published. The attacker here knows the rules and tries every table that could have led to a row."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import disclosure
from reports.disclosure import Row

C = None


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ((6, 37, 26, 6), (6, 37, 26, 6), 75),
        ((0, 40, 30, 0), (0, 40, 30, 0), 70),
        ((0, 0, 0, 0), (0, 0, 0, 0), 0),
        ((5, 41, 22, 7), (C, 41, 22, C), 75),  # the next smallest goes with it
        ((2, 48, 20, 5), (C, 48, 20, C), 75),  # two small ones cover each other
        ((1, 48, 25, 1), (C, C, C, C), 75),  # two that add up to 2 are both 1, and hiding one more tells as much
        ((6, 6, 5, 40), (C, C, C, C), 57),  # of two next smallest that are equal, hiding one tells both
        ((40, 35, 2, 1), (40, C, C, C), 78),  # "less than good" would be 3
        ((2, 0, 1, 50), (C, 0, C, C), 53),  # and so it would with a zero between
        ((3, 2, 0, 0), (C, C, C, C), C),  # a small total hides its row
        ((0, 6, 0, 0), (0, 6, 0, 0), 6),
        ((3, 20, 0, 0), (C, C, 0, 0), 23),  # zeros are true zeros and stay
        ((1, 1, 1, 1, 1, 1), (C, C, C, C, C, C), C),  # nothing left to hide but the total
    ],
)
def test_small_numbers_are_hidden_and_so_is_what_would_reveal_them(counts, cells, total):
    assert disclosure.suppress(counts) == Row(cells, total)


GOOD_OR_BETTER = (0, 1)


@pytest.mark.parametrize(
    ("counts", "cells", "words"),
    [
        ((17, 39, 30, 5), (17, 39, C, C), "62%"),  # not the smallest of all goes, but what leaves the percentage
        ((5, 41, 22, 7), (C, C, 22, 7), "61%"),
        ((6, 6, 5, 40), (6, 6, C, C), "21%"),
        ((17, 39, 0, 5), (C, 39, 0, C), "[c]"),  # nothing else is on its side, and what is not good is small
        ((17, 39, 3, 2), (C, 39, C, C), "[c]"),
        ((3, 48, 20, 2), (C, 48, 20, C), "[c]"),  # two small ones cover each other
        ((9, 40, 30, 6), (9, 40, 30, 6), "58%"),
    ],
)
def test_what_goes_as_well_leaves_readers_the_percentage_if_it_can(counts, cells, words):
    row = disclosure.suppress(counts, GOOD_OR_BETTER)

    assert row == Row(cells, sum(counts))
    assert disclosure.share_words(row, GOOD_OR_BETTER) == words


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8), st.sampled_from([(), GOOD_OR_BETTER]))
def test_never_exactly_one_hidden_cell_beside_a_published_total(counts, share):
    row = disclosure.suppress(counts, share)

    assert row.total is None or row.cells.count(None) != 1
    assert all(cell is None for count, cell in zip(counts, row.cells, strict=True) if 1 <= count <= 5)
    assert all(cell in (None, count) for count, cell in zip(counts, row.cells, strict=True))
    assert row.total in (None, sum(counts))


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4), st.sampled_from([(), GOOD_OR_BETTER]))
def test_neighbouring_grades_are_never_a_small_number_to_whoever_subtracts(counts, share):
    row = disclosure.suppress(counts, share)
    hidden = [place for place, cell in enumerate(row.cells) if cell is None]
    if row.total is None or not hidden:
        return

    together = row.total - sum(cell for cell in row.cells if cell is not None)
    apart = any(row.cells[place] for place in range(hidden[0], hidden[-1]))
    assert apart or together >= 6


@pytest.mark.parametrize("share", [(), (0,), GOOD_OR_BETTER])
@pytest.mark.parametrize(("cells", "largest"), [(3, 24), (4, 16)])
def test_no_hidden_number_follows_from_what_is_published(cells, largest, share):
    could_be = defaultdict(list)
    for counts in itertools.product(range(largest + 1), repeat=cells):
        if sum(counts) <= largest:
            could_be[disclosure.suppress(counts, share)].append(counts)

    for row, tables in could_be.items():
        for place, cell in enumerate(row.cells):
            assert cell is not None or len({counts[place] for counts in tables}) > 1, (row, tables)


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (43, 75, "57%"),
        (0, 75, "0%"),
        (75, 75, "100%"),
        (5, 75, "[c]"),
        (70, 75, "[c]"),
        (6, 12, "50%"),
        (69, 75, "92%"),
        (0, 0, "no data"),
        (25, 200, "13%"),  # 12.5: half away from zero; round() would say 12
    ],
)
def test_percentages_hide_a_small_numerator_and_a_small_rest(numerator, denominator, words):
    assert disclosure.percentage_words(numerator, denominator) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((6, 37, 26, 6), "57%"),
        ((5, 41, 22, 7), "[c]"),  # one good grade and one other are hidden: nobody can add it up
        ((12, 40, 23, 0), "69%"),
        ((40, 30, 6, 5), "86%"),  # both others hidden: the total less what is shown gives it anyway
        ((3, 60, 7, 8), "[c]"),
        ((2, 2, 1, 0), "[c]"),
    ],
)
def test_good_or_better_is_shown_only_where_readers_could_add_it_up(counts, words):
    assert disclosure.share_words(disclosure.suppress(counts), (0, 1)) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, "[c]"), (5, "[c]"), (6, "6"), (1204, "1,204")])
def test_a_count_that_stands_alone(count, words):
    assert disclosure.count_words(count) == words
