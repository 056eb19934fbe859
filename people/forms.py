"""What administrators type. Forms check; commands write."""

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from kit.widgets import DateWidget
from people.models import Unit, User, verb_words
from people.roles import ROLE_NAMES, Role

ROLE_CHOICES = [("", "Choose a role"), *[(role.value, ROLE_NAMES[role]) for role in Role]]
REAL_DATE = "Enter a real date, such as 27 3 2026"
# Far beyond any council's records; dates at the ends of the calendar cannot be counted with.
LIKELY_DAYS = [
    MinValueValidator(datetime.date(1990, 1, 1), "Enter a date after 1989"),
    MaxValueValidator(datetime.date(2099, 12, 31), "Enter a date before 2100"),
]


class PlainForm(forms.Form):
    """What our forms share: the page has the form's tag and buttons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class UnitChoiceField(forms.ModelChoiceField):
    """Units in tree order, each further in than the one above it."""

    def label_from_instance(self, unit: Unit) -> str:
        return "\u2003" * (unit.path.count("/") - 2) + unit.name


class DayField(forms.DateField):
    """A day in three boxes."""

    widget = DateWidget

    def __init__(self, *, missing: str = "Enter a date", **kwargs: Any) -> None:
        messages = {"required": missing, "invalid": REAL_DATE}
        super().__init__(error_messages=messages, validators=LIKELY_DAYS, **kwargs)


class PersonForm(PlainForm):
    name = forms.CharField(label="Name", max_length=100, error_messages={"required": "Enter a name"})
    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with it.",
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address in the right form, such as name@council.gov.uk",
        },
    )
    job_title = forms.CharField(label="Job title", max_length=100, required=False)
    staff_number = forms.CharField(
        label="Staff number", max_length=20, required=False, widget=forms.TextInput({"class": "govuk-input--width-10"})
    )


class PasswordForm(PlainForm):
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters: three or four words are easy to remember. Tell it to them in person.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
        strip=False,
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        person = self.person or User(email=self.data.get("email", ""), name=self.data.get("name", ""))
        validate_password(self.cleaned_data["password"], user=person)
        return self.cleaned_data["password"]


class OwnPasswordForm(PasswordForm):
    current = forms.CharField(
        label="Password until now",
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Enter the password that you signed in with"},
        strip=False,
    )
    field_order = ["current", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "New password"
        self.fields["password"].help_text = "At least 12 characters: three or four words are easy to remember."


class NewPersonForm(PersonForm, PasswordForm):
    field_order = ["name", "email", "job_title", "staff_number", "password"]


class JoinForm(PlainForm):
    role = forms.ChoiceField(label="Role", choices=ROLE_CHOICES, error_messages={"required": "Choose a role"})
    unit = UnitChoiceField(
        label="Unit",
        help_text="The role counts here and in everything below it.",
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label="Choose a unit",
        error_messages={"required": "Choose a unit"},
    )
    starts_on = DayField(label="First day", missing="Enter the first day")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class LastDayForm(PlainForm):
    ends_on = DayField(label="Last day", missing="Enter the last day")


class UnitForm(PlainForm):
    kind = forms.ChoiceField(
        label="Kind",
        choices=[(Unit.Kind.SERVICE.value, "Service"), (Unit.Kind.TEAM.value, "Team")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose service or team"},
    )
    parent = UnitChoiceField(
        label="Part of",
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label="Choose a unit",
        error_messages={"required": "Choose the unit that it is part of"},
    )
    name = forms.CharField(label="Name", max_length=100, error_messages={"required": "Enter a name"})
    code = forms.SlugField(
        label="Code",
        max_length=30,
        help_text="Short and lasting, such as north-3. Letters, digits and hyphens. It cannot change later.",
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
        error_messages={
            "required": "Enter a code",
            "invalid": "Enter a code of letters, digits, underscores and hyphens",
        },
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units


class PeopleFilterForm(PlainForm):
    hides_optional = True
    words = forms.CharField(label="Name or email address", required=False, max_length=100)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), *ROLE_CHOICES[1:]])
    unit = UnitChoiceField(
        label="Unit", required=False, queryset=Unit.objects.none(), to_field_name="code", empty_label="Any"
    )
    account = forms.ChoiceField(
        label="Account", required=False, choices=[("", "Open"), ("stopped", "Stopped"), ("all", "All")]
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class EventFilterForm(PlainForm):
    hides_optional = True
    by = forms.ModelChoiceField(
        label="Who", required=False, queryset=User.objects.order_by("name", "pk"), empty_label="Everybody"
    )
    verb = forms.ChoiceField(label="What", required=False)
    first = DayField(label="From", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last = DayField(label="To", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", "Everything"), *[(verb, verb_words(verb)) for verb in verbs]]
