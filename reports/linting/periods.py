"""Wrong and stale periods, quarters that are not what they are called, and dates that cannot be. [pure]"""

import calendar
import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from re import Match

from kpis.periods import last_of
from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.script import WRITTEN, Passage, Script
from reports.linting.sentences import MONTH, MONTHS, PERCENT, month_number
from reports.linting.stretches import (
    DAY_IN_NUMBERS,
    ONE_DAY,
    ONE_MONTH,
    QUARTER,
    RANGE,
    Stretch,
    day_of,
    days_in,
    financial_year_of,
    month_of,
    quarters_of,
    range_of,
)

# Months that stand beside a quarter and leave the year to it: Quarter 3 (October to December).
YEARLESS = re.compile(rf"\b({MONTH}) ?(?:to|until|–|-) ?({MONTH})(?! \d)")
WEEKDAY = re.compile(rf"\b({'|'.join(calendar.day_name)}),? $")
LABEL = re.compile(r"^\W{0,4}(?:reporting )?period(?: covered)?\W{0,4}:", re.IGNORECASE)
THIS_PERIOD = re.compile(
    r"\b(?:(?:this|the reporting|the current) (?:quarter|period|half-year|half year)|this (?:[a-z-]{3,15} ){0,2}report)"
    r"\b",
    re.IGNORECASE,
)
# What says of a report which time it is about: a quarter without its year may follow.
IS_ABOUT = re.compile(r" (?:covers|concerns|is (?:about|for|on)|on|for|looks at|reports on)(?: the)? ", re.IGNORECASE)
AS_AT = re.compile(r"(?:\b(?:as at|as of|at the end of|position (?:at|on)|at)|\() ?(?:the )?$", re.IGNORECASE)
IN_MONTH = re.compile(r"\b(?:in|for|during|of) $", re.IGNORECASE)
FROM_TO = re.compile(rf"\b(?:between|from) (?={RANGE.pattern})", re.IGNORECASE)
STILL_TO_COME = re.compile(
    rf"(?<!was )(?<!were )\b(?:will|due to|is to|are to|to be|planned for|expected)\b[^.]{{0,120}}?"
    rf"\b(?:in|on|by|from) (?:\d{{1,2}}(?:st|nd|rd|th)? )?({MONTH}) (20\d\d)\b"
)
EARLIER = re.compile(r"\b(?:previous|last (?:year|quarter)|before|earlier|same (?:period|quarter)|outturn)\b", re.I)
# What a sentence or a heading says of another time on purpose.
ELSEWHEN = re.compile(
    rf"{EARLIER.pattern}|\b(?:next|coming|following|forward|future|plan\w{{0,4}}|will|to come|compar\w{{1,6}}|since|"
    r"than|from|until|between|baseline|histor\w{1,5}|trend|annual|review of|published|inspect\w{1,6}|"
    r"first(?! quarter)|began|introduced|launched|report (?:of|for)|learning from)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    rf"{PERCENT}|(?<![\w.,/])\d{{1,3}}(?:,\d{{3}}){{0,2}}(?! ?(?:{MONTH}))(?![\w.,/]{{0,6}}\d) (?:out )?"
    r"(?:of|[a-z]{3})"
)
QUARTER_WORDS = frozenset({"q1", "q2", "q3", "q4", "qtr", "quarter", "quarters"})
MONTH_NAMES = frozenset({"sept"} | {name.lower() for name in MONTHS} | {name[:3].lower() for name in MONTHS})
MOST_LETTERS = 4_000
AFTER_MONTHS = re.compile(r" \(|,? (?:is |was |\(?the )?|: | = ")
CLOSE = 45  # characters between a quarter and the months said to be in it


def _has_month(passage: Passage) -> bool:
    """Is there a number, and the name of a month?"""
    return passage.has_digit and not passage.words.isdisjoint(MONTH_NAMES)


def _period(context: Context) -> Stretch:
    return Stretch(context.starts_on, context.ends_on)


