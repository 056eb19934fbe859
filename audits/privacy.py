"""Audits hold what people wrote about practice with a child; a case reference can lead to the child.

Nobody reads the sensitive fields in the record of events, whatever their roles: a moderator who also administers would
see there the grades that the page still hides. Those who may, read them on the audit's own page.
"""

SAFE = {
    "Tool": {"id", "code", "name", "purpose"},
    "ToolVersion": {
        "id", "tool", "number", "status", "published_at", "published_by", "guidance", "outstanding", "good",
        "requires_improvement", "inadequate",
    },
    "Section": {
        "id", "tool_version", "code", "title", "position", "is_graded", "guidance", "outstanding", "good",
        "requires_improvement", "inadequate",
    },
    "Record": {"id", "unit", "facts_on"},
    "Cycle": {"id", "name", "starts_on", "ends_on"},
    "Audit": {
        "id", "record", "unit", "tool_version", "cycle", "audit_month", "auditor", "status", "version",
        "voice_version", "saved_at", "allocated_at", "allocated_by", "started_at", "started_by", "submitted_at",
        "submitted_by", "sent_back_at", "sent_back_by", "agreed_at", "agreed_by", "withdrawn_at", "withdrawn_by",
    },
    "Grading": {"id", "audit", "section", "stage", "reason", "version", "by", "at"},
    "Finding": {"id", "audit", "section", "kind", "position", "action"},
    "Moderation": {"id", "audit", "moderator", "version", "began_at", "graded_at", "agreed_at", "sent_back_at"},
}  # fmt: skip
# A grade is sensitive because moderation is blind: the record of changes must not tell what the page hides.
SENSITIVE = {
    "Record": {"case_reference", "cohort", "age_band"},
    "Audit": {"practitioner", "family_voice", "reflection", "sent_back_reason", "withdrawn_reason"},
    "Grading": {"grade", "rationale"},
    "Finding": {"text"},
    "Moderation": {"comment"},
}
