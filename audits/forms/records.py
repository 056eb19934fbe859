"""The facts about a child's record."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from audits.forms.base import COHORT_CHOICES, AuditForm
from audits.models import Audit, Record
from people.models import Unit, User


class FactsForm(AuditForm):
    """Filled in from the allocation; the auditor checks each and corrects what is wrong."""

    hides_optional = True
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Team", error_messages={"required": "Choose the team that works with the child"},
        empty_label="Choose a team",
    )  # fmt: skip
    cohort = forms.ChoiceField(
        label="Cohort", help_text="The help the child is getting. It decides which parts of the audit are asked.",
        choices=COHORT_CHOICES, widget=forms.RadioSelect, error_messages={"required": "Choose the cohort"},
    )  # fmt: skip
    age_band = forms.ChoiceField(
        label="Age of the child", choices=[("", "Choose an age"), *Record.AgeBand.choices],
        error_messages={"required": "Choose the age of the child"},
    )  # fmt: skip
    practitioner = forms.ModelChoiceField(
        User.objects.none(), label="Practitioner", required=False, empty_label="Nobody in particular",
        help_text="Whose practice is audited.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        audit: Audit,
        units: QuerySet,
        practitioners: Mapping[str, Sequence[tuple[int, str]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=boxes_of(audit), **kwargs)
        self.fields["unit"].queryset = units
        people = self.fields["practitioner"]
        people.queryset = User.objects.filter(pk__in=[pk for group in practitioners.values() for pk, _ in group])
        people.choices = [("", people.empty_label), *((unit, list(group)) for unit, group in practitioners.items())]


def boxes_of(audit: Audit) -> dict[str, Any]:
    """What is saved, box by box."""
    return {
        "unit": audit.unit,
        "cohort": audit.record.cohort,
        "age_band": audit.record.age_band,
        "practitioner": audit.practitioner,
    }
