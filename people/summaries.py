"""People, roles and events as their pages show them, in a fixed number of queries."""

import datetime
from dataclasses import dataclass

from people import access, lifecycle
from people.access import people_where
from people.models import Event, EventQuerySet, Membership, Unit, User, UserQuerySet
from people.roles import GRANTS, ROLE_NAMES, Permission, Role


def listed_people(
    viewer: User, *, today: datetime.date, words: str = "", role: str = "", unit: Unit | None = None, account: str = ""
) -> UserQuerySet:
    """The people whom the viewer may manage and asked for, by name, with their roles of today."""
    people = people_where(viewer, Permission.PEOPLE_MANAGE).matching(words)
    if account == "":
        people = people.active()
    elif account == "stopped":
        people = people.stopped()
    if role:
        people = people.holding(role, today)
    if unit:
        people = people.in_unit(unit, today)
    return people.with_roles_on(today).order_by("name", "pk")


@dataclass(frozen=True)
class RoleHeld:
    """One membership on a person's page; `may_end` is whether the viewer sees a link to end it."""

    membership: Membership
    state: str
    may_end: bool


@dataclass(frozen=True)
class PersonPage:
    """Everything on the page of one person."""

    roles: list[RoleHeld]
    events: list[Event]
    may_manage: bool
    is_self: bool
    stop_barrier: str


def person_page(person: User, viewer: User, *, today: datetime.date) -> PersonPage:
    """What the viewer sees of a person, and what stands in the way of stopping the account."""
    memberships = person.memberships.select_related("unit").order_by("-starts_on", "unit__path", "role")
    roles = [
        RoleHeld(
            membership,
            state=_state(membership, today),
            may_end=membership.ends_on is None and access.may_place(viewer, membership.unit),
        )
        for membership in memberships
    ]
    events = Event.objects.about(person).select_related("by").newest_first()[:20]
    return PersonPage(
        roles=roles,
        events=list(events) if access.may_read_events(viewer) else [],
        may_manage=access.may_manage(viewer, person),
        is_self=person == viewer,
        stop_barrier=lifecycle.barrier_to_stop(
            is_self=person == viewer, is_active=person.is_active, is_last_administrator=False
        ),
    )


@dataclass(frozen=True)
class Granted:
    """One permission and, for each role in order, whether the role grants it."""

    words: str
    by_role: list[bool]


def grants_table() -> tuple[list[str], list[Granted]]:
    """The whole policy: the roles' names, and a row for each permission."""
    rows = [Granted(permission.value, [permission in GRANTS[role] for role in Role]) for permission in Permission]
    return [ROLE_NAMES[role] for role in Role], rows


@dataclass(frozen=True)
class EventList:
    """One page of the record, the newest first, and the key of the next page if there is one."""

    events: list[Event]
    before: int | None


def listed_events(
    *,
    size: int,
    before: Event | None = None,
    by: User | None = None,
    verb: str = "",
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> EventList:
    """Events older than `before`. Paged by key: page 1,000 of a long record costs as little as page 1."""
    events: EventQuerySet = Event.objects.between(first, last).select_related("by").newest_first()
    if before:
        events = events.older_than(before)
    if by:
        events = events.filter(by=by)
    if verb:
        events = events.filter(verb=verb)
    found = list(events[: size + 1])
    shown = found[:size]
    return EventList(shown, before=shown[-1].pk if len(found) > size else None)


@dataclass(frozen=True)
class UnitRow:
    """One unit in the tree."""

    unit: Unit
    depth: int
    has_ended: bool
    may_end: bool


def unit_rows(viewer: User, *, today: datetime.date) -> list[UnitRow]:
    """The units that the viewer manages, in tree order."""
    units = access.units_where(viewer, Permission.PEOPLE_MANAGE).select_related("parent")
    return [
        UnitRow(
            unit,
            depth=unit.path.count("/") - 2,
            has_ended=unit.ended_on is not None and unit.ended_on < today,
            may_end=unit.ended_on is None and access.may_change_units(viewer, unit.parent),
        )
        for unit in units
    ]


def _state(membership: Membership, today: datetime.date) -> str:
    if membership.starts_on > today:
        return "to come"
    return "in force" if membership.ends_on is None or membership.ends_on >= today else "ended"
