"""The parts of a tool: a section, a question, and when each is shown."""

from dataclasses import replace
from typing import Any

from django import forms

from audits import building
from audits.content import (
    COHORT,
    COHORT_WORDS,
    KIND_WORDS,
    MAY_DECIDE,
    PREFILL_WORDS,
    WITH_CHOICES,
    Condition,
    Content,
    Kind,
    Prefill,
    Question,
    Section,
    problems,
    values_of,
)
from audits.forms.base import WordsField
from audits.forms.tools import CodeField, DescribedForm, DraftForm

ALWAYS = ("", "Always shown")


class KnownChoicesField(forms.MultipleChoiceField):
    """Boxes that belong to what another box says now: what was ticked for an earlier choice there is dropped."""

    def clean(self, value: Any) -> list[str]:
        known = {code for code, _ in self.choices}
        return [code for code in value or [] if code in known]


class ShownWhenMixin(forms.Form):
    """Shown only when an earlier answer, or the cohort, is such-and-such: a question, then its answers as boxes.

    Without JavaScript a button asks for the answers of the question that is chosen.
    """

    depends_on = forms.CharField(
        label="Shown only when", required=False, widget=forms.Select,
        help_text="Choose the cohort or an earlier question, then press “Show its answers”.",
    )  # fmt: skip
    depends_values = KnownChoicesField(label="is one of these", required=False, widget=forms.CheckboxSelectMultiple)

    def _offer(self, condition: Condition | None, earlier: list[tuple[Section, Question]]) -> None:
        """Fill the two boxes with what can be chosen."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for section, question in earlier:
            if question.kind in MAY_DECIDE:
                groups.setdefault(section.title, []).append((question.code, question.text))
        offered: list[tuple[str, Any]] = [ALWAYS, (COHORT, "The child’s cohort"), *groups.items()]
        chosen = self.data.get("depends_on") if self.is_bound else condition and condition.question
        self._questions = {question.code: question for question in self.content.questions}
        known = {COHORT, *(code for group in groups.values() for code, _ in group)}
        if chosen and chosen not in known:
            words = self._questions[chosen].text if chosen in self._questions else chosen
            offered.append(("Not earlier in the tool", [(chosen, words)]))
        self.fields["depends_on"].widget.choices = offered
        self.fields["depends_values"].choices = self._values(chosen or "", condition)
        if not self.fields["depends_values"].choices:
            self.fields["depends_values"].widget = forms.MultipleHiddenInput()
        self.initial |= {
            "depends_on": condition.question if condition else "",
            "depends_values": list(condition.values) if condition else [],
        }

    def _values(self, chosen: str, condition: Condition | None) -> list[tuple[str, str]]:
        if chosen == COHORT:
            kept = condition.values if condition and condition.question == COHORT else ()
            return [
                (cohort.value, words)
                for cohort, words in COHORT_WORDS.items()
                if cohort in self.content.cohorts or cohort in kept
            ]
        return values_of(self._questions[chosen]) if chosen in self._questions else []

    _tried: Condition | None = None

    def condition(self) -> Condition | None:
        if self._tried:
            return self._tried
        question = self.cleaned_data.get("depends_on", "")
        return Condition(question, tuple(self.cleaned_data.get("depends_values", ()))) if question else None

    def _path(self, content: Content) -> tuple[str | int, ...]:
        """Where this form's part stands in the content."""
        raise NotImplementedError

    def _check_condition(self) -> None:
        """What the condition makes wrong is said beside the box that makes it."""
        condition = self.condition()
        if self.errors or condition is None:
            return
        known = tuple(value for value, _ in self._values(condition.question, None))
        self._tried = condition if condition.values else replace(condition, values=known or ("?",))
        content, self._tried = self.apply(self.content), None
        path = (*self._path(content), "shown_when")
        if wrong := [problem.words for problem in problems(content) if problem.path == path]:
            self.add_error("depends_on", wrong[0])
        elif not condition.values:
            self.add_error("depends_values", "Choose at least one answer for “shown only when”")


