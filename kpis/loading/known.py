"""What the portal knows that a return is read against: definitions by date, units by code and name, populations."""

import datetime
from dataclasses import dataclass, field

from kpis.models import Definition, Population
from kpis.periods import last_of
from people.access import paths_where, within
from people.models import Unit, User
from people.roles import Permission


@dataclass
class Known:
    council: Unit
    today: datetime.date
    definitions: dict[str, list[Definition]]
    units: dict[str, list[Unit]]
    populations: dict[int, list[tuple[int, int]]]
    ended: dict[int, Unit] = field(default_factory=dict)
    _found: dict[tuple[str, datetime.date], Definition | None] = field(default_factory=dict)

    def definition(self, ref: str, month: datetime.date) -> Definition | None:
        """The one in force at the month's end."""
        key = (ref, month)
        if key not in self._found:
            day = last_of(month)
            self._found[key] = next(
                (
                    each
                    for each in self.definitions[ref]
                    if each.validity.lower <= day and (each.validity.upper is None or day < each.validity.upper)
                ),
                None,
            )
        return self._found[key]

    def population(self, unit: int, month: datetime.date) -> int | None:
        """Of the latest year not after the month's."""
        years = [(year, children) for year, children in self.populations.get(unit, []) if year <= month.year]
        return max(years)[1] if years else None


def known_for(council: Unit, *, by: User | None, today: datetime.date) -> Known:
    """Three queries."""
    units = Unit.objects.under(council.path)
    if by is not None:
        units = units.filter(within("path", paths_where(by, Permission.INDICATOR_LOAD)))
    named: dict[str, list[Unit]] = {}
    for unit in units:
        for name in {unit.code, unit.name}:
            named.setdefault(name, []).append(unit)
    definitions: dict[str, list[Definition]] = {}
    for definition in Definition.objects.select_related("indicator").order_by("pk"):
        definitions.setdefault(definition.indicator.ref, []).append(definition)
    populations: dict[int, list[tuple[int, int]]] = {}
    for unit_id, year, children in Population.objects.values_list("unit_id", "year", "children"):
        populations.setdefault(unit_id, []).append((year, children))
    ended = {unit.pk: unit for each in named.values() for unit in each if unit.ended_on}
    return Known(council, today, definitions, named, populations, ended)
