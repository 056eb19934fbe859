"""Where figures come from, in words: what is counted, which records were asked, and who brought them. No query."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from audits.register import ACTIVITY_KIND_WORDS
from audits.statements import PERCENT
from audits.statements import Measure as AsCounted
from audits.summaries import CycleGrades, Told
from kpis.measures import COUNTED_WORDS, Measure
from kpis.models import Definition, Load
from kpis.periods import BASIS_WORDS, Basis, month_words
from kpis.rag import MEASURED_IN_WORDS, POLARITY_WORDS, MeasuredIn, Polarity
from kpis.summaries import Highlight, HighlightRow, Origins, is_added_up
from people.models import Unit
from reports.content import SUPPRESSED, day_words
from reports.tokens import key_of

HASH_LETTERS = 12
NO_DEFINITION = "The indicator has no description beyond its name."
NO_LOAD = "No figure is loaded for this period."
AUDITS = {
    "audits allocated": "Audits that were allocated, agreed or not. Those that were withdrawn are not counted.",
    "audits agreed": "Audits whose grades the auditor and the moderator have agreed.",
    "audits good or better": "Agreed audits whose overall grade is outstanding or good, divided by all agreed audits.",
    "audits grades": "Agreed audits at each grade, overall and by domain.",
    "audits unchanged in moderation": "Audits whose agreed overall grade is the auditor's own, divided by all audits "
    "that have both grades.",
    "audits agreement": "Agreed audits by the auditor's overall grade and the agreed one.",
    "audits raised in moderation": "Audits whose agreed overall grade is better than the auditor's own.",
    "audits lowered in moderation": "Audits whose agreed overall grade is worse than the auditor's own.",
}
COUNTED_OTHERWISE = "counted otherwise"  # a month of a chart that another of its lines shows
ACTIONS = {
    "actions raised": ("Actions that were raised in the period.", "raised in {}"),
    "actions delivered": ("Actions with dated evidence that they were done.", "delivered in {}"),
    "actions closed": ("Actions that somebody other than their owner has checked.", "closed in {}"),
    "actions open": ("Actions that are not yet delivered.", "open on {}"),
    "actions overdue": ("Open actions whose day has passed.", "open and overdue on {}"),
}
REGISTER = "The activity register of the portal"
RATINGS = "Indicators with this rating, each judged as displayed by the target in force at the time."


@dataclass(frozen=True)
class Explanation:
    """What a figure cannot say of itself. `target` is an indicator's, as it was agreed."""

    definition: str
    query: str
    provenance: str
    period: str = ""  # where the figure itself does not say it
    sample: str = "not given"
    target: str = ""


Explanations = dict[str, Explanation]


def whose(unit: Unit) -> str:
    """The council and its teams."""
    return f"{'the council' if unit.parent_id is None else unit.name} and its teams"


def audits_explained(unit: Unit, period: str, *, agreed: str, newest_at: object) -> Explanations:
    """`agreed` is the number as readers see it: where it is hidden, nothing more is told of the audits."""
    of = f"audits of {whose(unit)} with an audit month from {period}"
    if agreed == SUPPRESSED:
        provenance = "Agreed audits in the portal; how many there are is not published."
    else:
        noun = "audit" if agreed == "1" else "audits"
        provenance = f"{agreed} agreed {noun} in the portal{_newest(newest_at)}."
    return {
        key_of(name): Explanation(
            definition, f"{'All' if name == 'audits allocated' else 'Agreed'} {of}", provenance, period=period
        )
        for name, definition in AUDITS.items()
    }


def cycles_explained(unit: Unit, cycles: Sequence[CycleGrades]) -> Explanations:
    """The grades of each cycle; without a cycle nothing."""
    if not cycles:
        return {}
    first, last = cycles[0].name, cycles[-1].name
    which = f"the cycle “{last}”" if first == last else f"the cycles from “{first}” to “{last}”"
    definition = (
        "Agreed audits at each overall grade, by the cycle that they were allocated to; outstanding or good divided by "
        "all of these."
    )
    query = f"Agreed audits of {whose(unit)} in {which}"
    told = Explanation(definition, query, "Agreed audits in the portal.", sample="in its table, cycle by cycle")
    return {key_of("audits cycles"): told}


def _newest(at: object) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"; the newest was agreed on {day_words(local.date())} at {local:%H:%M}"


def actions_explained(unit: Unit, period: str, today: str) -> Explanations:
    """What is counted of actions in the period, and as they stand today."""
    return {
        key_of(name): Explanation(
            definition,
            f"Actions of {whose(unit)} {which.format(today if 'on {}' in which else period)}",
            f"The list of actions in the portal, as it stood on {today}.",
        )
        for name, (definition, which) in ACTIONS.items()
    }


def activities_explained(unit: Unit, activities: Sequence[Told], period: str, today: str) -> Explanations:
    """How many activities of each kind there are, and every figure of each, by `activity_key`."""
    kinds = {
        key_of(f"activities {kind.value}"): Explanation(
            f"Activities of the kind “{words}” that ended in the period. Those that were withdrawn are not counted.",
            f"Activities of {whose(unit)} that ended in {period}",
            f"{REGISTER}, as it stood on {today}.",
            period=period,
        )
        for kind, words in ACTIVITY_KIND_WORDS.items()
    }
    figures = {
        activity_key(activity, place): Explanation(
            f"{_ended(measured.text)} {_counted_as(measured.measure)}",
            f"“{activity.title}” ({', '.join(filter(None, (activity.kind_words, activity.cohort_words)))}), "
            f"figure {place + 1} of {len(activity.measured)}",
            f"{REGISTER}; the activity was last written on {day_words(timezone.localdate(activity.written_at))}.",
            period=activity.period,
        )
        for activity in activities
        for place, measured in enumerate(activity.measured)
    }
    return {**kinds, **figures}


