"""The highlight table of a unit and a month: every indicator as an honest cell."""

import datetime
from dataclasses import dataclass

from django.db import connection

from kpis.models import Value
from kpis.periods import Basis
from kpis.rag import Rag, tally_words
from kpis.summaries.meanings import Meaning
from kpis.summaries.readings import read
from kpis.summaries.rows import HighlightRow, row
from people.models import Unit


@dataclass(frozen=True)
class Highlight:
    month: datetime.date
    rows: list[HighlightRow]
    counts: dict[Rag, int]

    @property
    def summary(self) -> str:
        """17 indicators: 3 green, 6 amber, 5 red, 3 no target."""
        count = len(self.rows)
        return f"{count} indicator{'' if count == 1 else 's'}: {tally_words(self.counts)}."


def latest_month(unit: Unit) -> datetime.date | None:
    """The last month for which the unit has a figure."""
    current = Value.objects.current().filter(unit=unit).exclude(basis=Basis.OUTTURN)
    return current.order_by("-period").values_list("period", flat=True).first()


# One look into the index for each month between the first and the last, instead of one at every figure there is.
MONTHS = """
    SELECT month::date
    FROM (
        SELECT min(period) AS first, max(period) AS last
        FROM kpis_value WHERE unit_id = %(unit)s AND superseded_at IS NULL AND basis <> 'outturn'
    ) known, generate_series(known.first, known.last, interval '1 month') month
    WHERE EXISTS (
        SELECT FROM kpis_value
        WHERE unit_id = %(unit)s AND period = month::date AND superseded_at IS NULL AND basis <> 'outturn'
    )
    ORDER BY month DESC
"""


def months_with_values(unit: Unit) -> list[datetime.date]:
    """Every month for which the unit has a figure, latest first."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"unit": unit.pk})
        return [month for (month,) in cursor.fetchall()]


def highlight(unit: Unit, month: datetime.date, meanings: list[Meaning] | None = None) -> Highlight:
    """The highlight table of `unit` for `month`. Its queries do not grow with it."""
    rows = [row(reading, unit) for reading in read(unit, month, meanings=meanings)]
    counts = {rag: sum(row.rag == rag for row in rows) for rag in Rag}
    return Highlight(month, rows, counts)
