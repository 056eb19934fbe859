"""The auditor's work: start, save as they go, submit.

Every save names the version that its page was opened at. A part that somebody (or another tab) saved since then is
never overwritten: the save is refused with `Conflict`, and the page shows both texts.
"""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.commands.pages import SavedWords
from audits.completeness import asked_of, gaps_in, still_needed
from audits.drafts import SectionDraft
from audits.grading import OVERALL, Grade
from audits.lifecycle import Status, Verb, barrier, gaps, writing_barrier
from audits.models import Audit, Section, Voice, Written, content_of, voices_of
from audits.overall import bites_of, too_good
from audits.voices import ALL_BOXES, VoiceDraft, Whose, unrecorded
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User

# What is asked of an audit beside its own row.
FACTS = ("unit", "record", "practitioner", "tool_version__tool")


class Conflict(Refused):
    """The words were saved elsewhere since the page was opened."""


@command
def start(audit: Audit, *, by: User, at: datetime.datetime | None = None) -> Audit:
    """Begin work; saving begins it too."""
    at = at or timezone.now()
    audit = _locked(audit)
    if not permissions.may_do(by, audit):
        raise PermissionDenied
    if problem := barrier(audit.status, Status.IN_PROGRESS, verb=Verb.START):
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
    audit = locked_for_writing(audit, by)
    saved = SavedWords(audit, drafts)
    if unknown := set(drafts) - set(saved.sections) - {OVERALL}:
        raise Refused(f"This audit has no domain {', '.join(sorted(unknown))}.")
    changed = {code: draft for code, draft in drafts.items() if draft != saved.draft(code)}
    if not changed:
        return audit  # a retry after a lost answer is no conflict
    if version is not None and any(saved.version(code) > version for code in changed):
        raise Conflict("These words were saved elsewhere since this page was opened.")

    bump(audit, by, at)
    saved.write(changed, by=by, at=at)

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
    voices: Mapping[Whose, VoiceDraft] | None = None,
    reflection: str,
    version: int | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> Audit:
    """Save what the child and the family say, and the auditor's note of the conversation with the practitioner.

    A voice that `voices` leaves out stays as it is.
    """
    at = at or timezone.now()
    audit = locked_for_writing(audit, by)
    saved = voices_of(audit)
    changed = {whose: voice for whose, voice in (voices or {}).items() if voice != saved[whose]}
    if not changed and audit.reflection == reflection:
        return audit
    if version is not None and audit.voice_version > version:
        raise Conflict("These words were saved elsewhere since this page was opened.")

    audit.reflection = reflection
    bump(audit, by, at, voice=True)
    rows = [
        Voice(audit=audit, whose=whose, **{**vars(voice), "state": voice.state or ""})
        for whose, voice in changed.items()
    ]
    Voice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["audit", "whose"], update_fields=["state", *ALL_BOXES]
    )

    events.record("audit.saved", by=by, target=audit, at=at, domains=["voice"], version=audit.version)
    return audit


@command
def submit(audit: Audit, *, by: User, at: datetime.datetime | None = None) -> Audit:
    """Hand the audit to a moderator."""
    at = at or timezone.now()
    audit = _locked(audit, *FACTS)
    if not permissions.may_submit(by, audit):
        raise PermissionDenied
    content, written = content_of(audit.tool_version), Written.of(audit)
    asked = asked_of(content, written.every_answer, audit.record.cohort)
    sections = [section for section in content.sections if section.code in asked.sections]
    drafts = {code: written.draft(code) for code in (*asked.sections, OVERALL)}
    words = {code: (draft.grade, draft.rationale) for code, draft in drafts.items()}
    voices = unrecorded(written.voices) if content.asks_voice else ()
    to_check = audit.record.checked_at is None
    graded = [words[section.code] for section in sections if section.is_graded]
    facts = gaps(graded, words[OVERALL], voices_to_record=voices, facts_to_check=to_check)
    grades = {section.code: drafts[section.code].grade for section in sections if section.is_graded}
    facts["overall_held"] = too_good(words[OVERALL][0], bites_of(content, grades))
    facts |= still_needed(gap for s in sections for gap in gaps_in(s, drafts[s.code], asked.questions))
    if problem := barrier(audit.status, Status.SUBMITTED, verb=Verb.SUBMIT, **facts):
        raise Refused(problem)

    audit.status = Status.SUBMITTED
    audit.submitted_at, audit.submitted_by = at, by
    audit.save(update_fields=["status", "submitted_at", "submitted_by"])

    events.record("audit.submitted", by=by, target=audit, at=at)
    return audit


def _locked(audit: Audit, *facts: str) -> Audit:
    """The audit as it is now, with these of its facts; nobody else writes it meanwhile."""
    found = Audit.objects.select_related(*facts) if facts else Audit.objects  # without names it would join everything
    return found.select_for_update(of=("self",)).get(pk=audit.pk)


def locked_for_writing(audit: Audit, by: User, *facts: str) -> Audit:
    """The audit, for its auditor to change, so that nobody else does at the same time."""
    audit = _locked(audit, *facts)
    if not permissions.may_do(by, audit):
        raise PermissionDenied
    if problem := writing_barrier(audit.status):
        raise Refused(problem)
    return audit


def _start(audit: Audit, by: User, at: datetime.datetime) -> None:
    audit.status = Status.IN_PROGRESS
    audit.started_at, audit.started_by = at, by


def bump(audit: Audit, by: User, at: datetime.datetime, *, voice: bool = False) -> None:
    """Save the audit under its next version; the first save starts it."""
    if audit.status == Status.ALLOCATED:
        _start(audit, by, at)
        events.record("audit.started", by=by, target=audit, at=at)
    audit.version += 1
    audit.saved_at = at
    if voice:
        audit.voice_version = audit.version
    words = ["reflection", "voice_version"] if voice else []
    audit.save(update_fields=["status", "started_at", "started_by", "version", "saved_at", *words])
