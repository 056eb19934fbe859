"""Operations of a migration in groups: which may stand together, and that together they do what they do one by one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from kit.at_once import AtOnce, at_once

KNOWN = models.CheckConstraint(condition=models.Q(more__in=["", "filled"]), name="more_known")
ONCE = models.UniqueConstraint(fields=["word"], condition=models.Q(more="filled"), name="word_once")
TRIGGER = Trigger(
    name="stays",
    sql=UpsertTriggerSql(
        func="RETURN NEW;", hash="0", operation="UPDATE", pgid="pgtrigger_stays", table="x", when="BEFORE"
    ),
)


def create(name="Thing"):
    return migrations.CreateModel(
        name, [("id", models.BigAutoField(primary_key=True)), ("word", models.TextField(default=""))]
    )


def add(name, model="thing", **options):
    return migrations.AddField(model, name, models.TextField(default="", **options))


def alter(name, model="thing"):
    return migrations.AlterField(model, name, models.TextField(default="", blank=True))


def remove(name, model="thing"):
    return migrations.RemoveField(model, name)


def sql():
    return migrations.RunSQL("SELECT 1", "SELECT 1")


def python():
    return migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)


@pytest.mark.parametrize(
    ("operations", "groups"),
    [
        ([add("a"), add("b"), alter("c"), remove("d")], [4]),
        ([create("One"), create("Two"), add("a", "three")], [3]),
        ([create("One"), add("a", "One")], [1, 1]),
        ([create("One"), add("a", "one")], [1, 1]),
        ([add("a"), alter("a")], [1, 1]),
        ([add("a"), add("a", "other")], [2]),
        ([add("a"), sql(), alter("b"), alter("a")], [3, 1]),
        ([remove("a"), add("a")], [2]),
        ([migrations.RemoveConstraint("thing", "more_known"), migrations.AddConstraint("thing", KNOWN)], [2]),
        ([migrations.AddConstraint("thing", KNOWN), migrations.RemoveConstraint("thing", "more_known")], [1, 1]),
        ([create(), migrations.AddConstraint("thing", KNOWN)], [1, 1]),
        ([RemoveTrigger("thing", "stays"), add("a"), AddTrigger("thing", TRIGGER)], [3]),
        ([RemoveTrigger("thing", "stays"), AddTrigger("thing", TRIGGER), RemoveTrigger("thing", "stays")], [2, 1]),
        ([AddTrigger("thing", TRIGGER), RemoveTrigger("thing", "stays")], [1, 1]),
        ([add("a"), python(), add("b")], [1, 0, 1]),
        ([add("a"), migrations.RunSQL("SELECT 1", state_operations=[add("b")]), add("b")], [1, 0, 1]),
        ([add("a"), migrations.RenameField("thing", "b", "c")], [1, 0]),
        ([], []),
    ],
)
def test_what_none_other_needs_stands_together_in_the_same_order(operations, groups):
    found = at_once(operations)

    assert [len(each.operations) if isinstance(each, AtOnce) else 0 for each in found] == groups
    flat = [part for each in found for part in (each.operations if isinstance(each, AtOnce) else [each])]
    assert flat == operations


def columns():
    with connection.cursor() as cursor:
        if "kit_thing" not in connection.introspection.table_names(cursor):
            return None
        described = connection.introspection.get_table_description(cursor, "kit_thing")
        held = connection.introspection.get_constraints(cursor, "kit_thing")
    return [column.name for column in described], sorted(name for name, one in held.items() if one["check"])


@pytest.mark.django_db
def test_a_group_does_what_its_operations_do_and_undoes_it():
    class Migration(migrations.Migration):
        operations = at_once([
            create(),
            add("more"),
            migrations.RunSQL("INSERT INTO kit_thing (word, more) VALUES ('yes', '')", migrations.RunSQL.noop),
            migrations.AddConstraint("thing", KNOWN),
            migrations.AddConstraint("thing", ONCE),
            alter("more"),
            migrations.RunSQL("UPDATE kit_thing SET more = 'filled'", migrations.RunSQL.noop),
            remove("word"),
        ])  # fmt: skip

    migration = Migration("0001_thing", "kit")
    assert [len(each.operations) for each in migration.operations] == [1, 4, 3]

    with connection.schema_editor() as editor:
        state = migration.apply(ProjectState(), editor)
    after = columns()
    with connection.cursor() as cursor:
        cursor.execute("SELECT more FROM kit_thing")
        rows = cursor.fetchall()
    drawn = [field.name for field in state.apps.get_model("kit", "thing")._meta.fields]
    with connection.schema_editor() as editor:
        migration.unapply(ProjectState(), editor)

    assert after == (["id", "more"], ["more_known"])
    assert rows == [("filled",)]
    assert drawn == ["id", "more"]
    assert columns() is None


def test_models_that_are_drawn_up_follow_and_none_are_drawn_up_for_nothing():
    first, then = at_once([create(), add("more"), add("yet_more")])
    drawn, plain = ProjectState(), ProjectState()
    old = drawn.apps

    for state in (drawn, plain):
        first.state_forwards("kit", state)
        then.state_forwards("kit", state)

    assert drawn.apps is old
    assert [field.name for field in old.get_model("kit", "thing")._meta.fields] == ["id", "word", "more", "yet_more"]
    assert "apps" not in plain.__dict__
    assert list(plain.models["kit", "thing"].fields) == ["id", "word", "more", "yet_more"]


def test_a_group_can_be_undone_if_all_in_it_can_and_says_what_it_does():
    for_ever = migrations.RunSQL("SELECT 1")

    assert [AtOnce([add("a"), sql()]).reversible, AtOnce([add("a"), for_ever]).reversible] == [True, False]
    assert AtOnce([add("a"), remove("b")]).describe() == "Add field a to thing; Remove field b from thing"


def test_every_migration_of_ours_is_in_groups():
    ours = {"kit", "people", "improvement", "audits", "kpis", "reports"}
    found = [each for each in MigrationLoader(None).disk_migrations.values() if each.app_label in ours]

    assert len(found) >= 27
    several = [each for each in found if len(each.operations) > 1]
    assert {str(each): each.operations for each in several if at_once(each.operations) != each.operations} == {}
