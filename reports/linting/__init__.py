"""Reads a report before it is signed off, and names what a reader would stumble over.

**Script**: the report as plain words with their places. **Context**: what the words cannot tell. **Rule**: one kind of
fault. **Finding**: one fault, its place and the way out; it must be put right, or should be looked at.
"""

from reports.linting.context import Context
from reports.linting.findings import Finding, Rule, Weight
from reports.linting.reading import indicators_in, script_of
from reports.linting.registry import RULES, as_markdown, lint
from reports.linting.script import (
    Action,
    Cover,
    Figure,
    IndicatorFact,
    Passage,
    Picture,
    Script,
    Section,
    TableText,
)

__all__ = [
    "RULES",
    "Action",
    "Context",
    "Cover",
    "Figure",
    "Finding",
    "IndicatorFact",
    "Passage",
    "Picture",
    "Rule",
    "Script",
    "Section",
    "TableText",
    "Weight",
    "as_markdown",
    "indicators_in",
    "lint",
    "script_of",
]
