"""Invented safeguarding concerns: one closed, one acknowledged, one that waits for the team manager."""

import datetime
from typing import TYPE_CHECKING

from audits import commands
from audits.models import Audit, Concern
from people.models import User

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

CLOSED = {
    "what": (
        "The record of a visit says that the child sleeps on the sofa because a lodger has the bedroom. Nobody seems "
        "to have asked who the lodger is."
    ),
    "immediate_action": "I telephoned the social worker, who visited the same afternoon and saw the child alone.",
    "who_was_told": "The social worker and the team manager, by telephone, at half past ten.",
}
ACKNOWLEDGED = {
    "what": (
        "Two neighbours have reported shouting at night in the last fortnight. Both calls are in the record; neither "
        "was followed up, and the next visit is planned for the end of the month."
    ),
    "immediate_action": "I asked the duty social worker to visit today instead of at the end of the month.",
    "who_was_told": "The duty social worker, in person.",
}
WAITING = {
    "what": (
        "The school wrote that a bruise was seen on Monday. The record has no answer to the school, and no entry after "
        "that day."
    ),
    "immediate_action": "I telephoned the out-of-hours team, who are looking at the record now.",
    "who_was_told": "The out-of-hours team, by telephone. I could not reach the team manager.",
}
OUTCOME = (
    "The lodger was checked and has moved out; the child has a room again. The visit of the following week confirmed "
    "it, and the plan now asks at each visit who lives in the home."
)


def raise_concerns(cast: "Cast", now: datetime.datetime) -> int:
    """Three concerns about records of the named manager's team; return how many there are."""
    manager, auditor = cast.users["manager"], cast.users["auditor"]
    weeks_ago, days_ago = _at_ten(now, 21), _at_ten(now, 2)
    latest, second, third = _audits(auditor, cast.units["protection-1"].path, but=manager)

    closed = commands.raise_concern(third, **CLOSED, by=auditor, at=weeks_ago)
    commands.acknowledge(closed, by=manager, at=weeks_ago + datetime.timedelta(minutes=40))
    ended = weeks_ago + datetime.timedelta(days=7)
    commands.close_concern(closed, outcome=OUTCOME, ended_on=ended.date(), by=manager, at=ended)

    open_ = commands.raise_concern(second, **ACKNOWLEDGED, by=auditor, at=days_ago)
    commands.acknowledge(open_, by=manager, at=days_ago + datetime.timedelta(hours=2))

    commands.raise_concern(latest, **WAITING, by=auditor, at=now - datetime.timedelta(hours=4))
    return Concern.objects.count()


def _at_ten(now: datetime.datetime, days: int) -> datetime.datetime:
    """Ten in the morning about so many days ago, never at a weekend."""
    moment = now - datetime.timedelta(days=days, hours=-10)
    return moment - datetime.timedelta(days=max(0, moment.weekday() - 4))


def _audits(auditor: User, path: str, *, but: User) -> list[Audit]:
    """The auditor's three latest audits there; never of the manager's own practice."""
    audits = Audit.objects.under(path).by_auditor(auditor).not_withdrawn().exclude(practitioner=but)
    return list(audits.order_by("-allocated_at", "-pk")[:3])
