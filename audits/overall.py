"""How domain grades hold the overall grade, where a tool has limiting rules: as data, and in sentences. [pure]

A domain that is not graded yet, or that is not asked about this child, makes no rule bite: `grades` holds only the
domains that are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audits.content import Content, Limit
from audits.grading import GRADE_WORDS, Grade

SCALE = list(Grade)  # best first
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


@dataclass(frozen=True)
class Bite:
    """A rule that holds the overall grade now, with the sentence that says why."""

    limit: Limit
    cap: Grade
    words: str


def bites(limits: Iterable[Limit], grades: Mapping[str, str | None], titles: Mapping[str, str]) -> list[Bite]:
    """The rules that bite, in their own order; `grades` and `titles` by domain code."""
    found = []
    for limit in limits:
        caught = {
            code: Grade(grade)
            for code, grade in grades.items()
            if grade and (not limit.sections or code in limit.sections) and not is_better(grade, limit.grade)
        }
        if caught and len(caught) >= limit.count:
            words = f"{_reason(caught, titles)}, so {_consequence(limit.cap)}."
            found.append(Bite(limit, limit.cap, words))
    return found


def bites_of(content: Content, grades: Mapping[str, str | None]) -> list[Bite]:
    """The same for a tool as it stands; `grades` of the domains that are shown."""
    return bites(content.limits, grades, titles_of(content))


def titles_of(content: Content) -> dict[str, str]:
    return {section.code: section.title for section in content.sections}


def cap(found: Iterable[Bite]) -> Grade | None:
    """The best overall grade that the bites leave open; None when there are none."""
    caps = [bite.cap for bite in found]
    return max(caps, key=SCALE.index) if caps else None


def open_grades(found: Iterable[Bite]) -> list[Grade]:
    """The overall grades that can still be chosen, best first."""
    best = cap(found)
    return SCALE if best is None else SCALE[SCALE.index(best) :]


def too_good(grade: str | None, found: Sequence[Bite]) -> str:
    """Why this overall grade cannot stand, with the grades that can; empty when it can, or when there is none yet."""
    best = cap(found)
    if not grade or best is None or not is_better(grade, best):
        return ""
    reasons = [bite.words for bite in found if is_better(grade, bite.cap)]
    return " ".join([*reasons, f"Choose {open_words(found)}."])


def open_words(found: Iterable[Bite]) -> str:
    """ "Requires improvement or Inadequate"."""
    return listed([GRADE_WORDS[grade] for grade in open_grades(found)], "or")


def rule_words(limit: Limit, titles: Mapping[str, str]) -> str:
    """The rule as a sentence, before it bites."""
    named = [titles.get(code, code) for code in limit.sections]
    grade = GRADE_WORDS[limit.grade] + ("" if limit.grade == SCALE[-1] else " or worse")
    many = NUMBERS.get(limit.count, str(limit.count))
    if not named:
        subject = "any domain is" if limit.count == 1 else f"{many} or more domains are"
    elif len(named) == 1:
        subject = f"{named[0]} is"
    elif limit.count == 1:
        subject = f"{_quoted(named, 'or')} is"
    elif limit.count == len(named):
        subject = f"{'both ' if limit.count == 2 else ''}{_quoted(named, 'and')} are"
    else:
        subject = f"{many} or more of {_quoted(named, 'and')} are"
    return f"If {subject} {grade}, {_consequence(limit.cap)}."


def is_better(grade: str, than: str) -> bool:
    return SCALE.index(Grade(grade)) < SCALE.index(Grade(than))


def listed(words: Sequence[str], last: str) -> str:
    """ "a, b or c"."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


def _reason(caught: Mapping[str, Grade], titles: Mapping[str, str]) -> str:
    """ "Risk is Inadequate", "“Risk” and “Planning” are Inadequate": worst first, said together when they are alike."""
    if len(caught) == 1:
        ((code, grade),) = caught.items()
        return f"{titles.get(code, code)} is {GRADE_WORDS[grade]}"
    said = []
    for grade in reversed(SCALE):
        alike = [titles.get(code, code) for code, given in caught.items() if given == grade]
        if alike:
            said.append(f"{_quoted(alike, 'and')} {'is' if len(alike) == 1 else 'are'} {GRADE_WORDS[grade]}")
    return listed(said, "and")


def _consequence(best: Grade) -> str:
    if best == SCALE[-1]:
        return f"the overall grade is {GRADE_WORDS[best]}"
    return f"the overall grade can be no better than {GRADE_WORDS[best]}"


def _quoted(titles: Sequence[str], last: str) -> str:
    """Titles may hold an "and" of their own."""
    return listed([f"“{title}”" for title in titles], last)
