"""The highlight table of a unit and a month: every indicator as an honest cell."""

import datetime
from dataclasses import dataclass

from kpis.models import Value
from kpis.periods import Basis
from kpis.rag import Rag
from kpis.summaries.readings import read
from kpis.summaries.rows import HighlightRow, row
from people.models import Unit


@dataclass(frozen=True)
class Highlight:
    month: datetime.date
    rows: list[HighlightRow]
    counts: dict[Rag, int]


def latest_month(unit: Unit) -> datetime.date | None:
    """The last month for which the unit has a figure."""
    current = Value.objects.current().filter(unit=unit).exclude(basis=Basis.OUTTURN)
    return current.order_by("-period").values_list("period", flat=True).first()


def months_with_values(unit: Unit) -> list[datetime.date]:
    """Every month for which the unit has a figure, latest first."""
    current = Value.objects.current().filter(unit=unit).exclude(basis=Basis.OUTTURN)
    return list(current.order_by("-period").values_list("period", flat=True).distinct())


def highlight(unit: Unit, month: datetime.date) -> Highlight:
    """The highlight table of `unit` for `month`. Its queries do not grow with it."""
    rows = [row(reading, unit) for reading in read(unit, month)]
    counts = {rag: sum(row.rag == rag for row in rows) for rag in Rag}
    return Highlight(month, rows, counts)
