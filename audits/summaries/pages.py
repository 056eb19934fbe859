"""One audit, as far as its reader may see it. What a reader may not see is not here at all, so no page can show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse

from audits import permissions
from audits.completeness import Asked, Gap, asked_of, gaps_in, page_state, still_needed, values
from audits.content import Content, Kind, Value
from audits.content import Section as AskedSection
from audits.drafts import SectionDraft
from audits.grading import OVERALL, Stage, difference_words
from audits.lifecycle import DomainState, Status, barrier, gaps, inviting_barrier
from audits.models import (
    Audit,
    Finding,
    Grading,
    Moderation,
    Reflection,
    Section,
    ToolVersion,
    Written,
    content_of,
)
from audits.overall import Bite, bites_of, open_words, rule_words, titles_of, too_good
from audits.voices import ALL_BOXES, STATE_WORDS, WHOSE_WORDS, VoiceDraft, Whose, unrecorded
from audits.voices import missing as voice_gaps
from audits.wording import answer_words, page_words
from people.models import User

FACTS = "facts-of-the-record"
VOICE = "voice-and-reflection"  # a part of every audit that is not graded
OVERALL_TITLE = "Overall"
FACTS_TITLE = "Facts about the child’s record"
VOICE_TITLE = "The child’s and the family’s voice"
REFLECTION_TITLE = "Reflection"


@dataclass(frozen=True)
class Shown:
    """A grading as its reader may see it."""

    grade: str | None
    rationale: str
    reason_words: str
    by: str


@dataclass(frozen=True)
class DomainView:
    """One section, or overall, with what its reader may see of each stage. `draft`: the auditor's own words."""

    code: str
    title: str
    words: Section | ToolVersion
    url: str
    asked: AskedSection | None
    draft: SectionDraft
    missing: list[Gap]
    answered: list[tuple[str, str]]
    themes: Mapping[str, str]
    questions_asked: frozenset[str]
    original: Shown | None
    moderated: Shown | None
    agreed: Shown | None
    rationale: str
    state: DomainState
    strengths: list[Finding] = field(default_factory=list)
    focus: list[Finding] = field(default_factory=list)

    @property
    def is_graded(self) -> bool:
        """Overall is, and so is every domain."""
        return self.asked is None or self.asked.is_graded

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What was written, each box with its label; empty boxes and what is not asked are left out."""
        section = self.asked and replace(
            self.asked, questions=tuple(q for q in self.asked.questions if q.code in self.questions_asked)
        )
        words = page_words(section, self.draft, self.themes)
        return [(label, text) for label, text in words.items() if text.strip() and label != "Grade"]

    @property
    def is_changed(self) -> bool:
        """The agreed grade is not the auditor's."""
        return bool(self.original and self.agreed and self.original.grade != self.agreed.grade)

    @property
    def differs(self) -> bool:
        """The moderator's grade is not the auditor's."""
        return bool(self.original and self.moderated and self.original.grade != self.moderated.grade)

    @property
    def difference_words(self) -> str:
        """How the moderator's grade lies to the auditor's, in words."""
        return difference_words(self.original and self.original.grade, self.moderated and self.moderated.grade)


@dataclass(frozen=True)
class Part:
    """A page of the audit form."""

    code: str
    title: str
    url: str
    state: DomainState


@dataclass(frozen=True)
class VoiceView:
    """What somebody says, in words: the state, and the boxes that belong to it."""

    title: str
    state: str
    shown: list[tuple[str, str]]


