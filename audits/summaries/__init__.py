"""Figures (for reports and home pages), lists, whom the forms offer, and one audit as its reader may see it."""

from audits.summaries.figures import (
    AuditorWork,
    FindingLine,
    GradeCounts,
    ModerationFacts,
    PeriodFindings,
    my_work,
    period_findings,
    team_grades,
    to_moderate,
    with_agreed_overall,
)
from audits.summaries.lists import (
    TeamActions,
    filtered,
    listed,
    months_of,
    of_my_practice,
    team_actions,
    tool_in_use,
    units_read_by,
)
from audits.summaries.pages import VOICE, AuditPage, DomainView, Part, Shown, audit_page
from audits.summaries.people import auditors_for, owners_for, practitioners_in, units_to_audit
from audits.summaries.writing import themes_offered

__all__ = [
    "VOICE",
    "AuditPage",
    "AuditorWork",
    "DomainView",
    "FindingLine",
    "GradeCounts",
    "ModerationFacts",
    "Part",
    "PeriodFindings",
    "Shown",
    "TeamActions",
    "audit_page",
    "auditors_for",
    "filtered",
    "listed",
    "months_of",
    "my_work",
    "of_my_practice",
    "owners_for",
    "period_findings",
    "practitioners_in",
    "team_actions",
    "team_grades",
    "themes_offered",
    "to_moderate",
    "tool_in_use",
    "units_read_by",
    "units_to_audit",
    "with_agreed_overall",
]
