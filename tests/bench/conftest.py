"""The full demo council, built once, and a way to time two things in turn."""

import datetime
import statistics
import time

import pytest
from django.test import Client

from people.models import User
from qaportal.demo.build import build

TODAY = datetime.date(2026, 5, 15)
PAIRS = 15
WARM_UP = 3


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Kept for the module; the database is thrown away after the run."""
    with django_db_blocker.unblock():
        build(TODAY, lambda words: None)
        yield
        # The next module of this run, if there ever is one, finds its own council.


@pytest.fixture
def director(demo, db):
    client = Client()
    client.force_login(User.objects.get(email="director@demo.example"))
    return client


def in_turn(ours, reference):
    """Medians in milliseconds of A B A B …, so that a machine that slows down slows both."""
    for _ in range(WARM_UP):
        ours(), reference()
    times = {"ours": [], "reference": []}
    for _ in range(PAIRS):
        for name, run in (("ours", ours), ("reference", reference)):
            start = time.perf_counter()
            run()
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def report(name, medians):
    print(
        f"\n{name}: {medians['ours']:.1f} ms against {medians['reference']:.1f} ms of bare SQL "
        f"({medians['ours'] / medians['reference']:.1f}x, {medians['ours'] - medians['reference']:.1f} ms more)"
    )
