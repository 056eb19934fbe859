"""Tools: the list, one version as its builder or reader sees it, and what waits for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from audits import permissions, versions
from audits.content import Content, Problem, Question, Section, problems
from audits.describing import (
    cohorts_words,
    condition_words,
    part_words,
    question_words,
    questions_by_code,
)
from audits.grading import GRADE_WORDS
from audits.models import Theme, ToolVersion, content_of
from audits.overall import rule_words
from people.access import can
from people.models import Membership, User
from people.roles import Permission, roles_granting

Status = ToolVersion.Status


@dataclass(frozen=True)
class ToolLine:
    """One tool in the list: the version in use (or the last that was), and the draft under way."""

    current: ToolVersion | None
    draft: ToolVersion | None

    @property
    def shown(self) -> ToolVersion:
        return self.current or self.draft

    @property
    def cohorts(self) -> str:
        return cohorts_words(self.shown.cohorts)

    @property
    def is_retired(self) -> bool:
        return self.current is not None and not self.current.is_in_use


@dataclass(frozen=True)
class Fix:
    """Something to put right, and where."""

    words: str
    url: str


@dataclass(frozen=True)
class QuestionLine:
    question: Question
    kind_words: str
    condition: str
    url: str


@dataclass(frozen=True)
class SectionLine:
    section: Section
    words: str
    condition: str
    url: str
    questions: list[QuestionLine]

    @property
    def descriptors(self) -> list[tuple[str, str]]:
        return _descriptors(self.section.descriptors)


@dataclass(frozen=True)
class ToolPage:
    version: ToolVersion
    content: Content
    sections: list[SectionLine]
    limits: list[str]
    fixes: list[Fix]
    others: list[ToolVersion]
    publishers: list[User]
    may_write: bool
    may_publish: bool
    proposing_barrier: str
    publishing_barrier: str

    @property
    def cohorts(self) -> str:
        return cohorts_words(self.content.cohorts)

    @property
    def overall_descriptors(self) -> list[tuple[str, str]]:
        return _descriptors(self.content.overall_descriptors)

    @property
    def draft(self) -> ToolVersion | None:
        return next((version for version in [self.version, *self.others] if version.is_draft), None)

    @property
    def in_use(self) -> ToolVersion | None:
        return next((version for version in [self.version, *self.others] if version.is_in_use), None)

    @property
    def before(self) -> ToolVersion | None:
        """The version to compare this one with: the one that was published before it."""
        earlier = [version for version in self.others if version.number < self.version.number and not version.is_draft]
        return max(earlier, key=lambda version: version.number, default=None)

    @property
    def is_newest_published(self) -> bool:
        published = [version.number for version in [self.version, *self.others] if not version.is_draft]
        return self.version.number == max(published, default=None)


def tool_versions() -> QuerySet[ToolVersion]:
    """Versions with the people and the tool that every page about them names."""
    return ToolVersion.objects.select_related("tool", "changed_by", "proposed_by", "published_by")


def tool_lines() -> list[ToolLine]:
    """Every tool: those in use first, by name."""
    by_tool: dict[int, list[ToolVersion]] = {}
    for version in tool_versions().order_by("-number"):
        by_tool.setdefault(version.tool_id, []).append(version)
    lines = []
    for found in by_tool.values():
        published = [version for version in found if not version.is_draft]
        in_use = [version for version in published if version.is_in_use]
        draft = next((version for version in found if version.is_draft), None)
        lines.append(ToolLine(next(iter(in_use or published), None), draft))
    return sorted(lines, key=lambda line: (line.is_retired, line.shown.name.casefold(), line.shown.tool_id))


def tools_in_use() -> list[ToolVersion]:
    """The tools that a new audit can begin with, the longest known first."""
    return list(ToolVersion.objects.filter(status=Status.PUBLISHED).select_related("tool").order_by("tool_id"))


def tools_to_publish(user: User) -> list[ToolVersion]:
    """Drafts that somebody else proposed and that `user` may publish, longest waiting first."""
    if not can(user, Permission.TOOL_PUBLISH):
        return []
    proposed = tool_versions().filter(status=Status.DRAFT, proposed_at__isnull=False)
    return list(proposed.exclude(proposed_by=user).exclude(changed_by=user).order_by("proposed_at", "pk"))


def publishers() -> list[User]:
    """Everybody who may publish tools, by name."""
    holders = Membership.objects.in_force_on(timezone.localdate()).filter(
        role__in=roles_granting(Permission.TOOL_PUBLISH)
    )
    return list(User.objects.filter(pk__in=holders.values("user"), is_active=True).order_by("name", "pk"))


def tool_page(version: ToolVersion, user: User) -> ToolPage:
    """One version; always the same number of queries."""
    content = content_of(version)
    found = problems(content) if version.is_draft else []
    is_proposed = version.proposed_at is not None
    facts = {"is_draft": version.is_draft, "is_proposed": is_proposed, "problems": len(found)}
    people = publishers()
    return ToolPage(
        version=version,
        content=content,
        sections=section_lines(version, content),
        limits=[rule_words(limit, titles(content)) for limit in content.limits],
        fixes=fixes(version, content, found),
        others=list(tool_versions().filter(tool=version.tool_id).exclude(pk=version.pk).order_by("-number")),
        publishers=[one for one in people if one.pk not in (version.proposed_by_id, version.changed_by_id)],
        may_write=permissions.may_write_tools(user),
        may_publish=permissions.may_publish_tools(user),
        proposing_barrier=versions.proposing_barrier(**facts),
        publishing_barrier=versions.publishing_barrier(
            **facts,
            is_own_proposal=version.proposed_by_id == user.pk,
            is_own_change=version.changed_by_id == user.pk,
        ),
    )


def titles(content: Content) -> dict[str, str]:
    return {section.code: section.title for section in content.sections}


def section_lines(version: ToolVersion, content: Content) -> list[SectionLine]:
    questions = questions_by_code(content)
    return [
        SectionLine(
            section,
            part_words(section),
            condition_words(section.shown_when, questions),
            reverse("audits:tool_section", args=[version.pk, section.code]),
            [
                QuestionLine(
                    question,
                    question_words(question),
                    condition_words(question.shown_when, questions),
                    reverse("audits:tool_question", args=[version.pk, question.code]),
                )
                for question in section.questions
            ],
        )
        for section in content.sections
    ]


def fixes(version: ToolVersion, content: Content, found: Sequence[Problem]) -> list[Fix]:
    """Each problem with the address of the box that puts it right."""
    return [Fix(problem.words, _place(version.pk, content, problem.path)) for problem in found]


BOXES = {
    "title": "title", "text": "text", "choices": "choices", "shown_when": "depends_on", "name": "name",
    "cohorts": "cohorts_0",
}  # fmt: skip


def _place(pk: int, content: Content, path: tuple[str | int, ...]) -> str:
    def at(name: str, *args: str, box: str = "") -> str:
        return reverse(f"audits:{name}", args=[pk, *args]) + (f"#id_{box}" if box else "")

    match path:
        case ("sections", int(place), "questions", int(number), str(what), *_):
            code = content.sections[place].questions[number].code
            return at("tool_question", code, box=BOXES.get(what, ""))
        case ("sections", int(place), "descriptors", str(grade)):
            return at("tool_section", content.sections[place].code, box=grade)
        case ("sections", int(place), *rest):
            return at("tool_section", content.sections[place].code, box=BOXES.get(str(rest[0]), "") if rest else "")
        case ("sections",):
            return at("tool_add_section")
        case ("overall", "descriptors", str(grade)):
            return at("tool_overall", box=grade)
        case ("overall", *_):
            return at("tool") + "#limits"
        case (str(what), *_):
            return at("tool_head", box=BOXES.get(what, ""))
    return at("tool")


def _descriptors(descriptors: object) -> list[tuple[str, str]]:
    from_words = {grade: words for grade, words in vars(descriptors).items() if words}
    return [(GRADE_WORDS[grade], words) for grade, words in from_words.items()]


def themes() -> list[Theme]:
    """Those in use first, by name."""
    return list(Theme.objects.order_by("-is_in_use", "name", "pk"))
