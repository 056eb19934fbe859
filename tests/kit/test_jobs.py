"""A job waits for a worker, and one that stopped half way is found and done again."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from kit import jobs
from kpis import commands, tasks
from kpis.models import Load
from tests.kpis.conftest import SAMPLE


@pytest.fixture
def waiting(settings, places, db):
    """A file that is received, with a job that nobody has begun."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    commands.create_standard_indicators(by=None)
    content = SAMPLE.read_bytes()
    load = commands.receive(
        content=content, file_name="sample.csv", sha256="0" * 64, rows=18, period=datetime.date(2023, 8, 1),
        source=None, is_plain=True, unit=places.council, by=None,
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
