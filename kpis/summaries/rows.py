"""The honest cell: one indicator in one month, with all that keeps a figure from misleading, in one readable row."""

import datetime
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from django.urls import reverse

from kit.sparklines import Sparkline, sparkline
from kpis.periods import BASIS_WORDS, Basis, add_months, is_told_in, month_words, period_before, year_label
from kpis.rag import (
    DIRECTION_WORDS,
    RAG_WORDS,
    UNJUDGED,
    Direction,
    Goal,
    MeasuredIn,
    Polarity,
    Rag,
    Rule,
    direction,
    displayed,
    distance,
    distance_words,
    figure_words,
    goal_words,
    target_words,
)
from kpis.spc import Verdict
from kpis.summaries.held import TREND_MONTHS
from kpis.summaries.readings import REMEMBERED, Reading
from kpis.wording import MOVEMENT_WORDS, Facts, Movement, answers_of, assurance_words, movement_of, sentence
from people.models import Unit

NOT_APPLICABLE = "not applicable"
UNTOLD = "–"  # a month in the middle of a quarter
TRENDS = {Basis.MONTH: "In each month: "}


class TrendPoint(NamedTuple):
    """One of the months beside a figure. A tuple, because a template unpacks hundreds faster than it looks them up."""

    month: datetime.date
    value: Decimal | None
    words: str
    look: str = ""  # a further class of its cell


@dataclass
class HighlightRow:
    """One indicator in one month, as leaders read it; kpis.beside fills in `comparison`, `note` and `actions`."""

    indicator_id: int
    unit: str
    month: str
    theme: str
    ref: str
    title: str
    owner: str
    outturn: Decimal | None
    outturn_words: str
    numerator: Decimal | None
    numerator_words: str
    denominator: Decimal | None
    denominator_words: str
    current: Decimal | None
    current_words: str
    basis: Basis
    basis_words: str
    trend: list[TrendPoint]
    trend_summary: str
    goal: Goal | None
    goal_words: str
    rag: Rag
    rag_words: str
    distance_words: str
    direction: Direction
    direction_words: str
    spc: Verdict
    movement: Movement
    answers: list[tuple[str, str, str]]  # of each target: its name, whether it will be met, and that in words
    difference_words: str
    exemption: str
    url: str
    measured_in: MeasuredIn
    polarity: Polarity
    places: int
    reading: Reading
    comparison: Any = None  # kpis.comparison.Comparison, where the indicator has one
    note: Any = None  # kpis.notes.NoteLine, where the owner was asked
    actions: Any = None  # kpis.notes.ActionCount, where something is to do
    breaks: tuple[int, ...] = ()  # the places in the trend from which on something is counted otherwise

    def __copy__(self) -> "HighlightRow":
        """As Python would, without asking first how this class wants to be taken apart."""
        other = object.__new__(HighlightRow)
        vars(other).update(vars(self))
        return other

    @cached_property
    def _since_last_year(self) -> tuple[Direction, str]:
        before = add_months(self.reading.month, -12)
        return _way(self.reading, self.reading.at(before), f"since {month_words(before)}")

    @cached_property
    def _since_outturn(self) -> tuple[Direction, str]:
        last_year = year_label(add_months(self.reading.month, -3).year - 1)
        return _way(self.reading, self.reading.outturn, f"against the outturn of {last_year}")

    # What long tables leave out is worked out where it is asked for.
    @property
    def year_direction(self) -> Direction:
        return self._since_last_year[0]

    @property
    def year_words(self) -> str:
        return self._since_last_year[1]

    @property
    def outturn_direction(self) -> Direction:
        return self._since_outturn[0]

    @property
    def outturn_direction_words(self) -> str:
        return self._since_outturn[1]

    @property
    def trend_word(self) -> str:
        return MOVEMENT_WORDS[self.movement]

    @property
    def assurance_words(self) -> str:
        return assurance_words(self.answers)

    @property
    def sentence(self) -> str:
        """The row as prose, for screen readers and reports."""
        return sentence(
            Facts(
                title=self.title,
                unit=self.unit,
                month=self.month,
                value="" if self.current is None else self.current_words,
                basis=self.basis_words,
                parts="" if self.numerator is None else f"{self.numerator_words} of {self.denominator_words}",
                rag=self.rag_words,
                distance="" if self.goal is None else self.distance_words,
                direction="" if self.direction == Direction.CANNOT_SAY else self.direction_words,
                year="" if self.year_direction == Direction.CANNOT_SAY else self.year_words,
                outturn="" if self.outturn_direction == Direction.CANNOT_SAY else self.outturn_direction_words,
                trend="" if self.movement == Movement.UNSAID else f"Trend: {self.trend_word.lower()}",
                spc=self.spc.words,
                assurance=self.assurance_words,
                comparison=f"Compared with others: {self.comparison.band_words}" if self.comparison else "",
                difference=self.difference_words,
                note=self.note.words if self.note else "",
            )
        )

    @property
    def is_judged(self) -> bool:
        return self.rag not in UNJUDGED

    @property
    def is_outlined(self) -> bool:
        """Only figures judged red, amber or green have a badge with a filled shape."""
        return self.rag not in (Rag.GREEN, Rag.AMBER, Rag.RED)

    @property
    def direction_look(self) -> str:
        known = (Direction.IMPROVED, Direction.WORSE, Direction.NO_CHANGE)
        return self.direction.value if self.direction in known else "unknown"

    @property
    def is_count(self) -> bool:
        return self.numerator is None and self.numerator_words == NOT_APPLICABLE

    @property
    def has_pair(self) -> bool:
        """Do its targets fill the two columns of minimum and upper?"""
        return self.goal is not None and self.goal.rule == Rule.MINIMUM_UPPER

    @property
    def minimum(self) -> Decimal | None:
        return self.goal.minimum if self.goal else None

    @property
    def upper(self) -> Decimal | None:
        return self.goal.upper if self.goal else None

    @property
    def minimum_words(self) -> str:
        return target_words(self.minimum, measured_in=self.measured_in)

    @property
    def upper_words(self) -> str:
        return target_words(self.upper, measured_in=self.measured_in)

    @property
    def breaks_words(self) -> list[str]:
        """From when on something is counted otherwise, and why."""
        months = [self.trend[place].month for place in self.breaks]
        return [f"The line breaks before {month_words(month)}: {self.reading.rebases[month]}" for month in months]

    @property
    def chart(self) -> Sparkline:
        return _small_chart(tuple(point.value for point in self.trend), self.breaks)


