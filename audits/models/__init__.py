"""Tools and their wording, records, audits, what auditors write, moderations, the activity register. Split by noun."""

from audits.models.activities import (
    Activity,
    ActivityFile,
    ActivityQuerySet,
    ActivityTheme,
    Quote,
    Recommendation,
    Statement,
)
from audits.models.auditing import Audit, AuditQuerySet, Cycle, Record, a_case_reference
from audits.models.concerns import Concern, ConcernQuerySet, ConcernRecipient
from audits.models.contents import content_of, contents_of, limits_of
from audits.models.moderating import Moderation
from audits.models.progressing import ProgressionMeeting, closing_facts
from audits.models.reflecting import Reflection
from audits.models.tools import Question, Section, Tool, ToolVersion
from audits.models.voices import Voice, voices_of
from audits.models.writing import Answer, EvidenceNote, Finding, Grading, SavedPage, Theme, ThemeMark
from audits.models.written import Written, asked_in, written_in

__all__ = [
    "Activity",
    "ActivityFile",
    "ActivityQuerySet",
    "ActivityTheme",
    "Answer",
    "Audit",
    "AuditQuerySet",
    "Concern",
    "ConcernQuerySet",
    "ConcernRecipient",
    "Cycle",
    "EvidenceNote",
    "Finding",
    "Grading",
    "Moderation",
    "ProgressionMeeting",
    "Question",
    "Quote",
    "Recommendation",
    "Record",
    "Reflection",
    "SavedPage",
    "Section",
    "Statement",
    "Theme",
    "ThemeMark",
    "Tool",
    "ToolVersion",
    "Voice",
    "Written",
    "a_case_reference",
    "asked_in",
    "closing_facts",
    "content_of",
    "contents_of",
    "limits_of",
    "voices_of",
    "written_in",
]
