"""The form with which a picture joins a report."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from kit.pictures import ACCEPTED, Picture, picture
from kit.uploads import NotReadable, too_large
from reports.pictures import MOST_OF_ALT, MOST_OF_TITLE


class PictureForm(forms.Form):
    """The file, what it is called, what it shows, and where it stands."""

    file = forms.FileField(
        label="Picture", help_text="PNG or JPEG, up to 10 MB. It is made smaller, and loses what a camera wrote into "
        "it. No child may be recognised in it.",
        error_messages={"required": "Choose a picture", "empty": "The file is empty: choose another"},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip
    title = forms.CharField(
        label="Title", max_length=MOST_OF_TITLE, help_text="It stands under the picture.",
        error_messages={"required": "Give the picture a title"},
    )  # fmt: skip
    alt = forms.CharField(
        label="What does it show?", max_length=MOST_OF_ALT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For readers who do not see it: what it says, not what it looks like.",
        error_messages={"required": "Say what the picture shows, for readers who do not see it"},
    )  # fmt: skip
    section = forms.ChoiceField(label="At the end of which section?", error_messages={"required": "Choose the section"})

    def __init__(self, *args: Any, sections: Mapping[str, str], refused: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "Choose a section"), *sections.items()]
        if "file" in refused:
            self.fields["file"].error_messages["required"] = too_large(refused["file"])
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self) -> Picture:
        given = self.cleaned_data["file"]
        try:
            return picture(given.name, given.read())
        except NotReadable as fault:
            raise forms.ValidationError(str(fault)) from fault

    @property
    def chosen(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"picture": found["file"], **{name: found[name] for name in ("title", "alt", "section")}}
