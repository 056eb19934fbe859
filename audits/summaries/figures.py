"""Figures and pages that need more than one query. The number of queries never depends on the number of audits."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from audits.agreement import Facts, facts_of
from audits.grading import OVERALL, Grade, Stage, is_good_or_better
from audits.lifecycle import GRADES_AGREED
from audits.models import Audit, AuditQuerySet, Finding, Grading, Section
from audits.summaries.progress import progress_of
from people.access import paths_where, within
from people.models import Unit, User
from people.roles import Permission

DONE_SHOWN = 25  # my audits: the latest agreed ones; the list of all audits has the rest


@dataclass(frozen=True)
class GradeCounts:
    """How many audits got each grade, for one domain or overall."""

    code: str
    title: str
    outstanding: int
    good: int
    requires_improvement: int
    inadequate: int
    tool: str = ""  # whose domain it is, where audits with other tools count overall as well

    @property
    def total(self) -> int:
        return self.outstanding + self.good + self.requires_improvement + self.inadequate

    @property
    def good_or_better(self) -> int:
        return sum(getattr(self, grade.value) for grade in Grade if is_good_or_better(grade))

    @property
    def percent_good_or_better(self) -> int | None:
        """A whole number, half rounded up; None when there is nothing to count."""
        return (200 * self.good_or_better + self.total) // (2 * self.total) if self.total else None

    @property
    def percent_words(self) -> str:
        return "no data" if self.percent_good_or_better is None else f"{self.percent_good_or_better}%"

    @property
    def sample_words(self) -> str:
        """Of how many: a percentage never stands alone."""
        return f"{self.good_or_better} of {self.total} audit{'' if self.total == 1 else 's'} with agreed grades"


@dataclass(frozen=True)
class FindingLine:
    kind: str
    section_title: str
    text: str


@dataclass(frozen=True)
class ModerationFacts:
    """Overall grades, the auditor's (rows of the matrix) against the agreed one (columns), best first."""

    matrix: tuple[tuple[int, ...], ...]

    @property
    def facts(self) -> Facts:
        return facts_of(self.matrix)


@dataclass(frozen=True)
class PeriodFindings:
    allocated: int
    agreed: int
    grades: list[GradeCounts]
    strengths: list[FindingLine]
    focus: list[FindingLine]
    moderation: ModerationFacts
    newest_at: datetime.datetime | None = None  # when the newest of the agreed was agreed


@dataclass(frozen=True)
class AuditorWork:
    """What lies with one auditor; `done` holds the latest agreed audits."""

    to_do: list[Audit]
    sent_back: list[Audit]
    waiting: list[Audit]
    done: list[Audit]

    @property
    def waiting_for_moderation(self) -> int:
        return len(self.waiting)


def period_findings(unit: Unit, start: datetime.date, end: datetime.date) -> PeriodFindings:
    """What the audits of the unit and all below found, where the audit month lies in the period."""
    audits = Audit.objects.under(unit.path).within_months(start, end).not_withdrawn()
    is_agreed = Q(status__in=GRADES_AGREED)
    numbers = audits.aggregate(
        allocated=Count("pk"), agreed=Count("pk", filter=is_agreed), newest_at=Max("agreed_at", filter=is_agreed)
    )
    agreed = audits.agreed()
    lines = _finding_lines(agreed)
    return PeriodFindings(
        **numbers,
        grades=_grade_counts(agreed),
        strengths=[line for line in lines if line.kind == Finding.Kind.STRENGTH],
        focus=[line for line in lines if line.kind == Finding.Kind.FOCUS],
        moderation=_moderation_facts(agreed),
    )


def team_grades(user: User, start: datetime.date, end: datetime.date) -> list[GradeCounts]:
    """Agreed grades of the units whose grades `user` reads."""
    return _grade_counts(
        Audit.objects.filter(within("unit__path", paths_where(user, Permission.GRADES_VIEW)))
        .within_months(start, end)
        .agreed()
    )


