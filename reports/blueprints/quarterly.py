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
from reports.content import SUPPRESSED, Fact, Facts, Heading, Section, Text
from reports.disclosure import CountTable, Line, Protection, ShownLine, Suppression
from reports.indicators import IndicatorCounts, indicator_counts, shown, suppressions, unpublishable

QUARTERS_OFFERED = 8
GOOD_OR_BETTER = content.GRADE_TITLES[:2]
AGREED_AUDITS = "Agreed audits"  # the cohort of more than one table
NUMBERS, GRADES = "Audits in the quarter", "Agreed grades, overall and by domain"
MODERATION = "The auditor's overall grade and the agreed one"
MODERATED = ("Unchanged", "Raised", "Lowered")
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
    indicator_counts: IndicatorCounts
    protection: Protection
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
    findings = audits.period_findings(unit, quarter.starts_on, quarter.ends_on)
    highlight = kpis.highlight(unit, month)
    counts = indicator_counts(unit, highlight)
    return Figures(
        findings=findings,
        highlight=highlight,
        progress=improvement.action_progress(unit, quarter.starts_on, quarter.ends_on, today=today),
        indicator_counts=counts,
        protection=disclosure.protect([*_count_tables(findings), *counts.tables], counts.earlier),
        today=today,
        activities=audits.activities_in(unit, quarter.starts_on, quarter.ends_on),
    )


def _count_tables(findings: PeriodFindings) -> list[CountTable]:
    """What the report counts about children's records. Domains are no parts of the overall grade: nothing adds up."""
    if not findings.grades:
        return []
    changes = findings.moderation
    agreed = AGREED_AUDITS if findings.grades[0].total == findings.agreed else ""
    return [
        CountTable(
            NUMBERS,
            ("Records",),
            (Line("Audits allocated", (findings.allocated,)), Line("Audits agreed", (findings.agreed,), cohort=agreed)),
            adds_up=False,
            has_line_totals=False,
        ),
        CountTable(
            GRADES,
            content.GRADE_TITLES,
            tuple(
                Line(title, _counts(counts), cohort="" if number else AGREED_AUDITS)
                for number, (title, counts) in enumerate(zip(_line_titles(findings), findings.grades, strict=True))
            ),
            adds_up=False,
            of="overall grade",
            is_ordered=True,
            shares=(("Good or better", GOOD_OR_BETTER),),
        ),
        CountTable(
            MODERATION,
            MODERATED,
            (Line("Moderated audits", (changes.unchanged, changes.raised, changes.lowered)),),
            adds_up=False,
            shares=(("Unchanged, in per cent", MODERATED[:1]),),
        ),
    ]


def _counts(counts: GradeCounts) -> tuple[int, ...]:
    return counts.outstanding, counts.good, counts.requires_improvement, counts.inadequate


def _line_titles(findings: PeriodFindings) -> list[str]:
    """Titles of domains, with the code where two are called the same."""
    titles = [counts.title for counts in findings.grades]
    return [
        f"{counts.title} ({counts.code})" if titles.count(counts.title) > 1 or counts.title == disclosure.TOTAL
        else counts.title
        for counts in findings.grades
    ]  # fmt: skip


def not_shown(figures: Figures) -> list[Suppression]:
    protection = figures.protection
    return [*protection.suppressions, *suppressions(figures.indicator_counts), *protection.exposed]


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
        ("audit_findings", "What audits found", _audit_findings(figures, words, quarter)),
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


def _audit_findings(figures: Figures, words: Words, quarter: Period) -> list[content.Block]:
    if not figures.findings.agreed:
        return [Text("No audit of this quarter is agreed.")]
    sides = {side: tuple(words.get("strengths_focus", {}).get(side, ())) for side in ("strengths", "focus")}
    return [
        _audit_numbers(figures.protection, quarter),
        _grade_distribution(figures.protection, figures.findings.grades),
        *([content.StrengthsFocus(**sides)] if any(sides.values()) else []),
        Heading("Moderation"),
        *_moderation(figures, quarter),
    ]


