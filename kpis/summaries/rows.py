"""The honest cell: one indicator in one month, with all that keeps a figure from misleading, in one readable row."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.urls import reverse

from kit.sparklines import Sparkline, sparkline
from kpis.periods import BASIS_WORDS, Basis, add_months, month_words, year_label
from kpis.rag import (
    DIRECTION_WORDS,
    RAG_WORDS,
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
from kpis.summaries.readings import TREND_MONTHS, Reading
from kpis.wording import Facts, assurance_words, sentence, trend_word
from people.models import Unit

NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class TrendPoint:
    month: datetime.date
    value: Decimal | None
    words: str


@dataclass
class HighlightRow:
    """One indicator in one month, as leaders read it; `comparison` and `note` are filled in by kpis.beside."""

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
    year_direction: Direction
    year_words: str
    outturn_direction: Direction
    outturn_direction_words: str
    spc: Verdict
    trend_word: str
    assurance_words: str
    difference_words: str
    exemption: str
    url: str
    measured_in: MeasuredIn
    polarity: Polarity
    places: int
    comparison: Any = None  # kpis.comparison.Comparison, where the indicator has one
    note: Any = None  # kpis.notes.NoteLine, where the owner was asked
    breaks: tuple[int, ...] = ()  # the places in the trend from which on something is counted otherwise

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
                spc=self.spc.words,
                assurance=self.assurance_words,
                comparison=f"Compared with others: {self.comparison.band_words}" if self.comparison else "",
                difference=self.difference_words,
                note=self.note.words if self.note else "",
            )
        )

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
    def chart(self) -> Sparkline:
        return sparkline([point.value for point in self.trend], breaks=self.breaks)


def row(reading: Reading, unit: Unit, *, comparison: Any = None, note: Any = None) -> HighlightRow:
    """The reading in words. No query."""
    measured_in, places, month = reading.measured_in, reading.places, reading.month
    now, current, rag = reading.now, reading.current, reading.rag
    gap = distance(current, reading.goal, polarity=reading.polarity, places=places)
    trend = [TrendPoint(each, value, _words(reading, value)) for each, value in reading.trend(TREND_MONTHS)]
    breaks = tuple(place for place, point in enumerate(trend) if place and point.month in reading.rebases)
    way, way_words = _way(reading, reading.before(1), f"since {month_words(add_months(month, -1))}")
    year_way, year_words = _way(reading, reading.before(12), f"since {month_words(add_months(month, -12))}")
    last_year = year_label(add_months(month, -3).year - 1)
    outturn_way, outturn_words = _way(reading, reading.outturn, f"against the outturn of {last_year}")
    return HighlightRow(
        indicator_id=reading.indicator.pk,
        unit=unit.name,
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
        trend_summary=_trend_summary(trend, reading.basis, breaks),
        goal=reading.goal,
        goal_words=goal_words(reading.goal, measured_in=measured_in),
        rag=rag,
        rag_words=RAG_WORDS[rag],
        distance_words=distance_words(gap, measured_in=measured_in, places=places),
        direction=way,
        direction_words=way_words,
        year_direction=year_way,
        year_words=year_words,
        outturn_direction=outturn_way,
        outturn_direction_words=outturn_words,
        spc=reading.spc,
        trend_word=trend_word(reading.spc),
        assurance_words=assurance_words(reading.assurances),
        difference_words=now.difference.sentence if now and now.difference else "",
        exemption=reading.exemption,
        url=f"{address_of(reading.indicator.ref)}?month={month:%Y-%m}&unit={unit.code}",
        measured_in=measured_in,
        polarity=reading.polarity,
        places=places,
        comparison=comparison,
        note=note,
        breaks=breaks,
    )


@cache
def address_of(ref: str) -> str:
    """The indicator's page; looking an address up costs more than all the arithmetic of a row."""
    return reverse("kpis:indicator", args=[ref])


def _words(reading: Reading, value: Decimal | None) -> str:
    return figure_words(value, measured_in=reading.measured_in, places=reading.places)


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
    kind = "" if basis == Basis.SNAPSHOT else "In each month: "
    told = kind + ", ".join(f"{month_words(point.month)} {point.words}" for point in trend)
    return told + "".join(f"; the line breaks before {month_words(trend[place].month)}" for place in breaks)


def _way(reading: Reading, before: Decimal | None, since: str) -> tuple[Direction, str]:
    """Like is compared with like: a year-to-date figure with an earlier year to date."""
    way = direction(reading.current, before, polarity=reading.polarity, places=reading.places)
    if way == Direction.CANNOT_SAY:
        basis = BASIS_WORDS[reading.basis].lower()
        return way, f"{DIRECTION_WORDS[way]}: no {basis} figure to compare {since.replace('since', 'for')}"
    return way, f"{DIRECTION_WORDS[way]} {since} ({_words(reading, before)})"