def my_work(user: User, *, today: datetime.date) -> AuditorWork:
    """The user's own audits by what is to be done with them, longest waiting first; open ones with their progress."""
    mine = Audit.objects.by_auditor(user).with_facts()
    lying = list(mine.not_withdrawn().not_agreed().order_by("audit_month", "pk"))
    open_ones = [audit for audit in lying if audit.is_open]
    progress = progress_of(open_ones)
    for audit in open_ones:
        audit.progress = progress[audit.pk]
    return AuditorWork(
        to_do=[audit for audit in lying if audit.is_open and not audit.is_sent_back],
        sent_back=[audit for audit in lying if audit.is_sent_back],
        waiting=[audit for audit in lying if audit.is_waiting],
        done=list(with_agreed_overall(mine.agreed()).order_by("-agreed_at", "-pk")[:DONE_SHOWN]),
    )


def to_moderate(user: User) -> AuditQuerySet:
    """What the user may moderate or has begun to, longest waiting first."""
    return Audit.objects.awaiting_moderation_by(user).with_facts().order_by("submitted_at", "pk")


def with_agreed_overall(audits: AuditQuerySet) -> AuditQuerySet:
    """Annotate `overall`: the agreed overall grade, or None until there is one."""
    overall = Grading.objects.filter(audit=OuterRef("pk"), stage=Stage.AGREED, section=None)
    return audits.annotate(overall=Subquery(overall.values("grade")[:1]))


def _grade_counts(audits: AuditQuerySet) -> list[GradeCounts]:
    """Overall first, of audits with every tool; then the domains of the tool with the most audits among them.

    Two tools may give one code to domains that ask different things, so domains of different tools never add up.
    """
    counted = (
        Grading.objects.filter(audit__in=audits, stage=Stage.AGREED)
        .values_list("audit__tool_version__tool", "section__code", "grade")
        .annotate(n=Count("pk"))
        .order_by()
    )
    if not counted:
        return []
    overall, by_tool = Counter[str](), Counter[int]()
    for tool, code, grade, n in counted:
        if code is None:
            overall[grade] += n
            by_tool[tool] += n
    most_used = min(by_tool, key=lambda tool: (-by_tool[tool], tool))
    numbers = {(code, grade): n for tool, code, grade, n in counted if tool == most_used}
    titles, name = _titles(most_used, {code for code, _ in numbers if code})
    return [
        GradeCounts(OVERALL, "Overall", *(overall[grade.value] for grade in Grade)),
        *(
            GradeCounts(
                code, title, *(numbers.get((code, grade.value), 0) for grade in Grade), name if len(by_tool) > 1 else ""
            )
            for code, title in titles
        ),
    ]


def _titles(tool: int, codes: Iterable[str]) -> tuple[list[tuple[str, str]], str]:
    """Each domain's code and newest title, in tool order; and the tool's name."""
    sections = Section.objects.filter(tool_version__tool=tool, code__in=codes).select_related("tool_version__tool")
    newest = {section.code: section for section in sections.order_by("tool_version__number", "pk")}
    titles = sorted(((section.position, code, section.title) for code, section in newest.items()))
    name = next((str(section.tool_version.tool) for section in newest.values()), "")
    return [(code, title) for _, code, title in titles], name


def _finding_lines(audits: AuditQuerySet) -> list[FindingLine]:
    """Of domains with an agreed grade: one that an answer ruled out after it was written does not count."""
    agreed = Grading.objects.filter(audit=OuterRef("audit"), section=OuterRef("section"), stage=Stage.AGREED)
    findings = Finding.objects.filter(Exists(agreed), audit__in=audits).order_by(
        "section__position", "section__code", "-audit__audit_month", "audit_id", "position", "pk"
    )
    return [FindingLine(*line) for line in findings.values_list("kind", "section__title", "text")]


def _moderation_facts(audits: AuditQuerySet) -> ModerationFacts:
    overall = Grading.objects.filter(section=None)
    original = overall.filter(audit=OuterRef("audit"), stage=Stage.ORIGINAL).values("grade")[:1]
    agreed = overall.filter(audit__in=audits, stage=Stage.AGREED).annotate(before=Subquery(original))
    counted = agreed.order_by().values_list("before", "grade").annotate(Count("pk"))
    pairs = {(before, after): count for before, after, count in counted}
    return ModerationFacts(tuple(tuple(pairs.get((before, after), 0) for after in Grade) for before in Grade))
