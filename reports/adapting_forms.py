"""Forms in which a kind of report is adapted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from reports.arranging import MOST_LETTERS, MOST_OF_A_HINT, Entry, blocks_of, title_of, why_stays
from reports.block_forms import NAME, kinds_of
from reports.blueprints import Blueprint
from reports.own_blocks import OWN_HINT, RECORD_KINDS, About, BlockEntry


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


class SectionsForm(forms.Form):
    """For each section its title, whether it is in, and what it does with nothing to say; one of one's own joins."""

    new_title = forms.CharField(label="Title of a section of your own", max_length=MOST_LETTERS, required=False)
    new_hint = forms.CharField(
        label="Hint for its author", help_text="What belongs there.", max_length=MOST_OF_A_HINT, required=False
    )
    has_blocks = False

    def __init__(self, *args: Any, blueprint: Blueprint, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.blueprint = list(entries), blueprint
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
                self._blocks(each),
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
                "blocks": self._block_rows(each),
            }
            for each in self.asked
        ]

    def _blocks(self, entry: Entry) -> tuple[BlockEntry, ...]:
        return entry.blocks

    def _block_rows(self, entry: Entry) -> list[dict[str, Any]]:
        return []


class ReportSectionsForm(SectionsForm):
    """The sections of one report, as they stood on the page."""

    saves = forms.CharField(widget=forms.HiddenInput)


class ArrangeForm(SectionsForm):
    """A kind of the council's own: its name, its sections, and their blocks."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="Name", max_length=MOST_LETTERS, required=True, error_messages={"required": "Give it a name"}
    )
    block_section = forms.ChoiceField(label="In which section?", required=False)
    block_kind = forms.ChoiceField(label="What kind of block?", required=False)
    block_title = forms.CharField(label=NAME, help_text=OWN_HINT, max_length=MOST_LETTERS, required=False)
    has_blocks = True

    def __init__(self, *args: Any, blueprint: Blueprint, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, blueprint=blueprint, entries=entries, **kwargs)
        self.fields["block_section"].choices = [("", "Choose a section"), *((each.key, each.title) for each in entries)]
        # Which indicator a chart shows is chosen in a report: those of a kind are of all.
        self.fields["block_kind"].choices = kinds_of(
            [kind for kind in blueprint.addable if RECORD_KINDS[kind].about != About.ONE]
        )
        for entry in entries:
            for block in blocks_of(blueprint, entry):
                if not self._stays(entry, block):
                    name = _block_name(entry, block)
                    self.fields[name] = forms.BooleanField(required=False, initial=block.is_in)

    def _blocks(self, entry: Entry) -> tuple[BlockEntry, ...]:
        """The blocks as they were ticked; those of a section that the page did not list stay as they are."""
        if f"blocks-{entry.key}" not in self.data:
            return entry.blocks
        found = self.cleaned_data
        return tuple(
            replace(block, is_in=found.get(_block_name(entry, block), True))
            for block in blocks_of(self.blueprint, entry)
        )

    def _block_rows(self, entry: Entry) -> list[dict[str, Any]]:
        return [self._block_row(entry, block) for block in blocks_of(self.blueprint, entry)]

    def _stays(self, entry: Entry, block: BlockEntry) -> bool:
        return bool(why_stays(self.blueprint, entry, block))

    def _block_row(self, entry: Entry, block: BlockEntry) -> dict[str, Any]:
        """A block with its box, where it may be left out."""
        name = _block_name(entry, block)
        box = self[name] if name in self.fields else None
        return {"key": block.key, "title": title_of(self.blueprint, entry, block), "box": box}


def _block_name(entry: Entry, block: BlockEntry) -> str:
    return f"block-{entry.key}-{block.key}"
