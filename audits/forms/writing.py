"""The pages of the audit form. Nothing is required while it is being written."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from audits.completeness import Needed, gaps_in
from audits.content import Descriptors, Question, Section, Value, is_shown
from audits.drafts import AnswerDraft, NoteDraft, SectionDraft
from audits.forms.base import AuditForm, WordsField, grade_field
from audits.forms.questions import BOTH, Asked, answer_in, boxes_of, fields_of, names_of, only_if
from audits.impact import QUESTION, speaks_only_of_compliance
from audits.overall import Bite, too_good
from kit.widgets import DateWidget

RATIONALE = "How was the grade reached?"
DIFFERENCE = "What difference did it make for the child?"
MOST_NOTES = 100
SAYS = ("rationale", "difference", "seen_")  # the boxes that say how a grade was reached


class WritingForm(AuditForm):
    """A page of the audit form."""

    hides_optional = True
    use_required_attribute = False
    saves_the_rest = True  # when one box cannot be saved as it is

    def add_gaps(self) -> None:
        """Point to what is still missing once somebody says that they have finished the page."""


class GradeForm(WritingForm):
    """The overall grade."""

    grade = grade_field()
    rationale = WordsField(label=RATIONALE, required=False, rows=6)

    def __init__(self, *args: Any, descriptors: Descriptors, bites: Sequence[Bite] = (), **kwargs: Any) -> None:
        """`bites`: the rules that hold this grade."""
        super().__init__(*args, **kwargs)
        self.bites = bites
        self.fields["grade"].hints = vars(descriptors)
        self.fields["grade"].label_class = "govuk-fieldset__legend--m"
        self.fields["rationale"].label_class = "govuk-label--m"

    def add_gaps(self) -> None:
        if held := too_good(self.cleaned_data.get("grade"), self.bites):
            self.add_error("grade", held)
        if self.cleaned_data.get("grade") and not self.cleaned_data.get("rationale", "").strip():
            self.add_error("rationale", "Write how the grade was reached")

    @property
    def hint(self) -> str:
        """A kind question, where the words tell only what was done."""
        words = [self[name].value() or "" for name in self.fields if name.startswith(SAYS)]
        return QUESTION if speaks_only_of_compliance(*words) else ""

    def draft(self, saved: SectionDraft) -> SectionDraft:
        """What was sent; a box that cannot be saved as it is leaves its saved words alone."""
        sent = self.cleaned_data
        return replace(saved, **{name: sent[name] for name in ("grade", "rationale") if name in sent})


class DomainForm(GradeForm):
    """One section of a tool: its questions, and where it is graded the grade with what stands behind it."""

    difference = WordsField(label=DIFFERENCE, required=False, rows=4)
    strengths = WordsField(label="Practice strengths", help_text="One on each line.", required=False, rows=5)
    focus = WordsField(label="Areas for focus", help_text="One on each line.", required=False, rows=5)
    themes = forms.MultipleChoiceField(
        label="Themes", help_text="Tick those that you saw here.", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        section: Section,
        saved: SectionDraft | None = None,
        asked: Sequence[Question] | None = None,
        prefilled: Mapping[str, AnswerDraft] | None = None,
        themes: Sequence[tuple[str, str]] = (),
        rows: int = 0,
        today: datetime.date | None = None,
    ) -> None:
        """`asked`: the questions that other pages leave (None: all); `prefilled`: answers to offer; `themes`: those in
        use; `rows`: so many rows for notes, or more."""
        saved = saved or SectionDraft()
        self.section, self.today = section, today
        self.questions = section.questions if asked is None else tuple(asked)
        self.is_decided = asked is not None
        self.prefilled = frozenset(set(prefilled or {}) - set(saved.answers))
        answers = {**(prefilled or {}), **saved.answers}
        super().__init__(data, descriptors=section.descriptors, initial=_boxes(section, saved, answers))
        own = self.fields
        self.fields = {}
        for question in self.questions:
            self.fields.update(fields_of(question))
        self.notes: list[int] = []
        if section.is_graded:
            self.fields.update(own)
            self._dress(themes)
            self.notes = self._rows(len(saved.evidence) + 1, rows)
            for number in self.notes:
                self.fields.update(_note_fields(number))

    def _dress(self, themes: Sequence[tuple[str, str]]) -> None:
        for name in ("difference", "strengths", "focus"):
            self.fields[name].label_class = "govuk-label--m"
        self.fields["themes"].label_class = "govuk-fieldset__legend--m"
        self.fields["themes"].choices = themes
        self.fields["themes"].small = True
        if not themes:
            del self.fields["themes"]

    def _rows(self, needed: int, wanted: int) -> list[int]:
        """Numbers of the rows for notes: one is empty. A page that comes back keeps the rows that were sent."""
        if not self.is_bound:
            return list(range(min(max(needed, wanted), MOST_NOTES)))
        sent = sorted({int(row[1]) for name in self.data if (row := re.fullmatch(r"seen_([0-9]{1,4})", name))})
        rows = sent[:MOST_NOTES]
        if len(rows) < MOST_NOTES and (not rows or "another" in self.data):
            rows.append(max(rows, default=-1) + 1)
        return rows

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for question in self.questions:
            name, does_not_apply, _ = names_of(question.code)
            if found.get(does_not_apply) and found.get(name):
                self.add_error(name, BOTH)
        for number in self.notes:
            day = found.get(f"on_{number}")
            if day and self.today and day > self.today:
                self.add_error(f"on_{number}", "This day lies in the future: give the day on which it was seen.")
        return found

    def add_gaps(self) -> None:
        super().add_gaps()
        for gap in gaps_in(self.section, self.draft(SectionDraft())):
            if gap.needed == Needed.DIFFERENCE:
                self.add_error("difference", "Say what difference it made for the child")
        for question in self._shown():
            _, _, reason = names_of(question.code)
            if answer_in(question, self.cleaned_data).does_not_apply and not self.cleaned_data.get(reason, "").strip():
                self.add_error(reason, "Say why it does not apply")
        for number in self.notes:
            day, words = (self.cleaned_data.get(f"{name}_{number}") for name in ("on", "seen"))
            if (words or "").strip() and not day and f"on_{number}" not in self.errors:
                self.add_error(f"on_{number}", "Give the day of this note.")
            if day and not (words or "").strip() and f"seen_{number}" not in self.errors:
                self.add_error(f"seen_{number}", "Say what you saw that day.")

    def _shown(self) -> list[Question]:
        """The questions that the answers on this page leave."""
        given: dict[str, Value] = {}
        shown = []
        for question in self.questions:
            condition = question.shown_when
            is_local = condition is not None and any(q.code == condition.question for q in self.questions)
            if not is_local or is_shown(condition, given, ""):
                shown.append(question)
                given[question.code] = answer_in(question, self.cleaned_data).value
        return shown

    def draft(self, saved: SectionDraft) -> SectionDraft:
        """What was sent; a box that cannot be saved as it is leaves its saved words alone."""
        sent = {
            question.code: answer_in(question, self.cleaned_data)
            for question in self.questions
            if not self.errors.keys() & set(names_of(question.code))
        }
        answers = {**saved.answers, **sent}
        if not self.section.is_graded:
            return replace(saved, answers=answers)
        sent = self.cleaned_data
        lines = {name: sent[name].split("\n") for name in ("strengths", "focus") if name in sent}
        return replace(
            saved,
            **{name: sent[name] for name in ("grade", "rationale", "difference") if name in sent},
            **lines,
            themes=frozenset(sent["themes"]) if "themes" in sent else saved.themes,
            evidence=self._evidence(saved),
            answers=answers,
        )

    def _evidence(self, saved: SectionDraft) -> Sequence[NoteDraft]:
        """A day that is no day leaves its note without one; a note that is too long leaves all as they were."""
        sent = self.cleaned_data
        if any(f"seen_{number}" in self.errors for number in self.notes):
            return saved.evidence
        return [NoteDraft(sent.get(f"on_{number}"), sent[f"seen_{number}"]) for number in self.notes]

    @property
    def asked(self) -> Iterator[Asked]:
        """Each question with its boxes."""
        known = {question.code: question for question in self.section.questions}
        for question in self.questions:
            answer, *others = names_of(question.code)
            does_not_apply, reason = (self[name] if name in self.fields else None for name in others)
            condition = question.shown_when
            is_decided = self.is_decided and condition is not None and condition.question not in known
            words = "" if is_decided else only_if(question, known)
            yield Asked(question, self[answer], does_not_apply, reason, question.code in self.prefilled, words)

    @property
    def note_rows(self) -> Iterator[tuple[int, forms.BoundField, forms.BoundField]]:
        """Each row for a note: its number, day and words."""
        for number in self.notes:
            yield number, self[f"on_{number}"], self[f"seen_{number}"]


def _note_fields(number: int) -> dict[str, forms.Field]:
    day = forms.DateField(
        label="Date", required=False, widget=DateWidget, input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Enter a real date, such as 27 3 2026."},
    )  # fmt: skip
    return {f"on_{number}": day, f"seen_{number}": WordsField(label="What was seen", required=False, rows=2)}


def _boxes(section: Section, draft: SectionDraft, answers: Mapping[str, AnswerDraft]) -> dict[str, Any]:
    """What the boxes of a section hold."""
    boxes: dict[str, Any] = {
        "grade": draft.grade,
        "rationale": draft.rationale,
        "difference": draft.difference,
        "strengths": "\n".join(draft.strengths),
        "focus": "\n".join(draft.focus),
        "themes": sorted(draft.themes),
    }
    for number, note in enumerate(draft.evidence):
        boxes |= {f"on_{number}": note.seen_on, f"seen_{number}": note.text}
    for question in section.questions:
        boxes |= boxes_of(question, answers.get(question.code, AnswerDraft()))
    return boxes
