"""What can be read, field by field and parameter by parameter: answers, checks and documentation come from here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpis.models import REF, Origin, Scope
from kpis.note_rules import Reason
from kpis.periods import Basis
from kpis.rag import MeasuredIn, Operator, Polarity, Rag, Rule
from people.models import Unit

DEFAULT_LIMIT, LARGEST_LIMIT = 1000, 5000
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
FORMATS = {"json": "application/json", "csv": "text/csv"}


@dataclass(frozen=True)
class Field:
    """A column: its name, what it says, and the JSON Schema of its values."""

    name: str
    words: str
    type: str = "string"
    is_nullable: bool = False
    more: Mapping[str, Any] | None = None

    @property
    def schema(self) -> dict[str, Any]:
        schema = {"description": self.words, "type": [self.type, "null"] if self.is_nullable else self.type}
        more = dict(self.more or {})
        if self.is_nullable and "enum" in more:
            more["enum"] = [*more["enum"], None]
        return schema | more


@dataclass(frozen=True)
class Parameter:
    name: str
    words: str
    example: str
    schema: Mapping[str, Any]
    is_required: bool = False


@dataclass(frozen=True)
class Resource:
    """One list that can be read. `scope`: what a token must be for; empty: any token will do."""

    name: str
    title: str
    words: str
    scope: str
    fields: tuple[Field, ...]
    parameters: tuple[Parameter, ...]
    is_for_staff: bool = False

    @property
    def columns(self) -> list[str]:
        return [field.name for field in self.fields]

    @property
    def can_sync(self) -> bool:
        return any(parameter.name == "updated_since" for parameter in self.parameters)


def one_of(choices: Any) -> dict[str, Any]:
    return {"enum": [getattr(choice, "value", choice) for choice in choices]}


DAY = {"format": "date"}
MOMENT = {"format": "date-time"}
FORMAT_PARAMETER = Parameter(
    "format", "json or csv; without it, what the Accept header prefers.", "csv", {"type": "string", **one_of(FORMATS)}
)
PAGING = (
    Parameter(
        "limit", f"How many rows a page has at most, {DEFAULT_LIMIT:,} unless said.", "500",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
    ),
    Parameter("cursor", "Where the page begins: taken from the next link, never made up.", "", {"type": "string"}),
    FORMAT_PARAMETER,
)  # fmt: skip
REF_PARAMETER = Parameter(
    "ref", "Only this indicator.", "2.10a", {"type": "string", "pattern": f"^{REF}$", "maxLength": 20}
)
UNIT_PARAMETER = Parameter(
    "unit", "Only this unit, by its code; not what lies below it.", "council",
    {"type": "string", "pattern": "^[-0-9A-Za-z_]+$", "maxLength": 30},
)  # fmt: skip
PERIODS = (
    Parameter("period_from", "Only figures of this month and later.", "2023-04", {"type": "string", "pattern": MONTH}),
    Parameter("period_to", "Only figures of this month and earlier.", "2023-08", {"type": "string", "pattern": MONTH}),
)
UPDATED_SINCE = Parameter(
    "updated_since",
    "Only rows that are new, or no longer stand, since this moment. It needs a time zone: write Z, or +01:00 as "
    "%2B01:00. Rows that no longer stand come with the state superseded.",
    "2023-09-01T00:00:00Z",
    {"type": "string", "format": "date-time"},
)
REF_FIELD = Field("ref", "The indicator's reference.", more={"pattern": f"^{REF}$"})
UNIT_FIELD = Field("unit", "The unit's code.")
PERIOD_FIELD = Field("period", "The month up to whose end it counts.", more={"pattern": MONTH})
STATE_FIELD = Field(
    "state", "current, or superseded: corrected or withdrawn, and no longer to be shown.",
    more=one_of(["current", "superseded"]),
)  # fmt: skip
ID_FIELD = Field("id", "The row's number, which stays.", "integer")
VALID_FIELDS = (
    Field("starts_on", "Its first day.", more=DAY),
    Field("ends_on", "Its last day; empty: until further notice.", is_nullable=True, more=DAY),
)


def number(name: str, words: str) -> Field:
    return Field(name, words, "number", is_nullable=True)


FIGURE_FIELDS = (
    number("numerator", "The numerator, where there is one. Never given to the public."),
    number("denominator", "The denominator, where there is one. Never given to the public."),
    number("value", "The figure as pages show it, rounded half away from zero. Empty where it is hidden."),
    Field(
        "value_exact", "The figure before rounding, as text, so that nothing of it is lost. Staff only.",
        is_nullable=True,
    ),
    Field("value_words", "The figure in words, such as 90.4%; [c] where it is hidden."),
    Field("symbol", "[c]: hidden because it rests on a small number; otherwise empty.", more=one_of(["", "[c]"])),
    Field("rag", "How it stands. Empty where it is hidden or superseded.", is_nullable=True, more=one_of(Rag)),
    Field("rag_words", "The same in words."),
    Field("is_added_up", "Added up from the figures of single months, as pages do.", "boolean"),
)  # fmt: skip
GOAL_FIELDS = (
    number("minimum", "By minimum and upper: below it, or above it where lower is better, a figure is red."),
    number("upper", "By minimum and upper: from here a figure is green."),
    number("target", "By an operator or a tolerance: the target."),
    Field("operator", "By an operator: how figure and target compare.", is_nullable=True, more=one_of(Operator)),
    number("tolerance", "By a tolerance: how far from the target a figure is still amber."),
)


INDICATORS = Resource(
    "indicators", "Indicators", "Definitions in force today.", Scope.INDICATORS.value,
    (
        REF_FIELD,
        Field("theme", "Its theme."),
        Field("title", "What it is called."),
        Field("description", "What it means, in plain English."),
        Field("numerator", "What the numerator counts, in words."),
        Field("denominator", "What the denominator counts, in words."),
        Field("measured_in", "What its figures are.", more=one_of(MeasuredIn)),
        Field("places", "Decimal places shown; figures are judged as shown.", "integer"),
        Field("polarity", "Which way is better.", more=one_of(Polarity)),
        Field("basis", "What stretch of time its own figure covers.", more=one_of(b for b in Basis if b != "outturn")),
        Field("owner", "The post that answers for it."),
        Field("source", "Where the figures come from, in words."),
        Field("origin", "From a return, or computed.", more=one_of(Origin)),
        Field("why_it_matters", "Why it matters."),
        Field("inspection_area", "The area of inspection it speaks to."),
        *VALID_FIELDS,
        Field("change_note", "What is counted otherwise than before this definition."),
    ),
    (REF_PARAMETER, *PAGING),
)  # fmt: skip

TARGETS = Resource(
    "targets", "Targets", "What figures should reach, with the days on which each target is in force.",
    Scope.TARGETS.value,
    (
        ID_FIELD,
        REF_FIELD,
        *VALID_FIELDS,
        Field("rule", "How it judges.", more=one_of(Rule)),
        *GOAL_FIELDS,
    ),
    (REF_PARAMETER, *PAGING),
)  # fmt: skip

VALUES = Resource(
    "values", "Values", "Figures that stand now, judged by the target in force at their own month's end.",
    Scope.VALUES.value,
    (
        ID_FIELD,
        REF_FIELD,
        UNIT_FIELD,
        PERIOD_FIELD,
        Field("basis", "What stretch of time the figure covers.", more=one_of(Basis)),
        *FIGURE_FIELDS,
        STATE_FIELD,
        Field("updated_at", "When the row came, or ceased to stand.", more=MOMENT),
    ),
    (
        REF_PARAMETER, UNIT_PARAMETER, *PERIODS,
        Parameter("basis", "Only figures on this basis.", "snapshot", {"type": "string", **one_of(Basis)}),
        UPDATED_SINCE, *PAGING,
    ),
)  # fmt: skip

FIGURES = Resource(
    "figures", "Figures",
    "The figures of one unit in one month as its highlight page shows them: each indicator's own, also where it exists "
    "only as the sum of its months, judged by the target in force at the month's end. All come in one answer.",
    Scope.VALUES.value,
    (
        REF_FIELD,
        Field("title", "What it is called."),
        UNIT_FIELD,
        PERIOD_FIELD,
        Field("basis", "What stretch of time the figure covers.", more=one_of(b for b in Basis if b != "outturn")),
        *FIGURE_FIELDS,
        Field(
            "rule", "How the target judges. Empty, as all of the target, where there is none, or where the token is "
            "not for targets.", is_nullable=True, more=one_of(Rule),
        ),
        *GOAL_FIELDS,
        Field("target_words", "The target in words, such as minimum 90%, upper 95%.", is_nullable=True),
    ),
    (
        replace(UNIT_PARAMETER, words="The unit, by its code.", is_required=True),
        Parameter("period", "The month.", "2023-08", {"type": "string", "pattern": MONTH}, is_required=True),
        REF_PARAMETER, FORMAT_PARAMETER,
    ),
)  # fmt: skip

UNITS = Resource(
    "units", "Units", "The units whose figures this token may read: the council, services and teams.", "",
    (
        Field("code", "Its code, which stays."),
        Field("name", "Its name."),
        Field("kind", "council, service or team.", more=one_of(Unit.Kind)),
        Field("parent", "The code of the unit it belongs to.", is_nullable=True),
        Field("starts_on", "Its first day.", more=DAY),
        Field("ends_on", "Its last day; empty: it goes on.", is_nullable=True, more=DAY),
    ),
    PAGING,
)  # fmt: skip

NOTES = Resource(
    "notes", "Notes", "What owners say about figures: what changed, why, what next. Only for staff.",
    Scope.NOTES.value,
    (
        ID_FIELD,
        REF_FIELD,
        UNIT_FIELD,
        PERIOD_FIELD,
        Field("reason", "Why the owner was asked.", more=one_of(Reason)),
        Field("what_changed", "What changed."),
        Field("why", "Why."),
        Field("what_next", "What next."),
        STATE_FIELD,
        Field("updated_at", "When it was written.", more=MOMENT),
    ),
    (REF_PARAMETER, UNIT_PARAMETER, *PERIODS, UPDATED_SINCE, *PAGING),
    is_for_staff=True,
)  # fmt: skip

RESOURCES = (INDICATORS, TARGETS, VALUES, FIGURES, UNITS, NOTES)
