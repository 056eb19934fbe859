"""Units × indicators of one month: every figure as displayed, judged by the same rules as everywhere else."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from kpis.accumulating import covered_months
from kpis.models import Definition, Exemption, Target
from kpis.periods import BASIS_WORDS, Basis, is_told_in, last_of
from kpis.rag import RAG_WORDS, Goal, MeasuredIn, Rag, displayed, figure_words, judge, ratio_of
from kpis.summaries.readings import ADDED_UP, Held
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
    cells: list[Cell]


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
        told = [f"{count:,} {RAG_WORDS[rag].lower()}" for rag, count in total.items() if count]
        units = f"{len(self.units)} unit{'' if len(self.units) == 1 else 's'}"
        indicators = f"{len(self.rows)} indicator{'' if len(self.rows) == 1 else 's'}"
        words = f"{indicators} in {units}: {', '.join(told)}."
        bad = [counts[Rag.RED] + counts[Rag.MISSED] for counts in counted]
        if len(self.units) == 1 or not any(bad):
            return words
        most = self.units[bad.index(max(bad))]
        return f"{words} Most red or missed: {most.name}, {max(bad)} of {len(self.rows)}."


def heat_map(units: Sequence[Unit], month: datetime.date) -> HeatMap:
    """The figures of `units` for `month`. Four queries, whatever there is."""
    day = last_of(month)
    in_force = Definition.objects.in_force_on(day).select_related("indicator")
    definitions = [
        each
        for each in in_force.order_by("indicator__position", "indicator_id")
        if is_told_in(Basis(each.basis), month)
    ]
    goals = {target.indicator_id: target.goal for target in Target.objects.in_force_on(day)}
    exempt: dict[str, set[int]] = defaultdict(set)
    for key, path in Exemption.objects.values_list("indicator", "unit__path"):
        exempt[path].add(key)
    exempt_of = [set().union(*(exempt[path] for path in lineage(unit.path))) for unit in units]
    figures = figures_of([unit.pk for unit in units], definitions, month)
    rows = []
    for definition in definitions:
        indicator, key = definition.indicator, definition.indicator_id
        address = f"{address_of(indicator.ref)}?month={month:%Y-%m}&unit="
        cells = [
            _cell(
                f"{address}{unit.code}",
                figures.get((unit.pk, key)),
                definition,
                goals.get(key),
                key in exempt_of[place],
            )
            for place, unit in enumerate(units)
        ]
        basis_words = BASIS_WORDS[Basis(definition.basis)]
        rows.append(HeatRow(indicator.theme, indicator.ref, definition.title, basis_words, cells))
    return HeatMap(month, list(units), rows)


def _cell(url: str, value: Decimal | None, definition: Definition, goal: Goal | None, is_exempt: bool) -> Cell:
    if value is None:
        rag = Rag.NOT_APPLICABLE if is_exempt else Rag.NO_DATA
        return Cell(url, "", rag, RAG_WORDS[rag], None)
    places = definition.places
    shown = displayed(value, places)
    rag = judge(shown, goal, polarity=definition.polarity, places=places)
    return Cell(url, figure_words(shown, measured_in=definition.measured_in, places=places), rag, RAG_WORDS[rag], shown)


# Figures as they are held, and, where a figure is added up, its months in one row with how many of them are whole.
FIGURES = """
    WITH d AS (
        SELECT indicator_id, basis, measured_in = 'count' AS is_count FROM kpis_definition
        WHERE validity @> %(day)s AND indicator_id = ANY(%(indicators)s)
    ), covered AS (
        SELECT d.indicator_id, d.is_count, c.first
        FROM d JOIN unnest(%(bases)s::text[], %(firsts)s::date[]) AS c (basis, first) ON c.basis = d.basis
    )
    SELECT v.unit_id, v.indicator_id, 0, v.value, v.numerator, v.denominator, NULL::numeric
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
"""


def figures_of(
    units: list[int], definitions: Iterable[Definition], month: datetime.date
) -> dict[tuple[int, int], Decimal]:
    """Each unit's and indicator's figure, exactly as `Reading.figure` has it, for any number of both in one query."""
    covered = {basis: covered_months(month, basis) for basis in ADDED_UP}
    measured = {each.indicator_id: (MeasuredIn(each.measured_in), Basis(each.basis)) for each in definitions}
    found: dict[tuple[int, int], Decimal] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            FIGURES,
            {
                "day": last_of(month),
                "month": month,
                "units": units,
                "indicators": list(measured),
                "bases": [basis.value for basis, months in covered.items() if months],
                "firsts": [months[0] for months in covered.values() if months],
            },
        )
        rows = cursor.fetchall()
    # Sums come after what is held, and stand in its place.
    for unit, key, whole, value, numerator, denominator, latest in sorted(rows, key=lambda row: row[2]):
        measured_in, basis = measured[key]
        if not whole:
            if value is not None:
                found[unit, key] = Held(value, numerator, denominator).figure(measured_in)
        elif whole == len(covered[basis]):
            total = ratio_of(numerator, latest if measured_in == MeasuredIn.RATE else denominator, measured_in)
            if total is not None:
                found[unit, key] = total
    return found


def word(cell: Cell) -> str:
    """A cell as text: its figure, or the words for there being none."""
    return cell.words or (NOT_APPLICABLE if cell.rag == Rag.NOT_APPLICABLE else "no data")
