"""When a report may be started, changed and published. [pure]

Each rule is a sentence that enforces, explains on the page, and is empty where nothing stands in the way.
"""

import datetime
import re
from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


STATUS_WORDS = {Status.DRAFT: "Draft", Status.PUBLISHED: "Published"}


def barrier_to_start(starts_on: datetime.date, *, today: datetime.date, has_one: bool) -> str:
    """Why no report can be started for the period that begins on `starts_on`."""
    if has_one:
        return "There is a report for this period already."
    return "This period has not begun yet." if starts_on > today else ""


def barrier_to_change(status: str) -> str:
    """Why the words of a report can no longer be changed."""
    return "This report is published. What was published stays as it is." if status == Status.PUBLISHED else ""


def case_references(texts: Iterable[tuple[str, str]], pattern: str) -> list[str]:
    """A sentence for each text that holds what looks like a case reference."""
    # In small letters it leads to the same child.
    found = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    seen = {(where, match[0]) for where, text in texts for match in found.finditer(text)}
    return [
        f"“{where}” holds {reference}, which looks like a case reference. Take it out."
        for where, reference in sorted(seen)
    ]


def barriers_to_publish(
    status: str, *, ends_on: datetime.date, today: datetime.date, missing: Iterable[str], revealing: Iterable[str]
) -> list[str]:
    """Everything that must be put right before a report can be published."""
    if status == Status.PUBLISHED:
        return ["This report is published already."]
    found = []
    if ends_on >= today:
        found.append(f"The period ends on {ends_on.day} {ends_on:%B %Y}. Publish the report after that.")
    return [*found, *missing, *revealing]
