"""Definitions change from a month on, targets step, and what changes how figures are read is kept with its reason."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kpis import defining
from kpis.models import Definition, Exemption, Indicator, Population, Rebase, Reconciliation, Target
from kpis.populations import set_population
from kpis.rag import Goal, Operator, Rule
from people.access import Refused
from people.models import Event
from tests.kpis.conftest import AT, AUGUST

JANUARY, OCTOBER = datetime.date(2024, 1, 1), datetime.date(2023, 10, 1)
LATER_CHANGE = {"starts_on": JANUARY, "change_note": "Visits by phone no longer count."}


@pytest.fixture(autouse=True)
def _indicators(indicators):
    pass


def indicator(ref="3.3"):
    return Indicator.objects.get(ref=ref)


def running(ref="3.3"):
    return Definition.objects.get(indicator__ref=ref, validity__upper_inf=True)


def changed(ref="3.3", **facts):
    return dataclasses.replace(defining.draft_of(running(ref)), **facts)


def targets(ref):
    said = ("rule", "minimum", "upper", "target", "operator", "tolerance")
    return [
        (row.validity.lower, row.validity.upper, *(getattr(row, name) for name in said))
        for row in Target.objects.filter(indicator__ref=ref).order_by("validity")
    ]


def test_a_changed_definition_ends_the_one_before_and_says_why(cast):
    defining.change_definition(indicator(), changed(basis="month"), **LATER_CHANGE, by=cast.andy, at=AT)

    rows = Definition.objects.filter(indicator__ref="3.3").order_by("validity")
    assert [(row.validity.lower, row.validity.upper, row.basis, row.change_note) for row in rows] == [
        (datetime.date(2015, 4, 1), JANUARY, "snapshot", ""),
        (JANUARY, None, "month", "Visits by phone no longer count."),
    ]
    assert Event.objects.latest("pk").verb == "indicator.redefined"


def test_a_correction_of_wording_stays_in_place(cast):
    defining.correct_wording(indicator(), changed(title="Children visited in four weeks"), by=cast.andy, at=AT)

    assert Definition.objects.filter(indicator__ref="3.3").count() == 1
    assert running().title == "Children visited in four weeks"
    with pytest.raises(Refused, match=r"^This counts something otherwise \(Unit, Decimal places\)"):
        defining.correct_wording(indicator(), changed(measured_in="days", places=0), by=cast.andy, at=AT)
    assert running().measured_in == "percentage"


def test_a_definition_that_a_target_would_not_fit_is_refused_whole(cast):
    goal = Goal(Rule.MINIMUM_UPPER, minimum=Decimal(85), upper=Decimal(90))
    defining.set_goal(indicator(), goal, starts_on=AUGUST, by=cast.andy, at=AT)

    with pytest.raises(Refused) as caught:
        defining.change_definition(indicator(), changed(polarity="lower"), **LATER_CHANGE, by=cast.andy, at=AT)

    assert str(caught.value) == (
        "Its target from 1 August 2023 would not fit. Lower is better: upper must not be easier to reach than minimum."
    )
    assert Definition.objects.filter(indicator__ref="3.3").count() == 1


def test_targets_of_every_rule_step_and_end(cast):
    steps = [
        (AUGUST, Goal(Rule.OPERATOR, target=Decimal(20), operator=Operator.AT_MOST)),
        (JANUARY, Goal(Rule.TOLERANCE, target=Decimal(90), tolerance=Decimal("2.5"))),
        (OCTOBER, Goal(Rule.OPERATOR, target=Decimal(15), operator=Operator.LESS)),
        (datetime.date(2024, 4, 1), None),
    ]
    for starts_on, goal in steps:
        defining.set_goal(indicator(), goal, starts_on=starts_on, by=cast.andy, at=AT)

    assert targets("3.3") == [
        (AUGUST, OCTOBER, "operator", None, None, 20, "<=", None),
        (OCTOBER, JANUARY, "operator", None, None, 15, "<", None),
        (JANUARY, datetime.date(2024, 4, 1), "tolerance", None, None, 90, "", Decimal("2.5")),
    ]


def test_a_target_needs_a_definition_and_must_fit_every_later_one(cast):
    with pytest.raises(Refused, match=r"^3\.3 has no definition on that day\.$"):
        defining.set_goal(indicator(), None, starts_on=datetime.date(2015, 3, 1), by=cast.andy, at=AT)
    defining.change_definition(indicator(), changed(polarity="none"), **LATER_CHANGE, by=cast.andy, at=AT)
    goal = Goal(Rule.MINIMUM_UPPER, minimum=Decimal(85), upper=Decimal(90))
    with pytest.raises(Refused, match=r"^3\.3 has no better direction, so it can have no target\.$"):
        defining.set_goal(indicator(), goal, starts_on=AUGUST, by=cast.andy, at=AT)
    assert targets("3.3") == []


def test_the_population_of_a_year_is_said_once_and_can_be_put_right(places, cast):
    set_population(places.council, year=2022, children=64_100, source="Mid-year", by=cast.andy, at=AT)
    set_population(places.council, year=2022, children=64_200, source="Census", by=cast.andy, at=AT)

    assert list(Population.objects.values_list("unit", "year", "children", "source")) == [
        (places.council.pk, 2022, 64_200, "Census"),
    ]


def test_an_exemption_has_a_reason_stands_once_and_ends(places, cast):
    with pytest.raises(Refused, match=r"^Say why it does not apply\.$"):
        defining.exempt(indicator(), places.south, reason="", by=cast.andy, at=AT)
    made = defining.exempt(indicator(), places.south, reason="South has no such team.", by=cast.andy, at=AT)
    with pytest.raises(Refused, match=r"^3\.3 is marked as not applicable to South service already\.$"):
        defining.exempt(indicator(), places.south, reason="Again.", by=cast.andy, at=AT)

    defining.end_exemption(made, by=cast.andy, at=AT)
    assert Exemption.objects.count() == 0


def test_limits_are_rebased_once_a_month_with_a_note(places, cast):
    made = defining.rebase(indicator(), month=OCTOBER, reason="A new team.", by=cast.andy, at=AT)
    defining.rebase(indicator(), month=OCTOBER, unit=places.south, reason="A new team.", by=cast.andy, at=AT)
    with pytest.raises(Refused, match=r"^Limits are computed anew from that month already\.$"):
        defining.rebase(indicator(), month=OCTOBER, reason="Again.", by=cast.andy, at=AT)
    with pytest.raises(Refused, match=r"^Say what has changed"):
        defining.rebase(indicator(), month=JANUARY, reason="", by=cast.andy, at=AT)

    defining.remove_rebase(made, by=cast.andy, at=AT)
    assert list(Rebase.objects.values_list("unit", flat=True)) == [places.south.pk]


def test_reconciliation_rules_are_declared_once_end_and_come_back(cast):
    assert defining.declare_standard_reconciliations(by=cast.andy, at=AT) == 8
    assert defining.declare_standard_reconciliations(by=cast.andy, at=AT) == 0
    with pytest.raises(Refused, match=r"^These two are compared already\.$"):
        defining.declare_reconciliation(indicator("1.2"), "value", indicator("3.1"), "denominator", by=cast.andy, at=AT)

    rule = Reconciliation.objects.get(left__ref="3.1")
    defining.end_reconciliation(rule, by=cast.andy, at=AT)
    assert Reconciliation.objects.filter(is_in_force=True).count() == 7
    assert defining.declare_standard_reconciliations(by=cast.andy, at=AT) == 1
    assert Reconciliation.objects.get(pk=rule.pk).is_in_force


def test_an_indicator_moves_and_the_others_close_up(cast):
    defining.reorder(indicator("6.3"), place=2, by=cast.andy, at=AT)
    defining.reorder(indicator("1.1"), place=17, by=cast.andy, at=AT)

    order = list(Indicator.objects.order_by("position").values_list("ref", "position"))
    assert (order[:3], order[-1]) == ([("6.3", 1), ("1.2", 2), ("1.3", 3)], ("1.1", 17))
    with pytest.raises(Refused, match=r"^Choose a place from 1 to 17\.$"):
        defining.reorder(indicator("1.1"), place=18, by=cast.andy, at=AT)


@pytest.mark.parametrize("name", ["dee", "quinn", "tess", "sky", "adi", "lee"])
def test_only_analysts_of_the_council_define(places, cast, name):
    person = getattr(cast, name)
    for change in (
        lambda: defining.change_definition(indicator(), changed(basis="month"), **LATER_CHANGE, by=person),
        lambda: defining.correct_wording(indicator(), changed(title="New"), by=person),
        lambda: defining.set_goal(indicator(), None, starts_on=AUGUST, by=person),
        lambda: set_population(places.council, year=2022, children=1, by=person),
        lambda: defining.exempt(indicator(), places.south, reason="None.", by=person),
        lambda: defining.rebase(indicator(), month=AUGUST, reason="None.", by=person),
        lambda: defining.declare_standard_reconciliations(by=person),
        lambda: defining.reorder(indicator(), place=1, by=person),
        lambda: defining.change_indicator(indicator(), theme="Plans", owner="", answered_by=None, by=person),
    ):
        with pytest.raises(PermissionDenied):
            change()
