"""Forms in which a kind of report is adapted."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from reports.arranging import MOST_LETTERS, MOST_OF_A_HINT, Entry
from reports.blueprints import Blueprint


class AdaptForm(forms.Form):
    """Which kind of report to begin with, and the name of one's own."""

    kind = forms.ChoiceField(
        label="Which kind do you begin with?", widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind to begin with"},
    )  # fmt: skip
    title = forms.CharField(
        label="What do you call it?", max_length=MOST_LETTERS, error_messages={"required": "Give it a name"}
    )

    def __init__(self, *args: Any, blueprints: Sequence[Blueprint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(each.kind, each.title) for each in blueprints]
        self.helper = FormHelper()
        self.helper.form_tag = False


class ArrangeForm(forms.Form):
    """The name, and for each section its title, whether it is in, and what it does when it has nothing to say."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="Name", max_length=MOST_LETTERS, required=True, error_messages={"required": "Give it a name"}
    )
    new_title = forms.CharField(label="Title of a section of your own", max_length=MOST_LETTERS, required=False)
    new_hint = forms.CharField(
        label="Hint for its author", help_text="What belongs there.", max_length=MOST_OF_A_HINT, required=False
    )

    def __init__(self, *args: Any, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(entries)
        for entry in entries:
            self.fields[f"title-{entry.key}"] = forms.CharField(
                label="Title", max_length=MOST_LETTERS, initial=entry.title,
                error_messages={"required": f"Give “{entry.title}” a title, or take it out"},
            )  # fmt: skip
            self.fields[f"in-{entry.key}"] = forms.BooleanField(required=False, initial=entry.is_in)
            self.fields[f"empty-{entry.key}"] = forms.BooleanField(required=False, initial=entry.leaves_out_empty)
            if entry.is_own:
                self.fields[f"hint-{entry.key}"] = forms.CharField(
                    label="Hint for its author", max_length=MOST_OF_A_HINT, required=False, initial=entry.hint
                )

    @property
    def entries(self) -> list[Entry]:
        """The sections as they were typed, in the order in which they were asked."""
        found = self.cleaned_data
        return [
            Entry(
                each.key,
                found[f"title-{each.key}"],
                found[f"in-{each.key}"],
                found[f"empty-{each.key}"],
                found.get(f"hint-{each.key}", ""),
            )
            for each in self.asked
        ]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each section with its fields, for the page."""
        names = ("title", "in", "empty", "hint")
        return [
            {
                "entry": each,
                **{name: self[f"{name}-{each.key}"] for name in names if f"{name}-{each.key}" in self.fields},
            }
            for each in self.asked
        ]
