"""Units × indicators of one month: every figure as displayed, judged by the same rules as everywhere else."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from kpis.accumulating import covered_months
from kpis.models import Definition, Exemption
from kpis.periods import BASIS_WORDS, Basis, is_told_in, last_of
from kpis.rag import RAG_WORDS, Goal, MeasuredIn, Polarity, Rag, displayed, figure_words, judge, ratio_of, tally_words
from kpis.summaries.held import Held, items, numbers
from kpis.summaries.meanings import Meaning, meanings_of, same_unit_since
from kpis.summaries.readings import ADDED_UP, REMEMBERED
from kpis.summaries.rows import NOT_APPLICABLE, address_of
from people.access import lineage
from people.models import Unit


class Cell(NamedTuple):
    """One unit's figure; `words` are empty where the state itself is all there is to say.

    A tuple, because a template unpacks thousands of them far faster than it looks up their attributes.
    """

    url: str
    words: str
    rag: Rag
    rag_words: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    theme: str
    ref: str
    title: str
    basis_words: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class HeatMap:
    month: datetime.date
    units: list[Unit]
    rows: list[HeatRow]

    def counts(self, place: int) -> dict[Rag, int]:
        """How many figures of the unit at this place stand where."""
        standing = Counter(row.cells[place].rag for row in self.rows)
        return {rag: standing[rag] for rag in Rag}

    @property
    def summary(self) -> str:
        """What the map shows, for whoever does not see it."""
        counted = [self.counts(place) for place in range(len(self.units))]
        total = {rag: sum(counts[rag] for counts in counted) for rag in Rag}
        units = f"{len(self.units)} unit{'' if len(self.units) == 1 else 's'}"
        indicators = f"{len(self.rows)} indicator{'' if len(self.rows) == 1 else 's'}"
        words = f"{indicators} in {units}: {tally_words(total)}."
        bad = [counts[Rag.RED] + counts[Rag.MISSED] for counts in counted]
        if len(self.units) == 1 or not any(bad):
            return words
        most = self.units[bad.index(max(bad))]
        return f"{words} Most red or missed: {most.name}, {max(bad)} of {len(self.rows)}."


class Told(NamedTuple):
    """One indicator's figures in many units, as Postgres writes arrays; `whole`: 0, or of how many months a sum is."""

    units: str
    whole: str
    values: str
    numerators: str
    denominators: str
    latest: str


