"""Safeguarding concerns as their pages show them, in a fixed number of queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils import timezone

from audits import permissions
from audits.escalation import LEVEL_WORDS, STATE_WORDS, Level, State, acknowledging_barrier, state_of, time_words
from audits.models import Concern, ConcernQuerySet, ConcernRecipient
from kit.working_days import Hours, working_time_between
from people.models import Event, User

STEPS = {
    "concern.raised": "Raised",
    "concern.escalated": "Not acknowledged in time: taken to the {level}",
    "concern.unanswered": "Not acknowledged in time by anybody: the audit team was told",
    "concern.acknowledged": "Acknowledged",
    "concern.closed": "Closed",
}


@dataclass(frozen=True)
class ConcernLine:
    """One concern as it stands at a moment, ready to print."""

    concern: Concern
    state: State
    level_words: str
    time_left: str

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class ConcernStep:
    words: str
    who: str
    at: datetime.datetime


@dataclass(frozen=True)
class Told:
    """Somebody who was told, and whether the e-mail to them has gone."""

    name: str
    level_words: str
    is_copied: bool
    told_at: datetime.datetime | None


@dataclass(frozen=True)
class ConcernPage:
    line: ConcernLine
    told: list[Told]
    timeline: list[ConcernStep]
    may_acknowledge: bool
    may_close: bool
    may_read_audit: bool


@dataclass(frozen=True)
class ConcernFigures:
    """How many concerns stand open in somebody's units: a number, and no way to read them."""

    open_now: int
    late: int
    closed: int


def listed_concerns(user: User, state: str) -> ConcernQuerySet:
    """What `user` may read: open, the earliest time first; or closed, the latest first."""
    concerns = Concern.objects.visible_to(user).with_facts().select_related("audit__record")
    if state == "closed":
        return concerns.closed().order_by("-closed_at", "-pk")
    return concerns.open().order_by(F("acknowledged_at").asc(nulls_first=True), "respond_by", "pk")


def concern_lines(concerns: Iterable[Concern], *, now: datetime.datetime) -> list[ConcernLine]:
    return [_line(concern, now) for concern in concerns]


def waiting_concerns(user: User, *, now: datetime.datetime) -> list[ConcernLine]:
    """Those that `user` is asked to acknowledge, the most urgent first."""
    return concern_lines(Concern.objects.waiting_for(user).with_facts(), now=now)


def concern_figures(user: User, *, now: datetime.datetime) -> ConcernFigures:
    counts = Concern.objects.counted_for(user).aggregate(
        open_now=Count("pk", filter=Q(closed_at=None)),
        late=Count("pk", filter=Q(acknowledged_at=None) & (Q(respond_by__lt=now) | Q(is_escalated=True))),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
    )  # fmt: skip
    return ConcernFigures(**counts)


def concern_page(concern: Concern, viewer: User, *, now: datetime.datetime, may_read_audit: bool) -> ConcernPage:
    line = _line(concern, now)
    answers = permissions.may_answer(viewer, concern)
    return ConcernPage(
        line=line,
        told=_told(concern),
        timeline=_timeline(concern),
        may_acknowledge=answers and not acknowledging_barrier(line.state),
        may_close=answers and line.state == State.ACKNOWLEDGED,
        may_read_audit=may_read_audit,
    )


def _line(concern: Concern, now: datetime.datetime) -> ConcernLine:
    state = state_of(
        respond_by=concern.respond_by,
        is_acknowledged=concern.acknowledged_at is not None,
        is_closed=concern.closed_at is not None,
        now=now,
    )
    office = Hours(settings.WORKING_DAY_STARTS, settings.WORKING_DAY_ENDS)
    left = time_words(working_time_between(now, concern.respond_by, office)) if state == State.WAITING else ""
    return ConcernLine(concern, state, LEVEL_WORDS[Level(concern.level)], left)


def _told(concern: Concern) -> list[Told]:
    """Whoever was told, in the order of the line; the audit team last."""
    order = list(Level)
    rows = sorted(
        ConcernRecipient.objects.filter(concern=concern).select_related("user"),
        key=lambda row: (order.index(Level(row.level)), row.user.name, row.pk),
    )
    return [
        Told(row.user.name, LEVEL_WORDS[Level(row.level)], row.level == Level.AUDIT_TEAM, row.told_at) for row in rows
    ]


def _timeline(concern: Concern) -> list[ConcernStep]:
    events = Event.objects.about(concern).filter(verb__in=STEPS).select_related("by").order_by("at", "pk")
    return [
        ConcernStep(
            STEPS[event.verb].format(level=LEVEL_WORDS.get(event.detail.get("level"), "next person")),
            str(event.by or "The portal"),
            timezone.localtime(event.at),
        )
        for event in events
    ]
