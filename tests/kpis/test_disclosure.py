"""What everybody may read tells of no 1 to 5: somebody who knows the rule tries everything that could have been."""

import datetime
import itertools
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.disclosure import Counted, gives_away, is_safe, is_small, may_stand_alone, published_months
from kpis.periods import Basis, add_months
from kpis.rag import MeasuredIn

APRIL = datetime.date(2023, 4, 1)
COUNT = MeasuredIn.COUNT


def counts(steps, start=APRIL):
    """A count that grows by `steps`, month by month."""
    totals = itertools.accumulate(map(Decimal, steps))
    return {add_months(start, number): Counted(COUNT, total, None) for number, total in enumerate(totals)}


def readable(steps, basis=Basis.YEAR_TO_DATE):
    """What everybody reads of it: the total, or None where it is hidden."""
    figures = counts(steps)
    shown = published_months(figures, basis)
    return tuple(int(figures[month].numerator) if month in shown else None for month in figures)


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (5, True), (6, False), (Decimal("0.5"), True)])
def test_small_is_one_to_five(count, small):
    assert is_small(count) is small


@pytest.mark.parametrize(
    ("measured_in", "numerator", "denominator", "may"),
    [
        ("count", 0, None, True), ("count", 5, None, False), ("count", 6, None, True), ("count", None, None, False),
        ("percentage", 0, 20, True), ("percentage", 20, 20, True), ("percentage", 5, 20, False),
        ("percentage", 15, 20, False), ("percentage", 14, 20, True), ("percentage", 6, 12, True),
        ("percentage", 0, 3, False), ("percentage", None, None, False),
        ("rate", 5, 60000, False), ("rate", 6, 60000, True), ("rate", 0, 60000, True),
        ("days", 300, 5, False), ("days", 300, 6, True), ("ratio", 90, 4, False), ("ratio", None, None, False),
    ],
)  # fmt: skip
def test_a_figure_by_itself(measured_in, numerator, denominator, may):
    parts = [None if part is None else Decimal(part) for part in (numerator, denominator)]

    assert may_stand_alone(Counted(MeasuredIn(measured_in), *parts)) is may


@pytest.mark.parametrize(
    ("percentage", "whole", "places", "gives"),
    [
        ("1.4", 291, 1, True),  # 3, 4 or 5
        ("98.6", 291, 1, True),
        ("2.8", 176, 1, False),  # 4 to 6
        ("97.2", 176, 1, False),
        ("11.7", 291, 1, False),
        ("0", 291, 1, False),  # nobody is a number that may be told
        ("100", 291, 1, False),
        ("50", 5, 0, True),  # of so few nothing is told
        ("0", 5, 0, True),
        ("50", 9, 0, True),  # 4 of 8 or 5 of 10
        ("50", 10, 0, False),  # or 6 of 12
        ("0.1", 100000, 1, False),
        ("3", 31, 0, True),
        ("79", 31, 0, False),  # 6 of 29 are left
        ("33.333", 7, 3, True),
    ],
)
def test_a_percentage_without_its_numbers_beside_about_how_many_it_is(percentage, whole, places, gives):
    assert gives_away(Decimal(percentage), Decimal(whole), places=places) is gives


@given(numerator=st.integers(0, 400), whole=st.integers(1, 400), places=st.integers(0, 2))
def test_a_percentage_that_gives_a_small_number_away_is_of_one(numerator, whole, places):
    """What is hidden for a guess is small by the true numbers too, where readers know of how many."""
    numerator = min(numerator, whole)
    value = Decimal(100 * numerator) / whole

    if gives_away(value, Decimal(whole), places=places):
        assert not is_safe(numerator, whole)


@pytest.mark.parametrize(
    ("steps", "read"),
    [
        ((10, 7, 6), (10, 17, 23)),
        ((10, 0, 0), (10, 10, 10)),
        ((10, 3, 20), (10, None, 33)),
        ((10, 3, 0, 0), (10, None, None, None)),  # a published 13 in June would say that May brought 3
        ((10, 3, 2, 1), (10, None, None, 16)),
        ((0, 0, 4, 8), (0, 0, None, 12)),
        ((10, -3, 9), (10, None, 16)),
    ],
)
def test_a_year_to_date_that_grows_by_a_few(steps, read):
    assert readable(steps) == read


def test_a_new_year_begins_at_nothing():
    figures = counts((10, 3), start=datetime.date(2023, 2, 1)) | counts((8,), start=APRIL)

    assert published_months(figures, Basis.YEAR_TO_DATE) == {datetime.date(2023, 2, 1), APRIL}


def test_a_quarter_grows_too_and_a_snapshot_does_not():
    assert readable((10, 3, 20, 7), Basis.QUARTER) == (10, None, 33, 40)
    assert readable((10, 3, 20), Basis.SNAPSHOT) == (10, 13, 33)


MOST, MONTHS = 13, 4


@pytest.fixture(scope="module")
def could_be():
    """For everything that can be read, every year so far that would have been read just so."""
    found = defaultdict(list)
    for steps in itertools.product(range(MOST + 1), repeat=MONTHS):
        found[readable(steps)].append(steps)
    return found


def told(years):
    """The numbers that whoever subtracts can be sure of: what each run of months brought."""
    for first, last in itertools.combinations(range(MONTHS + 1), 2):
        sums = {sum(steps[first:last]) for steps in years}
        if len(sums) == 1:
            yield sums.pop()


@given(steps=st.tuples(*[st.integers(0, 8)] * MONTHS))
def test_nobody_who_subtracts_learns_a_small_number(could_be, steps):
    assert [number for number in told(could_be[readable(steps)]) if is_small(number)] == []


@given(numerator=st.integers(0, 40), denominator=st.integers(1, 40))
def test_a_published_percentage_of_a_known_number_tells_no_small_one(numerator, denominator):
    counted = Counted(MeasuredIn.PERCENTAGE, Decimal(numerator), Decimal(denominator))

    assert may_stand_alone(counted) is (is_safe(numerator, denominator))
    if may_stand_alone(counted):
        assert not set(range(1, 6)) & {numerator, denominator - numerator}
