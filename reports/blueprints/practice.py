"""Assuring quality of practice: the half-year's highlights, spotlights, voices, workforce, and what comes next."""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audits import summaries as audits
from audits.content import Cohort
from audits.register import ACTIVITY_KIND_WORDS
from audits.summaries import PeriodFindings, Told
from improvement import summaries as improvement
from improvement.summaries import ActionProgress
from kpis.periods import quarter_of
from people.models import Unit
from reports import content, disclosure, explaining
from reports.adding import merged
from reports.audit_counts import AGREED, NUMBERS, count_tables
from reports.blueprints import Blueprint, Need, OutlineBlock, Period, Slot, Suggestion, Words, quarterly
from reports.content import Fact, Facts, KeyMessages, Nothing, Section, StrengthsFocus, Text
from reports.disclosure import Edition, Protection, Span, Suppression
from reports.editions import small_numbers
from reports.graded import protect_beside
from reports.indicators import counted_by_now
from reports.own_blocks import RECORD_KINDS
from reports.parts import register
from reports.parts.audits import findings_explained, number_words
from reports.parts.offered import is_of_audits, of_actions, of_audits, section_of, sentences_of
from reports.parts.pool import Pool
from reports.parts.sectioning import UNWRITTEN, Said, lead_director, numbered, typed, typed_or_not
from reports.parts.sentences_of_figures import tables_behind, used_in
from reports.quarters import period
from reports.tokens import key_of

KIND = "practice"
HALVES_OFFERED = 6
HELP = (Cohort.EARLY_HELP, Cohort.FAMILY_HELP, Cohort.CHILD_IN_NEED, Cohort.CHILD_PROTECTION)
CARE = (Cohort.IN_CARE, Cohort.CARE_LEAVER)
SPOTLIGHT_HINT = "Choose the activities that readers should see, and word what each of them tells."
SLOTS = (
    lead_director("goals"),
    Slot("goals", "text", "Shared goals", "What everybody works towards, in a few lines."),
    Slot("highlights", "key_messages", "Highlights", "What a busy reader must know. One message on each line."),
    Slot("protection", "choices", "Spotlights: children who need help and protection", SPOTLIGHT_HINT),
    Slot("care", "choices", "Spotlights: children in our care and care leavers", SPOTLIGHT_HINT),
    Slot("voice", "text", "Participation and feedback", "What children, parents and partners said."),
    Slot("quotes", "choices", "Quotations", "Choose them; take out what could lead to a child.", section="voice"),
    Slot("workforce", "text", "Impact of leadership on practice", "Workforce, supervision and learning."),
    Slot("sides", "strengths_focus", "Leadership: practice strengths and areas for focus", "One point on each line.",
         section="workforce"),
    Slot("next", "text", "Testing the system next quarter", "What will be looked at, by whom, and why."),
)  # fmt: skip
NONE_CHOSEN = Nothing("No activity is chosen for this part.")
OUTLINE = (
    ("goals", "Shared goals"),
    ("evidence", "How we know"),
    ("highlights", "Highlights"),
    ("protection", "Experiences and progress of children who need help and protection"),
    ("care", "Experiences and progress of children in our care and care leavers"),
    ("voice", "Participation and feedback"),
    ("workforce", "Impact of leadership on practice"),
    ("next", "Testing the system next quarter"),
    ("about", "About this report"),
    ("appendix", "Appendix A"),
)
BLOCKS = {
    "voice": (
        OutlineBlock("voice", "Participation and feedback", ("voice",)),
        OutlineBlock("quotes", "Quotations", ("quotes",)),
    ),
    "workforce": (
        OutlineBlock("workforce", "Impact of leadership on practice", ("workforce",)),
        OutlineBlock("sides", "Leadership: practice strengths and areas for focus", ("sides",)),
    ),
}
ABOUT = (
    "{numbers} Percentages are rounded half away from zero. All figures are as they stood on the day of publication."
)


@dataclass(frozen=True)
class Figures:
    """What the register and the audits of the half-year tell, as they stand now."""

    unit: Unit
    activities: Sequence[Told]
    findings: PeriodFindings
    protection: Protection
    span: Span
    today: datetime.date
    progress: ActionProgress
    quarters: quarterly.Figures | None = None  # all else of the half-year, for blocks that an author adds


def half(day: datetime.date) -> Period:
    """The half of the financial year in which the day lies."""
    quarter = quarter_of(day)
    first = quarter if quarter.number in (1, 3) else quarter.previous
    return period(first, first.next)


