"""What auditors have written in their audits, read as the plain values of `audits.drafts`."""

import datetime
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from audits.completeness import Asked
from audits.content import shown_codes
from audits.drafts import AnswerDraft, NoteDraft, SectionDraft
from audits.grading import OVERALL, Grade, Stage
from audits.models.auditing import Audit
from audits.models.contents import content_of
from audits.models.writing import Answer, Finding, Grading
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


# Notes, themes, saved pages, voices and answers of each audit: rows enough for one query. It is written out, because
# every page of the form and every save asks it, and putting it together took longer than answering it.
REST = f"""
    SELECT a.id,
        (SELECT json_agg(json_build_array(s.code, e.seen_on, e.text) ORDER BY e.position, e.id)
            FROM audits_evidencenote e JOIN audits_section s ON s.id = e.section_id WHERE e.audit_id = a.id)::text,
        (SELECT json_agg(json_build_array(s.code, t.code, t.name) ORDER BY t.name)
            FROM audits_thememark m JOIN audits_theme t ON t.id = m.theme_id
            JOIN audits_section s ON s.id = m.section_id WHERE m.audit_id = a.id)::text,
        (SELECT json_agg(json_build_array(s.code, p.version))
            FROM audits_savedpage p LEFT JOIN audits_section s ON s.id = p.section_id WHERE p.audit_id = a.id)::text,
        (SELECT json_agg(json_build_array(v.whose, v.state, {", ".join(f"v.{box}" for box in ALL_BOXES)}))
            FROM audits_voice v WHERE v.audit_id = a.id)::text,
        (SELECT json_agg(json_build_array(s.code, q.code, g.value, g.does_not_apply, g.reason) ORDER BY q.position)
            FROM audits_answer g JOIN audits_question q ON q.id = g.question_id
            JOIN audits_section s ON s.id = q.section_id WHERE g.audit_id = a.id)::text
    FROM audits_audit a WHERE a.id = ANY(%(audits)s)
"""  # noqa: S608 names of our own columns


def written_in(audits: Sequence[Audit]) -> dict[int, Written]:
    """What was written in each of the audits, by number; three queries, however many they are."""
    keys = [audit.pk for audit in audits]
    found = {key: Written() for key in keys}
    if not found:
        return found
    for row in Grading.objects.filter(audit__in=keys).select_related("section", "by"):
        found[row.audit_id].gradings[row.stage, row.section.code if row.section else OVERALL] = row
    for finding in (
        Finding.objects.filter(audit__in=keys).select_related("section", "action").order_by("position", "pk")
    ):
        found[finding.audit_id].findings[finding.section.code].append(finding)
    with connection.cursor() as cursor:
        cursor.execute(REST, {"audits": keys})
        for key, *rest in cursor.fetchall():
            _put_rest(found[key], *(json.loads(rows or "[]") for rows in rest))
    return found


def _put_rest(written: Written, notes: list, marks: list, pages: list, voices: list, answers: list) -> None:
    for section, day, text in notes:
        written.evidence[section].append(NoteDraft(datetime.date.fromisoformat(day) if day else None, text))
    for section, code, name in marks:
        written.themes[section][code] = name
    written.versions |= {section or OVERALL: version for section, version in pages}
    for whose, state, *boxes in voices:
        written.voices[Whose(whose)] = VoiceDraft(VoiceState(state) if state else None, *boxes)
    for section, question, *words in answers:
        written.answers[section][question] = AnswerDraft(*words)


def asked_in(audit: Audit) -> Asked:
    """What this audit is asked, by the answers saved so far; three queries."""
    answers = Answer.objects.filter(audit=audit).values_list("question__code", "value")
    return Asked(*shown_codes(content_of(audit.tool_version), dict(answers), audit.record.cohort))
