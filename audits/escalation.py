"""Who must answer a safeguarding concern, in which order, and by when. [pure]

The team manager first, then the group or service manager, the head of service, and the director last. All but the
director are told at once; the level says whose answer is due. Nobody answers what they raised themselves, and nobody
answers about their own practice: the next level does.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from people.roles import Role


class Level(StrEnum):
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    HEAD_OF_SERVICE = "head_of_service"
    EXECUTIVE = "executive"
    AUDIT_TEAM = "audit_team"  # copied in; they answer only where nobody else is there


LEVEL_WORDS = {
    Level.TEAM_MANAGER: "team manager",
    Level.SERVICE_MANAGER: "group or service manager",
    Level.HEAD_OF_SERVICE: "head of service",
    Level.EXECUTIVE: "director",
    Level.AUDIT_TEAM: "audit team",
}
# The lowest first. A level is a post that somebody holds, so this table names roles where others name permissions.
ROLE_OF = {
    Level.TEAM_MANAGER: Role.TEAM_MANAGER,
    Level.SERVICE_MANAGER: Role.SERVICE_MANAGER,
    Level.HEAD_OF_SERVICE: Role.HEAD_OF_SERVICE,
    Level.EXECUTIVE: Role.EXECUTIVE,
}
CHAIN = list(ROLE_OF)
TOLD_AT_ONCE = frozenset({Level.TEAM_MANAGER, Level.SERVICE_MANAGER, Level.HEAD_OF_SERVICE})

Chain = dict[Level, list[int]]


def chain_of(holders: Mapping[Level, Collection[int]], *, never: Collection[int | None]) -> Chain:
    """The levels that have somebody, the lowest first, each person once at their lowest; `never`: who may not answer.

    Where nobody is left, the audit team answers.
    """
    chain: Chain = {}
    taken = {person for person in never if person is not None}
    for level in CHAIN:
        people = sorted(set(holders.get(level, ())) - taken)
        if people:
            chain[level] = people
            taken.update(people)
    if not chain and (team := sorted(set(holders.get(Level.AUDIT_TEAM, ())) - taken)):
        chain[Level.AUDIT_TEAM] = team
    return chain


def told_at_once(chain: Chain) -> list[Level]:
    """The levels that are told when a concern is raised: those of the council's rule, and whoever is first."""
    return [level for place, level in enumerate(chain) if place == 0 or level in TOLD_AT_ONCE]


def next_level(level: str, chain: Chain) -> Level | None:
    """The level after `level` that has somebody; None at the end."""
    if level not in CHAIN:
        return None
    return next((each for each in CHAIN[CHAIN.index(Level(level)) + 1 :] if each in chain), None)


class State(StrEnum):
    WAITING = "waiting"
    OVERDUE = "overdue"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


STATE_WORDS = {
    State.WAITING: "Waiting to be acknowledged",
    State.OVERDUE: "Not acknowledged in time",
    State.ACKNOWLEDGED: "Acknowledged",
    State.CLOSED: "Closed",
}


def state_of(*, respond_by: datetime, is_acknowledged: bool, is_closed: bool, now: datetime) -> State:
    """Where a concern stands; it is in time to the last moment."""
    if is_closed:
        return State.CLOSED
    if is_acknowledged:
        return State.ACKNOWLEDGED
    return State.OVERDUE if now > respond_by else State.WAITING


def raising_barrier(*, what: str, immediate_action: str, who_was_told: str) -> str:
    """Why a concern cannot be raised like this; empty when it can. Status and time never stand in its way."""
    in_the_way = []
    if not what.strip():
        in_the_way.append("Say what worries you.")
    if not immediate_action.strip():
        in_the_way.append("Say what has been done at once; if nothing yet, say so.")
    if not who_was_told.strip():
        in_the_way.append("Say who has been told; if nobody yet, say so.")
    return " ".join(in_the_way)


def acknowledging_barrier(state: State) -> str:
    if state == State.CLOSED:
        return "This concern is closed."
    return "This concern has been acknowledged already." if state == State.ACKNOWLEDGED else ""


def closing_barrier(state: State, *, outcome: str, ended_on: date, raised_on: date, today: date) -> str:
    """Why a concern cannot be closed like this; empty when it can."""
    if state == State.CLOSED:
        return "This concern is closed."
    if state != State.ACKNOWLEDGED:
        return "Somebody must acknowledge this concern before it is closed."
    in_the_way = []
    if not outcome.strip():
        in_the_way.append("Say how it ended for the child.")
    if ended_on > today:
        in_the_way.append("The date must be today or earlier.")
    if ended_on < raised_on:
        in_the_way.append("The date cannot be before the concern was raised.")
    return " ".join(in_the_way)


def time_words(left: timedelta) -> str:
    """Working time in words, to the minute: "3 hours 20 minutes"."""
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    words = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in ((hours, "hour"), (minutes, "minute"))]
    shown = [word for word, count in zip(words, (hours, minutes), strict=True) if count]
    return " ".join(shown) or "less than a minute"
