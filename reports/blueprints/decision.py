"""The executive decision report: what is to be decided, why, and implications that named officers sign."""

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audits import summaries as audits
from audits.summaries import Told
from kpis.periods import month_words, period_before, quarter_of
from kpis.rag import figure_words
from kpis.summaries.readings import Reading
from people.models import Unit
from reports import content, disclosure, explaining
from reports.behind import figure_title
from reports.blueprints import Blueprint, Need, OutlineBlock, Period, Slot, Suggestion, Words, quarterly
from reports.briefings import trail
from reports.content import Column, Heading, Section, Table, Text
from reports.disclosure import Edition
from reports.explaining import indicator_key
from reports.own_blocks import RECORD_KINDS
from reports.parts import register
from reports.parts.pool import Pool
from reports.parts.sectioning import UNWRITTEN, Said, is_typed, lead_director, numbered, typed, typed_or_not
from reports.parts.sentences_of_figures import tables_behind, used_in
from reports.quarters import latest_quarters, period

# Local Government Act 1972, Schedule 12A, part 1: what may be kept from the public, as far as the public interest asks.
EXEMPT = {
    "1": "1. Information relating to any individual.",
    "2": "2. Information which is likely to reveal the identity of an individual.",
    "3": "3. Information relating to the financial or business affairs of any particular person (including the "
    "authority holding that information).",
    "4": "4. Information relating to consultations or negotiations in connection with any labour relations matter.",
    "5": "5. Information in respect of which a claim to legal professional privilege could be maintained in legal "
    "proceedings.",
    "6": "6. Information which reveals that the authority proposes to give a notice or make an order or direction "
    "under any enactment.",
    "7": "7. Information relating to any action taken or to be taken in connection with the prevention, investigation "
    "or prosecution of crime.",
}
KEY_HINT = (
    "A key decision is likely to mean significant spending or savings, or significant effects on communities in two or "
    "more wards. Give the reason either way."
)
IMPLICATIONS = {
    "financial": "Financial implications",
    "legal": "Legal implications",
    "climate": "Climate change implications",
    "equality": "Equality impact",
    "other": "Other implications",
}
SIGNED_HINT = "The officer who signs writes or approves these words; their name, post and day are printed under them."
SLOTS = (
    Slot("taken_by", "line", "Decision to be taken by", "The person or body.", section="decision"),
    Slot("wards", "line", "Wards affected", "Such as All.", section="decision"),
    lead_director("decision"),
    Slot("briefings", "text", "Briefing trail", "On each line the day and who: - 1 March 2017: lead member.",
         section="decision"),
    Slot("contacts", "text", "Useful information", "Lead director, author, contacts, version.", section="decision"),
    Slot("summary", "text", "Summary", "What this report is about, in a few paragraphs."),
    Slot("recommendations", "text", "Recommendations", "What is to be decided. Begin each with its number: 1. ..."),
    Slot("supporting", "text", "Supporting information", "What the decision rests on."),
    Slot(
        "narrative", "text", "What has happened since the last report (optional)",
        "Of each recommendation: what was done, by whom, since when, and what shows it.", section="supporting",
    ),
    Slot("options", "text", "Options considered", "Each with why it is, or is not, recommended.", section="supporting"),
    Slot("scrutiny", "text", "Details of scrutiny", "What scrutiny saw and said, and on which day."),
    *(Slot(key, "signed", title, SIGNED_HINT, section="implications") for key, title in IMPLICATIONS.items()),
    Slot("background", "text", "Background papers", "On which the report relies. Write None where there is none."),
    Slot("appendices", "text", "Summary of appendices", "Write None where there is none."),
    Slot(
        "private", "choice", "Is this a private report?",
        "If it is, say why, and why the public interest in keeping it private is the greater one.",
        tuple(EXEMPT.items()),
    ),
    Slot("key_decision", "choice", "Is this a key decision?", KEY_HINT),
)  # fmt: skip
NEEDED = ("taken_by", "wards", "briefings", "contacts", "summary", "recommendations", "supporting", "options",
          "scrutiny", "background", "appendices")  # fmt: skip
