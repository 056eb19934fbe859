"""Figures that must be the same: each declared rule checked for units and months, with both figures."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from kpis.models import Definition, Load, Part, Reconciliation, Value
from kpis.periods import Basis, last_of, month_words
from kpis.rag import MeasuredIn, figure_words
from people.models import Unit

Reading = tuple[int, int, datetime.date, str]
MOST_SHOWN = 50
# Every rule for every unit and month of which a load has a figure: what is in force, and what a preview would put in
# its place. What disagrees comes first; the counts stand beside each row.
OF_LOAD = """
    WITH touched AS (
        SELECT unit_id, period FROM kpis_stagedline WHERE load_id = %(load)s
        UNION
        SELECT unit_id, period FROM kpis_value WHERE load_id = %(load)s
    ), rules AS (
        SELECT * FROM kpis_reconciliation WHERE is_in_force
    ), wanted AS (
        SELECT left_id AS indicator_id FROM rules UNION SELECT right_id FROM rules
    ), figures AS (
        SELECT v.indicator_id, v.unit_id, v.period, v.basis, v.numerator, v.denominator, v.value
        FROM touched JOIN kpis_value v USING (unit_id, period)
        WHERE v.superseded_at IS NULL AND v.indicator_id IN (SELECT indicator_id FROM wanted)
            AND NOT EXISTS (
                SELECT FROM kpis_stagedline s WHERE s.load_id = %(load)s AND s.change = 'changed' AND s.old = v.id
            )
        UNION ALL
        SELECT s.indicator_id, s.unit_id, s.period, s.basis, s.numerator, s.denominator, s.value
        FROM kpis_stagedline s
        WHERE s.load_id = %(load)s AND s.change IN ('added', 'changed')
            AND s.indicator_id IN (SELECT indicator_id FROM wanted)
    ), judged AS (
        SELECT f.* FROM figures f
        JOIN kpis_definition d ON d.indicator_id = f.indicator_id AND d.basis = f.basis
            AND d.validity @> (f.period + interval '1 month' - interval '1 day')::date
    ), compared AS (
        SELECT r.id AS rule_id, j.unit_id, j.period,
            max(
                CASE r.left_part WHEN 'numerator' THEN j.numerator WHEN 'denominator' THEN j.denominator ELSE j.value
                END
            ) FILTER (WHERE j.indicator_id = r.left_id) AS left_value,
            max(
                CASE r.right_part WHEN 'numerator' THEN j.numerator WHEN 'denominator' THEN j.denominator ELSE j.value
                END
            ) FILTER (WHERE j.indicator_id = r.right_id) AS right_value
        FROM judged j JOIN rules r ON j.indicator_id IN (r.left_id, r.right_id)
        GROUP BY r.id, j.unit_id, j.period
    )
    SELECT c.rule_id, u.name, c.period, c.left_value, c.right_value,
        count(*) FILTER (WHERE c.left_value = c.right_value) OVER (),
        count(*) FILTER (WHERE c.left_value <> c.right_value) OVER (),
        count(*) OVER ()
    FROM compared c JOIN people_unit u ON u.id = c.unit_id
    WHERE c.left_value IS NOT NULL OR c.right_value IS NOT NULL
    ORDER BY c.left_value <> c.right_value DESC NULLS LAST, c.period, u.name, u.id, c.rule_id
    LIMIT %(most)s
"""


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


@dataclass(frozen=True)
class OfLoad:
    """How the figures of a load stand to the rules: how many there are of each kind, and the first that disagree."""

    total: int = 0
    agree: int = 0
    disagree: int = 0
    shown: tuple[Reconciled, ...] = ()

    @property
    def heading(self) -> str:
        """Figures that must be the same: 2 do not agree."""
        if not self.disagree:
            return "Figures that must be the same"
        return f"Figures that must be the same: {self.disagree:,} {'does' if self.disagree == 1 else 'do'} not agree"

    @property
    def words(self) -> str:
        """Of 9 comparisons, 6 agree and 2 do not; in 1 a figure is missing, so that it cannot be said."""
        told = f"Of {self.total:,} comparison{'' if self.total == 1 else 's'}, {self.agree:,} "
        told += "agrees" if self.agree == 1 else "agree"
        if self.disagree:
            told += f" and {self.disagree:,} {'does' if self.disagree == 1 else 'do'} not"
        missing = self.total - self.agree - self.disagree
        return f"{told}; in {missing:,} a figure is missing, so that it cannot be said." if missing else f"{told}."


def check_load(load: Load) -> OfLoad:
    """What a load that waits would bring, or a confirmed one brought, held against every rule in force. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(OF_LOAD, {"load": load.pk, "most": MOST_SHOWN})
        rows = cursor.fetchall()
    if not rows:
        return OfLoad()
    agree, disagree, total = rows[0][5:]
    against = [row[:5] for row in rows if agreement(row[3], row[4]) is False]
    rules = Reconciliation.objects.select_related("left", "right").in_bulk({row[0] for row in against})
    shown = tuple(_reconciled(rules[rule], unit, month, left, right) for rule, unit, month, left, right in against)
    return OfLoad(total, agree, disagree, shown)


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
