"""Cells of a return as numbers, months and bases, or the sentence why they are none."""

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kpis.periods import Basis, parse_month_heading
from kpis.rag import STORED_PLACES, MeasuredIn
from kpis.returns import Refusal

BASES = {
    "snapshot": Basis.SNAPSHOT,
    "ytd": Basis.YEAR_TO_DATE,
    "year to date": Basis.YEAR_TO_DATE,
    "year_to_date": Basis.YEAR_TO_DATE,
    "quarter": Basis.QUARTER,
    "in the quarter": Basis.QUARTER,
    "rolling_year": Basis.ROLLING_YEAR,
    "rolling year": Basis.ROLLING_YEAR,
    "rolling 12 months": Basis.ROLLING_YEAR,
    "in the month": Basis.MONTH,
    "month": Basis.MONTH,
}
MISSING = {"", "n/a"}
COMPUTED = "{} is computed from audits and actions: no return gives it."
MOST_DIGITS = 12  # before the point: what a stored numerator has room for


class Unreadable(Exception):
    """Why a cell's text is not the number it should be."""


@dataclass
class Table:
    """The file's table: which of its columns is which, its rows, and what is wrong so far."""

    period: datetime.date | None
    header_row: int = 0
    headings: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, row: int | None, column: str, value: str, reason: str) -> None:
        self.refusals.append(Refusal(row, self.headings.get(column, column), value[:100], reason))


def amount(text: str, measured_in: MeasuredIn) -> Decimal | None:
    """The number in a cell, None for n/a or blank; "1,958" and "90.4%" are read, everything doubtful is refused."""
    plain = text.strip().lower()
    if plain in MISSING:
        return None
    match = re.fullmatch(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?( ?%)?", plain)
    if not match:
        raise Unreadable("This is not a number.")
    number = Decimal(match[1] + match[2].replace(",", "") + (match[3] or ""))
    if number < 0 or len(match[2].replace(",", "")) > MOST_DIGITS:
        raise Unreadable("The number must not be less than 0." if number < 0 else "The number is too large.")
    if measured_in == MeasuredIn.COUNT:
        if match[4]:
            raise Unreadable("This is a count, not a percentage.")
        if number % 1:
            raise Unreadable("A whole number is needed.")
        return number.to_integral_value()
    if measured_in == MeasuredIn.PERCENTAGE:
        if not match[4]:
            raise Unreadable("A percentage needs its sign, such as 90.4%, so that 0.9 is not taken for 90.")
        if number > 100:
            raise Unreadable("A percentage is at most 100%.")
    elif match[4]:
        raise Unreadable("This is not a percentage.")
    return number.quantize(STORED_PLACES) if -int(number.as_tuple().exponent) > 6 else number


def plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")


class Dates(StrEnum):
    """In which order a file writes dates such as 01/02/2023."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class Percent(StrEnum):
    """How a file writes percentages."""

    SIGN = "sign"
    HUNDRED = "hundred"
    ONE = "one"
    BELOW_ONE = "below_one"  # as HUNDRED, and confirmed that all are at most 1%


NUMERIC_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def could_be(text: str) -> set[Dates]:
    """The orders in which a date of three numbers can be read; empty: it is no such date."""
    match = NUMERIC_DATE.fullmatch(text.strip())
    if not match:
        return set()
    first, second = int(match[1]), int(match[2])
    orders = set()
    if 1 <= second <= 12 and 1 <= first <= 31:
        orders.add(Dates.DAY_FIRST)
    if 1 <= first <= 12 and 1 <= second <= 31:
        orders.add(Dates.MONTH_FIRST)
    return orders


def month_of(text: str, dates: str) -> datetime.date:
    """The month that a cell names: August 2023, aug_23, 2023-08, 2023-08-31, or 31/08/2023 in the confirmed order."""
    if month := parse_month_heading(text):
        return month
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
    elif match := NUMERIC_DATE.fullmatch(text):
        if not dates:
            raise Unreadable("Say on the page of columns whether the day or the month comes first.")
        one, two = int(match[1]), int(match[2])
        day, month_number = (one, two) if dates == Dates.DAY_FIRST else (two, one)
        order = "day/month/year" if dates == Dates.DAY_FIRST else "month/day/year"
        day = _day(int(match[3]), month_number, day)
        if day is None:
            raise Unreadable(f"Read as {order}, like the rest of the column, this is no date.")
    else:
        raise Unreadable("This is not a month, such as August 2023, 2023-08 or 2023-08-31.")
    if day is None:
        raise Unreadable("This date does not exist.")
    return day.replace(day=1)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def number_of(text: str, *, places: int = 2) -> Decimal | None:
    """A numerator, denominator or figure without a sign; None for n/a or blank."""
    plain = text.strip().lower()
    if plain in MISSING:
        return None
    match = re.fullmatch(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", plain)
    if not match:
        raise Unreadable("This is not a number.")
    if match[1]:
        raise Unreadable("The number must not be less than 0.")
    if len(match[2].replace(",", "")) > MOST_DIGITS:
        raise Unreadable("The number is too large.")
    if match[3] and len(match[3]) - 1 > places:
        raise Unreadable(f"At most {places} decimal places are kept here.")
    return Decimal(match[2].replace(",", "") + (match[3] or ""))