TITLES = {slot.key: slot.title for slot in SLOTS}
SECTION_OF = {slot.key: slot.of_section for slot in SLOTS}
OUTLINE = (
    ("decision", "The decision"),
    ("summary", "Summary"),
    ("recommendations", "Recommendations"),
    ("supporting", "Supporting information including options considered"),
    ("scrutiny", "Details of scrutiny"),
    ("implications", "Financial, legal and other implications"),
    ("background", "Background papers"),
    ("appendices", "Summary of appendices"),
    ("private", TITLES["private"]),
    ("key_decision", TITLES["key_decision"]),
)
BLOCKS = {
    "decision": (
        OutlineBlock("particulars", "Particulars of the decision", ("taken_by", "wards"), stays=True),
        OutlineBlock("briefings", TITLES["briefings"], ("briefings",), stays=True),
        OutlineBlock("contacts", TITLES["contacts"], ("contacts",), stays=True),
    ),
    "supporting": (
        OutlineBlock("supporting", TITLES["supporting"], ("supporting",), stays=True),
        OutlineBlock("options", TITLES["options"], ("options",), stays=True),
        OutlineBlock("narrative", "What has happened since the last report", ("narrative",)),
        OutlineBlock("register", "Recommendations of quality assurance, from the register"),
    ),
    "implications": tuple(OutlineBlock(key, title, (key,), stays=True) for key, title in IMPLICATIONS.items()),
}


@dataclass(frozen=True)
class Figures:
    """What the decision may rest on: the recommendations of the register, and where they stand.

    Beside them the figures of its quarter, which it shows only where its words use one.
    """

    activities: Sequence[Told]
    today: datetime.date
    quarter: quarterly.Figures | None = None
    is_open: bool = False  # for the restricted edition


def gather(
    unit: Unit, period: Period, *, today: datetime.date, earlier: Sequence[Edition] = (), whole: Collection[str] = ()
) -> Figures:
    """Indicators stand as in the last month that is loaded: a decision does not wait for the end of its quarter."""
    month = quarterly.last_loaded(unit, period)
    quarter = quarterly.gather(unit, period, today=today, earlier=earlier, month=month, whole=whole)
    activities = quarter.whole.activities if quarter.whole else audits.told_in(unit, period.starts_on, period.ends_on)
    return Figures(activities, today, quarter)


def records(figures: Figures) -> Pool:
    """What blocks that an author adds are made of."""
    assert figures.quarter is not None
    return quarterly.records(figures.quarter)


def with_all_numbers(figures: Figures) -> Figures:
    return replace(
        figures, is_open=True, quarter=figures.quarter and quarterly.with_all_numbers(figures.quarter)
    )  # fmt: skip


def shown_tables(figures: Figures, words: Words, there: Collection[str]) -> list[disclosure.ShownTable]:
    """What lies behind the figures that the words use: of an indicator the figure of its month, and the one before it
    where they say that, too, as proposed sentences do; nothing else."""
    if figures.quarter is None:
        return []
    protection, highlight = figures.quarter.protection, figures.quarter.highlight
    said = "\n".join(content.strings(words))
    lines = {f"Indicator {row.ref}": _titles_of(row.reading, highlight.month, said) for row in highlight.rows}
    sources = {f"Indicator {row.ref}": f"figure:{indicator_key(row.ref)}" for row in highlight.rows}
    found = [
        replace(table, lines=tuple(line for line in table.lines if line.title in lines[table.name]))
        for table in protection.tables
        if table.name in lines and sources[table.name] in there
    ]
    return [*found, *tables_behind(used_in(there), protection)]


