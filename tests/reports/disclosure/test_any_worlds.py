"""Councils drawn at random, too large for trying every set of counts: the solver reads what was published of them."""

import contextlib
import itertools

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from kpis.periods import Basis
from reports.content import GRADE_TITLES
from reports.disclosure.readers import Asked, Published, Reader
from tests.reports.disclosure import test_cycles_elsewhere as cycles
from tests.reports.disclosure import test_told_elsewhere as told

SERVICES = ("north", "south", "east")
QUARTERS = dict.fromkeys(told.PATHS, Basis.QUARTER)
COUNTS = st.sampled_from((0, 0, 1, 2, 3, 5, 6, 7, 9, 12, 20))


def factors(parts, size):
    found = np.zeros(size, dtype=np.int8)
    found[list(parts)] = 1
    return found


def reader_of(world):
    limits = [(each.low, None) if each.value is None else (each.value, each.value) for each in world.told]
    size = len(world.atoms)
    reader = Reader(size, [Published(factors(each.parts, size), *limit)
                           for each, limit in zip(world.told, limits, strict=True)])  # fmt: skip
    assert reader.first_world is not None
    return reader


def left_of(groups):
    """Of each without one within it, and without two that have nothing in common."""
    found = set()
    for name, whole in groups:
        parts = [part for same, part in groups if same == name and part < whole]
        found |= {whole - part for part in parts}
        found |= {whole - one - other for one, other in itertools.combinations(parts, 2) if not one & other}
    return found - {frozenset()}


def known(reader, sums, all_but=None):
    """Where in the sums are those that the reader knows."""
    if not sums:
        return []
    nothing = np.full(len(sums), -1)
    asked = Asked(np.array([factors(each, reader.size) for each in sums]), np.arange(len(sums)), nothing,
                  np.zeros(len(sums), bool), nothing if all_but is None else np.array(all_but))  # fmt: skip
    return list(reader.known(asked))


def found_out(world):
    """What is known to be one number from 1 to 5, of all that was told of or is left of one without another."""
    reader = reader_of(world)
    wanted = [each for each in {group for _, group in world.groups} | left_of(world.groups) if each]
    # What is this or 0 is not known to these readers, who know of all services from the start.
    found = [wanted[place] for place in known(reader, wanted)]
    found = [each for each in found if reader.world_with(factors(each, reader.size), 0, 0) is None]
    return [[world.atoms[atom] for atom in sorted(each)] for each in found]


def alike(world):
    """All audits that are told of, or that are left of some without others, if they are known to have one grade.

    Where there are none nothing is told of anybody, though readers may not know that there are none.
    """
    wholes = [each for each in {group for name, group in world.groups if name == "all"} | left_of(world.groups)
              if world.count(each) and {world.atoms[atom][-1] for atom in each} == set(GRADE_TITLES)]  # fmt: skip
    others = [(place, frozenset(atom for atom in whole if world.atoms[atom][-1] != grade))
              for place, whole in enumerate(wholes) for grade in GRADE_TITLES]  # fmt: skip
    all_but = [*(-1 for _ in wholes), *(place for place, _ in others)]
    found = known(reader_of(world), [*wholes, *(sums for _, sums in others)], all_but)
    return [[world.atoms[atom] for atom in sorted(wholes[all_but[place]])] for place in found if place >= len(wholes)]


def steps_of(units, what):
    return st.lists(st.sampled_from([(unit, each) for unit in units for each in what]), min_size=2, max_size=7,
                    unique=True)  # fmt: skip


def publish(world, steps, basis):
    """All of it, or until there is a report without audits, which has no such table."""
    with contextlib.suppress(UnsatisfiedAssumption):
        world.publish(steps, basis)
    return world


@given(counts=st.lists(COUNTS, min_size=12, max_size=12), steps=steps_of(cycles.PATHS, cycles.WHAT), basis=cycles.BASIS)
# The quarter is hidden, as its 6 are alike, and all of them are June's: so the empty spring is hidden for it, twice.
@example(
    counts=[0, 0, 0, 6, *[0] * 8], basis=dict.fromkeys(told.PATHS, Basis.MONTH),
    steps=[("council", "figures"), ("council", "quarter"), ("council", "cycle"), ("council", "quarter and cycle")],
)  # fmt: skip
# The council's 14 less the north's quarter and the east's spring are 2.
@example(
    counts=[0, 0, 1, 5, 0, 0, 0, 0, 1, 5, 0, 2], basis=dict.fromkeys(told.PATHS, Basis.MONTH),
    steps=[("east", "cycle"), ("north", "quarter"), ("council", "figures"), ("council", "quarter and cycle")],
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_nothing_small_is_found_out_from_cycles_of_three_services(counts, steps, basis):
    assert found_out(publish(cycles.World(counts, services=SERVICES), steps, basis)) == []


@given(counts=st.lists(COUNTS, min_size=8, max_size=8), steps=steps_of(["north"], cycles.WHAT), basis=cycles.BASIS)
@settings(max_examples=25, deadline=None)
def test_nothing_small_is_found_out_from_all_grades_of_one_service(counts, steps, basis):
    assert found_out(publish(cycles.World(counts, services=("north",), columns=GRADE_TITLES), steps, basis)) == []


@given(
    counts=st.lists(COUNTS, min_size=12, max_size=12), steps=steps_of(told.PATHS, ["figures", "table"]),
    basis=cycles.BASIS,
)  # fmt: skip
# What requires improvement in the council, less the south's quarter and the east's June.
@example(
    counts=[0, 0, 3, 1, 0, 6, 0, 0, 3, 1, 0, 6],
    basis={**dict.fromkeys(told.PATHS, Basis.MONTH), "south": Basis.QUARTER},
    steps=[(unit, what) for unit in ("council", "north", "south", "east") for what in ("figures", "table")][:-1],
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_nothing_small_is_found_out_from_figures_of_three_services(counts, steps, basis):
    assert found_out(publish(told.World(counts, services=SERVICES), steps, basis)) == []


TABLES = steps_of(["council", "north", "south"], [what for what in cycles.WHAT if what != "figures"])


@given(counts=st.lists(COUNTS, min_size=16, max_size=16), steps=TABLES)
# Of the council's quarter, 15 good and 7 that require improvement, the service had 6 and 7: 9 good ones are left.
@example(counts=[0, 0, 0, 0, 0, 6, 7, 0, 0, 0, 0, 0, 0, 9, 0, 0], steps=[("north", "quarter"), ("council", "quarter")])
# Of the council's spring none was outstanding or good, and of the north's quarter none required improvement.
@example(
    counts=[0, 0, 0, 3, 0, 1, 0, 2, 0, 0, 1, 2, 0, 0, 0, 0],
    steps=[("council", "quarter"), ("council", "cycle"), ("north", "quarter"), ("north", "cycle")],
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_no_one_grade_is_found_out_from_tables_of_a_council_and_its_services(counts, steps):
    world = publish(cycles.World(counts, columns=GRADE_TITLES), steps, QUARTERS)

    assert found_out(world) == []
    assert alike(world) == []
