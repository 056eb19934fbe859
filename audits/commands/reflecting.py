"""The practitioner's own part: invited by the auditor, they reflect until the grades are agreed."""

import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audits import emails, permissions
from audits.commands.writing import Conflict
from audits.lifecycle import inviting_barrier, reflecting_barrier
from audits.models import Audit, Reflection
from audits.reflections import ReflectionDraft
from kit.commands import command
from people import events
from people.access import Refused, can
from people.models import User
from people.roles import Permission


@command
def invite_practitioner(audit: Audit, *, by: User, at: datetime.datetime | None = None) -> Reflection:
    """Ask whose practice it is to add their reflection; they find it on their home page, and by e-mail."""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_invite(by, audit):
        raise PermissionDenied
    is_invited = Reflection.objects.filter(audit=audit).exists()
    has_practitioner = audit.practitioner_id is not None
    if problem := inviting_barrier(audit.status, has_practitioner=has_practitioner, is_invited=is_invited):
        raise Refused(problem)
    if not can(audit.practitioner, Permission.PRACTICE_VIEW):
        raise Refused(f"{audit.practitioner} cannot read audits of their own practice here: ask an administrator.")

    reflection = Reflection.objects.create(audit=audit, invited_at=at, invited_by=by)

    events.record("audit.practitioner_invited", by=by, target=audit, at=at)
    transaction.on_commit(partial(emails.invite, reflection))
    return reflection


@command
def save_reflection(
    audit: Audit,
    draft: ReflectionDraft,
    *,
    version: int | None = None,
    finished: bool = False,
    by: User,
    at: datetime.datetime | None = None,
) -> Reflection:
    """Save the practitioner's words; `finished` lets the auditor and the moderator read them."""
    at = at or timezone.now()
    audit = _locked(audit)
    reflection = Reflection.objects.filter(audit=audit).first()
    if reflection is None or not permissions.may_reflect(by, audit):
        raise PermissionDenied
    if problem := reflecting_barrier(audit.status, is_finished_blank=finished and draft.is_blank):
        raise Refused(problem)
    is_changed, finishes = draft != reflection.draft, finished and reflection.finished_at is None
    if not is_changed and not finishes:
        return reflection
    if is_changed and version is not None and reflection.version > version:
        raise Conflict("These words were saved elsewhere since this page was opened.")

    reflection.proud_of, reflection.would_change, reflection.support = vars(draft).values()
    reflection.saved_at = at
    reflection.version += is_changed
    if finishes:
        reflection.finished_at, reflection.finished_by = at, by
    reflection.save()

    verb = "audit.reflection_finished" if finishes else "audit.reflection_saved"
    events.record(verb, by=by, target=audit, at=at, version=reflection.version)
    return reflection


def _locked(audit: Audit) -> Audit:
    found = Audit.objects.select_for_update(of=("self",)).select_related("unit", "practitioner")
    return found.get(pk=audit.pk)
