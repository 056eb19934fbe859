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
# What is asked so that only an answer of its own makes sense.
ANSWERS = {
    "tool-why-not": ["The worker changed before it was finished.", "The parents were not ready; it is tried again."],
    "consent-how": ["The family was asked again before the visit began."],
    "learned": ["That the child keeps a light on at night.", "That the grandfather collects her on Fridays."],
    "keep": ["The silence after the hard question.", "Saying at the door why we are here."],
    "try-next": ["Ask the question again when it is not answered.", "End ten minutes earlier, with the next step."],
    "carried-forward-what": ["Time with the brother.", "The referral for speech therapy."],
    "practitioner-says": ["That there is time to think, and that the manager remembers the child's name."],
    "late-why": ["The officer was ill; the service manager agreed to ten days more."],
    "permanence-delay": ["The child waits to unpack. The review set a date and told the head of service."],
    "topic": ["Visits and supervision over the last months.", "Plans that have run for a year."],
    "closer-look-why": ["When the child was last seen alone, and what they said."],
}
PERCENT = "per cent"


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
        case Kind.SHORT_TEXT | Kind.LONG_TEXT if question.code in ANSWERS:
            return chance.choice(ANSWERS[question.code])
        case Kind.NUMBER if PERCENT in question.text:
            return str(chance.randint(62, 99))
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
