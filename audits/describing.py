"""A tool's rules as sentences that people read. [pure]"""

from collections.abc import Iterable, Mapping, Sequence

from audits.content import COHORT, COHORT_WORDS, Cohort, Condition, Content, Question, values_of


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