def _own_words(context: Context) -> str:
    """Quarter 3 2016/17, October to December 2016."""
    return ", ".join(filter(None, (context.label, _period(context).words)))


def _mislabelled(text: str) -> Iterator[tuple[Match[str], Stretch, Stretch]]:
    """Each quarter beside months that are not its own: the match, the months said, the months it has."""
    ranges = list(RANGE.finditer(text))
    starts = [found.start() for found in ranges]
    for label in QUARTER.finditer(text) if ranges else ():
        following = bisect_left(starts, label.end())
        beside = ranges[following] if following < len(ranges) else None
        if beside is None or beside.start() - label.end() > CLOSE or "." in text[label.end() : beside.start()]:
            # The quarter may stand after its months: in brackets, or as what they are said to be.
            beside = ranges[following - 1] if following else None
            if beside is None or not AFTER_MONTHS.fullmatch(text[beside.end() : label.start()]):
                continue
        said = range_of(beside)
        year = financial_year_of(label) or said.end.year - (said.end.month < 4)
        own = quarters_of(label, year)
        if said != own:
            yield label, said, own


def _mislabelled_months(text: str) -> Iterator[tuple[Match[str], str, str]]:
    """Each quarter right before months without a year that are not its own: the match, the months said, its months."""
    for label in QUARTER.finditer(text):
        beside = YEARLESS.match(text, label.end() + 2) if text[label.end() :][:2] in (" (", ", ", ": ") else None
        own = quarters_of(label, 2000)
        if beside and (month_number(beside[1]), month_number(beside[2])) != (own.start.month, own.end.month):
            yield label, beside[0], f"{MONTHS[own.start.month - 1]} to {MONTHS[own.end.month - 1]}"


