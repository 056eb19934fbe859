"""Months and quarters that a text names, as stretches of time. [pure]"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import Match

from kpis.periods import last_of, quarter_of
from reports.linting.sentences import MONTH, MONTHS, month_number

RANGE = re.compile(rf"\b({MONTH})(?: (20\d\d))? ?(?:to|until|–|-|and) ?({MONTH}) (20\d\d)\b")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "one": 1, "two": 2, "three": 3, "four": 4}
# Quarter 3 2016/17, Q1 & Q2, Qtr 3 16/17, Quarter three, the third quarter of 2016/17.
QUARTER = re.compile(
    r"\b(?:(?:[Qq]|[Qq]uarters? |[Qq]tr\.? ?)(?P<number>[1-4]|one|two|three|four)\b|"
    r"(?P<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth) quarter\b)"
    r"(?P<more>(?: ?(?:&|and|,|to|-|–) ?(?:Q|Quarter )?[1-4]\b){0,3})"
    r"(?:,? (?:of )?(?P<year>(?:20)?\d\d) ?[/–-] ?(?:20)?(?P<next>\d\d)\b)?"
)
ONE_MONTH = re.compile(rf"\b({MONTH}) (20\d\d)\b")
ONE_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({MONTH}) (20\d\d)\b")
DAY_IN_NUMBERS = re.compile(r"(?<![\d./])(\d{1,2})[./](\d{1,2})[./](?:20)?(\d\d)(?![\d./])")


@dataclass(frozen=True)
class Stretch:
    start: datetime.date
    end: datetime.date

    @property
    def words(self) -> str:
        if self.start == self.end:
            return f"{self.start.day} {MONTHS[self.start.month - 1]} {self.start.year}"
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        year = "" if self.start.year == self.end.year else f" {self.start.year}"
        return f"{MONTHS[self.start.month - 1]}{year} to {MONTHS[self.end.month - 1]} {self.end.year}"


def range_of(found: Match[str]) -> Stretch:
    """October to December 2016; November to January 2017 began the year before."""
    first, last, year = month_number(found[1]), month_number(found[3]), int(found[4])
    begun = int(found[2]) if found[2] else year - (first > last)
    return Stretch(datetime.date(begun, first, 1), last_of(datetime.date(year, last, 1)))


def financial_year_of(found: Match[str]) -> int | None:
    """The year in which the financial year began that a quarter names. None where it names none: Q1, 10/12 plans."""
    year = found["year"] or ""
    follows = year and (int(year) + 1 - int(found["next"])) % 100 == 0
    return 2000 + int(year[-2:]) if len(year) == 4 or follows else None


def quarters_of(found: Match[str], year: int) -> Stretch:
    """The quarters named, in the financial year that began in `year`."""
    named = (found["number"] or found["nth"]).lower()
    numbers = [ORDINALS.get(named) or int(named), *map(int, re.findall(r"[1-4]", found["more"]))]
    starts = [
        datetime.date(year + (number == 4), (1, 4, 7, 10)[number % 4], 1) for number in (min(numbers), max(numbers))
    ]
    return Stretch(starts[0], quarter_of(starts[1]).end)


def month_of(found: Match[str]) -> Stretch:
    first = datetime.date(int(found[2]), month_number(found[1]), 1)
    return Stretch(first, last_of(first))


def day_of(found: Match[str]) -> datetime.date | None:
    """The day of `ONE_DAY`; None where there is no such day."""
    return _day(int(found[3]), month_number(found[2]), int(found[1]))


def days_in(text: str) -> Iterator[tuple[Match[str], datetime.date]]:
    """Every day that the text names, in words and in numbers."""
    for found in ONE_DAY.finditer(text):
        if day := day_of(found):
            yield found, day
    for found in DAY_IN_NUMBERS.finditer(text):
        if day := _day(2000 + int(found[3]), int(found[2]), int(found[1])):
            yield found, day


def _day(year: int, month: int, number: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None
