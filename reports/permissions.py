"""Who may start, change and publish reports."""

import datetime

from django.db.models import Exists, OuterRef, QuerySet

from people.access import can, lineage, paths_where, units_where
from people.models import Membership, Unit, User
from people.roles import Permission, roles_granting
from reports.models import Report, written_by
from reports.routes import APPROVING, Stage


def may_read_any(user: User) -> bool:
    return can(user, Permission.REPORT_READ)


def may_read_restricted(user: User, unit: Unit) -> bool:
    """The rule of `models.restricted_for`, for one report."""
    return _holds_near(user, Permission.REPORT_READ_RESTRICTED, unit)


def _holds_near(user: User, permission: Permission, unit: Unit) -> bool:
    """The rule of `models.near`: in one of one's own units, in one below or in one above."""
    return any(unit.path.startswith(path) or path.startswith(unit.path) for path in paths_where(user, permission))


def may_read_any_restricted(user: User) -> bool:
    return can(user, Permission.REPORT_READ_RESTRICTED)


def may_see_under_way(user: User, report: Report) -> bool:
    """Writers and those who sign reports off see both editions before they are published: they answer for both."""
    return report.is_under_way and may_answer_for(user, report.unit)


def may_answer_for(user: User, unit: Unit) -> bool:
    """The rule of `ReportQuerySet.answered_for_by`, for one report: does the user write it, or sign it off?"""
    return may_write(user, unit) or any(_holds_near(user, permission, unit) for permission in APPROVING)


def may_write(user: User, unit: Unit) -> bool:
    return can(user, Permission.REPORT_WRITE, unit)


def may_see_history(user: User, report: Report) -> bool:
    """What was written before is for those who write, and while a report is made for those who sign it off."""
    return may_write(user, report.unit) or may_see_under_way(user, report)


def writers_of(unit: Unit, day: datetime.date) -> QuerySet[User]:
    """Everybody who may write reports about the unit on a day, by name."""
    roles = Membership.objects.in_force_on(day).filter(
        user=OuterRef("pk"), role__in=roles_granting(Permission.REPORT_WRITE), unit__path__in=lineage(unit.path)
    )
    return User.objects.filter(Exists(roles), is_active=True).order_by("name", "pk")


def may_adapt(user: User) -> bool:
    """Kinds of report are the council's: who writes its reports adapts them."""
    return paths_where(user, Permission.REPORT_WRITE) != []


def may_publish(user: User, report: Report) -> bool:
    return can(user, Permission.REPORT_PUBLISH, report.unit)


def may_approve_any(user: User) -> bool:
    """Does this person approve reports, when it is their turn?"""
    return any(can(user, permission) for permission in APPROVING)


def may_approve(user: User, stage: Stage, unit: Unit) -> bool:
    """Does this person hold the post that approves the unit's reports at this stage?

    The post is of the unit itself, of one above it, or of one below: any head of service approves the council's report.
    """
    return stage.permission is not None and _holds_near(user, stage.permission, unit)


def has_written(user: User, report: Report) -> bool:
    """Are the report's words the user's in part? One query."""
    return Report.objects.filter(written_by(user), pk=report.pk).exists()


def may_write_any(user: User) -> bool:
    return can(user, Permission.REPORT_WRITE)


def unit_of(user: User) -> Unit | None:
    """The widest unit that the user may write reports about."""
    return units_where(user, Permission.REPORT_WRITE).first()
