"""In a file of definitions: the units to which an indicator does not apply, and the months in which limits begin anew.

Each stands in a row of its own, with its reason; the same without a reason takes it back.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpis import defining
from kpis.definition_cells import EXEMPTION, MONTH, REBASE
from kpis.models import Exemption, Indicator, Rebase
from kpis.periods import month_words, parse_month
from kpis.table_files import Cells, Fault, told_of
from people.models import Unit, User

LONGEST = 300  # letters of a reason
EVERY_UNIT = "every unit"
Told = tuple[str, str, str]


@dataclass(frozen=True)
class Marks:
    """What is marked on one indicator: exemptions in the order of the tree, rebases oldest first."""

    exemptions: list[Exemption] = field(default_factory=list)
    rebases: list[Rebase] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The cells of each, for a row of its own."""
        exempt = [
            {"not_applicable_to": each.unit.code, "not_applicable_because": each.reason} for each in self.exemptions
        ]
        anew = [
            {
                "limits_from": f"{each.month:%Y-%m}",
                "limits_unit": each.unit.code if each.unit else "",
                "limits_because": each.reason,
            }
            for each in self.rebases
        ]
        return exempt + anew


def marks_now() -> dict[int, Marks]:
    """By indicator. Two queries."""
    found: dict[int, Marks] = {}
    for exemption in Exemption.objects.select_related("unit").order_by("unit__path"):
        found.setdefault(exemption.indicator_id, Marks()).exemptions.append(exemption)
    for rebase in Rebase.objects.select_related("unit").order_by("month", "unit__path", "pk"):
        found.setdefault(rebase.indicator_id, Marks()).rebases.append(rebase)
    return found


def take_marks(rows: Sequence[Cells], indicator: Indicator, held: Marks, by: User) -> list[Told]:
    """Carry out what the rows of one indicator say of both; what is left out stays."""
    exempt = [row for row in rows if any(row[name] for name in EXEMPTION)]
    anew = [row for row in rows if any(row[name] for name in REBASE)]
    if not exempt and not anew:
        return []
    units = {unit.code: unit for unit in Unit.objects.all()}
    return [*_take_exemptions(exempt, indicator, held, units, by), *_take_rebases(anew, indicator, held, units, by)]


def _take_exemptions(
    rows: Iterable[Cells], indicator: Indicator, held: Marks, units: dict[str, Unit], by: User
) -> list[Told]:
    now = {each.unit.code: each for each in held.exemptions}
    seen: set[str] = set()
    told: list[Told] = []
    for row in rows:
        unit = _unit(row, "not_applicable_to", units)
        reason = _reason(row, "not_applicable_because")
        if unit.code in seen:
            raise Fault(row, "not_applicable_to", f"This unit stands in the file twice for {indicator.ref}.")
        seen.add(unit.code)
        there = now.get(unit.code)
        if there is None and not reason:
            raise Fault(row, "not_applicable_because", "Say why it does not apply.")
        if there and there.reason == reason:
            continue
        with told_of(row):
            if there:
                defining.end_exemption(there, by=by)
            if reason:
                defining.exempt(indicator, unit, reason=reason, by=by)
        told.append((f"Not applicable to {unit.name}", there.reason if there else "applies", reason or "applies"))
    return told


def _take_rebases(
    rows: Iterable[Cells], indicator: Indicator, held: Marks, units: dict[str, Unit], by: User
) -> list[Told]:
    now = {(each.unit.code if each.unit else "", each.month): each for each in held.rebases}
    seen: set[tuple[str, datetime.date]] = set()
    told: list[Told] = []
    for row in rows:
        month = parse_month(row["limits_from"])
        if month is None:
            raise Fault(row, "limits_from", MONTH)
        unit = _unit(row, "limits_unit", units) if row["limits_unit"] else None
        reason = _reason(row, "limits_because")
        key = (unit.code if unit else "", month)
        if key in seen:
            raise Fault(row, "limits_from", f"This month and unit stand in the file twice for {indicator.ref}.")
        seen.add(key)
        there = now.get(key)
        if there is None and not reason:
            raise Fault(row, "limits_because", "Say what has changed, so that readers know why the limits do.")
        if there and there.reason == reason:
            continue
        with told_of(row):
            if there:
                defining.remove_rebase(there, by=by)
            if reason:
                defining.rebase(indicator, month=month, unit=unit, reason=reason, by=by)
        where = f"Limits anew from {month_words(month)}, {unit.name if unit else EVERY_UNIT}"
        told.append((where, there.reason if there else "run on", reason or "run on"))
    return told


def _unit(row: Cells, column: str, units: dict[str, Unit]) -> Unit:
    if unit := units.get(row[column]):
        return unit
    raise Fault(row, column, "There is no unit with this code." if row[column] else "Give the unit’s code.")


def _reason(row: Cells, column: str) -> str:
    if len(row[column]) > LONGEST:
        raise Fault(row, column, f"This must be {LONGEST} characters or fewer. It has {len(row[column])}.")
    return row[column]
