"""One audit, as far as its reader may see it. What a reader may not see is not here at all, so no page can show it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from audits import permissions
from audits.grading import OVERALL, Stage, difference_words
from audits.lifecycle import DomainState, Status, barrier, domain_state, gaps
from audits.models import Audit, Finding, Grading, Moderation, SavedPage, Section, ToolVersion
from people.models import Event, User

VOICE = "voice-and-reflection"  # a part of every audit that is not graded
OVERALL_TITLE = "Overall"
VOICE_TITLE = "Feedback and reflection"
MOVES = {
    "audit.allocated": "Allocated",
    "audit.started": "Started",
    "audit.submitted": "Submitted",
    "audit.moderation_begun": "Moderation begun",
    "audit.moderated": "Moderator's grades in",
    "audit.sent_back": "Sent back",
    "audit.agreed": "Grades agreed",
    "audit.withdrawn": "Withdrawn",
    "audit.action_raised": "Action raised",
}


@dataclass(frozen=True)
class Shown:
    """A grading as its reader may see it."""

    grade: str | None
    rationale: str
    reason_words: str
    by: str


@dataclass(frozen=True)
class DomainView:
    """One domain, or overall, with what its reader may see of each stage."""

    code: str
    title: str
    words: Section | ToolVersion
    url: str
    original: Shown | None
    moderated: Shown | None
    agreed: Shown | None
    rationale: str
    state: DomainState
    strengths: list[Finding] = field(default_factory=list)
    focus: list[Finding] = field(default_factory=list)

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
class Step:
    words: str
    who: str
    at: datetime.datetime


@dataclass(frozen=True)
class AuditPage:
    audit: Audit
    domains: list[DomainView]
    overall: DomainView
    moderation: Moderation | None
    timeline: list[Step]
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

    @property
    def graded(self) -> list[DomainView]:
        """Overall first: it is what people look for."""
        return [self.overall, *self.domains]

    @property
    def in_form_order(self) -> list[DomainView]:
        """Overall last: it is judged last."""
        return [*self.domains, self.overall]

    @property
    def voice(self) -> Part:
        state = domain_state(None, self.audit.reflection, has_findings=False)
        if self.audit.family_voice.strip():
            state = DomainState.COMPLETE
        return Part(VOICE, VOICE_TITLE, reverse("audits:voice", args=[self.audit.pk]), state)

    @property
    def parts(self) -> list[Part]:
        """The pages of the form in the order in which they are usually filled in."""
        views = [Part(view.code, view.title, view.url, view.state) for view in self.in_form_order]
        return [*views[:-1], self.voice, views[-1]]

    @property
    def complete(self) -> int:
        return sum(part.state == DomainState.COMPLETE for part in self.parts)

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """What is missing, each as words and the page where it can be put right."""
        missing = []
        for view in self.in_form_order:
            if view.original is None or view.original.grade is None:
                missing.append((f"{view.title}: choose a grade", view.url))
            if view.original is not None and view.original.grade and not view.rationale.strip():
                missing.append((f"{view.title}: write the rationale", view.url))
        if not self.audit.family_voice.strip():
            missing.append(("Write the feedback from the child or family, or why there is none", self.voice.url))
        return missing

    def view_of(self, code: str) -> DomainView | None:
        return next((view for view in self.graded if view.code == code), None)

    def words_of(self, code: str) -> dict[str, str | None] | None:
        """What the auditor has saved on one page of the form, box by box; None when there is no such page."""
        if code == VOICE:
            return {"family_voice": self.audit.family_voice, "reflection": self.audit.reflection}
        view = self.view_of(code)
        if view is None:
            return None
        words = {"grade": view.original and view.original.grade, "rationale": view.rationale}
        if code != OVERALL:
            words["strengths"] = "\n".join(finding.text for finding in view.strengths)
            words["focus"] = "\n".join(finding.text for finding in view.focus)
        return words

    def version_of(self, code: str) -> int:
        """The version that a page of the form shows. A save between reading the audit and its words counts as seen."""
        return max(self.audit.version, self.versions.get(code, 0))

    def part_after(self, code: str) -> Part | None:
        """The next page of the form; None after the last."""
        parts = self.parts
        place = [part.code for part in parts].index(code)
        return parts[place + 1] if place + 1 < len(parts) else None


def audit_page(audit: Audit, viewer: User) -> AuditPage:
    """Everything about one audit that `viewer` may see, in a fixed number of queries."""
    moderation = Moderation.objects.filter(audit=audit).in_force().select_related("moderator").first()
    shows = {
        Stage.ORIGINAL: permissions.may_see_original_grades(viewer, audit, moderation),
        Stage.MODERATED: permissions.may_see_moderated_grades(viewer, audit, moderation),
        Stage.AGREED: audit.is_agreed,
    }
    shows_words = permissions.may_read_words(viewer, audit)
    rows: dict[tuple[str, str], Grading] = {
        (row.stage, row.section.code if row.section else OVERALL): row
        for row in Grading.objects.filter(audit=audit).select_related("section", "by")
    }
    findings = list(Finding.objects.filter(audit=audit).select_related("action").order_by("position", "pk"))
    sections = list(Section.objects.filter(tool_version=audit.tool_version_id, is_graded=True).order_by("position"))
    views = [
        _view(audit, section.code, section.title, section, rows, shows, shows_words, findings) for section in sections
    ]
    overall = _view(audit, OVERALL, OVERALL_TITLE, audit.tool_version, rows, shows, shows_words, [])
    written = {code: (row.grade, row.rationale) for (stage, code), row in rows.items() if stage == Stage.ORIGINAL}
    facts = gaps([written.get(section.code) for section in sections], written.get(OVERALL), audit.family_voice)
    return AuditPage(
        audit=audit,
        domains=views,
        overall=overall,
        moderation=moderation,
        timeline=_timeline(audit),
        may_do=audit.is_open and permissions.may_do(viewer, audit),
        may_withdraw=permissions.may_withdraw(viewer, audit) and not barrier(audit.status, Status.WITHDRAWN),
        may_moderate=audit.status == Status.SUBMITTED and permissions.may_moderate(viewer, audit),
        may_decide=audit.status == Status.IN_MODERATION and permissions.may_decide(viewer, audit, moderation),
        may_raise_action=audit.is_agreed and permissions.may_raise_action(viewer, audit),
        shows_words=shows_words,
        shows_original=shows[Stage.ORIGINAL],
        shows_moderated=shows[Stage.MODERATED],
        barrier=barrier(audit.status, Status.SUBMITTED, **facts),
        versions=_versions(audit),
    )


def _view(
    audit: Audit,
    code: str,
    title: str,
    words: Section | ToolVersion,
    rows: Mapping[tuple[str, str], Grading],
    shows: Mapping[Stage, bool],
    shows_words: bool,
    findings: list[Finding],
) -> DomainView:
    own = [finding for finding in findings if finding.section_id == words.pk]
    original = rows.get((Stage.ORIGINAL, code))
    state = domain_state(original.grade, original.rationale, has_findings=bool(own)) if original else None
    is_overall = code == OVERALL
    args = [audit.pk] if is_overall else [audit.pk, code]
    return DomainView(
        code=code,
        title=title,
        words=words,
        url=reverse("audits:overall" if is_overall else "audits:domain", args=args),
        **{stage.value: _shown(rows.get((stage, code))) if shows[stage] else None for stage in Stage},
        rationale=original.rationale if original and shows_words else "",
        state=state or DomainState.NOT_STARTED,
        strengths=[finding for finding in own if finding.kind == Finding.Kind.STRENGTH and shows_words],
        focus=[finding for finding in own if finding.kind == Finding.Kind.FOCUS and shows_words],
    )


def _shown(row: Grading | None) -> Shown | None:
    if row is None:
        return None
    return Shown(row.grade, row.rationale, row.get_reason_display() if row.reason else "", str(row.by))


def _versions(audit: Audit) -> dict[str, int]:
    """At which version each page of the form was last saved."""
    pages = SavedPage.objects.filter(audit=audit).values_list("section__code", "version")
    return {code or OVERALL: version for code, version in pages}


def _timeline(audit: Audit) -> list[Step]:
    events = Event.objects.filter(target_type="audits.audit", target_id=str(audit.pk), verb__in=MOVES)
    lines = events.select_related("by").order_by("at", "pk")
    return [Step(MOVES[event.verb], str(event.by or "The portal"), event.at) for event in lines]
