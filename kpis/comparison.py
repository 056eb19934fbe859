"""How an indicator compares with England, its region and its statistical neighbours, from what is published.

One query for any number of indicators.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any

from django.db import connection

from kit.sparklines import Sparkline, sparkline
from kpis.models import Indicator
from kpis.published import number_in, symbol_words, year_words
from kpis.rag import MeasuredIn, Polarity, target_words
from kpis.ranking import Rank, rank

ENGLAND = "E92000001"
NOT_IN_FILE = "not in the file"


@dataclass(frozen=True)
class Published:
    """What is published for a place: `cell` as written, None if the place is not in the file."""

    name: str
    cell: str | None
    measured_in: MeasuredIn
    closeness: str = ""

    @cached_property
    def value(self) -> Decimal | None:
        return None if self.cell is None else number_in(self.cell)

    @property
    def words(self) -> str:
        """22.6%, or what the symbol means."""
        if self.cell is None:
            return NOT_IN_FILE
        if self.value is None:
            return symbol_words(self.cell)
        return target_words(self.value, measured_in=self.measured_in)


@dataclass(frozen=True)
class Standing:
    """How many local authorities with a number have a higher, the same or a lower one."""

    higher: int
    equal: int
    lower: int


@dataclass(frozen=True)
class Comparison:
    """What is published beside one indicator, in one year; lists are laid out when asked for."""

    dataset: str
    column: str
    category_words: str
    note: str
    year: int
    polarity: Polarity
    measured_in: MeasuredIn
    own: Published | None
    england: Published
    region: Published | None
    standing: Standing | None
    cells: dict[str, str] = field(repr=False)
    council: "Council" = field(repr=False)
    years: list[list[Any]] = field(repr=False)  # every year with the council's own cell, oldest first

    @cached_property
    def neighbours(self) -> list[Published]:
        """The statistical neighbours, closest first."""
        return [
            Published(name, self.cells.get(place), self.measured_in, closeness)
            for place, name, closeness in self.council.neighbours
        ]

    @cached_property
    def history(self) -> list[tuple[int, Published]]:
        """The council's own published figures, oldest first."""
        name = self.own.name if self.own else ""
        return [(year, Published(name, cell, self.measured_in)) for year, cell in self.years]

    @property
    def year_words(self) -> str:
        return year_words(self.year)

    @cached_property
    def among_neighbours(self) -> Rank | None:
        """None where the council or all its neighbours have no number."""
        if self.own is None:
            return None
        return rank(self.own.value, [place.value for place in self.neighbours], self.polarity)

    @cached_property
    def among_all(self) -> Rank | None:
        """The place among all local authorities, from how many stand above and below (counted at loading)."""
        if self.own is None or self.own.value is None or self.standing is None:
            return None
        own, counts = self.own.value, self.standing
        others = [own + 1] * counts.higher + [own] * counts.equal + [own - 1] * counts.lower
        return rank(own, others, self.polarity)

    @cached_property
    def neighbours_median(self) -> Decimal | None:
        values = [place.value for place in self.neighbours if place.value is not None]
        return median(values) if values else None

    @property
    def neighbours_median_words(self) -> str:
        if self.neighbours_median is None:
            return "none: no neighbour has a number"
        return target_words(self.neighbours_median, measured_in=self.measured_in)

    @property
    def band_words(self) -> str:
        """For a table row: top quarter, with 10 statistical neighbours, 2025. Or why there is none."""
        if self.own is None:
            return "not in the file"
        if self.own.value is None:
            return f"{self.own.words}, {self.year_words}"
        if not self.neighbours:
            return f"no statistical neighbours known, {self.year_words}"
        if self.among_neighbours is None:
            return f"no statistical neighbour has a number, {self.year_words}"
        place = self.among_neighbours
        others = f"{place.of - 1} statistical neighbour{'' if place.of == 2 else 's'}"
        words = place.band or f"{place.position} of {place.of}, {place.band_words}"
        return f"{words}, with {others}, {self.year_words}"

    @property
    def neighbours_rank_words(self) -> str:
        return rank_words(self.among_neighbours, "this council and its statistical neighbours", self.polarity)

    @property
    def all_rank_words(self) -> str:
        return rank_words(self.among_all, "local authorities", self.polarity)

    @property
    def history_chart(self) -> Sparkline:
        return sparkline([place.value for _, place in self.history])

    @property
    def history_words(self) -> str:
        """The council's own figures in a sentence, oldest first."""
        return ", ".join(f"{year_words(year)} {place.words}" for year, place in self.history)


def rank_words(place: Rank | None, among: str, polarity: Polarity) -> str:
    """2 of 11 (tied) with 1 the best, top quarter, among this council and its statistical neighbours."""
    if place is None:
        return "Not ranked: a figure that is not a number has no place."
    first = "highest" if polarity == Polarity.NONE else "best"
    tied = ", tied with others" if place.tied else ""
    return f"{place.position} of {place.of} {among}{tied} (1 is the {first}): {place.band_words}"


