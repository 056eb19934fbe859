"""How far audits have come, for lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.completeness import asked_of, gaps_in, page_state
from audits.content import Content
from audits.grading import OVERALL
from audits.lifecycle import DomainState
from audits.models import Audit, Written, contents_of, written_in
from audits.overall import bites_of, too_good
from audits.summaries.pages import facts_state, voice_part


@dataclass(frozen=True)
class Progress:
    """How many parts of an audit are complete, of how many that are asked."""

    complete: int
    parts: int


def progress_of(audits: Sequence[Audit]) -> dict[int, Progress]:
    """How far each audit has come, by number, as its task list says it; six queries, however many they are."""
    contents = contents_of([audit.tool_version for audit in audits])
    return {
        key: _progress(audit, contents[audit.tool_version_id], written)
        for audit, (key, written) in zip(audits, written_in(audits).items(), strict=True)
    }


def _progress(audit: Audit, content: Content, written: Written) -> Progress:
    asked = asked_of(content, written.every_answer, audit.record.cohort)
    sections = [section for section in content.sections if section.code in asked.sections]
    grades = {section.code: written.draft(section.code).grade for section in sections if section.is_graded}
    overall = written.draft(OVERALL)
    held = too_good(overall.grade, bites_of(content, grades))
    states = [
        page_state(draft, gaps_in(section, draft, asked.questions))
        for section in sections
        for draft in [written.draft(section.code)]
    ]
    states += [page_state(overall, gaps_in(None, overall, asked.questions, held))]
    states += [facts_state(audit), voice_part(audit, written.voices).state]
    return Progress(complete=states.count(DomainState.COMPLETE), parts=len(states))
