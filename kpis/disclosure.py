"""Which figures may be read by everybody, so that nobody can tell what was said of one child. Plain Python.

Sources: the Department for Education's rule for children in need ("any number between 1 and 5 inclusive has been
suppressed and replaced by c"; zero is a true zero; percentages of hidden counts are hidden too).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kpis.periods import YEAR_STARTS_IN, Basis, financial_year, quarter_of
from kpis.rag import MeasuredIn, displayed

SMALL = range(1, 6)
HIDDEN_WORDS = "[c]"

# By how much the number of children or records that an indicator is about may differ between two months.
WHOLE_DIFFERS = Decimal("0.25")

# Figures that grow within a stretch of time: taken from one another, they tell what each month brought.
GROWING = (Basis.YEAR_TO_DATE, Basis.QUARTER)


def is_small(count: int | Decimal) -> bool:
    return 0 < count < SMALL.stop


def is_safe(numerator: int | Decimal, denominator: int | Decimal) -> bool:
    """Is neither the numerator nor the rest a small number?"""
    return not is_small(numerator) and not is_small(denominator - numerator)


@dataclass(frozen=True)
class Counted:
    """What a figure counts: a count's numerator is the count itself, without a denominator."""

    measured_in: MeasuredIn
    numerator: Decimal | None
    denominator: Decimal | None


def may_stand_alone(counted: Counted) -> bool:
    """May this figure be published, looked at by itself?

    A percentage is hidden when its numerator or the rest is small. A rate's numerator follows from the published
    population. An average or a ratio of few is nearly a fact about each. What rests on unknown numbers may rest on
    small ones.
    """
    numerator, denominator = counted.numerator, counted.denominator
    if numerator is None or (denominator is None and counted.measured_in != MeasuredIn.COUNT):
        return False
    if counted.measured_in in (MeasuredIn.COUNT, MeasuredIn.RATE):
        return not is_small(numerator)
    if counted.measured_in == MeasuredIn.PERCENTAGE:
        return is_safe(numerator, denominator)
    return not is_small(numerator) and not is_small(denominator)


def gives_away(value: Decimal, whole: Decimal, *, places: int) -> bool:
    """Can a percentage be turned back into a small number by somebody who knows only of about how many it is?

    Nobody gave its numbers; `whole` is how many another month counts. The true one may be a quarter more or less. What
    every number behind the displayed percentage has in common is known: that it is small, or that the rest is.
    """
    if is_small(whole):
        return True
    fewest, most = -(-whole * (1 - WHOLE_DIFFERS) // 1), whole * (1 + WHOLE_DIFFERS) // 1
    half = Decimal(1).scaleb(-places) / 2
    shown = displayed(value, places)
    low, high = max(shown - half, Decimal(0)) / 100, min(shown + half, Decimal(100)) / 100
    if low * fewest >= SMALL.stop and (1 - high) * fewest >= SMALL.stop:
        return False
    is_possible = False
    for of in range(int(fewest), int(most) + 1):
        for numerator in range(int(-(-low * of // 1)), int(high * of // 1) + 1):
            if displayed(Decimal(100 * numerator) / of, places) != shown:
                continue
            if is_safe(numerator, of):
                return False
            is_possible = True
    return is_possible or not is_safe((value * whole / 100).quantize(Decimal(1), ROUND_HALF_UP), whole)


def published_months(figures: Mapping[datetime.date, Counted], basis: Basis) -> frozenset[datetime.date]:
    """The months of one indicator's figures, all on `basis`, that everybody may read.

    Where figures grow from month to month, whoever subtracts one from the next reads what the month brought. So after
    a month that is hidden, the months that follow stay hidden until 6 or more lie between what is shown: a small step
    beside a published one of 0, or of 6, would give itself away.
    """
    shown, last, is_open, stretch = set(), Decimal(0), True, None
    for month in sorted(figures):
        counted = figures[month]
        is_published = may_stand_alone(counted)
        if basis in GROWING and counted.measured_in in (MeasuredIn.COUNT, MeasuredIn.RATE):
            if stretch != (stretch := _start(month, basis)):
                last, is_open = Decimal(0), True
            step = abs((counted.numerator or Decimal(0)) - last)
            is_published = is_published and (step >= SMALL.stop or (is_open and step == 0))
            is_open = is_published
            if is_published:
                last = counted.numerator or Decimal(0)
        if is_published:
            shown.add(month)
    return frozenset(shown)


def _start(month: datetime.date, basis: Basis) -> datetime.date:
    """Where the stretch begins in which figures grow."""
    if basis == Basis.QUARTER:
        return quarter_of(month).start
    return datetime.date(financial_year(month), YEAR_STARTS_IN, 1)
