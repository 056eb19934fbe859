"""Every change to a report, and to kinds of report."""

from reports.commands.adapting import adapt, arrange, retire
from reports.commands.blocks import HoldsWords, add_block, bring_in, leave_out, order_blocks
from reports.commands.checking import leave
from reports.commands.picturing import add_picture, remove_picture
from reports.commands.publishing import correct, publish, withdraw
from reports.commands.reading import record_reading, record_restricted
from reports.commands.rendering import make_again, make_files, reap
from reports.commands.sections import arrange_sections, restore_order
from reports.commands.signing import approve, record_outcomes, return_to_author, send, set_meetings, take_back
from reports.commands.telling import choose_emails, mark_seen, send_late, send_notices
from reports.commands.together import (
    Changed,
    accept,
    bring_back,
    comment,
    decline,
    reopen,
    resolve,
    set_owners,
    suggest,
)
from reports.commands.writing import MOST_LETTERS, Conflict, save_words, start_report

__all__ = [
    "MOST_LETTERS",
    "Changed",
    "Conflict",
    "HoldsWords",
    "accept",
    "adapt",
    "add_block",
    "add_picture",
    "approve",
    "arrange",
    "arrange_sections",
    "bring_back",
    "bring_in",
    "choose_emails",
    "comment",
    "correct",
    "decline",
    "leave",
    "leave_out",
    "make_again",
    "make_files",
    "mark_seen",
    "order_blocks",
    "publish",
    "reap",
    "record_outcomes",
    "record_reading",
    "record_restricted",
    "remove_picture",
    "reopen",
    "resolve",
    "restore_order",
    "retire",
    "return_to_author",
    "save_words",
    "send",
    "send_late",
    "send_notices",
    "set_meetings",
    "set_owners",
    "start_report",
    "suggest",
    "take_back",
    "withdraw",
]
