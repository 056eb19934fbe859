"""Indicators are sums for the whole council; what people wrote or uploaded may hold more than it should."""

from people.roles import Permission

READABLE_WITH = Permission.INDICATOR_LOAD
SAFE = {
    "Indicator": {"id", "ref", "theme", "position", "owner", "answered_by"},
    "Definition": {
        "id", "indicator", "validity", "title", "description", "numerator_words", "denominator_words", "measured_in",
        "places", "polarity", "basis", "source", "origin", "measure", "tool", "domain", "cohort", "why_it_matters",
        "inspection_area", "change_note",
    },
    "Target": {
        "id", "indicator", "validity", "rule", "minimum", "upper", "target", "operator", "tolerance",
    },
    "Population": {"id", "unit", "year", "children", "source"},
    "Exemption": {"id", "indicator", "unit", "reason"},
    "Rebase": {"id", "indicator", "unit", "month", "reason"},
    "Reconciliation": {"id", "left", "left_part", "right", "right_part", "is_in_force"},
    "Source": {"id", "name", "layout", "headings", "mapping", "confirmed_at", "confirmed_by"},
    "Load": {
        "id", "unit", "source", "layout", "units", "period", "sha256", "state", "done", "total", "working_since",
        "counts", "targets", "staged_at", "staged_by", "confirmed_at", "confirmed_by", "undone_at", "undone_by",
    },
    "StagedLine": {
        "id", "load", "row", "indicator", "unit", "period", "basis", "numerator", "denominator", "value", "change",
        "old",
    },
    "Value": {
        "id", "indicator", "unit", "period", "basis", "numerator", "denominator", "value", "load", "loaded_at",
        "superseded_at", "superseded_by",
    },
    "NoteRequest": {
        "id", "indicator", "unit", "period", "reason", "asked_of", "asked_by", "asked_at", "due_on", "load",
        "withdrawn_at", "withdrawn_by", "withdrawn_load",
    },
    "Note": {"id", "request", "written_by", "written_at"},
    "IndicatorAction": {"id", "indicator", "unit", "period", "action"},
    "ComparatorFile": {
        "id", "dataset", "name", "sha256", "columns", "categories", "measures", "rows", "loaded_at", "loaded_by",
        "superseded_at",
    },
    "ComparatorRow": {"id", "file", "year", "level", "code", "old_code", "name", "region_code", "category", "cells"},
    "ComparatorSeries": {"id", "indicator", "dataset", "category", "column", "note"},
    "ComparatorFigure": {
        "id", "series", "year", "is_latest", "level", "code", "place", "name", "region_code", "cell", "higher",
        "equal", "lower",
    },
    "Authority": {"id", "old_code", "name", "region_name"},
    "Neighbour": {"id", "authority", "position", "neighbour", "closeness"},
    "ApiClient": {
        "id", "name", "unit", "scopes", "audience", "token_hint", "made_at", "made_by", "expires_at", "revoked_at",
        "revoked_by", "last_used_at",
    },
}  # fmt: skip
SENSITIVE = {
    "Load": {"file_name", "file", "refusals", "notes", "corrected_because", "undone_because"},
    "StagedLine": {"column"},
    "NoteRequest": {"withdrawn_because"},
    "Note": {"what_changed", "why", "what_next"},
    "ApiClient": {"token_hash"},
}
