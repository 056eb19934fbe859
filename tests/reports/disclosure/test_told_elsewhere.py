"""Figures of indicators and tables of grades, of a council and its services: whatever is taken from whatever.

Worlds of which a reader tries every set of counts are the same in every run, as some take minutes to try; larger ones
are drawn anew for the solver in test_any_worlds.py.
"""

import datetime
import itertools
from decimal import Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kpis.disclosure import is_safe
from kpis.measures import Measure
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from reports.audit_counts import AGREED_AUDITS, GRADES
from reports.audits_told import CountedOf
from reports.behind import Held
from reports.content import GRADE_TITLES
from reports.disclosure import CountTable, Edition, Kin, Line, ShownLine, ShownTable
from reports.graded import give_away, protect_beside
from tests.reports.disclosure.attacker import Told, found_out, told_by

QUARTER = (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
JUNE = datetime.date(2026, 6, 1)
COUNTED = {"Q1": CountedOf(Measure.GOOD_OR_BETTER)}
PATHS = {"council": "/c/", "north": "/c/n/", "south": "/c/s/", "east": "/c/e/"}
TITLES = {Basis.MONTH: "June 2026, in the month", Basis.QUARTER: "June 2026, in the quarter"}
GOOD, ANY = GRADE_TITLES[:2], GRADE_TITLES


def kin(own, other):
    if own == other:
        return Kin.SAME
    if other.startswith(own):
        return Kin.PART
    return Kin.WHOLE if own.startswith(other) else Kin.BESIDE


class World:
    """Counts of services, of April to May and of June, by grade; what was published of them, and what a reader knows.

    What a world has not is left out: there is one service, or nothing before June, or no grade but these.
    """

    def __init__(self, counts, services=("north", "south"), spans=("before", "june"), columns=GRADE_TITLES[1:3]):
        self.atoms = list(itertools.product(services, spans, columns))
        self.counts = dict(zip(self.atoms, counts, strict=True))
        self.services, self.spans, self.columns = services, spans, columns
        self.editions, self.told, self.groups = [], [], set()

    def parts(self, unit, basis=Basis.QUARTER, columns=ANY):
        return frozenset(
            place for place, (of, span, column) in enumerate(self.atoms)
            if (of == unit or unit == "council") and column in columns and (span == "june" or basis == Basis.QUARTER)
        )  # fmt: skip

    def count(self, parts):
        return sum(self.counts[self.atoms[place]] for place in parts)

    def earlier(self, unit):
        """Where all services and the council are out readers know that nothing is left over."""
        adds_up = {*self.services, "council"} - {unit} <= {each for each, _, _ in self.editions}
        adds_up = adds_up and len(self.services) > 1
        return [
            Edition(f"The {what} of the {other}", (shown,), kin(PATHS[unit], PATHS[other]),
                    adds_up=adds_up and other != unit, unit=PATHS[other],
                    is_apart=other != unit and what == "figures")
            for other, what, shown in self.editions
        ]  # fmt: skip

    def publish_figures(self, unit, basis):
        good, all_of_it = self.parts(unit, basis, GOOD), self.parts(unit, basis)
        number, of = self.count(good), self.count(all_of_it)
        assume(of)  # a share of nothing is no figure
        figure = Held("Q1", JUNE, basis, MeasuredIn.PERCENTAGE, Decimal(number), Decimal(of))
        lines = ()
        if is_safe(number, of) and not give_away([figure], COUNTED, [], self.earlier(unit), PATHS[unit]):
            lines = (ShownLine(TITLES[basis], (number, of - number), of),)
            self.told += [Told(good, number), Told(all_of_it, of)]
            self.groups |= {("good", good), ("all", all_of_it), ("rest", all_of_it - good)}
        self.editions.append((unit, "figures", ShownTable("Indicator Q1", ("Number", "The rest"), lines, None)))

    def publish_table(self, unit):
        counts = tuple(self.count(self.parts(unit, columns=(column,))) for column in GRADE_TITLES)
        assume(any(counts))  # without an audit a report has no such table
        table = CountTable(
            GRADES, GRADE_TITLES, (Line("Overall", counts, cohort=AGREED_AUDITS),), adds_up=False, period=QUARTER,
            of="grade", is_ordered=True, revealing=GRADE_TITLES,
        )  # fmt: skip
        [shown] = protect_beside([table], self.earlier(unit), COUNTED, PATHS[unit]).tables
        self.editions.append((unit, "table", shown))

        def of(_, column):
            return self.parts(unit, columns=ANY if column == "Total" else (column,))

        told = [each for each in told_by(shown, of, has_revealing=True) if each.parts]
        self.told += told
        good, all_of_it = self.parts(unit, columns=GOOD), self.parts(unit)
        self.groups |= {(column, self.parts(unit, columns=(column,))) for column in self.columns}
        self.groups |= {("good", good), ("all", all_of_it), ("rest", all_of_it - good)}

    def publish(self, steps, basis):
        for unit, what in steps:
            if what == "figures":
                self.publish_figures(unit, basis[unit])
            else:
                self.publish_table(unit)

    def found_out(self):
        """Of every group that was told of, and of what is left of one without another."""
        pairs = itertools.permutations(self.groups, 2)
        left = {one - other for (of, one), (same, other) in pairs if of == same and other < one}
        wanted = sorted({group for _, group in self.groups} | left, key=sorted)
        return found_out(self.told, wanted, len(self.atoms), max(self.counts.values()) + 1)


EVERYTHING = [(unit, what) for unit in ("council", "north", "south") for what in ("figures", "table")]
ALONE = [("north", "figures"), ("north", "table")]
QUARTERS = dict.fromkeys(PATHS, Basis.QUARTER)


def counts(size, most=9):
    return st.lists(st.integers(0, most), min_size=size, max_size=size)


@given(
    world=counts(8, most=5), steps=st.permutations(EVERYTHING), many=st.integers(2, 4),
    basis=st.fixed_dictionaries({unit: st.sampled_from(list(TITLES)) for unit in PATHS}),
)  # fmt: skip
@settings(max_examples=15, deadline=None, derandomize=True)
def test_no_small_number_is_found_out_from_months_and_quarters_of_all_units(world, steps, many, basis):
    world = World(world)

    world.publish(steps[:many], basis)

    assert world.found_out() == []


@given(world=counts(6), steps=st.permutations(EVERYTHING), many=st.integers(2, 6))
# What the council hides of its grades follows from its figures, its services' figures and one service's grades.
@example(
    world=[2, 6, 0, 7, 7, 4], many=6,
    steps=[("north", "figures"), ("council", "figures"), ("council", "table"), ("south", "figures"),
           ("south", "table"), ("north", "table")],
)  # fmt: skip
# Both services hide a grade, and the council's figure tells how many are good in both together.
@example(
    world=[1, 1, 4, 1, 6, 2], many=4,
    steps=[("north", "figures"), ("south", "table"), ("council", "figures"), ("north", "table")],
)  # fmt: skip
# All of a service is hidden, as it has 4 audits; the council's 17 less the 13 of the other would tell that.
@example(
    world=[1, 8, 4, 0, 2, 2], many=3, steps=[("north", "table"), ("south", "table"), ("council", "figures")]
)  # fmt: skip
# Of two tables one is taken from the other: 15 good or better less 11.
@example(world=[1, 3, 6, 8, 3, 9], many=2, steps=[("council", "table"), ("south", "table")])
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_grade_is_found_out_from_quarters_of_all_units(world, steps, many):
    world = World(world, spans=("june",), columns=GRADE_TITLES[:3])

    world.publish(steps[:many], QUARTERS)

    assert world.found_out() == []


@given(world=counts(6), steps=st.permutations(ALONE), basis=st.sampled_from(list(TITLES)))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_grade_is_found_out_from_the_months_of_one_unit(world, steps, basis):
    world = World(world, services=("north",), columns=GRADE_TITLES[:3])

    world.publish(steps, dict.fromkeys(PATHS, basis))

    assert world.found_out() == []


THREE = [(unit, what) for unit in PATHS for what in ("figures", "table")]


@given(world=counts(6, most=7), steps=st.permutations(THREE), many=st.integers(2, 8))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_no_small_number_is_found_out_where_there_are_three_services(world, steps, many):
    """The council less two of them is the third, whether or not that has published anything."""
    world = World(world, services=("north", "south", "east"), spans=("june",))

    world.publish(steps[:many], QUARTERS)

    assert world.found_out() == []


def edition(name, unit, own, *, is_apart=True, **tables):
    return Edition(name, tuple(tables.values()), kin(PATHS[own], PATHS[unit]), unit=PATHS[unit], is_apart=is_apart)


def figures(*told, ref="Q1"):
    lines = tuple(ShownLine(title, (number, of - number), of) for title, number, of in told)
    return ShownTable(f"Indicator {ref}", ("Number", "The rest"), lines, None)


def table(*counts, months=QUARTER):
    line = Line("Overall", counts, cohort=AGREED_AUDITS)
    return CountTable(GRADES, GRADE_TITLES, (line,), adds_up=False, period=months, of="grade", is_ordered=True)


def shown(counts, earlier, own="council", months=QUARTER, counted=COUNTED):
    [line] = protect_beside([table(*counts, months=months)], earlier, counted, PATHS[own]).tables[0].lines
    return line.cells, line.total


C = None
IN_JUNE, APRIL_ON = TITLES[Basis.MONTH], TITLES[Basis.QUARTER]


def test_a_services_month_is_taken_from_the_councils_quarter():
    """18 good of 37 in the council; of the north in June 12 of 20 leave 6 and 11, and 14 of 20 leave 4 and 13."""
    for told, cells in (((12, 20), (0, 18, 19, 0)), ((14, 20), (0, C, C, 0))):
        north = edition("North, June", "north", "council", told=figures((IN_JUNE, *told)))

        assert shown((0, 18, 19, 0), [north]) == (cells, 37)


def lines_of(*told):
    """What each of them showed, one after another; of a unit its quarter, or other months."""
    earlier, lines = [], {}
    for number, (unit, counts, *months) in enumerate(told):
        found = [edition(f"{of}, {place}", of, unit, table=line) for place, (of, line) in enumerate(earlier)]
        [line] = protect_beside([table(*counts, months=(months or [QUARTER])[0])], found, COUNTED, PATHS[unit]).tables
        earlier.append((unit, line))
        lines[unit, number] = (*line.lines[0].cells, line.lines[0].total)
    return list(lines.values())


NORTH, SOUTH = ("north", (10, 20, 15, 9)), ("south", (10, 20, 15, 8))


@pytest.mark.parametrize(("east", "council", "expected"), [
    (None, (23, 43, 33, 20), (C, C, C, C, 119)),  # 3 of each are left without the two
    ((1, 1, 1, 1), (23, 43, 33, 20), (C, C, C, C, 119)),
    ((1, 0, 1, 0), (21, 41, 31, 18), (C, C, C, C, C)),  # 4 audits are
    (None, (22, 40, 32, 17), (C, C, C, C, C)),  # nor may it be known that none of the 4 is good
    ((2, 20, 12, 1), (23, 69, 50, 26), (C, 69, 50, C, 168)),  # 3 outstanding are
])  # fmt: skip
def test_a_service_that_hid_its_numbers_does_not_cover_what_the_others_leave(east, council, expected):
    services = [NORTH, SOUTH, *([("east", east)] if east else [])]

    assert lines_of(*services, ("council", council))[-1] == expected


@pytest.mark.parametrize(
    "east", [[], [("east", (1, 1, 1, 1), (datetime.date(2026, 5, 1), datetime.date(2026, 5, 31)))]]
)
def test_what_a_service_leaves_of_months_that_nobody_told_of_by_themselves(east):
    """In April and May the council had 12 good ones, of which 10 were the north's."""
    june = (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))
    told = [("north", (8, 10, 8, 9), june), ("north", (15, 20, 18, 17)), ("council", (16, 20, 18, 19), june), *east]

    assert lines_of(*told, ("council", (25, 32, 30, 28)))[-1] == (C, C, C, C, 115)


