"""Figures that must be the same: each rule with both figures, or why it cannot be said."""

import itertools
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis import defining
from kpis.models import Definition, Reconciliation, Value
from kpis.periods import add_months
from kpis.reconciling import agreement, check, rule_words
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load


@pytest.fixture(autouse=True)
def _rules(indicators):
    defining.declare_standard_reconciliations(by=None, at=AT)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [(790, 790, True), (790, 789, False), (None, 790, None), (790, None, None), (0, None, None), (0, 0, True)],
)
def test_agreement(left, right, expected):
    assert agreement(left, right) is expected


def test_the_published_table_agrees_with_itself(places):
    load(SAMPLE, places.council)

    found = check([places.council.pk], [AUGUST])

    assert [(each.rule, each.left_value, each.right_value, each.agrees) for each in found] == [
        ("Denominator of 3.1 = figure of 1.2", 790, 790, True),
        ("Denominator of 3.3 = figure of 1.2", 790, 790, True),
        ("Denominator of 3.2 = numerator of 3.1", 691, 691, True),
        ("Denominator of 4.7.2 = figure of 1.3", 274, 274, True),
        ("Denominator of 5.10 = figure of 1.4", 291, 291, True),
        ("Denominator of 5.11 = figure of 1.4", 291, 291, True),
        ("Denominator of 6.2 = denominator of 6.1", 268, 268, True),
        ("Denominator of 6.3 = denominator of 6.1", 268, 268, True),
    ]
    assert found[0].words == "Denominator of 3.1 is 790; figure of 1.2 is 790: they agree."
    assert (found[0].unit, found[0].month_words) == ("Demo Council", "August 2023")


def test_what_disagrees_and_what_is_missing_is_said(places, edited):
    load(edited(("n/a,n/a,790", "n/a,n/a,789"), ("777,790,,", "777,789,,")), places.council)

    found = {each.rule: each for each in check([places.council.pk], [AUGUST])}
    told = found["Denominator of 3.1 = figure of 1.2"]
    assert (told.agrees, told.left_value, told.right_value) == (False, Decimal(790), Decimal(789))
    assert told.words == "Denominator of 3.1 is 790; figure of 1.2 is 789: they do not agree."
    assert [each.agrees for each in found.values()].count(False) == 2

    july = {each.rule: each.words for each in check([places.council.pk], [AUGUST.replace(month=7)])}
    assert july["Denominator of 3.1 = figure of 1.2"] == (
        "Denominator of 3.1 is missing; figure of 1.2 is 777: whether they agree cannot be said."
    )
    assert "Denominator of 6.2 = denominator of 6.1" not in july


def by_hand(units, months):
    """Each rule for each unit and month, one figure at a time: what both sides are, and whether they agree."""

    def part(indicator, name, unit, month):
        basis = Definition.objects.in_force_for(month).get(indicator=indicator).basis
        figure = Value.objects.current().filter(indicator=indicator, unit=unit, period=month, basis=basis).first()
        return getattr(figure, name) if figure else None

    found = []
    for month, unit in itertools.product(sorted(months), sorted(units, key=lambda unit: (unit.name, unit.pk))):
        for rule in Reconciliation.objects.filter(is_in_force=True).order_by("pk"):
            left = part(rule.left, rule.left_part, unit, month)
            right = part(rule.right, rule.right_part, unit, month)
            if left is not None or right is not None:
                found.append((rule_words(rule), unit.name, month, left, right, agreement(left, right)))
    return found


def test_all_at_once_is_what_one_finds_figure_by_figure(places, edited):
    """In several units and months; of a rule out of force, and figures on another basis, nothing is said."""
    units = [places.south, places.council, places.north]
    load(SAMPLE, places.council)
    load(edited(("n/a,n/a,790", "n/a,n/a,789"), ("777,790,,", "777,789,,")), places.north)
    load(edited(("777,790,,", ",790,,")), places.south)
    Definition.objects.filter(indicator__ref="1.3").update(basis="rolling_year")
    Reconciliation.objects.filter(left__ref="6.3").update(is_in_force=False)
    months = [add_months(AUGUST, -back) for back in range(5)]

    found = check([unit.pk for unit in units], months)

    told = [(e.rule, e.unit, e.month, e.left_value, e.right_value, e.agrees) for e in found]
    assert told == by_hand(units, months)
    assert {e.agrees for e in found} == {True, False, None}
    assert len(found) > 50


def test_one_query_for_any_number_of_units_and_months(places):
    load(SAMPLE, places.council)
    units = [places.council.pk, places.north.pk, places.south.pk]

    for months in ([AUGUST], [AUGUST.replace(month=number) for number in (6, 7, 8)]):
        with CaptureQueriesContext(connection) as queries:
            check(units, months)
        assert len(queries) == 1
