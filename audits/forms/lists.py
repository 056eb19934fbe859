"""Which audits to list, and the cycles they belong to."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from audits.forms.base import GRADE_CHOICES, AuditForm
from audits.lifecycle import STATUS_WORDS
from audits.models import Cycle, Theme, Tool
from audits.register import period_problem
from people.forms import DayField, UnitChoiceField
from people.models import Unit, User

ALL = ("", "All")


class ListFilterForm(AuditForm):
    """Filters of a list: they live in the query string as codes, so that a link gives the same list."""

    hides_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                words = f"“{field.label}” has no such choice: choose one from the list"
                field.error_messages["invalid_choice"] = words

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if period_problem(found.get("first"), found.get("last")):
            words = "“{last}” is before “{first}”: check both"
            self.add_error("last", words.format(**{name: self.fields[name].label for name in ("first", "last")}))
        return found


class FilterForm(ListFilterForm):
    """Which audits to list."""

    status = forms.ChoiceField(
        label="Status", required=False, choices=[ALL, *((s.value, words) for s, words in STATUS_WORDS.items())]
    )
    grade = forms.ChoiceField(label="Agreed overall grade", required=False, choices=[ALL, *GRADE_CHOICES])
    first = forms.TypedChoiceField(
        label="From audit month", required=False, coerce=datetime.date.fromisoformat, empty_value=None
    )
    last = forms.TypedChoiceField(
        label="To audit month", required=False, coerce=datetime.date.fromisoformat, empty_value=None
    )
    cycle = forms.ModelChoiceField(
        Cycle.objects.order_by("-starts_on", "pk"), label="Cycle", required=False, empty_label="All"
    )
    tool = forms.ModelChoiceField(
        Tool.objects.order_by("name"), label="Tool", required=False, to_field_name="code", empty_label="All"
    )
    unit = UnitChoiceField(
        Unit.objects.none(), label="Team or service", required=False, to_field_name="code", empty_label="All"
    )
    auditor = forms.ModelChoiceField(User.objects.none(), label="Auditor", required=False, empty_label="Everybody")
    theme = forms.ModelChoiceField(
        Theme.objects.order_by("name"), label="Theme", required=False, to_field_name="code", empty_label="All"
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet,
        months: Sequence[datetime.date],
        auditors: QuerySet | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        choices = [ALL, *((month.isoformat(), f"{month:%B %Y}") for month in months)]
        self.fields["first"].choices = self.fields["last"].choices = choices
        if auditors is None:
            del self.fields["auditor"]
        else:
            self.fields["auditor"].queryset = auditors


class CycleForm(AuditForm):
    name = forms.CharField(
        label="Name", help_text="Such as “Cycle 3, 2026/27”.", max_length=100,
        error_messages={"required": "Give the cycle a name"},
    )  # fmt: skip
    starts_on = DayField(label="First day", missing="Enter the first day")
    ends_on = DayField(label="Last day", missing="Enter the last day")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if wrong := period_problem(found.get("starts_on"), found.get("ends_on")):
            self.add_error("ends_on", wrong)
        return found
