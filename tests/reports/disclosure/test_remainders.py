"""Which sets of parts leave 1 to 5 of a whole, or nothing."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import remainders
from reports.disclosure.remainders import TooManySets, leaving_few


def never(one, other):
    return False


def meet(one, other):
    """Parts are sets of places."""
    return not one.isdisjoint(other)


@pytest.mark.parametrize(
    ("whole", "parts", "found"),
    [
        (20, [18], {(2, ("a",))}),
        (20, [14], set()),
        (20, [20], {(0, ("a",))}),
        (20, [22], {(-2, ("a",))}),  # it was corrected since
        (20, [8, 9], {(3, ("b", "a"))}),
        (4, [], {(4, ())}),
        (20, [18, 8], {(2, ("a",))}),  # of the second there can be no more than 2
    ],
)
def test_sets_that_leave_few(whole, parts, found):
    named = [(count, "ab"[place]) for place, count in enumerate(parts)]

    assert set(leaving_few(whole, named, never)) == found


def test_too_many_sets_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(remainders, "MOST_SETS", 3)
    parts = [(1, number) for number in range(5)]

    with pytest.raises(TooManySets):
        list(leaving_few(5, parts, never))


@given(
    parts=st.lists(st.tuples(st.sampled_from([0, 2, 6, 7, 9, 12]), st.frozensets(st.integers(0, 4), min_size=1)),
                   max_size=6),
    more=st.integers(0, 8),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_everything_that_may_be_left_is_found(parts, more):
    """All sets are tried: the whole is what the parts that do not overlap count together at the most, and some more."""
    sets = [
        some
        for size in range(len(parts) + 1)
        for some in itertools.combinations(parts, size)
        if not any(meet(one, other) for (_, one), (_, other) in itertools.combinations(some, 2))
    ]
    whole = more + max(sum(count for count, _ in some) for some in sets)

    expected = {left for some in sets if (left := whole - sum(count for count, _ in some)) <= 5}

    assert {left for left, _ in leaving_few(whole, parts, meet)} == expected
