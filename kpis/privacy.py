"""Indicators are sums for the whole council; only what somebody uploaded may hold more than it should."""

from people.roles import Permission

READABLE_WITH = Permission.INDICATOR_LOAD
SAFE = {
    "Indicator": {"id", "ref", "theme", "position", "owner"},
    "Definition": {
        "id", "indicator", "validity", "title", "description", "measured_in", "places", "polarity", "basis", "source",
    },
    "Target": {"id", "indicator", "validity", "minimum", "upper"},
    "Load": {
        "id", "unit", "period", "sha256", "state", "counts", "staged_at", "staged_by", "confirmed_at", "confirmed_by",
    },
    "Value": {
        "id", "indicator", "unit", "period", "basis", "numerator", "denominator", "value", "load", "superseded_at",
        "superseded_by",
    },
}  # fmt: skip
SENSITIVE = {
    "Load": {"file_name", "staged"},
}
