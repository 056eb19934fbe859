"""Figures as they are held: read in one query, as text, and understood once.

A page asks for thousands of figures, most of them the same as on the page before. The text of an indicator's series
is the key under which `readings` remembers what it worked out from it: what was changed has another text.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from kpis.accumulating import Parts
from kpis.models import Definition
from kpis.periods import Basis, add_months, last_outturn_month, trend_basis
from kpis.rag import MeasuredIn, ratio_of
from people.models import Unit

# Two to three years of data are what limits should rest on (Making Data Count); older months say how things were.
WINDOW = 36
TREND_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Held:
    """One value as it is held."""

    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None

    def figure(self, measured_in: MeasuredIn) -> Decimal:
        """From numerator and denominator where they are known, never from a rounded figure."""
        if self.denominator is None:
            return self.value
        computed = ratio_of(self.numerator, self.denominator, measured_in)
        return self.value if computed is None else computed

    def parts(self, measured_in: MeasuredIn) -> Parts:
        return (self.value, None) if measured_in == MeasuredIn.COUNT else (self.numerator, self.denominator)


class Told(NamedTuple):
    """An indicator's figures as Postgres writes arrays: {2026-03-01,2026-04-01} and {80,NULL}."""

    bases: str
    periods: str
    values: str
    numerators: str
    denominators: str


# The months on the basis of the trend; the same months on the definition's own basis; the last outturn.
SERIES = """
    SELECT d.indicator_id, array_agg(v.basis)::text, array_agg(v.period)::text, array_agg(v.value)::text,
        array_agg(v.numerator)::text, array_agg(v.denominator)::text
    FROM unnest(%(indicators)s::bigint[], %(bases)s::text[], %(trends)s::text[]) AS d (indicator_id, basis, trend)
    CROSS JOIN LATERAL (
        SELECT basis, period, value, numerator, denominator FROM kpis_value
        WHERE unit_id = %(unit)s AND indicator_id = d.indicator_id AND basis = d.trend
            AND period BETWEEN %(first)s AND %(month)s AND superseded_at IS NULL
        UNION ALL
        SELECT basis, period, value, numerator, denominator FROM kpis_value
        WHERE d.basis <> d.trend AND unit_id = %(unit)s AND indicator_id = d.indicator_id AND basis = d.basis
            AND period BETWEEN %(first)s AND %(month)s AND superseded_at IS NULL
        UNION ALL
        SELECT basis, period, value, numerator, denominator FROM kpis_value
        WHERE unit_id = %(unit)s AND indicator_id = d.indicator_id AND basis = 'outturn'
            AND period = %(outturn)s AND superseded_at IS NULL
    ) v
    GROUP BY d.indicator_id
"""


def told(unit: Unit, month: datetime.date, definitions: Iterable[Definition]) -> dict[int, Told]:
    """The figures of each indicator that has any, up to `month`, by its id. One query."""
    counted = [(each.indicator_id, each.basis, trend_basis(Basis(each.basis)).value) for each in definitions]
    indicators, bases, trends = zip(*counted, strict=True) if counted else ((), (), ())
    with connection.cursor() as cursor:
        cursor.execute(
            SERIES,
            {
                "indicators": list(indicators),
                "bases": list(bases),
                "trends": list(trends),
                "unit": unit.pk,
                "month": month,
                "first": add_months(month, 1 - WINDOW),
                "outturn": last_outturn_month(month),
            },
        )
        return {key: Told(*series) for key, *series in cursor.fetchall()}


def understood(series: Told) -> dict[tuple[str, datetime.date], Held]:
    """What is held, by basis and month."""
    columns = (numbers(each) for each in (series.values, series.numerators, series.denominators))
    return {
        (basis, period): Held(*held)
        for basis, period, *held in zip(items(series.bases), _days(series.periods), *columns, strict=True)
    }


def items(array: str) -> list[str]:
    """The items of an array as Postgres writes it; none of ours has quotes."""
    return array[1:-1].split(",")


def numbers(array: str) -> list[Decimal | None]:
    """{80,NULL} as numbers."""
    return [None if each == "NULL" else Decimal(each) for each in items(array)]


@lru_cache(maxsize=256)
def _days(array: str) -> list[datetime.date]:
    # Most indicators have the same months.
    return [datetime.date.fromisoformat(day) for day in items(array)]
