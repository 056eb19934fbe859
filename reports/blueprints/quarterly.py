"""The quarterly quality assurance report, as committees know it: purpose, findings, targets, actions."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from audits import summaries as audits
from audits.summaries import PeriodFindings, Told
from improvement import summaries as improvement
from improvement.summaries import ActionProgress
from kpis import summaries as kpis
from kpis.models import Load
from kpis.periods import month_words, quarter_of
from kpis.summaries import TargetsGrid
from people.models import Unit
from reports import content, disclosure, explaining
from reports.audit_counts import (
    AGREEMENT,
    GRADES,
    MODERATION,
    NUMBERS,
    count_tables,
    cycle_tables,
    cycles_apart,
    matrix_tables,
    may_publish_matrix,
)
from reports.blueprints import Blueprint, Need, OutlineBlock, Period, Slot, Suggestion, Words
from reports.content import Heading, Nothing, Section, Text
from reports.disclosure import Edition, Protection, Span, Suppression
from reports.editions import small_numbers
from reports.graded import protect_beside
from reports.indicators import IndicatorCounts, Unpublishable, indicator_counts, suppressions, unpublishable
from reports.own_blocks import CYCLES, RECORD_KINDS
from reports.parts import register
from reports.parts.actions import action_parts, suggested_actions
from reports.parts.audits import (
    agreement_blocks,
    audit_numbers,
    findings_explained,
    grade_distribution,
    moderation,
    suggested_findings,
    withheld,
)
from reports.parts.grid import grid_blocks
from reports.parts.indicators import are_loaded, explained, highlight_parts, proposed_sentences
from reports.parts.offered import sentences_of
from reports.parts.pool import Pool, Whole
from reports.parts.sectioning import Said, lead_director, numbered, typed, typed_or_not
from reports.quarters import latest_quarters, period

KIND = "quarterly"
SLOTS = (
    lead_director("useful"),
    Slot("useful", "text", "Useful information (optional)", "Wards affected, contacts, report version."),
    Slot("purpose", "text", "Purpose (optional)", "Why this report is written. Without it one sentence says so."),
    Slot("key_messages", "key_messages", "Key messages", "What a busy reader must know. One message on each line.",
         section="highlights"),
    Slot("summary", "text", "Summary (optional)", "Improvements and deficits, in short.", section="highlights"),
    Slot(
        "strengths_focus", "strengths_focus", "Practice strengths and areas for focus",
        "Write them so that no child can be recognised. One point on each line.", section="audit_findings",
    ),
    Slot("actions", "choices", "Actions to list", "Choose those that readers should see, and check their wording."),
    Slot("recommendation", "text", "Recommendation (optional)", "What the meeting is asked; without it, to note."),
    Slot("next_quarter", "text", "Next quarter", "What will be looked at, and what will be different."),
)  # fmt: skip
OUTLINE = (
    ("useful", "Useful information"),
    ("purpose", "Purpose"),
    ("highlights", "Summary of findings"),
    ("targets", "Targets by quarter"),
    ("audit_findings", "What audits found"),
    ("indicators", "Highlight indicators"),
    ("actions", "Addressing findings"),
    ("next_quarter", "Next quarter"),
    ("recommendation", "Recommendation"),
    ("about", "Supporting information"),
)
BLOCKS = {
    "purpose": (
        OutlineBlock("purpose", "Why this report is written", ("purpose",), stays=True),
        OutlineBlock("draws_upon", "How many other activities it draws upon"),
    ),
    "highlights": (
        OutlineBlock("messages", "Key messages", ("key_messages",), stays=True),
        OutlineBlock("summary", "Summary", ("summary",)),
    ),
    "audit_findings": (
        OutlineBlock("numbers", "How many audits"),
        OutlineBlock("grades", "Grades, overall and by domain"),
        OutlineBlock("sides", "Practice strengths and areas for focus", ("strengths_focus",), stays=True),
        OutlineBlock("moderation", "Moderation: how many grades changed"),
        OutlineBlock("agreement", "Moderation: from which grade to which"),
    ),
    "indicators": (
        OutlineBlock("ratings", "How many indicators have which rating"),
        OutlineBlock("table", "Table of indicators"),
    ),
    "actions": (
        OutlineBlock("counts", "How many actions"),
        OutlineBlock("list", "Chosen actions", ("actions",)),
    ),
}
ABOUT = """\
Audits look at the quality of practice in a child's record and at the difference it made for the child. Each audit is
moderated by somebody other than the auditor, who grades without seeing the auditor's grades. Grades here are the agreed
ones. An audit counts in the quarter of its audit month.

