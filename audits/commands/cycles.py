"""Cycles of auditing."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.models import Cycle
from audits.register import period_problem
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User


@command
def add_cycle(
    *, name: str, starts_on: datetime.date, ends_on: datetime.date, by: User, at: datetime.datetime | None = None
) -> Cycle:  # fmt: skip
    """A new period of auditing. Audits allocated from now on belong to it when it alone covers their month."""
    at = at or timezone.now()
    if not permissions.may_set_cycles(by):
        raise PermissionDenied
    if wrong := period_problem(starts_on, ends_on):
        raise Refused(wrong)
    name = name.strip()
    if Cycle.objects.filter(name__iexact=name).exists():
        raise Refused(f"There is a cycle called {name} already: give this one another name.")

    cycle = Cycle.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    events.record("cycle.added", by=by, target=cycle, at=at)
    return cycle
