"""Answers and whole pages in words: for reading, and for comparing two texts. [pure]"""

import datetime
from collections.abc import Mapping

from audits.content import YES_PARTLY_NO_WORDS, Kind, Question, Section
from audits.drafts import AnswerDraft, NoteDraft, SectionDraft
from audits.grading import GRADE_WORDS

NOT_APPLICABLE = "Not applicable"


def day_words(day: datetime.date) -> str:
    """Such as "12 March 2026"."""
    return f"{day.day} {day:%B %Y}"


def answer_words(question: Question, answer: AnswerDraft | None) -> str:
    """An answer by its words and never its codes; empty where there is none."""
    if answer is None or answer.is_blank:
        return ""
    if answer.does_not_apply:
        return f"{NOT_APPLICABLE}: {answer.reason}" if answer.reason.strip() else NOT_APPLICABLE
    value = answer.value
    match question.kind:
        case Kind.GRADE:
            return GRADE_WORDS.get(value, "")
        case Kind.YES_PARTLY_NO:
            return YES_PARTLY_NO_WORDS.get(value, "")
        case Kind.ONE | Kind.MANY:
            chosen = value if isinstance(value, list) else [value]
            return "\n".join(choice.words for choice in question.choices if choice.code in chosen)
        case Kind.DATE if value:
            return day_words(datetime.date.fromisoformat(value))
        case _:
            return value or ""


def note_words(note: NoteDraft) -> str:
    day = day_words(note.seen_on) if note.seen_on else "No date"
    return f"{day}: {note.text}"


def page_words(section: Section | None, draft: SectionDraft, themes: Mapping[str, str]) -> dict[str, str]:
    """Every box of a page by its label; `themes`: their names by code. No section: the overall grade."""
    questions = section.questions if section else ()
    words = {question.text: answer_words(question, draft.answers.get(question.code)) for question in questions}
    if section and not section.is_graded:
        return words
    return words | {
        "Grade": GRADE_WORDS[draft.grade] if draft.grade else "",
        "How was the grade reached?": draft.rationale,
        "What difference did it make for the child?": draft.difference,
        "Evidence": "\n".join(note_words(note) for note in draft.evidence),
        "Practice strengths": "\n".join(draft.strengths),
        "Areas for focus": "\n".join(draft.focus),
        "Themes": "\n".join(sorted(themes.get(code, code) for code in draft.themes)),
    }
