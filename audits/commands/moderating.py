"""A second, blind look: the moderator grades, then compares, then the grades are agreed or the audit is sent back."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.commands.writing import Conflict
from audits.grading import OVERALL, Grade, Reason, Stage
from audits.lifecycle import (
    Status,
    Verb,
    action_barrier,
    barrier,
    finishing_barrier,
    grading_barrier,
    moderating_barrier,
    taking_barrier,
)
from audits.models import Audit, Finding, Grading, Moderation, Section, asked_in, limits_of
from audits.overall import bites, too_good
from improvement import commands as improvement
from improvement.models import Action
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User


@dataclass(frozen=True)
class ModeratedDraft:
    """The moderator's grade for one domain so far, and the reasons for it."""

    grade: Grade | None = None
    rationale: str = ""


@dataclass(frozen=True)
class AgreedDraft:
    """The grade that stands (None: the moderator's), with the reason when it changes the auditor's."""

    grade: Grade | None = None
    reason: Reason | None = None
    rationale: str = ""


@command
def begin_moderation(audit: Audit, *, by: User, at: datetime.datetime | None = None) -> Moderation:
    """Take a submitted audit on. What an earlier moderator graded before sending it back is cleared: blind again."""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_moderate(by, audit):
        raise PermissionDenied
    has_compared = Moderation.objects.filter(audit=audit, moderator=by, graded_at__isnull=False).exists()
    if problem := barrier(audit.status, Status.IN_MODERATION) or taking_barrier(has_compared=has_compared):
        raise Refused(problem)

    audit.gradings.filter(stage=Stage.MODERATED).exclude(by=by).delete()
    moderation = Moderation.objects.create(audit=audit, moderator=by, began_at=at)
    audit.status = Status.IN_MODERATION
    audit.save(update_fields=["status"])

    events.record("audit.moderation_begun", by=by, target=audit, at=at)
    return moderation


