"""/healthz answers 200 only when the database answers and every migration is applied."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_a_healthy_portal_says_so_without_signing_in(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"database": "answers", "migrations_waiting": 0})


@pytest.mark.django_db
def test_a_waiting_migration_is_not_healthy(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people'")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["migrations_waiting"] >= 1


@pytest.mark.django_db(transaction=True)
def test_no_database_is_not_healthy(client, settings):
    connection.close()
    host = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        answer = client.get("/healthz")
    finally:
        connection.settings_dict["HOST"] = host

    assert (answer.status_code, answer.json()) == (503, {"database": "no answer"})
