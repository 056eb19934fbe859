"""What a world changes is put back for each test: new rows, rows written anew, and rows that are gone."""

import pytest
from django.db import connection

from people.models import Unit
from tests.factories import UnitFactory


def reorganise(places):
    Unit.objects.filter(pk=places.team.pk).update(name="North\tteam \\ one")
    places.other_team.delete()
    places.team.refresh_from_db()
    return [places.team, UnitFactory(code="north-3", name="North team 3", parent=places.north)]


@pytest.fixture(scope="module")
def kept_teams(keep, kept_places):
    return keep(reorganise, kept_places)


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_world_is_put_back_as_it_was_made(time, places, kept_teams):
    before = {unit.code: (unit.pk, unit.name) for unit in Unit.objects.all()}
    own = UnitFactory(code="own", name="The test's own team", parent=places.south)

    renamed, new = kept_teams.put_back(places)

    after = {unit.code: (unit.pk, unit.name) for unit in Unit.objects.all()}
    assert after == {
        **{code: found for code, found in before.items() if code != "north-2"},
        "north-1": (places.team.pk, "North\tteam \\ one"),
        "north-3": (new.pk, "North team 3"),
        "own": (own.pk, "The test's own team"),
    }
    assert (renamed.name, renamed.pk) == ("North\tteam \\ one", places.team.pk)
    assert own.pk > max(pk for code, (pk, _) in after.items() if code != "own")


def test_foreign_keys_are_watched_again_afterwards(places, kept_teams):
    kept_teams.put_back(places)

    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
