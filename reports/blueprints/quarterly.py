"""The quarterly quality assurance report: what audits found, the highlight indicators, actions, and what comes next."""

import calendar
import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from audits import summaries as audits
from audits.summaries import FindingLine, GradeCounts, PeriodFindings
from improvement import summaries as improvement
from improvement.progress import STATE_WORDS
from improvement.summaries import ActionProgress
from kpis import summaries as kpis
from kpis.periods import Quarter, month_words, quarter_of, year_label
from kpis.rag import RAG_WORDS, Rag
from people.models import Unit
from reports import content, disclosure
from reports.blueprints import Blueprint, Period, Slot, Suggestion, Words
from reports.content import SUPPRESSED, SUPPRESSED_NOTE, Fact, Facts, Heading, Section, Text
from reports.indicators import Unpublishable, shown, unpublishable

QUARTERS_OFFERED = 8
GOOD_OR_BETTER = (0, 1)
SLOTS = (
    Slot("key_messages", "key_messages", "Key messages", "What a busy reader must know. One message on each line."),
    Slot("summary", "text", "Summary (optional)", "A few paragraphs under the key messages."),
    Slot(
        "strengths_focus", "strengths_focus", "Practice strengths and areas for focus",
        "Write them so that no child can be recognised. One point on each line.",
    ),
    Slot("actions", "actions", "Actions to list", "Choose those that readers should see, and check their wording."),
    Slot("next_quarter", "text", "Next quarter", "What will be looked at, and what will be different."),
)  # fmt: skip
ABOUT = """\
Audits look at the quality of practice in a child's record and at the difference it made for the child. Each audit is
moderated by somebody other than the auditor, who grades without seeing the auditor's grades. Grades here are the agreed
ones. An audit counts in the quarter of its audit month.

An indicator is **green** at or beyond its upper target, **amber** between the minimum and the upper target, and **red**
short of the minimum. It is judged as displayed, by the target in force at the time.

Numbers from 1 to 5, and numbers that would reveal one, are not published, so that no child can be recognised. They are
shown as [c] and left out of charts. Percentages are rounded half away from zero.

All figures are as they stood on the day of publication and are not changed afterwards.
"""


@dataclass(frozen=True)
class Figures:
    """All that the report says in numbers, as it stands now."""

    findings: PeriodFindings
    highlight: kpis.Highlight
    progress: ActionProgress
    unpublishable: Unpublishable
    today: datetime.date
    activities: int = 0  # in the activity register


def period(quarter: Quarter) -> Period:
    """The quarter as the cover names it."""
    first, last = (calendar.month_name[day.month] for day in (quarter.start, quarter.end))
    year = year_label(quarter.year)
    return Period(
        starts_on=quarter.start,
        ends_on=quarter.end,
        label=f"Quarter {quarter.number} {year}",
        words=f"{first} to {last} {quarter.end.year}",
        short=f"{year.replace('/', '-')}-q{quarter.number}",
    )


def latest_quarters(today: datetime.date) -> list[Period]:
    """This quarter and those before it, latest first."""
    quarters = [quarter_of(today)]
    while len(quarters) < QUARTERS_OFFERED:
        quarters.append(quarters[-1].previous)
    return [period(quarter) for quarter in quarters]


def gather(unit: Unit, quarter: Period, *, today: datetime.date) -> Figures:
    month = quarter.ends_on.replace(day=1)
    return Figures(
        findings=audits.period_findings(unit, quarter.starts_on, quarter.ends_on),
        highlight=kpis.highlight(unit, month),
        progress=improvement.action_progress(unit, quarter.starts_on, quarter.ends_on, today=today),
        unpublishable=unpublishable(unit, month),
        today=today,
        activities=audits.activities_in(unit, quarter.starts_on, quarter.ends_on),
    )


def suggest(figures: Figures) -> dict[str, list[Suggestion]]:
    """Findings and actions that the author may take over. Findings are free text: somebody must read each of them."""
    return {
        "strengths_focus-strengths": _from_findings(figures.findings.strengths),
        "strengths_focus-focus": _from_findings(figures.findings.focus),
        "actions": [
            Suggestion(
                key=line.url,
                group=STATE_WORDS[line.state],
                text=line.text,
                note=f"{line.unit_name}, due {content.day_words(line.due_on)}",
            )
            for line in figures.progress.lines
        ],
    }


