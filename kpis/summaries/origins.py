"""Which loads brought the figures of a highlight table, and how they stood the month before."""

import datetime
from dataclasses import dataclass

from kpis.accumulating import covered_months
from kpis.models import Load, Value
from kpis.periods import Basis, add_months, month_words
from kpis.rag import Rag, figure_words
from kpis.summaries.highlight import Highlight
from kpis.summaries.readings import read_before
from kpis.summaries.rows import HighlightRow
from people.models import Unit

YEAR = 12


def loads_behind(unit: Unit, highlight: Highlight) -> dict[int, list[Load]]:
    """For each indicator the loads that its figure rests on, oldest first: one, or those of the months added up.

    Two queries, whatever there is.
    """
    wanted = {row.indicator_id: _places(row, highlight.month) for row in highlight.rows}
    values = Value.objects.current().filter(
        unit=unit, indicator__in=wanted, period__range=(add_months(highlight.month, 1 - YEAR), highlight.month)
    )
    found: dict[int, set[int]] = {key: set() for key in wanted}
    for key, basis, period, load in values.order_by().values_list("indicator", "basis", "period", "load"):
        if (basis, period) in wanted[key]:
            found[key].add(load)
    people = ("confirmed_by", "staged_by")
    used = {pk for pks in found.values() for pk in pks}
    loads = list(Load.objects.filter(pk__in=used).select_related(*people).defer("file").order_by("staged_at", "pk"))
    return {key: [load for load in loads if load.pk in pks] for key, pks in found.items()}


def is_added_up(row: HighlightRow) -> bool:
    """Is its figure the sum of single months, and not what a return gave?"""
    now = row.reading.now
    return now is not None and now.is_added_up


def _places(row: HighlightRow, month: datetime.date) -> set[tuple[str, datetime.date]]:
    if is_added_up(row):
        return {(Basis.MONTH, each) for each in covered_months(month, row.basis)}
    return {(row.basis, month)}


@dataclass(frozen=True)
class Before:
    """How an indicator stood the period before, as displayed and by the target in force then."""

    month: str
    words: str
    rag: Rag


def before(unit: Unit, highlight: Highlight) -> dict[int, Before]:
    """How each indicator stood the month before, or the quarter before. The queries of `read_before`."""
    return {
        key: Before(
            month_words(reading.month),
            figure_words(reading.current, measured_in=reading.measured_in, places=reading.places),
            reading.rag,
        )
        for key, reading in read_before(unit, highlight.month).items()
        if reading.current is not None
    }
