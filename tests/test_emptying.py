"""After a test that commits its rows are deleted, also while a page still writes, and what migrations left is back."""

import threading
import time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from audits.models import Theme
from people.models import Unit, User
from tests.factories import UnitFactory, UserFactory


def write(steps):
    """As a page that is still being answered: a lock on users, and a while later one on units, or the other way."""
    try:
        with transaction.atomic():
            for step, seconds in steps:
                list(step.objects.select_for_update())
                time.sleep(seconds)
    finally:
        connection.close()


@pytest.mark.parametrize("order", [(Unit, User), (User, Unit)])
@pytest.mark.django_db(transaction=True)
def test_a_page_that_still_writes_goes_first_and_everything_is_emptied(order):
    UnitFactory()
    UserFactory()
    page = threading.Thread(target=write, args=([(order[0], 0.8), (order[1], 0)],))
    page.start()
    time.sleep(0.3)

    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)

    page.join()
    assert (Unit.objects.count(), User.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_what_migrations_left_is_back_with_its_numbers():
    def there():
        return [sorted(model.objects.values_list("pk", flat=True)) for model in (ContentType, Theme)]

    before = there()
    ContentType.objects.create(app_label="portal", model="invented")

    call_command("flush", interactive=False, verbosity=0)

    assert there() == before
    assert all(before)
