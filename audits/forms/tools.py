"""A tool as a whole: its head, the overall grade, the rules that limit it, themes.

Every form of a draft holds the draft's content; `apply` gives the content as the boxes say.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from audits import building
from audits.content import CODE_PATTERN, Cohort, Content, Descriptors, Limit, problems
from audits.forms.base import COHORT_CHOICES, GRADE_CHOICES, AuditForm, WordsField
from audits.grading import GRADE_WORDS, Grade

CODE_HELP = (
    "A short name that stays the same for ever, so that results compare between versions even when the words change. "
    "Small letters, digits and hyphens. Leave it empty and one is made from the words."
)


class CodeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        pattern = RegexValidator(
            rf"^{CODE_PATTERN}\Z",
            "The code must start with a small letter and have only small letters, digits and hyphens, 40 at most",
        )
        widget = forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(**{
            "label": "Code", "help_text": CODE_HELP, "required": False, "validators": [pattern], "widget": widget,
            **kwargs,
        })  # fmt: skip


class DraftForm(AuditForm):
    """A place of a draft. `is_choosing`: a button only asked for more boxes, and nothing is checked yet."""

    def __init__(self, *args: Any, content: Content | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.is_choosing = bool(self.data.get("choose"))

    def full_clean(self) -> None:
        if self.is_choosing:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
        else:
            super().full_clean()

    def apply(self, content: Content) -> Content:
        raise NotImplementedError


class HeadForm(DraftForm):
    name = forms.CharField(
        label="Name", max_length=100, help_text="For example, full audit of a child’s record, or dip sample of visits.",
        error_messages={"required": "Give the tool a name"},
    )  # fmt: skip
    code = CodeField()
    purpose = WordsField(
        label="Purpose", required=False, rows=3,
        help_text="What the tool is for and when to use it. Auditors read this when they choose a tool.",
    )  # fmt: skip
    cohorts = forms.TypedMultipleChoiceField(
        label="Cohorts", choices=COHORT_CHOICES, coerce=Cohort, widget=forms.CheckboxSelectMultiple,
        help_text="Which children the tool is for.",
        error_messages={"required": "Choose at least one cohort that the tool is for"},
    )  # fmt: skip
    asks_voice = forms.BooleanField(label="Ask what the child says, and what the family says", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"cohorts": list(Cohort), "asks_voice": True}
        if self.content:
            del self.fields["code"]  # it is the same in every version
            self.initial = {name: getattr(self.content, name) for name in self.fields}

    def apply(self, content: Content) -> Content:
        return replace(content, **self._given())

    def made(self) -> Content:
        """A new tool."""
        code = self.cleaned_data["code"] or building.code_from(self.cleaned_data["name"], (), "tool")
        return Content(code=code, **self._given())

    def _given(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("name", "purpose", "asks_voice")}
        return {**given, "cohorts": tuple(cohort for cohort in Cohort if cohort in self.cleaned_data["cohorts"])}


class DescribedForm(DraftForm):
    """Guidance and what each grade looks like."""

    guidance = WordsField(
        label="Guidance", required=False, rows=6,
        help_text="The first line is the question that the auditor answers. Each further line is a point to look for.",
    )  # fmt: skip
    outstanding = WordsField(label="What Outstanding looks like", required=False, rows=4)
    good = WordsField(label="What Good looks like", required=False, rows=4)
    requires_improvement = WordsField(label="What Requires improvement looks like", required=False, rows=4)
    inadequate = WordsField(label="What Inadequate looks like", required=False, rows=4)

    @property
    def descriptor_boxes(self) -> list[forms.BoundField]:
        return [self[grade.value] for grade in Grade]

    def descriptors(self) -> Descriptors:
        return Descriptors(**{grade.value: self.cleaned_data[grade.value] for grade in Grade})


class OverallForm(DescribedForm):
    hides_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"guidance": self.content.overall_guidance, **vars(self.content.overall_descriptors)}

    def apply(self, content: Content) -> Content:
        return replace(content, overall_guidance=self.cleaned_data["guidance"], overall_descriptors=self.descriptors())


class LimitForm(DraftForm):
    """A rule that limits the overall grade."""

    count = forms.IntegerField(
        label="When at least this many", initial=1, min_value=1, help_text="How many domains must be so graded.",
        widget=forms.TextInput({"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many domains", "invalid": "Enter how many domains as a whole number",
            "min_value": "Enter 1 or more",
        },
    )  # fmt: skip
    sections = forms.MultipleChoiceField(
        label="of these domains", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick none to count every graded domain.",
    )  # fmt: skip
    grade = forms.TypedChoiceField(
        label="are graded", coerce=Grade, widget=forms.RadioSelect,
        choices=[
            (grade.value, words if grade == Grade.INADEQUATE else f"{words} or worse")
            for grade, words in reversed(GRADE_WORDS.items()) if grade != Grade.OUTSTANDING
        ],
        error_messages={"required": "Choose the grade at which the rule counts"},
    )  # fmt: skip
    cap = forms.TypedChoiceField(
        label="then the overall grade can be no better than", coerce=Grade, widget=forms.RadioSelect,
        choices=[(grade, words) for grade, words in GRADE_CHOICES if grade != Grade.OUTSTANDING],
        error_messages={"required": "Choose the best overall grade that is left"},
    )  # fmt: skip
    hides_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [
            (section.code, section.title) for section in self.content.sections if section.is_graded
        ]
        if not self.fields["sections"].choices:
            del self.fields["sections"]

    def apply(self, content: Content) -> Content:
        sections = tuple(self.cleaned_data.get("sections", ()))
        return building.add_limit(
            content, Limit(self.cleaned_data["grade"], self.cleaned_data["cap"], sections, self.cleaned_data["count"])
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors:
            path = ("overall", "limits", len(self.content.limits))
            for problem in problems(self.apply(self.content)):
                if problem.path == path:
                    self.add_error("count", problem.words)
        return found


class ThemeForm(AuditForm):
    name = forms.CharField(
        label="Name", max_length=100, help_text="A thread that runs through audits, in two or three words.",
        error_messages={"required": "Give the theme a name"},
    )  # fmt: skip
