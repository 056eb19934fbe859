"""The form with which a block joins a section."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from reports.arranging import MOST_LETTERS, OWN_HINT, OWN_KINDS


class AddBlockForm(forms.Form):
    """Where it stands, what it is, and its name."""

    section = forms.ChoiceField(label="In which section?", error_messages={"required": "Choose the section"})
    kind = forms.ChoiceField(
        label="What kind of block?", choices=[(kind, words) for kind, (_, words) in OWN_KINDS.items()],
        widget=forms.RadioSelect, error_messages={"required": "Choose the kind of block"},
    )  # fmt: skip
    title = forms.CharField(
        label="What do you call it?", help_text=OWN_HINT, max_length=MOST_LETTERS,
        error_messages={"required": "Give the block a name"},
    )  # fmt: skip
    saves = forms.CharField(widget=forms.HiddenInput)  # how the blocks stood on the page

    def __init__(self, *args: Any, sections: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "Choose a section"), *sections.items()]
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def chosen(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"seen": found["saves"], **{name: found[name] for name in ("section", "kind", "title")}}
