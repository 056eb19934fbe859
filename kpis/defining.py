"""The analyst says what indicators mean: definitions, targets, and what changes how their figures are read."""

import datetime
import re
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import definition_rules as rules
from kpis import permissions, standard
from kpis.definition_rules import DRAFT_FIELDS, DefinitionDraft
from kpis.measuring import what_there_is
from kpis.models import (
    REF,
    Definition,
    Exemption,
    Indicator,
    Rebase,
    Reconciliation,
    Target,
)
from kpis.rag import Goal, MeasuredIn, Polarity, Rule
from people import events
from people.access import Refused
from people.models import Unit, User


def draft_of(definition: Definition) -> DefinitionDraft:
    """What a definition says, as a plain value."""
    return DefinitionDraft(**{name: getattr(definition, name) for name in DRAFT_FIELDS})


@command
def define_indicator(
    *,
    ref: str,
    theme: str,
    starts_on: datetime.date,
    position: int | None = None,
    owner: str = "",
    answered_by: User | None = None,
    by: User | None,
    at: datetime.datetime | None = None,
    **facts: Any,
) -> Definition:
    """Make an indicator, with the definition that holds from `starts_on`; without a position it stands last."""
    _only_definers(by)
    if not re.fullmatch(REF, ref):
        raise Refused("A reference has up to 20 letters, digits, full stops and hyphens, such as 2.10a.")
    if Indicator.objects.filter(ref=ref).exists():
        raise Refused(f"There is an indicator {ref} already.")
    draft = DefinitionDraft(**facts)
    _refuse(rules.draft_barrier(draft))
    _refuse_unknown_names(draft)

    place = position or Indicator.objects.count() + 1
    indicator = Indicator.objects.create(ref=ref, theme=theme, position=place, owner=owner, answered_by=answered_by)
    definition = Definition.objects.create(indicator=indicator, validity=(starts_on, None), **asdict(draft))
    events.record("indicator.defined", by=by, target=indicator, at=at)
    return definition


@command
def create_standard_indicators(
    *, by: User | None, starts_on: datetime.date = standard.STARTS_ON, at: datetime.datetime | None = None
) -> list[Definition]:
    """Make those of the 17 highlight indicators that are not there yet."""
    at = at or timezone.now()
    _only_definers(by)
    # Two who press the button at once wait for one another here.
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk"))
    there = set(Indicator.objects.values_list("ref", flat=True))
    return [
        define_indicator(position=position, starts_on=starts_on, by=by, at=at, **facts)
        for position, facts in enumerate(standard.INDICATORS, start=1)
        if facts["ref"] not in there
    ]


@command
def change_indicator(
    indicator: Indicator,
    *,
    theme: str,
    owner: str,
    answered_by: User | None,
    by: User | None,
    at: datetime.datetime | None = None,
) -> Indicator:
    """Say under which theme it stands, and who answers for it."""
    indicator = _locked(indicator, by)
    indicator.theme, indicator.owner, indicator.answered_by = theme, owner, answered_by
    indicator.save(update_fields=["theme", "owner", "answered_by"])
    events.record("indicator.changed", by=by, target=indicator, at=at)
    return indicator


@command
def reorder(indicator: Indicator, *, place: int, by: User | None, at: datetime.datetime | None = None) -> None:
    """Put an indicator at a place in the table that leaders know; the others close up."""
    _only_definers(by)
    others = list(Indicator.objects.select_for_update().exclude(pk=indicator.pk).order_by("position", "pk"))
    if not 1 <= place <= len(others) + 1:
        raise Refused(f"Choose a place from 1 to {len(others) + 1}.")
    others.insert(place - 1, indicator)
    for number, each in enumerate(others, start=1):
        each.position = number
    Indicator.objects.bulk_update(others, ["position"])
    events.record("indicator.reordered", by=by, target=indicator, at=at, place=place)


@command
def arrange(
    indicator: Indicator, *, place: int, by: User | None, at: datetime.datetime | None = None, **facts: Any
) -> None:
    """Theme, owner, who answers, and the place in the table: together or not at all."""
    indicator = change_indicator(indicator, **facts, by=by, at=at)
    if place != indicator.position:
        reorder(indicator, place=place, by=by, at=at)


@command
def correct_wording(
    indicator: Indicator, draft: DefinitionDraft, *, by: User | None, at: datetime.datetime | None = None
) -> Definition:
    """Put the words of the definition in force right, in place: nothing is counted otherwise."""
    indicator = _locked(indicator, by)
    running = _running(indicator)
    old = draft_of(running)
    _refuse(rules.wording_barrier(old, draft))
    changed = rules.changed_fields(old, draft)
    for name in changed:
        setattr(running, name, getattr(draft, name))
    if changed:
        running.save(update_fields=changed)
        events.record("indicator.wording_corrected", by=by, target=indicator, at=at)
    return running


