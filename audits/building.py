"""Changing what a tool asks: each function takes the content and gives the content changed. [pure]

Sections and questions are named by their codes. `Gone`: somebody else removed the place meanwhile.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from audits.content import COHORT, VOICE_PAGE, Choice, Condition, Content, Limit, Question, Section
from audits.grading import OVERALL

LONGEST_CODE = 40
KEPT_FOR_PAGES = frozenset({OVERALL, VOICE_PAGE})  # pages of every audit, beside its sections
Coded = TypeVar("Coded", Section, Question)


class Gone(LookupError):
    """There is no such section or question any more."""


def code_from(words: str, taken: Collection[str], otherwise: str) -> str:
    """A code that reads like the words and is not taken yet."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    code = re.sub(r"^[^a-z]+", "", re.sub(r"[^a-z0-9]+", "-", plain.lower())).strip("-")
    if len(code) > LONGEST_CODE - 4:
        code = code[: LONGEST_CODE - 4].rsplit("-", 1)[0]
    code = code or otherwise
    number, free = 2, code
    while free in taken:
        free, number = f"{code}-{number}", number + 1
    return free


def section_codes(content: Content) -> frozenset[str]:
    """The codes that a new section cannot have."""
    return KEPT_FOR_PAGES | {section.code for section in content.sections}


def question_codes(content: Content) -> frozenset[str]:
    return frozenset({COHORT, *(question.code for question in content.questions)})


def section_named(content: Content, code: str) -> Section:
    return _named(content.sections, code)


def question_named(content: Content, code: str) -> Question:
    return _named(tuple(content.questions), code)


def section_with(content: Content, code: str) -> Section:
    """The section that asks the question `code`."""
    for section in content.sections:
        if any(question.code == code for question in section.questions):
            return section
    raise Gone(code)


def add_section(content: Content, section: Section) -> Content:
    return replace(content, sections=(*content.sections, section))


def change_section(content: Content, code: str, **changes: Any) -> Content:
    return _with_section(content, code, lambda section: replace(section, **changes))


def remove_section(content: Content, code: str) -> Content:
    section_named(content, code)
    return replace(content, sections=tuple(section for section in content.sections if section.code != code))


def add_question(content: Content, section: str, question: Question) -> Content:
    return _with_section(content, section, lambda old: replace(old, questions=(*old.questions, question)))


def change_question(content: Content, code: str, **changes: Any) -> Content:
    def change(section: Section) -> Section:
        return replace(
            section,
            questions=tuple(
                replace(question, **changes) if question.code == code else question for question in section.questions
            ),
        )

    return _with_section(content, section_with(content, code).code, change)


def remove_question(content: Content, code: str) -> Content:
    def change(section: Section) -> Section:
        return replace(section, questions=tuple(question for question in section.questions if question.code != code))

    return _with_section(content, section_with(content, code).code, change)


def rehouse_question(content: Content, code: str, section: str) -> Content:
    """The question, with its code, at the end of another section."""
    if section_with(content, code).code == section:
        return content
    question = question_named(content, code)
    return add_question(remove_question(content, code), section, question)


def order_sections(content: Content, codes: Sequence[str]) -> Content:
    return replace(content, sections=in_order(content.sections, codes))


def order_questions(content: Content, section: str, codes: Sequence[str]) -> Content:
    return _with_section(content, section, lambda old: replace(old, questions=in_order(old.questions, codes)))


def in_order(items: Sequence[Coded], codes: Sequence[str]) -> tuple[Coded, ...]:
    """The items as `codes` says; what it leaves out stays behind the others."""
    place = {code: number for number, code in enumerate(codes)}
    return tuple(sorted(items, key=lambda item: place.get(item.code, len(place))))


def moved(items: Sequence[Coded], code: str, step: int) -> list[str]:
    """The codes in order after `code` went `step` places up (below zero) or down; at the end it stays."""
    codes = [item.code for item in items]
    if code not in codes:
        raise Gone(code)
    old = codes.index(code)
    codes.insert(min(max(old + step, 0), len(codes) - 1), codes.pop(old))
    return codes


def add_limit(content: Content, limit: Limit) -> Content:
    return content if limit in content.limits else replace(content, limits=(*content.limits, limit))


def remove_limit(content: Content, number: int) -> Content:
    if not 0 <= number < len(content.limits):
        raise Gone(str(number))
    return replace(content, limits=content.limits[:number] + content.limits[number + 1 :])


def choices_from(lines: Sequence[str], before: Sequence[Choice]) -> tuple[Choice, ...]:
    """One choice a line. A line that stays, or is reworded in its place, keeps its code: answers still compare."""
    words = [" ".join(line.split()) for line in lines if line.strip()]
    same = {choice.words: choice.code for choice in before}
    codes: list[str | None] = [same.pop(line, None) for line in words]
    for place, choice in enumerate(before):
        if choice.words in same and place < len(codes) and codes[place] is None:
            codes[place] = choice.code
    taken = {choice.code for choice in before} | {code for code in codes if code}
    found = []
    for line, kept in zip(words, codes, strict=True):
        code = kept or code_from(line, taken, "choice")
        taken.add(code)
        found.append(Choice(code, line))
    return tuple(found)


def earlier_questions(content: Content, *, section: str = "", question: str = "") -> list[tuple[Section, Question]]:
    """What stands before a question, or before a section: whose answers can decide whether it is shown."""
    found = []
    for part in content.sections:
        if part.code == section:
            break
        for asked in part.questions:
            if asked.code == question:
                return found
            found.append((part, asked))
    return found


def conditions_on(content: Content, codes: Collection[str]) -> list[str]:
    """The titles of what is shown only after an answer to one of the questions `codes`."""

    def waits(condition: Condition | None) -> bool:
        return condition is not None and condition.question in codes

    return [
        words
        for section in content.sections
        for words, waiting in [
            (section.title, waits(section.shown_when)),
            *((question.text, waits(question.shown_when)) for question in section.questions),
        ]
        if waiting
    ]


def _named(items: Sequence[Coded], code: str) -> Coded:
    for item in items:
        if item.code == code:
            return item
    raise Gone(code)


def _with_section(content: Content, code: str, change: Callable[[Section], Section]) -> Content:
    section_named(content, code)
    sections = tuple(change(section) if section.code == code else section for section in content.sections)
    return replace(content, sections=sections)
