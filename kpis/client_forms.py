"""What an analyst says of a program that is to read figures."""

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from kit.widgets import DateWidget
from kpis.models import ApiClient, Scope
from people.models import Unit

DAYS = 365


class UnitChoiceField(forms.ModelChoiceField):
    """Units in tree order, each further in than the one above it."""

    def label_from_instance(self, unit: Unit) -> str:
        return "\u2003" * (unit.path.count("/") - 2) + unit.name


class ApiClientForm(forms.Form):
    name = forms.CharField(
        label="Program",
        max_length=100,
        help_text="What it is and who looks after it, such as “Power BI, performance team”.",
        error_messages={"required": "Enter a name for the program."},
    )
    unit = UnitChoiceField(
        label="Unit",
        queryset=Unit.objects.none(),
        empty_label="Choose a unit",
        help_text="It reads the figures of this unit and of all below it.",
        error_messages={"required": "Choose a unit.", "invalid_choice": "Choose a unit from the list."},
    )
    audience = forms.ChoiceField(
        label="Who sees what the program shows?",
        choices=ApiClient.Audience.choices,
        widget=forms.RadioSelect,
        help_text="For the public, small numbers are hidden and only the council's own figures are given.",
        error_messages={"required": "Choose who sees what the program shows."},
    )
    scopes = forms.MultipleChoiceField(
        label="What may it read?",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the program may read."},
    )
    expires_on = forms.DateField(
        label="Last day",
        widget=DateWidget,
        help_text="A year from today at most. After this day the token opens nothing.",
        error_messages={"required": "Enter the last day.", "invalid": "Enter a real date, such as 27 3 2026."},
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["unit"].queryset = units
        self.initial.setdefault("expires_on", today + datetime.timedelta(days=DAYS))
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_expires_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["expires_on"]
        if day < self.today:
            raise forms.ValidationError("The last day has passed already.")
        if day > self.today + datetime.timedelta(days=DAYS):
            raise forms.ValidationError("A token lasts for a year at most.")
        return day

    @property
    def facts(self) -> dict[str, Any]:
        """What the command asks for: a token lasts until its last day is over."""
        facts = dict(self.cleaned_data)
        over = facts.pop("expires_on") + datetime.timedelta(days=1)
        facts["expires_at"] = timezone.make_aware(datetime.datetime.combine(over, datetime.time()))
        return facts
