"""What a page of the audit form still needs before the audit can be submitted. Nothing here blocks saving. [pure]

A grade needs how it was reached. A grade above Requires improvement also needs the difference made for the child and
at least one dated evidence note: such a claim can be checked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from audits.content import Content, Question, Section, Value, is_shown, shown_codes
from audits.drafts import AnswerDraft, SectionDraft
from audits.grading import is_good_or_better
from audits.lifecycle import DomainState


class Needed(StrEnum):
    ANSWER = "answer"
    GRADE = "grade"
    OTHER_GRADE = "other grade"
    RATIONALE = "rationale"
    DIFFERENCE = "difference"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Gap:
    """Something missing: what kind, in words, and the box that puts it right ("grade", or a question's code)."""

    needed: Needed
    words: str
    question: str = ""

    @property
    def anchor(self) -> str:
        """Where on the page it is put right."""
        if self.needed == Needed.OTHER_GRADE:
            return str(Needed.GRADE)
        return f"question-{self.question}" if self.question else str(self.needed)


@dataclass(frozen=True)
class Asked:
    """What one audit is asked: by the answers given so far and the child's cohort."""

    sections: frozenset[str]
    questions: frozenset[str]

    def draft(self, draft: SectionDraft) -> SectionDraft:
        """Only what counts: an answer to a question that is not asked does not."""
        answers = {code: answer for code, answer in draft.answers.items() if code in self.questions}
        return SectionDraft(**{**vars(draft), "answers": answers})


def asked_of(content: Content, answers: Mapping[str, AnswerDraft], cohort: str) -> Asked:
    """`answers` of the whole audit, by question code."""
    return Asked(*shown_codes(content, values(answers), cohort))


def values(answers: Mapping[str, AnswerDraft]) -> dict[str, Value]:
    """What can show a question; "not applicable" shows nothing."""
    return {code: answer.value for code, answer in answers.items()}


def asked_on_page(section: Section, answers: Mapping[str, Value], cohort: str) -> list[Question]:
    """The questions that the section's page can ask: all but those that an answer given on another page rules out.

    `answers`: those that count, of the whole audit. What an answer on the same page shows, the page shows by itself.
    """
    own, asked = {question.code for question in section.questions}, {}
    for question in section.questions:
        condition = question.shown_when
        if condition is None or condition.question not in own:
            is_asked = is_shown(condition, answers, cohort)
        else:
            is_asked = condition.question in asked
        if is_asked:
            asked[question.code] = question
    return list(asked.values())


def gaps_in(
    section: Section | None, draft: SectionDraft, questions: Collection[str] | None = None, held: str = ""
) -> list[Gap]:
    """What a page still needs, in its order. No section: the overall grade. `questions`: those asked; None: all.

    `held`: why the rules of the tool do not allow this grade.
    """
    asked = section.questions if section else ()
    gaps = [
        Gap(Needed.ANSWER, problem, question.code)
        for question in asked
        if (questions is None or question.code in questions)
        and (problem := _missing(question, draft.answers.get(question.code)))
    ]
    if section and not section.is_graded:
        return gaps
    if draft.grade is None:
        return [*gaps, Gap(Needed.GRADE, "choose a grade")]
    if held:
        gaps.append(Gap(Needed.OTHER_GRADE, held))
    if not draft.rationale.strip():
        gaps.append(Gap(Needed.RATIONALE, "write how the grade was reached"))
    if section and is_good_or_better(draft.grade):
        if not draft.difference.strip():
            gaps.append(Gap(Needed.DIFFERENCE, "say what difference it made for the child"))
        if not any(note.seen_on and note.text.strip() for note in draft.evidence):
            gaps.append(Gap(Needed.EVIDENCE, "add a dated evidence note"))
    return gaps


def _missing(question: Question, answer: AnswerDraft | None) -> str:
    if answer and answer.does_not_apply:
        return "" if answer.reason.strip() else f"say why “{question.text}” does not apply"
    return f"answer “{question.text}”" if question.is_required and not (answer and answer.value) else ""


def page_state(draft: SectionDraft, gaps: Iterable[Gap]) -> DomainState:
    """How far a page has come."""
    needed = {gap.needed for gap in gaps}
    if draft == SectionDraft():
        return DomainState.NOT_STARTED
    if needed & {Needed.RATIONALE, Needed.DIFFERENCE}:
        return DomainState.NEEDS_RATIONALE
    return DomainState.IN_PROGRESS if needed else DomainState.COMPLETE


def still_needed(gaps: Iterable[Gap]) -> dict[str, int]:
    """What the questions and the difference made add to the facts for `lifecycle.barrier`."""
    kinds = [gap.needed for gap in gaps]
    return {
        "answers_to_give": kinds.count(Needed.ANSWER),
        "differences_to_write": kinds.count(Needed.DIFFERENCE),
        "evidence_to_add": kinds.count(Needed.EVIDENCE),
    }
