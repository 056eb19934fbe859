"""Every change of state. Split by noun: each file says what it is about."""

from audits.commands.activities import (
    add_activity,
    attach_file,
    barrier_to_action,
    change_activity,
    raise_action_from_activity,
    remove_file,
    withdraw_activity,
)
from audits.commands.allocating import allocate, withdraw
from audits.commands.concerns import acknowledge, close_concern, escalate_due, raise_concern, tell
from audits.commands.cycles import add_cycle
from audits.commands.drafting import change_draft, discard_draft, make_draft, start_tool
from audits.commands.library import DraftInTheWay, import_tool, install_shipped_tools, install_tool
from audits.commands.lists import record_export
from audits.commands.moderating import (
    AgreedDraft,
    ModeratedDraft,
    agree,
    begin_moderation,
    raise_action_from,
    save_moderated_grades,
    send_back,
)
from audits.commands.papers import record_download
from audits.commands.progressing import (
    close,
    record_meeting,
    record_review,
    release_moderation,
    reopen,
)
from audits.commands.publishing import bring_tool_back, propose_tool, publish_tool, retire_tool
from audits.commands.records import Facts, check_facts
from audits.commands.reflecting import invite_practitioner, save_reflection
from audits.commands.themes import add_theme, rename_theme, use_theme
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
    "DraftInTheWay",
    "Facts",
    "ModeratedDraft",
    "NoteDraft",
    "SectionDraft",
    "acknowledge",
    "add_activity",
    "add_cycle",
    "add_theme",
    "agree",
    "allocate",
    "attach_file",
    "barrier_to_action",
    "begin_moderation",
    "bring_tool_back",
    "change_activity",
    "change_draft",
    "check_facts",
    "close",
    "close_concern",
    "discard_draft",
    "escalate_due",
    "import_tool",
    "install_shipped_tools",
    "install_tool",
    "invite_practitioner",
    "make_draft",
    "propose_tool",
    "publish_tool",
    "raise_action_from",
    "raise_action_from_activity",
    "raise_concern",
    "record_download",
    "record_export",
    "record_meeting",
    "record_review",
    "release_moderation",
    "remove_file",
    "rename_theme",
    "reopen",
    "retire_tool",
    "save_moderated_grades",
    "save_overall",
    "save_reflection",
    "save_section",
    "save_sections",
    "save_voice",
    "send_back",
    "start",
    "start_tool",
    "submit",
    "tell",
    "use_theme",
    "withdraw",
    "withdraw_activity",
]
