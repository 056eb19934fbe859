"""The pages of an audit's form as they are kept in rows, read as drafts and written back."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet

from audits.drafts import SectionDraft
from audits.grading import OVERALL, Stage
from audits.models import (
    Answer,
    Audit,
    EvidenceNote,
    Finding,
    Grading,
    Question,
    SavedPage,
    Section,
    Theme,
    ThemeMark,
    Written,
)
from people.access import Refused
from people.models import User

KINDS = ((Finding.Kind.STRENGTH, "strengths"), (Finding.Kind.FOCUS, "focus"))


class SavedWords:
    """What an auditor has saved, by section code ("overall": the overall grade); the pages `wanted` can be written.

    A fixed number of queries to read; rows are only asked for where their words change. Read it with the audit's row
    locked: it is compared with what is sent, then written over.
    """

    def __init__(self, audit: Audit, wanted: Collection[str]) -> None:
        self.audit = audit
        of_tool = Section.objects.filter(tool_version=audit.tool_version_id, code__in=wanted)
        self.sections = {s.code: s for s in of_tool.only("tool_version_id", "code", "title", "is_graded")}
        self.written = Written.of(audit)

    def version(self, code: str) -> int:
        """The audit's version at which the page was last saved; 0 when it never was."""
        return self.written.versions.get(code, 0)

    def draft(self, code: str) -> SectionDraft:
        """What is saved, in the shape of what is sent."""
        return self.written.draft(code)

    def write(self, drafts: Mapping[str, SectionDraft], *, by: User, at: datetime.datetime) -> None:
        """Make the rows say what the drafts say, under the audit's version."""
        self._write_pages(drafts, by, at)
        self._write_grades(drafts, by, at)
        of_sections = {code: draft for code, draft in drafts.items() if code != OVERALL}
        self._write_findings(self._differing(of_sections, "strengths", "focus"))
        self._write_notes(self._differing(of_sections, "evidence"))
        self._write_themes(self._differing(of_sections, "themes"))
        self._write_answers(self._differing(of_sections, "answers"), by, at)

    def _differing(self, drafts: Mapping[str, SectionDraft], *names: str) -> dict[str, SectionDraft]:
        """The drafts of which these parts are not as they are saved."""
        return {
            code: draft
            for code, draft in drafts.items()
            if any(getattr(draft, name) != getattr(self.draft(code), name) for name in names)
        }

    def _rows(self, model: type[Model], drafts: Mapping[str, SectionDraft]) -> QuerySet:
        """The audit's rows on these pages."""
        return model.objects.filter(audit=self.audit, section__in=[self.sections[code] for code in drafts])

    def _write_pages(self, drafts: Mapping[str, SectionDraft], by: User, at: datetime.datetime) -> None:
        now = {"version": self.audit.version, "by": by, "at": at}
        pages = {code: self.sections.get(code) for code in drafts}  # overall has no section
        new = [section for code, section in pages.items() if code not in self.written.versions]
        SavedPage.objects.bulk_create(SavedPage(audit=self.audit, section=section, **now) for section in new)
        if old := [Q(section=section) for code, section in pages.items() if code in self.written.versions]:
            SavedPage.objects.filter(reduce(or_, old), audit=self.audit).update(**now)

    def _write_grades(self, drafts: Mapping[str, SectionDraft], by: User, at: datetime.datetime) -> None:
        new, old = [], []
        for code, draft in drafts.items():
            if code != OVERALL and not self.sections[code].is_graded:
                if draft.grade:
                    raise Refused(f"{self.sections[code].title} is not graded.")
                continue
            row = self.written.gradings.get((Stage.ORIGINAL, code)) or Grading(
                audit=self.audit, section=self.sections.get(code), stage=Stage.ORIGINAL
            )
            words = (draft.grade, draft.rationale, draft.difference)
            if row.pk and words == (row.grade, row.rationale, row.difference):
                continue
            row.grade, row.rationale, row.difference = words
            row.by, row.at = by, at
            (old if row.pk else new).append(row)
        Grading.objects.bulk_create(new)
        _update(old, ["grade", "rationale", "difference", "by", "at"])

    def _write_findings(self, drafts: Mapping[str, SectionDraft]) -> None:
        """A line that stays keeps its row, and so its action."""
        new, moved, gone = [], [], []
        for code, draft in drafts.items():
            for kind, name in KINDS:
                lines = getattr(draft, name)
                left = [finding for finding in self.written.findings[code] if finding.kind == kind]
                rows: list[Finding | None] = []
                for line in lines:
                    row = next((finding for finding in left if finding.text == line), None)
                    rows.append(row)
                    if row:
                        left.remove(row)
                # A line that was edited is still the same finding, unless an action already quotes it.
                free = [finding for finding in left if finding.action_id is None]
                for position, (line, row) in enumerate(zip(lines, rows, strict=True)):
                    row = row or (free.pop(0) if free else Finding(audit=self.audit, section=self.sections[code]))
                    if row.pk is None:
                        new.append(row)
                    elif (row.text, row.position) != (line, position):
                        moved.append(row)
                    row.kind, row.text, row.position = kind, line, position
                gone += [finding.pk for finding in free]
        Finding.objects.bulk_create(new)
        _update(moved, ["text", "position"])
        if gone:
            Finding.objects.filter(pk__in=gone).delete()

    def _write_notes(self, drafts: Mapping[str, SectionDraft]) -> None:
        """Row by row in order: a note that stays where it was keeps its row."""
        if not drafts:
            return
        new, changed, gone = [], [], []
        saved: dict[int, list[EvidenceNote]] = defaultdict(list)
        for note in self._rows(EvidenceNote, drafts).order_by("position", "pk"):
            saved[note.section_id].append(note)
        for code, draft in drafts.items():
            rows = saved[self.sections[code].pk]
            for position, note in enumerate(draft.evidence):
                if position >= len(rows):
                    row = EvidenceNote(audit=self.audit, section=self.sections[code], position=position)
                    new.append(row)
                else:
                    row = rows[position]
                    if (row.seen_on, row.text, row.position) != (note.seen_on, note.text, position):
                        changed.append(row)
                row.seen_on, row.text, row.position = note.seen_on, note.text, position
            gone += [row.pk for row in rows[len(draft.evidence) :]]
        EvidenceNote.objects.bulk_create(new)
        _update(changed, ["seen_on", "text", "position"])
        if gone:
            EvidenceNote.objects.filter(pk__in=gone).delete()

    def _write_themes(self, drafts: Mapping[str, SectionDraft]) -> None:
        wanted = {(code, theme) for code, draft in drafts.items() for theme in draft.themes}
        there = {(code, theme) for code in drafts for theme in self.written.themes[code]}
        if added := wanted - there:
            themes = {theme.code: theme for theme in Theme.objects.filter(code__in={theme for _, theme in added})}
            if unknown := {theme for _, theme in added} - set(themes):
                raise Refused(f"There is no theme {', '.join(sorted(unknown))}.")
            ThemeMark.objects.bulk_create(
                ThemeMark(audit=self.audit, section=self.sections[code], theme=themes[theme])
                for code, theme in sorted(added)
            )
        for code in sorted({code for code, _ in there - wanted}):
            gone = self.written.themes[code].keys() - drafts[code].themes
            self._rows(ThemeMark, {code: drafts[code]}).filter(theme__code__in=gone).delete()

    def _write_answers(self, drafts: Mapping[str, SectionDraft], by: User, at: datetime.datetime) -> None:
        if not drafts:
            return
        of_pages = Question.objects.filter(section__in=[self.sections[code] for code in drafts])
        questions = {(row.section_id, row.code): row for row in of_pages}
        saved = {row.question_id: row for row in Answer.objects.filter(audit=self.audit, question__in=of_pages)}
        new, changed = [], []
        for code, draft in drafts.items():
            section = self.sections[code]
            for name, answer in draft.answers.items():
                if (question := questions.get((section.pk, name))) is None:
                    raise Refused(f"{section.title} has no question {name}.")
                row = saved.pop(question.pk, None) or Answer(audit=self.audit, question=question)
                words = (answer.value, answer.does_not_apply, answer.reason)
                if row.pk and words == (row.value, row.does_not_apply, row.reason):
                    continue
                row.value, row.does_not_apply, row.reason = words
                row.by, row.at = by, at
                (changed if row.pk else new).append(row)
        Answer.objects.bulk_create(new)
        _update(changed, ["value", "does_not_apply", "reason", "by", "at"])
        if saved:
            Answer.objects.filter(pk__in=[row.pk for row in saved.values()]).delete()


def _update(rows: Sequence[Model], fields: list[str]) -> None:
    """Save these fields of rows that are there. To put one statement together for many rows costs more than to run it,
    so a single row, which is what most saves change, is saved by itself."""
    if len(rows) == 1:
        rows[0].save(update_fields=fields)
    elif rows:
        type(rows[0]).objects.bulk_update(rows, fields)
