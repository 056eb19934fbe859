"""An audit is about one child and somebody's practice, so beyond its course almost everything is sensitive.

Nobody reads the sensitive fields in the record of events, whatever their role: there they would see the grades that a
moderator must not see yet. Those who may, read them on the audit's own page.
"""

_TOOL_WORDS = {"guidance", "outstanding", "good", "requires_improvement", "inadequate"}

SAFE = {
    "Tool": {"id", "code", "name", "purpose"},
    "ToolVersion": {"id", "tool", "number", "status", "published_at", "published_by"} | _TOOL_WORDS,
    "Section": {"id", "tool_version", "code", "title", "position", "is_graded"} | _TOOL_WORDS,
    "Record": {"id", "unit", "facts_on"},
    "Cycle": {"id", "name", "starts_on", "ends_on"},
    "Audit": {
        "id", "record", "unit", "tool_version", "cycle", "audit_month", "auditor", "status", "version",
        "voice_version", "saved_at", "allocated_at", "allocated_by", "started_at", "started_by", "submitted_at",
        "submitted_by", "sent_back_at", "sent_back_by", "agreed_at", "agreed_by", "withdrawn_at", "withdrawn_by",
    },
    "Grading": {"id", "audit", "section", "stage", "version", "by", "at"},
    "Finding": {"id", "audit", "section", "kind", "position", "action"},
    "Moderation": {"id", "audit", "moderator", "version", "began_at", "graded_at", "agreed_at", "sent_back_at"},
}  # fmt: skip
SENSITIVE = {
    "Record": {"case_reference", "cohort", "age_band"},
    "Audit": {"practitioner", "family_voice", "reflection", "sent_back_reason", "withdrawn_reason"},
    "Grading": {"grade", "rationale", "reason"},
    "Finding": {"text"},
    "Moderation": {"comment"},
}
