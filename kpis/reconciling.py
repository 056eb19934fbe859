"""Figures that must be the same: each declared rule checked for units and months, with both figures."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from kpis.models import Definition, Part, Reconciliation, Value
from kpis.periods import Basis, last_of, month_words
from kpis.rag import MeasuredIn, figure_words
from people.models import Unit

Reading = tuple[int, int, datetime.date, str]


@dataclass(frozen=True)
class Reconciled:
    """One rule, checked for one unit and month. `agrees` is None where a figure is missing: that cannot be said."""

    rule: str
    left: str
    right: str
    unit: str
    month: datetime.date
    left_value: Decimal | None
    right_value: Decimal | None
    agrees: bool | None

    @property
    def words(self) -> str:
        """Denominator of 3.1 is 790; figure of 1.2 is 790: they agree."""
        verdict = {True: "they agree", False: "they do not agree", None: "whether they agree cannot be said"}
        left, right = _figure(self.left_value), _figure(self.right_value)
        return f"{self.left} is {left}; {self.right} is {right}: {verdict[self.agrees]}."

    @property
    def month_words(self) -> str:
        return month_words(self.month)


def agreement(left: Decimal | None, right: Decimal | None) -> bool | None:
    """Are the two the same? A missing figure agrees with nothing and contradicts nothing."""
    return None if left is None or right is None else left == right


def side_words(part: str, ref: str) -> str:
    """Denominator of 3.1."""
    return f"{Part(part).label.capitalize()} of {ref}"


def rule_words(rule: Reconciliation) -> str:
    """Denominator of 3.1 = figure of 1.2. Needs both indicators loaded."""
    right = side_words(rule.right_part, rule.right.ref)
    return f"{side_words(rule.left_part, rule.left.ref)} = {right[0].lower()}{right[1:]}"


def check(unit_ids: list[int], periods: list[datetime.date]) -> list[Reconciled]:
    """Every rule in force for every unit and month in which at least one of its figures is there. Four queries."""
    rules = list(Reconciliation.objects.filter(is_in_force=True).select_related("left", "right").order_by("pk"))
    wanted = {indicator for rule in rules for indicator in (rule.left_id, rule.right_id)}
    definitions = list(Definition.objects.filter(indicator__in=wanted))
    held = {
        (value.indicator_id, value.unit_id, value.period, value.basis): value
        for value in Value.objects.current().filter(unit__in=unit_ids, period__in=periods, indicator__in=wanted)
    }
    names = dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))
    bases = {
        (definition.indicator_id, month): Basis(definition.basis)
        for definition in definitions
        for month in periods
        if _holds(definition, month)
    }
    found = []
    for month in sorted(periods):
        for unit in sorted(names, key=lambda pk: (names[pk], pk)):
            for rule in rules:
                left = _part(held, bases, rule.left_id, unit, month, rule.left_part)
                right = _part(held, bases, rule.right_id, unit, month, rule.right_part)
                if left is not None or right is not None:
                    found.append(_reconciled(rule, names[unit], month, left, right))
    return found


def _reconciled(
    rule: Reconciliation, unit: str, month: datetime.date, left: Decimal | None, right: Decimal | None
) -> Reconciled:
    right_side = side_words(rule.right_part, rule.right.ref)
    return Reconciled(
        rule=rule_words(rule),
        left=side_words(rule.left_part, rule.left.ref),
        right=f"{right_side[0].lower()}{right_side[1:]}",
        unit=unit,
        month=month,
        left_value=left,
        right_value=right,
        agrees=agreement(left, right),
    )


def _holds(definition: Definition, month: datetime.date) -> bool:
    day, until = last_of(month), definition.validity.upper
    return definition.validity.lower <= day and (until is None or day < until)


def _part(
    held: dict[Reading, Value],
    bases: dict[tuple[int, datetime.date], Basis],
    indicator: int,
    unit: int,
    month: datetime.date,
    part: str,
) -> Decimal | None:
    basis = bases.get((indicator, month))
    value = held.get((indicator, unit, month, basis)) if basis else None
    return getattr(value, part) if value else None


def _figure(value: Decimal | None) -> str:
    if value is None:
        return "missing"
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return figure_words(value, measured_in=MeasuredIn.COUNT, places=places)