def latest_halves(today: datetime.date) -> list[Period]:
    halves = [half(today)]
    while len(halves) < HALVES_OFFERED:
        halves.append(half(halves[-1].starts_on - datetime.timedelta(days=1)))
    return halves


def gather(
    unit: Unit, period: Period, *, today: datetime.date, earlier: Sequence[Edition] = (), whole: Collection[str] = ()
) -> Figures:
    activities = audits.told_in(unit, period.starts_on, period.ends_on)
    span = (period.starts_on, period.ends_on)
    if whole:
        month = quarterly.last_loaded(unit, period)
        quarters = quarterly.gather(
            unit, period, today=today, earlier=earlier, whole=whole, month=month, told=activities
        )  # fmt: skip
        return Figures(
            unit, activities, quarters.findings, quarters.protection, span, today, quarters.progress, quarters
        )  # fmt: skip
    findings = audits.period_findings(unit, period.starts_on, period.ends_on)
    counted = counted_by_now(earlier, period.ends_on)
    protection = protect_beside(_tables(activities, findings, span), earlier, counted, unit.path)
    progress = improvement.action_progress(unit, *span, today=today)
    return Figures(unit, activities, findings, protection, span, today, progress)


def records(figures: Figures) -> Pool:
    """What blocks that an author adds are made of."""
    assert figures.quarters is not None
    return quarterly.records(figures.quarters)


def _tables(activities: Sequence[Told], findings: PeriodFindings, span: Span) -> list[disclosure.CountTable]:
    return [*count_tables(findings, span), *register.activity_tables(activities)]


def with_all_numbers(figures: Figures) -> Figures:
    if figures.quarters:
        quarters = quarterly.with_all_numbers(figures.quarters)
        return replace(figures, quarters=quarters, protection=quarters.protection)
    return replace(
        figures, protection=disclosure.unprotected(_tables(figures.activities, figures.findings, figures.span))
    )


def not_shown(figures: Figures) -> list[Suppression]:
    protection, quarters = figures.protection, figures.quarters
    own = quarterly.not_shown(quarters) if quarters else [*protection.suppressions, *protection.exposed]
    return [*own, *register.suppressions(figures.activities, protection)]


def shown_tables(figures: Figures, words: Words, there: Collection[str]) -> list[disclosure.ShownTable]:
    """The number of audits, and what the chosen activities found."""
    chosen = {key for place in ("protection", "care") if place in there for key in register.chosen_of(words, place)}
    numbers = [
        replace(table, lines=tuple(line for line in table.lines if line.title == AGREED))
        for table in figures.protection.tables
        if table.name == NUMBERS and "evidence" in there
    ]
    # How many audits were agreed is said there without how many were allocated.
    used = [key for key in used_in(there) if not (key == "audits-agreed" and "evidence" in there)]
    return [
        *merged([*numbers, *tables_behind(used, figures.protection)]),
        *register.tables_of((each for each in figures.activities if each.key in chosen), figures.protection),
    ]


def suggest(figures: Figures) -> dict[str, list[Suggestion]]:
    """Activities without a cohort are about everybody: they are offered in both places."""
    return {
        "protection": register.suggested_spotlights(_about(figures.activities, HELP)),
        "care": register.suggested_spotlights(_about(figures.activities, CARE)),
        "quotes": register.suggested_quotes(figures.activities),
    }


def _about(activities: list[Told], cohorts: tuple[Cohort, ...]) -> list[Told]:
    return [activity for activity in activities if not activity.cohort or activity.cohort in cohorts]


def missing(figures: Figures, words: Words) -> list[Need]:
    wanted = [
        (words.get("highlights", {}).get("messages"), "highlights", "Write at least one highlight."),
        (
            register.chosen_of(words, "protection") or register.chosen_of(words, "care"),
            "protection",
            "Choose at least one spotlight from the activity register.",
        ),
        (words.get("next", {}).get("prose"), "next", "Write what is tested next quarter."),
        (figures.activities, "evidence", "No activity of this half-year is in the register yet."),
    ]
    return [Need(section, sentence) for is_there, section, sentence in wanted if not is_there]


