"""A tool as an auditor will see it: its task list for a child of one cohort."""

from dataclasses import dataclass

from django.urls import reverse

from audits.completeness import asked_on_page
from audits.content import COHORT, COHORT_WORDS, Cohort, Content, Question, Section, shown_codes
from audits.describing import condition_words, questions_by_code
from audits.grading import OVERALL
from audits.models import ToolVersion


@dataclass(frozen=True)
class PreviewPart:
    code: str
    title: str
    url: str
    condition: str
    is_shown: bool


@dataclass(frozen=True)
class PreviewPage:
    """`left_out`: sections that a child of this cohort never has."""

    content: Content
    cohort: Cohort
    parts: list[PreviewPart]
    left_out: list[PreviewPart]

    @property
    def cohort_words(self) -> str:
        return COHORT_WORDS[self.cohort]

    @property
    def cohorts(self) -> list[tuple[str, str]]:
        """The cohorts that can be chosen."""
        return [(cohort.value, words) for cohort, words in COHORT_WORDS.items() if cohort in self.content.cohorts]

    def asked_on(self, section: Section) -> list[Question]:
        """The questions that the section's page can show: earlier pages have no answers in a preview."""
        return asked_on_page(section, {}, self.cohort)

    def elsewhere(self, section: Section) -> list[tuple[str, str]]:
        """The other questions of the section, each with what would show it."""
        here = self.asked_on(section)
        every = questions_by_code(self.content)
        left = [question for question in section.questions if question not in here]
        return [(question.text, condition_words(question.shown_when, every)) for question in left]


def preview_page(version: ToolVersion, content: Content, cohort: str) -> PreviewPage:
    """The first cohort that the tool is for, unless another of them is asked for."""
    offered = [each for each in Cohort if each in content.cohorts] or list(Cohort)
    chosen = Cohort(cohort) if cohort in offered else offered[0]
    shown, _ = shown_codes(content, {}, chosen)
    questions = questions_by_code(content)
    parts = [
        PreviewPart(
            section.code,
            section.title,
            reverse("audits:tool_preview_section", args=[version.pk, section.code]) + f"?cohort={chosen}",
            condition_words(section.shown_when, questions),
            section.code in shown,
        )
        for section in content.sections
    ]
    parts.append(
        PreviewPart(OVERALL, "Overall", reverse("audits:tool_preview_overall", args=[version.pk]) + f"?cohort={chosen}",
                    "", True)
    )  # fmt: skip
    of_cohort = {s.code for s in content.sections if s.shown_when and s.shown_when.question == COHORT}
    never = {part.code for part in parts if not part.is_shown and part.code in of_cohort}
    return PreviewPage(
        content=content,
        cohort=chosen,
        parts=[part for part in parts if part.code not in never],
        left_out=[part for part in parts if part.code in never],
    )
