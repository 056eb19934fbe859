"""The one-page summary for scrutiny: what a quarter tells in figures with their sentences, and what is asked."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from kpis.rag import RAG_WORDS, Rag
from reports import content, disclosure
from reports.audit_counts import GRADES, MODERATED, MODERATION
from reports.blueprints import Need, Period, Slot, Words, quarterly
from reports.blueprints.quarterly import Figures
from reports.content import KeyMessages, Nothing, Section, Statement, Statements, StrengthsFocus, Text
from reports.editions import small_numbers
from reports.own_blocks import OWN, OWN_BLOCK, STATEMENTS
from reports.parts import audits, indicators
from reports.parts.sectioning import UNWRITTEN, lead_director, numbered, typed_or_not

MOST_MESSAGES, MOST_POINTS = 3, 3
# What the page in small letters holds beside its figures; letters in a line, of the whole width and of a half.
MOST_LINES = 40
WHOLE_LINE, HALF_LINE = 100, 48
SPACE_BETWEEN = 0.5  # lines
SLOTS = (
    lead_director("messages"),
    Slot("key_messages", "key_messages", "Key messages", f"At most {MOST_MESSAGES}; a line each.", section="messages"),
    Slot(
        "strengths_focus", "strengths_focus", "Practice strengths and areas for focus",
        f"At most {MOST_POINTS} on each side, one on each line. No child can be recognised.", section="sides",
    ),
    Slot("asked", "text", "What scrutiny is asked to do", "In one or two sentences."),
)  # fmt: skip
OUTLINE = (
    ("messages", "What you should know"),
    ("figures", "The quarter in figures"),
    ("sides", "Practice"),
    ("asked", "What scrutiny is asked to do"),
    ("about", "About these figures"),
)
ABOUT = "{numbers} The quarterly report has all figures, their sources and what is being done."


def missing(figures: Figures, words: Words) -> list[Need]:
    messages = words.get("key_messages", {}).get("messages", [])
    sides = words.get("strengths_focus", {})
    longest = max(len(sides.get(side, ())) for side in ("strengths", "focus"))
    lines = _lines(messages, sides, words.get("asked", {}).get("prose", "")) + _own_lines(words)
    wanted = [
        (messages, "messages", "Write at least one key message."),
        (
            len(messages) <= MOST_MESSAGES,
            "messages",
            f"One page holds {MOST_MESSAGES} key messages; there are {len(messages)}.",
        ),
        (
            longest <= MOST_POINTS,
            "sides",
            f"One page holds {MOST_POINTS} points on each side; there are {longest} on one.",
        ),
        (words.get("asked", {}).get("prose"), "asked", "Write what scrutiny is asked to do."),
        (
            lines <= MOST_LINES,
            "messages",
            f"One page holds about {MOST_LINES} lines of your words; there are about {lines}. Shorten them.",
        ),
        (figures.findings.agreed, "figures", "No audit of this quarter is agreed yet."),
        (
            indicators.are_loaded(figures.highlight),
            "figures",
            "The indicators of the quarter's last month are not loaded.",
        ),
    ]
    return [Need(section, sentence) for is_there, section, sentence in wanted if not is_there]


def _lines(messages: list[str], sides: dict[str, Any], asked: str) -> int:
    """About how many lines of the page the words take: the two sides stand beside each other."""
    points = (sum(_lines_of(point, HALF_LINE) for point in sides.get(side, ())) for side in ("strengths", "focus"))
    paragraphs = (line for line in asked.splitlines() if line.strip())
    whole = sum(_lines_of(text, WHOLE_LINE) for text in (*messages, *paragraphs))
    return math.ceil(whole + max(points))


def _own_lines(words: Words) -> int:
    """The same of blocks and sections that somebody added. A figure stands above its sentence."""
    own = [held for key, held in words.items() if key.startswith((OWN, OWN_BLOCK))]
    texts = [text for held in own for text in content.strings({**held, "chosen": []})]
    figures = [each["text"] for held in own for each in held.get("chosen", ())]
    lines = sum(_lines_of(line, WHOLE_LINE) for text in texts for line in text.splitlines() if line.strip())
    return math.ceil(lines + sum(1 + _lines_of(text, HALF_LINE) for text in figures))


def _lines_of(text: str, letters: int) -> float:
    return math.ceil(len(text) / letters) + SPACE_BETWEEN


def sections(figures: Figures, words: Words, quarter: Period) -> list[Section]:
    messages: list[str] = words.get("key_messages", {}).get("messages", [])
    sides: dict[str, Any] = words.get("strengths_focus", {})
    strengths, focus = (tuple(sides.get(side, ())) for side in ("strengths", "focus"))
    is_open = figures.protection.is_open
    blocks: dict[str, Sequence[content.Block] | Nothing] = {
        "messages": [KeyMessages(tuple(messages))] if messages else UNWRITTEN,
        "figures": _figures(figures, quarter),
        "sides": [StrengthsFocus(strengths, focus)] if strengths or focus else UNWRITTEN,
        "asked": typed_or_not(words, "asked"),
        "about": [Text(ABOUT.format(numbers=small_numbers(is_open=is_open)))],
    }
    return numbered((key, title, blocks[key]) for key, title in OUTLINE)


def _figures(figures: Figures, quarter: Period) -> list[content.Block] | Nothing:
    found = (*_of_audits(figures, quarter), *_of_indicators(figures), *_of_actions(figures))
    if not found:
        return Nothing("There is no figure for this quarter yet.")
    notes = disclosure.explain(text for each in found for text in (each.number, each.sample))
    return [Statements("The quarter in figures", found, notes)]


def shown_tables(figures: Figures, words: Words, there: Collection[str]) -> list[disclosure.ShownTable]:
    """What lies behind the figures of the page: the overall grades, and moderation; no domain and no indicator."""
    told = [table for table in figures.protection.tables if table.name in (GRADES, MODERATION) and "figures" in there]
    return [replace(table, lines=table.lines[:1]) for table in told]


def _of_audits(figures: Figures, quarter: Period) -> list[Statement]:
    if not figures.findings.agreed:
        return []
    good, sample = audits.share(figures.protection.table(GRADES).lines[0], (0, 1), "records")
    found = [
        Statement(
            good,
            "of audited children's records are good or better",
            quarter.words,
            sample,
            source="audits-good-or-better",
        )
    ]
    if figures.findings.moderation.facts.paired:
        line = figures.protection.table(MODERATION).lines[0]
        same, of = audits.share(line, (MODERATED.index("Unchanged"),), "moderated audits")
        sentence = "of overall grades stood unchanged in moderation"
        found.append(Statement(same, sentence, quarter.words, of, source="audits-unchanged-in-moderation"))
    return found


def _of_indicators(figures: Figures) -> list[Statement]:
    if not indicators.are_loaded(figures.highlight):
        return []
    [facts] = indicators.highlight_parts(figures.highlight, figures.hidden)["ratings"]
    ratings = {RAG_WORDS[rag] for rag in (Rag.GREEN, Rag.RED)}
    return [
        Statement(
            fact.number, f"highlight indicators are {fact.label.lower()}", fact.period, fact.sample, source=fact.source
        )
        for fact in facts.facts
        if fact.label in ratings
    ]


def _of_actions(figures: Figures) -> list[Statement]:
    progress, today = figures.progress, content.day_words(figures.today)
    sentence = "of the actions that are not yet delivered are overdue"
    sample = f"of {progress.open_now:,} open"
    return [Statement(f"{progress.overdue_now:,}", sentence, today, sample, source="actions-overdue")]


BLUEPRINT = replace(
    quarterly.BLUEPRINT,
    kind="scrutiny",
    title="Quality assurance on one page",
    file_name="scrutiny-summary",
    audience="Scrutiny commission",
    route=("head_of_service", "director", "scrutiny"),
    slots=SLOTS,
    missing=missing,
    sections=sections,
    shown_tables=shown_tables,
    layout="one_page",
    outline=OUTLINE,
    blocks={},
    addable=(STATEMENTS,),
)
