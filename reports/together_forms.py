"""Forms in which people share a report's sections, and speak about its words."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from people.models import User
from reports.commands.together import MOST_OF_A_COMMENT
from reports.slots import TypedBox

NOBODY = "Nobody in particular"


class OwnersForm(forms.Form):
    """For each section somebody who may write the report, or nobody in particular."""

    hides_optional = True

    def __init__(
        self, *args: Any, sections: Mapping[str, str], writers: Iterable[User], owners: Mapping[str, User],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        # An owner who may not write any more stays until somebody else is chosen.
        self.people = {str(each.pk): each for each in (*writers, *owners.values())}
        choices = [("", NOBODY), *((key, each.name) for key, each in self.people.items())]
        self.sections = sections
        for key, title in sections.items():
            owner = owners.get(key)
            initial = str(owner.pk) if owner else ""
            self.fields[name_of(key)] = forms.ChoiceField(label=title, required=False, choices=choices, initial=initial)
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def owners(self) -> dict[str, User | None]:
        """Who was chosen for each section whose owner is another than on the page."""
        changed = [key for key in self.sections if name_of(key) in self.changed_data]
        return {key: self.people.get(self.cleaned_data[name_of(key)]) for key in changed}


def name_of(section: str) -> str:
    return f"owner-{section}"


class CommentForm(forms.Form):
    """Something about the words of a place."""

    place = forms.ChoiceField(label="About", error_messages={"required": "Choose what your comment is about."})
    text = forms.CharField(
        label="Your comment",
        help_text="For those who write and sign off this report. It is never published. Name no child.",
        max_length=MOST_OF_A_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say something about these words first."},
    )

    def __init__(self, *args: Any, titles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "Choose a place"), *titles.items()]
        self.helper = FormHelper()
        self.helper.form_tag = False


class SuggestForm(forms.Form):
    """Another wording for one box."""

    based_on = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    wording = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, box: TypedBox, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wording"]
        field.label = f"How it should read: {box.label}"
        field.help_text = "Whoever writes the report sees your words beside theirs, and takes them or leaves them."
        field.max_length = box.most
        self.helper = FormHelper()
        self.helper.form_tag = False


class DeclineForm(forms.Form):
    """Why a suggestion is left, where there is something to say."""

    reason = forms.CharField(
        label="Why not?", required=False, max_length=MOST_OF_A_COMMENT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class CompareVersionsForm(forms.Form):
    """Two versions of a report's words, the earlier and the later."""

    since = forms.TypedChoiceField(label="From", coerce=int, error_messages={"required": "Choose the earlier version."})
    to = forms.TypedChoiceField(label="To", coerce=int, error_messages={"required": "Choose the later version."})

    def __init__(self, *args: Any, versions: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(versions)
        self.fields["since"].choices = choices
        self.fields["to"].choices = choices
        self.helper = FormHelper()
        self.helper.form_tag = False

    def add_prefix(self, name: str) -> str:
        """In the address it is called from: a word that Python keeps for itself."""
        return super().add_prefix("from" if name == "since" else name)
