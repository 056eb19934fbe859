"""What indicators mean in a month and meant in the window before it, and what they should reach: one query, which is
written out because putting it together took far longer than answering it.

Definitions, like readings, are made once from the same words, all of which are asked of the database every time.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from kpis.models import Definition, Indicator, Target
from kpis.periods import add_months, last_of
from kpis.rag import Goal
from kpis.summaries.held import WINDOW
from people.access import lineage
from people.models import Unit

# Definitions that a process remembers, with what they should reach.
REMEMBERED = 2048
DEFINITION, INDICATOR, TARGET = (
    [field.attname for field in model._meta.concrete_fields] for model in (Definition, Indicator, Target)
)


def _columns(alias: str, names: list[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


MEANINGS = f"""
    SELECT {_columns("d", DEFINITION)}, {_columns("i", INDICATOR)}, {_columns("t", TARGET)}
    FROM kpis_definition d
    JOIN kpis_indicator i ON i.id = d.indicator_id
    LEFT JOIN kpis_target t ON t.indicator_id = d.indicator_id AND t.validity @> %(day)s
    WHERE d.validity && daterange(%(first)s, %(after)s)
        AND (%(only)s::bigint[] IS NULL OR d.indicator_id = ANY(%(only)s))
    ORDER BY i.position, d.indicator_id, d.validity
"""  # noqa: S608 names of our own columns
# Where limits begin anew, for the unit or for all; and what does not apply to the unit. The nearest unit comes last.
BESIDE = """
    SELECT r.indicator_id, r.month, r.reason, coalesce(u.path, '') AS path
    FROM kpis_rebase r LEFT JOIN people_unit u ON u.id = r.unit_id
    WHERE r.month BETWEEN %(first)s AND %(month)s AND (r.unit_id IS NULL OR u.path = ANY(%(lineage)s))
    UNION ALL
    SELECT e.indicator_id, NULL, e.reason, u.path
    FROM kpis_exemption e JOIN people_unit u ON u.id = e.unit_id
    WHERE u.path = ANY(%(lineage)s)
    ORDER BY path, month, indicator_id
"""


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A definition, and the goal in force in the month that was asked for.

    Nobody changes it, because the same one serves many pages; other words make another one, which is not equal to it.
    """

    definition: Definition
    goal: Goal | None


def meanings_of(month: datetime.date, *, only: Iterable[int] | None = None) -> list[Meaning]:
    """In the order of the table. One query; a page that shows a month in two ways asks once."""
    asked = {
        "day": last_of(month),
        "first": add_months(month, 1 - WINDOW),
        "after": add_months(month, 1),
        "only": None if only is None else list(only),
    }
    with connection.cursor() as cursor:
        cursor.execute(MEANINGS, asked)
        return [_meaning(*row) for row in cursor.fetchall()]


@lru_cache(maxsize=REMEMBERED)
def _meaning(*row: Any) -> Meaning:
    of_indicator = len(DEFINITION) + len(INDICATOR)
    definition = Definition.from_db(connection.alias, DEFINITION, row[: len(DEFINITION)])
    definition.indicator = Indicator.from_db(connection.alias, INDICATOR, row[len(DEFINITION) : of_indicator])
    found = row[of_indicator:]
    target = None if found[0] is None else Target.from_db(connection.alias, TARGET, found)
    return Meaning(definition, target.goal if target else None)


def same_unit_since(definitions: Iterable[Definition], month: datetime.date) -> datetime.date | None:
    """From when an indicator has been measured in what it is measured in in `month`; None: ever since its beginning.

    Of one indicator's definitions, oldest first. What was a rate before is no part of a percentage.
    """
    measured_in, since = "", None
    for each in definitions:
        if each.validity.lower > last_of(month):
            break
        if measured_in not in ("", each.measured_in):
            since = each.validity.lower
        measured_in = each.measured_in
    return since


@dataclass(frozen=True, slots=True)
class Beside:
    """Where limits begin anew, by indicator and month, and why indicators do not apply."""

    rebases: dict[int, dict[datetime.date, str]]
    exemptions: dict[int, str]


def beside(unit: Unit, month: datetime.date) -> Beside:
    """One query."""
    rebases: dict[int, dict[datetime.date, str]] = defaultdict(dict)
    exemptions: dict[int, str] = {}
    asked = {"first": add_months(month, 1 - WINDOW), "month": month, "lineage": lineage(unit.path)}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, asked)
        for key, start, reason, _ in cursor.fetchall():
            if start is None:
                exemptions[key] = reason
            else:
                rebases[key][start] = reason
    return Beside(rebases, exemptions)
