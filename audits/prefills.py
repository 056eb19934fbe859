"""Answers that the portal offers before the auditor looks. They count once the auditor has saved them. [pure]"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from audits.content import COHORT_WORDS, Cohort, Kind, Prefill, Question, Value
from audits.drafts import AnswerDraft

# An earlier audit gives facts, never judgements: no grade, no yes or no, no long text.
FACTS = frozenset({Kind.NUMBER, Kind.DATE, Kind.ONE, Kind.MANY, Kind.SHORT_TEXT})
_TEXTS = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT})


@dataclass(frozen=True)
class Known:
    """What the audit's own record says, and by question code what the latest earlier audit of it says."""

    team: str
    worker: str
    cohort: str
    earlier: Mapping[str, tuple[Kind, Value]] = field(default_factory=dict)


def wants_earlier(questions: Iterable[Question]) -> list[str]:
    """The codes of the questions whose answer may come from an earlier audit."""
    return [q.code for q in questions if q.prefill == Prefill.EARLIER and q.kind in FACTS]


def offered(questions: Iterable[Question], known: Known) -> dict[str, AnswerDraft]:
    """What to offer, by question code."""
    offers = {question.code: _offer(question, known) for question in questions}
    return {code: AnswerDraft(value) for code, value in offers.items() if value}


def _offer(question: Question, known: Known) -> Value:
    match question.prefill:
        case Prefill.TEAM:
            return _fitted(question, known.team)
        case Prefill.WORKER:
            return _fitted(question, known.worker)
        case Prefill.COHORT:
            return _fitted(question, COHORT_WORDS[Cohort(known.cohort)], known.cohort)
        case Prefill.EARLIER if question.kind in FACTS:
            kind, value = known.earlier.get(question.code, (question.kind, None))
            return _still_possible(question, value) if kind == question.kind else None
        case _:
            return None


def _fitted(question: Question, words: str, code: str = "") -> Value:
    """Words for a box of text; for choices the one that says so."""
    if question.kind in _TEXTS:
        return words or None
    codes = {code, code.replace("_", "-")} - {""}
    same = [c.code for c in question.choices if c.code in codes or c.words.casefold() == words.casefold()]
    if not same:
        return None
    return same[:1] if question.kind == Kind.MANY else same[0]


def _still_possible(question: Question, value: Value) -> Value:
    """An earlier version of the tool may have had other choices."""
    codes = {choice.code for choice in question.choices}
    match question.kind:
        case Kind.ONE:
            return value if value in codes else None
        case Kind.MANY:
            return [code for code in value or [] if code in codes] or None
        case _:
            return value
