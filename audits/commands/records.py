"""The facts about a child's record: filled in when the audit is allocated, checked and put right by its auditor."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.commands.writing import FACTS, Conflict, bump, locked_for_writing
from audits.content import COHORT_WORDS, Cohort
from audits.models import Audit, Record, Reflection
from kit.commands import command
from people import events
from people.access import Refused
from people.models import Unit, User


@dataclass(frozen=True)
class Facts:
    """What is known of the record, and whose practice it is."""

    cohort: str
    age_band: str
    unit: Unit
    practitioner: User | None


@command
def check_facts(
    audit: Audit,
    facts: Facts | None = None,
    *,
    version: int | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """The auditor says that the facts are right, or puts them right; None leaves them as they are."""
    at = at or timezone.now()
    audit = locked_for_writing(audit, by, *FACTS)
    record = audit.record
    saved = Facts(record.cohort, record.age_band, audit.unit, audit.practitioner)
    facts = facts or saved
    corrected = [name for name in vars(facts) if getattr(facts, name) != getattr(saved, name)]
    if record.checked_at and not corrected:
        return audit
    if version is not None and record.facts_version > version:
        raise Conflict("These facts were saved elsewhere since this page was opened.")
    if problem := _problem(audit, facts, corrected, by):
        raise Refused(problem)

    bump(audit, by, at)
    audit.unit, audit.practitioner = facts.unit, facts.practitioner
    audit.save(update_fields=["unit", "practitioner"])
    record.cohort, record.age_band, record.unit = Cohort(facts.cohort), Record.AgeBand(facts.age_band), facts.unit
    record.facts_version, record.checked_at, record.checked_by = audit.version, at, by
    record.save()
    if "practitioner" in corrected:
        Reflection.objects.filter(audit=audit).delete()  # an invitation to somebody else; nothing is written yet

    verb = "audit.facts_corrected" if corrected else "audit.facts_checked"
    events.record(verb, by=by, target=audit, at=at, corrected=corrected)
    return audit


def _problem(audit: Audit, facts: Facts, corrected: list[str], by: User) -> str:
    if "unit" in corrected and not permissions.may_correct_team(by, audit, facts.unit):
        raise PermissionDenied
    if facts.cohort not in audit.tool_version.cohorts:
        cohort = COHORT_WORDS[Cohort(facts.cohort)].lower()
        return f"{audit.tool_version.name} is not for {cohort}: withdraw this audit and start one with another tool."
    if facts.practitioner == audit.auditor:
        return "Nobody audits their own practice: choose another practitioner, or withdraw this audit."
    if "practitioner" in corrected:
        reflection = Reflection.objects.filter(audit=audit).first()
        if reflection and not reflection.draft.is_blank:
            return f"{audit.practitioner} has begun a reflection on this audit, so the practitioner stays."
    return ""
