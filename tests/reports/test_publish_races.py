"""Two reports are published at the same moment: the second is protected against the first."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest
from django.db import connection, transaction

from kpis.models import Load, Value
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from reports import commands, content
from reports.models import Report
from tests.factories import at
from tests.reports.conftest import approved_by

DAY = at(2026, 7, 10)
SOON = 20


@pytest.fixture
def signed_off(cast, places):
    """A report on the indicators of June that may be published; with a title, of the council's own kind."""

    def put(title=""):
        own = commands.adapt(kind="highlight", title=title, by=cast.quinn, at=DAY) if title else None
        report = commands.start_report(
            kind="highlight", unit=places.council, starts_on=datetime.date(2026, 6, 1), by=cast.quinn, at=DAY,
            adaptation=own,
        )  # fmt: skip
        words = {"key_messages": {"messages": ["More families are seen."]}, "commentary": {"prose": "Steady."}}
        report = commands.save_words(report, words, version=1, by=cast.quinn, at=DAY)
        commands.send(report, by=cast.quinn, at=DAY)
        return approved_by(report, cast.hal, cast.dee, when=DAY)

    return put


def shown_in(publication):
    blocks = [block for section in content.from_json(publication.content).sections for block in section.blocks]
    return next(block for block in blocks if isinstance(block, content.IndicatorTable)).rows[0].current


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_published_at_once_the_second_waits_for_the_first_and_tells_no_small_difference(
    cast, define, give, signed_off, settings
):  # fmt: skip
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    indicator = define("C1", Basis.YEAR_TO_DATE, MeasuredIn.COUNT)
    give(indicator, Basis.YEAR_TO_DATE, {6: "20"})
    first, second = signed_off(), signed_off("Figures for the board")
    is_written, may_end = Event(), Event()

    def publish_and_wait():
        with closing(connection), transaction.atomic():
            made = commands.publish(first, by=cast.quinn, at=DAY)
            is_written.set()
            assert may_end.wait(SOON)
        return shown_in(made)

    def publish():
        with closing(connection):
            return shown_in(commands.publish(second, by=cast.quinn, at=DAY))

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(publish_and_wait)
        assert is_written.wait(SOON)
        Value.objects.update(superseded_at=DAY, superseded_by=Load.objects.get())
        give(indicator, Basis.YEAR_TO_DATE, {6: "22"})
        two = pool.submit(publish)
        with pytest.raises(TimeoutError):
            two.result(timeout=1)
        may_end.set()
        assert (one.result(SOON), two.result(SOON)) == ("20", "[c]")
    assert set(Report.objects.values_list("status", flat=True)) == {"published"}
