"""How an indicator compares with England, its region and its statistical neighbours, from what is published.

Four queries for any number of indicators.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import median

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from kit.sparklines import Sparkline, sparkline
from kpis.models import ComparatorFigure, ComparatorRow, ComparatorSeries, Definition, Indicator, Neighbour
from kpis.published import number_in, symbol_words, year_words
from kpis.rag import MeasuredIn, Polarity, target_words
from kpis.ranking import Rank, rank

Level = ComparatorRow.Level
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
    """What is published beside one indicator, in one year."""

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
    neighbours: list[Published]
    history: list[tuple[int, Published]]
    standing: Standing | None = field(repr=False)

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
        """For a table row: top quarter of 11 statistical neighbours, 2025. Or why there is none."""
        if self.own is None:
            return "not in the file"
        if self.own.value is None:
            return f"{self.own.words}, {self.year_words}"
        if not self.neighbours:
            return f"no statistical neighbours known, {self.year_words}"
        if self.among_neighbours is None:
            return f"no statistical neighbour has a number, {self.year_words}"
        return f"{self.among_neighbours.band} of {self.among_neighbours.of} statistical neighbours, {self.year_words}"

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
    return f"{place.position} of {place.of} {among}{tied} (1 is the {first}): {place.band}"


def comparisons(
    indicators: Iterable[Indicator | int], *, own_code: str, year: int | None = None
) -> dict[int, Comparison]:
    """What is published for each mapped indicator, by its id: in its newest year, or in `year` if it has that."""
    all_series = _series(indicators)
    if not all_series:
        return {}
    own = _own(own_code)
    old_code, region_code = own or ("", "")
    neighbours = _neighbours(old_code)
    found = _figures([series.pk for series in all_series], old_code, region_code, neighbours, year)
    return {
        series.indicator_id: _comparison(series, places, own_code, old_code, neighbours)
        for series in all_series
        if (places := found.get(series.pk)) and places.year
    }


@dataclass
class _Places:
    """The cells of one series: by old code, level, and of the council by year."""

    year: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    england: tuple[str, str] = ("England", "")
    region: tuple[str, str] | None = None
    own: tuple[str, str] | None = None
    standing: Standing | None = None
    history: dict[int, str] = field(default_factory=dict)


def _series(indicators: Iterable[Indicator | int]) -> list[ComparatorSeries]:
    definition = Definition.objects.filter(indicator=OuterRef("indicator")).order_by("-validity")
    facts = JSONObject(measured_in=F("measured_in"), polarity=F("polarity"))
    found = ComparatorSeries.objects.filter(indicator__in=list(indicators)).order_by("pk")
    return list(found.annotate(definition=Subquery(definition.values(facts=facts)[:1])))


def _own(own_code: str) -> tuple[str, str] | None:
    """The council's old code and region, as the newest figure says them."""
    if not own_code:
        return None
    found = ComparatorFigure.objects.filter(code=own_code).order_by("-year", "pk")
    return found.values_list("old_code", "region_code").first()


def _neighbours(old_code: str) -> list[tuple[str, str, str]]:
    """Old code, name and closeness of each, closest first."""
    found = Neighbour.objects.filter(authority__old_code=old_code).order_by("position")
    return list(found.values_list("neighbour__old_code", "neighbour__name", "closeness"))


def _figures(
    series: list[int], old_code: str, region_code: str, neighbours: list[tuple[str, str, str]], year: int | None
) -> dict[int, _Places]:
    """One pass over what is needed and no more: the year's places, and the council's own years."""
    codes = [code for code, _, _ in neighbours]
    places = (
        Q(level=Level.NATIONAL) | Q(level=Level.REGIONAL, code=region_code) | Q(old_code__in=[*codes, old_code or "-"])
    )
    asked = Q(year=year) if year else Q(is_latest=True)
    rows = ComparatorFigure.objects.filter(series__in=series).filter((asked & places) | Q(old_code=old_code or "-"))
    found: dict[int, _Places] = {}
    fields = ("series", "year", "is_latest", "level", "old_code", "name", "cell", "higher", "equal", "lower")
    for pk, at, is_latest, level, code, name, cell, higher, equal, lower in rows.values_list(*fields):
        into = found.setdefault(pk, _Places())
        if code == old_code and level == Level.LOCAL:
            into.history[at] = cell
        if not (at == year if year else is_latest):
            continue
        into.year = at
        if level == Level.NATIONAL:
            into.england = (name, cell)
        elif level == Level.REGIONAL:
            into.region = (name, cell)
        else:
            into.cells[code] = cell
            if code == old_code:
                into.own = (name, cell)
                into.standing = None if higher is None else Standing(higher, equal, lower)
    return found


def _comparison(
    series: ComparatorSeries,
    places: _Places,
    own_code: str,
    old_code: str,
    neighbours: list[tuple[str, str, str]],
) -> Comparison:
    measured_in, polarity = MeasuredIn.COUNT, Polarity.NONE
    if series.definition:
        measured_in = MeasuredIn(series.definition["measured_in"])
        polarity = Polarity(series.definition["polarity"])
    own_name = places.own[0] if places.own else ""
    return Comparison(
        dataset=series.dataset,
        column=series.column,
        category_words=", ".join(series.category.values()),
        note=series.note,
        year=places.year,
        polarity=polarity,
        measured_in=measured_in,
        own=Published(*places.own, measured_in) if places.own else None,
        england=Published(*places.england, measured_in),
        region=Published(*places.region, measured_in) if places.region else None,
        neighbours=[
            Published(name, places.cells.get(code), measured_in, closeness) for code, name, closeness in neighbours
        ],
        history=[(year, Published(own_name, cell, measured_in)) for year, cell in sorted(places.history.items())],
        standing=places.standing,
    )
