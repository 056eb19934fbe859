"""Figures with their words, in a fixed number of queries."""

from kpis.summaries.highlight import Highlight, highlight, latest_month, months_with_values
from kpis.summaries.indicator import IndicatorPage, Point, Series, indicator_page
from kpis.summaries.readings import TREND_MONTHS, Reading, read
from kpis.summaries.rows import HighlightRow, TrendPoint, row

__all__ = [
    "TREND_MONTHS", "Highlight", "HighlightRow", "IndicatorPage", "Point", "Reading", "Series", "TrendPoint",
    "highlight", "indicator_page", "latest_month", "months_with_values", "read", "row",
]  # fmt: skip
