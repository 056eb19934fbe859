"""A whole load is undone, or not at all."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from kpis import commands
from kpis.models import Target, Value
from people.access import Refused
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load
from tests.kpis.test_commands import CORRECTED

LATER, LATEST = AT + datetime.timedelta(days=1), AT + datetime.timedelta(days=2)


@pytest.fixture(autouse=True)
def _indicators(indicators):
    pass


def current():
    return Value.objects.current().filter(indicator__ref="1.1", period=AUGUST).values_list("numerator", flat=True)


def test_undoing_withdraws_what_it_brought_and_brings_back_what_it_replaced(places, cast, edited):
    load(SAMPLE, places.council)
    second = load(edited(*CORRECTED), places.council, at=LATER)
    assert list(current()) == [1965]

    undone = commands.undo(second, because="Wrong file.", by=cast.andy, at=LATEST)

    assert (undone.state, undone.undone_by, undone.undone_because) == ("undone", cast.andy, "Wrong file.")
    assert list(current()) == [1958]
    assert Value.objects.current().get(indicator__ref="1.1", period=AUGUST).loaded_at == LATEST
    withdrawn = Value.objects.get(load=second)
    assert (withdrawn.superseded_at, withdrawn.superseded_by) == (LATEST, second)
    assert Value.objects.current().count() == 121


def test_undoing_the_first_load_leaves_nothing_and_takes_its_targets_back(places):
    first = load(SAMPLE, places.council)
    assert Target.objects.count() == 14
    commands.undo(first, because="Wrong council.", by=None, at=LATER)

    assert (Value.objects.current().count(), Target.objects.count()) == (0, 0)


def test_a_load_that_a_later_one_builds_on_is_not_undone(places, edited):
    first = load(SAMPLE, places.council)
    second = load(edited(*CORRECTED), places.council, at=LATER)

    with pytest.raises(Refused) as caught:
        commands.undo(first, because="Wrong.", by=None, at=LATEST)

    assert str(caught.value) == f"{second} has replaced one of its figures since. Undo that load first."
    assert Value.objects.current().count() == 121


def test_undoing_needs_a_reason_a_confirmed_load_and_an_analyst(places, cast):
    first = load(SAMPLE, places.council)
    with pytest.raises(Refused, match=r"^Say why the load is undone\.$"):
        commands.undo(first, because=" ", by=None)
    with pytest.raises(PermissionDenied):
        commands.undo(first, because="Wrong.", by=cast.dee)
    commands.undo(first, because="Wrong.", by=None)
    with pytest.raises(Refused, match=r"^This load is undone: only a confirmed load can be undone\.$"):
        commands.undo(first, because="Wrong.", by=None)