def test_the_months_of_all_services_but_one_are_taken_from_the_councils_quarter():
    """9 and 9 of the council's 20 good ones leave 2; one of them alone leaves 11."""
    north, south = (
        edition(f"{unit}, June", unit, "council", told=figures((IN_JUNE, 9, 15))) for unit in ("north", "south")
    )

    assert shown((0, 20, 25, 0), [north]) == ((0, 20, 25, 0), 45)
    assert shown((0, 20, 25, 0), [north, south]) == ((0, C, C, 0), 45)


def test_a_services_quarter_is_taken_from_the_councils():
    """Of the council 22 of 40 were good from April to June; in June alone they may be any of the north's or others."""
    for title, cells in ((APRIL_ON, (0, C, C, 0)), (IN_JUNE, (0, 20, 10, 0))):
        council = edition("Council, June", "council", "north", told=figures((title, 22, 40)))

        assert shown((0, 20, 10, 0), [council], own="north") == (cells, 30)


def test_a_services_quarter_and_its_neighbours_are_taken_from_the_councils():
    council = edition("Council, June", "council", "north", told=figures((APRIL_ON, 40, 80)))
    south = edition("South, June", "south", "north", told=figures((APRIL_ON, 18, 30)))

    assert shown((0, 20, 10, 0), [council], own="north") == ((0, 20, 10, 0), 30)
    assert shown((0, 20, 10, 0), [council, south], own="north") == ((0, C, C, 0), 30)


