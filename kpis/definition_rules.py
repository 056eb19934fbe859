"""What a definition, a target and what belongs to them may say: each rule is the sentence that the reader meets.

An empty sentence means: go on. Plain Python.
"""

import datetime
from dataclasses import dataclass, fields

from kpis.measures import Measure, There, problem_of_names, problem_to_compute
from kpis.periods import Basis, month_words
from kpis.rag import POLARITY_WORDS, Goal, MeasuredIn, Polarity, Rule, order_is_right

MOST_PLACES = 4
COMPUTED, RETURN = "computed", "return"
# Words that may be put right without counting anything otherwise.
WORDING = (
    "title", "description", "numerator_words", "denominator_words", "source", "why_it_matters", "inspection_area",
)  # fmt: skip
FIELD_WORDS = {
    "title": "Title",
    "description": "Definition in plain English",
    "numerator_words": "Numerator",
    "denominator_words": "Denominator",
    "measured_in": "Unit",
    "places": "Decimal places",
    "polarity": "Which way is better",
    "basis": "Period",
    "source": "Where the figures come from",
    "origin": "Return or computed",
    "measure": "What is computed",
    "tool": "Only audits with this tool",
    "domain": "Only the grade of this domain",
    "cohort": "Only children of this cohort",
    "why_it_matters": "Why it matters",
    "inspection_area": "Inspection area",
}
LONGEST = {
    "title": 200, "numerator_words": 300, "denominator_words": 300, "source": 100, "inspection_area": 100, "tool": 60,
    "domain": 60, "cohort": 30,
}  # fmt: skip


@dataclass(frozen=True)
class DefinitionDraft:
    """What a definition says, apart from when."""

    title: str
    measured_in: str
    places: int
    polarity: str
    basis: str
    description: str = ""
    numerator_words: str = ""
    denominator_words: str = ""
    source: str = ""
    origin: str = RETURN
    measure: str = ""
    tool: str = ""
    domain: str = ""
    cohort: str = ""
    why_it_matters: str = ""
    inspection_area: str = ""


DRAFT_FIELDS = tuple(each.name for each in fields(DefinitionDraft))


def changed_fields(old: DefinitionDraft, new: DefinitionDraft) -> list[str]:
    """The fields in which the two differ, in the order in which a reader meets them."""
    return [name for name in FIELD_WORDS if getattr(old, name) != getattr(new, name)]


def draft_problem(draft: DefinitionDraft) -> tuple[str, str]:
    """The field that is wrong, and why."""
    if not draft.title:
        return "title", "Give the indicator a title."
    for name, most in LONGEST.items():
        if len(getattr(draft, name)) > most:
            return name, f"{FIELD_WORDS[name]} must be {most} characters or fewer. It has {len(getattr(draft, name))}."
    for name, known in (("measured_in", MeasuredIn), ("polarity", Polarity), ("basis", Basis)):
        if getattr(draft, name) not in list(known):
            return name, f"{FIELD_WORDS[name]}: “{getattr(draft, name)}” is not known."
    if draft.basis == Basis.OUTTURN:
        return "basis", "An outturn is the closing figure of a year, so no indicator is counted on it."
    if not 0 <= draft.places <= MOST_PLACES:
        return "places", f"Decimal places must be a whole number from 0 to {MOST_PLACES}."
    if draft.measured_in == MeasuredIn.COUNT and draft.denominator_words:
        return "denominator_words", "A count has no denominator: leave its words empty."
    return _origin_problem(draft)


def _origin_problem(draft: DefinitionDraft) -> tuple[str, str]:
    if draft.origin not in (RETURN, COMPUTED):
        return "origin", f"{FIELD_WORDS['origin']}: “{draft.origin}” is not known."
    if draft.origin == RETURN:
        if draft.measure:
            return "measure", "The figures come from a return, so nothing is computed: leave what is computed empty."
        if draft.tool or draft.domain or draft.cohort:
            return "tool", "Tool, domain and cohort narrow what is computed: leave them empty for a return."
        return "", ""
    if draft.measure not in list(Measure):
        return "measure", "Choose what is computed."
    if draft.measured_in != MeasuredIn.PERCENTAGE:
        return "measured_in", "What is computed from audits and actions is a percentage."
    return problem_to_compute(Measure(draft.measure), tool=draft.tool, domain=draft.domain, cohort=draft.cohort)


def names_problem(draft: DefinitionDraft, there: There) -> tuple[str, str]:
    """Which name of a definition without other problems is of nothing that is there, and what is."""
    if draft.origin != COMPUTED:
        return "", ""
    names = {"tool": draft.tool, "domain": draft.domain, "cohort": draft.cohort}
    return problem_of_names(Measure(draft.measure), **names, there=there)


def draft_barrier(draft: DefinitionDraft) -> str:
    return draft_problem(draft)[1]


def wording_barrier(old: DefinitionDraft, new: DefinitionDraft) -> str:
    """May these words be put right in place?"""
    counted = [FIELD_WORDS[name] for name in changed_fields(old, new) if name not in WORDING]
    if counted:
        return f"This counts something otherwise ({', '.join(counted)}): change the definition from a month on instead."
    # How an older definition counts is not judged here: its words can be put right all the same.
    field, words = draft_problem(new)
    return words if field in WORDING else ""


def change_barrier(
    old: DefinitionDraft, new: DefinitionDraft, *, running_since: datetime.date, starts_on: datetime.date, note: str
) -> str:
    """May the definition that runs since `running_since` be followed by this one?"""
    if starts_on.day != 1:
        return "A definition changes at the start of a month."
    if starts_on <= running_since:
        return (
            f"The definition in force began in {month_words(running_since)}. "
            "A new one cannot begin before it or with it: choose a later month."
        )
    if not changed_fields(old, new):
        return "Nothing is changed."
    if not note:
        return "Say what is counted otherwise: the trend line breaks there, and readers are told why."
    return draft_barrier(new)


def goal_barrier(ref: str, goal: Goal, polarity: Polarity) -> str:
    """May an indicator with this polarity be judged by this target?"""
    if goal.rule == Rule.OPERATOR:
        return ""
    if polarity == Polarity.NONE:
        return f"{ref} has no better direction, so it can have no target."
    if goal.rule == Rule.TOLERANCE:
        return "A tolerance cannot be below zero." if goal.tolerance < 0 else ""
    if not order_is_right(goal.minimum, goal.upper, polarity):
        return f"{POLARITY_WORDS[polarity]}: upper must not be easier to reach than minimum."
    return ""


def population_barrier(year: int, children: int) -> str:
    if not 1990 <= year <= 2099:
        return "Give the year of the estimate, from 1990 to 2099."
    return "" if children > 0 else "A rate cannot be counted on nobody: give a number above zero."


def rebase_barrier(month: datetime.date, reason: str) -> str:
    if month.day != 1:
        return "Limits are computed anew from the start of a month."
    return "" if reason else "Say what has changed, so that readers know why the limits do."


def reconciliation_barrier(left: tuple[str, str, bool], right: tuple[str, str, bool]) -> str:
    """Each side is a reference, the part of its figure, and whether it is a count."""
    if left[:2] == right[:2]:
        return "The two sides are the same figure."
    for ref, part, is_count in (left, right):
        if is_count and part != "value":
            return f"{ref} is a count: it has a figure, but no {part}."
    return ""
