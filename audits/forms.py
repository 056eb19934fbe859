"""What people type about audits. Forms check; commands write."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet

from audits.content import COHORT_WORDS
from audits.grading import GRADE_WORDS, REASON_WORDS, Grade, Reason
from audits.lifecycle import STATUS_WORDS
from audits.models import Record, a_case_reference
from kit.widgets import DateWidget
from people.models import Membership, Unit, User

GRADE_CHOICES = [(grade.value, words) for grade, words in GRADE_WORDS.items()]
COHORT_CHOICES = [(cohort.value, words) for cohort, words in COHORT_WORDS.items()]
REASON_CHOICES = [("", "Choose a reason"), *((reason.value, words) for reason, words in REASON_WORDS.items())]
RATIONALE = "How was the grade reached, and what difference did it make for the child?"
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


class NewAuditForm(AuditForm):
    case_reference = forms.CharField(
        label="Case reference", max_length=40, validators=[a_case_reference],
        error_messages={"required": "Enter the case reference"},
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Team", empty_label="Choose a team",
        error_messages={"required": "Choose the team that works with the child"},
    )  # fmt: skip
    cohort = forms.ChoiceField(
        label="Cohort", help_text="The help the child is getting.", choices=COHORT_CHOICES,
        widget=forms.RadioSelect, error_messages={"required": "Choose the cohort"},
    )  # fmt: skip
    age_band = forms.ChoiceField(
        label="Age of the child", choices=[("", "Choose an age"), *Record.AgeBand.choices],
        error_messages={"required": "Choose the age of the child"},
    )  # fmt: skip
    audit_month = forms.TypedChoiceField(
        label="Audit month", help_text="The month in which this audit counts.", coerce=datetime.date.fromisoformat,
        error_messages={"required": "Choose the audit month"},
    )  # fmt: skip
    practitioner = forms.ModelChoiceField(
        User.objects.none(), label="Practitioner", required=False, empty_label="Nobody in particular",
        help_text="Whose practice is audited. They can read the audit once its grades are agreed.",
    )  # fmt: skip
    auditor = forms.ModelChoiceField(
        User.objects.none(), label="Auditor", empty_label="Choose an auditor",
        error_messages={"required": "Choose who does the audit"},
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        units: QuerySet,
        members: Sequence[Membership],
        auditors: QuerySet | None,
        today: datetime.date,
        example: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_reference"].help_text = f"From the case system, like {example}. Never enter a name."
        self.fields["case_reference"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["unit"].queryset = units
        months = [_month_from(today, shift) for shift in (0, -1, -2, 1)]
        self.fields["audit_month"].choices = [(month.isoformat(), f"{month:%B %Y}") for month in months]
        practitioner = self.fields["practitioner"]
        practitioner.queryset = User.objects.filter(pk__in={member.user_id for member in members})
        practitioner.choices = [("", practitioner.empty_label), *_by_unit(members)]
        if auditors is None:
            del self.fields["auditor"]
        else:
            self.fields["auditor"].queryset = auditors

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("practitioner") and found.get("practitioner") == found.get("auditor"):
            self.add_error("auditor", "Nobody audits their own practice: choose somebody else")
        return found


class ReasonForm(AuditForm):
    """Sending back, withdrawing: a move that needs its reason."""

    reason = WordsField(label="Reason", error_messages={"required": "Give a reason"}, rows=5)

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text


class ModerationForm(AuditForm):
    """The moderator's own grades for every domain and overall, on one page."""

    hides_optional = True

    def __init__(self, *args: Any, domains: Sequence[Any], overall: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = domains
        for view in domains:
            is_overall = view.code == overall
            label = "Your overall grade" if is_overall else f"Your grade for {view.title.lower()}"
            self.fields[f"grade_{view.code}"] = grade_field(label)
            reasons = "Your reasons" if is_overall else "Your reasons, if there is more to say"
            self.fields[f"rationale_{view.code}"] = WordsField(label=reasons, required=False, rows=4)
        self.fields["comment"] = WordsField(
            label="Message to the auditor",
            help_text="What was good about this audit, and what would make the next one better?",
            required=False,
            rows=4,
        )

    def rows(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each domain with its two boxes."""
        for view in self.domains:
            yield view, self[f"grade_{view.code}"], self[f"rationale_{view.code}"]


class AgreeForm(AuditForm):
    """Where the two grades differ: the one that stands, and why when it is not the auditor's."""

    hides_optional = True

    def __init__(self, *args: Any, differing: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differing = differing
        for view in differing:
            choices = [
                (view.moderated.grade, f"{GRADE_WORDS[view.moderated.grade]} (yours)"),
                (view.original.grade, f"{GRADE_WORDS[view.original.grade]} (the auditor’s)"),
            ]
            self.fields[f"grade_{view.code}"] = forms.TypedChoiceField(
                label="Agreed grade", choices=choices, coerce=Grade, widget=forms.RadioSelect,
                initial=view.moderated.grade, error_messages={"required": f"{view.title}: choose the agreed grade"},
            )  # fmt: skip
            self.fields[f"reason_{view.code}"] = forms.TypedChoiceField(
                label="Why the auditor’s grade changes", choices=REASON_CHOICES, coerce=Reason, empty_value=None,
                required=False,
            )  # fmt: skip
            self.fields[f"rationale_{view.code}"] = WordsField(
                label="What the auditor should know", required=False, rows=3
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for view in self.differing:
            grade = found.get(f"grade_{view.code}")
            if grade and grade != view.original.grade and not found.get(f"reason_{view.code}"):
                self.add_error(f"reason_{view.code}", f"{view.title}: choose why the auditor’s grade changes")
        return found

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Each differing domain with its three boxes."""
        for view in self.differing:
            yield view, *(self[f"{name}_{view.code}"] for name in ("grade", "reason", "rationale"))


class RaiseActionForm(AuditForm):
    text = WordsField(
        label="What will be done?",
        help_text="Say what will be different for children, and how you will know. Never enter a child’s name.",
        rows=4,
        error_messages={"required": "Say what will be done"},
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Owner", empty_label="Choose an owner",
        error_messages={"required": "Choose who will do it"},
    )  # fmt: skip
    due_on = forms.DateField(
        label="Due date",
        widget=DateWidget,
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the due date", "invalid": "Enter a real date"},
    )

    def __init__(self, *args: Any, owners: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class FilterForm(forms.Form):
    """Which audits to list; it lives in the query string, so that a link gives the same list."""

    hides_optional = True
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "All"), *((s.value, words) for s, words in STATUS_WORDS.items())]
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Team or service", required=False, to_field_name="code", empty_label="All"
    )
    month = forms.TypedChoiceField(
        label="Audit month", required=False, coerce=datetime.date.fromisoformat, empty_value=None
    )

    def __init__(self, *args: Any, units: QuerySet, months: Sequence[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["month"].choices = [("", "All"), *((month.isoformat(), f"{month:%B %Y}") for month in months)]


def _month_from(day: datetime.date, shift: int) -> datetime.date:
    """The first of the month `shift` months after the month of `day`."""
    months = day.year * 12 + day.month - 1 + shift
    return datetime.date(months // 12, months % 12 + 1, 1)


def _by_unit(members: Sequence[Membership]) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for member in members:
        choice = (member.user_id, member.user.name)
        group = groups.setdefault(member.unit.name, [])
        if choice not in group:
            group.append(choice)
    return list(groups.items())