class SectionForm(ShownWhenMixin, DescribedForm):
    """A section, which is a domain when it is graded."""

    hides_optional = True
    title = forms.CharField(label="Title", max_length=100, error_messages={"required": "Give the section a title"})
    code = CodeField(label="Code (optional)")
    is_graded = forms.BooleanField(
        label="Graded: a domain with one of the four grades. If not, it only asks questions", required=False
    )

    def __init__(self, *args: Any, section: Section | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        self.initial = {"is_graded": True}
        if section:
            del self.fields["code"]
            facts = {name: getattr(section, name) for name in ("title", "guidance", "is_graded")}
            self.initial = {**facts, **vars(section.descriptors)}
        earlier = building.earlier_questions(self.content, section=section.code if section else "")
        self._offer(section.shown_when if section else None, earlier)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code in building.section_codes(self.content):
            raise forms.ValidationError(f"This tool has a section with the code “{code}” already: choose another")
        return code

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self._check_condition()
        return found

    def _path(self, content: Content) -> tuple[str | int, ...]:
        return ("sections", [section.code for section in content.sections].index(self.part_code))

    @property
    def part_code(self) -> str:
        """The section's code, made from the title when none was given."""
        if self.section:
            return self.section.code
        taken = building.section_codes(self.content)
        return self.cleaned_data["code"] or building.code_from(self.cleaned_data["title"], taken, "section")

    def apply(self, content: Content) -> Content:
        facts = {name: self.cleaned_data[name] for name in ("title", "guidance", "is_graded")}
        facts |= {
            "descriptors": self.descriptors(),
            "shown_when": self.condition(),
        }
        if self.section:
            return building.change_section(content, self.section.code, **facts)
        return building.add_section(content, Section(code=self.part_code, **facts))


class QuestionForm(ShownWhenMixin, DraftForm):
    hides_optional = True
    text = forms.CharField(
        label="Question", max_length=300, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Write the question"},
    )  # fmt: skip
    code = CodeField(label="Code (optional)")
    kind = forms.TypedChoiceField(
        label="How it is answered", choices=[(kind.value, words) for kind, words in KIND_WORDS.items()], coerce=Kind,
        widget=forms.RadioSelect, initial=Kind.YES_PARTLY_NO.value,
        error_messages={"required": "Choose how it is answered"},
    )  # fmt: skip
    choices = WordsField(
        label="Choices", required=False, rows=5,
        help_text=(
            "For the two kinds with several choices: one on each line. A line that you reword in its place counts as "
            "the same answer as before; for another answer, write a new line."
        ),
    )  # fmt: skip
    guidance = WordsField(label="Guidance beside the box", required=False, rows=3)
    is_required = forms.BooleanField(label="Required: the audit cannot be submitted without an answer", required=False)
    may_not_apply = forms.BooleanField(label="May be “not applicable”, with a reason", required=False)
    prefill = forms.TypedChoiceField(
        label="Filled in from", required=False, coerce=Prefill, empty_value=Prefill.NOTHING,
        choices=[(prefill.value, words) for prefill, words in PREFILL_WORDS.items()],
        help_text="What is known already is filled in and marked; the auditor can correct it.",
    )  # fmt: skip
    section = forms.CharField(label="Section", widget=forms.Select, required=False)

    def __init__(self, *args: Any, section: Section, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home, self.question = section, question
        self.fields["section"].widget.choices = [(part.code, part.title) for part in self.content.sections]
        self.initial = {"is_required": True, "section": section.code, "kind": Kind.YES_PARTLY_NO.value}
        if question:
            del self.fields["code"]
            names = ("text", "guidance", "is_required", "may_not_apply", "prefill")
            self.initial |= {name: getattr(question, name) for name in names}
            self.initial |= {
                "kind": question.kind.value,
                "choices": "\n".join(choice.words for choice in question.choices),
            }
            earlier = building.earlier_questions(self.content, question=question.code)
        else:
            earlier = building.earlier_questions(self.content, section=self._after(section))
        if not question or len(self.content.sections) < 2:
            del self.fields["section"]
        self._offer(question.shown_when if question else None, earlier)

    def _after(self, section: Section) -> str:
        """The code of the section behind this one: a new question stands before it."""
        codes = [part.code for part in self.content.sections]
        return "".join(codes[codes.index(section.code) + 1 :][:1])

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code in building.question_codes(self.content):
            raise forms.ValidationError(f"This tool has a question with the code “{code}” already: choose another")
        return code

    def clean_section(self) -> str:
        code = self.cleaned_data["section"] or self.home.code
        if code not in {part.code for part in self.content.sections}:
            raise forms.ValidationError("Choose a section of this tool")
        return code

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        kind, lines = found.get("kind"), [line for line in found.get("choices", "").split("\n") if line.strip()]
        if kind in WITH_CHOICES and len(lines) < 2:
            self.add_error("choices", "Write at least two choices, one on each line")
        if kind and kind not in WITH_CHOICES and lines:
            self.add_error("choices", "This kind takes no choices: remove them, or change how it is answered")
        if too_long := [line for line in lines if len(line) > 200]:
            self.add_error("choices", f"Shorten the choice “{too_long[0][:40]}…” to 200 characters or fewer")
        if len({" ".join(line.split()).casefold() for line in lines}) < len(lines):
            self.add_error("choices", "Two choices are the same: change or remove one")
        self._check_condition()
        return found

    def _path(self, content: Content) -> tuple[str | int, ...]:
        section = building.section_with(content, self.part_code)
        questions = [question.code for question in section.questions]
        return ("sections", content.sections.index(section), "questions", questions.index(self.part_code))

    @property
    def part_code(self) -> str:
        if self.question:
            return self.question.code
        taken = building.question_codes(self.content)
        return self.cleaned_data["code"] or building.code_from(self.cleaned_data["text"], taken, "question")

    def apply(self, content: Content) -> Content:
        names = ("text", "kind", "guidance", "is_required", "may_not_apply", "prefill")
        facts = {name: self.cleaned_data[name] for name in names}
        before = building.question_named(content, self.question.code).choices if self.question else ()
        facts |= {
            "choices": building.choices_from(self.cleaned_data["choices"].split("\n"), before),
            "shown_when": self.condition(),
        }
        if not self.question:
            return building.add_question(content, self.home.code, Question(code=self.part_code, **facts))
        content = building.change_question(content, self.question.code, **facts)
        return building.rehouse_question(content, self.question.code, self.cleaned_data.get("section", self.home.code))