def _from_findings(lines: list[FindingLine]) -> list[Suggestion]:
    """Each text once, under the domain where it was found."""
    found = {(line.section_title, line.text): line for line in lines}
    return [
        Suggestion(hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16], title, text) for title, text in found
    ]


def missing(figures: Figures, words: Words) -> list[str]:
    """What a quarterly report cannot do without."""
    sides = words.get("strengths_focus", {})
    wanted = [
        (words.get("key_messages", {}).get("messages"), "Write at least one key message."),
        (sides.get("strengths") and sides.get("focus"), "Give at least one practice strength and one area for focus."),
        (words.get("next_quarter", {}).get("prose"), "Write what comes next quarter."),
        (figures.findings.agreed, "No audit of this quarter is agreed yet."),
        (_has_indicators(figures), f"Indicators for {month_words(figures.highlight.month)} are not loaded."),
    ]
    return [sentence for is_there, sentence in wanted if not is_there]


def _has_indicators(figures: Figures) -> bool:
    return any(row.current is not None for row in figures.highlight.rows)


def sections(figures: Figures, words: Words, quarter: Period) -> list[Section]:
    """The report from highlights to notes. A section with nothing to say says so."""
    titled: list[tuple[str, str, list[content.Block]]] = [
        ("highlights", "Highlights", [*_highlights(words), *_draws_upon(figures, quarter)]),
        ("audit_findings", "What audits found", _audit_findings(figures.findings, words, quarter)),
        ("indicators", "Highlight indicators", _indicators(figures)),
        ("actions", "Actions and progress", _actions(figures, words, quarter)),
        ("next_quarter", "Next quarter", _typed(words, "next_quarter") or [Text("Nothing is written yet.")]),
        ("about", "About this report", [Text(ABOUT)]),
    ]
    return [Section(key, number, title, tuple(blocks)) for number, (key, title, blocks) in enumerate(titled, start=1)]


def _typed(words: Words, key: str) -> list[content.Block]:
    prose = words.get(key, {}).get("prose", "")
    return [Text(prose)] if prose else []


def _highlights(words: Words) -> list[content.Block]:
    messages = words.get("key_messages", {}).get("messages", [])
    blocks: list[content.Block] = [content.KeyMessages(tuple(messages))] if messages else []
    return [*blocks, *_typed(words, "summary")] or [Text("No key message is written yet.")]


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


def _audit_findings(findings: PeriodFindings, words: Words, quarter: Period) -> list[content.Block]:
    if not findings.agreed:
        return [Text("No audit of this quarter is agreed.")]
    sides = {side: tuple(words.get("strengths_focus", {}).get(side, ())) for side in ("strengths", "focus")}
    return [
        _audit_numbers(findings, quarter),
        _grade_distribution(findings.grades),
        *([content.StrengthsFocus(**sides)] if any(sides.values()) else []),
        Heading("Moderation"),
        *_moderation(findings, quarter),
    ]


def _row(counts: GradeCounts) -> disclosure.Row:
    return disclosure.suppress((counts.outstanding, counts.good, counts.requires_improvement, counts.inadequate))


def _share(row: disclosure.Row, places: tuple[int, ...], noun: str) -> tuple[str, str]:
    """A percentage and its sample; with the percentage hidden the sample does not give its numerator."""
    words, counted = disclosure.share_words(row, places), disclosure.share_of(row, places)
    if words == SUPPRESSED or counted is None:
        total = SUPPRESSED if row.total is None else f"{row.total:,}"
        return SUPPRESSED, f"of {total} {noun}"
    return words, f"{counted[0]:,} of {counted[1]:,} {noun}"


def _audit_numbers(findings: PeriodFindings, quarter: Period) -> Facts:
    overall = _row(findings.grades[0])
    percentage, sample = _share(overall, GOOD_OR_BETTER, "records")
    allocated = disclosure.count_words(findings.allocated)
    facts = (
        Fact("Audits allocated", allocated, quarter.words, "children's records"),
        Fact("Audits agreed", disclosure.count_words(findings.agreed), quarter.words, f"of {allocated} allocated"),
        Fact("Good or better overall", percentage, quarter.words, sample),
    )
    return Facts("Audits in the quarter", facts, _notes(facts))


