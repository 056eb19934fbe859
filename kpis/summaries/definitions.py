"""What indicators mean, for the pages where the analyst defines them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.listing import Column
from kpis.defining import draft_of
from kpis.definition_rules import FIELD_WORDS, changed_fields
from kpis.models import Definition, Exemption, Indicator, Population, Rebase, Reconciliation, Target, Value
from kpis.periods import month_words
from kpis.rag import MeasuredIn, goal_words
from kpis.reconciling import rule_words

EMPTY = "empty"


@dataclass(frozen=True)
class Stretch:
    """One definition of the history, with what it says otherwise than the one before it."""

    definition: Definition
    when: str
    differences: list[tuple[str, str, str]]


@dataclass(frozen=True)
class TargetStep:
    when: str
    words: str


@dataclass(frozen=True)
class DefinitionPage:
    indicator: Indicator
    definition: Definition
    facts: list[tuple[str, str]]
    history: list[Stretch]
    targets: list[TargetStep]
    target_words: str
    data_words: str
    exemptions: list[Exemption]
    rebases: list[Rebase]


def listed_definitions(today: datetime.date, *, words: str = "", theme: str = "") -> QuerySet[Definition]:
    """The definition of each indicator that runs on, with its state, in one query."""
    of_it = OuterRef("indicator")
    target = Target.objects.in_force_on(today).filter(indicator=of_it)
    found = (
        Definition.objects.filter(validity__upper_inf=True)
        .select_related("indicator", "indicator__answered_by")
        .annotate(
            has_target=Exists(target),
            has_data=Exists(Value.objects.current().filter(indicator=of_it)),
            has_exemption=Exists(Exemption.objects.filter(indicator=of_it)),
        )
    )
    if words:
        found = found.filter(Q(title__icontains=words) | Q(indicator__ref__iexact=words))
    return found.filter(indicator__theme=theme) if theme else found


def state_words(definition: Any) -> str:
    """No target, no data and not applicable are said in words."""
    said = [] if definition.has_target else ["No target"]
    said += [] if definition.has_data else ["No data"]
    said += ["Not applicable to some"] if definition.has_exemption else []
    return ", ".join(said) or "Target set, data loaded"


TITLE = "kpis/definitions/_title.html"
DEFINITION_COLUMNS = [
    Column("place", "Place", lambda row: row.indicator.position, ("indicator__position",)),
    Column("title", "Indicator", lambda row: f"{row.indicator.ref} {row.title}", ("title",), TITLE),
    Column("theme", "Theme", lambda row: row.indicator.theme, ("indicator__theme", "indicator__position")),
    Column("unit", "Unit", lambda row: row.get_measured_in_display(), ("measured_in",)),
    Column("owner", "Owner", lambda row: row.indicator.owner or "Nobody named", ("indicator__owner",)),
    Column("state", "State", state_words, ("has_target", "has_data")),
]  # fmt: skip


def definition_page(indicator: Indicator, definitions: list[Definition], today: datetime.date) -> DefinitionPage:
    """One indicator as the analyst sees it; `definitions` are all of its own, oldest first."""
    running = definitions[-1]
    measured_in = MeasuredIn(running.measured_in)
    rows = list(Target.objects.filter(indicator=indicator).order_by("validity"))
    now = next((row for row in rows if today in row.validity), None)
    return DefinitionPage(
        indicator=indicator,
        definition=running,
        facts=[
            (words, value_words(running, name)) for name, words in FIELD_WORDS.items() if getattr(running, name) != ""
        ],
        history=[
            Stretch(each, when_words(each.validity), differences(before, each))
            for before, each in zip([None, *definitions], definitions, strict=False)
        ][::-1],
        targets=[TargetStep(when_words(row.validity), row.goal.words(measured_in)) for row in reversed(rows)],
        target_words=goal_words(now.goal if now else None, measured_in=measured_in),
        data_words="Figures are loaded" if Value.objects.filter(indicator=indicator).exists() else "No data",
        exemptions=list(Exemption.objects.filter(indicator=indicator).select_related("unit").order_by("unit__path")),
        rebases=list(Rebase.objects.filter(indicator=indicator).select_related("unit").order_by("-month", "pk")),
    )


def differences(old: Definition | None, new: Definition) -> list[tuple[str, str, str]]:
    """Field, what it said before, what it says: where the two are not the same."""
    if old is None:
        return []
    changed = changed_fields(draft_of(old), draft_of(new))
    return [(FIELD_WORDS[name], value_words(old, name), value_words(new, name)) for name in changed]


def value_words(definition: Definition, name: str) -> str:
    """A field of a definition as a reader would say it."""
    show = getattr(definition, f"get_{name}_display", None)
    return str(show() if show else getattr(definition, name)) or EMPTY


def when_words(validity: Any) -> str:
    """From 1 October 2023, or 1 August 2023 to 30 September 2023."""
    first = day_words(validity.lower)
    if validity.upper is None:
        return f"From {first}"
    return f"{first} to {day_words(validity.upper - datetime.timedelta(days=1))}"


def day_words(day: datetime.date) -> str:
    return f"{day.day} {month_words(day)}"


def populations() -> list[Population]:
    return list(Population.objects.select_related("unit").order_by("unit__path", "-year"))


def reconciliation_rules() -> list[tuple[Reconciliation, str]]:
    """The rules in force, each in words."""
    rules = Reconciliation.objects.filter(is_in_force=True).select_related("left", "right")
    return [(rule, rule_words(rule)) for rule in rules.order_by("left__position", "pk")]
