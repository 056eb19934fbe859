"""Months, quarters and financial years (from 1 April), and the bases on which a figure is counted. Plain Python."""

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

YEAR_STARTS_IN = 4
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


class Basis(StrEnum):
    """What stretch of time a figure covers, up to and including its month."""

    SNAPSHOT = "snapshot"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year_to_date"
    ROLLING_YEAR = "rolling_year"
    OUTTURN = "outturn"


BASIS_WORDS = {
    Basis.SNAPSHOT: "Snapshot",
    Basis.MONTH: "In the month",
    Basis.QUARTER: "In the quarter",
    Basis.YEAR_TO_DATE: "Year to date",
    Basis.ROLLING_YEAR: "Rolling year",
    Basis.OUTTURN: "Outturn",
}


def trend_basis(basis: Basis) -> Basis:
    """The basis of the monthly points beside a figure: a snapshot's are snapshots, all others' are single months."""
    return Basis.SNAPSHOT if basis == Basis.SNAPSHOT else Basis.MONTH


def period_before(basis: Basis, month: datetime.date) -> datetime.date | None:
    """The month of the figure before on the same basis: a quarter's is three months back.

    In April a year to date begins anew: beside the whole year before, it would seem to move most of all.
    """
    if basis == Basis.YEAR_TO_DATE and month.month == YEAR_STARTS_IN:
        return None
    return add_months(month, -3 if basis == Basis.QUARTER else -1)


def first_of(day: datetime.date) -> datetime.date:
    """The month of `day`, as its first day."""
    return day.replace(day=1)


def last_whole_month(today: datetime.date) -> datetime.date:
    """The last month that is over, as its first day."""
    return add_months(first_of(today), -1)


@cache
def last_of(month: datetime.date) -> datetime.date:
    """The last day of the month: the date at which a month's figure stands."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


@cache
def add_months(month: datetime.date, count: int) -> datetime.date:
    """The first of the month `count` months later (earlier if negative)."""
    years, months = divmod(month.year * 12 + month.month - 1 + count, 12)
    return datetime.date(years, months + 1, 1)


def months_to(month: datetime.date, count: int) -> list[datetime.date]:
    """The `count` months that end with `month`, oldest first."""
    return [add_months(month, -back) for back in range(count - 1, -1, -1)]


@cache
def month_words(month: datetime.date) -> str:
    """August 2023."""
    return f"{calendar.month_name[month.month]} {month.year}"


def parse_month(text: str) -> datetime.date | None:
    """2023-08, as commands and addresses write it."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if not match or not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) < 9999:
        return None
    return datetime.date(int(match[1]), int(match[2]), 1)


def parse_month_heading(text: str) -> datetime.date | None:
    """A column heading that names a month: mar_23, Mar-23, March 2023, 2023-03 or 2023-03-01."""
    plain = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    if match := re.fullmatch(r"(\d{4}) (\d{2})( 01)?", plain):
        return parse_month(f"{match[1]}-{match[2]}")
    match = re.fullmatch(r"([a-z]+) ?(\d{4}|\d{2})", plain)
    if not match or match[1][:3] not in MONTHS:
        return None
    number = MONTHS[match[1][:3]]
    if match[1] not in {calendar.month_name[number].lower(), match[1][:3], "sept"}:
        return None
    return parse_month(f"{int(match[2]) + (2000 if len(match[2]) == 2 else 0)}-{number:02}")


def financial_year(day: datetime.date) -> int:
    """The calendar year in which the financial year of `day` began."""
    return day.year if day.month >= YEAR_STARTS_IN else day.year - 1


def year_label(start: int) -> str:
    """2022/23."""
    return f"{start}/{(start + 1) % 100:02}"


def last_outturn_month(month: datetime.date) -> datetime.date:
    """The March in which the financial year before that of `month` ended."""
    return datetime.date(financial_year(month), YEAR_STARTS_IN - 1, 1)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year: the first runs from April to June."""

    year: int
    number: int

    @property
    def start(self) -> datetime.date:
        return add_months(datetime.date(self.year, YEAR_STARTS_IN, 1), 3 * (self.number - 1))

    @property
    def end(self) -> datetime.date:
        return last_of(self.last_month)

    @property
    def last_month(self) -> datetime.date:
        return add_months(self.start, 2)

    @property
    def label(self) -> str:
        """Q3 2016/17 (October to December 2016)."""
        first, last = calendar.month_name[self.start.month], calendar.month_name[self.end.month]
        return f"Q{self.number} {year_label(self.year)} ({first} to {last} {self.end.year})"

    @property
    def code(self) -> str:
        """2016-Q3, which `parse_quarter` reads."""
        return f"{self.year}-Q{self.number}"

    @property
    def previous(self) -> "Quarter":
        return quarter_of(add_months(self.start, -1))

    @property
    def next(self) -> "Quarter":
        return quarter_of(add_months(self.start, 3))

    def __str__(self) -> str:
        return self.label


def quarter_of(day: datetime.date) -> Quarter:
    """The quarter in which `day` lies."""
    return Quarter(financial_year(day), (day.month - YEAR_STARTS_IN) % 12 // 3 + 1)


def last_whole_quarter(month: datetime.date) -> Quarter:
    """The last quarter whose last month is `month` or came before it."""
    quarter = quarter_of(month)
    return quarter if quarter.last_month <= month else quarter.previous


def parse_quarter(text: str) -> Quarter | None:
    """2016-Q3, as addresses write it: the third quarter of the financial year that began in 2016."""
    match = re.fullmatch(r"(\d{4})-Q([1-4])", text.strip())
    return Quarter(int(match[1]), int(match[2])) if match and 1900 <= int(match[1]) < 9999 else None


def is_told_in(basis: Basis, month: datetime.date) -> bool:
    """Has a month's table a figure on this basis? A quarter's only in its last month: till then nothing is missing."""
    return basis != Basis.QUARTER or quarter_of(month).last_month == month