# Each unit's figure as displayed, and how that stands.
Standings = tuple[tuple[Decimal | None, Rag], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator with its figures, in the order of the units."""

    definition: Definition
    figures: Standings


def judged(units: Sequence[Unit], month: datetime.date, meanings: list[Meaning]) -> list[Judged]:
    """The figures of `units` for `month`, in the order of the table. Two queries, whatever there is."""
    told_in_month = [
        each for each in meanings
        if last_of(month) in each.definition.validity and is_told_in(Basis(each.definition.basis), month)
    ]  # fmt: skip
    exempt: dict[str, set[int]] = defaultdict(set)
    for key, path in Exemption.objects.values_list("indicator", "unit__path"):
        exempt[path].add(key)
    exempt_of = [set().union(*(exempt[path] for path in lineage(unit.path))) for unit in units]
    keys = tuple(unit.pk for unit in units)
    series = told(keys, [each.definition for each in told_in_month], month)
    ever: dict[int, list[Definition]] = defaultdict(list)
    for each in meanings:
        ever[each.definition.indicator_id].append(each.definition)
    found = []
    for definition, goal in ((each.definition, each.goal) for each in told_in_month):
        key = definition.indicator_id
        exempt_here = tuple(key in exempt for exempt in exempt_of)
        counted = counted_as(definition, same_unit_since(ever[key], month), month)
        found.append(Judged(definition, _judged(series.get(key), keys, exempt_here, counted, goal, month)))
    return found


class Counted(NamedTuple):
    """What of a definition says how its figures are counted and judged.

    `adds_up`: all months that a sum covers were measured in what it is measured in.
    """

    measured_in: MeasuredIn
    basis: Basis
    polarity: Polarity
    places: int
    adds_up: bool


def counted_as(definition: Definition, same_unit_since: datetime.date | None, month: datetime.date) -> Counted:
    basis = Basis(definition.basis)
    months = covered_months(month, basis)
    adds_up = bool(months) and (same_unit_since is None or last_of(months[0]) >= same_unit_since)
    return Counted(
        MeasuredIn(definition.measured_in), basis, Polarity(definition.polarity), definition.places, adds_up
    )  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def _judged(
    series: Told | None,
    units: tuple[int, ...],
    exempt: tuple[bool, ...],
    counted: Counted,
    goal: Goal | None,
    month: datetime.date,
) -> Standings:
    """Worked out once from the same facts, as readings are."""
    figures = understood(series, counted, month) if series else {}
    row: list[tuple[Decimal | None, Rag]] = []
    for unit, is_exempt in zip(units, exempt, strict=True):
        value = figures.get(unit)
        if value is None:
            row.append((None, Rag.NOT_APPLICABLE if is_exempt else Rag.NO_DATA))
        else:
            rag = judge(value, goal, polarity=counted.polarity, places=counted.places)
            row.append((displayed(value, counted.places), rag))
    return tuple(row)


def standing_of(units: Sequence[Unit], month: datetime.date, meanings: list[Meaning]) -> list[dict[Rag, int]]:
    """How many figures of each unit stand where, without a word about any of them. Two queries."""
    rows = judged(units, month, meanings)
    counted = [Counter(row.figures[place][1] for row in rows) for place in range(len(units))]
    return [{rag: counts[rag] for rag in Rag} for counts in counted]


def heat_map(units: Sequence[Unit], month: datetime.date) -> HeatMap:
    """The figures of `units` for `month` in words. Three queries, whatever there is."""
    codes = tuple(unit.code for unit in units)
    rows = []
    for each in judged(units, month, meanings_of(month)):
        definition, indicator = each.definition, each.definition.indicator
        cells = _cells(each.figures, codes, indicator.ref, month, MeasuredIn(definition.measured_in), definition.places)
        basis_words = BASIS_WORDS[Basis(definition.basis)]
        rows.append(HeatRow(indicator.theme, indicator.ref, definition.title, basis_words, cells))
    return HeatMap(month, list(units), rows)


@lru_cache(maxsize=REMEMBERED)
def _cells(
    figures: Standings, codes: tuple[str, ...], ref: str, month: datetime.date, measured_in: MeasuredIn, places: int
) -> tuple[Cell, ...]:
    address = f"{address_of(ref)}?month={month:%Y-%m}&unit="
    return tuple(
        Cell(
            f"{address}{code}",
            "" if value is None else figure_words(value, measured_in=measured_in, places=places),
            rag,
            RAG_WORDS[rag],
            value,
        )
        for code, (value, rag) in zip(codes, figures, strict=True)
    )


# Figures as they are held, and, where a figure is added up, its months in one row with how many of them are whole.
FIGURES = """
    WITH d AS (
        SELECT indicator_id, basis, measured_in = 'count' AS is_count FROM kpis_definition
        WHERE validity @> %(day)s AND indicator_id = ANY(%(indicators)s)
    ), covered AS (
        SELECT d.indicator_id, d.is_count, c.first
        FROM d JOIN unnest(%(bases)s::text[], %(firsts)s::date[]) AS c (basis, first) ON c.basis = d.basis
    ), figures AS (
        SELECT v.unit_id, v.indicator_id, 0 AS whole, v.value, v.numerator, v.denominator, NULL::numeric AS latest
        FROM kpis_value v JOIN d ON d.indicator_id = v.indicator_id AND d.basis = v.basis
        WHERE v.unit_id = ANY(%(units)s) AND v.superseded_at IS NULL AND v.period = %(month)s
        UNION ALL
        SELECT v.unit_id, v.indicator_id,
            count(*) FILTER (WHERE c.is_count OR (v.numerator IS NOT NULL AND v.denominator IS NOT NULL)), NULL,
            sum(CASE WHEN c.is_count THEN v.value ELSE v.numerator END), sum(v.denominator),
            max(v.denominator) FILTER (WHERE v.period = %(month)s)
        FROM kpis_value v JOIN covered c ON c.indicator_id = v.indicator_id
        WHERE v.unit_id = ANY(%(units)s) AND v.superseded_at IS NULL AND v.basis = 'month'
            AND v.period BETWEEN c.first AND %(month)s
        GROUP BY v.unit_id, v.indicator_id
    )
    SELECT indicator_id, array_agg(unit_id)::text, array_agg(whole)::text, array_agg(value)::text,
        array_agg(numerator)::text, array_agg(denominator)::text, array_agg(latest)::text
    FROM figures GROUP BY indicator_id
"""


def told(units: Sequence[int], definitions: Iterable[Definition], month: datetime.date) -> dict[int, Told]:
    """The figures of any number of units for each indicator that has any, by its id. One query."""
    covered = {basis.value: months[0] for basis in ADDED_UP if (months := covered_months(month, basis))}
    with connection.cursor() as cursor:
        cursor.execute(
            FIGURES,
            {
                "day": last_of(month),
                "month": month,
                "units": list(units),
                "indicators": [each.indicator_id for each in definitions],
                "bases": list(covered),
                "firsts": list(covered.values()),
            },
        )
        return {key: Told(*series) for key, *series in cursor.fetchall()}


def understood(series: Told, counted: Counted, month: datetime.date) -> dict[int, Decimal]:
    """Each unit's figure, exactly as `Reading.figure` has it."""
    whole_is, measured_in = len(covered_months(month, counted.basis)), counted.measured_in
    columns = (numbers(each) for each in (series.values, series.numerators, series.denominators, series.latest))
    rows = zip(map(int, items(series.units)), map(int, items(series.whole)), *columns, strict=True)
    found: dict[int, Decimal] = {}
    # Sums come after what is held, and stand in its place.
    for unit, whole, value, numerator, denominator, latest in sorted(rows, key=lambda row: row[1]):
        if not whole:
            if value is not None:
                found[unit] = Held(value, numerator, denominator).figure(measured_in)
        elif counted.adds_up and whole == whole_is:
            total = ratio_of(numerator, latest if measured_in == MeasuredIn.RATE else denominator, measured_in)
            if total is not None:
                found[unit] = total
    return found


def word(cell: Cell) -> str:
    """A cell as text: its figure, or the words for there being none."""
    return cell.words or (NOT_APPLICABLE if cell.rag == Rag.NOT_APPLICABLE else "no data")
