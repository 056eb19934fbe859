"""The full demo council, built once, and a way to time two things in turn."""

import datetime
import statistics
import time

import pytest

from people.models import User
from qaportal.demo.build import build
from tests.bench.serving import Visitor, served

TODAY = datetime.date(2026, 5, 15)
PAIRS = 15
WARM_UP = 3


@pytest.fixture(scope="session")
def demo(django_db_setup, django_db_blocker):
    """Built once; the database is thrown away after the run."""
    with django_db_blocker.unblock():
        build(TODAY, lambda words: None)
        yield
        # The next module of this run, if there ever is one, finds its own council.


@pytest.fixture(scope="session")
def portal(demo, django_db_blocker):
    """The portal as it really runs: where it is served."""
    with django_db_blocker.unblock(), served() as port:
        yield port


@pytest.fixture(scope="session")
def director(portal, django_db_blocker):
    """A visitor whose session is in the database for good, where the server sees it."""
    with django_db_blocker.unblock():
        return Visitor(portal, User.objects.get(email="director@demo.example"))


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
