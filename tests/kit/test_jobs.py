"""A job waits for a worker, and one that stopped half way is found and done again."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from kit import jobs
from kpis import commands, tasks
from kpis.models import Load
from people.models import Event
from tests.kpis.conftest import SAMPLE


@pytest.fixture
def waiting(settings, places, db):
    """A file that is received, with a job that nobody has begun."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    commands.create_standard_indicators(by=None)
    content = SAMPLE.read_bytes()
    load = commands.receive(
        content=content, file_name="sample.csv", sha256="0" * 64, rows=18, period=datetime.date(2023, 8, 1),
        source=None, layout="highlight", unit=places.council, by=None,
    )  # fmt: skip
    jobs.enqueue(tasks.check_load, load=load.pk, by=None)
    return load


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_for_the_worker(waiting):
    assert Load.objects.get().state == "checking"
    call_command("db_worker", "--batch", "--no-startup-delay", "--no-reload", verbosity=0)

    assert Load.objects.get().state == "previewed"


def test_a_job_that_is_run_once_more_does_no_harm(waiting):
    for _ in range(2):
        tasks.check_load.call(load=waiting.pk, by=None)

    assert Load.objects.get().counts["added"] == 121


def test_a_load_whose_worker_is_gone_is_said_to_have_failed_and_can_be_checked_again(waiting):
    soon = timezone.now() + datetime.timedelta(minutes=14)
    assert commands.reap(at=soon) == 0
    assert commands.reap(at=soon + datetime.timedelta(minutes=2)) == 1
    load = Load.objects.get()
    assert (load.state, load.refusals[0]["reason"]) == ("failed", commands.STOPPED)

    commands.check_again(load, by=None)
    tasks.check_load.call(load=load.pk, by=None)
    assert Load.objects.get().state == "previewed"


@pytest.mark.parametrize("clock", ["find_stopped_loads", "run_clock"])
def test_the_clock_finds_a_load_whose_worker_is_gone_without_anybody(waiting, clock, capsys):
    call_command(clock)
    assert (Load.objects.get().state, capsys.readouterr().out) == ("checking", "")

    Load.objects.update(working_since=timezone.now() - datetime.timedelta(minutes=16))
    call_command(clock)
    load = Load.objects.get()
    assert (load.state, load.refusals[0]["reason"]) == ("failed", commands.STOPPED)
    assert capsys.readouterr().out == "1 load had stopped and can be checked again\n"
    event = Event.objects.latest("pk")
    assert (event.verb, event.by, event.target_id) == ("load.failed", None, str(load.pk))
    call_command(clock)
    assert capsys.readouterr().out == ""


@pytest.mark.django_db(transaction=True)
def test_the_clock_waits_for_no_load_that_is_worked_on(waiting):
    late = timezone.now() + datetime.timedelta(minutes=16)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Load.objects.select_for_update().get()

        def elsewhere():
            try:
                return commands.reap(at=late)
            finally:
                connection.close()

        assert pool.submit(elsewhere).result(timeout=20) == 0
    assert commands.reap(at=late) == 1