def _titles_of(reading: Reading, month: datetime.date, said: str) -> set[str]:
    """The lines of an indicator whose figures are told where its figure is used in these words."""
    before = period_before(reading.basis, month)
    told = reading.figure(before) if before else None
    if before is None or told is None:
        return {figure_title(reading, month)}
    words = figure_words(told.value, measured_in=reading.measured_in, places=reading.places)
    is_said = month_words(before) in said and re.search(rf"(?<![\d.,]){re.escape(words)}(?![\d%]|[.,]\d)", said)
    return {figure_title(reading, month), *([figure_title(reading, before)] if is_said else [])}


def offered(figures: Figures, period: Period) -> Sequence[Section]:
    """What the quarterly report would show: its figures may be picked, and refresh."""
    return quarterly.sections(figures.quarter, {}, period) if figures.quarter else ()


def explain(figures: Figures, period: Period) -> explaining.Explanations:
    return quarterly.explain(figures.quarter, period) if figures.quarter else {}


def propose(figures: Figures) -> dict[str, list[Suggestion]]:
    """Sentences about the figures of the quarter, for what the decision rests on."""
    if figures.quarter is None:
        return {}
    return dict.fromkeys(("summary", "supporting"), quarterly.propose(figures.quarter)["summary"])


def missing(figures: Figures, words: Words) -> list[Need]:
    """Every field of a decision report is answered; every implication has the officer who signs it."""
    fields = [Need(SECTION_OF[key], f"Fill in “{TITLES[key]}”.") for key in NEEDED if not is_typed(words, key)]
    return [*fields, *_undated(words, figures.today), *_unsigned(words, figures.today), *_unanswered(words)]


def _undated(words: Words, today: datetime.date) -> list[Need]:
    """Briefings without their day, or on a day that is still to come."""
    found = []
    for each in trail(words.get("briefings", {}).get("prose", "")):
        if each.on is None:
            found.append(f"Briefing trail: give the day of “{each.words[:60]}”, such as 1 March 2017.")
        elif each.on > today:
            found.append(f"Briefing trail: {content.day_words(each.on)} is still to come.")
    return [Need("decision", sentence) for sentence in found]


def _unsigned(words: Words, today: datetime.date) -> list[Need]:
    """Implications without words, without who signed them, or signed on a day that is still to come."""
    found = []
    for key, title in IMPLICATIONS.items():
        signed = words.get(key, {})
        if not is_typed(words, key):
            found.append(f"Write the {_lower(title)}, even if there are none.")
        elif not (signed.get("officer") and signed.get("post") and signed.get("on")):
            found.append(f"{title}: give the officer who signs, with post and day.")
        elif signed["officer"].strip().lower() == signed["post"].strip().lower():
            found.append(f"{title}: name the officer who signs; {signed['post']} is the post.")
        elif signed["on"] > today.isoformat():
            found.append(f"{title}: signed on {content.day_words(signed['on'])}, which is still to come.")
    return [Need("implications", sentence) for sentence in found]


def _unanswered(words: Words) -> list[Need]:
    found = []
    for key in ("private", "key_decision"):
        answer = words.get(key, {})
        if answer.get("answer") not in ("yes", "no"):
            found.append(Need(key, f"Answer: {_lower(TITLES[key])}"))
        elif answer["answer"] == "yes" and not is_typed(words, key):
            found.append(Need(key, f"{TITLES[key]} Yes needs its reason."))
    if words.get("private", {}).get("answer") == "yes" and not _paragraphs(words["private"]):
        found.append(Need("private", "A private report names the paragraph of Schedule 12A that allows it."))
    return found


def _paragraphs(answer: dict[str, Any]) -> list[str]:
    """The numbers of the paragraphs of Schedule 12A that were ticked."""
    return [key for key in answer.get("option", "").split() if key in EXEMPT]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def sections(figures: Figures, words: Words, quarter: Period) -> list[Section]:
    """All of it; of a private report the public edition says why it is private, and nothing else."""
    if words.get("private", {}).get("answer") == "yes" and not figures.is_open:
        return numbered([("private", TITLES["private"], _answered(words, "private"))])
    blocks: dict[str, Said] = {
        "decision": _decision(words),
        "supporting": _supporting(figures, words, quarter),
        "implications": _implications(words),
        "private": _answered(words, "private"),
        "key_decision": _answered(words, "key_decision"),
    }
    return numbered((key, title, blocks.get(key) or typed_or_not(words, key)) for key, title in OUTLINE)


