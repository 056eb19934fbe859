"""Figures with their words, in a fixed number of queries."""

from kpis.summaries.changes import Changes, changes_of
from kpis.summaries.charts_of_many import ShownMonth, SmallChart, shown_months, small_charts
from kpis.summaries.heat_map import HeatMap, heat_map
from kpis.summaries.held import TREND_MONTHS
from kpis.summaries.highlight import Highlight, highlight, latest_month, months_with_values
from kpis.summaries.indicator import IndicatorPage, Point, Series, indicator_page
from kpis.summaries.origins import Before, Origins, before, is_added_up, loads_behind, origins
from kpis.summaries.pages import exceptions_of, theme_page, themes, unit_page
from kpis.summaries.readings import Reading, read
from kpis.summaries.rows import HighlightRow, TrendPoint, row
from kpis.summaries.targets_grid import STANDING_WORDS, Standing, TargetsGrid, quarters_with_targets, targets_grid

__all__ = [
    "STANDING_WORDS",
    "TREND_MONTHS",
    "Before",
    "Changes",
    "HeatMap",
    "Highlight",
    "HighlightRow",
    "IndicatorPage",
    "Origins",
    "Point",
    "Reading",
    "Series",
    "ShownMonth",
    "SmallChart",
    "Standing",
    "TargetsGrid",
    "TrendPoint",
    "before",
    "changes_of",
    "exceptions_of",
    "heat_map",
    "highlight",
    "indicator_page",
    "is_added_up",
    "latest_month",
    "loads_behind",
    "months_with_values",
    "origins",
    "quarters_with_targets",
    "read",
    "row",
    "shown_months",
    "small_charts",
    "targets_grid",
    "theme_page",
    "themes",
    "unit_page",
]  # fmt: skip
