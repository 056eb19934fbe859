"""What readers of the library fill in: what they look for, what they compare, and which e-mails they want."""

from collections.abc import Sequence
from typing import Any

from django import forms

from people.forms import PlainForm
from reports.blueprints import discovered
from reports.editions import WORDS
from reports.library import Offered
from reports.models import Publication

SHORTEST, LONGEST = 2, 200


class LibraryForm(PlainForm):
    """What to show on the shelf. A filter: it lives in the address."""

    hides_optional = True
    q = forms.CharField(
        label="Search in the text", required=False, max_length=LONGEST,
        help_text="Put words that belong together in quotes, and a minus before what must not be there.",
        error_messages={"max_length": f"Search for {LONGEST} characters at most."},
    )  # fmt: skip
    period = forms.ChoiceField(label="Period", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    meeting = forms.ChoiceField(label="Meeting", required=False)
    edition = forms.ChoiceField(label="Edition", required=False)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("period", "kind", "meeting"):
            self.fields[name].choices = [("", "All"), *getattr(offered, f"{name}s")]
            told = f"There are no reports of the {name} that you asked for. Choose another."
            self.fields[name].error_messages["invalid_choice"] = told
        if offered.has_restricted:
            self.fields["edition"].choices = [("", "All"), *((key.value, words) for key, words in WORDS.items())]
            self.fields["edition"].error_messages["invalid_choice"] = "There is no such edition. Choose another."
        else:
            # Whoever reads public editions alone has nothing to choose between.
            del self.fields["edition"]
        self.helper.disable_csrf = True


class CompareForm(PlainForm):
    """Two publications of one kind."""

    a = forms.ChoiceField(label="Compare this report", error_messages={"required": "Choose the first report."})
    b = forms.ChoiceField(label="with this one", error_messages={"required": "Choose the second report."})

    def __init__(self, *args: Any, publications: Sequence[Publication], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pk = {str(each.pk): each for each in publications}
        choices = [("", "Choose a report"), *((pk, self._words(each)) for pk, each in self.by_pk.items())]
        for name in ("a", "b"):
            self.fields[name].choices = choices
            told = "This report is not in the library, or not in force any more. Choose another."
            self.fields[name].error_messages["invalid_choice"] = told
        self.helper.disable_csrf = True

    @staticmethod
    def _words(publication: Publication) -> str:
        edition = "" if publication.is_public else ", restricted edition"
        unit = "" if publication.report.unit.parent_id is None else f", {publication.report.unit.name}"
        return f"{publication.report.period_words}: {publication.report.title}{unit}{edition}"

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        a, b = (self.by_pk.get(found.get(name, "")) for name in ("a", "b"))
        if a and b and a.report_id == b.report_id:
            self.add_error("b", "Choose two different reports.")
        elif a and b and a.report.kind != b.report.kind:
            self.add_error("b", f"Choose another report of the same kind as the first: {a.report.title}.")
        return found

    @property
    def pair(self) -> list[int]:
        return [int(self.cleaned_data[name]) for name in ("a", "b")]


WHICH = (("none", "No e-mails"), ("all", "About every report"), ("some", "Only about these kinds"))


class EmailsForm(PlainForm):
    """None, all, or the kinds that are ticked."""

    hides_optional = True
    which = forms.ChoiceField(
        label="Which reports do you want to be told of?", choices=WHICH, widget=forms.RadioSelect,
        error_messages={"required": "Choose which e-mails you want.", "invalid_choice": "Choose one of the answers."},
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="Kinds of report", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "There is no report of the kind “%(value)s”. Choose from the list."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(key, blueprint.title) for key, blueprint in discovered().items()]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        if found.get("which") == "some" and not found.get("kinds") and "kinds" not in self.errors:
            self.add_error("kinds", "Tick at least one kind of report, or choose no e-mails.")
        return found

    @property
    def wish(self) -> dict[str, Any]:
        which = self.cleaned_data["which"]
        return {"wants_all": which == "all", "kinds": self.cleaned_data["kinds"] if which == "some" else []}

    @property
    def told(self) -> str:
        if self.cleaned_data["which"] == "none":
            return "You get no e-mails about reports."
        return "You get an e-mail when such a report is published, corrected or withdrawn."
