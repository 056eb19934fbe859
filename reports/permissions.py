"""Who may start, change and publish reports."""

from people.access import can, units_where
from people.models import Unit, User
from people.roles import Permission
from reports.models import Report
from reports.routes import APPROVING, Stage


def may_read_any(user: User) -> bool:
    return can(user, Permission.REPORT_READ)


def may_write(user: User, unit: Unit) -> bool:
    return can(user, Permission.REPORT_WRITE, unit)


def may_publish(user: User, report: Report) -> bool:
    return can(user, Permission.REPORT_PUBLISH, report.unit)


def may_approve_any(user: User) -> bool:
    """Does this person approve reports, when it is their turn?"""
    return any(can(user, permission) for permission in APPROVING)


def may_approve(user: User, stage: Stage) -> bool:
    """Does this person hold the post that approves at this stage? Whichever part of the council it is in."""
    return stage.permission is not None and can(user, stage.permission)


def may_write_any(user: User) -> bool:
    return can(user, Permission.REPORT_WRITE)


def unit_of(user: User) -> Unit | None:
    """The widest unit that the user may write reports about."""
    return units_where(user, Permission.REPORT_WRITE).first()
