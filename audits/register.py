"""What the activity register holds, as plain values: kinds of activity, who is quoted, what was typed. [pure]"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from audits.statements import Measure, sentence


class ActivityKind(StrEnum):
    SPOTLIGHT = "spotlight"
    THEMATIC_REVIEW = "thematic_review"
    DIP_SAMPLE = "dip_sample"
    PRACTICE_OBSERVATION = "practice_observation"
    SUCCESS_REVIEW = "success_review"
    SURVEY = "survey"
    FEEDBACK = "feedback"
    COMPLAINTS = "complaints"
    EXTERNAL_REVIEW = "external_review"
    OTHER = "other"


ACTIVITY_KIND_WORDS = {
    ActivityKind.SPOTLIGHT: "Spotlight",
    ActivityKind.THEMATIC_REVIEW: "Thematic review",
    ActivityKind.DIP_SAMPLE: "Dip sample summary",
    ActivityKind.PRACTICE_OBSERVATION: "Practice observation",
    ActivityKind.SUCCESS_REVIEW: "Success review",
    ActivityKind.SURVEY: "Survey",
    ActivityKind.FEEDBACK: "Feedback exercise",
    ActivityKind.COMPLAINTS: "Learning from complaints and compliments",
    ActivityKind.EXTERNAL_REVIEW: "External or peer review",
    ActivityKind.OTHER: "Other activity",
}


class Speaker(StrEnum):
    CHILD = "child"
    PARENT = "parent"
    CARER = "carer"
    PARTNER = "partner"
    STAFF = "staff"


SPEAKER_WORDS = {
    Speaker.CHILD: "Child or young person",
    Speaker.PARENT: "Parent",
    Speaker.CARER: "Carer",
    Speaker.PARTNER: "Partner",
    Speaker.STAFF: "Staff",
}


@dataclass(frozen=True)
class StatementDraft:
    text: str
    measure: Measure


@dataclass(frozen=True)
class QuoteDraft:
    text: str
    said_by: str
    is_publishable: bool = False


@dataclass(frozen=True)
class RecommendationDraft:
    """`key` is that of the recommendation that it was, None for a new one."""

    text: str
    key: int | None = None


@dataclass(frozen=True)
class ActivityDraft:
    """Everything that the form of one activity holds. Strengths and areas for focus: one on each line."""

    title: str
    kind: str
    starts_on: datetime.date
    ends_on: datetime.date
    cohort: str = ""
    method: str = ""
    sample_size: int | None = None
    strengths: str = ""
    focus: str = ""
    key_message: str = ""
    themes: frozenset[str] = frozenset()  # codes
    statements: tuple[StatementDraft, ...] = ()
    quotes: tuple[QuoteDraft, ...] = ()
    recommendations: tuple[RecommendationDraft, ...] = ()


def points(words: str) -> list[str]:
    """What was written one on each line, without the signs people put in front."""
    return [point for line in words.splitlines() if (point := line.strip().lstrip("•–*-").strip())]


def period_problem(starts_on: datetime.date | None, ends_on: datetime.date | None) -> str:
    """Why these two days are no period; empty when they are, or when one is still missing."""
    if starts_on and ends_on and ends_on < starts_on:
        return "The last day is before the first day: check both dates."
    return ""


def period_words(starts_on: datetime.date, ends_on: datetime.date) -> str:
    """A period as people say it: "April to September 2020" for whole months, else its days."""
    is_whole = starts_on.day == 1 and (ends_on + datetime.timedelta(days=1)).day == 1
    if not is_whole:
        return _day(starts_on) if starts_on == ends_on else f"{_day(starts_on)} to {_day(ends_on)}"
    if starts_on.year != ends_on.year:
        return f"{starts_on:%B %Y} to {ends_on:%B %Y}"
    return f"{ends_on:%B %Y}" if starts_on.month == ends_on.month else f"{starts_on:%B} to {ends_on:%B %Y}"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def words_of(draft: ActivityDraft, cohorts: Mapping[str, str]) -> dict[str, str]:
    """Each part of a draft in words, for two drafts to stand side by side."""
    return {
        "Title": draft.title,
        "Kind": ACTIVITY_KIND_WORDS[ActivityKind(draft.kind)],
        "Cohort": cohorts.get(draft.cohort, "All"),
        "Period": period_words(draft.starts_on, draft.ends_on),
        "Method": draft.method,
        "Sample size": "" if draft.sample_size is None else str(draft.sample_size),
        "Themes": ", ".join(sorted(draft.themes)),
        "Practice strengths": draft.strengths,
        "Areas for focus": draft.focus,
        "Key message": draft.key_message,
        "Measured statements": "\n".join(f"{row.text}: {sentence(row.measure)}" for row in draft.statements),
        "Quotes": "\n".join(_quoted(row) for row in draft.quotes),
        "Recommendations": "\n".join(row.text for row in draft.recommendations),
    }


def _quoted(quote: QuoteDraft) -> str:
    may = "may be published" if quote.is_publishable else "not for publication"
    return f"“{quote.text}” ({SPEAKER_WORDS[Speaker(quote.said_by)]}; {may})"
