"""Of what was told of the same audits not all fits: counts were corrected, or units have others than was thought."""

import datetime
from dataclasses import replace

import pytest

from reports.audit_counts import GRADES
from reports.audits_told import ALL, Told
from reports.taken_together import everything_told

APRIL, MAY, JUNE = (datetime.date(2026, month, 1) for month in (4, 5, 6))
SPRING, QUARTER = (APRIL, MAY), (APRIL, MAY, JUNE)


def told(edition, months, good, rest, *, unit="/c/"):
    """So many good ones and so many that require improvement, and no others."""
    counts = ((0, 0), (1, good), (2, rest), (3, 0))
    ranges = (*(((column,), count, count) for column, count in counts), (ALL[GRADES], good + rest, good + rest))
    return Told(unit, frozenset(months), ranges, edition)


OWN = told("", QUARTER, 40, 40)
SPRING_OF_NOW = told("Spring, corrected", SPRING, 20, 30)
SPRING_OF_THEN = told("Spring", SPRING, 20, 31)
APRIL_OF_THEN = told("April", [APRIL], 10, 10)


def editions(found):
    return [each.edition for each in found.told if each.edition]


def taken_together(*told, whole=frozenset()):
    return everything_told(GRADES, told, [OWN], ["/c/"], whole)


def test_what_fits_is_taken_as_it_is():
    found = taken_together(APRIL_OF_THEN, SPRING_OF_NOW)

    assert (editions(found), found.are_parts, found.is_at_odds) == (["April", "Spring, corrected"], False, False)


@pytest.mark.parametrize(("told", "expected"), [
    ([SPRING_OF_THEN, SPRING_OF_NOW], ["Spring, corrected"]),
    ([APRIL_OF_THEN, SPRING_OF_THEN, SPRING_OF_NOW], ["Spring, corrected", "April"]),
    ([told("May", [MAY], 10, 10), SPRING_OF_THEN, APRIL_OF_THEN, SPRING_OF_NOW], ["Spring, corrected", "April"]),
    ([told("Spring", SPRING, 41, 0)], []),
])  # fmt: skip
def test_of_editions_that_do_not_fit_the_later_ones_are_taken_and_all_that_fit_them(told, expected):
    found = taken_together(*told)

    assert (editions(found), found.is_at_odds) == (expected, False)


def test_an_indicator_that_does_not_fit_the_line_looked_at_some_of_its_audits():
    figure = replace(told("Figures", QUARTER, 38, 40), ref="A1")

    found = taken_together(figure)

    assert (editions(found), found.are_parts, found.is_at_odds) == (["Figures"], True, False)


@pytest.mark.parametrize(("south", "expected"), [(15, frozenset({"/c/"})), (14, frozenset())])
def test_units_that_do_not_add_up_may_have_others(south, expected):
    services = [told("North", QUARTER, 25, 40, unit="/c/n/"), told("South", QUARTER, south, 0, unit="/c/s/")]

    found = taken_together(*services, whole=frozenset({"/c/"}))

    assert (editions(found), found.whole, found.is_at_odds) == (["North", "South"], expected, False)
