"""Year to date, quarter and rolling 12 months, added up from the figures of single months. Plain Python.

A sum says something only if no month is missing from it: one month left out would look like good or bad news.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpis.periods import (
    BASIS_WORDS,
    YEAR_STARTS_IN,
    Basis,
    financial_year,
    month_words,
    months_to,
    quarter_of,
)
from kpis.rag import MeasuredIn, difference_words, displayed, figure_words

# A month's numerator and denominator.
Parts = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Sum:
    """What single months add up to. A count has no denominator."""

    numerator: Decimal
    denominator: Decimal | None
    months: tuple[datetime.date, ...]


@dataclass(frozen=True)
class Difference:
    """A returned figure that is not what its months add up to, both as displayed; `by` is returned less computed."""

    returned: Decimal
    computed: Decimal
    by: Decimal
    sentence: str


def covered_months(month: datetime.date, basis: Basis) -> tuple[datetime.date, ...]:
    """The months that a figure on `basis` adds up, oldest first; none where it adds nothing up.

    A snapshot stands for its day alone, and an outturn is published, not added up. A quarter is there only once its
    last month is over: a part of a quarter under the name of the whole would mislead.
    """
    if basis == Basis.MONTH:
        return (month,)
    if basis == Basis.QUARTER:
        return tuple(months_to(month, 3)) if month == quarter_of(month).last_month else ()
    if basis == Basis.YEAR_TO_DATE:
        start = datetime.date(financial_year(month), YEAR_STARTS_IN, 1)
        return tuple(months_to(month, (month.year - start.year) * 12 + month.month - start.month + 1))
    return tuple(months_to(month, 12)) if basis == Basis.ROLLING_YEAR else ()


def missing_months(
    months: Mapping[datetime.date, Parts], *, month: datetime.date, basis: Basis, measured_in: MeasuredIn
) -> list[datetime.date]:
    """The months that the sum needs and does not have, whole, oldest first."""
    return [each for each in covered_months(month, basis) if not _is_whole(months.get(each), measured_in)]


def _is_whole(parts: Parts | None, measured_in: MeasuredIn) -> bool:
    if parts is None or parts[0] is None:
        return False
    return measured_in == MeasuredIn.COUNT or parts[1] is not None


def accumulate(
    months: Mapping[datetime.date, Parts], *, month: datetime.date, basis: Basis, measured_in: MeasuredIn
) -> Sum | None:
    """The months up to `month` that `basis` covers, added up; None unless every one of them is there, whole.

    A count adds up numerators alone. A rate adds up its numerators over one population, that of `month`: the same
    children live there in every month, and twelve times as many would make a twelfth of the rate.
    """
    covered = covered_months(month, basis)
    if not covered or missing_months(months, month=month, basis=basis, measured_in=measured_in):
        return None
    numerator = sum((months[each][0] for each in covered), Decimal(0))
    if measured_in == MeasuredIn.COUNT:
        return Sum(numerator, None, covered)
    if measured_in == MeasuredIn.RATE:
        return Sum(numerator, months[month][1], covered)
    return Sum(numerator, sum((months[each][1] for each in covered), Decimal(0)), covered)


def difference(
    returned: Decimal | None,
    computed: Decimal | None,
    *,
    month: datetime.date,
    basis: Basis,
    measured_in: MeasuredIn,
    places: int,
) -> Difference | None:
    """How a returned figure disagrees, as displayed, with what its months add up to; None if it does not."""
    if returned is None or computed is None:
        return None
    given, made = displayed(returned, places), displayed(computed, places)
    if given == made:
        return None

    def words(value: Decimal) -> str:
        return figure_words(value, measured_in=measured_in, places=places)

    covered = covered_months(month, basis)
    months = f"the month {month_words(month)} gives"
    if len(covered) > 1:
        months = f"the months from {month_words(covered[0])} to {month_words(covered[-1])} give"
    by = difference_words(f"{abs(given - made):,}", measured_in)
    sentence = (
        f"{BASIS_WORDS[basis]}, the return gives {words(given)}, but {months} {words(made)}: "
        f"the return is {by} {'higher' if given > made else 'lower'}."
    )
    return Difference(given, made, given - made, sentence)
