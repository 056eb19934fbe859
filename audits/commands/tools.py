"""The words of an audit tool, written as rows."""

from audits.content import Content, as_dict
from audits.models import Question, Section, ToolVersion


def write_content(version: ToolVersion, content: Content) -> None:
    """Make the rows of a draft say what `content` says; the tool's code stays as it is."""
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
    version.sections.all().delete()
    sections = Section.objects.bulk_create(
        Section(
            tool_version=version, code=section.code, title=section.title, position=position,
            is_graded=section.is_graded, guidance=section.guidance, shown_when=as_dict(section.shown_when),
            **vars(section.descriptors),
        )
        for position, section in enumerate(content.sections, start=1)
    )  # fmt: skip
    Question.objects.bulk_create(
        Question(
            section=row, code=question.code, position=position, kind=question.kind, text=question.text,
            guidance=question.guidance, is_required=question.is_required, may_not_apply=question.may_not_apply,
            choices=[vars(choice) for choice in question.choices], shown_when=as_dict(question.shown_when),
            prefill=question.prefill,
        )
        for row, section in zip(sections, content.sections, strict=True)
        for position, question in enumerate(section.questions, start=1)
    )  # fmt: skip
