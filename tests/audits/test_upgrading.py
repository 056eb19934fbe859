"""A council that upgrades keeps every word: rows of the first schema, carried through all migrations since."""

import copy
import datetime

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from tests.factories import at

ALIAS = "upgraded"
FIRST = [("audits", "0001_initial")]
LEVELS = {"outstanding": "O", "good": "G", "requires_improvement": "R", "inadequate": "I"}


@pytest.fixture
def upgraded(django_db_setup, django_db_blocker):
    """Run `fill(models of the first schema)` in a database of its own, migrate it, and give the models of today."""
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_{ALIAS}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        connections.databases[ALIAS] = {**copy.deepcopy(connection.settings_dict), "NAME": name}

        def upgrade(fill):
            executor = MigrationExecutor(connections[ALIAS])
            executor.migrate(FIRST)
            fill(executor.loader.project_state(FIRST).apps.get_model)
            executor = MigrationExecutor(connections[ALIAS])
            leaves = executor.loader.graph.leaf_nodes()
            executor.migrate(leaves)
            return executor.loader.project_state(leaves).apps.get_model

        yield upgrade
        connections[ALIAS].close()
        del connections.databases[ALIAS]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def an_audit(model):
    """One audit in progress, with one domain graded and the family heard."""

    def make(label, **fields):
        app, _, name = label.partition(".")
        return model(app, name).objects.using(ALIAS).create(**fields)

    when = at(2026, 5, 5)
    unit = make("people.Unit", kind="council", code="c", name="C", path="/c/", started_on=datetime.date(2020, 1, 1))
    ana = make("people.User", email="ana@demo.example", name="Ana")
    tool = make("audits.Tool", code="old", name="Old tool", purpose="For looking back.")
    version = make("audits.ToolVersion", tool=tool, number=1, guidance="Stand back.", **LEVELS)
    section = make("audits.Section", tool_version=version, code="risk", title="Risk", position=1, **LEVELS)
    version.status, version.published_at, version.published_by = "published", when, ana
    version.save(using=ALIAS)
    record = make(
        "audits.Record", case_reference="QA123456", unit=unit, cohort="in_care", age_band="5_to_9",
        facts_on=datetime.date(2026, 5, 5),
    )  # fmt: skip
    audit = make(
        "audits.Audit", record=record, unit=unit, tool_version=version, audit_month=datetime.date(2026, 5, 1),
        auditor=ana, status="in_progress", version=4, voice_version=3, family_voice="“They listen.”",
        reflection="We talked.", allocated_at=when, allocated_by=ana, started_at=when, started_by=ana,
    )  # fmt: skip
    make("audits.Grading", audit=audit, section=section, stage="original", grade="good", rationale="Because.",
         version=2, by=ana, at=when)  # fmt: skip
    make("audits.Grading", audit=audit, section=None, stage="original", grade="good", rationale="All in all.",
         version=4, by=ana, at=when)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_audit_in_progress_is_carried_over_word_for_word(upgraded):
    model = upgraded(an_audit)

    def rows(name, *fields, **which):
        return list(model("audits", name).objects.using(ALIAS).filter(**which).order_by("pk").values_list(*fields))

    assert rows("ToolVersion", "name", "purpose", "status") == [("Old tool", "For looking back.", "published")]
    assert rows("Grading", "section__code", "grade", "rationale", "difference") == [
        ("risk", "good", "Because.", ""), (None, "good", "All in all.", ""),
    ]  # fmt: skip
    assert rows("SavedPage", "section__code", "version", "by__name") == [("risk", 2, "Ana"), (None, 4, "Ana")]
    assert rows("Audit", "version", "voice_version", "reflection") == [(4, 3, "We talked.")]
    assert rows("Voice", "whose", "state", "words", "how") == [("family", "given", "“They listen.”", "")]
