"""Whom the forms offer: practitioners, auditors, owners of actions."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.access import lineage, paths_where, units_where, within
from people.models import Membership, Unit, User
from people.roles import Permission, roles_granting


def units_to_audit(user: User) -> QuerySet[Unit]:
    """Teams whose records `user` may audit or give to auditors."""
    allowed = units_where(user, Permission.AUDIT_DO) | units_where(user, Permission.AUDIT_ALLOCATE)
    return allowed.teams().open_on(timezone.localdate()).order_by("name")


def practitioners_in(units: QuerySet[Unit], *, but: User) -> list[Membership]:
    """Who works in these teams today, by team and name; `but` is the auditor."""
    members = Membership.objects.in_force_on(timezone.localdate()).filter(unit__in=units, user__is_active=True)
    return list(members.exclude(user=but).select_related("user", "unit").order_by("unit__name", "user__name", "pk"))


def auditors_for(user: User) -> QuerySet[User] | None:
    """To whom `user` may give audits; None: only to themselves."""
    paths = paths_where(user, Permission.AUDIT_ALLOCATE)
    if not paths:
        return None
    holders = Membership.objects.in_force_on(timezone.localdate()).filter(
        within("unit__path", paths), role__in=roles_granting(Permission.AUDIT_DO)
    )
    return User.objects.filter(pk__in=holders.values("user"), is_active=True).order_by("name", "pk")


def owners_for(unit: Unit) -> QuerySet[User]:
    """Who may own an action of `unit`: its people, and those above who answer for its actions."""
    members = Membership.objects.in_force_on(timezone.localdate()).filter(
        Q(unit=unit) | Q(unit__path__in=lineage(unit.path), role__in=roles_granting(Permission.ACTION_VIEW))
    )
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name", "pk")