An indicator is **green** at or beyond its upper target, **amber** between the minimum and the upper target, and **red**
short of the minimum. It is judged as displayed, by the target in force at the time.

{numbers} Percentages are rounded half away from zero.

All figures are as they stood on the day of publication and are not changed afterwards.
"""


@dataclass(frozen=True)
class Figures:
    """All that the report says in numbers, as it stands now."""

    unit: Unit
    findings: PeriodFindings
    highlight: kpis.Highlight
    loads: dict[int, list[Load]]  # that brought the indicators' figures
    progress: ActionProgress
    grid: TargetsGrid
    indicator_counts: IndicatorCounts
    protection: Protection
    today: datetime.date
    span: Span
    activities: int = 0  # in the activity register
    whole: Whole | None = None

    @cached_property
    def hidden(self) -> Unpublishable:
        return unpublishable(self.indicator_counts, self.protection)


def gather(
    unit: Unit, quarter: Period, *, today: datetime.date, earlier: Sequence[Edition] = (), whole: Collection[str] = (),
    month: datetime.date | None = None, told: Sequence[Told] | None = None,
) -> Figures:  # fmt: skip
    """Indicators stand as in the quarter's last month, unless another `month` is given.

    `whole`: the kinds of block of the records that were added; what they may show is gathered, too. `told` are
    activities whose own figures the report shows, so that they are protected with all others.
    """
    month = month or quarter.ends_on.replace(day=1)
    findings = audits.period_findings(unit, quarter.starts_on, quarter.ends_on)
    span = (quarter.starts_on, quarter.ends_on)
    highlight = kpis.highlight(unit, month)
    grid = kpis.targets_grid(unit, quarter_of(quarter.ends_on))
    counts = indicator_counts(highlight, earlier, others=grid.readings, unit=unit.path)
    of_activities = tuple(register.activity_tables(told or ()))
    cycles = audits.cycle_grades(unit, quarter.ends_on) if CYCLES in whole else []
    tables = [*count_tables(findings, span), *counts.tables, *of_activities, *cycle_tables(cycles)]
    if may_publish_matrix(findings):
        tables += matrix_tables(findings, span)
    more = None
    if whole:
        activities = audits.told_in(unit, *span) if told is None else told
        more = Whole(quarter, activities, kpis.origins(unit, highlight), of_activities, cycles)
    return Figures(
        unit=unit,
        findings=findings,
        highlight=highlight,
        loads={key: each.now for key, each in more.origins.items()} if more else kpis.loads_behind(unit, highlight),
        progress=improvement.action_progress(unit, quarter.starts_on, quarter.ends_on, today=today),
        grid=grid,
        indicator_counts=counts,
        protection=protect_beside(tables, [*earlier, *counts.earlier], counts.counted, unit.path),
        span=span,
        today=today,
        activities=audits.activities_in(unit, quarter.starts_on, quarter.ends_on),
        whole=more,
    )


def last_loaded(unit: Unit, period: Period) -> datetime.date:
    """The last month to the end of the period that has figures; without any, its own last month."""
    last = period.ends_on.replace(day=1)
    return next((month for month in kpis.months_with_values(unit) if month <= last), last)


def records(figures: Figures) -> Pool:
    """What blocks that an author adds are made of."""
    whole = figures.whole
    assert whole is not None, "Only figures that were gathered whole have it."
    return Pool(
        period=whole.period,
        today=figures.today,
        findings=figures.findings,
        highlight=figures.highlight,
        hidden=figures.hidden,
        grid=figures.grid,
        progress=figures.progress,
        activities=whole.activities,
        cycles=whole.cycles,
        protection=figures.protection,
        explained={
            **explain(figures, whole.period),
            **explaining.months_explained(figures.unit, figures.highlight, whole.origins),
            **explaining.cycles_explained(figures.unit, whole.cycles),
        },
    )


def with_all_numbers(figures: Figures) -> Figures:
    """The same figures for the restricted edition: nothing is asked again, and nothing is hidden."""
    counts, findings, span = figures.indicator_counts, figures.findings, figures.span
    more = [*figures.whole.tables, *cycle_tables(figures.whole.cycles, is_open=True)] if figures.whole else []
    tables = [*count_tables(findings, span), *matrix_tables(findings, span), *counts.tables, *more]
    return replace(
        figures,
        protection=disclosure.unprotected(tables),
        indicator_counts=replace(counts, held=(), unsafe=()),
    )


def not_shown(figures: Figures) -> list[Suppression]:
    protection = figures.protection
    return [
        *protection.suppressions,
        *withheld(figures.findings, protection),
        *suppressions(figures.indicator_counts, protection),
        *cycles_apart(figures.whole.cycles if figures.whole else ()),
        *protection.exposed,
    ]


def shown_tables(figures: Figures, words: Words, there: Collection[str]) -> list[disclosure.ShownTable]:
    """Those of the sections and blocks that are there: some may have been left out.

    How many are good or better overall stands beside the numbers of audits, too.
    """
    tells = {
        NUMBERS: ("numbers",),
        GRADES: ("grades",),
        MODERATION: ("moderation", "agreement"),
        AGREEMENT: ("agreement",),
    }
    of_indicators = {table.name for table in figures.indicator_counts.tables}
    found = []
    for table in figures.protection.tables:
        if table.name in of_indicators:
            if not {"indicators.table", "targets"}.isdisjoint(there):
                found.append(table)
        elif any(f"audit_findings.{block}" in there for block in tells.get(table.name, ())):
            found.append(table)
        elif table.name == GRADES and "audit_findings.numbers" in there:
            found.append(replace(table, lines=table.lines[:1]))
    return found


def suggest(figures: Figures) -> dict[str, list[Suggestion]]:
    """Findings and actions that the author may take over. Findings are free text: somebody must read each of them."""
    return {
        "strengths_focus-strengths": suggested_findings(figures.findings.strengths),
        "strengths_focus-focus": suggested_findings(figures.findings.focus),
        "actions": suggested_actions(figures.progress),
    }


def missing(figures: Figures, words: Words) -> list[Need]:
    """What a quarterly report cannot do without."""
    sides = words.get("strengths_focus", {})
    wanted = [
        (words.get("key_messages", {}).get("messages"), "highlights", "Write at least one key message."),
        (
            sides.get("strengths") and sides.get("focus"),
            "audit_findings",
            "Give at least one practice strength and one area for focus.",
        ),
        (words.get("next_quarter", {}).get("prose"), "next_quarter", "Write what comes next quarter."),
        (figures.findings.agreed, "audit_findings", "No audit of this quarter is agreed yet."),
        (
            are_loaded(figures.highlight),
            "indicators",
            f"Indicators for {month_words(figures.highlight.month)} are not loaded.",
        ),
    ]
    return [Need(section, sentence) for is_there, section, sentence in wanted if not is_there]


def sections(figures: Figures, words: Words, quarter: Period) -> list[Section]:
    """From useful information to what supports it. A section that nothing was asked for is left out."""
    chosen: list[dict[str, Any]] = words.get("actions", {}).get("chosen", [])
    blocks: dict[str, Said] = {
        "useful": typed(words, "useful"),
        "purpose": {"purpose": _purpose(words, quarter), "draws_upon": _draws_upon(figures, quarter)},
        "highlights": _highlights(words),
        "targets": grid_blocks(figures.grid, figures.hidden),
        "audit_findings": _audit_findings(figures, words, quarter),
        "indicators": highlight_parts(figures.highlight, figures.hidden),
        "actions": action_parts(figures.progress, chosen, quarter, today=figures.today),
        "next_quarter": typed_or_not(words, "next_quarter"),
        "recommendation": _recommendation(words),
        "about": [Text(_about(figures))],
    }
    return numbered((key, title, blocks[key]) for key, title in OUTLINE if blocks[key])


def _about(figures: Figures) -> str:
    return ABOUT.format(numbers=small_numbers(is_open=figures.protection.is_open))


def _purpose(words: Words, quarter: Period) -> list[content.Block]:
    told = (
        f"This report says what audits, indicators and other quality assurance of children's social care showed in "
        f"{quarter.words}, and what is done about it."
    )
    return typed(words, "purpose") or [Text(told)]


def _recommendation(words: Words) -> list[content.Block]:
    return typed(words, "recommendation") or [Text("The meeting is asked to note this report.")]


def _highlights(words: Words) -> Said:
    messages = words.get("key_messages", {}).get("messages", [])
    summary = typed(words, "summary")
    if not messages and not summary:
        return Nothing("No key message is written yet.")
    return {"messages": [content.KeyMessages(tuple(messages))] if messages else [], "summary": summary}


def _draws_upon(figures: Figures, quarter: Period) -> list[content.Block]:
    """What else was looked at: a count of the register. Activities are no children, so no number is hidden."""
    if not figures.activities:
        return []
    noun = "activity" if figures.activities == 1 else "activities"
    return [
        Text(
            f"Beside audits of children's records, this report draws upon {figures.activities} other quality "
            f"assurance {noun} that ended in {quarter.words}."
        )
    ]


def _audit_findings(figures: Figures, words: Words, quarter: Period) -> Said:
    if not figures.findings.agreed:
        return Nothing("No audit of this quarter is agreed.")
    sides = {side: tuple(words.get("strengths_focus", {}).get(side, ())) for side in ("strengths", "focus")}
    return {
        "numbers": [audit_numbers(figures.protection, quarter)],
        "grades": [grade_distribution(figures.protection, figures.findings.grades)],
        "sides": [content.StrengthsFocus(**sides)] if any(sides.values()) else [],
        "moderation": [Heading("Moderation"), moderation(figures.findings, figures.protection, quarter)],
        "agreement": agreement_blocks(figures.findings, figures.protection),
    }


def explain(figures: Figures, quarter: Period) -> explaining.Explanations:
    """Where every figure of the report comes from."""
    return {
        **findings_explained(figures.unit, figures.findings, figures.protection, quarter),
        **explained(figures.unit, figures.highlight, figures.loads),
        **explaining.actions_explained(figures.unit, quarter.words, content.day_words(figures.today)),
    }


def propose(figures: Figures) -> dict[str, list[Suggestion]]:
    """First drafts of factual sentences about audits, actions and indicators."""
    quarter = quarter_of(figures.span[0])
    blocks = [block for section in sections(figures, {}, period(quarter)) for block in section.blocks]
    found = [
        *proposed_sentences(figures.unit, figures.highlight, figures.hidden),
        *sentences_of(figures.unit, KIND, blocks, period(quarter), period(quarter.previous), figures.today),
    ]
    return dict.fromkeys(("key_messages", "summary"), found)


BLUEPRINT = Blueprint(
    kind=KIND,
    title="Quarterly quality assurance report",
    file_name="qa-report",
    audience="Lead member, executive and scrutiny",
    route=("head_of_service", "director", "lead_member", "executive", "scrutiny"),
    slots=SLOTS,
    period_of=lambda day: period(quarter_of(day)),
    latest_periods=latest_quarters,
    gather=gather,
    suggest=suggest,
    missing=missing,
    sections=sections,
    not_shown=not_shown,
    explain=explain,
    propose=propose,
    outline=OUTLINE,
    blocks=BLOCKS,
    addable=tuple(RECORD_KINDS),
    records=records,
    shown_tables=shown_tables,
    with_all_numbers=with_all_numbers,
)
