"""The form with which a block joins a section."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from reports.arranging import MOST_LETTERS
from reports.own_blocks import OWN_HINT, OWN_KINDS, RECORD_KINDS, THEME, About

WORDS, RECORDS = "Words of your own", "From the records"
NAME = "What do you call it?"
Indicators = Mapping[str, Sequence[tuple[str, str]]]  # by theme: reference and title


def kinds_of(addable: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of block to choose from, in their groups; without those of the records, one group."""
    words = (WORDS, [(kind, title) for kind, (_, title) in OWN_KINDS.items()])
    of_records = [(kind, RECORD_KINDS[kind].title) for kind in RECORD_KINDS if kind in addable]
    return [words, (RECORDS, of_records)] if of_records else [words]


def indicators_of(indicators: Indicators) -> list[tuple[str, Any]]:
    """All indicators, those of a theme, or one."""
    return [
        ("", "All of them"),
        *(
            (theme, [(f"{THEME}{theme}", f"All of {theme}"), *((ref, f"{ref} {title}") for ref, title in own)])
            for theme, own in indicators.items()
        ),
    ]


class AddBlockForm(forms.Form):
    """Where it stands, what it is, and its name."""

    section = forms.ChoiceField(label="In which section?", error_messages={"required": "Choose the section"})
    kind = forms.ChoiceField(
        label="What kind of block?", help_text="Figures from the records are put together by the portal.",
        error_messages={"required": "Choose the kind of block"},
    )  # fmt: skip
    of = forms.ChoiceField(
        label="Which indicators?", help_text="Only for tables and charts of indicators. A chart shows one.",
        required=False,
    )  # fmt: skip
    title = forms.CharField(
        label=NAME, help_text=f"{OWN_HINT} Figures from the records need none.", max_length=MOST_LETTERS,
        required=False,
    )  # fmt: skip
    saves = forms.CharField(widget=forms.HiddenInput)  # how the blocks stood on the page
    hides_optional = True

    def __init__(
        self, *args: Any, sections: Mapping[str, str], addable: Sequence[str], indicators: Indicators, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "Choose a section"), *sections.items()]
        self.fields["kind"].choices = [("", "Choose a kind"), *kinds_of(addable)]
        self.fields["of"].choices = indicators_of(indicators)
        if not any(RECORD_KINDS[kind].about != About.NONE for kind in addable):
            del self.fields["of"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        """Words need a name; figures are called what they are."""
        found = super().clean() or {}
        kind, title = found.get("kind"), found.get("title", "").strip()
        if kind in OWN_KINDS and not title and "title" not in self.errors:
            self.add_error("title", "Give the block a name")
        if kind in RECORD_KINDS:
            is_asked = RECORD_KINDS[kind].about != About.NONE
            found["of"] = found.get("of", "") if is_asked else ""
            found["title"] = title or self._named(kind, found["of"])
        return found

    def _named(self, kind: str, of: str) -> str:
        """Table of indicators: All of Child in need."""
        known = dict(pair for _, pairs in self.fields["of"].choices[1:] for pair in pairs) if of else {}
        name = ": ".join(filter(None, (RECORD_KINDS[kind].title, known.get(of, ""))))
        return shorten(name, MOST_LETTERS, placeholder=" …")

    @property
    def chosen(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"seen": found["saves"], "of": found.get("of", ""), **{
            name: found[name] for name in ("section", "kind", "title")
        }}  # fmt: skip
