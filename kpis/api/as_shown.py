"""The figures of a unit and a month as its highlight page shows them, for programs; small numbers are not public."""

import datetime
from collections.abc import Collection
from typing import Any

from kpis.api.figures import Context, context_for, published_growing
from kpis.disclosure import GROWING, HIDDEN_WORDS, Counted, may_stand_alone
from kpis.exports import number
from kpis.models import ApiClient, Scope
from kpis.rag import NEEDS, RAG_WORDS, MeasuredIn, Rag, displayed, figure_words, goal_words
from kpis.summaries import Reading, read
from kpis.summaries.readings import ADDED_UP
from people.models import Unit

GOAL_PARTS = ("minimum", "upper", "target", "operator", "tolerance")


def rows(
    unit: Unit, code: str, month: datetime.date, client: ApiClient, *, only: Collection[int] | None = None
) -> list[dict[str, Any]]:
    """One row for each indicator of the month, in the order of the pages. Six queries; four more for the public."""
    readings = read(unit, month, only=only)
    context = None
    if client.is_public:
        keys = {each.indicator.pk for each in readings}
        added_up = {each.indicator.pk for each in readings if each.basis in ADDED_UP}
        context = context_for(keys, {unit.pk}, added_up=added_up, periods=[month] if added_up else [], is_public=True)
    with_targets = Scope.TARGETS in client.scopes
    return [_row(reading, unit, code, context, with_targets) for reading in readings]


def _row(reading: Reading, unit: Unit, code: str, context: Context | None, with_targets: bool) -> dict[str, Any]:
    facts = {
        "ref": reading.indicator.ref,
        "title": reading.definition.title,
        "unit": code,
        "period": f"{reading.month:%Y-%m}",
        "basis": reading.basis.value,
        **_figure(reading, unit, context),
    }
    return facts | _goal(reading, with_targets)


def _figure(reading: Reading, unit: Unit, context: Context | None) -> dict[str, Any]:
    nothing = {"numerator": None, "denominator": None, "value": None, "value_exact": None, "is_added_up": False}
    figure, rag = reading.now, reading.rag
    if figure is None:
        words = "not applicable" if rag == Rag.NOT_APPLICABLE else "no data"
        return nothing | {"value_words": words, "symbol": "", "rag": rag.value, "rag_words": RAG_WORDS[rag]}
    if context is not None and not _is_published(reading, unit, context):
        return nothing | dict.fromkeys(("value_words", "symbol", "rag_words"), HIDDEN_WORDS) | {"rag": None}
    told = nothing | {
        "value": number(displayed(figure.value, reading.places)),
        "value_words": figure_words(figure.value, measured_in=reading.measured_in, places=reading.places),
        "symbol": "",
        "rag": rag.value,
        "rag_words": RAG_WORDS[rag],
        "is_added_up": figure.is_added_up,
    }
    if context is not None:
        return told
    return told | {
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "value_exact": f"{figure.value.normalize():f}",
    }


def _is_published(reading: Reading, unit: Unit, context: Context) -> bool:
    if reading.basis in GROWING:
        return reading.month in published_growing((unit.pk, reading.indicator.pk), reading.basis, context)
    figure = reading.now
    if figure is None:
        return True
    if reading.measured_in == MeasuredIn.COUNT:
        return may_stand_alone(Counted(reading.measured_in, figure.value, None))
    return may_stand_alone(Counted(reading.measured_in, figure.numerator, figure.denominator))


def _goal(reading: Reading, with_targets: bool) -> dict[str, Any]:
    goal = reading.goal if with_targets else None
    if goal is None:
        return dict.fromkeys(("rule", *GOAL_PARTS, "target_words"))
    parts = {name: getattr(goal, name) if name in NEEDS[goal.rule] else None for name in GOAL_PARTS}
    return {
        "rule": goal.rule.value,
        **{name: part if name == "operator" else number(part) for name, part in parts.items()},
        "target_words": goal_words(goal, measured_in=reading.measured_in),
    }
