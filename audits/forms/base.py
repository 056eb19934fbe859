"""What the forms about audits share."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator

from audits.content import COHORT_WORDS
from audits.grading import GRADE_WORDS, REASON_WORDS, Grade

GRADE_CHOICES = [(grade.value, words) for grade, words in GRADE_WORDS.items()]
COHORT_CHOICES = [(cohort.value, words) for cohort, words in COHORT_WORDS.items()]
REASON_CHOICES = [("", "Choose a reason"), *((reason.value, words) for reason, words in REASON_WORDS.items())]
LONGEST = 20_000
TOO_LONG = "Shorten this to %(limit_value)d characters or fewer; you have %(show_value)d."


class AuditForm(forms.Form):
    """What every form here shares."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class WordsField(forms.CharField):
    """Somebody's words, kept as they were typed: only the line ends that browsers send are made one kind."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
        super().__init__(**{"strip": False, "widget": widget, **kwargs})
        # A validator and not max_length: a running count would press people to fill a box that is large on purpose.
        self.validators.append(MaxLengthValidator(LONGEST, TOO_LONG))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


def grade_field(label: str = "Grade") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=GRADE_CHOICES, coerce=Grade, empty_value=None, required=False, widget=forms.RadioSelect
    )


class ReasonForm(AuditForm):
    """Sending back, withdrawing: a move that needs its reason."""

    reason = WordsField(label="Reason", error_messages={"required": "Give a reason"}, rows=5)

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text
