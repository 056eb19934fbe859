"""The file to load and the month it is for; the quarter to look at."""

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from kit.uploads import too_large
from kpis.periods import Quarter, add_months, first_of, month_words, parse_month
from kpis.standard import STARTS_ON


class MonthField(forms.Field):
    """A month, posted as 2023-08."""

    widget = forms.Select

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values:
            return None
        month = parse_month(str(value))
        if month is None:
            raise forms.ValidationError("Choose a month.")
        return month

    def offer(self, months: list[datetime.date]) -> None:
        self.widget.choices = [(f"{month:%Y-%m}", month_words(month)) for month in months]


class LoadForm(forms.Form):
    period = MonthField(
        label="Month",
        help_text="For a highlight table, the month of its current figures. Other files name their months themselves.",
        error_messages={"required": "Choose the month that the file is for."},
    )
    file = forms.FileField(
        label="File",
        help_text="CSV or Excel (.xlsx), up to 10 MB. A title above the table does no harm.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, today: datetime.date, refused: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.refused = refused or {}
        latest = first_of(today)
        months = [latest]
        while months[-1] > STARTS_ON:
            months.append(add_months(months[-1], -1))
        self.fields["period"].offer(months)
        self.initial.setdefault("period", f"{add_months(latest, -1):%Y-%m}")
        self.helper = FormHelper()
        self.helper.form_tag = False
        if "file" in self.refused:
            self.fields["file"].error_messages["required"] = too_large(self.refused["file"])

    def clean_period(self) -> datetime.date:
        month: datetime.date = self.cleaned_data["period"]
        if month > self.today:
            raise forms.ValidationError(f"{month_words(month)} is in the future.")
        return month


class ConfirmForm(forms.Form):
    """A preview is put into force; where it corrects figures, with the reason that stays beside them."""

    because = forms.CharField(
        label="Why are figures corrected?",
        max_length=300,
        help_text="It stands beside every figure that this load replaces, with your name.",
        error_messages={"required": "Say why figures are corrected."},
    )

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["because"]
        self.helper = FormHelper()
        self.helper.form_tag = False


class UndoForm(forms.Form):
    because = forms.CharField(label="Why is it undone?", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class QuarterForm(forms.Form):
    """Which quarter to look at. A filter: what it offers is all that can be chosen."""

    hides_optional = True
    quarter = forms.ChoiceField(label="Quarter", required=False)

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [(quarter.code, quarter.label) for quarter in quarters]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
