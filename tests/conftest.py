"""A database for the run, and the cast.

*ana* did this audit; *abe* has her role but not her audit; *mo* moderates; *amo* audits and moderates; *tess* manages
the team; *olly* manages a team elsewhere.
"""

import gc
import importlib
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from django.test import override_settings

from people.roles import Role
from tests import database, schema
from tests.keeping import AT_ONCE, HASHERS, make_world, what_is_there

pytest_plugins = ["tests.browser", "tests.sweeping"]

# How long an example takes is a matter of the machine, and is measured in tests/bench.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


# What takes longest begins first, so that no process is still at it when the others have nothing left to do.
LONGEST = ["qaportal/test_run.py", "test_accessibility.py", "qaportal/test_demo.py", "test_access.py",
           "audits/test_upgrading.py", "qaportal/test_journey.py", "reports/test_journey.py"]  # fmt: skip


@pytest.hookimpl(trylast=True)  # after pytest-django, which puts tests that commit last
def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    ranks = {here / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def pytest_collection_finish():
    """Thousands of collected tests stay for good: the collector need not walk through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings):
    """Only on a server of our own: nobody else's database is dropped to save a minute."""
    return (database.IS_OURS and schema.restore()) or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, django_db_setup, django_db_blocker):
    if not database.IS_OURS:  # the rest takes a superuser
        yield
        return
    if not django_db_keepdb:
        schema.keep()
    with django_db_blocker.unblock():
        first = what_is_there()
    with pytest.MonkeyPatch.context() as patch:
        empty_by_rows(patch, first)
        yield


@pytest.fixture(scope="session", autouse=True)
def _themes_stay():
    """A test that commits ends with an emptied database: what migrations put there is put back for the next one.

    On a server of our own that is done with all else that they put there (`empty_by_rows`).
    """
    from django.apps import apps  # noqa: PLC0415 a ready Django
    from django.db.models.signals import post_migrate  # noqa: PLC0415

    add = importlib.import_module("audits.migrations.0005_themes").add

    def put_back(sender, **kwargs):
        add(apps, None)

    post_migrate.connect(put_back, sender=apps.get_app_config("audits"), weak=False)


# As a replica: triggers and foreign keys rest, as they do where a table is truncated.
EMPTY = """DO $$
DECLARE
    "table" text;
BEGIN
    LOOP
        BEGIN
            LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE;
            EXIT;
        EXCEPTION WHEN deadlock_detected THEN
            NULL;
        END;
    END LOOP;
    SET LOCAL session_replication_role = replica;
    FOREACH "table" IN ARRAY ARRAY[{names}] LOOP
        IF pg_relation_size(quote_ident("table")::regclass) > 0 THEN
            EXECUTE format('DELETE FROM %I', "table");
        END IF;
    END LOOP;
END $$"""


def empty_by_rows(patch, first):
    """After a test that commits. Truncating makes new files for every table and index, and most are empty anyway.

    All tables are locked at first, as for truncating: a page may still send what was written on it. Where the two wait
    for each other the page goes first. What migrations left comes back row by row, as a world does: to ask every app
    for its permissions again takes longer than all else.
    """
    from django.core.management.commands import flush  # noqa: PLC0415 a ready Django
    from django.db.backends.postgresql.operations import DatabaseOperations  # noqa: PLC0415

    def deletions(self, style, tables, **options):
        quoted = ", ".join(self.quote_name(table) for table in tables)
        return [EMPTY.format(tables=quoted, names=", ".join(f"'{table}'" for table in tables))] if tables else []

    patch.setattr(DatabaseOperations, "sql_flush", deletions)
    patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **options: first.copy_in())


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = HASHERS


@pytest.fixture(autouse=True)
def _jobs_at_once(settings):
    """A job is done when it is asked for; that it can wait is tested where jobs are (tests/kit/test_jobs.py)."""
    settings.TASKS = AT_ONCE


def make_places():
    from tests.factories import UnitFactory  # noqa: PLC0415 models need a ready Django

    council = UnitFactory(code="council", name="Demo Council", kind="council")
    north = UnitFactory(code="north", name="North service", kind="service", parent=council)
    south = UnitFactory(code="south", name="South service", kind="service", parent=council)
    return SimpleNamespace(
        council=council,
        north=north,
        south=south,
        team=UnitFactory(code="north-1", name="North team 1", parent=north),
        other_team=UnitFactory(code="north-2", name="North team 2", parent=north),
        elsewhere=UnitFactory(code="south-1", name="South team 1", parent=south),
    )


def make_cast(places):
    from people.models import Membership, User  # noqa: PLC0415 models need a ready Django
    from tests.factories import MembershipFactory, UserFactory  # noqa: PLC0415

    held = {
        "ana": [(Role.ADVANCED_PRACTITIONER, places.team)],
        "abe": [(Role.ADVANCED_PRACTITIONER, places.team)],
        "amo": [(Role.ADVANCED_PRACTITIONER, places.team), (Role.MODERATOR, places.council)],
        "mo": [(Role.MODERATOR, places.council)],
        "tess": [(Role.TEAM_MANAGER, places.team)],
        "olly": [(Role.TEAM_MANAGER, places.elsewhere)],
        "pat": [(Role.PRACTITIONER, places.team)],
        "quinn": [(Role.QA_TEAM, places.council)],
        "andy": [(Role.ANALYST, places.council)],
        "hal": [(Role.HEAD_OF_SERVICE, places.north)],
        "dee": [(Role.EXECUTIVE, places.council)],
        "lee": [(Role.LEAD_MEMBER, places.council)],
        "sky": [(Role.SCRUTINY, places.council)],
        "adi": [(Role.ADMINISTRATOR, places.council)],
    }
    people = {name: UserFactory.build(email=f"{name}@demo.example", name=name.title()) for name in held}
    # Two statements instead of thirty: more than a thousand tests ask for the cast.
    User.objects.bulk_create(people.values())
    Membership.objects.bulk_create(
        MembershipFactory.build(user=people[name], role=role, unit=unit)
        for name, roles in held.items()
        for role, unit in roles
    )
    return SimpleNamespace(**people)


@pytest.fixture(scope="session")
def keep(django_db_setup, django_db_blocker):
    """Make a world that tests begin with, once."""

    def kept(make, *beneath):
        with django_db_blocker.unblock():
            return make_world(make, *beneath)

    return kept


@pytest.fixture(scope="session")
def kept_places(keep):
    return keep(make_places)


@pytest.fixture(scope="session")
def kept_cast(keep, kept_places):
    return keep(make_cast, kept_places)


@pytest.fixture(scope="session")
def kept_world(keep, kept_places, kept_cast, tmp_path_factory):
    from tests.world import build_world  # noqa: PLC0415 models need a ready Django

    @override_settings(TASKS=AT_ONCE)
    def make(places, cast):
        return build_world(cast, places, tmp_path_factory.mktemp("world"))

    return keep(make, kept_places, kept_cast)


@pytest.fixture
def places(db, kept_places):
    """A council with two services; north has two teams, south has one."""
    return kept_places.put_back()


@pytest.fixture
def cast(places, kept_cast):
    """One person per role, and for every "X but not Y" somebody who is both."""
    return kept_cast.put_back(places)


@pytest.fixture
def world(cast, places, kept_world):
    """One of everything: names for the objects that the rows of the access table speak of (tests/world.py)."""
    return kept_world.put_back(places, cast)