def quarter_mislabelled(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.passages:
        if passage.words.isdisjoint(MONTH_NAMES) or passage.words.isdisjoint(QUARTER_WORDS):
            continue
        for label, said, own in _mislabelled(passage.text):
            yield Fault(
                passage.where,
                shortened(passage.text[label.start() :]),
                f"{label[0].strip()} is said to be {said.words}, but it is {own.words}.",
                f"Write {own.words}, or name the period without a quarter.",
            )
        for label, said_months, own_months in _mislabelled_months(passage.text):
            yield Fault(
                passage.where,
                shortened(passage.text[label.start() :]),
                f"{label[0].strip()} is said to be {said_months}, but it is {own_months}.",
                f"Write {own_months}, or name the period without a quarter.",
            )


def wrong_period(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.cover.passages:
        if context.is_titled and passage.text == script.cover.title:
            continue
        if not any(_mislabelled(passage.text)):
            yield from _other_period(passage, passage.text, context, "The cover names")
    for heading in _headings(script):
        for fault, said in _named_period(heading, heading.text, context, "The heading names"):
            # A plan names what is to come; what is older is for the author to say.
            if not (said.start > context.ends_on or said.end < context.starts_on):
                yield fault
    for passage in script.prose:
        if passage.words.isdisjoint({"quarter", "period", "report", "half"}) or not THIS_PERIOD.search(passage.text):
            continue
        for sentence in passage.sentences:
            if (found := THIS_PERIOD.search(sentence)) and not EARLIER.search(sentence):
                rest = sentence[found.start() : found.end() + 220]
                said = f"Of “{found[0].lower()}” the text says"
                # A quarter without its year further on may be what this one is compared with.
                is_about = IS_ABOUT.match(rest, len(found[0]))
                bare = is_about.end() if is_about else len(found[0]) + 2
                yield from _other_period(passage, rest, context, said, bare=bare)


def older_heading(script: Script, context: Context) -> Iterator[Fault]:
    """Headings over what is older than the report, without a word that says so."""
    for heading in _headings(script):
        for fault, said in _named_period(heading, heading.text, context, "The heading names"):
            if said.end < context.starts_on:
                way = f"Write {_period(context).words}, or say why what stands under it is older."
                yield replace(fault, way_out=way)


def _headings(script: Script) -> Iterator[Passage]:
    """Those of sections that do not say that they are about another time."""
    for section in script.sections:
        if not ELSEWHEN.search(section.title) and not any(_mislabelled(section.title)):
            yield Passage(section.where, section.title, "title")


def _other_period(
    passage: Passage, text: str, context: Context, who: str, *, bare: int = MOST_LETTERS
) -> Iterator[Fault]:  # fmt: skip
    for fault, _ in _named_period(passage, text, context, who, bare=bare):
        yield fault


def _named_period(
    passage: Passage, text: str, context: Context, who: str, *, bare: int = MOST_LETTERS
) -> Iterator[tuple[Fault, Stretch]]:  # fmt: skip
    """The first period in the text, where it is not the report's. A quarter without its year is read up to the letter
    `bare`.
    """
    own = _period(context)
    said, found = None, None
    if found := RANGE.search(text):
        said = range_of(found)
    elif (found := QUARTER.search(text)) and (financial_year_of(found) or found.start() <= bare):
        said = quarters_of(found, financial_year_of(found) or own.start.year - (own.start.month < 4))
    if said and found and not (own.start <= said.start and said.end <= own.end):
        fault = Fault(
            passage.where,
            around(text, found),
            f"{who} {said.words}, but this report is about {_own_words(context)}.",
            f"Write {own.words}, or say that this is another period.",
        )
        yield fault, said


def other_period(script: Script, context: Context) -> Iterator[Fault]:
    """A figure of another period in a sentence that compares it with nothing, and does not say why it is told."""
    own = _period(context)
    for passage in script.prose:
        if passage.kind not in WRITTEN or not _may_name_time(passage):
            continue
        for sentence in passage.sentences:
            # “Between July and September” is a stretch of time, and compares nothing.
            apart = FROM_TO.sub("", sentence) if "between" in passage.words or "from" in passage.words else sentence
            if ELSEWHEN.search(apart) or THIS_PERIOD.search(sentence) or any(_mislabelled(sentence)):
                continue
            told = _told_times(sentence)
            if not told or any(_is_of(said, context) for _, said in told):
                continue
            found, said = told[0]
            rest = "".join(sentence[: found.start()] + sentence[found.end() :])
            if FIGURE.search(rest):
                yield Fault(
                    passage.where,
                    around(sentence, found),
                    f"This is of {said.words}, but this report is about {_own_words(context)}.",
                    f"Give the figure for {own.words}, or say that it is of another time, and why it is told.",
                )


def _may_name_time(passage: Passage) -> bool:
    if _has_month(passage) or not passage.words.isdisjoint(QUARTER_WORDS):
        return True
    return passage.has_digit and DAY_IN_NUMBERS.search(passage.text) is not None


def _told_times(sentence: str) -> list[tuple[Match[str], Stretch]]:
    """What a figure of the sentence may be of: months from to, quarters with their year, a month, or how things stood
    on a day."""
    told = [
        *((each, range_of(each)) for each in RANGE.finditer(sentence)),
        *((each, quarters_of(each, year)) for each in QUARTER.finditer(sentence) if (year := financial_year_of(each))),
    ]
    days = [(each, day) for each, day in days_in(sentence)]
    told += [(each, Stretch(day, day)) for each, day in days if AS_AT.search(sentence[: each.start()][-30:])]
    taken = [each.span() for each, _ in told] + [each.span() for each, _ in days]
    months = (each for each in ONE_MONTH.finditer(sentence) if IN_MONTH.search(sentence[: each.start()][-20:]))
    told += [(each, month_of(each)) for each in months
             if not any(start < each.end() and each.start() < end for start, end in taken)]  # fmt: skip
    return told


def _is_of(said: Stretch, context: Context) -> bool:
    """Is this within the report's period? How things stood on a day may be told up to the day of reading."""
    latest = context.read_on if said.start == said.end else context.ends_on
    return context.starts_on <= said.start and said.end <= latest


def stale_period(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.passages:
        if passage.kind not in ("label", "cell") and LABEL.match(passage.text) and (said := _said(passage.text)):
            yield from _out_of_period(passage.where, passage.text, said, context)
    for section in script.sections:
        for figure in section.figures:
            if (said := _said(figure.period)) and not EARLIER.search(f"{figure.label} {figure.period}"):
                yield from _out_of_period(figure.where, f"{figure.label}: {figure.period}", said, context)


def _said(text: str) -> Stretch | None:
    """The period that a label names: months, a month or a day."""
    if found := RANGE.search(text):
        return range_of(found)
    if ONE_DAY.search(text) or DAY_IN_NUMBERS.search(text):
        return next((Stretch(day, day) for _, day in days_in(text)), None)
    if found := ONE_MONTH.search(text):
        return month_of(found)
    if (found := QUARTER.search(text)) and (year := financial_year_of(found)):
        return quarters_of(found, year)
    return None


def _out_of_period(where: str, text: str, said: Stretch, context: Context) -> Iterator[Fault]:
    own = _period(context)
    # How something stands now is told of a day after the period, up to the day on which the report is read.
    latest = context.read_on if said.start == said.end else own.end
    if said.end < own.start:
        yield Fault(
            where, shortened(text),
            f"This is of {said.words}, before the period of this report, {_own_words(context)}.",
            f"Bring it up to date for {own.words}, or say in the text that it is older, and why it is shown.",
        )  # fmt: skip
    elif said.end > latest:
        yield Fault(
            where, shortened(text),
            f"This is of {said.words}, which ends after the period of this report, {_own_words(context)}.",
            f"Give the figure for {own.words}.",
        )  # fmt: skip


def overtaken(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.prose:
        if not _has_month(passage):
            continue
        for sentence in passage.sentences:
            found = STILL_TO_COME.search(sentence)
            if not found:
                continue
            over = last_of(datetime.date(int(found[2]), month_number(found[1]), 1))
            if over < context.read_on:
                yield Fault(
                    passage.where,
                    around(sentence, found),
                    f"This is said to be still to come, but {found[1]} {found[2]} is over when the report is read.",
                    "Say what has happened since.",
                )


def impossible_date(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.passages:
        if not _has_month(passage):
            continue
        for found in ONE_DAY.finditer(passage.text):
            day = day_of(found)
            named = WEEKDAY.search(passage.text[max(0, found.start() - 12) : found.start()])
            if day is None:
                yield Fault(passage.where, around(passage.text, found), f"There is no {found[0]}.", "Correct the date.")
            elif named and calendar.day_name[day.weekday()] != named[1]:
                yield Fault(
                    passage.where,
                    around(passage.text, found),
                    f"{found[0]} was a {calendar.day_name[day.weekday()]}, not a {named[1]}.",
                    "Correct the day or the date.",
                )


RULES = (
    Rule("wrong_period", Weight.MUST,
         "The cover, a heading, or a sentence about “this quarter” or “this report”, names another period than the "
         "report's.",
         wrong_period),
    Rule("older_heading", Weight.SHOULD,
         "A heading names a time before the report's period, and does not say that it is told on purpose.",
         older_heading),
    Rule("other_period", Weight.SHOULD,
         "A sentence gives a figure of another period than the report's, and does not say that it compares.",
         other_period),
    Rule("quarter_mislabelled", Weight.MUST,
         "A quarter stands beside months that are not its own; the financial year begins on 1 April.",
         quarter_mislabelled),
    Rule("stale_period", Weight.MUST,
         "A figure or a label “Period:” is of a time before the report's period, or after it.", stale_period),
    Rule("overtaken", Weight.SHOULD,
         "Something is still to come in a month that is over when the report is read.", overtaken),
    Rule("impossible_date", Weight.MUST, "A date that does not exist, or falls on another weekday.", impossible_date),
)  # fmt: skip