@dataclass(frozen=True)
class AuditPage:
    audit: Audit
    content: Content
    sections: list[DomainView]
    not_asked: list[DomainView]
    counted: Mapping[str, Value]
    overall: DomainView
    bites: list[Bite]
    """Which rules hold the auditor's overall grade, for those who see the auditor's grades."""
    moderation: Moderation | None
    may_do: bool
    may_withdraw: bool
    may_moderate: bool
    may_decide: bool
    may_raise_action: bool
    shows_words: bool
    shows_original: bool
    shows_moderated: bool
    barrier: str
    versions: Mapping[str, int]
    voice: Part
    voices: Mapping[Whose, VoiceDraft]
    reflection: Reflection | None
    is_invited: bool
    may_invite: bool

    @property
    def domains(self) -> list[DomainView]:
        """The sections that are graded."""
        return [view for view in self.sections if view.is_graded]

    @property
    def rules(self) -> list[str]:
        """How the tool's domain grades limit the overall grade."""
        return [rule_words(limit, titles_of(self.content)) for limit in self.content.limits]

    @property
    def open_words(self) -> str:
        """The overall grades that the rules leave to the auditor."""
        return open_words(self.bites)

    @property
    def graded(self) -> list[DomainView]:
        """Overall first: it is what people look for."""
        return [self.overall, *self.domains]

    @property
    def in_form_order(self) -> list[DomainView]:
        """What is graded, overall last: it is judged last."""
        return [*self.domains, self.overall]

    @property
    def ungraded(self) -> list[DomainView]:
        return [view for view in self.sections if not view.is_graded]

    @property
    def found(self) -> list[DomainView]:
        """For reading: overall first, then every section that is asked."""
        return [self.overall, *self.sections]

    @property
    def pages(self) -> list[DomainView]:
        """Every section that is asked, in order, and overall."""
        return [*self.sections, self.overall]

    @property
    def voice_views(self) -> list[VoiceView]:
        """Each voice as its reader may see it; none where the tool does not ask."""
        asked = self.voices if self.audit.tool_version.asks_voice else {}
        return [VoiceView(WHOSE_WORDS[w], STATE_WORDS.get(v.state, "Not recorded"), v.shown) for w, v in asked.items()]

    @property
    def facts(self) -> Part:
        return Part(FACTS, FACTS_TITLE, reverse("audits:facts", args=[self.audit.pk]), facts_state(self.audit))

    @property
    def parts(self) -> list[Part]:
        """The pages of the form in the order in which they are usually filled in."""
        views = [Part(view.code, view.title, view.url, view.state) for view in self.pages]
        return [self.facts, *views[:-1], self.voice, views[-1]]

    @property
    def complete(self) -> int:
        return sum(part.state == DomainState.COMPLETE for part in self.parts)

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """What is missing, each as words and the page where it can be put right."""
        facts = [] if self.audit.record.checked_at else [("Check the facts about the child’s record", self.facts.url)]
        missing = facts + [
            (f"{view.title}: {gap.words}", f"{view.url}#{gap.anchor}") for view in self.pages for gap in view.missing
        ]
        return missing + self._voice_gaps

    @property
    def _voice_gaps(self) -> list[tuple[str, str]]:
        if not self.audit.tool_version.asks_voice:
            return []
        return [
            (sentence, f"{self.voice.url}#id_{whose}_{box}{'_0' if box == 'state' else ''}")
            for whose, voice in self.voices.items()
            for box, sentence in voice_gaps(whose, voice)
        ]

    def view_of(self, code: str) -> DomainView | None:
        """A part by its code; one that is not asked any more can still be open in a tab."""
        return next((view for view in [*self.pages, *self.not_asked] if view.code == code), None)

    @property
    def voice_words(self) -> dict[str, str | None]:
        """What is saved on the page of both voices, box by box."""
        boxes = {f"{w}_{box}": getattr(voice, box) for w, voice in self.voices.items() for box in ("state", *ALL_BOXES)}
        return {**boxes, "reflection": self.audit.reflection}

    def version_of(self, code: str) -> int:
        """The version that a page of the form shows. A save between reading the audit and its words counts as seen."""
        return max(self.audit.version, self.versions.get(code, 0))

    def part_after(self, code: str) -> Part | None:
        """The next page of the form; None after the last."""
        parts = self.parts
        codes = [part.code for part in parts]
        if code not in codes:
            return None
        place = codes.index(code)
        return parts[place + 1] if place + 1 < len(parts) else None


def audit_page(audit: Audit, viewer: User) -> AuditPage:
    """Everything about one audit that `viewer` may see, in a fixed number of queries."""
    current = Moderation.objects.filter(audit=audit).in_force().select_related("moderator")
    moderation = None if audit.is_open else current.first()
    shows = {
        Stage.ORIGINAL: permissions.may_see_original_grades(viewer, audit, moderation),
        Stage.MODERATED: permissions.may_see_moderated_grades(viewer, audit, moderation),
        Stage.AGREED: audit.is_agreed,
    }
    shows_words = permissions.may_read_words(viewer, audit)
    written = Written.of(audit)
    reflection = getattr(audit, "practitioner_reflection", None)
    rows = list(Section.objects.filter(tool_version=audit.tool_version_id).order_by("position", "pk"))
    content = content_of(audit.tool_version, rows)
    asked = asked_of(content, written.every_answer, audit.record.cohort)
    every = [
        _view(audit, section.code, section.title, row, section, asked, written, shows, shows_words)
        for row, section in zip(rows, content.sections, strict=True)
    ]
    views = [view for view in every if view.code in asked.sections]
    drafts = {view.code: written.draft(view.code) for view in views if view.is_graded}
    bites = bites_of(content, {code: draft.grade for code, draft in drafts.items()})
    held = too_good(written.draft(OVERALL).grade, bites)
    overall = _view(audit, OVERALL, OVERALL_TITLE, audit.tool_version, None, asked, written, shows, shows_words, held)
    given = [(draft.grade, draft.rationale) for draft in (*drafts.values(), written.draft(OVERALL))]
    facts = gaps(
        given[:-1],
        given[-1],
        voices_to_record=unrecorded(written.voices) if audit.tool_version.asks_voice else (),
        facts_to_check=audit.record.checked_at is None,
    )
    facts |= still_needed(gap for view in views for gap in view.missing)
    facts["overall_held"] = held
    return AuditPage(
        audit=audit,
        content=content,
        sections=views,
        not_asked=[view for view in every if view.code not in asked.sections],
        counted=values({code: a for code, a in written.every_answer.items() if code in asked.questions}),
        overall=overall,
        bites=bites if shows[Stage.ORIGINAL] else [],
        moderation=moderation,
        may_do=audit.is_open and permissions.may_do(viewer, audit),
        may_withdraw=permissions.may_withdraw(viewer, audit) and not barrier(audit.status, Status.WITHDRAWN),
        may_moderate=audit.status == Status.SUBMITTED and permissions.may_moderate(viewer, audit),
        may_decide=audit.status == Status.IN_MODERATION and permissions.may_decide(viewer, audit, moderation),
        may_raise_action=audit.is_agreed and permissions.may_raise_action(viewer, audit),
        shows_words=shows_words,
        shows_original=shows[Stage.ORIGINAL],
        shows_moderated=shows[Stage.MODERATED],
        barrier=barrier(audit.status, Status.SUBMITTED, **facts),
        versions=written.versions,
        voice=voice_part(audit, written.voices),
        voices=written.voices if shows_words else {},
        reflection=reflection if permissions.may_read_reflection(viewer, audit, reflection) else None,
        is_invited=reflection is not None,
        may_invite=permissions.may_invite(viewer, audit)
        and not inviting_barrier(audit.status, has_practitioner=bool(audit.practitioner), is_invited=bool(reflection)),
    )


