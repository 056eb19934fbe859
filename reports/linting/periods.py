"""Wrong and stale periods, quarters that are not what they are called, and dates that cannot be. [pure]"""

import calendar
import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from re import Match

from kpis.periods import last_of, quarter_of
from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.script import Passage, Script
from reports.linting.sentences import MONTH, MONTHS, month_number, sentences

RANGE = re.compile(rf"\b({MONTH})(?: (20\d\d))? ?(?:to|until|–|-|and) ?({MONTH}) (20\d\d)\b")
QUARTER = re.compile(
    r"\b(?:Q|Quarters? |Qtr )([1-4])((?: ?(?:&|and|,|to|-|–) ?(?:Q|Quarter )?[1-4]\b){0,3})"
    r"(?:,? (?:of )?(20\d\d) ?[/–-] ?(?:20)?(\d\d)\b)?"
)
ONE_MONTH = re.compile(rf"\b({MONTH}) (20\d\d)\b")
ONE_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({MONTH}) (20\d\d)\b")
WEEKDAY = re.compile(rf"\b({'|'.join(calendar.day_name)}),? $")
LABEL = re.compile(r"^\W{0,4}(?:reporting )?period(?: covered)?\W{0,4}:", re.IGNORECASE)
THIS_PERIOD = re.compile(
    r"\b(?:(?:this|the reporting|the current) (?:quarter|period|half-year|half year)|this report)\b", re.IGNORECASE
)
STILL_TO_COME = re.compile(
    rf"(?<!was )(?<!were )\b(?:will|due to|is to|are to|to be|planned for|expected)\b[^.]{{0,120}}?"
    rf"\b(?:in|on|by|from) (?:\d{{1,2}}(?:st|nd|rd|th)? )?({MONTH}) (20\d\d)\b"
)
EARLIER = re.compile(r"\b(?:previous|last (?:year|quarter)|before|earlier|same (?:period|quarter)|outturn)\b", re.I)
MONTH_NAMES = frozenset({"sept"} | {name.lower() for name in MONTHS} | {name[:3].lower() for name in MONTHS})
CLOSE = 45  # characters between a quarter and the months said to be in it


@dataclass(frozen=True)
class Stretch:
    start: datetime.date
    end: datetime.date

    @property
    def words(self) -> str:
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        year = "" if self.start.year == self.end.year else f" {self.start.year}"
        return f"{MONTHS[self.start.month - 1]}{year} to {MONTHS[self.end.month - 1]} {self.end.year}"


def _range(found: Match[str]) -> Stretch:
    """October to December 2016; November to January 2017 began the year before."""
    first, last, year = month_number(found[1]), month_number(found[3]), int(found[4])
    begun = int(found[2]) if found[2] else year - (first > last)
    return Stretch(datetime.date(begun, first, 1), last_of(datetime.date(year, last, 1)))


def _quarters(found: Match[str], year: int) -> Stretch:
    """The quarters named, in the financial year that began in `year`."""
    numbers = [int(found[1]), *map(int, re.findall(r"[1-4]", found[2]))]
    starts = [
        datetime.date(year + (number == 4), (1, 4, 7, 10)[number % 4], 1) for number in (min(numbers), max(numbers))
    ]
    return Stretch(starts[0], quarter_of(starts[1]).end)


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
            continue
        said = _range(beside)
        year = int(label[3]) if label[3] else said.end.year - (said.end.month < 4)
        own = _quarters(label, year)
        if said != own:
            yield label, said, own


def quarter_mislabelled(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.passages:
        if not _has_month(passage):
            continue
        for label, said, own in _mislabelled(passage.text):
            yield Fault(
                passage.where,
                shortened(passage.text[label.start() :]),
                f"{label[0].strip()} is said to be {said.words}, but it is {own.words}.",
                f"Write {own.words}, or name the period without a quarter.",
            )


def wrong_period(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.cover.passages:
        if not any(_mislabelled(passage.text)):
            yield from _other_period(passage, passage.text, context, "The cover names")
    for passage in script.prose:
        if passage.words.isdisjoint({"quarter", "period", "report", "half"}) or not THIS_PERIOD.search(passage.text):
            continue
        for sentence in sentences(passage.text):
            if (found := THIS_PERIOD.search(sentence)) and not EARLIER.search(sentence):
                rest = sentence[found.start() : found.end() + 220]
                yield from _other_period(passage, rest, context, f"Of “{found[0].lower()}” the text says")


def _other_period(passage: Passage, text: str, context: Context, who: str) -> Iterator[Fault]:
    """The first period in the text, where it is not the report's."""
    own = _period(context)
    said, found = None, None
    if found := RANGE.search(text):
        said = _range(found)
    elif (found := QUARTER.search(text)) and found[3]:
        said = _quarters(found, int(found[3]))
    if said and found and not (own.start <= said.start and said.end <= own.end):
        yield Fault(
            passage.where,
            around(text, found),
            f"{who} {said.words}, but this report is about {_own_words(context)}.",
            f"Write {own.words}, or say that this is another period.",
        )


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
        return _range(found)
    if found := ONE_DAY.search(text):
        day = _day(found)
        return Stretch(day, day) if day else None
    if found := ONE_MONTH.search(text):
        first = datetime.date(int(found[2]), month_number(found[1]), 1)
        return Stretch(first, last_of(first))
    if (found := QUARTER.search(text)) and found[3]:
        return _quarters(found, int(found[3]))
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
        for sentence in sentences(passage.text):
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
            day = _day(found)
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


def _day(found: Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(found[3]), month_number(found[2]), int(found[1]))
    except ValueError:
        return None


RULES = (
    Rule("wrong_period", Weight.MUST,
         "The cover, or a sentence about “this quarter” or “this report”, names another period than the report's.",
         wrong_period),
    Rule("quarter_mislabelled", Weight.MUST,
         "A quarter stands beside months that are not its own; the financial year begins on 1 April.",
         quarter_mislabelled),
    Rule("stale_period", Weight.MUST,
         "A figure or a label “Period:” is of a time before the report's period, or after it.", stale_period),
    Rule("overtaken", Weight.SHOULD,
         "Something is still to come in a month that is over when the report is read.", overtaken),
    Rule("impossible_date", Weight.MUST, "A date that does not exist, or falls on another weekday.", impossible_date),
)  # fmt: skip
