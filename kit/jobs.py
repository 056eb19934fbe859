"""Work that goes on after the answer is sent. The one module that names the task library.

A job is queued in the same transaction as what it is about, and worked off by `manage.py db_worker`. Its arguments are
numbers and words, never objects. A worker may die half way, so a job must do no harm when it is run once more, and
whoever owns it must be able to say that it has stopped.
"""

from typing import Any

from django_tasks import task
from django_tasks.base import Task

job = task


def enqueue(work: Task, **facts: Any) -> None:
    """Have `work` done as soon as the transaction that asks for it is through."""
    work.enqueue(**facts)
