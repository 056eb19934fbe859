"""Which audits to list."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from audits.lifecycle import STATUS_WORDS
from people.models import Unit


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
