"""A tool version's rows, read as the plain values of `audits.content`."""

from collections import defaultdict
from collections.abc import Sequence

from audits.content import (
    Choice,
    Cohort,
    Content,
    Descriptors,
    Kind,
    Limit,
    Prefill,
    as_condition,
)
from audits.content import Question as AskedQuestion
from audits.content import Section as AskedSection
from audits.grading import Grade
from audits.models.tools import Described, Question, Section, ToolVersion


def content_of(version: ToolVersion, sections: Sequence[Section] | None = None) -> Content:
    """The whole version in two queries; `version.tool` is loaded already. One query less with its `sections`."""
    if sections is None:
        sections = list(Section.objects.filter(tool_version=version).order_by("position", "pk"))
    return _content(version, sections, _asked_in(sections))


def contents_of(versions: Sequence[ToolVersion]) -> dict[int, Content]:
    """Several versions by number, in the same two queries."""
    of: dict[int, list[Section]] = defaultdict(list)
    for row in Section.objects.filter(tool_version__in=versions).order_by("position", "pk"):
        of[row.tool_version_id].append(row)
    asked = _asked_in([row for rows in of.values() for row in rows])
    return {version.pk: _content(version, of[version.pk], asked) for version in versions}


def _asked_in(sections: Sequence[Section]) -> dict[int, list[AskedQuestion]]:
    asked: dict[int, list[AskedQuestion]] = defaultdict(list)
    for row in Question.objects.filter(section__in=sections).order_by("position", "pk"):
        asked[row.section_id].append(question_of(row))
    return asked


def _content(version: ToolVersion, sections: Sequence[Section], asked: dict[int, list[AskedQuestion]]) -> Content:
    return Content(
        code=version.tool.code,
        name=version.name,
        purpose=version.purpose,
        cohorts=tuple(Cohort(cohort) for cohort in version.cohorts),
        overall_guidance=version.guidance,
        overall_descriptors=_descriptors(version),
        limits=limits_of(version),
        asks_voice=version.asks_voice,
        sections=tuple(section_of(row, asked[row.pk]) for row in sections),
    )


def section_of(row: Section, questions: list[AskedQuestion]) -> AskedSection:
    return AskedSection(
        code=row.code,
        title=row.title,
        guidance=row.guidance,
        is_graded=row.is_graded,
        descriptors=_descriptors(row),
        shown_when=as_condition(row.shown_when),
        questions=tuple(questions),
    )


def question_of(row: Question) -> AskedQuestion:
    return AskedQuestion(
        code=row.code,
        kind=Kind(row.kind),
        text=row.text,
        guidance=row.guidance,
        is_required=row.is_required,
        may_not_apply=row.may_not_apply,
        choices=tuple(Choice(choice["code"], choice["words"]) for choice in row.choices),
        shown_when=as_condition(row.shown_when),
        prefill=Prefill(row.prefill),
    )


def limits_of(version: ToolVersion) -> tuple[Limit, ...]:
    return tuple(
        Limit(Grade(kept["grade"]), Grade(kept["cap"]), tuple(kept["sections"]), kept["count"])
        for kept in version.limits
    )


def _descriptors(row: Described) -> Descriptors:
    return Descriptors(**{grade.value: getattr(row, grade.value) for grade in Grade})
