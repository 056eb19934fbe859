"""Cycles, quarters and months of a council and its services, in reports of any kind: a reader who tries everything."""

import itertools
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from audits.summaries import CycleGrades
from kpis.disclosure import is_safe
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from reports.audit_counts import AGREED_AUDITS, GRADES, cycle_tables
from reports.behind import Held
from reports.content import GRADE_TITLES
from reports.disclosure import CountTable, Edition, Line, ShownLine, ShownTable
from reports.graded import give_away, protect_beside
from tests.reports.disclosure.attacker import Told, found_out, told_by
from tests.reports.disclosure.test_cycles import span
from tests.reports.disclosure.test_told_elsewhere import ANY, COUNTED, GOOD, JUNE, PATHS, QUARTER, TITLES, counts, kin

BEFORE, ALL_OF_IT = ("before",), ("before", "june")
SPANS = {Basis.MONTH: ("june",), Basis.QUARTER: ALL_OF_IT}
SPRING = "Spring, 1 April 2026 to 31 May 2026"


class World:
    """Counts of services, of a cycle from April to May and of June, by grade; what was published of them, and what a
    reader knows."""

    def __init__(self, counts, services=("north", "south"), columns=GRADE_TITLES[1:3]):
        self.atoms = list(itertools.product(services, ALL_OF_IT, columns))
        self.counts = dict(zip(self.atoms, counts, strict=True))
        self.services, self.columns = services, columns
        self.published, self.told, self.groups = [], [], set()

    def parts(self, unit, spans=ALL_OF_IT, columns=ANY):
        return frozenset(
            place for place, (of, when, column) in enumerate(self.atoms)
            if (of == unit or unit == "council") and column in columns and when in spans
        )  # fmt: skip

    def count(self, parts):
        return sum(self.counts[self.atoms[place]] for place in parts)

    def of(self, unit, spans):
        return tuple(self.count(self.parts(unit, spans, (column,))) for column in GRADE_TITLES)

    def earlier(self, unit):
        """As what was published is compared with a report about a unit."""
        everybody = {other for other, _, _ in self.published}
        adds_up = len(self.services) > 1 and {*self.services, "council"} - {unit} <= everybody
        for number, (other, name, tables) in enumerate(self.published):
            path, near = PATHS[other], kin(PATHS[unit], PATHS[other])
            title = f"The {name} of the {other}, {number}"
            is_apart = other != unit and name.startswith("Figures")
            yield Edition(title, tables, near, adds_up=adds_up and other != unit, unit=path, is_apart=is_apart)

    def ask(self, unit, spans, *columns):
        good, everything = self.parts(unit, spans, GOOD), self.parts(unit, spans)
        self.groups |= {(each, self.parts(unit, spans, (each,))) for each in columns}
        self.groups |= {("good", good), ("all", everything), ("rest", everything - good)}

    def publish_figures(self, unit, basis):
        good, everything = self.parts(unit, SPANS[basis], GOOD), self.parts(unit, SPANS[basis])
        number, of = self.count(good), self.count(everything)
        figure = Held("Q1", JUNE, basis, MeasuredIn.PERCENTAGE, Decimal(number), Decimal(of))
        lines = ()
        if is_safe(number, of) and not give_away([figure], COUNTED, [], list(self.earlier(unit)), PATHS[unit]):
            lines = (ShownLine(TITLES[basis], (number, of - number), of),)
            self.told += [Told(good, number), Told(everything, of)]
            self.ask(unit, SPANS[basis])
        table = ShownTable("Indicator Q1", ("Number", "The rest"), lines, None)
        self.published.append((unit, f"Figures by the {basis}", (table,)))

    def publish_tables(self, unit, what):
        """The quarter's grades, the cycle's, or both in one report."""
        tables = []
        if "quarter" in what:
            line = Line("Overall", self.of(unit, ALL_OF_IT), cohort=AGREED_AUDITS)
            tables.append(CountTable(GRADES, GRADE_TITLES, (line,), adds_up=False, period=QUARTER, of="grade",
                                     is_ordered=True, revealing=GRADE_TITLES))  # fmt: skip
            self.ask(unit, ALL_OF_IT, *self.columns)
        if "cycle" in what:
            days = span(4, 5)
            tables += cycle_tables([CycleGrades("Spring", *days, self.of(unit, BEFORE), days)])
            self.ask(unit, BEFORE, *self.columns)
        shown = protect_beside(tables, list(self.earlier(unit)), COUNTED, PATHS[unit]).tables
        self.published.append((unit, "Quarter" if "quarter" in what else "Cycle", shown))
        for table in shown:
            self.told += [each for each in told_by(table, self.reading(unit), has_revealing=True) if each.parts]

    def reading(self, unit):
        def of(title, column):
            spans = BEFORE if title == SPRING else ALL_OF_IT
            return self.parts(unit, spans, ANY if column == "Total" else (column,))

        return of

    def publish(self, steps, basis):
        """An indicator counts the month or the quarter, in all reports about a unit."""
        for unit, what in steps:
            if what == "figures":
                self.publish_figures(unit, basis[unit])
            else:
                self.publish_tables(unit, what)

    def found_out(self):
        """Of every group that was told of, and of what is left of one without another."""
        pairs = itertools.permutations(self.groups, 2)
        left = {one - other for (of, one), (same, other) in pairs if of == same and other < one}
        wanted = sorted({group for _, group in self.groups} | left, key=sorted)
        return found_out(self.told, wanted, len(self.atoms), max(self.counts.values()) + 2)


WHAT = ["figures", "quarter", "cycle", "quarter and cycle"]
# Figures of indicators are left out here, and a line that another unit has not: what those leave of all units together
# is not kept from such a reader, who knows that there are two services and no more.
OF_ALL = [(unit, "quarter and cycle") for unit in ("council", "north", "south")]
BASIS = st.fixed_dictionaries({unit: st.sampled_from(list(TITLES)) for unit in PATHS})
OF_ONE = [("north", what) for what in WHAT]


@given(world=counts(8, most=6), steps=st.permutations(OF_ALL), many=st.integers(2, 3))
@settings(max_examples=25, deadline=None, derandomize=True)
@example(
    world=[2, 7, 7, 7, 5, 7, 2, 2],
    steps=[("north", "quarter"), ("south", "quarter and cycle"), ("council", "quarter and cycle"),
           ("north", "quarter and cycle")], many=4,
)  # fmt: skip
def test_no_small_number_is_found_out_from_cycles_of_all_units(world, steps, many):
    world = World(world)

    world.publish(steps[:many], {})

    assert world.found_out() == []


@given(world=counts(6), steps=st.permutations(OF_ONE), many=st.integers(2, 4), basis=BASIS)
# 7 of the quarter and 6 of the cycle are good or better, though no grade is told: one of June.
@example(
    world=[1, 5, 0, 0, 1, 6], steps=[("north", "quarter and cycle"), ("north", "quarter")], many=2,
    basis=dict.fromkeys(PATHS, Basis.MONTH),
)  # fmt: skip
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_grade_is_found_out_from_cycles_quarters_and_months_of_one_unit(world, steps, many, basis):
    world = World(world, services=("north",), columns=GRADE_TITLES[:3])

    world.publish(steps[:many], basis)

    assert world.found_out() == []
