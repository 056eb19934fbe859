"""Figures computed from audits and actions, stored as values like any that a return brings."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.measures import Measure, barrier_to_compute
from kpis.measuring import Counted, count_all
from kpis.models import Definition, Indicator, Load, Value
from kpis.periods import Basis, last_of, last_whole_month, month_words, months_to
from kpis.rag import MeasuredIn, ratio_of, stored
from people import events
from people.access import Refused
from people.models import Unit, User

FILE_NAME = "Computed from audits and actions"
LOOKED_AT = "indicators.computed"
Key = tuple[int, str, datetime.date]  # indicator, a unit's path, month


@dataclass
class Differences:
    """What computing would change now. `gone`: figures whose denominator has become 0, which are no data any more."""

    added: dict[Key, Counted] = field(default_factory=dict)
    changed: dict[Key, tuple[Value, Counted]] = field(default_factory=dict)
    unchanged: int = 0
    gone: dict[Key, Value] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)  # by reference: why it cannot be computed

    @property
    def counts(self) -> dict[str, int]:
        return {
            "added": len(self.added), "changed": len(self.changed), "unchanged": self.unchanged,
            "withdrawn": len(self.gone),
        }  # fmt: skip

    @property
    def months(self) -> list[datetime.date]:
        """The months in which something would change."""
        return sorted({month for keys in (self.added, self.changed, self.gone) for _, _, month in keys})


def computed_definitions() -> list[Definition]:
    """Every definition whose figures are computed, in the order of the table that leaders know."""
    found = Definition.objects.computed().select_related("indicator")
    return list(found.order_by("indicator__position", "indicator_id", "validity"))


def differences(first: datetime.date, last: datetime.date, *, today: datetime.date) -> Differences:
    """The live rows against the stored figures. A query for each definition and two more, whatever there is to count.

    A month stands under the definition in force at its end.
    """
    months = months_to(last, (last.year - first.year) * 12 + last.month - first.month + 1)
    found = Differences()
    live: dict[Key, Counted] = {}
    definitions = computed_definitions()
    held: set[tuple[int, datetime.date]] = set()
    for definition in definitions:
        own = {month for month in months if last_of(month) in definition.validity}
        if not own:
            continue
        if problem := _problem(definition):
            found.problems[definition.indicator.ref] = problem
            continue
        held |= {(definition.indicator_id, month) for month in own}
        for (path, month), counted in count_all(definition, min(own), max(own), today=today).items():
            live[definition.indicator_id, path, month] = counted

    stored = (
        Value.objects.current()
        .select_related("unit")
        .filter(
            indicator__in={each.indicator_id for each in definitions}, basis=Basis.MONTH, period__range=(first, last)
        )
    )
    old = {(value.indicator_id, value.unit.path, value.period): value for value in stored}
    for key, counted in live.items():
        before = old.get(key)
        if before is None:
            found.added[key] = counted
        elif (before.numerator, before.denominator) != (counted.numerator, counted.denominator):
            found.changed[key] = (before, counted)
        else:
            found.unchanged += 1
    found.gone = {key: value for key, value in old.items() if key not in live and (key[0], key[2]) in held}
    return found


@command
def compute(
    first: datetime.date, last: datetime.date, *, by: User | None, at: datetime.datetime | None = None
) -> Differences:
    """Store what audits and actions come to in the months `first` to `last`, for every unit; one load for each month.

    A changed figure is superseded, an unchanged one stays, and one of which nothing is left to count is superseded
    without a successor: no data, never 0%. Computing again changes nothing.
    """
    at = at or timezone.now()
    council = Unit.objects.get(parent=None, kind=Unit.Kind.COUNCIL)
    if not permissions.may_load(by, council):
        raise PermissionDenied
    today = timezone.localdate(at)
    if last > last_whole_month(today):
        raise Refused(f"{month_words(last)} is not over: a part of a month would look like the whole.")
    if first > last:
        raise Refused("The first month comes after the last.")
    # Two who compute at once wait for one another here, and so does whoever confirms a load of the same indicators.
    list(Unit.objects.select_for_update().filter(pk=council.pk).values_list("pk"))
    indicators = {definition.indicator_id for definition in computed_definitions()}
    list(Indicator.objects.select_for_update().filter(pk__in=indicators).order_by("pk").values_list("pk"))

    found = differences(first, last, today=today)
    loads = {month: _load(council, month, found, by, at) for month in found.months}
    units = dict(Unit.objects.values_list("path", "pk"))
    replaced = [(key, value) for key, (value, _) in found.changed.items()] + list(found.gone.items())
    for month, load in loads.items():
        keys = [value.pk for key, value in replaced if key[2] == month]
        Value.objects.filter(pk__in=keys).update(superseded_at=at, superseded_by=load)
    new = found.added | {key: counted for key, (_, counted) in found.changed.items()}
    Value.objects.bulk_create(
        Value(
            indicator_id=indicator,
            unit_id=units[path],
            period=month,
            basis=Basis.MONTH,
            numerator=counted.numerator,
            denominator=counted.denominator,
            value=_value(counted),
            load=loads[month],
        )
        for (indicator, path, month), counted in new.items()
    )
    detail = {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", **found.counts}
    events.record(LOOKED_AT, by=by, target=council, at=at, **detail)
    return found


def _problem(definition: Definition) -> str:
    if definition.measured_in != MeasuredIn.PERCENTAGE:
        return "What is computed is a percentage: measure it as one."
    return barrier_to_compute(
        Measure(definition.measure), tool=definition.tool, domain=definition.domain, cohort=definition.cohort
    )


def _load(council: Unit, month: datetime.date, found: Differences, by: User | None, at: datetime.datetime) -> Load:
    """A load like any other, so that its figures can be traced and undone; it has no file."""
    kinds = {"added": found.added, "changed": found.changed, "withdrawn": found.gone}
    return Load.objects.create(
        unit=council,
        period=month,
        file_name=FILE_NAME,
        state=Load.State.CONFIRMED,
        units=len({path for keys in kinds.values() for _, path, when in keys if when == month}),
        counts={name: sum(key[2] == month for key in keys) for name, keys in kinds.items()},
        staged_at=at,
        staged_by=by,
        confirmed_at=at,
        confirmed_by=by,
    )


def _value(counted: Counted) -> Decimal:
    return stored(ratio_of(Decimal(counted.numerator), Decimal(counted.denominator), MeasuredIn.PERCENTAGE))
