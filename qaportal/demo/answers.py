"""Answers to the questions of a tool, as an auditor might give them; in step with the grade of their domain."""

import datetime
import random

from audits.commands import AnswerDraft
from audits.content import YES_PARTLY_NO_WORDS, Content, Kind, Question, Value, shown_codes
from audits.grading import Grade

LIKELY = {Grade.OUTSTANDING: 0, Grade.GOOD: 0.2, Grade.REQUIRES_IMPROVEMENT: 0.55, Grade.INADEQUATE: 0.85}
LONG_TEXTS = [
    "Spoken about with the team manager, who has agreed what happens next and by when.",
    "The family has been waiting for a service. The plan has gone on without it in the meantime.",
    "It was raised in the last meeting, and the plan says who will do what about it.",
]
SHORT_TEXTS = [
    "Where the child spends weekends.",
    "The school that the child goes to.",
    "How time with family is arranged.",
    "I found none.",
]


def answers_for(
    content: Content, cohort: str, grades: dict[str, Grade | None], today: datetime.date, chance: random.Random
) -> dict[str, dict[str, AnswerDraft]]:
    """An answer to every question that is asked of a child of this cohort, by section and question."""
    given: dict[str, dict[str, AnswerDraft]] = {}
    values: dict[str, Value] = {}
    for section in content.sections:
        worry = LIKELY[grades.get(section.code) or Grade.GOOD]
        for question in section.questions:
            sections, questions = shown_codes(content, values, cohort)
            if section.code not in sections or question.code not in questions:
                continue
            value = values[question.code] = _value(question, worry, today, chance)
            if value:
                given.setdefault(section.code, {})[question.code] = AnswerDraft(value)
    return given


def _value(question: Question, worry: float, today: datetime.date, chance: random.Random) -> Value:
    """`worry`: how likely an answer is that shows weakness, which tools put last."""
    if not question.is_required and chance.random() < 0.5:
        return None
    codes = [choice.code for choice in question.choices]
    match question.kind:
        case Kind.GRADE:
            return chance.choice(list(Grade)).value
        case Kind.YES_PARTLY_NO:
            return _towards_the_end(list(YES_PARTLY_NO_WORDS), worry, chance)
        case Kind.ONE:
            return _towards_the_end(codes, worry, chance)
        case Kind.MANY:
            return sorted(chance.sample(codes, chance.randint(1, min(3, len(codes)))), key=codes.index)
        case Kind.NUMBER:
            return str(chance.randint(0, 6))
        case Kind.DATE:
            return (today - datetime.timedelta(days=chance.randint(4, 160))).isoformat()
        case Kind.SHORT_TEXT:
            return chance.choice(SHORT_TEXTS)
        case _:
            return chance.choice(LONG_TEXTS)


def _towards_the_end(codes: list[str], worry: float, chance: random.Random) -> str:
    """The first, unless there is worry."""
    return chance.choice(codes[1:]) if chance.random() < worry else codes[0]
