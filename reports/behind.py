"""The numbers behind the figures that a report shows of indicators: given, added up, or known about from elsewhere."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kpis.accumulating import covered_months
from kpis.disclosure import Counted, gives_away, may_stand_alone
from kpis.periods import (
    BASIS_WORDS,
    YEAR_STARTS_IN,
    Basis,
    financial_year,
    last_of,
    last_outturn_month,
    month_words,
    months_to,
    period_before,
)
from kpis.rag import MeasuredIn
from kpis.summaries import TREND_MONTHS
from kpis.summaries.readings import Reading
from reports.disclosure import Line

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Named:
    """One figure of an indicator, by its month and basis."""

    ref: str
    month: datetime.date
    basis: Basis
    measured_in: MeasuredIn

    @property
    def title(self) -> str:
        return _title(self.month, self.basis)


@dataclass(frozen=True)
class Held(Named):
    """The numbers behind one figure."""

    numerator: Decimal
    denominator: Decimal | None  # None: a count, which is its own number

    @property
    def is_part_of_whole(self) -> bool:
        whole = self.numerator if self.denominator is None else self.denominator
        return 0 <= self.numerator <= whole and self.numerator % 1 == 0 and whole % 1 == 0

    @property
    def may_stand_alone(self) -> bool:
        return may_stand_alone(Counted(self.measured_in, self.numerator, self.denominator))

    def line(self, *, grows: bool) -> Line:
        """Counts within the financial year add up over time: readers take one published quarter from the next."""
        counts = (int(self.numerator),)
        if self.denominator is not None:
            counts = (*counts, int(self.denominator - self.numerator))
        if grows and self.basis == Basis.YEAR_TO_DATE:
            period = year_to(self.month)
        elif self.basis == Basis.MONTH and self.denominator is None:
            period = (self.month, last_of(self.month))
        else:
            return Line(self.title, counts)
        return Line(self.title, counts, cohort=f"Indicator {self.ref}", of="met", period=period)


@dataclass(frozen=True)
class Guessed(Named):
    """A percentage whose numbers nobody gave: readers know of about how many it is from another month."""

    value: Decimal
    places: int
    whole: Decimal

    @property
    def gives_away(self) -> bool:
        return gives_away(self.value, self.whole, places=self.places)


def figure_title(reading: Reading, month: datetime.date) -> str:
    """What the line of an indicator's own figure is called among those of its table."""
    return _title(month, reading.basis)


def _title(month: datetime.date, basis: Basis) -> str:
    return f"{month_words(month)}, {BASIS_WORDS[basis].lower()}"


def month_and_basis(title: str) -> tuple[datetime.date, Basis] | None:
    """What the title of a line says: June 2026, in the month."""
    words, _, counted = title.partition(", ")
    basis = next((basis for basis, said in BASIS_WORDS.items() if said.lower() == counted), None)
    try:
        month = datetime.datetime.strptime(words, "%B %Y").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None
    return (month, Basis(basis)) if basis else None


def year_to(month: datetime.date) -> tuple[datetime.date, datetime.date]:
    return datetime.date(financial_year(month), YEAR_STARTS_IN, 1), last_of(month)


def behind(readings: Iterable[Reading], others: Iterable[Reading]) -> list[Held | Guessed]:
    """What lies behind everything that a report may show of these indicators, each figure once.

    Of `others` it shows the figure of their month, and nothing beside it.
    """
    wanted = [
        *((reading, basis, month) for reading in readings for basis, month in _shown(reading)),
        *((reading, reading.basis, reading.month) for reading in others),
    ]
    found = {
        (reading.indicator.ref, month, basis): told
        for reading, basis, month in wanted
        if (told := figure_of(reading, basis, month)) is not None
    }
    return list(found.values())


def _shown(reading: Reading) -> Iterator[tuple[Basis, datetime.date]]:
    """The figure itself, the one before it that it is compared with, the outturn, and the months of the trend."""
    yield reading.basis, reading.month
    if before := period_before(reading.basis, reading.month):
        yield reading.basis, before
    yield Basis.OUTTURN, last_outturn_month(reading.month)
    for month in months_to(reading.month, TREND_MONTHS):
        yield reading.shown_basis, month


def figure_of(reading: Reading, basis: Basis, month: datetime.date) -> Held | Guessed | None:
    """The numbers behind one figure, as it is shown; None where there is no figure, or nothing to know of it."""
    told = reading.figure(month) if basis == reading.basis else reading.held.get((basis, month))
    if told is None or reading.is_in_other_unit(month):
        return None
    name = (reading.indicator.ref, month, basis, reading.measured_in)
    if reading.measured_in == MeasuredIn.COUNT:
        return Held(*name, told.value, None)
    if told.numerator is not None and told.denominator is not None:
        return Held(*name, told.numerator, told.denominator)
    if reading.measured_in != MeasuredIn.PERCENTAGE:
        return None
    if told.denominator is not None:
        return Held(*name, _whole_number(told.value * told.denominator / 100), told.denominator)
    if told.numerator and told.value:
        return Held(*name, told.numerator, _whole_number(told.numerator * 100 / told.value))
    whole = _whole_near(reading, basis, month)
    return None if whole is None else Guessed(*name, told.value, reading.places, whole)


def _whole_number(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _whole_near(reading: Reading, basis: Basis, month: datetime.date) -> Decimal | None:
    """Of about how many a figure is: what the nearest month says, as much of it as its basis covers."""
    known = [
        (abs((month - other).days), other_basis != basis, other, Basis(other_basis), held.denominator)
        for (other_basis, other), held in reading.held.items()
        if held.denominator
    ]
    if not known:
        return None
    *_, other, other_basis, whole = min(known, key=lambda each: each[:3])
    if reading.basis == Basis.SNAPSHOT:
        return whole
    return whole * _months(basis, month) / _months(other_basis, other)


def _months(basis: Basis, month: datetime.date) -> int:
    """How many months a figure covers; an outturn the whole year."""
    return MONTHS_OF_A_YEAR if basis == Basis.OUTTURN else len(covered_months(month, basis)) or 1