def sections(figures: Figures, words: Words, period: Period) -> list[Section]:
    shown, protection = figures.activities, figures.protection
    help_given = register.spotlights(_about(shown, HELP), words, "protection", protection)
    care = register.spotlights(_about(shown, CARE), words, "care", protection)
    messages: list[str] = words.get("highlights", {}).get("messages", [])
    blocks: dict[str, Said] = {
        "evidence": _evidence(figures, period),
        "highlights": [KeyMessages(tuple(messages))] if messages else UNWRITTEN,
        "protection": help_given or NONE_CHOSEN,
        "care": care or NONE_CHOSEN,
        "voice": _voice(figures, words),
        "workforce": _workforce(words),
        "about": [Text(ABOUT.format(numbers=small_numbers(is_open=protection.is_open)))],
    }
    appendix = register.appendix(shown, "Appendix A", protection)
    told = ((key, title, blocks.get(key) or typed_or_not(words, key)) for key, title in OUTLINE if key != "appendix")
    return numbered([*told, *([("appendix", "Appendix A", appendix)] if appendix else [])])


def _evidence(figures: Figures, period: Period) -> list[content.Block] | Nothing:
    """What the report rests on. Activities are no children, so none of their numbers is hidden."""
    kinds = Counter(activity.kind for activity in figures.activities)
    facts = [
        Fact(words, f"{kinds[kind.value]:,}", period.words, "activities in the register", key_of(f"activities {kind}"))
        for kind, words in ACTIVITY_KIND_WORDS.items()
        if kinds[kind.value]
    ]
    if figures.findings.grades:
        number = number_words(figures.protection.table(NUMBERS).line(AGREED).cells[0])
        agreed = Fact(
            "Audits of children's records agreed", number, period.words, "children's records", key_of("audits agreed")
        )
        facts.insert(0, agreed)
    if not facts:
        return Nothing("No audit was agreed and no activity ended in this half-year.")
    return [Facts("Evidence in this half-year", tuple(facts), disclosure.explain(fact.number for fact in facts))]


def explain(figures: Figures, period: Period) -> explaining.Explanations:
    """Where the numbers of audits and activities come from, and every figure of an activity."""
    return {
        **findings_explained(figures.unit, figures.findings, figures.protection, period),
        **explaining.actions_explained(figures.unit, period.words, content.day_words(figures.today)),
        **explaining.activities_explained(
            figures.unit, figures.activities, period.words, content.day_words(figures.today)
        ),
    }


def offered(figures: Figures, period: Period) -> list[Section]:
    """What is not shown, and may be used in words: grades, moderation and actions of the half-year."""
    return section_of([
        *of_audits(figures.findings, figures.protection, period), *of_actions(figures.progress, period, figures.today),
    ])  # fmt: skip


def propose(figures: Figures) -> dict[str, list[Suggestion]]:
    """First drafts of factual sentences about audits and actions, beside the half-year before."""
    period, before = half(figures.span[0]), half(figures.span[0] - datetime.timedelta(days=1))
    [section] = offered(figures, period)
    found = sentences_of(figures.unit, KIND, section.blocks, period, before, figures.today)
    return dict.fromkeys(("highlights", "workforce"), found)


def _voice(figures: Figures, words: Words) -> Said:
    written, heard = typed(words, "voice"), register.feedback(figures.activities, words, "quotes", "In their words")
    return {"voice": written, "quotes": heard} if written or heard else UNWRITTEN


def _workforce(words: Words) -> Said:
    sides: dict[str, Any] = words.get("sides", {})
    strengths, focus = (tuple(sides.get(side, ())) for side in ("strengths", "focus"))
    written, both = typed(words, "workforce"), [StrengthsFocus(strengths, focus)] if strengths or focus else []
    return {"workforce": written, "sides": both} if written or both else UNWRITTEN


BLUEPRINT = Blueprint(
    kind=KIND,
    title="Assuring quality of practice",
    file_name="assuring-quality-of-practice",
    audience="Lead member, executive and scrutiny",
    route=("head_of_service", "director", "lead_member", "executive", "scrutiny"),
    slots=SLOTS,
    period_of=half,
    latest_periods=latest_halves,
    gather=gather,
    suggest=suggest,
    missing=missing,
    sections=sections,
    not_shown=not_shown,
    explain=explain,
    propose=propose,
    offered=offered,
    is_offered=is_of_audits,
    with_all_numbers=with_all_numbers,
    layout="slides",
    outline=OUTLINE,
    blocks=BLOCKS,
    addable=tuple(RECORD_KINDS),
    records=records,
    shown_tables=shown_tables,
)
