"""A tool's rules as sentences that people read. [pure]"""

from collections.abc import Iterable, Mapping, Sequence

from audits.content import (
    COHORT,
    COHORT_WORDS,
    KIND_WORDS,
    PREFILL_WORDS,
    Cohort,
    Condition,
    Content,
    Question,
    Section,
    values_of,
)
from audits.overall import listed


def cohorts_words(cohorts: Iterable[str]) -> str:
    """ "All cohorts" or their names, in the order of a child's journey."""
    chosen = set(cohorts)
    if chosen == set(Cohort):
        return "All cohorts"
    return ", ".join(words for cohort, words in COHORT_WORDS.items() if cohort in chosen) or "No cohort"


def cohort_barrier(name: str, cohorts: Sequence[str], cohort: str) -> str:
    """Why the tool `name` is not for a child of this cohort; empty when it is."""
    if cohort in cohorts:
        return ""
    words = [words for known, words in COHORT_WORDS.items() if known in cohorts]
    return f"“{name}” is for {listed(words, 'and')}: choose one of these cohorts, or another tool."


def questions_by_code(content: Content) -> dict[str, Question]:
    return {question.code: question for question in content.questions}


def condition_words(condition: Condition | None, questions: Mapping[str, Question]) -> str:
    """When something is asked, as a sentence; empty when always."""
    if condition is None or not condition.values:
        return ""
    if condition.question == COHORT:
        names = {cohort.value: words for cohort, words in COHORT_WORDS.items()}
        return f"Shown only when the cohort is {listed([names.get(value, value) for value in condition.values], 'or')}."
    question = questions.get(condition.question)
    names = dict(values_of(question)) if question else {}
    values = listed([f"“{names.get(value, value)}”" for value in condition.values], "or")
    return f"Shown only when “{question.text if question else condition.question}” is answered {values}."


def part_words(section: Section) -> str:
    """What sort of section it is, and how much it asks: "Graded domain, 3 questions"."""
    sort = "Graded domain" if section.is_graded else "Not graded"
    number = len(section.questions)
    return f"{sort}, {number or 'no'} question{'' if number == 1 else 's'}"


def question_words(question: Question) -> str:
    """How a question is answered: "Yes, partly or no; may be “not applicable”"."""
    details = [KIND_WORDS[question.kind]]
    if not question.is_required:
        details.append("optional")
    if question.may_not_apply:
        details.append("may be “not applicable” with a reason")
    if question.prefill:
        details.append(f"filled in from: {PREFILL_WORDS[question.prefill].lower()}")
    return "; ".join(details)
