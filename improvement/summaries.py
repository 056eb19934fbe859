"""Actions as pages and reports show them, in a fixed number of queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from improvement import permissions, progress
from improvement.models import Action, ActionQuerySet, Note
from improvement.progress import STATE_WORDS, State
from people.models import Unit, User

MOST_LINES = 50


@dataclass(frozen=True)
class ActionLine:
    """One action, ready to print."""

    text: str
    unit_name: str
    owner_name: str
    due_on: datetime.date
    state: State
    origin: str
    url: str


@dataclass(frozen=True)
class ActionProgress:
    """What happened to actions in a period (raised, delivered, closed) and how things stand today."""

    raised: int
    delivered: int
    closed: int
    open_now: int
    overdue_now: int
    lines: list[ActionLine]


def action_progress(unit: Unit, start: datetime.date, end: datetime.date, *, today: datetime.date) -> ActionProgress:
    """Actions of the unit and all below it, from `start` up to and including `end`.

    `open_now` counts the overdue ones too. The lines are actions raised in the period or not closed at its end.
    """
    actions = Action.objects.of_unit(unit)
    first, after = _midnight(start), _midnight(end + datetime.timedelta(days=1))
    in_period = {
        name: Q(**{f"{name}_at__gte": first, f"{name}_at__lt": after}) for name in ("raised", "delivered", "closed")
    }
    counts = actions.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in in_period.items()},
        open_now=Count("pk", filter=Q(delivered_at=None)),
        overdue_now=Count("pk", filter=Q(delivered_at=None, due_on__lt=today)),
    )
    not_closed_at_end = Q(raised_at__lt=after) & (Q(closed_at=None) | Q(closed_at__gte=after))
    shown = actions.filter(in_period["raised"] | not_closed_at_end).order_by("due_on", "pk")
    return ActionProgress(**counts, lines=_lines(shown, today))


def raised_and_closed(unit: Unit, start: datetime.date, end: datetime.date) -> tuple[int, int]:
    """How many actions of the unit and all below it were raised, and closed, up to and including `end`. One query."""
    first, after = _midnight(start), _midnight(end + datetime.timedelta(days=1))
    counts = Action.objects.of_unit(unit).aggregate(
        raised=Count("pk", filter=Q(raised_at__gte=first, raised_at__lt=after)),
        closed=Count("pk", filter=Q(closed_at__gte=first, closed_at__lt=after)),
    )
    return counts["raised"], counts["closed"]


def actions_due(user: User, *, today: datetime.date) -> list[ActionLine]:
    """What the user owns and nobody has closed yet, the oldest due date first."""
    return _lines(Action.objects.owned_by(user).not_closed().order_by("due_on", "pk"), today)


@dataclass(frozen=True)
class ActionRow:
    """One action in a list on a page."""

    line: ActionLine
    state_words: str
    days_words: str
    is_mine: bool


def listed_actions(
    user: User, *, today: datetime.date, state: str = "", unit: Unit | None = None, whose: str = ""
) -> ActionQuerySet:
    """The actions that the user may see and asked for; without a state: those not closed."""
    actions = Action.objects.visible_to(user).select_related("unit", "owner")
    if state == "":
        actions = actions.not_closed()
    elif state in set(State):
        actions = actions.in_state(State(state), today=today)
    if unit:
        actions = actions.of_unit(unit)
    if whose == "mine":
        actions = actions.owned_by(user)
    return actions.order_by("due_on", "pk")


def waiting_for(user: User, *, today: datetime.date) -> list[ActionRow]:
    """What the user still has to do, ready to print."""
    actions = Action.objects.owned_by(user).due().select_related("unit", "owner")[:MOST_LINES]
    return rows_of(actions, user, today=today)


def rows_of(actions: Iterable[Action], user: User, *, today: datetime.date) -> list[ActionRow]:
    """The loaded actions, ready to print."""
    rows = []
    for action in actions:
        line = _line(action, today)
        waits = line.state in (State.OPEN, State.OVERDUE)
        days = progress.days_words(action.due_on, today) if waits else ""
        rows.append(ActionRow(line, STATE_WORDS[line.state], days, is_mine=action.owner_id == user.pk))
    return rows


@dataclass(frozen=True)
class Step:
    """A button: shown to whoever may press it; `barrier` is why it cannot be pressed now."""

    is_shown: bool
    barrier: str


@dataclass(frozen=True)
class ActionPage:
    """All that an action's page asks beyond the action itself."""

    state: State
    state_words: str
    days_words: str
    deliver: Step
    close: Step
    reopen: Step
    may_note: bool
    may_read_origin: bool
    notes: list[Note]


def action_page(action: Action, viewer: User, *, today: datetime.date) -> ActionPage:
    """What the viewer sees and may do on the page of one action."""
    state = action.state_on(today)
    by_who_delivered = action.delivered_by_id == viewer.pk
    return ActionPage(
        state=state,
        state_words=STATE_WORDS[state],
        days_words=progress.days_words(action.due_on, today) if state in (State.OPEN, State.OVERDUE) else "",
        deliver=Step(permissions.may_deliver(viewer, action), progress.barrier_to_deliver(state)),
        close=Step(
            permissions.may_close(viewer, action),
            progress.barrier_to_close(state, by_who_delivered=by_who_delivered),
        ),
        reopen=Step(permissions.may_reopen(viewer, action), progress.barrier_to_reopen(state)),
        may_note=permissions.may_note(viewer, action),
        may_read_origin=permissions.may_read_origin(viewer, action),
        notes=list(action.notes.select_related("by").order_by("-at", "-pk")),
    )


def _lines(actions: ActionQuerySet, today: datetime.date) -> list[ActionLine]:
    return [_line(action, today) for action in actions.select_related("unit", "owner")[:MOST_LINES]]


def _line(action: Action, today: datetime.date) -> ActionLine:
    return ActionLine(
        text=action.text,
        unit_name=action.unit.name,
        owner_name=action.owner.name,
        due_on=action.due_on,
        state=action.state_on(today),
        origin=action.origin,
        url=action.get_absolute_url(),
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
