"""Year to date, quarter and rolling 12 months from single months, against a naive sum."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.accumulating import Difference, Sum, accumulate, covered_months, difference, missing_months
from kpis.periods import Basis, add_months
from kpis.rag import MeasuredIn, displayed, ratio_of

D = Decimal
PERCENTAGE, COUNT, RATE = MeasuredIn.PERCENTAGE, MeasuredIn.COUNT, MeasuredIn.RATE
SUMMED = [Basis.MONTH, Basis.QUARTER, Basis.YEAR_TO_DATE, Basis.ROLLING_YEAR]


def year_of(start, numerator=1, denominator=2):
    """Twelve months from `start`, no two alike."""
    return {add_months(start, each): (D(numerator + each), D(denominator * (each + 1))) for each in range(12)}


@pytest.mark.parametrize(
    ("month", "basis", "first", "count"),
    [
        (date(2023, 8, 1), Basis.MONTH, date(2023, 8, 1), 1),
        (date(2023, 4, 1), Basis.YEAR_TO_DATE, date(2023, 4, 1), 1),
        (date(2023, 8, 1), Basis.YEAR_TO_DATE, date(2023, 4, 1), 5),
        (date(2023, 12, 1), Basis.YEAR_TO_DATE, date(2023, 4, 1), 9),
        (date(2024, 1, 1), Basis.YEAR_TO_DATE, date(2023, 4, 1), 10),
        (date(2024, 3, 1), Basis.YEAR_TO_DATE, date(2023, 4, 1), 12),
        (date(2023, 6, 1), Basis.QUARTER, date(2023, 4, 1), 3),
        (date(2024, 3, 1), Basis.QUARTER, date(2024, 1, 1), 3),
        (date(2023, 5, 1), Basis.QUARTER, None, 0),
        (date(2023, 8, 1), Basis.ROLLING_YEAR, date(2022, 9, 1), 12),
        (date(2023, 8, 1), Basis.SNAPSHOT, None, 0),
        (date(2023, 3, 1), Basis.OUTTURN, None, 0),
    ],
)
def test_what_a_basis_covers(month, basis, first, count):
    covered = covered_months(month, basis)

    assert len(covered) == count
    assert covered == tuple(add_months(first, each) for each in range(count)) if count else covered == ()
    assert not covered or covered[-1] == month


def test_numerators_and_denominators_are_added_never_percentages():
    months = {date(2023, 4, 1): (D(9), D(10)), date(2023, 5, 1): (D(50), D(100))}

    total = accumulate(months, month=date(2023, 5, 1), basis=Basis.YEAR_TO_DATE, measured_in=PERCENTAGE)

    assert total == Sum(D(59), D(110), (date(2023, 4, 1), date(2023, 5, 1)))
    assert displayed(ratio_of(total.numerator, total.denominator, PERCENTAGE), 1) == D("53.6")  # not the mean, 70%


def test_a_count_adds_up_its_numerators_alone():
    months = {date(2023, 4, 1): (D(9), None), date(2023, 5, 1): (D(50), D(7))}

    total = accumulate(months, month=date(2023, 5, 1), basis=Basis.YEAR_TO_DATE, measured_in=COUNT)

    assert (total.numerator, total.denominator) == (D(59), None)


def test_a_rate_over_a_year_is_of_one_population():
    months = {month: (D(10), D(20_000) + each) for each, month in enumerate(year_of(date(2022, 9, 1)))}

    total = accumulate(months, month=date(2023, 8, 1), basis=Basis.ROLLING_YEAR, measured_in=RATE)

    assert (total.numerator, total.denominator) == (D(120), D(20_011))
    assert displayed(ratio_of(total.numerator, total.denominator, RATE), 1) == D("60.0")


@pytest.mark.parametrize(
    ("parts", "measured_in", "is_missing"),
    [
        (None, PERCENTAGE, True),
        ((None, D(5)), PERCENTAGE, True),
        ((D(5), None), PERCENTAGE, True),
        ((D(5), None), RATE, True),
        ((D(5), None), MeasuredIn.DAYS, True),
        ((D(5), None), COUNT, False),
        ((None, None), COUNT, True),
        ((D(0), D(0)), PERCENTAGE, False),  # nobody, in a month of a year with somebody
        ((D(0), None), COUNT, False),
    ],
)
def test_one_month_missing_is_no_sum(parts, measured_in, is_missing):
    months = year_of(date(2022, 9, 1))
    month, hole = date(2023, 8, 1), date(2023, 2, 1)
    if parts is None:
        del months[hole]
    else:
        months[hole] = parts
    asked = {"month": month, "basis": Basis.ROLLING_YEAR, "measured_in": measured_in}

    assert missing_months(months, **asked) == ([hole] if is_missing else [])
    assert (accumulate(months, **asked) is None) == is_missing


@pytest.mark.parametrize(
    ("month", "basis"),
    [
        (date(2023, 8, 1), Basis.SNAPSHOT),
        (date(2023, 8, 1), Basis.OUTTURN),
        (date(2023, 7, 1), Basis.QUARTER),
    ],
)
def test_nothing_is_added_up_that_is_no_sum(month, basis):
    assert accumulate(year_of(date(2023, 1, 1)), month=month, basis=basis, measured_in=PERCENTAGE) is None


def test_a_month_that_is_not_over_the_line_does_not_count():
    """March belongs to the year before."""
    months = {date(2023, 3, 1): (D(1000), D(1000)), date(2023, 4, 1): (D(1), D(2))}

    total = accumulate(months, month=date(2023, 4, 1), basis=Basis.YEAR_TO_DATE, measured_in=PERCENTAGE)

    assert (total.numerator, total.denominator) == (1, 2)


def naive(months, month, basis, measured_in):
    """Walk back from the month, one by one, and stop where the basis stops."""
    stops = {
        Basis.MONTH: lambda day, steps: steps == 1,
        Basis.QUARTER: lambda day, steps: steps == 3,
        Basis.YEAR_TO_DATE: lambda day, steps: day.month == 4,
        Basis.ROLLING_YEAR: lambda day, steps: steps == 12,
    }
    if basis == Basis.QUARTER and month.month not in (3, 6, 9, 12):
        return None
    year, number, steps, numerator, denominator = month.year, month.month, 0, 0, 0
    while True:
        above, below = months.get(date(year, number, 1), (None, None))
        if above is None or (below is None and measured_in != COUNT):
            return None
        steps, numerator = steps + 1, numerator + above
        if measured_in == PERCENTAGE:
            denominator += below
        elif steps == 1:
            denominator = below if measured_in == RATE else None
        if stops[basis](date(year, number, 1), steps):
            return numerator, denominator
        year, number = (year - 1, 12) if number == 1 else (year, number - 1)


amounts = st.decimals(min_value=0, max_value=10**6, places=2)
parts = st.tuples(st.one_of(amounts, amounts, amounts, st.none()), st.one_of(amounts, amounts, amounts, st.none()))
whole = st.tuples(amounts, amounts)


@given(
    start=st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    figures=st.one_of(st.lists(whole, min_size=1, max_size=40), st.lists(parts, min_size=1, max_size=40)),
    back=st.integers(0, 5),
    basis=st.sampled_from(SUMMED),
    measured_in=st.sampled_from([PERCENTAGE, COUNT, RATE]),
)
def test_every_sum_is_the_naive_one(start, figures, back, basis, measured_in):
    first = start.replace(day=1)
    months = {add_months(first, each): figure for each, figure in enumerate(figures)}
    month = add_months(first, len(figures) - 1 - back)

    total = accumulate(months, month=month, basis=basis, measured_in=measured_in)

    assert (total and (total.numerator, total.denominator)) == naive(months, month, basis, measured_in)


@pytest.mark.parametrize(
    ("returned", "computed", "measured_in", "places", "by", "sentence"),
    [
        ("93.7", "93.45", PERCENTAGE, 1, "0.2",
         "Year to date, the return gives 93.7%, but the months from April 2023 to August 2023 give 93.5%: "
         "the return is 0.2 points higher."),
        ("1812", "2013", COUNT, 0, "-201",
         "Year to date, the return gives 1,812, but the months from April 2023 to August 2023 give 2,013: "
         "the return is 201 lower."),
        ("13", "12", MeasuredIn.DAYS, 0, "1",
         "Year to date, the return gives 13 days, but the months from April 2023 to August 2023 give 12 days: "
         "the return is 1 day higher."),
    ],
)  # fmt: skip
def test_a_return_that_disagrees_is_a_difference(returned, computed, measured_in, places, by, sentence):
    found = difference(
        D(returned), D(computed),
        month=date(2023, 8, 1), basis=Basis.YEAR_TO_DATE, measured_in=measured_in, places=places,
    )  # fmt: skip

    assert found == Difference(displayed(D(returned), places), displayed(D(computed), places), D(by), sentence)


@pytest.mark.parametrize(("returned", "computed"), [("93.7", "93.65"), ("93.7", "93.7499"), (None, "1"), ("1", None)])
def test_what_shows_the_same_does_not_differ(returned, computed):
    given, made = (None if each is None else D(each) for each in (returned, computed))

    assert (
        difference(given, made, month=date(2023, 8, 1), basis=Basis.ROLLING_YEAR, measured_in=PERCENTAGE, places=1)
        is None
    )


def test_one_month_is_named_once():
    found = difference(
        D(1), D(2), month=date(2023, 4, 1), basis=Basis.YEAR_TO_DATE, measured_in=PERCENTAGE, places=1
    )  # fmt: skip

    assert found.sentence == (
        "Year to date, the return gives 1.0%, but the month April 2023 gives 2.0%: the return is 1.0 points lower."
    )
