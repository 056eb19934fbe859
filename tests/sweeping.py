"""The test server has no autovacuum: what tests undo is swept away here, between two tests.

Autovacuum also counts, and most tables are empty whenever it comes by. What is asked of thousands of rows is then
planned for none, and took minutes of the suite or no time at all: that hung on when autovacuum came. Of a table that
was never counted, or that was swept empty, Postgres looks at the size of the file instead.
"""

import itertools

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from tests import database

EVERY = 150  # tests
PAGES = 20  # a smaller table costs nobody anything

LARGE = """SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > %s"""

_done = itertools.count(1)


@pytest.hookimpl(trylast=True)  # when the test has undone what it did
def pytest_runtest_teardown(item: pytest.Item) -> None:
    if next(_done) % EVERY == 0 and database.IS_OURS:
        with item.config.stash[blocking_manager_key].unblock():
            sweep()


def sweep() -> None:
    """Give the space of undone rows back. Not where something of a module is still kept in a transaction."""
    if connection.connection is None or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute(LARGE, [PAGES * 8192])
        [tables] = cursor.fetchone()
        if tables:
            cursor.execute(f"VACUUM {tables}")