def activity_key(activity: Told, place: int) -> str:
    """The key of the source of an activity's figure, by its place among them."""
    return key_of(f"activity {activity.key} {place + 1}")


def _counted_as(measure: AsCounted) -> str:
    if measure.is_share:
        return "Those of whom it holds, divided by all who were looked at."
    if measure.unit == PERCENT:
        return "A percentage as it was entered; its numerator is not known."
    return "A number as it was entered."


def ratings_explained(names: Iterable[str], month: str) -> Explanations:
    """How many indicators stand where."""
    query = f"The highlight indicators with a rating that is published, {month}"
    provenance = f"The table of highlight indicators of {month} in the portal, as it stood when it was asked."
    return {key_of(name): Explanation(RATINGS, query, provenance) for name in names}


def indicators_explained(unit: Unit, highlight: Highlight, loads: Mapping[int, list[Load]]) -> Explanations:
    """Each indicator of the table by its definition in force, and the returns that brought its figure."""
    month = month_words(highlight.month)
    return {
        indicator_key(row.ref): Explanation(
            definition=definition_words(row.reading.definition),
            query=_query(row, unit, month),
            provenance=_brought(loads.get(row.indicator_id, [])),
            period=month if row.basis == Basis.SNAPSHOT else f"{month}, {BASIS_WORDS[row.basis].lower()}",
            sample="a count, which has no sample" if row.is_count else "not given",
            target=row.goal_words,
        )
        for row in highlight.rows
    }


def changes_explained(
    unit: Unit, highlight: Highlight, before: datetime.date, origins: Mapping[int, Origins]
) -> Explanations:
    """Each indicator of the table with the figure before, by the returns that brought the two."""
    month, earlier = month_words(highlight.month), month_words(before)
    return {
        change_key(row.ref): Explanation(
            f"{definition_words(row.reading.definition)} Each of the two is rated by the target in force at its time.",
            f"{_query(row, unit, month)}; and the same as it stood in {earlier}",
            _brought([*origins[row.indicator_id].before, *origins[row.indicator_id].now]),
            period=f"{earlier} and {month}",
            sample="a count, which has no sample" if row.is_count else "as in the table of indicators",
        )
        for row in highlight.rows
        if row.indicator_id in origins
    }


def months_explained(unit: Unit, highlight: Highlight, origins: Mapping[int, Origins]) -> Explanations:
    """The months of each indicator, by the returns that brought them."""
    return {
        months_key(row.ref): Explanation(
            definition_words(row.reading.definition),
            f"Indicator {row.ref} of {_who(unit)}, the months to {month_words(highlight.month)}, "
            f"{BASIS_WORDS[row.reading.shown_basis].lower()}",
            _brought(origins[row.indicator_id].months),
            sample="a count, which has no sample" if row.is_count else "not given",
        )
        for row in highlight.rows
        if row.indicator_id in origins
    }


def _brought(loads: Iterable[Load]) -> str:
    """The returns, each once."""
    return " ".join(dict.fromkeys(map(load_words, loads))) or NO_LOAD


def change_key(ref: str) -> str:
    """The key of the source of what changed in an indicator."""
    return key_of(f"changed {ref}")


def months_key(ref: str) -> str:
    """The key of the source of an indicator's months."""
    return key_of(f"months {ref}")


def indicator_key(ref: str) -> str:
    """The key of the source of an indicator's figure."""
    return key_of(f"indicator {ref}")


def definition_words(definition: Definition) -> str:
    """What is counted, what is divided by what, and which way is better."""
    said = [definition.description]
    if definition.is_computed:
        said.append(COUNTED_WORDS[Measure(definition.measure)])
    if definition.numerator_words:
        over = f" Divided by: {definition.denominator_words}" if definition.denominator_words else ""
        said.append(f"Counted: {_ended(definition.numerator_words)}{over}")
    told = [_ended(part) for part in said if part.strip()] or [NO_DEFINITION]
    told.append(_ended(MEASURED_IN_WORDS[MeasuredIn(definition.measured_in)]))
    return " ".join([*told, _ended(POLARITY_WORDS[Polarity(definition.polarity)])])


def _ended(words: str) -> str:
    words = " ".join(words.split())
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _query(row: HighlightRow, unit: Unit, month: str) -> str:
    added = ", added up from the figures of single months" if is_added_up(row) else ""
    return f"Indicator {row.ref} of {_who(unit)} for {month}, {BASIS_WORDS[row.basis].lower()}{added}"


def _who(unit: Unit) -> str:
    return "the council" if unit.parent_id is None else unit.name


def load_words(load: Load) -> str:
    """The file that brought a figure, or that it was computed; by whom, and when."""
    on = day_words(timezone.localdate(load.confirmed_at or load.staged_at))
    if not load.layout:
        return f"Computed from audits and actions in the portal on {on}."
    person = load.confirmed_by or load.staged_by
    by = person.job_title or "an analyst" if person else "a command on the server"
    return f"{file_words(load.file_name)} (SHA-256 begins {load.sha256[:HASH_LETTERS]}), loaded by {by} on {on}."


def file_words(name: str) -> str:
    """The name of a file, unless it has what looks like a case reference."""
    has_reference = re.search(rf"(?<![A-Za-z0-9])(?:{settings.CASE_REFERENCE_PATTERN})", name, re.IGNORECASE)
    return "A file whose name is not shown" if has_reference else name