@lru_cache(maxsize=REMEMBERED)
def _small_chart(values: tuple[Decimal | None, ...], breaks: tuple[int, ...]) -> Sparkline:
    return sparkline(values, breaks=breaks)


def row(reading: Reading, unit: Unit) -> HighlightRow:
    """The reading in words. No query. A row of one's own, beside which a page puts what others say."""
    return copy(_row(reading, unit.name, unit.code))


@lru_cache(maxsize=REMEMBERED)
def _row(reading: Reading, unit: str, code: str) -> HighlightRow:
    measured_in, places, month = reading.measured_in, reading.places, reading.month
    now, current, rag = reading.now, reading.current, reading.rag
    gap = distance(current, reading.goal, polarity=reading.polarity, places=places)
    trend = [
        TrendPoint(each, value, words_of_month(reading, each, value), _look(reading, each, place))
        for place, (each, value) in enumerate(reading.trend(TREND_MONTHS))
    ]
    breaks = tuple(place for place, point in enumerate(trend) if point.look)
    way, way_words = _since_before(reading)
    return HighlightRow(
        indicator_id=reading.indicator.pk,
        unit=unit,
        month=month_words(month),
        theme=reading.indicator.theme,
        ref=reading.indicator.ref,
        title=reading.definition.title,
        owner=reading.indicator.owner,
        outturn=None if reading.outturn is None else displayed(reading.outturn, places),
        outturn_words=_words(reading, reading.outturn),
        numerator=now.numerator if now else None,
        numerator_words=part_words(now, "numerator", measured_in),
        denominator=now.denominator if now else None,
        denominator_words=part_words(now, "denominator", measured_in),
        current=None if current is None else displayed(current, places),
        current_words=NOT_APPLICABLE if rag == Rag.NOT_APPLICABLE else _words(reading, current),
        basis=reading.basis,
        basis_words=BASIS_WORDS[reading.basis],
        trend=trend,
        trend_summary=_trend_summary(trend, reading.shown_basis, breaks),
        goal=reading.goal,
        goal_words=goal_words(reading.goal, measured_in=measured_in),
        rag=rag,
        rag_words=RAG_WORDS[rag],
        distance_words=distance_words(gap, measured_in=measured_in, places=places),
        direction=way,
        direction_words=way_words,
        spc=reading.spc,
        movement=movement_of(reading.spc),
        answers=answers_of(reading.assurances),
        difference_words=" ".join(
            filter(None, [now.difference.sentence if now and now.difference else "", reading.mixed_words])
        ),
        exemption=reading.exemption,
        url=f"{address_of(reading.indicator.ref)}?month={month:%Y-%m}&unit={code}",
        measured_in=measured_in,
        polarity=reading.polarity,
        places=places,
        reading=reading,
        breaks=breaks,
    )


