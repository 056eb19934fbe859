"""What changed between two versions of a tool, found by code and said in words. [pure]"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from audits.content import KIND_WORDS, PREFILL_WORDS, Content, Descriptors, Question, Section
from audits.describing import cohorts_words, condition_words, questions_by_code
from audits.grading import GRADE_WORDS
from audits.overall import rule_words

WORDS = r"\w+|[^\w\s]|\s+"


class Change(StrEnum):
    ADDED = "Added"
    REMOVED = "Removed"
    MOVED = "Moved"
    CHANGED = "Changed"


@dataclass(frozen=True)
class Run:
    """Some words: in both texts, only in the old one, or only in the new one."""

    words: str
    is_old: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class FieldChange:
    """One box whose words differ."""

    label: str
    before: str
    after: str

    @property
    def runs(self) -> list[Run]:
        return marked(self.before, self.after)


@dataclass(frozen=True)
class ItemChange:
    """A section or a question, with everything about it that changed."""

    code: str
    title: str
    changes: tuple[Change, ...]
    fields: tuple[FieldChange, ...] = ()
    where: str = ""
    questions: tuple["ItemChange", ...] = ()


@dataclass(frozen=True)
class Comparison:
    head: tuple[FieldChange, ...]
    overall: tuple[FieldChange, ...]
    limits_added: tuple[str, ...]
    limits_removed: tuple[str, ...]
    sections: tuple[ItemChange, ...]

    @property
    def is_same(self) -> bool:
        return not (self.head or self.overall or self.limits_added or self.limits_removed or self.sections)


def compare(before: Content, after: Content) -> Comparison:
    """Everything that differs, in the order of the newer version; what was removed stands last."""
    old_rules, new_rules = _rules(before), _rules(after)
    return Comparison(
        head=_fields(
            ("Name", before.name, after.name),
            ("Purpose", before.purpose, after.purpose),
            ("Cohorts", cohorts_words(before.cohorts), cohorts_words(after.cohorts)),
            ("Voice of the child and of the family", _asked(before.asks_voice), _asked(after.asks_voice)),
        ),
        overall=_fields(
            ("Guidance", before.overall_guidance, after.overall_guidance),
            *_descriptors(before.overall_descriptors, after.overall_descriptors),
        ),
        limits_added=tuple(words for limit, words in new_rules.items() if limit not in old_rules),
        limits_removed=tuple(words for limit, words in old_rules.items() if limit not in new_rules),
        sections=_sections(before, after),
    )


def marked(before: str, after: str) -> list[Run]:
    """The words of both texts in one, each run marked as in both, old or new."""
    old, new = re.findall(WORDS, before), re.findall(WORDS, after)
    runs: list[Run] = []
    was = now = ""
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        # A lone space between two changes belongs to both: "one two" reads better than "one" and "two".
        if kind == "equal" and not (gone.isspace() and (was or now)):
            runs += [*_changed(was, now), Run(gone)]
            was = now = ""
        else:
            was, now = was + gone, now + come
    return [*runs, *_changed(was, now)]


def _changed(was: str, now: str) -> list[Run]:
    """The old words, then the new ones; what begins or ends both alike is in both."""
    start = _alike(was, now)
    end = _alike(was[len(start) :][::-1], now[len(start) :][::-1])[::-1]
    old, new = (words[len(start) : len(words) - len(end)] for words in (was, now))
    runs = [Run(start), Run(old, is_old=True), Run(new, is_new=True), Run(end)]
    return [run for run in runs if run.words]


def _alike(one: str, other: str) -> str:
    """The spaces with which both begin."""
    spaces = [re.match(r"\s*", words)[0] for words in (one, other)]
    return spaces[0] if spaces[0] == spaces[1] else ""


def _sections(before: Content, after: Content) -> tuple[ItemChange, ...]:
    asked_before, asked_after = questions_by_code(before), questions_by_code(after)
    homes_after = _homes(after)
    gone = {code: question for code, question in asked_before.items() if code not in asked_after}

    def section_fields(old: Section, new: Section) -> tuple[FieldChange, ...]:
        return _fields(
            ("Title", old.title, new.title),
            ("Guidance", old.guidance, new.guidance),
            ("Graded", _yes(old.is_graded), _yes(new.is_graded)),
            *_descriptors(old.descriptors, new.descriptors),
            _shown(old, new, asked_before, asked_after),
        )

    def question_fields(old: Question, new: Question) -> tuple[FieldChange, ...]:
        return _question_fields(old, new, asked_before, asked_after)

    def questions_of(old: Section | None, new: Section | None) -> tuple[ItemChange, ...]:
        stay = tuple(q for q in (old.questions if old else ()) if homes_after.get(q.code) == (new and new.code))
        found = list(_items(stay, new.questions if new else (), question_fields, asked_before))
        lost = (q for q in (old.questions if old else ()) if q.code in gone)
        return (*found, *(ItemChange(q.code, q.text, (Change.REMOVED,)) for q in lost))

    old_sections = {section.code: section for section in before.sections}
    new_sections = {section.code: section for section in after.sections}
    moved = _moved([s.code for s in before.sections], [s.code for s in after.sections])
    found = []
    for code, section in new_sections.items():
        old = old_sections.get(code)
        questions = questions_of(old, section)
        fields = section_fields(old or Section(code, section.title, is_graded=section.is_graded), section)
        changes = [
            Change.ADDED if old is None else None,
            Change.MOVED if code in moved else None,
            Change.CHANGED if old and (fields or questions) else None,
        ]
        if any(changes):
            kinds = tuple(change for change in changes if change)
            found.append(ItemChange(code, section.title, kinds, fields, _place(code, moved, new_sections), questions))
    for code, section in old_sections.items():
        if code not in new_sections:
            found.append(ItemChange(code, section.title, (Change.REMOVED,), questions=questions_of(section, None)))
    return tuple(found)


def _items(
    old: Sequence[Question],
    new: Sequence[Question],
    fields_of: Callable[[Question, Question], tuple[FieldChange, ...]],
    asked_before: Mapping[str, Question],
) -> list[ItemChange]:
    """The questions of one section that are new there, elsewhere in the order, or otherwise asked."""
    here = {question.code for question in old}
    moved = _moved([question.code for question in old], [question.code for question in new])
    by_code = {question.code: question for question in new}
    found = []
    for question in new:
        before = asked_before.get(question.code)
        fields = fields_of(before, question) if before else _all_of(question, fields_of)
        from_elsewhere = before is not None and question.code not in here
        changes = [
            Change.ADDED if before is None else None,
            Change.MOVED if question.code in moved or from_elsewhere else None,
            Change.CHANGED if before and fields else None,
        ]
        if any(changes):
            place = _place(question.code, moved | ({question.code} if from_elsewhere else set()), by_code)
            found.append(ItemChange(question.code, question.text, tuple(c for c in changes if c), fields, place))
    return found


def _all_of(
    question: Question, fields_of: Callable[[Question, Question], tuple[FieldChange, ...]]
) -> tuple[FieldChange, ...]:
    """What a new question says, beside its own words."""
    bare = Question(question.code, question.kind, question.text)
    return (FieldChange("How it is answered", "", KIND_WORDS[question.kind]), *fields_of(bare, question))


def _place(code: str, moved: set[str], items: Mapping[str, Section | Question]) -> str:
    """Where something that moved stands now."""
    if code not in moved:
        return ""
    codes = list(items)
    place = codes.index(code)
    if place == 0:
        return "now first"
    before = items[codes[place - 1]]
    return f"now behind “{before.title if isinstance(before, Section) else before.text}”"


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest codes that, put elsewhere, make the old order the new one; added and removed ones apart."""
    kept_old = [code for code in old if code in set(new)]
    kept_new = [code for code in new if code in set(old)]
    place = {code: number for number, code in enumerate(kept_old)}
    # The longest run of places that only grows stays; the others moved.
    best: list[list[str]] = []
    for number, code in enumerate(kept_new):
        before = [run for run, last in zip(best, kept_new[:number], strict=True) if place[last] < place[code]]
        best.append([*max(before, key=len, default=[]), code])
    return set(kept_new) - set(max(best, key=len, default=[]))


