"""Indicators: what they mean, what was loaded for them, what is said about them, and with whom they are compared."""

from kpis.models.comparing import (
    Authority,
    ComparatorFigure,
    ComparatorFile,
    ComparatorRow,
    ComparatorSeries,
    Neighbour,
)
from kpis.models.indicators import (
    REF,
    Definition,
    Exemption,
    Indicator,
    IndicatorQuerySet,
    Origin,
    Part,
    Population,
    Rebase,
    Reconciliation,
    Target,
    never_two_at_once,
)
from kpis.models.insight import IndicatorAction, Note, NoteRequest
from kpis.models.reading import ApiClient, Scope
from kpis.models.values import Layout, Load, Source, StagedLine, Value

__all__ = [
    "REF",
    "ApiClient",
    "Authority",
    "ComparatorFigure",
    "ComparatorFile",
    "ComparatorRow",
    "ComparatorSeries",
    "Definition",
    "Exemption",
    "Indicator",
    "IndicatorAction",
    "IndicatorQuerySet",
    "Layout",
    "Load",
    "Neighbour",
    "Note",
    "NoteRequest",
    "Origin",
    "Part",
    "Population",
    "Rebase",
    "Reconciliation",
    "Scope",
    "Source",
    "StagedLine",
    "Target",
    "Value",
    "never_two_at_once",
]  # fmt: skip
