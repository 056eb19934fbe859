"""Councils drawn at random, too large for trying every set of counts: the solver reads what was published of them."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from reports.content import GRADE_TITLES
from reports.disclosure.readers import Asked, Published, Reader
from tests.reports.disclosure import test_cycles_elsewhere as cycles
from tests.reports.disclosure import test_told_elsewhere as told

SERVICES = ("north", "south", "east")
COUNTS = st.sampled_from((0, 0, 1, 2, 3, 5, 6, 7, 9, 12, 20))


def factors(parts, size):
    found = np.zeros(size, dtype=np.int8)
    found[list(parts)] = 1
    return found


def found_out(world):
    """What is known to be one number from 1 to 5, of all that was told of or is left of one without another."""
    size = len(world.atoms)
    pairs = itertools.permutations(world.groups, 2)
    left = {one - other for (of, one), (same, other) in pairs if of == same and other < one}
    wanted = [factors(each, size) for each in {group for _, group in world.groups} | left if each]
    limits = [(each.low, None) if each.value is None else (each.value, each.value) for each in world.told]
    reader = Reader(size, [Published(factors(each.parts, size), *limit)
                           for each, limit in zip(world.told, limits, strict=True)])  # fmt: skip
    assert reader.first_world is not None
    if not wanted:
        return []
    asked = Asked(np.array(wanted), np.arange(len(wanted)), np.full(len(wanted), -1), np.zeros(len(wanted), bool))
    # What is this or 0 is not known to these readers, who know of all services from the start.
    known = [place for place in reader.known(asked) if reader.world_with(asked.factors(place), 0, 0) is None]
    return [[world.atoms[atom] for atom in np.flatnonzero(asked.factors(place))] for place in known]


def steps_of(units, what):
    return st.lists(st.sampled_from([(unit, each) for unit in units for each in what]), min_size=2, max_size=7,
                    unique=True)  # fmt: skip


def is_found_out(world, steps, basis):
    try:
        world.publish(steps, basis)
    except UnsatisfiedAssumption:  # a report without audits has no such table
        return []
    return found_out(world)


@given(counts=st.lists(COUNTS, min_size=12, max_size=12), steps=steps_of(cycles.PATHS, cycles.WHAT), basis=cycles.BASIS)
@settings(max_examples=25, deadline=None)
def test_nothing_small_is_found_out_from_cycles_of_three_services(counts, steps, basis):
    assert is_found_out(cycles.World(counts, services=SERVICES), steps, basis) == []


@given(counts=st.lists(COUNTS, min_size=8, max_size=8), steps=steps_of(["north"], cycles.WHAT), basis=cycles.BASIS)
@settings(max_examples=25, deadline=None)
def test_nothing_small_is_found_out_from_all_grades_of_one_service(counts, steps, basis):
    assert is_found_out(cycles.World(counts, services=("north",), columns=GRADE_TITLES), steps, basis) == []


@given(
    counts=st.lists(COUNTS, min_size=12, max_size=12), steps=steps_of(told.PATHS, ["figures", "table"]),
    basis=cycles.BASIS,
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_nothing_small_is_found_out_from_figures_of_three_services(counts, steps, basis):
    assert is_found_out(told.World(counts, services=SERVICES), steps, basis) == []
