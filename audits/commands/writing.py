"""The auditor's work: start, save as they go, submit.

Every save names the version that its page was opened at. A part that somebody (or another tab) saved since then is
never overwritten: the save is refused with `Conflict`, and the page shows both texts.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.grading import OVERALL, Grade, Stage
from audits.lifecycle import Status, barrier, gaps, writing_barrier
from audits.models import Audit, Finding, Grading, Section
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User


class Conflict(Refused):
    """The words were saved elsewhere since the page was opened."""


@dataclass(frozen=True)
class SectionDraft:
    """What the auditor has for one domain so far; findings one per line."""

    grade: Grade | None = None
    rationale: str = ""
    strengths: Sequence[str] = ()
    focus: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Blank lines are no findings; otherwise the words stay as they were typed."""
        for field in ("strengths", "focus"):
            object.__setattr__(self, field, tuple(line for line in getattr(self, field) if line.strip()))


@command
def start(audit: Audit, *, by: User, at: datetime.datetime | None = None) -> Audit:
    """Begin work; saving begins it too."""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_do(by, audit):
        raise PermissionDenied
    if problem := barrier(audit.status, Status.IN_PROGRESS):
        raise Refused(problem)

    _start(audit, by, at)
    audit.save(update_fields=["status", "started_at", "started_by"])

    events.record("audit.started", by=by, target=audit, at=at)
    return audit


