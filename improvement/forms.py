"""What people type about actions. Forms check; commands write."""

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from improvement.progress import STATE_WORDS
from people.forms import DayField, UnitChoiceField
from people.models import Unit


class ActionForm(forms.Form):
    """What the small forms on an action share."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class DeliverForm(ActionForm):
    evidence = forms.CharField(
        label="What shows that this action is done?",
        help_text="Say what you saw or did and where others can see it. Do not write a child's name.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": "Say what shows that the action is done"},
    )
    evidenced_on = DayField(
        label="Date of the evidence",
        help_text="The day of the meeting, the record or the check that shows it.",
        missing="Enter the date of the evidence",
    )


class ReopenForm(ActionForm):
    reason = forms.CharField(
        label="Why is this action open again?",
        help_text="The owner reads this. Say what is still missing. Do not write a child's name.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": "Say why the action is reopened"},
    )


class NoteForm(ActionForm):
    words = forms.CharField(
        label="Add a note",
        help_text="How it is going, or what is in the way. Do not write a child's name.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": "Write a note"},
    )


class FilterForm(ActionForm):
    """Which actions to list; it lives in the query string, so that a link gives the same list."""

    NOT_CLOSED, ALL = "", "all"
    hides_optional = True

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            (NOT_CLOSED, "Not closed"),
            *[(state.value, words) for state, words in STATE_WORDS.items()],
            (ALL, "All"),
        ],
    )
    unit = UnitChoiceField(
        label="Team or service", required=False, queryset=Unit.objects.none(), to_field_name="code", empty_label="All"
    )
    whose = forms.ChoiceField(label="Owner", required=False, choices=[("", "Everybody"), ("mine", "Me")])

    def __init__(self, *args, units: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