def _decision(words: Words) -> Said:
    return {
        "particulars": [_particulars(words)],
        "briefings": _briefings(words),
        "contacts": _with_title(words, "contacts"),
    }


def _briefings(words: Words) -> list[content.Block]:
    """The trail in the order of its days; as it was typed while a day is missing."""
    found = trail(words.get("briefings", {}).get("prose", ""))
    if not found or not all(each.on for each in found):
        return _with_title(words, "briefings")
    rows = tuple((content.day_words(each.on), each.words) for each in found if each.on)
    return [Table(TITLES["briefings"], (Column("Day"), Column("Who was briefed")), rows)]


def _particulars(words: Words) -> Table:
    rows = [(TITLES[key], words.get(key, {}).get("prose") or "not yet filled in") for key in ("taken_by", "wards")]
    answers = [(TITLES[key], _answer_words(words, key)) for key in ("key_decision", "private")]
    return Table("Particulars", (Column("What is asked"), Column("Answer")), (*rows, *answers))


def _answer_words(words: Words, key: str) -> str:
    return {"yes": "Yes", "no": "No"}.get(words.get(key, {}).get("answer", ""), "not yet answered")


def _with_title(words: Words, key: str) -> list[content.Block]:
    return [Heading(TITLES[key]), *typed(words, key)] if is_typed(words, key) else []


def _supporting(figures: Figures, words: Words, quarter: Period) -> Said:
    recommended = register.recommendations(figures.activities, f"Recommendations, {quarter.words}")
    return {
        "supporting": typed(words, "supporting") or [Text(UNWRITTEN.words)],
        "options": [Heading("Options considered"), *(typed(words, "options") or [Text(UNWRITTEN.words)])],
        "narrative": _since(words),
        "register": [Heading("Recommendations of quality assurance"), *recommended] if recommended else [],
    }


def _since(words: Words) -> list[content.Block]:
    written = typed(words, "narrative")
    return [Heading("What has happened since the last report"), *written] if written else []


def _implications(words: Words) -> Said:
    return {
        key: [Heading(title), *(typed(words, key) or [Text(UNWRITTEN.words)]), *_signature(words.get(key, {}))]
        for key, title in IMPLICATIONS.items()
    }


def _signature(signed: dict[str, Any]) -> list[content.Block]:
    if not (signed.get("officer") and signed.get("post") and signed.get("on")):
        return []
    return [Text(f"Signed: {signed['officer']}, {signed['post']}, {content.day_words(signed['on'])}")]


def _answered(words: Words, key: str) -> list[content.Block]:
    answer = words.get(key, {})
    blocks: list[content.Block] = [Text(_answer_words(words, key) + ".")]
    if answer.get("answer") == "yes":
        blocks += [
            Text(f"Local Government Act 1972, Schedule 12A, part 1, paragraph {EXEMPT[key]}")
            for key in _paragraphs(answer)
        ]
    return [*blocks, *typed(words, key)]


BLUEPRINT = Blueprint(
    kind="decision",
    is_titled=True,
    waits_for_end=False,
    title="Executive decision report",
    file_name="decision-report",
    audience="Executive",
    route=("head_of_service", "director", "lead_member", "executive", "scrutiny"),
    slots=SLOTS,
    period_of=lambda day: period(quarter_of(day)),
    latest_periods=latest_quarters,
    gather=gather,
    suggest=lambda figures: {},
    missing=missing,
    sections=sections,
    with_all_numbers=with_all_numbers,
    not_shown=lambda figures: quarterly.not_shown(figures.quarter) if figures.quarter else (),
    shown_tables=shown_tables,
    offered=offered,
    explain=explain,
    propose=propose,
    outline=OUTLINE,
    blocks=BLOCKS,
    addable=tuple(RECORD_KINDS),
    records=records,
    stays=("private",),
)
