"""How an indicator compares with England, its region and its statistical neighbours, from what is published.

Four queries for any number of indicators.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import median

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import JSONObject

from kit.sparklines import Sparkline, sparkline
from kpis.models import ComparatorFigure, ComparatorSeries, Definition, Indicator, Neighbour
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
    years: list[tuple[int, str]] = field(repr=False)

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


def comparisons(
    indicators: Iterable[Indicator | int], *, own_code: str, year: int | None = None, with_history: bool = True
) -> dict[int, Comparison]:
    """What is published for each mapped indicator, by its id: in its newest year, or in `year` if it has that.

    Rows of a page do without the council's own history, which costs as much as all the rest.
    """
    all_series = _series(indicators, own_code)
    if not all_series:
        return {}
    own = all_series[0].own or {}
    place, region = own.get("place"), own.get("region")
    council = Council(place, region, _neighbours(place) if place else [])
    wanted = [series.pk for series in all_series]
    found = _figures(wanted, council, year)
    years = _years(wanted, place) if place and with_history else {}
    return {
        series.indicator_id: _comparison(series, found[series.pk], council, years.get(series.pk, []))
        for series in all_series
        if series.pk in found
    }


@dataclass(frozen=True)
class Council:
    """The council and its region as files call them, and each neighbour: place, name and closeness, closest first."""

    place: str | None
    region: str | None
    neighbours: list[tuple[str, str, str]]


@dataclass(frozen=True)
class _Figures:
    year: int
    names: dict[str, str]
    cells: dict[str, str]
    standings: dict[str, tuple[int | None, int | None, int | None]]


def _series(indicators: Iterable[Indicator | int], own_code: str) -> list[ComparatorSeries]:
    """The mapped series, each with what the indicator's newest definition says, and with the council's own place."""
    definition = Definition.objects.filter(indicator=OuterRef("indicator")).order_by("-validity")
    facts = JSONObject(measured_in=F("measured_in"), polarity=F("polarity"))
    own = ComparatorFigure.objects.filter(code=own_code or "-").order_by("-year")
    found = ComparatorSeries.objects.filter(indicator__in=list(indicators)).order_by("pk")
    return list(
        found.annotate(
            definition=Subquery(definition.values(facts=facts)[:1]),
            own=Subquery(own.values(facts=JSONObject(place=F("place"), region=F("region_code")))[:1]),
        )
    )


def _neighbours(place: str) -> list[tuple[str, str, str]]:
    found = Neighbour.objects.filter(authority__old_code=place).order_by("position")
    return list(found.values_list("neighbour__old_code", "neighbour__name", "closeness"))


def _figures(series: list[int], council: Council, year: int | None) -> dict[int, _Figures]:
    """The year's figures of England, the region, the council and its neighbours: one row for each series."""
    places = [ENGLAND, council.region or "-", council.place or "-", *(place for place, _, _ in council.neighbours)]
    asked = {"year": year} if year else {"is_latest": True}
    columns = ["place", "name", "cell", "higher", "equal", "lower"]
    lists = {f"{column}_list": ArrayAgg(column) for column in columns}
    rows = ComparatorFigure.objects.filter(series__in=series, place__in=places, **asked).order_by()
    rows = rows.values("series").annotate(at=Max("year"), **lists).values_list("series", "at", *lists)
    found = {}
    for pk, at, keys, names, cells, *standings in rows:
        found[pk] = _Figures(
            at,
            dict(zip(keys, names, strict=True)),
            dict(zip(keys, cells, strict=True)),
            dict(zip(keys, zip(*standings, strict=True), strict=True)),
        )
    return found


def _years(series: list[int], place: str) -> dict[int, list[tuple[int, str]]]:
    """Every year's own cell, oldest first, by series."""
    lists = {name: ArrayAgg(column, order_by="year") for name, column in (("years", "year"), ("cells", "cell"))}
    rows = ComparatorFigure.objects.filter(series__in=series, place=place).order_by()
    rows = rows.values("series").annotate(**lists).values_list("series", *lists)
    return {pk: list(zip(years, cells, strict=True)) for pk, years, cells in rows}


def _comparison(
    series: ComparatorSeries, figures: _Figures, council: Council, years: list[tuple[int, str]]
) -> Comparison:
    measured_in, polarity = MeasuredIn.COUNT, Polarity.NONE
    if series.definition:
        measured_in = MeasuredIn(series.definition["measured_in"])
        polarity = Polarity(series.definition["polarity"])

    def published(place: str | None) -> Published | None:
        if place not in figures.cells:
            return None
        return Published(figures.names[place], figures.cells[place], measured_in)

    higher, equal, lower = figures.standings.get(council.place or "-", (None, None, None))
    return Comparison(
        dataset=series.dataset,
        column=series.column,
        category_words=", ".join(series.category.values()),
        note=series.note,
        year=figures.year,
        polarity=polarity,
        measured_in=measured_in,
        own=published(council.place),
        england=published(ENGLAND) or Published("England", None, measured_in),
        region=published(council.region),
        standing=None if higher is None or equal is None or lower is None else Standing(higher, equal, lower),
        cells=figures.cells,
        council=council,
        years=years,
    )
