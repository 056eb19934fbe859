"""The demo's invented published files: read like real ones, the same every time, with symbols and changing years."""

import datetime

import pytest

from kpis import commands
from kpis.all_authorities import all_authorities
from kpis.comparison import comparisons
from kpis.models import Authority, ComparatorFile, ComparatorRow, Indicator, Neighbour
from people.models import Event
from qaportal.demo.comparators import OWN, PLACES, load_comparators

TODAY = datetime.date(2026, 5, 15)
OWN_CODE = "E06999001"


@pytest.fixture
def indicators(cast, places):
    commands.create_standard_indicators(by=None, at=datetime.datetime(2020, 9, 1, 9, tzinfo=datetime.UTC))


def compared():
    both = {each.ref: each.pk for each in Indicator.objects.filter(ref__in=["6.3", "1.4"])}
    found = comparisons(both.values(), own_code=OWN_CODE)
    return {ref: (pk, found[pk]) for ref, pk in both.items()}


def test_two_indicators_are_compared_by_files_like_the_real_ones(indicators, cast):
    assert load_comparators(TODAY, cast.andy) == 2

    suitable, in_care = (compared()[ref][1] for ref in ("6.3", "1.4"))
    assert (suitable.own.name, suitable.own.words, suitable.england.words) == (OWN, "91%", "85%")
    assert (in_care.own.words, in_care.region.name) == ("268", "Northern Vale")
    assert [year for year, _ in in_care.history] == [2020, 2021, 2022, 2023, 2024]
    assert [place.cell for _, place in in_care.history] == ["256", "259", "262", "265", "268"]
    assert suitable.note.startswith("The council counts care leavers aged 17 to 21")


def test_symbols_and_neighbours_are_there_to_be_seen(indicators, cast):
    load_comparators(TODAY, cast.andy)

    pk, suitable = compared()["6.3"]
    assert all_authorities(pk, suitable).symbols == {"c": 2}
    assert set(ComparatorRow.objects.filter(name="Umberfield", cells__children_count="z").values_list("year")) == {
        (2020,), (2021,), (2022,),
    }  # fmt: skip
    assert (Authority.objects.count(), Neighbour.objects.count()) == (len(PLACES), 10 * len(PLACES))
    assert [place.name for place in suitable.neighbours] == PLACES[1:11]


@pytest.mark.parametrize(
    ("today", "newest", "loaded"),
    [
        (TODAY, 2024, datetime.date(2025, 12, 1)),
        (datetime.date(2026, 11, 30), 2024, datetime.date(2025, 12, 1)),
        (datetime.date(2026, 12, 1), 2025, datetime.date(2026, 12, 1)),
    ],
)
def test_it_is_loaded_in_december_and_never_in_the_days_to_come(indicators, cast, today, newest, loaded):
    load_comparators(today, cast.andy)

    assert {each.loaded_at.date() for each in ComparatorFile.objects.all()} == {loaded}
    assert compared()["1.4"][1].year == newest
    assert not Event.objects.filter(verb__startswith="comparator", at__date__gt=today).exists()


def test_the_same_day_gives_the_same_files(indicators, cast):
    load_comparators(TODAY, cast.andy)
    first = dict(ComparatorFile.objects.values_list("dataset", "sha256"))

    with pytest.raises(Exception, match="This very file is in force already"):
        load_comparators(TODAY, cast.andy)
    assert len(first) == 2