def _notes(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    return (SUPPRESSED_NOTE,) if any(SUPPRESSED in fact.number + fact.sample for fact in facts) else ()


def _grade_distribution(grades: list[GradeCounts]) -> content.GradeDistribution:
    rows = []
    for counts in grades:
        row = _row(counts)
        good = disclosure.share_words(row, GOOD_OR_BETTER)
        rows.append(content.GradeRow(counts.title, row.cells, row.total, good))
    overall = ", ".join(
        f"{words} {title.lower()}" for words, title in zip(rows[0].words, content.GRADE_TITLES, strict=False)
    )
    has_hidden = any(row.is_hidden for row in rows)
    return content.GradeDistribution(
        title="Agreed grades, overall and by domain",
        alt=(
            f"One bar for each of {len(rows)} rows, divided by grade. Overall: {overall}, "
            f"of {rows[0].words[-1]} records. The table below has every number."
        ),
        rows=tuple(rows),
        notes=(*_tool_notes(grades), *((SUPPRESSED_NOTE,) if has_hidden else ())),
    )


def _tool_notes(grades: list[GradeCounts]) -> list[str]:
    """Whose domains these are, where audits with other tools count overall."""
    tools = dict.fromkeys(counts.tool for counts in grades if counts.tool)
    return [f"Overall counts audits with every tool; the domains are those of “{tool}”." for tool in tools]


def _moderation(findings: PeriodFindings, quarter: Period) -> list[content.Block]:
    facts = findings.moderation
    if not facts.paired:
        return [Text("No grade was moderated in this quarter.")]
    row = disclosure.suppress((facts.unchanged, facts.raised, facts.lowered))
    percentage, sample = _share(row, (0,), "moderated audits")
    _, raised, lowered = (SUPPRESSED if cell is None else f"{cell:,}" for cell in row.cells)
    of_all = f"of {SUPPRESSED if row.total is None else format(row.total, ',')} moderated audits"
    changes = (
        Fact("Overall grade unchanged", percentage, quarter.words, sample),
        Fact("Raised in moderation", raised, quarter.words, of_all),
        Fact("Lowered in moderation", lowered, quarter.words, of_all),
    )
    return [Facts("The auditor's overall grade and the agreed one", changes, _notes(changes))]


def _indicators(figures: Figures) -> list[content.Block]:
    month = month_words(figures.highlight.month)
    if not _has_indicators(figures):
        return [Text(f"No indicators are loaded for {month}.")]
    rows = tuple(shown(row, figures.highlight.month, figures.unpublishable) for row in figures.highlight.rows)
    judged = [row.rag for row in rows]
    facts = tuple(
        Fact(RAG_WORDS[rag], str(judged.count(rag)), month, f"of {len(rows)} indicators")
        for rag in (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.MET, Rag.MISSED)
        if rag in judged or rag not in (Rag.MET, Rag.MISSED)
    )
    notes = (
        "Minimum and upper are this year's targets. Green: at or beyond upper. Amber: from minimum to upper. "
        "Red: short of minimum. The trend shows the last six months.",
        *(["Met and missed: there is one target."] if Rag.MET in judged or Rag.MISSED in judged else []),
        *([SUPPRESSED_NOTE] if any(SUPPRESSED in row.current for row in rows) else []),
    )
    return [Facts(f"Ratings, {month}", facts), content.IndicatorTable(f"Highlight indicators, {month}", rows, notes)]


def _actions(figures: Figures, words: Words, quarter: Period) -> list[content.Block]:
    progress, today = figures.progress, content.day_words(figures.today)
    facts = (
        Fact("Actions raised", f"{progress.raised:,}", quarter.words, "in the quarter"),
        Fact("Actions delivered", f"{progress.delivered:,}", quarter.words, "in the quarter, with dated evidence"),
        Fact("Actions closed", f"{progress.closed:,}", quarter.words, "in the quarter, checked by somebody else"),
        Fact("Open now", f"{progress.open_now:,}", today, "not yet delivered"),
        Fact("Overdue now", f"{progress.overdue_now:,}", today, f"of {progress.open_now:,} open"),
    )
    now = {line.url: line for line in progress.lines}
    chosen: list[dict[str, Any]] = words.get("actions", {}).get("chosen", [])
    rows = tuple(
        content.ActionRow(
            text=choice["text"],
            unit=line.unit_name,
            due=content.day_words(line.due_on),
            state=line.state.value,
            state_words=STATE_WORDS[line.state],
        )
        for choice in chosen
        if (line := now.get(choice["key"]))
    )
    table = [content.Actions(f"Actions, as at {today}", rows)] if rows else []
    return [Facts("Actions in the quarter and now", facts), *table]


BLUEPRINT = Blueprint(
    kind="quarterly",
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
)
