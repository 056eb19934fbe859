"""What the portal knows of a child's record beside the audit that is open, and whom a correction may name."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.models import Audit
from audits.summaries.figures import with_agreed_overall
from people.access import paths_where, within
from people.models import Membership, Unit, User
from people.roles import Permission

EARLIER_SHOWN = 10


def earlier_audits(audit: Audit, viewer: User) -> list[Audit]:
    """Other audits of the same record, as far as `viewer` may see them, newest first, with the agreed overall grade."""
    same = Audit.objects.visible_to(viewer).not_withdrawn().filter(record__case_reference=audit.record.case_reference)
    audits = with_agreed_overall(same.exclude(pk=audit.pk).with_facts())
    return list(audits.order_by("-audit_month", "-pk")[:EARLIER_SHOWN])


def teams_for(audit: Audit, auditor: User) -> QuerySet[Unit]:
    """The teams that a correction may name: the audit's own, others of its service, and where the auditor audits."""
    allowed = Q(parent=audit.unit.parent_id) | within("path", paths_where(auditor, Permission.AUDIT_DO))
    teams = Unit.objects.filter(allowed).teams().open_on(timezone.localdate())
    return (teams | Unit.objects.filter(pk=audit.unit_id)).order_by("name")


def practitioners_for(audit: Audit, members: Sequence[Membership]) -> dict[str, list[tuple[int, str]]]:
    """Whom a correction may name, by team; whoever is named now stays on offer."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for member in members:
        choice = (member.user_id, member.user.name)
        group = groups.setdefault(member.unit.name, [])
        if choice not in group:
            group.append(choice)
    if audit.practitioner_id and not any(pk == audit.practitioner_id for group in groups.values() for pk, _ in group):
        groups["Named now"] = [(audit.practitioner_id, audit.practitioner.name)]
    return groups
