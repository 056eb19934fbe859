"""Worlds: what many tests begin with is made once in each process, and put back row by row for every one of them.

A world is made by the same commands as everything else, before the first test that asks for it begins and in a
transaction that is undone, on top of the worlds it rests on: nothing of any test is in it. Its rows come back with the
numbers they were made with; a test's own rows get later ones, as sequences are never wound back.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import override_settings

from tests import database

HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LATER = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@dataclass(frozen=True)
class Rows:
    """What a world changes in one table: keys of rows that are gone or written anew, and what COPY says of new ones."""

    table: str
    columns: str
    key: str
    gone: tuple[Any, ...]
    written: str


@dataclass(frozen=True)
class World:
    make: Callable[..., Any]
    rows: tuple[Rows, ...]
    result: bytes
    beneath: tuple["World", ...]

    def put_back(self, *given: Any) -> Any:
        """The world, and what making it gave. `given` is what the worlds beneath gave this test."""
        if not database.IS_OURS:  # it takes a superuser to put back rows without their triggers
            return self.make(*given)
        self.copy_in()
        return pickle.loads(self.result)

    def copy_in(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for rows in self.rows:
                if rows.gone:
                    cursor.execute(f"DELETE FROM {rows.table} WHERE {rows.key} IN %s", [rows.gone])
                cursor.copy_expert(f"COPY {rows.table} ({rows.columns}) FROM STDIN", io.StringIO(rows.written))
            cursor.execute("SET LOCAL session_replication_role = origin")


def make_world(make: Callable[..., Any], *beneath: World) -> World:
    """Make it once: `make` gets what the worlds beneath gave. No test may have begun."""
    with override_settings(PASSWORD_HASHERS=HASHERS, TASKS=LATER), transaction.atomic():
        for world in _all_of(beneath):
            world.copy_in()
        before = _versions()
        result = make(*(pickle.loads(world.result) for world in beneath))
        rows = tuple(_changes(before, _versions()))
        transaction.set_rollback(True)
    return World(make, rows, pickle.dumps(result), beneath)


def what_is_there() -> World:
    """What migrations left in the tables of models, as a world: to be put back where those were emptied."""
    emptied = set(connection.introspection.django_table_names(include_views=False))
    rows = _changes({table: {} for table in _tables()}, _versions())
    return World(lambda: None, tuple(each for each in rows if each.table in emptied), pickle.dumps(None), ())


def _all_of(worlds: tuple[World, ...]) -> list[World]:
    """Each with what it rests on before it, none twice."""
    found: dict[int, World] = {}
    for world in worlds:
        found |= {id(each): each for each in [*_all_of(world.beneath), world]}
    return list(found.values())


def _tables() -> dict[str, tuple[str, str]]:
    """Each table's key and the columns that are not computed."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT c.oid::regclass::text, k.attname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indnkeyatts = 1
            JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = i.indkey[0]
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2 ORDER BY 1""")
        return {table: (key, columns) for table, key, columns in cursor.fetchall()}


def _versions() -> dict[str, dict[Any, str]]:
    """Where each row of each table lies, by its key: a row that is written anew lies elsewhere."""
    found = {}
    with connection.cursor() as cursor:
        for table, (key, _) in _tables().items():
            cursor.execute(f"SELECT {key}, ctid::text FROM {table}")
            found[table] = dict(cursor.fetchall())
    return found


def _changes(before: dict[str, dict[Any, str]], after: dict[str, dict[Any, str]]):
    with connection.cursor() as cursor:
        for table, (key, columns) in _tables().items():
            old, new = before[table], after[table]
            gone = tuple(each for each in old if new.get(each) != old[each])
            written = tuple(place for each, place in new.items() if old.get(each) != place)
            if not gone and not written:
                continue
            text = io.StringIO()
            if written:
                chosen = cursor.mogrify("ctid = ANY(%s::tid[])", [list(written)]).decode()
                cursor.copy_expert(f"COPY (SELECT {columns} FROM {table} WHERE {chosen}) TO STDOUT", text)
            yield Rows(table, columns, key, gone, text.getvalue())