@command
def change_definition(
    indicator: Indicator,
    draft: DefinitionDraft,
    *,
    starts_on: datetime.date,
    change_note: str,
    by: User | None,
    at: datetime.datetime | None = None,
) -> Definition:
    """End the definition in force and begin a new one: the trend line breaks there, and says why."""
    indicator = _locked(indicator, by)
    running = _running(indicator)
    since = running.validity.lower
    barrier = rules.change_barrier(draft_of(running), draft, running_since=since, starts_on=starts_on, note=change_note)
    _refuse(barrier)
    _refuse_unknown_names(draft)
    for target in Target.objects.filter(indicator=indicator, validity__overlap=(starts_on, None)).order_by("validity"):
        if reason := rules.goal_barrier(indicator.ref, target.goal, Polarity(draft.polarity)):
            raise Refused(f"Its target from {target.validity.lower:%-d %B %Y} would not fit. {reason}")

    running.validity = (since, starts_on)
    running.save(update_fields=["validity"])
    new = Definition.objects.create(
        indicator=indicator, validity=(starts_on, None), change_note=change_note, **asdict(draft)
    )
    events.record("indicator.redefined", by=by, target=indicator, at=at)
    return new


@command
def set_goal(
    indicator: Indicator,
    goal: Goal | None,
    *,
    starts_on: datetime.date,
    by: User | None,
    at: datetime.datetime | None = None,
) -> None:
    """Give an indicator a target from a day on (up to a later change already known); None: no target."""
    indicator = _locked(indicator, by)
    definitions = Definition.objects.filter(indicator=indicator, validity__overlap=(starts_on, None))
    in_force = sorted(definitions, key=lambda definition: definition.validity.lower)
    if not in_force or in_force[0].validity.lower > starts_on:
        raise Refused(f"{indicator.ref} has no definition on that day.")
    if goal:
        for definition in in_force:
            _refuse(rules.goal_barrier(indicator.ref, goal, Polarity(definition.polarity)))
    change_goal(indicator.pk, goal, starts_on)
    events.record("target.set", by=by, target=indicator, at=at)


def set_target(
    indicator: Indicator,
    *,
    minimum: Decimal | None,
    upper: Decimal | None,
    starts_on: datetime.date,
    by: User | None,
    at: datetime.datetime | None = None,
) -> None:
    """Set minimum and upper, as returns give them; both None: no target."""
    _only_definers(by)
    set_goal(indicator, pair(minimum, upper), starts_on=starts_on, by=by, at=at)


def pair(minimum: Decimal | None, upper: Decimal | None) -> Goal | None:
    """Minimum and upper as a goal."""
    if (minimum is None) != (upper is None):
        raise Refused("Give both minimum and upper, or neither.")
    return None if minimum is None else Goal(Rule.MINIMUM_UPPER, minimum=minimum, upper=upper)


def change_goal(indicator: int, goal: Goal | None, starts_on: datetime.date) -> None:
    """End what is in force on `starts_on` the day before, and put the goal in its place until the next change."""
    targets = Target.objects.select_for_update().filter(indicator_id=indicator)
    ends_on = None
    if running := targets.in_force_on(starts_on).first():
        ends_on = running.validity.upper
        if running.validity.lower == starts_on:
            running.delete()
        else:
            running.validity = (running.validity.lower, starts_on)
            running.save(update_fields=["validity"])
    elif later := targets.filter(validity__startswith__gt=starts_on).order_by("validity").first():
        ends_on = later.validity.lower
    if goal:
        sizes = {name: getattr(goal, name) for name in ("minimum", "upper", "target", "tolerance")}
        Target.objects.create(
            indicator_id=indicator, validity=(starts_on, ends_on), rule=goal.rule, operator=goal.operator or "", **sizes
        )


@command
def exempt(
    indicator: Indicator, unit: Unit, *, reason: str, by: User | None, at: datetime.datetime | None = None
) -> Exemption:
    """Say that an indicator does not apply to a unit and all below it, and why."""
    indicator = _locked(indicator, by)
    if not reason:
        raise Refused("Say why it does not apply.")
    if Exemption.objects.filter(indicator=indicator, unit=unit).exists():
        raise Refused(f"{indicator.ref} is marked as not applicable to {unit.name} already.")
    made = Exemption.objects.create(indicator=indicator, unit=unit, reason=reason)
    events.record("indicator.exempted", by=by, target=indicator, at=at, unit=unit.code)
    return made


@command
def end_exemption(exemption: Exemption, *, by: User | None, at: datetime.datetime | None = None) -> None:
    """The indicator applies to the unit after all."""
    indicator = _locked(exemption.indicator, by)
    Exemption.objects.filter(pk=exemption.pk).delete()
    events.record("indicator.exemption_ended", by=by, target=indicator, at=at)


