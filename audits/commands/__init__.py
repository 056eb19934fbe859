"""Every change of state. Split by noun: allocating, writing, moderating, progressing, tools."""

from audits.commands.allocating import allocate, withdraw
from audits.commands.library import install_shipped_tools, install_tool
from audits.commands.moderating import (
    AgreedDraft,
    ModeratedDraft,
    agree,
    begin_moderation,
    raise_action_from,
    save_moderated_grades,
    send_back,
)
from audits.commands.progressing import (
    close,
    closing_facts,
    record_meeting,
    record_review,
    release_moderation,
    reopen,
)
from audits.commands.writing import (
    Conflict,
    save_overall,
    save_section,
    save_sections,
    save_voice,
    start,
    submit,
)
from audits.drafts import AnswerDraft, NoteDraft, SectionDraft

__all__ = [
    "AgreedDraft",
    "AnswerDraft",
    "Conflict",
    "ModeratedDraft",
    "NoteDraft",
    "SectionDraft",
    "agree",
    "allocate",
    "begin_moderation",
    "close",
    "closing_facts",
    "install_shipped_tools",
    "install_tool",
    "raise_action_from",
    "record_meeting",
    "record_review",
    "release_moderation",
    "reopen",
    "save_moderated_grades",
    "save_overall",
    "save_section",
    "save_sections",
    "save_voice",
    "send_back",
    "start",
    "submit",
    "withdraw",
]
