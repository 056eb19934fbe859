"""How many children live in a unit's area, and the rates that are counted on them."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.definition_rules import population_barrier
from kpis.models import Definition, Indicator, Load, Population, Value
from kpis.periods import last_of
from kpis.rag import MeasuredIn, ratio_of, stored
from people import events
from people.access import Refused
from people.models import Unit, User


@dataclass(frozen=True)
class Kept:
    population: Population
    recounted: int  # rates that rest on the number and were counted anew

    @property
    def words(self) -> str:
        """The population is kept. 2 rates are counted anew on it."""
        if not self.recounted:
            return "The population is kept."
        return (
            "The population is kept. "
            f"{self.recounted:,} {'rate is' if self.recounted == 1 else 'rates are'} counted anew on it."
        )


@command
def set_population(
    unit: Unit,
    *,
    year: int,
    children: int,
    source: str = "",
    by: User | None,
    at: datetime.datetime | None = None,
) -> Kept:
    """How many children live in a unit's area in a year; a newer word for the same year takes the place of the old.

    Rates that were counted on the old number are counted anew. A later year's first number changes no earlier rate.
    """
    at = at or timezone.now()
    if not permissions.may_define(by):
        raise PermissionDenied
    if reason := population_barrier(year, children):
        raise Refused(reason)

    before = Population.objects.select_for_update().filter(unit=unit, year=year).first()
    kept, _ = Population.objects.update_or_create(
        unit=unit, year=year, defaults={"children": children, "source": source}
    )
    is_corrected = before is not None and before.children != children
    recounted = _recount(unit, year, before.children, children, by, at) if is_corrected else 0
    words = f"{unit.name}, {year}"
    events.record("population.set", by=by, target=kept, words=words, at=at, recounted=recounted)
    return Kept(kept, recounted)


def _recount(unit: Unit, year: int, old: int, new: int, by: User | None, at: datetime.datetime) -> int:
    """Supersede every rate of `unit` that was counted on `old` children, by a load that says why; how many."""
    rates = list(Definition.objects.filter(measured_in=MeasuredIn.RATE))
    # In the order in which loads wait for one another.
    indicators = {each.indicator_id for each in rates}
    list(Indicator.objects.select_for_update().filter(pk__in=indicators).order_by("pk").values_list("pk"))
    values = [
        value
        for value in _with_denominator(unit, year, old).filter(indicator__in=indicators).order_by("pk")
        if any(each.indicator_id == value.indicator_id and last_of(value.period) in each.validity for each in rates)
    ]
    if not values:
        return 0
    load = Load.objects.create(
        unit=unit,
        period=max(value.period for value in values),
        file_name=f"Population of {unit.name}, {year}"[:200],
        state=Load.State.CONFIRMED,
        units=1,
        counts={"added": 0, "changed": len(values), "unchanged": 0},
        corrected_because=f"the population of {year} was corrected from {old:,} to {new:,} children",
        staged_at=at,
        staged_by=by,
        confirmed_at=at,
        confirmed_by=by,
    )
    Value.objects.filter(pk__in=[value.pk for value in values]).update(superseded_at=at, superseded_by=load)
    Value.objects.bulk_create(
        Value(
            indicator_id=value.indicator_id,
            unit=unit,
            period=value.period,
            basis=value.basis,
            numerator=value.numerator,
            denominator=new,
            value=stored(ratio_of(value.numerator, Decimal(new), MeasuredIn.RATE)),
            load=load,
        )
        for value in values
    )
    return len(values)


def _with_denominator(unit: Unit, year: int, children: int):
    """Values in force with that very denominator, of the months for which the year's number is the latest.

    A value does not say whether its return gave the denominator or left it to the portal: the same number is the same.
    """
    later = Population.objects.filter(unit=unit, year__gt=year).order_by("year").values_list("year", flat=True).first()
    found = Value.objects.current().filter(unit=unit, denominator=children, period__gte=datetime.date(year, 1, 1))
    return found.filter(period__lt=datetime.date(later, 1, 1)) if later else found
