"""The words of an audit tool, written as rows."""

from collections.abc import Mapping
from typing import Any, TypeVar

from audits.content import Content, as_dict
from audits.models import Question, Section, ToolVersion

Row = TypeVar("Row", Section, Question)


def write_content(version: ToolVersion, content: Content) -> None:
    """Make the rows of a draft say what `content` says; the tool's code stays as it is.

    A section or question that stays keeps its row, so that its history reads as one.
    """
    version.name, version.purpose = content.name, content.purpose
    version.cohorts = [cohort.value for cohort in content.cohorts]
    version.limits = [
        {"grade": limit.grade, "cap": limit.cap, "sections": list(limit.sections), "count": limit.count}
        for limit in content.limits
    ]
    version.asks_voice, version.guidance = content.asks_voice, content.overall_guidance
    for grade, words in vars(content.overall_descriptors).items():
        setattr(version, grade, words)
    version.save()
    old_questions = {row.code: row for row in Question.objects.filter(section__tool_version=version)}
    old_sections = {row.code: row for row in version.sections.all()}
    sections = _written(
        Section,
        old_sections,
        {
            section.code: {
                "tool_version": version, "title": section.title, "position": position, "guidance": section.guidance,
                "is_graded": section.is_graded, "shown_when": as_dict(section.shown_when), **vars(section.descriptors),
            }
            for position, section in enumerate(content.sections, start=1)
        },
    )  # fmt: skip
    _written(
        Question,
        old_questions,
        {
            question.code: {
                "section": sections[section.code], "position": position, "kind": question.kind, "text": question.text,
                "guidance": question.guidance, "is_required": question.is_required,
                "may_not_apply": question.may_not_apply, "choices": [vars(choice) for choice in question.choices],
                "shown_when": as_dict(question.shown_when), "prefill": question.prefill,
            }
            for section in content.sections
            for position, question in enumerate(section.questions, start=1)
        },
    )  # fmt: skip
    # Last, when no question that moved elsewhere stands in them any more.
    Section.objects.filter(pk__in=[row.pk for code, row in old_sections.items() if code not in sections]).delete()


def _written(model: type[Row], old: Mapping[str, Row], wanted: Mapping[str, dict[str, Any]]) -> dict[str, Row]:
    """The rows by code as `wanted` says: new ones made, changed ones saved; of questions, the others are removed."""
    rows, new, changed = {}, [], []
    for code, fields in wanted.items():
        row = rows[code] = old.get(code) or model(code=code)
        if row.pk is None:
            new.append(row)
        elif any(getattr(row, name) != value for name, value in fields.items()):
            changed.append(row)
        for name, value in fields.items():
            setattr(row, name, value)
    model.objects.bulk_create(new)
    if changed:
        model.objects.bulk_update(changed, [*next(iter(wanted.values()))])
    if model is Question:
        model.objects.filter(pk__in=[row.pk for code, row in old.items() if code not in wanted]).delete()
    return rows
