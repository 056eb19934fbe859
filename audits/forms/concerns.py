"""Safeguarding concerns: raising one, closing it, choosing which to list."""

from typing import Any

from django import forms

from audits.forms.base import AuditForm, WordsField
from kit.widgets import DateWidget


class ConcernForm(AuditForm):
    """Three boxes and a button: whoever is worried about a child has no time for more."""

    what = WordsField(
        label="What worries you?",
        help_text="What you read or heard, and when it happened. Never enter a child’s name.",
        rows=6,
        error_messages={"required": "Say what worries you"},
    )
    immediate_action = WordsField(
        label="What has been done at once to keep the child safe?",
        help_text="If nothing has been done yet, say so.",
        rows=4,
        error_messages={"required": "Say what has been done at once; if nothing yet, say so"},
    )
    who_was_told = WordsField(
        label="Who has been told?",
        help_text="By telephone or in person, and when. If nobody has been told yet, say so.",
        rows=3,
        error_messages={"required": "Say who has been told; if nobody yet, say so"},
    )


class CloseConcernForm(AuditForm):
    outcome = WordsField(
        label="How did it end for the child?",
        help_text="What was found out, what was decided, and how you know that the child is safe.",
        rows=6,
        error_messages={"required": "Say how it ended for the child"},
    )
    ended_on = forms.DateField(
        label="On which day did it end?",
        widget=DateWidget,
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the day on which it ended", "invalid": "Enter a real date"},
    )


class ConcernFilterForm(forms.Form):
    """Which concerns to list; it lives in the query string."""

    hides_optional = True
    state = forms.ChoiceField(label="Show", required=False, choices=[("", "Open"), ("closed", "Closed")])

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_bound and self.is_valid() else {"state": ""}
