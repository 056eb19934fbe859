"""England's working time: Monday to Friday without bank holidays, between two hours of the clock in London. [pure]

Source of the holidays: the `holidays` library, England and Wales as published on gov.uk/bank-holidays.
Hours are added on the clock of the world, so a day on which summer time begins or ends has as many as it has.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """From when to when people are at work."""

    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError("The working day must end after it begins.")

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The first and last moment of work on `day`."""
        begins, ends = (datetime.combine(day, hour, tzinfo=LONDON) for hour in (self.opens, self.closes))
        return begins.astimezone(UTC), ends.astimezone(UTC)


OFFICE = Hours()


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _BANK_HOLIDAYS


def working_days_between(first: date, last: date) -> int:
    """The working days after `first` up to and including `last`; below zero when `last` comes first."""
    if last < first:
        return -working_days_between(last, first)
    days = (first + n * A_DAY for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


def add_working_hours(start: datetime, hours: float, office: Hours = OFFICE) -> datetime:
    """The moment, in London, by which `hours` of working time have passed since `start`."""
    _must_be_aware(start)
    left, now = timedelta(hours=hours), start.astimezone(UTC)
    day = start.astimezone(LONDON).date()
    while True:
        begins, ends = office.on(day)
        now = max(now, begins)
        if is_working_day(day) and now < ends:
            if left <= ends - now:
                return (now + left).astimezone(LONDON)
            left -= ends - now
        day += A_DAY


def working_time_between(start: datetime, end: datetime, office: Hours = OFFICE) -> timedelta:
    """How much working time lies between two moments; none when `end` comes first."""
    _must_be_aware(start)
    _must_be_aware(end)
    start, end, passed = start.astimezone(UTC), end.astimezone(UTC), timedelta()
    day, last = start.astimezone(LONDON).date(), end.astimezone(LONDON).date()
    while day <= last:
        begins, ends = office.on(day)
        if is_working_day(day):
            passed += max(min(end, ends) - max(start, begins), timedelta())
        day += A_DAY
    return passed


def _must_be_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