@command
def save_moderated_grades(
    audit: Audit,
    drafts: Mapping[str, ModeratedDraft],
    *,
    comment: str | None = None,
    finished: bool = False,
    version: int | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> Moderation:
    """Save the moderator's own grades, by domain code; `finished` shows the auditor's and ends the changing."""
    at = at or timezone.now()
    audit = _locked(audit)
    moderation = _current(audit, by)
    if problem := grading_barrier(audit.status, is_finished=moderation.graded_at is not None):
        raise Refused(problem)
    saved = _by_code(audit, Stage.MODERATED)
    changed = {code: draft for code, draft in drafts.items() if draft != _as_draft(saved.get(code))}
    is_new_comment = comment is not None and comment != moderation.comment
    if version is not None and moderation.version > version and (changed or is_new_comment):
        raise Conflict("These words were saved elsewhere since this page was opened.")

    sections = _domains(audit)
    _write(audit, Stage.MODERATED, changed, sections, saved, by, at)
    if changed or is_new_comment:
        moderation.version += 1
    if comment is not None:
        moderation.comment = comment
    if finished:
        rows = {**saved, **changed}
        given = {code: (row.grade, row.rationale) for code, row in rows.items()}
        held = _held(audit, sections, {code: row.grade for code, row in rows.items()})
        if problem := unfinished(sections, given, held):
            raise Refused(problem)
        moderation.graded_at = at
    moderation.save(update_fields=["version", "comment", "graded_at"])

    verb = "audit.moderated" if finished else "audit.moderation_saved"
    events.record(verb, by=by, target=audit, at=at, domains=sorted(changed))
    return moderation


@command
def agree(
    audit: Audit,
    drafts: Mapping[str, AgreedDraft] | None = None,
    *,
    comment: str | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """The agreed grades stand: the moderator's, unless `drafts` says otherwise. A changed grade needs its reason."""
    at = at or timezone.now()
    audit = _locked(audit)
    moderation = _current(audit, by)
    original, moderated = _by_code(audit, Stage.ORIGINAL), _by_code(audit, Stage.MODERATED)
    domains = _domains(audit)
    standing = {*domains, OVERALL}
    agreed = _agreed(drafts or {}, {code: row for code, row in moderated.items() if code in standing})
    facts = {
        "moderation_unfinished": moderation.graded_at is None,
        "reasons_to_give": sum(
            draft.grade != original[code].grade and draft.reason is None for code, draft in agreed.items()
        ),
        "overall_held": _held(audit, domains, {code: draft.grade for code, draft in agreed.items()}),
    }
    if problem := barrier(audit.status, Status.AGREED, **facts):
        raise Refused(problem)

    Grading.objects.bulk_create(
        Grading(
            audit=audit, section=moderated[code].section, stage=Stage.AGREED, grade=draft.grade, by=by, at=at,
            rationale=draft.rationale, reason=draft.reason if draft.grade != original[code].grade else "",
        )
        for code, draft in agreed.items()
    )  # fmt: skip
    moderation.agreed_at = at
    if comment is not None:
        moderation.comment = comment
    moderation.save(update_fields=["agreed_at", "comment"])
    audit.status = Status.AGREED
    audit.agreed_at, audit.agreed_by = at, by
    audit.save(update_fields=["status", "agreed_at", "agreed_by"])

    changed = sum(draft.grade != original[code].grade for code, draft in agreed.items())
    events.record("audit.agreed", by=by, target=audit, at=at, changed=changed)
    return audit


@command
def send_back(audit: Audit, *, reason: str, by: User, at: datetime.datetime | None = None) -> Audit:
    """Return the audit to its auditor with the reason; the moderator's grades stay unseen."""
    at = at or timezone.now()
    audit = _locked(audit)
    moderation = _current(audit, by)
    if problem := barrier(audit.status, Status.IN_PROGRESS, verb=Verb.SEND_BACK, reason=reason):
        raise Refused(problem)

    moderation.sent_back_at = moderation.ended_at = at
    moderation.save(update_fields=["sent_back_at", "ended_at"])
    audit.status = Status.IN_PROGRESS
    audit.sent_back_at, audit.sent_back_by, audit.sent_back_reason = at, by, reason
    audit.save(update_fields=["status", "sent_back_at", "sent_back_by", "sent_back_reason"])

    events.record("audit.sent_back", by=by, target=audit, at=at)
    return audit


@command
def raise_action_from(
    finding: Finding, *, text: str, owner: User, due_on: datetime.date, by: User, at: datetime.datetime | None = None
) -> Action:
    """Close the loop: an area for focus becomes an action with an owner and a due date."""
    at = at or timezone.now()
    audit = _locked(finding.audit)  # so that the audit is not closed meanwhile
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if not permissions.may_raise_action(by, audit):
        raise PermissionDenied
    if problem := action_barrier(audit.status, has_action=finding.action_id is not None):
        raise Refused(problem)

    finding.action = improvement.raise_action(
        unit=audit.unit, text=text, owner=owner, due_on=due_on,
        origin=str(audit), origin_path=audit.get_absolute_url(), by=by, at=at,
    )  # fmt: skip
    finding.save(update_fields=["action"])

    events.record("audit.action_raised", by=by, target=audit, at=at, action=finding.action_id)
    return finding.action


def unfinished(codes: Iterable[str], graded: Mapping[str, tuple[str | None, str]], held: str = "") -> str:
    """What the moderator still has to do before seeing the auditor's grades."""
    missing = sum(graded.get(code, (None, ""))[0] is None for code in [*codes, OVERALL])
    reason = graded.get(OVERALL, (None, ""))[1]
    return finishing_barrier(grades_to_choose=missing, overall_reason_to_write=not reason.strip(), overall_held=held)


def _locked(audit: Audit) -> Audit:
    facts = Audit.objects.select_related("unit", "record", "tool_version__tool")
    return facts.select_for_update(of=("self",)).get(pk=audit.pk)


def _current(audit: Audit, by: User) -> Moderation:
    """The moderation under way, when `by` is its moderator."""
    moderation = Moderation.objects.filter(audit=audit).in_force().first()
    if problem := moderating_barrier(audit.status):
        if not permissions.may_moderate(by, audit):
            raise PermissionDenied
        raise Refused(problem)
    if not permissions.may_decide(by, audit, moderation):
        raise PermissionDenied
    return moderation


def _domains(audit: Audit) -> dict[str, Section]:
    """The domains that this audit is asked: an answer may rule one out."""
    domains = {section.code: section for section in audit.tool_version.sections.filter(is_graded=True)}
    if not any(section.shown_when for section in domains.values()):
        return domains
    asked = asked_in(audit).sections
    return {code: section for code, section in domains.items() if code in asked}


def _held(audit: Audit, domains: Mapping[str, Section], grades: Mapping[str, str | None]) -> str:
    """Why the tool's rules do not allow the overall grade beside these grades of the domains."""
    titles = {code: section.title for code, section in domains.items()}
    found = bites(limits_of(audit.tool_version), {code: grades.get(code) for code in domains}, titles)
    return too_good(grades.get(OVERALL), found)


def _by_code(audit: Audit, stage: Stage) -> dict[str, Grading]:
    rows = audit.gradings.filter(stage=stage).select_related("section")
    return {row.section.code if row.section else OVERALL: row for row in rows}


def _as_draft(row: Grading | None) -> ModeratedDraft:
    return ModeratedDraft(Grade(row.grade) if row.grade else None, row.rationale) if row else ModeratedDraft()


def _write(audit, stage, drafts, sections, saved, by, at) -> None:
    if unknown := set(drafts) - set(sections) - {OVERALL}:
        raise Refused(f"This audit has no domain {', '.join(sorted(unknown))}.")
    new, old = [], []
    for code, draft in drafts.items():
        row = saved.get(code) or Grading(audit=audit, section=sections.get(code), stage=stage)
        row.grade, row.rationale, row.by, row.at = draft.grade, draft.rationale, by, at
        (old if row.pk else new).append(row)
    if new:
        Grading.objects.bulk_create(new)
    if old:
        Grading.objects.bulk_update(old, ["grade", "rationale", "by", "at"])


def _agreed(drafts: Mapping[str, AgreedDraft], moderated: Mapping[str, Grading]) -> dict[str, AgreedDraft]:
    """One decision for every moderated grade."""
    agreed = {}
    for code, row in moderated.items():
        draft = drafts.get(code, AgreedDraft())
        grade = draft.grade or (Grade(row.grade) if row.grade else None)
        agreed[code] = AgreedDraft(grade, draft.reason, draft.rationale)
    return agreed