def _question_fields(
    old: Question, new: Question, asked_before: Mapping[str, Question], asked_after: Mapping[str, Question]
) -> tuple[FieldChange, ...]:
    return _fields(
        ("Question", old.text, new.text),
        ("How it is answered", KIND_WORDS[old.kind], KIND_WORDS[new.kind]),
        ("Guidance", old.guidance, new.guidance),
        ("Required", _yes(old.is_required), _yes(new.is_required)),
        ("May be “not applicable”", _yes(old.may_not_apply), _yes(new.may_not_apply)),
        *_choices(old, new),
        ("Filled in from", PREFILL_WORDS[old.prefill], PREFILL_WORDS[new.prefill]),
        _shown(old, new, asked_before, asked_after),
    )


def _shown(
    old: Section | Question,
    new: Section | Question,
    asked_before: Mapping[str, Question],
    asked_after: Mapping[str, Question],
) -> tuple[str, str, str]:
    """A condition that only reads otherwise, because the question that it names was reworded, is the same."""
    if old.shown_when == new.shown_when:
        return ("Shown only when", "", "")
    return (
        "Shown only when", condition_words(old.shown_when, asked_before), condition_words(new.shown_when, asked_after)
    )  # fmt: skip


def _choices(old: Question, new: Question) -> list[tuple[str, str, str]]:
    """Each choice that was reworded, then those that came, went or changed places."""
    before = {choice.code: choice.words for choice in old.choices}
    after = {choice.code: choice.words for choice in new.choices}
    reworded = [(f"Choice {code}", before[code], after[code]) for code in after if code in before]
    added = [("Choice added", "", words) for code, words in after.items() if code not in before]
    removed = [("Choice removed", words, "") for code, words in before.items() if code not in after]
    kept = [[code for code in codes if code in before and code in after] for codes in (before, after)]
    order = [("Order of the choices", *("; ".join(after[code] for code in codes) for codes in kept))]
    return [*reworded, *added, *removed, *order]


def _descriptors(old: Descriptors, new: Descriptors) -> list[tuple[str, str, str]]:
    return [
        (f"What {words} looks like", getattr(old, grade.value), getattr(new, grade.value))
        for grade, words in GRADE_WORDS.items()
    ]


def _fields(*fields: tuple[str, str, str]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(*field) for field in fields if field[1] != field[2])


def _homes(content: Content) -> dict[str, str]:
    """The section of each question."""
    return {question.code: section.code for section in content.sections for question in section.questions}


def _rules(content: Content) -> dict[object, str]:
    titles = {section.code: section.title for section in content.sections}
    return {limit: rule_words(limit, titles) for limit in content.limits}


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _asked(value: bool) -> str:
    return "Asked for" if value else "Not asked for"