@command
def save_sections(
    audit: Audit,
    drafts: Mapping[str, SectionDraft],
    *,
    version: int | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """Save the auditor's words for the domains in `drafts`, by code; "overall" stands for the overall grade.

    `version` is the audit's version when the page was opened; None saves over whatever is there.
    """
    at = at or timezone.now()
    audit = _locked_for_writing(audit, by)
    sections = {section.code: section for section in audit.tool_version.sections.filter(is_graded=True)}
    if unknown := set(drafts) - set(sections) - {OVERALL}:
        raise Refused(f"This audit has no domain {', '.join(sorted(unknown))}.")
    saved = {
        grading.section.code if grading.section else OVERALL: grading
        for grading in audit.gradings.filter(stage=Stage.ORIGINAL).select_related("section")
    }
    findings = _findings_by_section(audit)
    changed = {code: draft for code, draft in drafts.items() if draft != _as_draft(saved.get(code), findings)}
    if not changed:
        return audit  # a retry after a lost answer is no conflict
    if version is not None and any(code in saved and saved[code].version > version for code in changed):
        raise Conflict("These words were saved elsewhere since this page was opened.")

    _bump(audit, by, at)
    new, old = [], []
    for code, draft in changed.items():
        row = saved.get(code) or Grading(audit=audit, section=sections.get(code), stage=Stage.ORIGINAL)
        row.grade, row.rationale, row.version, row.by, row.at = draft.grade, draft.rationale, audit.version, by, at
        (old if row.pk else new).append(row)
    if new:
        Grading.objects.bulk_create(new)
    if old:
        Grading.objects.bulk_update(old, ["grade", "rationale", "version", "by", "at"])
    _synchronise(audit, {sections[code]: draft for code, draft in changed.items() if code in sections}, findings)

    events.record("audit.saved", by=by, target=audit, at=at, domains=sorted(changed), version=audit.version)
    return audit


def save_section(
    audit: Audit,
    section: Section,
    *,
    version: int | None,
    grade: Grade | None,
    rationale: str,
    strengths: Sequence[str] = (),
    focus: Sequence[str] = (),
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """Save one domain."""
    draft = SectionDraft(grade, rationale, strengths, focus)
    return save_sections(audit, {section.code: draft}, version=version, by=by, at=at)


def save_overall(
    audit: Audit,
    *,
    version: int | None,
    grade: Grade | None,
    rationale: str,
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """Save the overall grade."""
    return save_sections(audit, {OVERALL: SectionDraft(grade, rationale)}, version=version, by=by, at=at)


@command
def save_voice(
    audit: Audit,
    *,
    version: int | None = None,
    family_voice: str,
    reflection: str,
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """Save the feedback from the child or family, and the reflection with the practitioner."""
    at = at or timezone.now()
    audit = _locked_for_writing(audit, by)
    if (audit.family_voice, audit.reflection) == (family_voice, reflection):
        return audit
    if version is not None and audit.voice_version > version:
        raise Conflict("These words were saved elsewhere since this page was opened.")

    audit.family_voice, audit.reflection = family_voice, reflection
    _bump(audit, by, at, voice=True)

    events.record("audit.saved", by=by, target=audit, at=at, domains=["voice"], version=audit.version)
    return audit


@command
def submit(audit: Audit, *, by: User, at: datetime.datetime | None = None) -> Audit:
    """Hand the audit to a moderator."""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_submit(by, audit):
        raise PermissionDenied
    codes = list(audit.tool_version.sections.filter(is_graded=True).values_list("code", flat=True))
    written = audit.gradings.filter(stage=Stage.ORIGINAL).values_list("section__code", "grade", "rationale")
    words = {code or OVERALL: (grade, rationale) for code, grade, rationale in written}
    facts = gaps([words.get(code) for code in codes], words.get(OVERALL), audit.family_voice)
    if problem := barrier(audit.status, Status.SUBMITTED, **facts):
        raise Refused(problem)

    audit.status = Status.SUBMITTED
    audit.submitted_at, audit.submitted_by = at, by
    audit.save(update_fields=["status", "submitted_at", "submitted_by"])

    events.record("audit.submitted", by=by, target=audit, at=at)
    return audit


def _locked(audit: Audit) -> Audit:
    return Audit.objects.select_for_update(of=("self",)).select_related("unit", "tool_version").get(pk=audit.pk)


def _locked_for_writing(audit: Audit, by: User) -> Audit:
    audit = _locked(audit)
    if not permissions.may_do(by, audit):
        raise PermissionDenied
    if problem := writing_barrier(audit.status):
        raise Refused(problem)
    return audit


def _start(audit: Audit, by: User, at: datetime.datetime) -> None:
    audit.status = Status.IN_PROGRESS
    audit.started_at, audit.started_by = at, by


def _bump(audit: Audit, by: User, at: datetime.datetime, *, voice: bool = False) -> None:
    """Save the audit under its next version; the first save starts it."""
    if audit.status == Status.ALLOCATED:
        _start(audit, by, at)
        events.record("audit.started", by=by, target=audit, at=at)
    audit.version += 1
    audit.saved_at = at
    if voice:
        audit.voice_version = audit.version
    words = ["family_voice", "reflection", "voice_version"] if voice else []
    audit.save(update_fields=["status", "started_at", "started_by", "version", "saved_at", *words])


def _findings_by_section(audit: Audit) -> dict[tuple[int, str], list[Finding]]:
    found: dict[tuple[int, str], list[Finding]] = {}
    for finding in audit.findings.order_by("position", "pk"):
        found.setdefault((finding.section_id, finding.kind), []).append(finding)
    return found


def _as_draft(grading: Grading | None, findings: dict[tuple[int, str], list[Finding]]) -> SectionDraft:
    """What is saved, in the shape of what is sent."""
    if grading is None:
        return SectionDraft()
    texts = [
        tuple(finding.text for finding in findings.get((grading.section_id, kind), ()))
        for kind in (Finding.Kind.STRENGTH, Finding.Kind.FOCUS)
    ]
    return SectionDraft(Grade(grading.grade) if grading.grade else None, grading.rationale, *texts)


def _synchronise(
    audit: Audit, drafts: Mapping[Section, SectionDraft], findings: dict[tuple[int, str], list[Finding]]
) -> None:
    """Make the findings say what the lines say; a line that stays keeps its row, and so its action."""
    new, moved, gone = [], [], []
    for section, draft in drafts.items():
        for kind, lines in ((Finding.Kind.STRENGTH, draft.strengths), (Finding.Kind.FOCUS, draft.focus)):
            left = list(findings.get((section.pk, kind), ()))
            rows: list[Finding | None] = []
            for line in lines:
                row = next((finding for finding in left if finding.text == line), None)
                rows.append(row)
                if row:
                    left.remove(row)
            # A line that was edited is still the same finding, unless an action already quotes it.
            free = [finding for finding in left if finding.action_id is None]
            for position, (line, row) in enumerate(zip(lines, rows, strict=True)):
                row = row or (free.pop(0) if free else Finding(audit=audit, section=section, kind=kind))
                if row.pk is None:
                    new.append(row)
                elif (row.text, row.position) != (line, position):
                    moved.append(row)
                row.text, row.position = line, position
            gone += [finding.pk for finding in free]
    if new:
        Finding.objects.bulk_create(new)
    if moved:
        Finding.objects.bulk_update(moved, ["text", "position"])
    if gone:
        Finding.objects.filter(pk__in=gone).delete()
