"""The highlight indicators report: one month's indicators, what changed since the month before, what owners say."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from audits import summaries as audits
from audits.summaries import PeriodFindings
from improvement import summaries as improvement
from improvement.summaries import ActionProgress
from kpis import summaries as kpis
from kpis.changes import CHANGE_WORDS
from kpis.periods import add_months, financial_year, last_of, month_words, period_before, year_label
from kpis.summaries import Changes, Origins
from people.models import Unit
from reports import content, disclosure, explaining
from reports.audit_counts import count_tables
from reports.blueprints import Blueprint, Need, OutlineBlock, Period, Slot, Suggestion, Words, quarterly
from reports.content import SUPPRESSED, Heading, KeyMessages, Nothing, Section, Text
from reports.disclosure import Edition, Protection, Suppression
from reports.editions import small_numbers
from reports.graded import protect_beside
from reports.indicators import IndicatorCounts, Unpublishable, indicator_counts, suppressions, unpublishable
from reports.own_blocks import RECORD_KINDS
from reports.parts import indicators
from reports.parts.audits import findings_explained
from reports.parts.offered import is_of_audits, of_actions, of_audits, section_of, sentences_of
from reports.parts.pool import Pool
from reports.parts.sectioning import UNWRITTEN, Said, lead_director, numbered, typed, typed_or_not
from reports.parts.sentences_of_figures import tables_behind, used_in

KIND = "highlight"
MONTHS_OFFERED = 13
SLOTS = (
    lead_director("messages"),
    Slot(
        "key_messages",
        "key_messages",
        "Key messages",
        "What a busy reader must know. One message on each line.",
        section="messages",
    ),
    Slot("commentary", "text", "Commentary", "What lies behind the figures, what is being done, and who says so."),
    Slot("watch", "text", "What to watch next month (optional)", "What readers should expect of the next figures."),
)
OUTLINE = (
    ("messages", "Key messages"),
    ("indicators", "Highlight indicators"),
    ("red", "Indicators that are red, month by month"),
    ("changes", "What changed"),
    ("commentary", "Commentary"),
    ("watch", "What to watch next month"),
    ("about", "About this report"),
)
BLOCKS = {
    "indicators": (
        OutlineBlock("ratings", "How many indicators have which rating"),
        OutlineBlock("table", "Table of indicators"),
    ),
}
SHOWN_IN = {"indicators.table", "red", "changes"}
ABOUT = """\
An indicator is **green** at or beyond its upper target, **amber** between the minimum and the upper target, and **red**
short of the minimum. It is judged as displayed, by the target in force at the time. What has one target is met or
missed. An indicator without a figure has no data; it is never counted as 0.

{numbers} Percentages are rounded half away from zero.

All figures are as they stood on the day of publication and are not changed afterwards.
"""


@dataclass(frozen=True)
class Figures:
    """The month's indicators, and what changed since the month before."""

    unit: Unit
    highlight: kpis.Highlight
    changes: Changes
    origins: dict[int, Origins]
    counts: IndicatorCounts
    protection: Protection
    findings: PeriodFindings  # for its words alone, unless the author adds a block of them
    progress: ActionProgress
    today: datetime.date
    month: quarterly.Figures | None = None  # all else of the month, for blocks that an author adds

    @cached_property
    def hidden(self) -> Unpublishable:
        return unpublishable(self.counts, self.of_indicators)

    @property
    def of_indicators(self) -> Protection:
        """What they are held against: not what is for words alone, which gives way to them."""
        if self.month:
            return self.protection
        own = {table.name for table in self.counts.tables}
        return replace(self.protection, tables=tuple(each for each in self.protection.tables if each.name in own))


def month_of(day: datetime.date) -> Period:
    first = day.replace(day=1)
    words = f"{month_words(first)}, {year_label(financial_year(first))}"
    return Period(first, last_of(first), month_words(first), words, f"{first:%Y-%m}")


def latest_months(today: datetime.date) -> list[Period]:
    return [month_of(add_months(today.replace(day=1), -number)) for number in range(MONTHS_OFFERED)]


