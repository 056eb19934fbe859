"""A database for the run, and the cast.

*ana* did this audit; *abe* has her role but not her audit; *mo* moderates; *amo* audits and moderates; *tess* manages
the team; *olly* manages a team elsewhere.
"""

import importlib
from types import SimpleNamespace

import hypothesis
import pytest

from people.roles import Role
from tests import database, schema

pytest_plugins = ["tests.browser"]

# How long an example takes is a matter of the machine, and is measured in tests/bench.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings):
    """Only on a server of our own: nobody else's database is dropped to save a minute."""
    return (database.IS_OURS and schema.restore()) or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, django_db_setup, django_db_blocker):
    if database.IS_OURS and not django_db_keepdb:
        schema.keep()


@pytest.fixture(scope="session", autouse=True)
def _themes_stay():
    """A test that commits ends with an emptied database: what migrations put there is put back for the next one."""
    from django.apps import apps  # noqa: PLC0415 a ready Django
    from django.db.models.signals import post_migrate  # noqa: PLC0415

    add = importlib.import_module("audits.migrations.0005_themes").add

    def put_back(sender, **kwargs):
        add(apps, None)

    post_migrate.connect(put_back, sender=apps.get_app_config("audits"), weak=False)


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _jobs_at_once(settings):
    """A job is done when it is asked for; that it can wait is tested where jobs are (tests/kit/test_jobs.py)."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def places(db):
    """A council with two services; north has two teams, south has one."""
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


@pytest.fixture
def cast(places):
    """One person per role, and for every "X but not Y" somebody who is both."""
    from tests.factories import MembershipFactory, UserFactory  # noqa: PLC0415 models need a ready Django

    def person(name, *memberships):
        user = UserFactory(email=f"{name}@demo.example", name=name.title())
        for role, unit in memberships:
            MembershipFactory(user=user, role=role, unit=unit)
        return user

    return SimpleNamespace(
        ana=person("ana", (Role.ADVANCED_PRACTITIONER, places.team)),
        abe=person("abe", (Role.ADVANCED_PRACTITIONER, places.team)),
        amo=person("amo", (Role.ADVANCED_PRACTITIONER, places.team), (Role.MODERATOR, places.council)),
        mo=person("mo", (Role.MODERATOR, places.council)),
        tess=person("tess", (Role.TEAM_MANAGER, places.team)),
        olly=person("olly", (Role.TEAM_MANAGER, places.elsewhere)),
        pat=person("pat", (Role.PRACTITIONER, places.team)),
        quinn=person("quinn", (Role.QA_TEAM, places.council)),
        andy=person("andy", (Role.ANALYST, places.council)),
        hal=person("hal", (Role.HEAD_OF_SERVICE, places.north)),
        dee=person("dee", (Role.EXECUTIVE, places.council)),
        lee=person("lee", (Role.LEAD_MEMBER, places.council)),
        sky=person("sky", (Role.SCRUTINY, places.council)),
        adi=person("adi", (Role.ADMINISTRATOR, places.council)),
    )
