"""What a tool asks, as plain values: the shape that the builder, YAML, the preview and the comparison share. [pure]

A tool has sections (a *domain* when it is graded), and sections have questions. Codes join: a section's code is the
same in every version, and a question's code is unique within its tool, so that a condition can name it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from audits.grading import OVERALL, Grade

CODE_PATTERN = r"[a-z][a-z0-9-]{0,39}"
LONGEST_NAME = 100  # of a tool or a section
LONGEST_QUESTION = 300
LONGEST_WORDS = 20_000
Path = Sequence[str | int]
VOICE_PAGE = "voice-and-reflection"  # the code of a page that every audit has beside its sections
COHORT = "cohort"  # a condition may name this in the place of a question


class Cohort(StrEnum):
    EARLY_HELP = "early_help"
    FAMILY_HELP = "family_help"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    IN_CARE = "in_care"
    CARE_LEAVER = "care_leaver"


COHORT_WORDS = {
    Cohort.EARLY_HELP: "Early help",
    Cohort.FAMILY_HELP: "Family help",
    Cohort.CHILD_IN_NEED: "Child in need",
    Cohort.CHILD_PROTECTION: "Child protection",
    Cohort.IN_CARE: "In care",
    Cohort.CARE_LEAVER: "Care leaver",
}


class Kind(StrEnum):
    GRADE = "grade"
    YES_PARTLY_NO = "yes_partly_no"
    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"


KIND_WORDS = {
    Kind.GRADE: "Grade (the four grades)",
    Kind.YES_PARTLY_NO: "Yes, partly or no",
    Kind.ONE: "One of several choices",
    Kind.MANY: "Any of several choices",
    Kind.NUMBER: "Number",
    Kind.DATE: "Date",
    Kind.SHORT_TEXT: "Short text",
    Kind.LONG_TEXT: "Long text",
}

YES_PARTLY_NO_WORDS = {"yes": "Yes", "partly": "Partly", "no": "No"}
WITH_CHOICES = frozenset({Kind.ONE, Kind.MANY})
# Whose answers a condition can name: the answer is one or more known values.
# No grade among them: moderation is blind, and what is asked because of a grade would tell it.
MAY_DECIDE = frozenset({Kind.YES_PARTLY_NO, Kind.ONE, Kind.MANY})


class Prefill(StrEnum):
    """From where an answer is filled in before the auditor looks."""

    NOTHING = ""
    TEAM = "team"
    WORKER = "worker"
    COHORT = "cohort"
    EARLIER = "earlier"


PREFILL_WORDS = {
    Prefill.NOTHING: "Nothing",
    Prefill.TEAM: "The team that works with the child",
    Prefill.WORKER: "The practitioner",
    Prefill.COHORT: "The cohort",
    Prefill.EARLIER: "The answer in the latest earlier audit of the same record",
}


@dataclass(frozen=True)
class Choice:
    code: str
    words: str


@dataclass(frozen=True)
class Condition:
    """Shown only when the earlier `question` (or the cohort) was answered with one of `values`."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Descriptors:
    """What each grade looks like ("what good looks like")."""

    outstanding: str = ""
    good: str = ""
    requires_improvement: str = ""
    inadequate: str = ""


@dataclass(frozen=True)
class Question:
    code: str
    kind: Kind
    text: str
    guidance: str = ""
    is_required: bool = True
    may_not_apply: bool = False
    choices: tuple[Choice, ...] = ()
    shown_when: Condition | None = None
    prefill: Prefill = Prefill.NOTHING


@dataclass(frozen=True)
class Section:
    """`guidance`: the first line is the question that the domain asks, the others what to look for."""

    code: str
    title: str
    guidance: str = ""
    is_graded: bool = True
    descriptors: Descriptors = Descriptors()
    shown_when: Condition | None = None
    questions: tuple[Question, ...] = ()

    @property
    def asks(self) -> str:
        """What the auditor asks: the first line of the guidance."""
        return self.guidance.split("\n", 1)[0]

    @property
    def points(self) -> list[str]:
        """What to look for: the other lines."""
        return [line for line in self.guidance.split("\n")[1:] if line.strip()]


