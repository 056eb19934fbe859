"""What the analyst types about indicators. Forms check; commands write."""

import datetime
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from kit.uploads import too_large
from kpis.definition_rules import DRAFT_FIELDS, FIELD_WORDS, MOST_PLACES, DefinitionDraft, draft_problem, names_problem
from kpis.forms import MonthField
from kpis.measures import MEASURE_WORDS, Measure, There
from kpis.models import Indicator, Origin, Part
from kpis.periods import BASIS_WORDS, Basis, add_months, first_of
from kpis.rag import MEASURED_IN_WORDS, OPERATOR_SIGNS, POLARITY_WORDS, RULE_WORDS, Goal, Operator, Rule
from kpis.standard import STARTS_ON
from people.forms import PlainForm, UnitChoiceField
from people.models import Unit, User

MONTHS_AHEAD = 24
NO_TARGET = "none"
OPERATOR_WORDS = {
    Operator.LESS: "less than", Operator.AT_MOST: "at most", Operator.MORE: "more than", Operator.AT_LEAST: "at least",
}  # fmt: skip


def months_to_choose(today: datetime.date) -> list[datetime.date]:
    """The months from which something may hold, the farthest ahead first."""
    months = [add_months(first_of(today), MONTHS_AHEAD)]
    while months[-1] > STARTS_ON:
        months.append(add_months(months[-1], -1))
    return months


def words_box(
    label: str, *, help_text: str = "", required: bool = False, rows: int = 3, most: int | None = None
) -> Any:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most, widget=forms.Textarea({"rows": rows})
    )


def choice(label: str, words: dict[Any, str], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[(str(code), said) for code, said in words.items()], widget=forms.RadioSelect, **more
    )


def number(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=14, decimal_places=4, localize=False,
        widget=forms.TextInput({"class": "govuk-input--width-10", "inputmode": "decimal"}),
        error_messages={"invalid": f"{label} must be a number, such as 92.5."}, **more,
    )  # fmt: skip


def reason_box(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": missing},
    )  # fmt: skip


