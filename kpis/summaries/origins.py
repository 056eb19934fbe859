"""Which loads brought the figures of a highlight table, and how they stood the month before."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from kpis.accumulating import covered_months
from kpis.models import Load, Value
from kpis.periods import Basis, month_words, months_to, period_before
from kpis.rag import Rag, figure_words
from kpis.summaries.held import TREND_MONTHS
from kpis.summaries.highlight import Highlight
from kpis.summaries.readings import read_before
from kpis.summaries.rows import HighlightRow
from people.models import Unit

Place = tuple[str, datetime.date]  # basis and month
Key = TypeVar("Key", int, tuple[int, str])


def loads_behind(unit: Unit, highlight: Highlight) -> dict[int, list[Load]]:
    """For each indicator the loads that its figure rests on, oldest first: one, or those of the months added up.

    Two queries, whatever there is.
    """
    return _loads(unit, {row.indicator_id: _places(row, highlight.month) for row in highlight.rows})


@dataclass(frozen=True)
class Origins:
    """The loads that an indicator's figure rests on, the figure before it, and the months that are shown."""

    now: list[Load]
    before: list[Load]
    months: list[Load]


def origins(unit: Unit, highlight: Highlight) -> dict[int, Origins]:
    """The same for the figures that a highlight table is compared with, and its trend. Two queries."""
    month = highlight.month
    wanted: dict[tuple[int, str], set[Place]] = {}
    for row in highlight.rows:
        reading = row.reading
        before = period_before(reading.basis, month)
        wanted[row.indicator_id, "now"] = _places(row, month)
        wanted[row.indicator_id, "before"] = _places(row, before) if before else set()
        shown = {(reading.shown_basis, each) for each in months_to(month, TREND_MONTHS)}
        wanted[row.indicator_id, "months"] = shown
    found = _loads(unit, wanted)
    return {
        row.indicator_id: Origins(*(found[row.indicator_id, name] for name in ("now", "before", "months")))
        for row in highlight.rows
    }


def _loads(unit: Unit, wanted: Mapping[Key, set[Place]]) -> dict[Key, list[Load]]:
    """For each key, an indicator or an indicator and a name, the loads of its places, oldest first."""
    periods = {period for places in wanted.values() for _, period in places}
    values = Value.objects.current().filter(
        unit=unit, indicator__in={_indicator_of(key) for key in wanted}, period__in=periods
    )
    held: dict[tuple[int, str, datetime.date], int] = {}
    for indicator, basis, period, load in values.order_by().values_list("indicator", "basis", "period", "load"):
        held[indicator, basis, period] = load
    used = {
        key: {load for place in places if (load := held.get((_indicator_of(key), *place)))}
        for key, places in wanted.items()
    }
    people = ("confirmed_by", "staged_by")
    loads = Load.objects.filter(pk__in=set().union(*used.values())).select_related(*people).defer("file")
    loads = list(loads.order_by("staged_at", "pk"))
    return {key: [load for load in loads if load.pk in pks] for key, pks in used.items()}


def _indicator_of(key: Key) -> int:
    return key[0] if isinstance(key, tuple) else key


def is_added_up(row: HighlightRow) -> bool:
    """Is its figure the sum of single months, and not what a return gave?"""
    now = row.reading.now
    return now is not None and now.is_added_up


def _places(row: HighlightRow, month: datetime.date) -> set[Place]:
    told = row.reading.figure(month)
    if told is not None and told.is_added_up:
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
