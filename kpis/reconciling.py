"""Figures that must be the same: each declared rule checked for units and months, with both figures."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from kpis.models import Load, Part, Reconciliation
from kpis.periods import month_words
from kpis.rag import MeasuredIn, figure_words

MOST_SHOWN = 50
# Of `figures`, what each rule in force compares for each unit and month: current figures on the definition's own basis.
COMPARED = """
    judged AS (
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
    SELECT r.left_part, i.ref, r.right_part, k.ref, u.name, c.period, c.left_value, c.right_value,
        count(*) FILTER (WHERE c.left_value = c.right_value) OVER (),
        count(*) FILTER (WHERE c.left_value <> c.right_value) OVER (),
        count(*) OVER ()
    FROM compared c
    JOIN people_unit u ON u.id = c.unit_id
    JOIN rules r ON r.id = c.rule_id
    JOIN kpis_indicator i ON i.id = r.left_id
    JOIN kpis_indicator k ON k.id = r.right_id
    WHERE (c.left_value IS NOT NULL OR c.right_value IS NOT NULL)
"""
RULES = """
    rules AS (
        SELECT * FROM kpis_reconciliation WHERE is_in_force
    ), wanted AS (
        SELECT left_id AS indicator_id FROM rules UNION SELECT right_id FROM rules
    )
"""
# Every rule of whose figures a load has one, for its unit and month: what is in force, and what a preview would put in
# its place. What disagrees comes first; the counts stand beside each row.
OF_LOAD = f"""
    WITH {RULES}, given AS (
        SELECT unit_id, period, indicator_id FROM kpis_stagedline
        WHERE load_id = %(load)s AND indicator_id IN (SELECT indicator_id FROM wanted)
        UNION
        SELECT unit_id, period, indicator_id FROM kpis_value
        WHERE load_id = %(load)s AND indicator_id IN (SELECT indicator_id FROM wanted)
    ), touched AS (
        SELECT DISTINCT unit_id, period FROM given
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
    ), {COMPARED}
        AND EXISTS (
            SELECT FROM given g
            WHERE g.unit_id = c.unit_id AND g.period = c.period AND g.indicator_id IN (r.left_id, r.right_id)
        )
    ORDER BY c.left_value <> c.right_value DESC NULLS LAST, c.period, u.name, u.id, c.rule_id
    LIMIT %(most)s
"""  # noqa: S608 texts of our own
# Every rule for units and months.
IN_FORCE = f"""
    WITH {RULES}, figures AS (
        SELECT indicator_id, unit_id, period, basis, numerator, denominator, value FROM kpis_value
        WHERE unit_id = ANY(%(units)s) AND period = ANY(%(periods)s) AND superseded_at IS NULL
            AND indicator_id IN (SELECT indicator_id FROM wanted)
    ), {COMPARED}
    ORDER BY c.period, u.name, u.id, c.rule_id
"""  # noqa: S608 texts of our own


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
    """What a load that waits would bring, or a confirmed one brought, held against every rule in force. One query."""
    with connection.cursor() as cursor:
        cursor.execute(OF_LOAD, {"load": load.pk, "most": MOST_SHOWN})
        rows = cursor.fetchall()
    if not rows:
        return OfLoad()
    agree, disagree, total = rows[0][8:]
    shown = tuple(found for row in rows if (found := _reconciled(row)).agrees is False)
    return OfLoad(total, agree, disagree, shown)


def agreement(left: Decimal | None, right: Decimal | None) -> bool | None:
    """Are the two the same? A missing figure agrees with nothing and contradicts nothing."""
    return None if left is None or right is None else left == right


def side_words(part: str, ref: str) -> str:
    """Denominator of 3.1."""
    return f"{Part(part).label.capitalize()} of {ref}"


def sides(left_part: str, left_ref: str, right_part: str, right_ref: str) -> tuple[str, str]:
    """Denominator of 3.1; figure of 1.2."""
    right = side_words(right_part, right_ref)
    return side_words(left_part, left_ref), f"{right[0].lower()}{right[1:]}"


def rule_words(rule: Reconciliation) -> str:
    """Denominator of 3.1 = figure of 1.2. Needs both indicators loaded."""
    return " = ".join(sides(rule.left_part, rule.left.ref, rule.right_part, rule.right.ref))


def check(unit_ids: list[int], periods: list[datetime.date]) -> list[Reconciled]:
    """Every rule in force for every unit and month in which at least one of its figures is there. One query."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, {"units": unit_ids, "periods": periods})
        return [_reconciled(row) for row in cursor.fetchall()]


def _reconciled(row: tuple[Any, ...]) -> Reconciled:
    *of_rule, unit, month, left_value, right_value = row[:8]
    left, right = sides(*of_rule)
    return Reconciled(
        rule=f"{left} = {right}",
        left=left,
        right=right,
        unit=unit,
        month=month,
        left_value=left_value,
        right_value=right_value,
        agrees=agreement(left_value, right_value),
    )


def _figure(value: Decimal | None) -> str:
    if value is None:
        return "missing"
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return figure_words(value, measured_in=MeasuredIn.COUNT, places=places)
