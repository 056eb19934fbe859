"""Audits hold what people wrote about practice with a child; a case reference can lead to the child.

Nobody reads the sensitive fields in the record of events, whatever their roles: a moderator who also administers would
see there the grades that the page still hides. Those who may, read them on the audit's own page.
"""

SAFE = {
    "Tool": {"id", "code", "name"},
    "ToolVersion": {
        "id", "tool", "number", "status", "name", "purpose", "cohorts", "limits", "asks_voice", "saves", "changed_at",
        "changed_by", "proposed_at", "proposed_by", "published_at", "published_by", "guidance", "outstanding", "good",
        "requires_improvement", "inadequate",
    },
    "Section": {
        "id", "tool_version", "code", "title", "position", "is_graded", "shown_when", "guidance", "outstanding",
        "good", "requires_improvement", "inadequate",
    },
    "Question": {
        "id", "section", "code", "position", "kind", "text", "guidance", "is_required", "may_not_apply", "choices",
        "shown_when", "prefill",
    },
    "Record": {"id", "unit", "facts_on", "facts_version", "checked_at", "checked_by"},
    "Cycle": {"id", "name", "starts_on", "ends_on"},
    "Audit": {
        "id", "record", "unit", "tool_version", "cycle", "audit_month", "auditor", "status", "version",
        "voice_version", "saved_at", "allocated_at", "allocated_by", "started_at", "started_by", "submitted_at",
        "submitted_by", "sent_back_at", "sent_back_by", "agreed_at", "agreed_by", "withdrawn_at", "withdrawn_by",
        "closed_at", "closed_by", "reopened_at", "reopened_by",
    },
    "Grading": {"id", "audit", "section", "stage", "reason", "by", "at"},
    "Finding": {"id", "audit", "section", "kind", "position", "action"},
    "SavedPage": {"id", "audit", "section", "version", "by", "at"},
    "Answer": {"id", "audit", "question", "by", "at"},
    "EvidenceNote": {"id", "audit", "section", "position"},
    "Theme": {"id", "code", "name", "is_in_use"},
    "ThemeMark": {"id", "audit", "section"},
    "Voice": {"id", "audit", "whose"},
    "Reflection": {
        "id", "audit", "version", "invited_at", "invited_by", "saved_at", "finished_at", "finished_by",
    },
    "Moderation": {
        "id", "audit", "moderator", "version", "began_at", "graded_at", "agreed_at", "sent_back_at", "ended_at",
        "released_by",
    },
    "ProgressionMeeting": {
        "id", "audit", "held_on", "review_on", "recorded_at", "recorded_by", "reviewed_on", "reviewed_at",
        "reviewed_by", "is_current",
    },
    "Activity": {
        "id", "title", "kind", "unit", "cohort", "starts_on", "ends_on", "sample_size", "version", "added_at",
        "added_by", "changed_at", "changed_by", "withdrawn_at", "withdrawn_by",
    },
    "ActivityTheme": {"id", "activity", "theme"},
    "Statement": {
        "id", "activity", "position", "numerator", "denominator", "value", "measured_in", "previous",
        "previous_period",
    },
    "Quote": {"id", "activity", "position", "said_by", "is_publishable"},
    "Recommendation": {"id", "activity", "position", "action"},
    "ActivityFile": {"id", "activity", "media_type", "size", "sha256", "added_at", "added_by"},
    "Concern": {
        "id", "audit", "raised_at", "raised_by", "level", "is_escalated", "respond_by", "unanswered_at",
        "acknowledged_at", "acknowledged_by", "ended_on", "closed_at", "closed_by",
    },
    "ConcernRecipient": {"id", "concern", "user", "level", "added_at", "told_at", "tried_at"},
}  # fmt: skip
# A grade is sensitive because moderation is blind: the record of changes must not tell what the page hides.
SENSITIVE = {
    "Record": {"case_reference", "cohort", "age_band"},
    "Audit": {
        "practitioner", "reflection", "sent_back_reason", "withdrawn_reason", "no_meeting_reason",
        "reopened_reason",
    },
    "Grading": {"grade", "rationale", "difference"},
    "Finding": {"text"},
    "Answer": {"value", "does_not_apply", "reason"},
    "EvidenceNote": {"seen_on", "text"},
    "ThemeMark": {"theme"},
    "Reflection": {"proud_of", "would_change", "support"},
    "Voice": {"state", "words", "how", "asked", "reason", "attempts"},
    "Moderation": {"comment", "released_reason"},
    "ProgressionMeeting": {"present", "decisions", "outcome"},
    "Activity": {"method", "strengths", "focus", "key_message", "withdrawn_reason"},
    "Statement": {"text"},
    "Quote": {"text"},
    "Recommendation": {"text"},
    "ActivityFile": {"name", "content"},
    "Concern": {"what", "immediate_action", "who_was_told", "outcome"},
}  # fmt: skip
