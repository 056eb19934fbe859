"""The trail of briefings of a decision: who was told, and on which day. [pure]"""

import datetime
import re
from dataclasses import dataclass

from reports.slots import lines

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTHS)}),? (20\d\d)\b|\b(\d{{1,2}})[/.](\d{{1,2}})[/.](20\d\d)\b"
    r"|\b(20\d\d)-(\d\d)-(\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Briefing:
    """One line of the trail; without a day that can be read there is none."""

    on: datetime.date | None
    words: str


def trail(text: str) -> list[Briefing]:
    """Each line with its day, wherever in it that stands, earliest first; those without a day come last."""
    found = [_briefing(line) for line in lines(text)]
    return sorted(found, key=lambda each: each.on or datetime.date.max)


def _briefing(line: str) -> Briefing:
    found = DAY.search(line)
    on = _day(found) if found else None
    if found is None or on is None:
        return Briefing(None, line)
    before = line[: found.start()].rstrip(" ,:;–-(").removesuffix(" on")
    words = f"{before.rstrip(' ,:;–-(')} {line[found.end() :].lstrip(' ,:;–-)')}".strip()
    return Briefing(on, words or line)


def _day(found: re.Match[str]) -> datetime.date | None:
    day, name, year, short_day, month, short_year, iso_year, iso_month, iso_day = found.groups()
    try:
        if name:
            return datetime.date(int(year), MONTHS.index(name.lower()) + 1, int(day))
        if short_year:
            return datetime.date(int(short_year), int(month), int(short_day))
        return datetime.date(int(iso_year), int(iso_month), int(iso_day))
    except ValueError:
        return None
