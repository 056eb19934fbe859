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
    Limit,
    Question,
    Section,
    values_of,
)
from audits.grading import GRADE_WORDS, Grade


def one_of(words: Sequence[str]) -> str:
    """ "Yes", "Yes or Partly", "Yes, Partly or No"."""
    return _joined(words, "or")


def all_of(words: Sequence[str]) -> str:
    return _joined(words, "and")


def _joined(words: Sequence[str], last: str) -> str:
    *others, final = words or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


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
    return f"“{name}” is for {all_of(words)}: choose one of these cohorts, or another tool."


def questions_by_code(content: Content) -> dict[str, Question]:
    return {question.code: question for question in content.questions}


def condition_words(condition: Condition | None, questions: Mapping[str, Question]) -> str:
    """When something is asked, as a sentence; empty when always."""
    if condition is None:
        return ""
    if condition.question == COHORT:
        names = {cohort.value: words for cohort, words in COHORT_WORDS.items()}
        return f"Shown only when the cohort is {one_of([names.get(value, value) for value in condition.values])}."
    question = questions.get(condition.question)
    names = dict(values_of(question)) if question else {}
    values = one_of([f"“{names.get(value, value)}”" for value in condition.values])
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


def rule_words(limit: Limit, titles: Mapping[str, str]) -> str:
    """A limiting rule as a sentence."""
    named = [titles.get(code, code) for code in limit.sections]
    grade = GRADE_WORDS[limit.grade] + ("" if limit.grade == Grade.INADEQUATE else " or worse")
    which = one_of(named) if named else "any domain"
    subject = f"{which} is" if limit.count == 1 else f"at least {limit.count} of {all_of(named) or 'all domains'} are"
    return f"If {subject} {grade}, the overall grade can be no better than {GRADE_WORDS[limit.cap]}."
