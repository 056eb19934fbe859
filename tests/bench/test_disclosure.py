"""A month's report is protected against those of the months before it, within a second. Plain Python, no database."""

import datetime
import random
import time

import pytest

from kpis.periods import add_months, last_of
from reports.disclosure import CountTable, Edition, Line, protect

pytestmark = pytest.mark.bench
APRIL = datetime.date(2025, 4, 1)
MOST_SECONDS = 1
NUMBERS = (0, 2, 4, 7, 12, 25, 40, 60, 90, 120)


def tables(indicators, months, seed=1):
    """For each indicator its last six months, and for two in three what it counts from April on."""
    found = []
    for ref in range(indicators):
        dice = random.Random(f"{seed} {ref}")
        counts = [(dice.choice(NUMBERS), dice.choice(NUMBERS)) for _ in range(months)]
        lines = [
            Line(f"{add_months(APRIL, month):%B %Y}", counts[month]) for month in range(max(0, months - 6), months)
        ]
        if ref % 3:
            total = tuple(map(sum, zip(*counts, strict=True)))
            period = (APRIL, last_of(add_months(APRIL, months - 1)))
            lines.insert(0, Line("Year to date", total, cohort=f"Indicator {ref}", of="met", period=period))
        found.append(CountTable(f"Indicator {ref}", ("Number", "The rest"), tuple(lines), adds_up=False))
    return found


@pytest.mark.parametrize(("indicators", "months"), [(17, 11), (150, 3)])
def test_a_month_is_protected_against_those_before_it_within_a_second(indicators, months):
    earlier = []
    for month in range(1, months + 1):
        earlier.append(Edition(f"Month {month}", protect(tables(indicators, month), earlier).tables))

    began = time.perf_counter()
    found = protect(tables(indicators, months + 1), earlier)
    seconds = time.perf_counter() - began

    print(
        f"\n{indicators} indicators against {months} months: {seconds:.2f} s, {len(found.suppressions)} numbers hidden"
    )
    assert seconds <= MOST_SECONDS