def gather(
    unit: Unit, period: Period, *, today: datetime.date, earlier: Sequence[Edition] = (), whole: Collection[str] = ()
) -> Figures:
    changes = kpis.changes_of(unit, period.starts_on)
    if whole:
        month = quarterly.gather(unit, period, today=today, earlier=earlier, whole=whole)
        assert month.whole is not None
        return Figures(
            unit=unit,
            highlight=month.highlight,
            changes=changes,
            origins=month.whole.origins,
            counts=month.indicator_counts,
            protection=month.protection,
            findings=month.findings,
            progress=month.progress,
            today=today,
            month=month,
        )
    highlight = kpis.highlight(unit, period.starts_on)
    counts = indicator_counts(highlight, earlier, unit=unit.path)
    findings = audits.period_findings(unit, period.starts_on, period.ends_on)
    return Figures(
        unit=unit,
        highlight=highlight,
        changes=changes,
        origins=kpis.origins(unit, highlight),
        counts=counts,
        protection=_protected(unit, counts, findings, period, earlier),
        findings=findings,
        progress=improvement.action_progress(unit, period.starts_on, period.ends_on, today=today),
        today=today,
    )


def _protected(
    unit: Unit, counts: IndicatorCounts, findings: PeriodFindings, period: Period, earlier: Sequence[Edition]
) -> Protection:  # fmt: skip
    """The indicators as if there were nothing else: the report is about them. What audits found is for words alone, and
    hides what the two would tell together."""
    shown = disclosure.protect(counts.tables, [*earlier, *counts.earlier])
    tables = count_tables(findings, (period.starts_on, period.ends_on))
    of_audits = protect_beside(tables, earlier, counts.counted, unit.path, shown.tables)
    return Protection(
        (*shown.tables, *of_audits.tables),
        (*shown.suppressions, *of_audits.suppressions),
        tuple(dict.fromkeys((*shown.exposed, *of_audits.exposed))),
    )


def records(figures: Figures) -> Pool:
    """What blocks that an author adds are made of."""
    assert figures.month is not None
    return quarterly.records(figures.month)


def with_all_numbers(figures: Figures) -> Figures:
    """Nothing is asked again, and nothing is hidden."""
    counts = figures.counts
    if figures.month:
        month = quarterly.with_all_numbers(figures.month)
        return replace(figures, month=month, protection=month.protection, counts=month.indicator_counts)
    period = month_of(figures.highlight.month)
    tables = [*counts.tables, *count_tables(figures.findings, (period.starts_on, period.ends_on))]
    return replace(
        figures,
        protection=disclosure.unprotected(tables),
        counts=replace(counts, held=(), unsafe=()),
    )


def not_shown(figures: Figures) -> list[Suppression]:
    if figures.month:
        return quarterly.not_shown(figures.month)
    protection = figures.protection
    beside = suppressions(figures.counts, figures.of_indicators)
    return [*protection.suppressions, *beside, *protection.exposed]


def shown_tables(figures: Figures, words: Words, there: Collection[str]) -> list[disclosure.ShownTable]:
    """Those of the indicators, where a section that shows them is there."""
    own = {table.name for table in figures.counts.tables}
    found = [table for table in figures.protection.tables if table.name in own and SHOWN_IN & set(there)]
    return [*found, *tables_behind(used_in(there), figures.protection)]


def missing(figures: Figures, words: Words) -> list[Need]:
    month = month_words(figures.highlight.month)
    wanted = [
        (words.get("key_messages", {}).get("messages"), "messages", "Write at least one key message."),
        (
            words.get("commentary", {}).get("prose"),
            "commentary",
            "Write the commentary: RAG alone explains too little.",
        ),
        (indicators.are_loaded(figures.highlight), "indicators", f"Indicators for {month} are not loaded."),
    ]
    return [Need(section, sentence) for is_there, section, sentence in wanted if not is_there]


