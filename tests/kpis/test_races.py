"""Two analysts at once: exactly one load counts, the other is told why not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kpis import commands
from kpis.models import Load, Value
from people.access import Refused
from tests.kpis.conftest import AT, SAMPLE, read

TRIES = 5


def confirm_together(loads):
    """Each load confirmed in a thread of its own, all starting at once; what each was told."""
    start = Barrier(len(loads))

    def confirm(load):
        try:
            start.wait()
            commands.confirm(load, by=None, at=AT)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "confirmed"

    with ThreadPoolExecutor(len(loads)) as pool:
        return sorted(pool.map(confirm, loads))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_of_loads_confirmed_at_once_one_counts(places, indicators, same):
    def stage():
        return commands.stage(read(SAMPLE), unit=places.council, by=None, at=AT)

    loads = [stage()] * TRIES if same else [stage() for _ in range(TRIES)]
    told = confirm_together(loads)

    refused = "This load is confirmed already." if same else commands.STALE
    assert told == sorted(["confirmed", *[refused] * (TRIES - 1)])
    assert Value.objects.current().count() == Value.objects.count() == 121
    assert Load.objects.filter(state="confirmed").count() == 1
