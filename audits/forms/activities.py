"""The activity register: one whole form with rows that repeat, files, and what to list.

The rows are fields of the one form, numbered from 0: what is wrong in a row stands in the summary with everything else
and nothing that was typed is lost. An empty row is no row.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict

from audits.forms.base import COHORT_CHOICES, AuditForm, WordsField
from audits.forms.lists import ListFilterForm
from audits.models import Theme
from audits.register import (
    ACTIVITY_KIND_WORDS,
    SPEAKER_WORDS,
    ActivityDraft,
    QuoteDraft,
    RecommendationDraft,
    StatementDraft,
    period_problem,
)
from audits.statements import PERCENT, Measure, number_words, problem
from kit.attachments import ACCEPTED, KIND_WORDS, Attachment, attachment
from kit.uploads import NotReadable, too_large
from people.forms import DayField, UnitChoiceField
from people.models import Unit

KIND_CHOICES = [(kind.value, words) for kind, words in ACTIVITY_KIND_WORDS.items()]
SPEAKER_CHOICES = [("", "Choose who said it"), *((who.value, words) for who, words in SPEAKER_WORDS.items())]
SPARE = {"statement": 3, "quote": 2, "recommendation": 2}
MORE = 3
MOST_ROWS = 60
LARGEST = 1_000_000_000


class FigureField(forms.CharField):
    """A number as people type it: 26, 1,250, 83.9, 91%. Empty is missing, not zero."""

    def __init__(self, label: str, *, whole: bool = False) -> None:
        attrs = {"inputmode": "numeric" if whole else "decimal", "class": "govuk-input--width-5", "autocomplete": "off"}
        super().__init__(label=label, required=False, widget=forms.TextInput(attrs))
        self.whole = whole

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value).strip()
        if not typed:
            return None
        plain = typed.removesuffix("%").strip().replace(",", "")
        try:
            number = Decimal(plain)
        except InvalidOperation:
            number = None
        example = "26" if self.whole else "83.9"
        if number is None or not number.is_finite() or not plain.isascii():
            raise forms.ValidationError(f"“{self.label}” must be a number, such as {example}.")
        if number < 0 or number > LARGEST:
            raise forms.ValidationError(f"“{self.label}” must be a number from 0 to {LARGEST:,}.")
        exponent = number.as_tuple().exponent
        if self.whole and number != number.to_integral_value():
            raise forms.ValidationError(f"“{self.label}” must be a whole number, such as 26.")
        if isinstance(exponent, int) and exponent < -4:
            raise forms.ValidationError(f"“{self.label}” has up to 4 decimal places.")
        return int(number) if self.whole else number


class ActivityForm(AuditForm):
    """Everything about one activity but its files: a browser forgets a chosen file whenever a word is wrong."""

    title = forms.CharField(
        label="Title", help_text="As people speak of it, such as “Children in kinship care”.", max_length=200,
        error_messages={"required": "Give the activity a title"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Choose a kind"), *KIND_CHOICES], error_messages={"required": "Choose the kind"}
    )
    unit = UnitChoiceField(
        Unit.objects.none(), label="Team or service", to_field_name="code", empty_label="Choose a team or service",
        help_text="Whose practice it looked at. Whoever reads the register of this unit can read it.",
        error_messages={"required": "Choose the team or service"},
    )  # fmt: skip
    cohort = forms.ChoiceField(label="Cohort", required=False, choices=[("", "All"), *COHORT_CHOICES])
    starts_on = DayField(
        label="First day", help_text="Of the period that it looked at, such as 1 4 2026.", missing="Enter the first day"
    )
    ends_on = DayField(
        label="Last day", help_text="It counts in the reports of this day.", missing="Enter the last day"
    )
    method = WordsField(
        label="Method", help_text="What was looked at, by whom and how it was chosen.", required=False, rows=3
    )
    sample_size = FigureField("Sample size", whole=True)
    themes = forms.MultipleChoiceField(label="Themes", required=False, widget=forms.CheckboxSelectMultiple)
    strengths = WordsField(label="Practice strengths", help_text="One on each line.", required=False, rows=7)
    focus = WordsField(label="Areas for focus", help_text="One on each line.", required=False, rows=7)
    key_message = WordsField(
        label="Key message", help_text="What a busy reader must know, in a sentence or two.", required=False, rows=3
    )

    def __init__(
        self, *args: Any, units: QuerySet, themes: QuerySet[Theme], draft: ActivityDraft | None = None, **kwargs: Any
    ) -> None:
        start = {**(initial_of(draft) if draft else {}), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["themes"].choices = [(theme.code, theme.name) for theme in themes]
        self.fields["themes"].small = True
        if not self.fields["themes"].choices:
            del self.fields["themes"]
        self.fields["sample_size"].help_text = "How many children, records, people or replies."
        held = {
            "statement": len(draft.statements) if draft else 0,
            "quote": len(draft.quotes) if draft else 0,
            "recommendation": len(draft.recommendations) if draft else 0,
        }
        self.numbers = {name: self._count(name, held[name]) for name in SPARE}
        for name, count in self.numbers.items():
            for number in range(count):
                row = ROWS[name](f"{name}_{number}")
                for field in row.values():  # a whole row may stay empty: that is said once, above the rows
                    field.hides_optional = True
                self.fields |= row

    def _count(self, name: str, held: int) -> int:
        """How many rows of a kind the page has: those it was sent with, and more when more were asked for."""
        if not self.is_bound:
            return min(held + SPARE[name], MOST_ROWS)
        sent = str(self.data.get(f"{name}_rows", ""))
        asked = int(sent) if sent.isdecimal() and sent.isascii() and len(sent) < 4 else held + SPARE[name]
        return min(asked + (MORE if self.data.get("add") == name else 0), MOST_ROWS)

    def full_clean(self) -> None:
        """“Add another” gives the page back with more rows: nothing is checked yet."""
        if self.is_bound and self.data.get("add") in SPARE:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, forms.BoundField]]]:
        """Each row's number as people count, and its boxes by their short names."""
        for number in range(self.numbers[name]):
            start = f"{name}_{number}_"
            yield number + 1, {key.removeprefix(start): self[key] for key in self.fields if key.startswith(start)}

    def statement_rows(self) -> Iterator[tuple[int, dict[str, forms.BoundField]]]:
        return self.rows("statement")

    def quote_rows(self) -> Iterator[tuple[int, dict[str, forms.BoundField]]]:
        return self.rows("quote")

    def recommendation_rows(self) -> Iterator[tuple[int, dict[str, forms.BoundField]]]:
        return self.rows("recommendation")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if wrong := period_problem(found.get("starts_on"), found.get("ends_on")):
            self.add_error("ends_on", wrong)
        if found.get("sample_size") == 0:
            self.add_error("sample_size", "A sample has at least one: leave this empty when the size is not known")
        for number in range(self.numbers["statement"]):
            self._check_statement(f"statement_{number}_", f"Statement {number + 1}")
        for number in range(self.numbers["quote"]):
            self._check_quote(f"quote_{number}_", f"Quote {number + 1}")
        return found

    def _check_statement(self, start: str, place: str) -> None:
        names = [name for name in self.fields if name.startswith(start)]
        if any(name in self.errors for name in names) or not self._is_used(names):
            return
        text = f"{start}text"
        if not self.cleaned_data[text].strip():
            self.add_error(text, f"{place}: say what was measured")
        if wrong := problem(self._measure(start)):
            self.add_error(f"{start}numerator", f"{place}: {wrong[0].lower()}{wrong[1:]}")

    def _check_quote(self, start: str, place: str) -> None:
        text, who = self.cleaned_data.get(f"{start}text", ""), self.cleaned_data.get(f"{start}said_by", "")
        if text.strip() and not who and f"{start}said_by" not in self.errors:
            self.add_error(f"{start}said_by", f"{place}: choose who said it")
        if not text.strip() and f"{start}text" not in self.errors and (who or self.cleaned_data.get(f"{start}public")):
            self.add_error(f"{start}text", f"{place}: write what was said, or clear it")

    def _is_used(self, names: list[str]) -> bool:
        return any(
            str(self.cleaned_data.get(name) if self.cleaned_data.get(name) is not None else "").strip()
            for name in names
        )

    def _measure(self, start: str) -> Measure:
        given = {name: self.cleaned_data[f"{start}{name}"] for name in FIGURES}
        typed = str(self.data.get(f"{start}value", ""))
        if not given["measured_in"] and typed.strip().endswith("%"):
            given["measured_in"] = PERCENT
        return Measure(**given)

    def draft(self) -> ActivityDraft:
        """What was typed, without the rows left empty."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in PLAIN}
        starts = {name: [f"{name}_{number}_" for number in range(count)] for name, count in self.numbers.items()}
        return ActivityDraft(
            **plain,
            themes=frozenset(typed.get("themes", ())),
            statements=tuple(
                StatementDraft(typed[f"{start}text"], self._measure(start))
                for start in starts["statement"]
                if typed[f"{start}text"].strip()
            ),
            quotes=tuple(
                QuoteDraft(typed[f"{start}text"], typed[f"{start}said_by"], typed[f"{start}public"])
                for start in starts["quote"]
                if typed[f"{start}text"].strip()
            ),
            recommendations=tuple(
                RecommendationDraft(typed[f"{start}text"], typed[f"{start}key"])
                for start in starts["recommendation"]
                if typed[f"{start}text"].strip()
            ),
        )


PLAIN = (
    "title", "kind", "starts_on", "ends_on", "cohort", "method", "sample_size", "strengths", "focus", "key_message",
)  # fmt: skip
FIGURES = ("numerator", "denominator", "value", "measured_in", "previous", "previous_period")


def _statement_fields(start: str) -> dict[str, forms.Field]:
    return {
        f"{start}_text": WordsField(label="What was measured", required=False, rows=2),
        f"{start}_numerator": FigureField("How many", whole=True),
        f"{start}_denominator": FigureField("Out of", whole=True),
        f"{start}_value": FigureField("Or a value"),
        f"{start}_measured_in": forms.CharField(label="What it counts", required=False, max_length=40),
        f"{start}_previous": FigureField("Previous value"),
        f"{start}_previous_period": forms.CharField(label="Of which period", required=False, max_length=60),
    }


def _quote_fields(start: str) -> dict[str, forms.Field]:
    return {
        f"{start}_text": WordsField(label="What was said", required=False, rows=2),
        f"{start}_said_by": forms.ChoiceField(label="Who said it", required=False, choices=SPEAKER_CHOICES),
        f"{start}_public": forms.BooleanField(label="May be published", required=False),
    }


def _recommendation_fields(start: str) -> dict[str, forms.Field]:
    key = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    return {f"{start}_text": WordsField(label="Recommendation", required=False, rows=2), f"{start}_key": key}


ROWS = {"statement": _statement_fields, "quote": _quote_fields, "recommendation": _recommendation_fields}


def initial_of(draft: ActivityDraft) -> dict[str, Any]:
    """What the boxes hold when the form opens on a saved activity."""
    held: dict[str, Any] = {name: getattr(draft, name) for name in PLAIN} | {"themes": sorted(draft.themes)}
    for number, row in enumerate(draft.statements):
        held[f"statement_{number}_text"] = row.text
        for name in FIGURES:
            value = getattr(row.measure, name)
            is_number = isinstance(value, Decimal)
            held[f"statement_{number}_{name}"] = number_words(value).replace(",", "") if is_number else value
    for number, quote in enumerate(draft.quotes):
        start = f"quote_{number}_"
        held |= {f"{start}text": quote.text, f"{start}said_by": quote.said_by, f"{start}public": quote.is_publishable}
    for number, wanted in enumerate(draft.recommendations):
        held |= {f"recommendation_{number}_text": wanted.text, f"recommendation_{number}_key": wanted.key}
    return held


class ActivityFileForm(AuditForm):
    file = forms.FileField(
        label="File", help_text=f"{KIND_WORDS}, up to 10 MB. Check first that no child can be recognised in it.",
        error_messages={"required": "Choose a file", "empty": "The file is empty: choose another"},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip

    def __init__(self, *args: Any, refused: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused and "file" in refused:
            self.fields["file"].error_messages["required"] = too_large(refused["file"])

    def clean_file(self) -> Attachment:
        given = self.cleaned_data["file"]
        try:
            return attachment(given.name, given.read())
        except NotReadable as fault:
            raise forms.ValidationError(str(fault)) from fault


class ActivityFilterForm(ListFilterForm):
    """Which activities to list; it lives in the query string, so that a link gives the same list."""

    words = forms.CharField(label="Words in the title", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *KIND_CHOICES])
    theme = forms.ModelChoiceField(
        Theme.objects.order_by("name"), label="Theme", required=False, to_field_name="code", empty_label="All"
    )
    cohort = forms.ChoiceField(label="Cohort", required=False, choices=[("", "All"), *COHORT_CHOICES])
    unit = UnitChoiceField(
        label="Team or service", required=False, queryset=Unit.objects.none(), to_field_name="code", empty_label="All"
    )
    first = DayField(label="From", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last = DayField(label="To", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    shown = forms.ChoiceField(
        label="Show", required=False, choices=[("", "What is in the register"), ("withdrawn", "What was withdrawn")]
    )

    def __init__(self, *args: Any, units: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