def test_what_counts_one_cohort_or_tool_is_no_whole_of_all_audits():
    council = edition("Council, June", "council", "north", told=figures((APRIL_ON, 22, 40)))

    for counted in (CountedOf(Measure.GOOD_OR_BETTER, cohort="in_care"), CountedOf(Measure.GOOD_OR_BETTER, tool="dip")):
        assert shown((0, 20, 10, 0), [council], own="north", counted={"Q1": counted}) == ((0, 20, 10, 0), 30)


def test_the_tables_of_another_kind_and_period_are_taken_away_grade_by_grade():
    """The council's half-year has 12 that require improvement, of which the north had 8 from April to June."""
    half = (QUARTER[0], datetime.date(2026, 9, 30))
    north = protect_beside([table(0, 20, 8, 9)], [], COUNTED, PATHS["north"]).tables[0]

    found = shown((0, 40, 12, 19), [edition("North", "north", "council", grades=north)], months=half)

    assert found == ((0, 40, C, C), 71)


@pytest.mark.parametrize(("number", "of", "expected"), [(22, 40, True), (26, 46, False), (20, 30, False)])
def test_the_councils_figure_gives_way_to_the_grades_of_a_service(number, of, expected):
    figure = Held("Q1", JUNE, Basis.QUARTER, MeasuredIn.PERCENTAGE, Decimal(number), Decimal(of))
    north = protect_beside([table(0, 20, 10, 0)], [], COUNTED, PATHS["north"]).tables[0]

    found = give_away([figure], COUNTED, [], [edition("North", "north", "council", grades=north)], PATHS["council"])

    assert (found == {figure}) == expected


