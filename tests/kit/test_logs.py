"""The log never quotes what people wrote."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from improvement.models import Note
from kit.logs import WithoutRows
from tests.factories import ActionFactory, at


def test_a_row_that_the_database_refuses_is_not_quoted(db):
    action = ActionFactory()
    secret = "Jamie was seen alone.\n\nShe said"
    try:
        with transaction.atomic():
            Note.objects.create(action=action, kind="delivered", at=at(2026, 5, 1), by=action.owner, words=secret)
    except IntegrityError:
        told = sys.exc_info()
    else:
        pytest.fail("the database took it")
    assert "Jamie" in logging.Formatter().formatException(told)

    logged = WithoutRows().formatException(told)

    assert "Jamie" not in logged
    assert "She said" not in logged
    assert "note_of_delivery_is_dated" in logged
    assert "The above exception was the direct cause" in logged


def test_the_portals_log_is_written_that_way():
    assert settings.LOGGING["formatters"]["plain"]["()"] == "kit.logs.WithoutRows"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"plain"}
