"""Lists of audits, ready to be paged."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from audits.models import Audit, AuditQuerySet
from audits.summaries.figures import with_agreed_overall
from improvement.models import Action
from people.access import paths_where, units_where, within
from people.models import Unit, User
from people.roles import Permission


@dataclass(frozen=True)
class TeamActions:
    open_now: int
    overdue: int


def of_my_practice(user: User) -> AuditQuerySet:
    """Agreed audits of the user's own practice, newest first."""
    return with_agreed_overall(Audit.objects.of_practice_by(user).with_facts()).order_by("-agreed_at", "-pk")


def listed(condition: Q) -> AuditQuerySet:
    """Audits for a list, newest month first, with the agreed overall grade."""
    audits = Audit.objects.filter(condition).with_facts()
    return with_agreed_overall(audits).order_by("-audit_month", "-pk")


def filtered(
    audits: AuditQuerySet, *, status: str = "", unit: Unit | None = None, month: datetime.date | None = None
) -> AuditQuerySet:
    """Narrow a list to what somebody chose."""
    condition = Q(pk__in=audits.values("pk"))
    if status:
        condition &= Q(status=status)
    if unit:
        condition &= Q(unit__path__startswith=unit.path)
    if month:
        condition &= Q(audit_month=month)
    return listed(condition)


def months_of(user: User) -> list[datetime.date]:
    """The audit months that the user can choose, newest first."""
    months = Audit.objects.visible_to(user).order_by("-audit_month").values_list("audit_month", flat=True)
    return list(months.distinct())


def units_read_by(user: User) -> list[Unit]:
    """The units, at the top of the user's reach, whose audits they read."""
    reach = paths_where(user, Permission.AUDIT_VIEW)
    return list(units_where(user, Permission.AUDIT_VIEW).filter(path__in=reach))


def team_actions(user: User, *, today: datetime.date) -> TeamActions:
    """How many actions of the user's units are still to be delivered, and how many of them are late."""
    of_units = Action.objects.filter(within("unit__path", paths_where(user, Permission.ACTION_VIEW)))
    due = list(of_units.due().values_list("due_on", flat=True))
    return TeamActions(open_now=len(due), overdue=sum(day < today for day in due))