@dataclass(frozen=True)
class Council:
    """The council and its region as files call them, and each neighbour: place, name and closeness, closest first."""

    place: str | None
    region: str | None
    neighbours: list[list[str]]


# Each mapped indicator's series; what its newest definition says; who the council, its region and its neighbours are;
# their figures and England's, in the newest year or the one that is asked for; and, if wanted, the council's own cells
# of every year, oldest first.
SERIES = """
    WITH own AS (
        SELECT place, region_code FROM kpis_comparatorfigure WHERE code = %(own)s ORDER BY year DESC LIMIT 1
    ), near AS (
        SELECT n.old_code, n.name, k.closeness, k.position
        FROM own
        JOIN kpis_authority a ON a.old_code = own.place
        JOIN kpis_neighbour k ON k.authority_id = a.id
        JOIN kpis_authority n ON n.id = k.neighbour_id
    ), council AS (
        SELECT (SELECT place FROM own) AS place, (SELECT region_code FROM own) AS region,
            (SELECT array_agg(old_code) FROM near) AS neighbours,
            (SELECT json_agg(json_build_array(old_code, name, closeness) ORDER BY position)::text FROM near) AS told
    )
    SELECT s.indicator_id, s.dataset, s."column", s.category::text, s.note, d.measured_in, d.polarity,
        c.place, c.region, c.told, f.year, f.places, f.names, f.cells, f.higher, f.equal, f.lower,
        CASE WHEN %(with_history)s THEN (
            SELECT json_agg(json_build_array(h.year, h.cell) ORDER BY h.year)::text
            FROM kpis_comparatorfigure h WHERE h.series_id = s.id AND h.place = c.place
        ) END
    FROM kpis_comparatorseries s
    CROSS JOIN council c
    LEFT JOIN LATERAL (
        SELECT measured_in, polarity FROM kpis_definition
        WHERE indicator_id = s.indicator_id ORDER BY validity DESC LIMIT 1
    ) d ON true
    CROSS JOIN LATERAL (
        SELECT max(year) AS year, array_agg(place) AS places, array_agg(name) AS names, array_agg(cell) AS cells,
            array_agg(higher) AS higher, array_agg(equal) AS equal, array_agg(lower) AS lower
        FROM kpis_comparatorfigure
        WHERE series_id = s.id AND place = ANY(ARRAY[%(england)s, c.region, c.place] || c.neighbours) AND {of_year}
    ) f
    WHERE s.indicator_id = ANY(%(indicators)s) AND f.year IS NOT NULL
    ORDER BY s.id
"""


def comparisons(
    indicators: Iterable[Indicator | int], *, own_code: str, year: int | None = None, with_history: bool = True
) -> dict[int, Comparison]:
    """What is published for each mapped indicator, by its id: in its newest year, or in `year` if it has that.

    Rows of a page do without the council's own history, which costs as much as all the rest.
    """
    keys = [each.pk if isinstance(each, Indicator) else each for each in indicators]
    if not keys:
        return {}
    asked = {
        "indicators": keys,
        "own": own_code or "-",
        "england": ENGLAND,
        "year": year,
        "with_history": with_history,
    }
    with connection.cursor() as cursor:
        cursor.execute(SERIES.format(of_year="year = %(year)s" if year else "is_latest"), asked)
        return {key: _comparison(*row) for key, *row in cursor.fetchall()}


def _comparison(
    dataset: str,
    column: str,
    category: str,
    note: str,
    measured_as: str | None,
    way: str | None,
    place: str | None,
    region: str | None,
    neighbours: str | None,
    year: int,
    places: list[str],
    *columns: Any,
) -> Comparison:
    *lists, history = columns
    names, cells, *standings = (dict(zip(places, each, strict=True)) for each in lists)
    measured_in = MeasuredIn(measured_as) if measured_as else MeasuredIn.COUNT

    def published(at: str | None) -> Published | None:
        return Published(names[at], cells[at], measured_in) if at in cells else None

    higher, equal, lower = (each.get(place) for each in standings)
    return Comparison(
        dataset=dataset,
        column=column,
        category_words=", ".join(json.loads(category).values()),
        note=note,
        year=year,
        polarity=Polarity(way) if way else Polarity.NONE,
        measured_in=measured_in,
        own=published(place),
        england=published(ENGLAND) or Published("England", None, measured_in),
        region=published(region),
        standing=None if higher is None or equal is None or lower is None else Standing(higher, equal, lower),
        cells=cells,
        council=Council(place, region, json.loads(neighbours) if neighbours else []),
        years=json.loads(history) if history else [],
    )
