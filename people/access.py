"""Questions about who may: everything asks here, nothing looks at role names."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kit.commands import Refused as Refused
from people.models import Membership, Unit, User
from people.roles import GRANTS, Permission, Role


def grants_of(user: User, day: datetime.date | None = None) -> list[tuple[Role, str]]:
    """The user's (role, unit path) pairs in force on `day` (today), read once per loaded user."""
    day = day or timezone.localdate()
    cached: dict[datetime.date, list[tuple[Role, str]]] = user.__dict__.setdefault("_grants", {})
    if day not in cached:
        rows = user.memberships.in_force_on(day).order_by("pk").values_list("role", "unit__path")
        cached[day] = [(Role(role), path) for role, path in rows]
    return cached[day]


def paths_where(user: User, permission: Permission) -> list[str]:
    """The paths of the units in which the user holds `permission`; it reaches everything below them."""
    if not user.is_authenticated or not user.is_active:
        return []
    return sorted({path for role, path in grants_of(user) if permission in GRANTS[role]})


def can(user: User, permission: Permission, unit: Unit | None = None) -> bool:
    """Does the user hold `permission` in `unit` (or, without a unit, anywhere)?"""
    paths = paths_where(user, permission)
    return bool(paths) if unit is None else any(unit.path.startswith(path) for path in paths)


def within(field: str, paths: list[str]) -> Q:
    """A condition that `field` (a unit's path, such as "unit__path") lies at or below one of `paths`; none: nothing."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def lineage(path: str) -> list[str]:
    """The unit's own path and those of the units above it, from the council down."""
    codes = path.strip("/").split("/")
    return ["/" + "/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]


def units_where(user: User, permission: Permission) -> QuerySet[Unit]:
    """The units in which the user holds `permission`, as a QuerySet in tree order."""
    return Unit.objects.filter(within("path", paths_where(user, permission))).order_by("path")


def people_where(user: User, permission: Permission) -> QuerySet[User]:
    """Everybody who has, had or will have a role where the user holds `permission`, and whoever never had a role."""
    paths = paths_where(user, permission)
    if not paths:
        return User.objects.none()
    roles = Membership.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(roles.filter(within("unit__path", paths))) | ~Exists(roles))


def has_role(user: User, role: Role) -> bool:
    """Only for choosing a home page and demo texts; never for policy."""
    return any(held == role for held, _ in grants_of(user))


def may_manage(user: User | None, person: User) -> bool:
    """An administrator manages whoever has no role, now or to come, outside the administrator's own units.

    Otherwise the administrator of one service could set the password of the administrator of the council.
    Here and below no user is the system itself: a command at the console.
    """
    if user is None:
        return True
    paths = tuple(paths_where(user, Permission.PEOPLE_MANAGE))
    held = person.memberships.not_ended_on(timezone.localdate()).values_list("unit__path", flat=True)
    return bool(paths) and all(path.startswith(paths) for path in held)


def may_add_people(user: User | None) -> bool:
    """May the user add people, somewhere?"""
    return user is None or can(user, Permission.PEOPLE_MANAGE)


def may_place(user: User | None, unit: Unit) -> bool:
    """May the user give and end roles in this unit?"""
    return user is None or can(user, Permission.PEOPLE_MANAGE, unit)


def may_change_units(user: User | None, parent: Unit | None) -> bool:
    """May the user add or end units below `parent`? Only the system makes the council itself."""
    return user is None or (parent is not None and can(user, Permission.PEOPLE_MANAGE, parent))


def may_read_events(user: User) -> bool:
    """Events belong to no unit, so only somebody who holds the permission for the whole council reads them."""
    return holds_for_council(user, Permission.EVENT_VIEW)


def holds_for_council(user: User, permission: Permission) -> bool:
    """Does the user hold `permission` at the root of the tree?"""
    return any(path.count("/") == 2 for path in paths_where(user, permission))
