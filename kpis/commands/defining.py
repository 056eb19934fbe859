"""Indicators are defined and given targets."""

import datetime
import re
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import permissions, standard
from kpis.models import REF, Definition, Indicator, Target
from kpis.rag import MeasuredIn, Polarity, order_is_right
from people import events
from people.access import Refused
from people.models import Unit, User


@command
def define_indicator(
    *,
    ref: str,
    theme: str,
    position: int,
    title: str,
    measured_in: MeasuredIn,
    places: int,
    polarity: Polarity,
    basis: str,
    starts_on: datetime.date,
    owner: str = "",
    description: str = "",
    source: str = "",
    by: User | None,
    at: datetime.datetime | None = None,
) -> Definition:
    """Make an indicator, with the definition that holds from `starts_on`."""
    at = at or timezone.now()
    if not permissions.may_define(by):
        raise PermissionDenied
    if not re.fullmatch(REF, ref):
        raise Refused("A reference has up to 20 letters, digits, full stops and hyphens, such as 2.10a.")
    if Indicator.objects.filter(ref=ref).exists():
        raise Refused(f"There is an indicator {ref} already.")

    indicator = Indicator.objects.create(ref=ref, theme=theme, position=position, owner=owner)
    definition = Definition.objects.create(
        indicator=indicator,
        validity=(starts_on, None),
        title=title,
        description=description,
        measured_in=measured_in,
        places=places,
        polarity=polarity,
        basis=basis,
        source=source,
    )
    events.record("indicator.defined", by=by, target=indicator, at=at)
    return definition


@command
def create_standard_indicators(
    *, by: User | None, starts_on: datetime.date = standard.STARTS_ON, at: datetime.datetime | None = None
) -> list[Definition]:
    """Make those of the 17 highlight indicators that are not there yet."""
    at = at or timezone.now()
    if not permissions.may_define(by):
        raise PermissionDenied
    # Two who press the button at once wait for one another here.
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk"))
    there = set(Indicator.objects.values_list("ref", flat=True))
    return [
        define_indicator(position=position, starts_on=starts_on, by=by, at=at, **facts)
        for position, facts in enumerate(standard.INDICATORS, start=1)
        if facts["ref"] not in there
    ]


@command
def set_target(
    indicator: Indicator,
    *,
    minimum: Decimal | None,
    upper: Decimal | None,
    starts_on: datetime.date,
    by: User | None,
    at: datetime.datetime | None = None,
) -> None:
    """Give an indicator targets from a day on (up to a later change already known); both None: no target."""
    at = at or timezone.now()
    if not permissions.may_define(by):
        raise PermissionDenied
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    definition = Definition.objects.in_force_on(starts_on).filter(indicator=indicator).first()
    if definition is None:
        raise Refused(f"{indicator.ref} has no definition on that day.")
    if minimum is None or upper is None:
        if (minimum, upper) != (None, None):
            raise Refused("Give both minimum and upper, or neither.")
    elif definition.polarity == Polarity.NONE:
        raise Refused(f"{indicator.ref} has no better direction, so it can have no target.")
    elif not order_is_right(minimum, upper, Polarity(definition.polarity)):
        raise Refused(f"{definition.polarity_words}: upper must not be easier to reach than minimum.")

    change_target(indicator.pk, minimum, upper, starts_on)
    events.record("target.set", by=by, target=indicator, at=at)


def change_target(indicator: int, minimum: Decimal | None, upper: Decimal | None, starts_on: datetime.date) -> None:
    """End what is in force on `starts_on` the day before, and put the new pair in its place until the next change."""
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
    if minimum is not None and upper is not None:
        Target.objects.create(indicator_id=indicator, validity=(starts_on, ends_on), minimum=minimum, upper=upper)
