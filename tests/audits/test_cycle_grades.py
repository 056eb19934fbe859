"""Agreed overall grades by cycle: counted by the cycle, and whether they are all those of its months."""

import datetime

import pytest

from audits import commands
from audits.grading import Grade
from audits.summaries import cycle_grades, last_cycles
from tests.factories import at

GOOD, RI = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT
UNTIL = datetime.date(2026, 6, 30)


def day(month, number):
    return datetime.date(2026, month, number)


@pytest.fixture
def cycle(cast):
    def add(name, first, last):
        return commands.add_cycle(name=name, starts_on=first, ends_on=last, by=cast.quinn)

    return add


@pytest.fixture
def grade(allocate, agree):
    def done(month, *grades, **changes):
        for each in grades:
            audit = allocate(audit_month=day(month, 1), **changes)
            agree(audit, original={"overall": each}, changed={"overall": each}, at=at(2026, 6, 25))

    return done


def told(unit, until=UNTIL):
    return [(each.name, each.counts, each.months) for each in cycle_grades(unit, until)]


def test_each_cycle_has_the_grades_of_its_audits(cycle, grade, places, allocate, django_assert_num_queries):
    cycle("Spring", day(3, 1), day(4, 30))
    cycle("Summer", day(5, 1), day(6, 30))
    cycle("Later", day(7, 1), day(8, 31))
    grade(3, GOOD, GOOD)
    grade(4, RI)
    grade(5, GOOD, unit=places.elsewhere)
    allocate(audit_month=day(5, 1))  # not agreed

    with django_assert_num_queries(2):
        found = told(places.council)

    assert found == [
        ("Spring", (0, 2, 1, 0), (day(3, 1), day(4, 30))), ("Summer", (0, 1, 0, 0), (day(5, 1), day(6, 30))),
    ]  # fmt: skip
    assert [counts for _, counts, _ in told(places.north)] == [(0, 2, 1, 0), (0, 0, 0, 0)]


def test_audits_that_are_not_those_of_the_months_are_told_apart(cycle, grade, places):
    """April has an audit from before there was a cycle; of May one belongs to the other cycle."""
    grade(4, GOOD)
    spring = cycle("Spring", day(3, 1), day(4, 30))
    cycle("Summer", day(5, 1), day(6, 30))
    grade(3, GOOD)
    grade(5, RI, cycle=spring)

    assert told(places.council) == [("Spring", (0, 1, 1, 0), None), ("Summer", (0, 0, 0, 0), None)]
    # Of a service without audits in these months all of them are.
    assert [months for *_, months in told(places.south)] == [(day(3, 1), day(4, 30)), (day(5, 1), day(6, 30))]


def test_only_whole_months_count(cycle, grade, places):
    half = cycle("Two weeks", day(5, 4), day(5, 17))
    grade(5, GOOD, cycle=half)
    cycle("Odd days", day(3, 10), day(5, 3))
    grade(4, GOOD)

    assert told(places.council) == [
        ("Odd days", (0, 1, 0, 0), (day(4, 1), day(4, 30))), ("Two weeks", (0, 1, 0, 0), None),
    ]  # fmt: skip


def test_the_last_eight_that_had_ended_are_shown(cycle, places):
    for number in range(10):
        month = datetime.date(2025, number + 1, 1)
        cycle(f"Cycle {number}", month, month.replace(day=28))

    assert [each.name for each in last_cycles(datetime.date(2025, 9, 28))] == [f"Cycle {n}" for n in range(1, 9)]
    assert [each.name for each in last_cycles(datetime.date(2025, 1, 27))] == []
    assert cycle_grades(places.council, datetime.date(2025, 1, 27)) == []
