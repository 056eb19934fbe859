"""Undone rows are swept away, and no table is held for empty when a test fills it."""

import pytest
from django.db import connection, transaction

from people.models import User
from tests.factories import UserFactory
from tests.sweeping import PAGES, sweep


def size():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('people_user')")
        return cursor.fetchone()[0]


def fill(count):
    User.objects.bulk_create(UserFactory.build(email=f"{n}@demo.example", name="x" * 100) for n in range(count))


@pytest.mark.django_db(transaction=True)
def test_undone_rows_are_swept_away_and_new_ones_are_expected():
    with transaction.atomic():
        fill(2000)
        transaction.set_rollback(True)
    assert size() > PAGES * 8192

    sweep()

    assert size() == 0
    with transaction.atomic(), connection.cursor() as cursor:
        fill(2000)
        cursor.execute("EXPLAIN (FORMAT JSON) SELECT * FROM people_user")
        [[plan]] = cursor.fetchone()
        transaction.set_rollback(True)
    assert plan["Plan"]["Plan Rows"] > 100  # of a table that was counted when it was empty: 1