def test_a_figure_that_tells_what_a_service_hid_gives_way():
    """The north hides which of its 37 are outstanding and inadequate; the south's 30 are told: 23 + 20 of 67."""
    figure = Held("Q1", JUNE, Basis.QUARTER, MeasuredIn.PERCENTAGE, Decimal(43), Decimal(67))
    north = protect_beside([table(3, 20, 10, 4)], [], COUNTED, PATHS["north"]).tables[0]
    south = protect_beside([table(0, 20, 10, 0)], [], COUNTED, PATHS["south"]).tables[0]
    assert north.lines[0].cells == (C, 20, 10, C)
    earlier = [edition("North", "north", "council", grades=north), edition("South", "south", "council", grades=south)]

    assert give_away([figure], COUNTED, [], earlier, PATHS["council"]) == {figure}
    assert give_away([figure], COUNTED, [], earlier[:1], PATHS["council"]) == set()


def test_what_was_corrected_since_is_compared_in_what_is_shown_alone():
    """Of the north's 37 at most 26 were good or better; 49 less the south's 20 would be 29."""
    north = protect_beside([table(3, 20, 10, 4)], [], COUNTED, PATHS["north"]).tables[0]
    earlier = [
        edition("North", "north", "council", is_apart=False, grades=north),
        edition("South, June", "south", "council", told=figures((APRIL_ON, 20, 30))),
    ]

    assert shown((0, 49, 18, 0), earlier) == ((0, 49, 18, 0), 67)
