"""A published file to load; the column and category that say what an indicator says."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from kit.uploads import too_large
from kpis.models import ComparatorFile, Indicator


class ComparatorFileForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="As published, CSV or Excel (.xlsx), up to 10 MB: a file of figures by local authority, or the model "
        "of statistical neighbours.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    dataset = forms.ChoiceField(
        label="Takes the place of",
        required=False,
        help_text="A newer file takes the place of an older one, which stays on record.",
    )

    def __init__(self, *args: Any, datasets: list[str], refused: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].choices = [
            ("", "The file whose name differs only in its years, if there is one"),
            *((name, name) for name in datasets),
        ]
        self.helper = FormHelper()
        self.helper.form_tag = False
        if refused and "file" in refused:
            self.fields["file"].error_messages["required"] = too_large(refused["file"])


class IndicatorChoice(forms.ModelChoiceField):
    """Indicators with their titles, which `titles` gives by id."""

    titles: dict[int, str] = {}

    def label_from_instance(self, indicator: Indicator) -> str:
        return f"{indicator.ref} {self.titles.get(indicator.pk, '')}".strip()


class SeriesForm(forms.Form):
    indicator = IndicatorChoice(
        Indicator.objects.none(),
        label="Indicator",
        empty_label="Choose",
        error_messages={"required": "Choose an indicator.", "invalid_choice": "Choose an indicator."},
    )
    column = forms.ChoiceField(label="Column", error_messages={"required": "Choose the column with its figures."})

    def __init__(
        self, *args: Any, file: ComparatorFile, indicators: Any, titles: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.file = file
        self.fields["indicator"].queryset = indicators
        self.fields["indicator"].titles = titles
        self.fields["column"].choices = [("", "Choose"), *((name, name) for name in file.measures)]
        for number, (name, values) in enumerate(file.categories.items()):
            field = forms.ChoiceField(
                label=f"Only where {name} is",
                choices=[("", "Choose"), *((value, value or "blank") for value in values)],
                error_messages={"required": f"Choose what {name} must be."},
            )
            if len(values) == 1:
                field.initial = values[0]
            self.fields[f"category_{number}"] = field
        self.fields["note"] = forms.CharField(
            label="In what the two are not quite the same",
            required=False,
            max_length=300,
            help_text="Such as: the council counts ages 17 to 21, the published figure 19 to 21.",
        )
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def category(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"category_{number}"] for number, name in enumerate(self.file.categories)}
