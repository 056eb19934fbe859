"""Reports, who writes them together, what was published, how files are made, and what the library keeps."""

from reports.models.adapting import Adaptation
from reports.models.library import STUCK_AFTER, Notice, Reader, Rendering
from reports.models.reports import (
    MARKS,
    Block,
    Dismissal,
    Meeting,
    Publication,
    PublicationFile,
    Report,
    SignOff,
    near,
    restricted_for,
)
from reports.models.together import (
    ANSWER_WORDS,
    HOW_WORDS,
    TOGETHER,
    Answer,
    Comment,
    How,
    SectionOwner,
    SuggestedChange,
    Version,
    VersionPlace,
    written_by,
)

__all__ = [
    "ANSWER_WORDS",
    "HOW_WORDS",
    "MARKS",
    "STUCK_AFTER",
    "TOGETHER",
    "Adaptation",
    "Answer",
    "Block",
    "Comment",
    "Dismissal",
    "How",
    "Meeting",
    "Notice",
    "Publication",
    "PublicationFile",
    "Reader",
    "Rendering",
    "Report",
    "SectionOwner",
    "SignOff",
    "SuggestedChange",
    "Version",
    "VersionPlace",
    "near",
    "restricted_for",
    "written_by",
]
