"""Figures of audits and actions that a report does not show, but offers for its prose; and sentences about them."""

import datetime
from collections.abc import Sequence

from audits.summaries import PeriodFindings
from improvement.summaries import ActionProgress
from reports.audit_counts import AGREEMENT, GRADES, MODERATION, NUMBERS
from reports.audit_sentences import proposed, told_in
from reports.blueprints import Period, Suggestion
from reports.content import Block, Section
from reports.disclosure import Protection
from reports.parts.actions import action_parts
from reports.parts.audits import audit_numbers, grade_distribution, moderation
from reports.parts.sectioning import numbered

OFFERED = "offered"


def is_of_audits(table: str) -> bool:
    """Is a table of counts, by its name, one of audits?"""
    return table in (NUMBERS, GRADES, MODERATION, AGREEMENT)


def of_audits(findings: PeriodFindings, protection: Protection, period: Period) -> list[Block]:
    """How many audits, their grades, and what moderation changed; without an agreed one nothing."""
    if not findings.agreed:
        return []
    return [
        audit_numbers(protection, period),
        grade_distribution(protection, findings.grades),
        moderation(findings, protection, period),
    ]


def of_actions(progress: ActionProgress, period: Period, today: datetime.date) -> Sequence[Block]:
    return action_parts(progress, [], period, today=today)["counts"]


def section_of(blocks: Sequence[Block]) -> list[Section]:
    return numbered([(OFFERED, "Offered", blocks)])


def sentences_of(blocks: Sequence[Block], period: Period) -> list[Suggestion]:
    """First drafts of sentences about these figures. A month or a half-year has none before it that was published."""
    return proposed(told_in(period.words, blocks), None)