def _number_words(number: int | None) -> str:
    return SUPPRESSED if number is None else f"{number:,}"


def _share(line: ShownLine, places: tuple[int, ...], noun: str) -> tuple[str, str]:
    """A percentage and its sample; with the percentage hidden the sample does not give its numerator."""
    words, counted = disclosure.share_words(line.row, places), disclosure.share_of(line.row, places)
    if words == SUPPRESSED or counted is None:
        return SUPPRESSED, f"of {_number_words(line.total)} {noun}"
    return words, f"{counted[0]:,} of {counted[1]:,} {noun}"


def _audit_numbers(protection: Protection, quarter: Period) -> Facts:
    percentage, sample = _share(protection.table(GRADES).lines[0], (0, 1), "records")
    allocated, agreed = (_number_words(line.cells[0]) for line in protection.table(NUMBERS).lines)
    facts = (
        Fact("Audits allocated", allocated, quarter.words, "children's records"),
        Fact("Audits agreed", agreed, quarter.words, f"of {allocated} allocated"),
        Fact("Good or better overall", percentage, quarter.words, sample),
    )
    return Facts(NUMBERS, facts, _notes(facts))


def _notes(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    return disclosure.explain(text for fact in facts for text in (fact.number, fact.sample))


def _grade_distribution(protection: Protection, grades: list[GradeCounts]) -> content.GradeDistribution:
    shown_table = protection.table(GRADES)
    rows = tuple(
        content.GradeRow(
            counts.title, line.cells, line.total, shown_table.share_words(line.title, GOOD_OR_BETTER)
        )
        for counts, line in zip(grades, shown_table.lines, strict=True)
    )  # fmt: skip
    overall = ", ".join(
        f"{words} {title.lower()}" for words, title in zip(rows[0].words, content.GRADE_TITLES, strict=False)
    )
    return content.GradeDistribution(
        title=GRADES,
        alt=(
            f"One bar for each of {len(rows)} rows, divided by grade. Overall: {overall}, "
            f"of {rows[0].words[-1]} records. The table below has every number."
        ),
        rows=rows,
        notes=(*_tool_notes(grades), *disclosure.explain(text for row in rows for text in row.words)),
    )


def _tool_notes(grades: list[GradeCounts]) -> list[str]:
    """Whose domains these are, where audits with other tools count overall."""
    tools = dict.fromkeys(counts.tool for counts in grades if counts.tool)
    return [f"Overall counts audits with every tool; the domains are those of “{tool}”." for tool in tools]


def _moderation(figures: Figures, quarter: Period) -> list[content.Block]:
    if not figures.findings.moderation.paired:
        return [Text("No grade was moderated in this quarter.")]
    line = figures.protection.table(MODERATION).lines[0]
    percentage, sample = _share(line, (0,), "moderated audits")
    _, raised, lowered = map(_number_words, line.cells)
    of_all = f"of {_number_words(line.total)} moderated audits"
    changes = (
        Fact("Overall grade unchanged", percentage, quarter.words, sample),
        Fact("Raised in moderation", raised, quarter.words, of_all),
        Fact("Lowered in moderation", lowered, quarter.words, of_all),
    )
    return [Facts(MODERATION, changes, _notes(changes))]


def _indicators(figures: Figures) -> list[content.Block]:
    month = month_words(figures.highlight.month)
    if not _has_indicators(figures):
        return [Text(f"No indicators are loaded for {month}.")]
    hidden = unpublishable(figures.indicator_counts, figures.protection)
    rows = tuple(shown(row, figures.highlight.month, hidden) for row in figures.highlight.rows)
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
        *disclosure.explain(text for row in rows for text in _texts(row)),
    )
    return [Facts(f"Ratings, {month}", facts), content.IndicatorTable(f"Highlight indicators, {month}", rows, notes)]


def _texts(row: content.IndicatorRow) -> list[str]:
    """Where a symbol may stand."""
    return [row.outturn, row.numerator, row.denominator, row.current, *(point.words for point in row.trend)]


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
    not_shown=not_shown,
)
