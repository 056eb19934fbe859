"""Questions about who may: everything asks here, nothing looks at role names."""

import datetime

from django.db.models import Q
from django.utils import timezone

from people.models import Unit, User
from people.roles import GRANTS, Permission, Role


class Refused(Exception):
    """An ordinary refusal: the message is the sentence that the user reads."""


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


def units_where(user: User, permission: Permission) -> "Unit.objects":  # type: ignore[name-defined]
    """The units in which the user holds `permission`, as a QuerySet in tree order."""
    return Unit.objects.filter(within("path", paths_where(user, permission))).order_by("path")


def has_role(user: User, role: Role) -> bool:
    """Only for choosing a home page and demo texts; never for policy."""
    return any(held == role for held, _ in grants_of(user))
