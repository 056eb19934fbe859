"""What the columns of a file mean, and what it leaves unsaid."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from kpis.loading.cells import Dates, Percent
from kpis.loading.figures import AS_DEFINED
from kpis.loading.mapping import FOR_LAYOUT, MEANINGS, Headings, barrier
from kpis.models import Source
from kpis.periods import BASIS_WORDS

CHOOSE = ("", "Choose")
DATES = [(Dates.DAY_FIRST, "Day first: 31/08/2023"), (Dates.MONTH_FIRST, "Month first: 08/31/2023")]
PERCENTS = [
    (Percent.SIGN, "With their sign: 90.4%"),
    (Percent.HUNDRED, "As numbers from 0 to 100: 90.4"),
    (Percent.ONE, "As numbers from 0 to 1: 0.904"),
    (Percent.BELOW_ONE, "As numbers from 0 to 100, and all are at most 1%: 0.9"),
]
BASES = [(AS_DEFINED, "As each indicator is defined"), *((basis.value, words) for basis, words in BASIS_WORDS.items())]


class MappingForm(forms.Form):
    """One choice a column, in the order of the file."""

    name = forms.CharField(
        label="Name of this source",
        max_length=100,
        help_text="Who sends it, or what it is called. A known name is given these columns from now on.",
        error_messages={"required": "Give the source a name."},
    )

    def __init__(self, *args: Any, headings: Headings, source: Source | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_remembered(source, headings), **kwargs)
        self.headings = headings
        offered = [(name, MEANINGS[name]) for name in FOR_LAYOUT[headings.layout]]
        for column in headings.named:
            initial = column.proposed if column.proposed in FOR_LAYOUT[headings.layout] else "ignored"
            self.fields[f"column_{column.position}"] = forms.ChoiceField(
                label=f"Column “{column.heading}”", choices=offered, initial=initial, help_text=_samples(column.samples)
            )
        self.fields["basis"] = forms.ChoiceField(
            label="How are the figures counted?",
            choices=[CHOOSE, *BASES],
            help_text="Where the file has a column for it that is filled in, the column counts.",
            error_messages={"required": "Say how the figures are counted."},
        )
        if texts := headings.ambiguous_dates():
            self.fields["dates"] = forms.ChoiceField(
                label="In which order are dates written?",
                choices=[CHOOSE, *DATES],
                help_text=f"The file has {', '.join(texts[:3])}.",
                error_messages={"required": "Say in which order dates are written."},
            )
        self.fields["percent"] = forms.ChoiceField(
            label="How are percentages written?",
            choices=[CHOOSE, *PERCENTS],
            help_text="All in one way. A cell with its sign is always read as it stands.",
            error_messages={"required": "Say how percentages are written."},
        )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        meanings = {each.heading: found.get(f"column_{each.position}", "ignored") for each in self.headings.named}
        if reason := barrier(self.headings.layout, meanings):
            raise forms.ValidationError(reason)
        kept = {"meanings": meanings, "basis": found.get("basis"), "percent": found.get("percent")}
        found["mapping"] = {**kept, "dates": found.get("dates", "")}
        return found

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        other = Source.objects.remembered().filter(name=name).exclude(layout=self.headings.layout).first()
        if other:
            raise forms.ValidationError(f"{name} sends files in another layout. Give this source a name of its own.")
        return name


def _remembered(source: Source | None, headings: Headings) -> dict[str, str]:
    """What was confirmed for the source, as the form's first answers; only its name where that was forgotten."""
    if source is None:
        return {}
    kept = source.mapping
    if not kept or source.headings != headings.signature:
        return {"name": source.name}
    columns = {f"column_{each.position}": kept["meanings"].get(each.heading, "ignored") for each in headings.named}
    return {"name": source.name, **columns, **{name: kept[name] for name in ("basis", "dates", "percent")}}


def _samples(samples: list[str]) -> str:
    return f"For example: {', '.join(sample[:40] for sample in samples)}" if samples else "Empty in the first rows."


def meanings_in_words(source: Source) -> list[tuple[str, str]]:
    """Each heading of a remembered source with what it means, in the order of its file."""
    # JSON keeps no order of keys; a wide file's headings end with the kinds of its months, which mean themselves.
    meanings = source.mapping["meanings"]
    return [(heading, MEANINGS[meanings[heading]]) for heading in source.headings if heading in meanings]


def unsaid_in_words(mapping: dict[str, Any]) -> list[tuple[str, str]]:
    """What the files of a remembered source leave unsaid, and what was confirmed for them."""
    asked = [("Figures are counted", dict(BASES)[mapping["basis"]])]
    if mapping["dates"]:
        asked.append(("Dates are written", dict(DATES)[mapping["dates"]]))
    return [*asked, ("Percentages are written", dict(PERCENTS)[mapping["percent"]])]