class WordingForm(PlainForm):
    """The words of a definition, which count nothing by themselves."""

    title = forms.CharField(label="Title", max_length=200)
    description = words_box(
        "Definition in plain English", help_text="Who is counted, and when, so that everybody counts the same."
    )
    numerator_words = words_box("Numerator, in words", rows=2, most=300)
    denominator_words = words_box("Denominator, in words", rows=2, most=300, help_text="Empty for a count.")
    source = forms.CharField(label=FIELD_WORDS["source"], max_length=100, required=False)
    why_it_matters = words_box("Why it matters", help_text="What the figure says about children’s lives.")
    inspection_area = forms.CharField(
        label="Inspection area", max_length=100, required=False,
        help_text="The judgement that it speaks to, such as Children in care.",
    )  # fmt: skip

    def __init__(self, *args: Any, draft: DefinitionDraft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = draft
        if draft:
            self.initial = {**{name: getattr(draft, name) for name in DRAFT_FIELDS}, **self.initial}

    def draft(self) -> DefinitionDraft:
        """The definition as typed; what the form does not ask stays as it is."""
        typed = {name: self.cleaned_data[name] for name in DRAFT_FIELDS if name in self.cleaned_data}
        kept = {name: getattr(self.old, name) for name in DRAFT_FIELDS} if self.old else {}
        return DefinitionDraft(**{**kept, **typed})


class DefinitionForm(WordingForm):
    """A whole definition."""

    measured_in = choice(FIELD_WORDS["measured_in"], MEASURED_IN_WORDS)
    places = forms.IntegerField(
        label="Decimal places", min_value=0, max_value=MOST_PLACES, initial=1,
        widget=forms.TextInput({"class": "govuk-input--width-2", "inputmode": "numeric"}),
        help_text="From 0 to 4. A figure is judged as it is shown.",
    )  # fmt: skip
    polarity = choice(FIELD_WORDS["polarity"], POLARITY_WORDS)
    basis = choice(
        FIELD_WORDS["basis"], {basis: words for basis, words in BASIS_WORDS.items() if basis != Basis.OUTTURN}
    )
    origin = choice("Where the figures come from", dict(Origin.choices), initial=Origin.RETURN)
    measure = forms.ChoiceField(
        label="What is computed", required=False,
        choices=[("", "Choose"), *((str(code), words) for code, words in MEASURE_WORDS.items())],
    )  # fmt: skip
    tool = forms.ChoiceField(label=FIELD_WORDS["tool"], required=False)
    domain = forms.ChoiceField(
        label=FIELD_WORDS["domain"], required=False, help_text="A domain of the tool above; none: the overall grade."
    )
    question = forms.ChoiceField(
        label="The question that asks for a chronology", required=False,
        help_text="A question of the tool above. Only a chronology needs it.",
    )  # fmt: skip
    cohort = forms.ChoiceField(label=FIELD_WORDS["cohort"], required=False)
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()

    def __init__(self, *args: Any, there: There, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = there
        self.fields["source"].label = "Name of the return or system"
        self.fields["origin"].reveals = {Origin.COMPUTED.value: ["measure", "tool", "domain", "question", "cohort"]}
        self._offer_what_is_there()
        body = ("title", "description", "measured_in", "places", "polarity", "basis", "numerator_words",
                "denominator_words", "origin", "source", "why_it_matters", "inspection_area")  # fmt: skip
        self.helper.layout = Layout(*self.heads, *body, *self.tails)

    def _offer_what_is_there(self) -> None:
        """Domains and questions stand under their tool, and are sent with it: codes are the same in many tools."""
        old, there = self.old, self.there
        kept = (old.measure, old.tool, old.domain, old.cohort) if old else ("", "", "", "")
        measure, tool, domain, cohort = kept
        part = f"{tool}/{domain}" if domain else ""
        in_domain, in_question = ("", part) if measure == Measure.CHRONOLOGY else (part, "")
        self.initial |= {"domain": in_domain, "question": in_question}
        offered = {
            "tool": ("Any tool", list(there.tools.items()), tool),
            "domain": ("The overall grade", by_tool(there.domains, there), in_domain),
            "question": ("None", by_tool(there.questions, there), in_question),
            "cohort": ("Any cohort", list(there.cohorts.items()), cohort),
        }
        for name, (nothing, choices, held) in offered.items():
            field = self.fields[name]
            field.choices = [("", nothing), *choices]
            if not field.valid_value(held):
                # What an older definition names is shown as it is, to be told why it cannot stay.
                field.choices = [*field.choices, (held, f"{held.rpartition('/')[2]} (not there)")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        question, domain = cleaned.pop("question", ""), cleaned.get("domain", "")
        is_asked = cleaned.get("measure") == Measure.CHRONOLOGY
        if question and not is_asked:
            self.add_error("question", "Only a chronology is asked about in one question: choose none.")
        if domain and is_asked:
            self.add_error("domain", "A chronology is asked about in a question, not graded: choose the overall grade.")
        asked = "question" if is_asked else "domain"
        tool, _, code = (question if is_asked else domain).rpartition("/")
        if code and cleaned.get("tool") and tool != cleaned["tool"]:
            self.add_error(
                asked, f"This is of the tool “{self.there.tools.get(tool, tool)}”: choose one of the same tool."
            )
        cleaned["domain"] = code
        self.cleaned_data = cleaned
        if not self.errors:
            field, words = draft_problem(self.draft())
            if not words:
                field, words = names_problem(self.draft(), self.there)
            if words:
                self.add_error(asked if field == "domain" else field, words)
        return cleaned


def by_tool(parts: dict[str, dict[str, str]], there: There) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices in groups, one for each tool that has any."""
    return [
        (there.tools[tool], [(f"{tool}/{code}", words) for code, words in its.items()])
        for tool, its in parts.items()
        if its
    ]


class ChangeDefinitionForm(DefinitionForm):
    starts_on = MonthField(
        label="From which month on?",
        error_messages={"required": "Choose the month from which it is counted otherwise."},
    )
    change_note = reason_box(
        "What is counted otherwise?", "Readers see this where the trend line breaks.", "Say what is counted otherwise."
    )
    heads = ("starts_on", "change_note")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].offer(months_to_choose(today))
        self.initial.setdefault("starts_on", f"{first_of(today):%Y-%m}")


class NewIndicatorForm(DefinitionForm):
    ref = forms.CharField(
        label="Reference", max_length=20, help_text="Such as 2.10a. It stays the same for good.",
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )  # fmt: skip
    theme = forms.CharField(label="Theme", max_length=100, help_text="Indicators of one theme stand together.")
    starts_on = MonthField(label="From which month on?", error_messages={"required": "Choose the first month."})
    owner = forms.CharField(label="Owner", max_length=100, required=False, help_text="The post that answers for it.")
    answered_by = forms.ModelChoiceField(
        User.objects.none(), label="Person who answers", required=False, empty_label="Nobody yet",
        help_text="Who holds that post now and is asked for notes.",
    )  # fmt: skip
    heads = ("ref", "theme", "starts_on")
    tails = ("owner", "answered_by")

    def __init__(self, *args: Any, today: datetime.date, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].offer(months_to_choose(today))
        self.initial.setdefault("starts_on", f"{first_of(today):%Y-%m}")
        self.fields["answered_by"].queryset = people


class OwnerForm(PlainForm):
    theme = forms.CharField(label="Theme", max_length=100)
    owner = forms.CharField(label="Owner", max_length=100, required=False, help_text="The post that answers for it.")
    answered_by = forms.ModelChoiceField(
        User.objects.none(), label="Person who answers", required=False, empty_label="Nobody yet",
        help_text="Who holds that post now and is asked for notes.",
    )  # fmt: skip
    place = forms.IntegerField(
        label="Place in the table", min_value=1, widget=forms.TextInput({"class": "govuk-input--width-3"}),
        help_text="1 stands first. The others close up.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].queryset = people


class TargetForm(PlainForm):
    """A target from a month on, or none. What a rule needs is asked below it, and is not optional there."""

    hides_optional = True

    starts_on = MonthField(
        label="From which month on?", help_text="It holds until the next change that is already known.",
        error_messages={"required": "Choose the month from which the target holds."},
    )  # fmt: skip
    rule = choice(
        "How is the figure judged?", {**RULE_WORDS, NO_TARGET: "No target from this month on"},
        error_messages={"required": "Choose how the figure is judged."},
    )  # fmt: skip
    minimum = number("Minimum")
    upper = number("Upper", help_text="Green from here; between the two it is amber.")
    operator = forms.ChoiceField(
        label="The figure must be", required=False,
        choices=[
            ("", "Choose"),
            *((str(code), f"{words} ({OPERATOR_SIGNS[code]})") for code, words in OPERATOR_WORDS.items()),
        ],
    )  # fmt: skip
    limit = number("Target")
    middle = number("Target of the tolerance")
    tolerance = number("Tolerance", help_text="How far short of the target a figure is still amber.")
    NEEDED = {
        Rule.MINIMUM_UPPER: {"minimum": "minimum", "upper": "upper"},
        Rule.OPERATOR: {"operator": "operator", "limit": "target"},
        Rule.TOLERANCE: {"middle": "target", "tolerance": "tolerance"},
    }

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].offer(months_to_choose(today))
        self.initial.setdefault("starts_on", f"{first_of(today):%Y-%m}")
        self.fields["rule"].reveals = {rule.value: list(boxes) for rule, boxes in self.NEEDED.items()}
        self.helper.layout = Layout("starts_on", "rule")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for box in self.NEEDED.get(cleaned.get("rule", ""), {}):
            if box not in self.errors and cleaned.get(box) in (None, ""):
                self.add_error(box, f"Fill in “{self.fields[box].label}”.")
        return cleaned

    def goal(self) -> Goal | None:
        rule = self.cleaned_data["rule"]
        if rule == NO_TARGET:
            return None
        return Goal(Rule(rule), **{name: self.cleaned_data[box] for box, name in self.NEEDED[Rule(rule)].items()})


class ExemptionForm(PlainForm):
    unit = UnitChoiceField(
        label="Unit", queryset=Unit.objects.none(), to_field_name="code", empty_label="Choose a unit",
        help_text="It counts for everything below it too.", error_messages={"required": "Choose a unit."},
    )  # fmt: skip
    reason = reason_box(
        "Why does it not apply?", "Readers see “not applicable” with this.", "Say why it does not apply."
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class RebaseForm(PlainForm):
    month = MonthField(label="From which month on?", error_messages={"required": "Choose a month."})
    unit = UnitChoiceField(
        label="Unit", queryset=Unit.objects.none(), to_field_name="code", empty_label="Every unit", required=False
    )
    reason = reason_box(
        "What has changed?", "Limits are computed anew only when something real has.", "Say what has changed."
    )

    def __init__(self, *args: Any, today: datetime.date, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].offer(months_to_choose(today))
        self.initial.setdefault("month", f"{first_of(today):%Y-%m}")
        self.fields["unit"].queryset = units


class PopulationForm(PlainForm):
    unit = UnitChoiceField(
        label="Unit", queryset=Unit.objects.none(), to_field_name="code", empty_label="Choose a unit",
        error_messages={"required": "Choose a unit."},
    )  # fmt: skip
    year = forms.IntegerField(
        label="Year of the estimate", widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"})
    )
    children = forms.IntegerField(
        label="Children aged 0 to 17", max_value=2_000_000_000,
        widget=forms.TextInput({"class": "govuk-input--width-10", "inputmode": "numeric"}),
    )  # fmt: skip
    source = forms.CharField(label="Where the number comes from", max_length=200, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ReconciliationForm(PlainForm):
    left_part = forms.ChoiceField(
        label="This part",
        choices=[(code, words.capitalize()) for code, words in Part.choices],
        initial=Part.DENOMINATOR,
    )
    left = forms.ModelChoiceField(
        Indicator.objects.order_by("position", "pk"), label="of this indicator", empty_label="Choose"
    )
    right_part = forms.ChoiceField(
        label="equals this part",
        choices=[(code, words.capitalize()) for code, words in Part.choices],
        initial=Part.VALUE,
    )
    right = forms.ModelChoiceField(
        Indicator.objects.order_by("position", "pk"), label="of that indicator", empty_label="Choose"
    )


class DefinitionFilterForm(PlainForm):
    """Which indicators to list. A filter: it lives in the address."""

    hides_optional = True
    words = forms.CharField(label="Words in the title", required=False, max_length=100)
    theme = forms.ChoiceField(label="Theme", required=False)

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", "All"), *((theme, theme) for theme in themes)]
        self.helper.disable_csrf = True


class DefinitionsFileForm(PlainForm):
    file = forms.FileField(
        label="File", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="The exported table, changed. CSV or Excel (.xlsx), up to 10 MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )  # fmt: skip

    def __init__(self, *args: Any, refused: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused and "file" in refused:
            self.fields["file"].error_messages["required"] = too_large(refused["file"])