@command
def rebase(
    indicator: Indicator,
    *,
    month: datetime.date,
    reason: str,
    unit: Unit | None = None,
    by: User | None,
    at: datetime.datetime | None = None,
) -> Rebase:
    """From this month on, compute limits anew; the note says what has changed. Without a unit: for every unit."""
    indicator = _locked(indicator, by)
    _refuse(rules.rebase_barrier(month, reason))
    if Rebase.objects.filter(indicator=indicator, unit=unit, month=month).exists():
        raise Refused("Limits are computed anew from that month already.")
    made = Rebase.objects.create(indicator=indicator, unit=unit, month=month, reason=reason)
    events.record("indicator.rebased", by=by, target=indicator, at=at, month=f"{month:%Y-%m}")
    return made


@command
def remove_rebase(made: Rebase, *, by: User | None, at: datetime.datetime | None = None) -> None:
    """Limits run on through that month after all."""
    indicator = _locked(made.indicator, by)
    Rebase.objects.filter(pk=made.pk).delete()
    events.record("indicator.rebase_removed", by=by, target=indicator, at=at, month=f"{made.month:%Y-%m}")


@command
def declare_reconciliation(
    left: Indicator,
    left_part: str,
    right: Indicator,
    right_part: str,
    *,
    by: User | None,
    at: datetime.datetime | None = None,
) -> Reconciliation:
    """Say once that two figures are the same, to be checked at every load."""
    _only_definers(by)
    list(Indicator.objects.select_for_update().filter(pk__in=[left.pk, right.pk]).order_by("pk").values_list("pk"))
    counts = set(
        Definition.objects.filter(
            indicator__in=[left, right], measured_in=MeasuredIn.COUNT, validity__upper_inf=True
        ).values_list("indicator", flat=True)
    )
    sides = [(left.ref, left_part, left.pk in counts), (right.ref, right_part, right.pk in counts)]
    _refuse(rules.reconciliation_barrier(*sides))
    same = {"left": left, "left_part": left_part, "right": right, "right_part": right_part}
    turned = {"left": right, "left_part": right_part, "right": left, "right_part": left_part}
    for way in (same, turned):
        if Reconciliation.objects.filter(**way, is_in_force=True).exists():
            raise Refused("These two are compared already.")
    rule, _ = Reconciliation.objects.update_or_create(**same, defaults={"is_in_force": True})
    events.record("reconciliation.declared", by=by, target=rule, words=f"{left.ref} and {right.ref}", at=at)
    return rule


@command
def declare_standard_reconciliations(*, by: User | None, at: datetime.datetime | None = None) -> int:
    """Declare those of the rules among the highlight indicators that are not in force and whose indicators exist."""
    _only_definers(by)
    by_ref = {indicator.ref: indicator for indicator in Indicator.objects.filter(ref__in=standard.RECONCILED_REFS)}
    there = set(
        Reconciliation.objects.filter(is_in_force=True).values_list(
            "left__ref", "left_part", "right__ref", "right_part"
        )
    )
    missing = [rule for rule in standard.RECONCILIATIONS if rule not in there and {rule[0], rule[2]} <= by_ref.keys()]
    for left, left_part, right, right_part in missing:
        declare_reconciliation(by_ref[left], left_part, by_ref[right], right_part, by=by, at=at)
    return len(missing)


@command
def end_reconciliation(rule: Reconciliation, *, by: User | None, at: datetime.datetime | None = None) -> None:
    """The two need not be the same any more."""
    _only_definers(by)
    Reconciliation.objects.filter(pk=rule.pk).update(is_in_force=False)
    events.record("reconciliation.ended", by=by, target=rule, words=f"{rule.left.ref} and {rule.right.ref}", at=at)


def _only_definers(by: User | None) -> None:
    if not permissions.may_define(by):
        raise PermissionDenied


def _locked(indicator: Indicator, by: User | None) -> Indicator:
    _only_definers(by)
    return Indicator.objects.select_for_update().get(pk=indicator.pk)


def _running(indicator: Indicator) -> Definition:
    """The definition without an end: the one in force, or the next that will be."""
    running = Definition.objects.select_for_update().filter(indicator=indicator, validity__upper_inf=True).first()
    if running is None:
        raise Refused(f"{indicator.ref} has no definition that runs on.")
    return running


def _refuse_unknown_names(draft: DefinitionDraft) -> None:
    """What is narrowed to a tool, domain or cohort that is not there could never be computed."""
    if draft.tool or draft.domain or draft.cohort:
        _refuse(rules.names_problem(draft, what_there_is())[1])


def _refuse(barrier: str) -> None:
    if barrier:
        raise Refused(barrier)