@cache
def address_of(ref: str) -> str:
    """The indicator's page; looking an address up costs more than all the arithmetic of a row."""
    return reverse("kpis:indicator", args=[ref])


def _words(reading: Reading, value: Decimal | None) -> str:
    return figure_words(value, measured_in=reading.measured_in, places=reading.places)


def words_of_month(reading: Reading, month: datetime.date, value: Decimal | None) -> str:
    """The figure of a month that is shown, or why there is none."""
    if value is None and (not is_told_in(reading.shown_basis, month)):
        return UNTOLD
    return "counted otherwise" if reading.is_in_other_unit(month) else _words(reading, value)


def _look(reading: Reading, month: datetime.date, place: int) -> str:
    """Where something began to be counted otherwise, the cell has an edge."""
    return " kpi-table__break" if place and month in reading.rebases else ""


def part_words(held: object, part: str, measured_in: MeasuredIn) -> str:
    """A numerator or denominator: a count has none; another figure's may not have been given."""
    if measured_in == MeasuredIn.COUNT:
        return NOT_APPLICABLE
    number: Decimal | None = getattr(held, part) if held else None
    if number is None:
        return "not given" if held else "no data"
    return f"{number.normalize():,f}"


def _trend_summary(trend: list[TrendPoint], basis: Basis, breaks: tuple[int, ...]) -> str:
    """March 2023 89.5%, …, August 2023 90.4%: what the sparkline shows, for whoever does not see it."""
    kind = "" if basis == Basis.SNAPSHOT else TRENDS.get(basis, f"{BASIS_WORDS[basis]}: ")
    told = kind + ", ".join(f"{month_words(point.month)} {point.words}" for point in trend if point.words != UNTOLD)
    return told + "".join(f"; the line breaks before {month_words(trend[place].month)}" for place in breaks)


def _since_before(reading: Reading) -> tuple[Direction, str]:
    before = period_before(reading.basis, reading.month)
    if before is None:
        return Direction.CANNOT_SAY, f"{DIRECTION_WORDS[Direction.CANNOT_SAY]}: a year to date begins anew in April"
    return _way(reading, reading.at(before), f"since {month_words(before)}")


def _way(reading: Reading, before: Decimal | None, since: str) -> tuple[Direction, str]:
    """Like is compared with like: a year-to-date figure with an earlier year to date."""
    way = direction(reading.current, before, polarity=reading.polarity, places=reading.places)
    if way == Direction.CANNOT_SAY:
        basis = BASIS_WORDS[reading.basis].lower()
        return way, f"{DIRECTION_WORDS[way]}: no {basis} figure to compare {since.replace('since', 'for')}"
    return way, f"{DIRECTION_WORDS[way]} {since} ({_words(reading, before)})"
