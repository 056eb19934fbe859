"""What auditors have written in their audits, read as the plain values of `audits.drafts`."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass
class Written:
    """Everything that was written in one audit, of all stages, by section code ("overall" for the overall grade)."""

    gradings: dict[tuple[str, str], Grading] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, dict[str, AnswerDraft]] = field(default_factory=lambda: defaultdict(dict))
    evidence: dict[str, list[NoteDraft]] = field(default_factory=lambda: defaultdict(list))
    themes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    versions: dict[str, int] = field(default_factory=dict)
    voices: dict[Whose, VoiceDraft] = field(default_factory=lambda: {whose: VoiceDraft() for whose in Whose})

    @classmethod
    def of(cls, audit: Audit) -> "Written":
        return written_in([audit])[audit.pk]

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


def written_in(audits: Sequence[Audit]) -> dict[int, Written]:
    """What was written in each of the audits, by number; four queries, however many they are."""
    keys = [audit.pk for audit in audits]
    found = {key: Written() for key in keys}
    for row in Grading.objects.filter(audit__in=keys).select_related("section", "by"):
        found[row.audit_id].gradings[row.stage, row.section.code if row.section else OVERALL] = row
    for finding in (
        Finding.objects.filter(audit__in=keys).select_related("section", "action").order_by("position", "pk")
    ):
        found[finding.audit_id].findings[finding.section.code].append(finding)
    answers = Answer.objects.filter(audit__in=keys).order_by("question__position")
    names = ("audit", "question__section__code", "question__code", "value", "does_not_apply", "reason")
    for key, section, question, *words in answers.values_list(*names):
        found[key].answers[section][question] = AnswerDraft(*words)
    for key, *rest in _rest(keys):
        _put_rest(found[key], *rest)
    return found


def _rest(keys: Sequence[int]) -> QuerySet:
    """Notes, themes, saved pages and voices of each audit: rows enough for one query."""
    return Audit.objects.filter(pk__in=keys).values_list(
        "pk",
        _rows(EvidenceNote.objects.order_by("position", "pk"), section="section__code", on="seen_on", text="text"),
        _rows(ThemeMark.objects.order_by("theme__name"), section="section__code", code="theme__code",
              name="theme__name"),
        _rows(SavedPage.objects.order_by("pk"), section="section__code", version="version"),
        _rows(Voice.objects.order_by("pk"), **{name: name for name in ("whose", "state", *ALL_BOXES)}),
    )  # fmt: skip


def _put_rest(written: Written, notes: list, marks: list, pages: list, voices: list) -> None:
    for note in notes:
        day = datetime.date.fromisoformat(note["on"]) if note["on"] else None
        written.evidence[note["section"]].append(NoteDraft(day, note["text"]))
    for mark in marks:
        written.themes[mark["section"]][mark["code"]] = mark["name"]
    written.versions |= {page["section"] or OVERALL: page["version"] for page in pages}
    written.voices |= {Whose(voice["whose"]): _voice(voice) for voice in voices}


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
