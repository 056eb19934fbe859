"""The pages of the audit form."""

from typing import Any

from audits.forms.base import RATIONALE, AuditForm, WordsField, grade_field


class WritingForm(AuditForm):
    """A page of the audit form. Nothing is required while it is being written."""

    hides_optional = True
    use_required_attribute = False

    def __init__(self, *args: Any, words: Any, **kwargs: Any) -> None:
        """`words`: the part of the tool that the page is about, where there is one."""
        super().__init__(*args, **kwargs)

    def add_gaps(self) -> None:
        """Point to what is still missing once somebody says that they have finished the page."""


class GradeForm(WritingForm):
    """The overall grade."""

    grade = grade_field()
    rationale = WordsField(label=RATIONALE, required=False, rows=8)

    def __init__(self, *args: Any, words: Any, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.fields["grade"].hints = {grade: descriptor for grade, _, descriptor in words.words.descriptors}
        self.fields["grade"].label_class = "govuk-fieldset__legend--m"
        self.fields["rationale"].label_class = "govuk-label--m"

    def add_gaps(self) -> None:
        if self.cleaned_data["grade"] and not self.cleaned_data["rationale"].strip():
            self.add_error("rationale", "Write how the grade was reached, and what difference it made for the child")


class DomainForm(GradeForm):
    """One domain."""

    strengths = WordsField(label="Practice strengths", help_text="One on each line.", required=False, rows=5)
    focus = WordsField(label="Areas for focus", help_text="One on each line.", required=False, rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strengths"].label_class = self.fields["focus"].label_class = "govuk-label--m"

    @property
    def lines(self) -> dict[str, list[str]]:
        """The findings, one a line."""
        return {name: self.cleaned_data[name].split("\n") for name in ("strengths", "focus")}


class VoiceForm(WritingForm):
    family_voice = WordsField(
        label="Feedback from the child or family",
        help_text=(
            "What do they say about the help they have had, and about what has changed? Say how you asked. "
            "If there is no feedback, say why."
        ),
        required=False,
        rows=8,
    )
    reflection = WordsField(
        label="Reflection with the practitioner",
        help_text="What is the practitioner proud of, what would they do differently, and what support would help?",
        required=False,
        rows=8,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family_voice"].label_class = self.fields["reflection"].label_class = "govuk-label--m"
