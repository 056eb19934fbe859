"""What an auditor has written in one audit, read as the plain values of `audits.drafts`."""

import datetime
from collections import defaultdict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from audits.completeness import Asked
from audits.content import shown_codes
from audits.drafts import AnswerDraft, NoteDraft, SectionDraft
from audits.grading import OVERALL, Grade, Stage
from audits.models.auditing import Audit
from audits.models.contents import content_of
from audits.models.voices import Voice
from audits.models.writing import Answer, EvidenceNote, Finding, Grading, SavedPage, ThemeMark
from audits.voices import ALL_BOXES, VoiceDraft, VoiceState, Whose


class Written:
    """Everything that was written, of all stages, by section code ("overall" for the overall grade); four queries."""

    def __init__(self, audit: Audit) -> None:
        gradings = Grading.objects.filter(audit=audit).select_related("section", "by")
        self.gradings = {(row.stage, row.section.code if row.section else OVERALL): row for row in gradings}
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        findings = Finding.objects.filter(audit=audit).select_related("section", "action")
        for finding in findings.order_by("position", "pk"):
            self.findings[finding.section.code].append(finding)
        self.answers: dict[str, dict[str, AnswerDraft]] = defaultdict(dict)
        answers = Answer.objects.filter(audit=audit).order_by("question__position")
        names = ("question__section__code", "question__code", "value", "does_not_apply", "reason")
        for section, question, *words in answers.values_list(*names):
            self.answers[section][question] = AnswerDraft(*words)
        self._read_rest(audit)

    def _read_rest(self, audit: Audit) -> None:
        """Notes, themes, saved pages and voices: rows enough for one query."""
        notes, marks, pages, voices = Audit.objects.filter(pk=audit.pk).values_list(
            _rows(EvidenceNote.objects.order_by("position", "pk"), section="section__code", on="seen_on", text="text"),
            _rows(ThemeMark.objects.order_by("theme__name"), section="section__code", code="theme__code",
                  name="theme__name"),
            _rows(SavedPage.objects.order_by("pk"), section="section__code", version="version"),
            _rows(Voice.objects.order_by("pk"), **{name: name for name in ("whose", "state", *ALL_BOXES)}),
        ).get()  # fmt: skip
        self.evidence: dict[str, list[NoteDraft]] = defaultdict(list)
        for note in notes:
            day = datetime.date.fromisoformat(note["on"]) if note["on"] else None
            self.evidence[note["section"]].append(NoteDraft(day, note["text"]))
        self.themes: dict[str, dict[str, str]] = defaultdict(dict)
        for mark in marks:
            self.themes[mark["section"]][mark["code"]] = mark["name"]
        self.versions = {page["section"] or OVERALL: page["version"] for page in pages}

        given = {Whose(voice["whose"]): voice for voice in voices}
        self.voices = {whose: _voice(given[whose]) if whose in given else VoiceDraft() for whose in Whose}

    @property
    def every_answer(self) -> dict[str, AnswerDraft]:
        """By question code: it is unique in the tool."""
        return {code: answer for given in self.answers.values() for code, answer in given.items()}

    def draft(self, code: str) -> SectionDraft:
        """The auditor's own words of one page."""
        grading = self.gradings.get((Stage.ORIGINAL, code))
        findings = self.findings[code]
        return SectionDraft(
            grade=Grade(grading.grade) if grading and grading.grade else None,
            rationale=grading.rationale if grading else "",
            difference=grading.difference if grading else "",
            strengths=[finding.text for finding in findings if finding.kind == Finding.Kind.STRENGTH],
            focus=[finding.text for finding in findings if finding.kind == Finding.Kind.FOCUS],
            evidence=self.evidence[code],
            themes=frozenset(self.themes[code]),
            answers=self.answers[code],
        )


def _voice(row: dict[str, str]) -> VoiceDraft:
    state = VoiceState(row["state"]) if row["state"] else None
    return VoiceDraft(state, *(row[box] for box in ALL_BOXES))


def asked_in(audit: Audit) -> Asked:
    """What this audit is asked, by the answers saved so far; three queries."""
    answers = Answer.objects.filter(audit=audit).values_list("question__code", "value")
    return Asked(*shown_codes(content_of(audit.tool_version), dict(answers), audit.record.cohort))


def _rows(rows: QuerySet, **names: str) -> ArraySubquery:
    """The rows of the outer query's audit as objects, under the names given."""
    return ArraySubquery(rows.filter(audit=OuterRef("pk")).values(row=JSONObject(**names)))
