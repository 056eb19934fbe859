"""The pages of an audit's form as they are kept in rows, read as drafts and written back."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q

from audits.drafts import AnswerDraft, NoteDraft, SectionDraft
from audits.grading import OVERALL, Grade, Stage
from audits.models import Answer, Audit, EvidenceNote, Finding, Grading, Question, SavedPage, Section, Theme, ThemeMark
from people.access import Refused
from people.models import User

KINDS = ((Finding.Kind.STRENGTH, "strengths"), (Finding.Kind.FOCUS, "focus"))


class SavedWords:
    """What an auditor has saved of the pages `wanted`, by section code ("overall": the overall grade).

    A fixed number of queries. Read it with the audit's row locked: it is compared with what is sent, then written over.
    """

    def __init__(self, audit: Audit, wanted: Collection[str]) -> None:
        self.audit = audit
        of_tool = Section.objects.filter(tool_version=audit.tool_version_id, code__in=wanted)
        self.sections = {s.code: s for s in of_tool.only("tool_version_id", "code", "title", "is_graded")}
        own = Q(audit=audit, section__in=self.sections.values())
        own_or_overall = own | Q(audit=audit, section=None)
        codes = {section.pk: code for code, section in self.sections.items()}
        self._pages = {codes.get(page.section_id, OVERALL): page for page in SavedPage.objects.filter(own_or_overall)}
        original = Grading.objects.filter(own_or_overall, stage=Stage.ORIGINAL)
        self._gradings = {codes.get(row.section_id, OVERALL): row for row in original}
        self._findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in Finding.objects.filter(own).order_by("position", "pk"):
            self._findings[codes[finding.section_id], finding.kind].append(finding)
        self._notes: dict[str, list[EvidenceNote]] = defaultdict(list)
        for note in EvidenceNote.objects.filter(own).order_by("position", "pk"):
            self._notes[codes[note.section_id]].append(note)
        self._marks: dict[str, dict[str, ThemeMark]] = defaultdict(dict)
        for mark in ThemeMark.objects.filter(own).select_related("theme"):
            self._marks[codes[mark.section_id]][mark.theme.code] = mark
        self._answers: dict[str, dict[str, Answer]] = defaultdict(dict)
        answers = Answer.objects.filter(audit=audit, question__section__in=self.sections.values())
        for answer in answers.select_related("question"):
            self._answers[codes[answer.question.section_id]][answer.question.code] = answer

    def version(self, code: str) -> int:
        """The audit's version at which the page was last saved; 0 when it never was."""
        return self._pages[code].version if code in self._pages else 0

    def draft(self, code: str) -> SectionDraft:
        """What is saved, in the shape of what is sent."""
        grading = self._gradings.get(code)
        return SectionDraft(
            grade=Grade(grading.grade) if grading and grading.grade else None,
            rationale=grading.rationale if grading else "",
            difference=grading.difference if grading else "",
            **{name: [finding.text for finding in self._findings[code, kind]] for kind, name in KINDS},
            evidence=[NoteDraft(note.seen_on, note.text) for note in self._notes[code]],
            themes=frozenset(self._marks[code]),
            answers={
                question: AnswerDraft(answer.value, answer.does_not_apply, answer.reason)
                for question, answer in self._answers[code].items()
            },
        )

    def write(self, drafts: Mapping[str, SectionDraft], *, by: User, at: datetime.datetime) -> None:
        """Make the rows say what the drafts say, under the audit's version."""
        self._write_pages(drafts, by, at)
        self._write_grades(drafts, by, at)
        of_sections = {code: draft for code, draft in drafts.items() if code != OVERALL}
        self._write_findings(of_sections)
        self._write_notes(of_sections)
        self._write_themes(of_sections)
        self._write_answers(of_sections, by, at)

    def _write_pages(self, drafts: Mapping[str, SectionDraft], by: User, at: datetime.datetime) -> None:
        new, old = [], []
        for code in drafts:
            page = self._pages.get(code) or SavedPage(audit=self.audit, section=self.sections.get(code))
            page.version, page.by, page.at = self.audit.version, by, at
            (old if page.pk else new).append(page)
        SavedPage.objects.bulk_create(new)
        if old:
            SavedPage.objects.bulk_update(old, ["version", "by", "at"])

    def _write_grades(self, drafts: Mapping[str, SectionDraft], by: User, at: datetime.datetime) -> None:
        new, old = [], []
        for code, draft in drafts.items():
            if code != OVERALL and not self.sections[code].is_graded:
                if draft.grade:
                    raise Refused(f"{self.sections[code].title} is not graded.")
                continue
            row = self._gradings.get(code) or Grading(
                audit=self.audit, section=self.sections.get(code), stage=Stage.ORIGINAL
            )
            words = (draft.grade, draft.rationale, draft.difference)
            if row.pk and words == (row.grade, row.rationale, row.difference):
                continue
            row.grade, row.rationale, row.difference = words
            row.by, row.at = by, at
            (old if row.pk else new).append(row)
        Grading.objects.bulk_create(new)
        if old:
            Grading.objects.bulk_update(old, ["grade", "rationale", "difference", "by", "at"])

    def _write_findings(self, drafts: Mapping[str, SectionDraft]) -> None:
        """A line that stays keeps its row, and so its action."""
        new, moved, gone = [], [], []
        for code, draft in drafts.items():
            for kind, name in KINDS:
                lines = getattr(draft, name)
                left = list(self._findings[code, kind])
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
        if moved:
            Finding.objects.bulk_update(moved, ["text", "position"])
        if gone:
            Finding.objects.filter(pk__in=gone).delete()

    def _write_notes(self, drafts: Mapping[str, SectionDraft]) -> None:
        """Row by row in order: a note that stays where it was keeps its row."""
        new, changed, gone = [], [], []
        for code, draft in drafts.items():
            rows = self._notes[code]
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
        if changed:
            EvidenceNote.objects.bulk_update(changed, ["seen_on", "text", "position"])
        if gone:
            EvidenceNote.objects.filter(pk__in=gone).delete()

    def _write_themes(self, drafts: Mapping[str, SectionDraft]) -> None:
        wanted = {(code, theme) for code, draft in drafts.items() for theme in draft.themes}
        there = {(code, theme): mark for code in drafts for theme, mark in self._marks[code].items()}
        added = wanted - set(there)
        if added:
            themes = {theme.code: theme for theme in Theme.objects.filter(code__in={theme for _, theme in added})}
            if unknown := {theme for _, theme in added} - set(themes):
                raise Refused(f"There is no theme {', '.join(sorted(unknown))}.")
            ThemeMark.objects.bulk_create(
                ThemeMark(audit=self.audit, section=self.sections[code], theme=themes[theme])
                for code, theme in sorted(added)
            )
        if gone := [mark.pk for key, mark in there.items() if key not in wanted]:
            ThemeMark.objects.filter(pk__in=gone).delete()

    def _write_answers(self, drafts: Mapping[str, SectionDraft], by: User, at: datetime.datetime) -> None:
        new, changed, gone = [], [], []
        asked = self._questions(drafts)
        for code, draft in drafts.items():
            rows = self._answers[code]
            for name, answer in draft.answers.items():
                if (code, name) not in asked:
                    raise Refused(f"{self.sections[code].title} has no question {name}.")
                row = rows.get(name) or Answer(audit=self.audit, question=asked[code, name])
                words = (answer.value, answer.does_not_apply, answer.reason)
                if row.pk and words == (row.value, row.does_not_apply, row.reason):
                    continue
                row.value, row.does_not_apply, row.reason = words
                row.by, row.at = by, at
                (changed if row.pk else new).append(row)
            gone += [row.pk for name, row in rows.items() if name not in draft.answers]
        Answer.objects.bulk_create(new)
        if changed:
            Answer.objects.bulk_update(changed, ["value", "does_not_apply", "reason", "by", "at"])
        if gone:
            Answer.objects.filter(pk__in=gone).delete()

    def _questions(self, drafts: Mapping[str, SectionDraft]) -> dict[tuple[str, str], Question]:
        """The questions of the sections that have answers in the drafts."""
        of = [self.sections[code].pk for code, draft in drafts.items() if draft.answers]
        if not of:
            return {}
        questions = Question.objects.filter(section__in=of).select_related("section")
        return {(question.section.code, question.code): question for question in questions}