def _view(
    audit: Audit,
    code: str,
    title: str,
    words: Section | ToolVersion,
    section: AskedSection | None,
    asked: Asked,
    written: Written,
    shows: Mapping[Stage, bool],
    shows_words: bool,
    held: str = "",
) -> DomainView:
    whole = written.draft(code)
    missing = gaps_in(section, whole, asked.questions, held)
    draft = _readable(whole, section, shows[Stage.ORIGINAL]) if shows_words else SectionDraft()
    findings = written.findings[code] if shows_words else []
    url = reverse("audits:domain", args=[audit.pk, code]) if section else reverse("audits:overall", args=[audit.pk])
    return DomainView(
        code=code,
        title=title,
        words=words,
        url=url,
        asked=section,
        draft=draft,
        missing=missing,
        answered=_answered(section, draft, asked, shows[Stage.ORIGINAL]) if shows_words else [],
        themes=written.themes[code] if shows_words else {},
        questions_asked=asked.questions,
        **{stage.value: _shown(written.gradings.get((stage, code))) if shows[stage] else None for stage in Stage},
        rationale=draft.rationale,
        state=page_state(whole, missing),
        strengths=[finding for finding in findings if finding.kind == Finding.Kind.STRENGTH],
        focus=[finding for finding in findings if finding.kind == Finding.Kind.FOCUS],
    )


def _answered(
    section: AskedSection | None, draft: SectionDraft, asked: Asked, shows_grades: bool
) -> list[tuple[str, str]]:
    """Each question that is asked, with its answer in words; no grade while grades are hidden."""
    questions = [question for question in section.questions if question.code in asked.questions] if section else []
    return [
        (question.text, answer_words(question, draft.answers.get(question.code)))
        for question in questions
        if shows_grades or question.kind != Kind.GRADE
    ]


def _readable(draft: SectionDraft, asked: AskedSection | None, shows_grades: bool) -> SectionDraft:
    """The auditor's words without any grade, while it is hidden."""
    if shows_grades:
        return draft
    grades = {question.code for question in asked.questions if question.kind == Kind.GRADE} if asked else set()
    answers = {code: answer for code, answer in draft.answers.items() if code not in grades}
    return replace(draft, grade=None, answers=answers)


def voice_part(audit: Audit, voices: Mapping[Whose, VoiceDraft]) -> Part:
    """Complete with both voices recorded; where the tool does not ask for them, with the conversation written."""
    started = bool(audit.reflection.strip()) or not all(voice.is_blank for voice in voices.values())
    asks = audit.tool_version.asks_voice
    is_complete = not unrecorded(voices) if asks else started
    state = DomainState.IN_PROGRESS if started else DomainState.NOT_STARTED
    title = VOICE_TITLE if asks else REFLECTION_TITLE
    return Part(VOICE, title, reverse("audits:voice", args=[audit.pk]), DomainState.COMPLETE if is_complete else state)


def _shown(row: Grading | None) -> Shown | None:
    if row is None:
        return None
    return Shown(row.grade, row.rationale, row.get_reason_display() if row.reason else "", str(row.by))


def facts_state(audit: Audit) -> DomainState:
    return DomainState.COMPLETE if audit.record.checked_at else DomainState.NOT_STARTED
