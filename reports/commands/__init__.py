"""Every change to a report."""

from reports.commands.checking import leave
from reports.commands.publishing import correct, publish, withdraw
from reports.commands.signing import approve, return_to_author, send, set_meetings, take_back
from reports.commands.writing import MOST_LETTERS, Conflict, save_words, start_report

__all__ = [
    "MOST_LETTERS",
    "Conflict",
    "approve",
    "correct",
    "leave",
    "publish",
    "return_to_author",
    "save_words",
    "send",
    "set_meetings",
    "start_report",
    "take_back",
    "withdraw",
]
