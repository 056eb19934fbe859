"""Lists of audits, ready to be paged."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from audits.content import COHORT_WORDS
from audits.grading import GRADE_WORDS
from audits.lifecycle import STATUS_WORDS
from audits.models import Audit, AuditQuerySet, Cycle, Theme, ThemeMark, Tool
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


def listed_audits(
    audits: AuditQuerySet,
    viewer: User,
    *,
    cycle: Cycle | None = None,
    tool: Tool | None = None,
    status: str = "",
    unit: Unit | None = None,
    auditor: User | None = None,
    grade: str = "",
    theme: Theme | None = None,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> AuditQuerySet:
    """`audits` that fit what somebody chose, with everything that a line of a list says.

    Only an agreed grade is shown, sorted by or asked for; a theme finds an audit only where `viewer` reads its words.
    """
    plain = {"cycle": cycle, "tool_version__tool": tool, "status": status, "auditor": auditor}
    plain |= {"unit__path__startswith": unit and unit.path, "audit_month__gte": first, "audit_month__lte": last}
    found = with_agreed_overall(audits.filter(**{name: value for name, value in plain.items() if value}))
    if grade:
        found = found.agreed().filter(overall=grade)
    if theme:
        marks = ThemeMark.objects.filter(audit=OuterRef("pk"), theme=theme)
        found = found.with_words_for(viewer).filter(Exists(marks))
    return found.with_facts().annotate(
        status_place=_place("status", STATUS_WORDS),
        grade_place=_place("overall", GRADE_WORDS),
        cohort_place=_place("record__cohort", COHORT_WORDS),
    )


def _place(field: str, scale: Iterable[str]) -> Case:
    """Where the field's value stands on its scale, so that a list sorts by what the words mean; None when missing."""
    whens = [When(**{field: str(value)}, then=Value(number)) for number, value in enumerate(scale)]
    return Case(*whens, output_field=IntegerField())


def auditors_of(audits: AuditQuerySet) -> QuerySet[User]:
    """Whose audits are in the list."""
    return User.objects.filter(pk__in=audits.values("auditor")).order_by("name", "pk")


def months_of(audits: AuditQuerySet) -> list[datetime.date]:
    """The audit months in the list, newest first."""
    return list(audits.order_by("-audit_month").values_list("audit_month", flat=True).distinct())


def all_of_units_read_by(user: User) -> AuditQuerySet:
    """Every audit of the units whose audits the user reads."""
    return Audit.objects.filter(within("unit__path", paths_where(user, Permission.AUDIT_VIEW)))


def cycles() -> QuerySet[Cycle]:
    """Every cycle, the newest first, with the number of its audits that were not withdrawn."""
    own = Audit.objects.not_withdrawn().filter(cycle=OuterRef("pk")).order_by().values("cycle")
    counted = Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)
    return Cycle.objects.annotate(audits=counted).order_by("-starts_on", "-pk")


def units_read_by(user: User) -> list[Unit]:
    """The units, at the top of the user's reach, whose audits they read."""
    reach = paths_where(user, Permission.AUDIT_VIEW)
    return list(units_where(user, Permission.AUDIT_VIEW).filter(path__in=reach))


def team_actions(user: User, *, today: datetime.date) -> TeamActions:
    """How many actions of the user's units are still to be delivered, and how many of them are late."""
    of_units = Action.objects.filter(within("unit__path", paths_where(user, Permission.ACTION_VIEW)))
    due = list(of_units.due().values_list("due_on", flat=True))
    return TeamActions(open_now=len(due), overdue=sum(day < today for day in due))
