"""Giving an auditor a record to audit, and taking an audit out again."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audits import permissions
from audits.content import Cohort
from audits.describing import cohort_barrier
from audits.lifecycle import Status, barrier
from audits.models import Audit, Cycle, Record, ToolVersion, a_case_reference
from kit.commands import command
from people import events
from people.access import Refused, can
from people.models import Unit, User
from people.roles import Permission


@command
def allocate(
    *,
    case_reference: str,
    unit: Unit,
    cohort: str,
    age_band: str,
    tool_version: ToolVersion,
    auditor: User,
    audit_month: datetime.date,
    practitioner: User | None = None,
    cycle: Cycle | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """Give `auditor` a record to audit; the facts are kept as they are today."""
    at = at or timezone.now()
    if not permissions.may_allocate(by, unit, auditor):
        raise PermissionDenied
    if problem := _problem(case_reference, tool_version, cohort, auditor, practitioner):
        raise Refused(problem)
    # The same form sent twice at once: the second waits here, and is told.
    User.objects.select_for_update(no_key=True).get(pk=auditor.pk)
    audit_month = audit_month.replace(day=1)
    same = Audit.objects.not_withdrawn().filter(
        record__case_reference=case_reference, auditor=auditor, audit_month=audit_month, tool_version=tool_version
    )
    if there := same.first():
        raise Refused(f"{auditor} has {str(there).lower()} of this record for {audit_month:%B %Y} already.")

    record = Record.objects.create(
        case_reference=case_reference,
        unit=unit,
        cohort=Cohort(cohort),
        age_band=Record.AgeBand(age_band),
        facts_on=timezone.localdate(at),
        # Who starts an audit of their own has just typed the facts.
        checked_at=at if by == auditor else None,
        checked_by=by if by == auditor else None,
    )
    audit = Audit.objects.create(
        record=record,
        unit=unit,
        tool_version=tool_version,
        cycle=cycle or Cycle.objects.only_one_covering(audit_month),
        audit_month=audit_month,
        auditor=auditor,
        practitioner=practitioner,
        allocated_at=at,
        allocated_by=by,
    )

    events.record("audit.allocated", by=by, target=audit, at=at, auditor=auditor.pk)
    return audit


@command
def withdraw(audit: Audit, *, reason: str, by: User, at: datetime.datetime | None = None) -> Audit:
    """Take an audit out: it counts nowhere any more, and stays readable."""
    at = at or timezone.now()
    audit = Audit.objects.select_for_update(of=("self",)).select_related("unit", "auditor").get(pk=audit.pk)
    if not permissions.may_withdraw(by, audit):
        raise PermissionDenied
    if problem := barrier(audit.status, Status.WITHDRAWN, reason=reason):
        raise Refused(problem)

    audit.status = Status.WITHDRAWN
    audit.withdrawn_at, audit.withdrawn_by, audit.withdrawn_reason = at, by, reason
    audit.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])

    events.record("audit.withdrawn", by=by, target=audit, at=at)
    return audit


def _problem(case_reference: str, version: ToolVersion, cohort: str, auditor: User, practitioner: User | None) -> str:
    try:
        a_case_reference(case_reference)
    except ValidationError as error:
        return str(error.message)
    if version.status != ToolVersion.Status.PUBLISHED:
        return "Only a published audit tool can be used."
    if problem := cohort_barrier(version.name, version.cohorts, cohort):
        return problem
    if auditor == practitioner:
        return "Nobody audits their own practice: choose another auditor or practitioner."
    if not can(auditor, Permission.AUDIT_DO):
        return f"{auditor} does not do audits."
    return ""
