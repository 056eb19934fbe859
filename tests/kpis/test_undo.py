"""A whole load is undone, or not at all."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kpis import commands
from kpis.models import Load, Target, Value
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


BEFORE = {"indicator__ref": "1.1", "period": AUGUST}


def figure_of():
    """The figure of 1.1 in force, and the load that says so."""
    return [(value.numerator, value.load) for value in Value.objects.current().filter(**BEFORE)]


def test_what_a_later_load_gives_too_stands_and_is_that_loads_from_then_on(places):
    first = load(SAMPLE, places.council)
    second = load(SAMPLE, places.council, at=LATER)
    targets = list(Target.objects.order_by("pk").values_list("indicator__ref", "validity", "minimum", "upper"))

    undone = commands.undo(first, because="Wrong file.", by=None, at=LATEST)

    assert (Value.objects.current().count(), Value.objects.current().filter(load=second).count()) == (121, 121)
    assert figure_of() == [(1958, second)]
    second.refresh_from_db()
    assert second.counts == {"added": 121, "changed": 0, "unchanged": 0, "targets": 14, "refused": 0}
    assert undone.counts["kept"] == 121
    kept = Target.objects.order_by("pk").values_list("indicator__ref", "validity", "minimum", "upper")
    assert sorted(map(str, kept)) == sorted(map(str, targets))

    commands.undo(second, because="Wrong as well.", by=None, at=LATEST)
    assert (Value.objects.current().count(), Target.objects.count()) == (0, 0)


def test_a_correction_that_a_later_load_repeats_still_replaces_what_was_there(places, edited):
    first = load(SAMPLE, places.council)
    second = load(edited(*CORRECTED), places.council, at=LATER)
    third = load(edited(*CORRECTED), places.council, at=LATEST)

    commands.undo(second, because="Twice.", by=None, at=LATEST)

    assert figure_of() == [(1965, third)]
    assert Value.objects.current().count() == 121
    old = Value.objects.get(load=first, **BEFORE, basis="snapshot")
    assert (old.superseded_by, old.superseded_at) == (third, LATEST)
    third.refresh_from_db()
    assert third.counts == {"added": 0, "changed": 1, "unchanged": 120, "targets": 0, "refused": 0}

    commands.undo(third, because="Wrong.", by=None, at=LATEST)
    assert figure_of() == [(1958, first)]
    assert Value.objects.current().count() == 121


def test_of_several_that_repeat_a_figure_the_one_with_its_parts_says_it(places, tmp_path):
    head = SAMPLE.read_text().splitlines()[0]
    rounded = tmp_path / "september.csv"
    head = head.replace("mar_23,", "").replace("aug_23", "aug_23,sep_23")
    row = (
        "Management Oversight,1.1,% cases with Management Oversight recorded in past 8 weeks,90%,180,200,90.0%,Snapshot"
    )
    rounded.write_text(f"{head}\n{row},87.6%,92.9%,90.9%,92.9%,90.4%,90.0%,90%,95%\n")
    first = load(SAMPLE, places.council)
    september = load(rounded, places.council, period=AUGUST.replace(month=9), at=LATER)
    exact = load(SAMPLE, places.council, at=LATEST)

    commands.undo(first, because="Wrong file.", by=None, at=LATEST)
    assert figure_of() == [(1958, exact)]
    commands.undo(exact, because="Wrong file.", by=None, at=LATEST)
    value = Value.objects.current().get(**BEFORE)
    assert (value.value, value.numerator, value.load) == (Decimal("90.4"), None, september)
    # Of the rest, September's file says nothing: five months of one indicator, its own, and the outturn.
    assert Value.objects.current().count() == 7
    assert [target.validity.lower for target in Target.objects.all()] == [AUGUST.replace(month=9)]


def test_a_load_that_is_undone_itself_has_no_word(places):
    first = load(SAMPLE, places.council)
    second = load(SAMPLE, places.council, at=LATER)
    commands.undo(second, because="Not needed.", by=None, at=LATEST)
    commands.undo(first, because="Wrong file.", by=None, at=LATEST)

    assert (Value.objects.current().count(), Target.objects.count()) == (0, 0)


def test_what_a_load_withdrew_and_a_later_one_gave_anew_is_not_brought_back(places):
    """A computation withdraws a figure of which nothing is left to count; a later one counts it again."""
    first = load(SAMPLE, places.council)
    value = Value.objects.get(**BEFORE)
    facts = {"unit": places.council, "period": AUGUST, "file_name": "Computed", "sha256": "", "state": "confirmed"}
    second = Load.objects.create(**facts, staged_at=LATER, confirmed_at=LATER)
    Value.objects.filter(pk=value.pk).update(superseded_at=LATER, superseded_by=second)
    third = Load.objects.create(**facts, staged_at=LATEST, confirmed_at=LATEST)
    figure = {name: getattr(value, name) for name in ("indicator", "unit", "period", "basis")}
    Value.objects.create(**figure, value=50, numerator=1, denominator=2, load=third)

    with pytest.raises(Refused) as caught:
        commands.undo(second, because="Wrong.", by=None, at=LATEST)
    assert str(caught.value) == (
        f"This load withdrew a figure that {third} has given anew since. Undo that load first."
    )
    assert figure_of() == [(1, third)]

    commands.undo(third, because="Wrong.", by=None, at=LATEST)
    assert figure_of() == []
    commands.undo(second, because="Wrong.", by=None, at=LATEST)
    assert figure_of() == [(1958, first)]
