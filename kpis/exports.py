"""Indicators as data: one mapping per indicator, or per month of one."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kpis.all_authorities import AllAuthorities
from kpis.comparison import Comparison
from kpis.periods import months_to
from kpis.published import year_words
from kpis.rag import Goal, MeasuredIn, displayed, goal_words, target_words
from kpis.summaries import TREND_MONTHS, HeatMap, Highlight, IndicatorPage, ShownMonth, TargetsGrid
from kpis.summaries.heat_map import word
from people.models import Unit

GOAL_COLUMNS = ["minimum", "upper", "target", "operator", "tolerance", "target_words"]
SERIES_COLUMNS = [
    "ref", "title", "period", "basis", "numerator", "denominator", "value", *GOAL_COLUMNS, "rag",
]  # fmt: skip
HEAT_MAP_COLUMNS = ["theme", "ref", "title", "period", "basis", "unit", "unit_name", "value", "value_words", "rag"]
MONTH_COLUMNS = [
    "theme", "ref", "title", "unit", "unit_name", "period", "basis", "value", "value_words", "line_breaks_before",
]  # fmt: skip
GRID_COLUMNS = [
    "Theme", "Reference", "Measure", "Previous target", "Previous actual", "Previous standing", "Target", "Actual",
    "Standing",
]  # fmt: skip


def month_rows(shown: Iterable[ShownMonth], unit: Unit) -> list[dict[str, Any]]:
    """Every month of the small charts, in a row of its own."""
    return [
        {
            "theme": each.row.theme,
            "ref": each.row.ref,
            "title": each.row.title,
            "unit": unit.code,
            "unit_name": unit.name,
            "period": f"{each.month:%Y-%m}",
            "basis": each.basis_words,
            "value": None if each.value is None else number(displayed(each.value, each.row.places)),
            "value_words": each.words,
            "line_breaks_before": each.begins,
        }
        for each in shown
    ]


def grid_rows(shown: TargetsGrid) -> list[dict[str, Any]]:
    """Every indicator of the targets grid, in the words of the page."""
    return [
        {
            "Theme": row.theme,
            "Reference": row.ref,
            "Measure": row.title,
            "Previous target": row.before.target_words,
            "Previous actual": row.before.actual_words,
            "Previous standing": row.before.standing_words,
            "Target": row.now.target_words,
            "Actual": row.now.actual_words,
            "Standing": row.now.standing_words,
        }
        for row in shown.rows
    ]


def heat_map_rows(shown: HeatMap) -> list[dict[str, Any]]:
    """Every cell, in a row of its own."""
    return [
        {
            "theme": row.theme,
            "ref": row.ref,
            "title": row.title,
            "period": f"{shown.month:%Y-%m}",
            "basis": row.basis_words,
            "unit": unit.code,
            "unit_name": unit.name,
            "value": number(cell.value),
            "value_words": word(cell),
            "rag": cell.rag.value,
        }
        for row in shown.rows
        for unit, cell in zip(shown.units, row.cells, strict=True)
    ]


COMPARISON_COLUMNS = ["ref", "year", "place", "kind", "closeness", "published", "value", "meaning"]


def month_column(month: datetime.date) -> str:
    """As the published table heads its months: mar_23."""
    return f"{month:%b_%y}".lower()


def highlight_columns(month: datetime.date) -> list[str]:
    return [
        "ref", "theme", "title", "period", "basis", "outturn", "numerator", "denominator", "value", "value_words",
        *map(month_column, months_to(month, TREND_MONTHS)), *GOAL_COLUMNS, "rag", "distance", "direction",
    ]  # fmt: skip


def goal_cells(goal: Goal | None, measured_in: MeasuredIn) -> dict[str, Any]:
    """What a figure is judged by, whichever rule it is of: each size a number, and all of it in words."""
    sizes = ("minimum", "upper", "target", "tolerance")
    return {
        **{name: number(getattr(goal, name)) if goal else None for name in sizes},
        "operator": goal.operator if goal else None,
        "target_words": goal_words(goal, measured_in=measured_in),
    }


def highlight_rows(shown: Highlight) -> list[dict[str, Any]]:
    """Every indicator of a month, as figures: a missing one is None, and its RAG says no_data."""
    return [
        {
            "ref": row.ref,
            "theme": row.theme,
            "title": row.title,
            "period": f"{shown.month:%Y-%m}",
            "basis": row.basis_words,
            "outturn": row.outturn_words,
            "numerator": number(row.numerator),
            "denominator": number(row.denominator),
            "value": number(row.current),
            "value_words": row.current_words,
            **{
                month_column(point.month): None if point.value is None else number(displayed(point.value, row.places))
                for point in row.trend
            },
            **goal_cells(row.goal, row.measured_in),
            "rag": row.rag.value,
            "distance": row.distance_words,
            "direction": row.direction.value,
        }
        for row in shown.rows
    ]


def series_rows(page: IndicatorPage) -> list[dict[str, Any]]:
    """Every month of an indicator's series."""
    return [
        {
            "ref": page.indicator.ref,
            "title": page.definition.title,
            "period": f"{point.month:%Y-%m}",
            "basis": series.words,
            "numerator": number(point.numerator),
            "denominator": number(point.denominator),
            "value": number(point.value),
            **goal_cells(point.goal, page.reading.measured_in),
            "rag": point.rag.value,
        }
        for series in page.series
        for point in series.points
    ]


def comparison_rows(ref: str, comparison: Comparison, everyone: AllAuthorities) -> list[dict[str, Any]]:
    """Every place of the year, then the council's earlier years: each cell as published, and what it means.

    Median and quartiles of all authorities are computed, not published.
    """
    places = [("England", comparison.year, comparison.england)]
    if comparison.region:
        places.append(("Region", comparison.year, comparison.region))
    places += [("Statistical neighbour", comparison.year, place) for place in comparison.neighbours]
    places += [("This council", year, place) for year, place in reversed(comparison.history)]
    computed = [
        {
            "ref": ref,
            "year": year_words(comparison.year),
            "place": name,
            "kind": "All local authorities",
            "closeness": "",
            "published": None,
            "value": number(value),
            "meaning": f"{target_words(value, measured_in=comparison.measured_in)}: {everyone.known_words}",
        }
        for name, value in everyone.named
    ]
    return computed + [
        {
            "ref": ref,
            "year": year_words(year),
            "place": place.name,
            "kind": kind,
            "closeness": place.closeness,
            "published": place.cell,
            "value": number(place.value),
            "meaning": place.words,
        }
        for kind, year, place in places
    ]


def number(value: Decimal | None) -> int | float | None:
    """A number that JSON and CSV write plainly: 1958 and 90.4."""
    if value is None:
        return None
    return float(value) if value % 1 else int(value)