def sections(figures: Figures, words: Words, period: Period) -> list[Section]:
    messages: list[str] = words.get("key_messages", {}).get("messages", [])
    protection = figures.protection
    blocks: dict[str, Said] = {
        "messages": [KeyMessages(tuple(messages))] if messages else UNWRITTEN,
        "indicators": indicators.highlight_parts(figures.highlight, figures.hidden),
        "red": indicators.charts_of_red(figures.highlight, figures.hidden),
        "changes": _changes(figures),
        "commentary": typed_or_not(words, "commentary"),
        "watch": typed(words, "watch"),
        "about": [Text(ABOUT.format(numbers=small_numbers(is_open=protection.is_open)))],
    }
    return numbered((key, title, blocks[key]) for key, title in OUTLINE if blocks[key])


def _changes(figures: Figures) -> list[content.Block] | Nothing:
    """By kind of change the indicators with both figures; a hidden figure hides what it was before with it."""
    month, hidden = figures.highlight.month, figures.hidden.figures
    blocks: list[content.Block] = []
    for change, changed in figures.changes.groups:
        rows, sources = [], []
        for each in changed:
            before_it = period_before(each.row.basis, month)
            is_hidden = (each.row.ref, month) in hidden or (each.row.ref, before_it) in hidden
            before, now = (SUPPRESSED, SUPPRESSED) if is_hidden else (each.before_words, each.row.current_words)
            rating = SUPPRESSED if is_hidden else f"{each.before_rag.capitalize()}, now {each.row.rag_words.lower()}"
            rows.append((each.row.ref, each.row.title, before, now, rating))
            sources.append(explaining.change_key(each.row.ref))
        if rows:
            titles = ("Ref", "Measure", month_words(figures.changes.before), month_words(month), "Rating")
            notes = disclosure.explain(cell for row in rows for cell in row)
            columns = tuple(content.Column(title) for title in titles)
            blocks.append(content.Table(CHANGE_WORDS[change], columns, tuple(rows), notes, tuple(sources)))
    if not blocks:
        return Nothing(f"No indicator stands otherwise than in {month_words(figures.changes.before)}.")
    return [Heading(f"Since {month_words(figures.changes.before)}"), *blocks]


def explain(figures: Figures, period: Period) -> explaining.Explanations:
    unit, highlight, origins = figures.unit, figures.highlight, figures.origins
    return {
        **findings_explained(unit, figures.findings, figures.protection, period),
        **explaining.actions_explained(unit, period.words, content.day_words(figures.today)),
        **indicators.explained(unit, highlight, {key: each.now for key, each in origins.items()}),
        **explaining.changes_explained(unit, highlight, figures.changes.before, origins),
        **explaining.months_explained(unit, highlight, origins),
    }


def offered(figures: Figures, period: Period) -> list[Section]:
    """What is not shown, and may be used in words: what audits of the month found, and its actions."""
    return section_of([
        *of_audits(figures.findings, figures.protection, period), *of_actions(figures.progress, period, figures.today),
    ])  # fmt: skip


def propose(figures: Figures) -> dict[str, list[Suggestion]]:
    """First drafts of factual sentences about indicators, audits and actions, beside the month before."""
    month = figures.highlight.month
    period, before = month_of(month), month_of(add_months(month, -1))
    [section] = offered(figures, period)
    found = [
        *indicators.proposed_sentences(figures.unit, figures.highlight, figures.hidden),
        *sentences_of(figures.unit, KIND, section.blocks, period, before, figures.today),
    ]
    return dict.fromkeys(("key_messages", "commentary"), found)


BLUEPRINT = Blueprint(
    kind=KIND,
    title="Highlight indicators report",
    file_name="highlight-indicators",
    audience="Director, lead member and scrutiny",
    route=("head_of_service", "director", "scrutiny"),
    slots=SLOTS,
    period_of=month_of,
    latest_periods=latest_months,
    gather=gather,
    suggest=lambda figures: {},
    missing=missing,
    sections=sections,
    not_shown=not_shown,
    explain=explain,
    propose=propose,
    offered=offered,
    is_offered=is_of_audits,
    outline=OUTLINE,
    blocks=BLOCKS,
    addable=tuple(RECORD_KINDS),
    records=records,
    shown_tables=shown_tables,
    with_all_numbers=with_all_numbers,
)