@dataclass(frozen=True)
class Limit:
    """When at least `count` of the domains `sections` (none: any) are graded `grade` or worse, the overall grade can
    be no better than `cap`."""

    grade: Grade
    cap: Grade
    sections: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class Content:
    """A version of a tool. No limits: the overall grade is the auditor's judgement with a reason."""

    code: str
    name: str
    purpose: str = ""
    cohorts: tuple[Cohort, ...] = tuple(Cohort)
    overall_guidance: str = ""
    overall_descriptors: Descriptors = Descriptors()
    limits: tuple[Limit, ...] = ()
    asks_voice: bool = True
    sections: tuple[Section, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        return (question for section in self.sections for question in section.questions)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `path` names the place, such as ("sections", 2, "questions", 0, "code")."""

    path: tuple[str | int, ...]
    words: str


# An answer as it is kept: a text (a choice's code, an ISO date, a decimal number) or, for MANY, a list of codes.
Value = str | list[str] | None


def is_shown(condition: Condition | None, answers: Mapping[str, Value], cohort: str) -> bool:
    """Does the condition hold? `answers` by question code; an answer not given satisfies nothing."""
    if condition is None:
        return True
    given = cohort if condition.question == COHORT else answers.get(condition.question)
    values = given if isinstance(given, list) else [given]
    return any(value in condition.values for value in values)


def shown_codes(content: Content, answers: Mapping[str, Value], cohort: str) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of the sections and of the questions that are asked.

    A question that is not asked counts as unanswered for those that depend on it, whatever was answered before.
    """
    sections, questions, counted = set(), set(), {}
    for section in content.sections:
        if not is_shown(section.shown_when, counted, cohort):
            continue
        sections.add(section.code)
        for question in section.questions:
            if is_shown(question.shown_when, counted, cohort):
                questions.add(question.code)
                counted[question.code] = answers.get(question.code)
    return frozenset(sections), frozenset(questions)


@dataclass
class _Checked:
    """What has been seen while a tool is checked from top to bottom."""

    found: list[Problem] = field(default_factory=list)
    earlier: dict[str, Question] = field(default_factory=dict)

    def say(self, path: Path, words: str) -> None:
        self.found.append(Problem(tuple(path), words))


def problems(content: Content) -> list[Problem]:
    """Everything that keeps this tool from being used, in the order of the tool."""
    check = _Checked()
    _check_code(check, ("code",), content.code)
    _check_words(check, ("name",), content.name, "Give the tool a name.", LONGEST_NAME)
    _check_length(check, ("purpose",), content.purpose)
    _check_length(check, ("overall", "guidance"), content.overall_guidance)
    if not content.cohorts:
        check.say(("cohorts",), "Choose at least one cohort that the tool is for.")
    if not any(section.is_graded for section in content.sections):
        check.say(("sections",), "Add at least one domain that is graded.")
    _check_descriptors(check, ("overall",), "the overall grade", content.overall_descriptors)
    every = {question.code: question for question in content.questions}
    seen: set[str] = set()
    for place, section in enumerate(content.sections):
        path = ("sections", place)
        _check_code(check, (*path, "code"), section.code)
        if section.code in seen:
            check.say((*path, "code"), f"Two sections have the code “{section.code}”: give one another code.")
        if section.code in (OVERALL, VOICE_PAGE):
            check.say((*path, "code"), f"“{section.code}” is kept for a page of every audit: choose another code.")
        seen.add(section.code)
        _check_words(check, (*path, "title"), section.title, "Give the section a title.", LONGEST_NAME)
        _check_length(check, (*path, "guidance"), section.guidance)
        if section.is_graded:
            _check_descriptors(check, path, f"“{section.title}”", section.descriptors)
        elif not section.questions:
            check.say(path, f"“{section.title}” is not graded and asks nothing: add a question or remove it.")
        _check_condition(check, (*path, "shown_when"), section.shown_when, every)
        for number, question in enumerate(section.questions):
            _check_question(check, (*path, "questions", number), question, every)
    _check_limits(check, content)
    return check.found


def _check_code(check: _Checked, path: Path, code: str) -> None:
    if not re.fullmatch(CODE_PATTERN, code):
        check.say(path, f"The code “{code}” must be up to 40 small letters, digits and hyphens, a letter first.")


def _check_words(check: _Checked, path: Path, words: str, problem: str, longest: int = LONGEST_WORDS) -> None:
    if not words.strip():
        check.say(path, problem)
    _check_length(check, path, words, longest)


def _check_length(check: _Checked, path: Path, words: str, longest: int = LONGEST_WORDS) -> None:
    if len(words) > longest:
        check.say(path, f"Shorten this to {longest:,} characters or fewer; it has {len(words):,}.")


def _check_descriptors(check: _Checked, path: Path, of: str, descriptors: Descriptors) -> None:
    for grade in Grade:
        problem = f"Say what {grade.value.replace('_', ' ')} looks like for {of}."
        _check_words(check, (*path, "descriptors", grade.value), getattr(descriptors, grade.value), problem)


def _check_question(check: _Checked, path: Path, question: Question, every: Mapping[str, Question]) -> None:
    _check_code(check, (*path, "code"), question.code)
    if question.code in check.earlier:
        check.say((*path, "code"), f"Two questions have the code “{question.code}”: give one another code.")
    if question.code == COHORT:
        check.say((*path, "code"), "“cohort” is kept for the child’s cohort: choose another code.")
    _check_words(check, (*path, "text"), question.text, "Write the question.", LONGEST_QUESTION)
    _check_length(check, (*path, "guidance"), question.guidance)
    if question.kind in WITH_CHOICES:
        _check_choices(check, path, question)
    elif question.choices:
        check.say((*path, "choices"), f"“{question.text}” takes no choices: remove them or change its kind.")
    _check_condition(check, (*path, "shown_when"), question.shown_when, every, question.code)
    check.earlier[question.code] = question


def _check_choices(check: _Checked, path: Path, question: Question) -> None:
    if len(question.choices) < 2:
        check.say((*path, "choices"), f"“{question.text}” needs at least two choices.")
    seen: set[str] = set()
    for number, choice in enumerate(question.choices):
        place = (*path, "choices", number)
        _check_code(check, (*place, "code"), choice.code)
        _check_words(check, (*place, "words"), choice.words, "Write the choice.", LONGEST_QUESTION)
        if choice.code in seen:
            check.say((*place, "code"), f"Two choices of “{question.text}” have the code “{choice.code}”.")
        seen.add(choice.code)


def values_of(question: Question) -> list[tuple[str, str]]:
    """The answers that a condition on this question can name, each with its words."""
    match question.kind:
        case Kind.YES_PARTLY_NO:
            return list(YES_PARTLY_NO_WORDS.items())
        case Kind.ONE | Kind.MANY:
            return [(choice.code, choice.words) for choice in question.choices]
        case _:
            return []


def _check_condition(
    check: _Checked,
    path: Path,
    condition: Condition | None,
    every: Mapping[str, Question],
    own: str = "",
) -> None:
    if condition is None:
        return
    if not condition.values:
        check.say(path, "Choose at least one answer for “shown only when”.")
        return
    if condition.question == COHORT:
        known = {cohort.value for cohort in Cohort}
    elif condition.question in check.earlier and condition.question != own:
        known = {value for value, _ in values_of(check.earlier[condition.question])}
        if not known:
            is_grade = check.earlier[condition.question].kind == Kind.GRADE
            why = "a grade would be told to the moderator by it" if is_grade else "it has no fixed answers"
            check.say(path, f"“Shown only when” cannot depend on “{condition.question}”: {why}.")
            return
    else:
        check.say(path, _why_not_earlier(condition.question, own, every))
        return
    if strange := [value for value in condition.values if value not in known]:
        check.say(path, f"“{condition.question}” has no answer “{strange[0]}”.")


def _why_not_earlier(code: str, own: str, every: Mapping[str, Question]) -> str:
    if code not in every:
        return f"“Shown only when” names the question “{code}”, which this tool does not have."
    if own and _depends_on(every, code, own):
        return f"“{own}” and “{code}” would each wait for the other’s answer: “shown only when” goes round in a circle."
    return f"“Shown only when” can only name an earlier question, and “{code}” comes later."


def _depends_on(every: Mapping[str, Question], code: str, target: str) -> bool:
    """Does showing `code` wait, perhaps by way of others, for the answer to `target`?"""
    seen: set[str] = set()
    while code not in seen:
        if code == target:
            return True
        seen.add(code)
        question = every.get(code)
        if question is None or question.shown_when is None:
            return False
        code = question.shown_when.question
    return False


def _check_limits(check: _Checked, content: Content) -> None:
    graded = {section.code for section in content.sections if section.is_graded}
    scale = list(Grade)
    for place, limit in enumerate(content.limits):
        path = ("overall", "limits", place)
        for code in limit.sections:
            if code not in graded:
                check.say(path, f"The limiting rule names the domain “{code}”, which is not a graded domain here.")
        most = len(limit.sections) or len(graded)
        if not 1 <= limit.count <= max(most, 1):
            check.say(path, f"The limiting rule counts {limit.count} domains: it can count from 1 to {most}.")
        if scale.index(limit.cap) == 0:
            check.say(path, "A limiting rule that allows Outstanding limits nothing: choose a lower grade.")


def as_dict(condition: Condition | None) -> dict[str, Any] | None:
    """A condition as it is kept."""
    return condition and {"question": condition.question, "is": list(condition.values)}


def as_condition(kept: Mapping[str, Any] | None) -> Condition | None:
    """The same, read again."""
    return Condition(kept["question"], tuple(kept["is"])) if kept else None
