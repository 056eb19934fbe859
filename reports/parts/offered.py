"""Figures of audits and actions that a report does not show, but offers for its prose; and sentences about them."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from audits.summaries import PeriodFindings
from improvement import summaries as improvement
from improvement.summaries import ActionProgress
from people.models import Unit
from reports.audit_counts import AGREEMENT, GRADES, MODERATION, NUMBERS
from reports.audit_sentences import ADD_UP, Told, first_known, proposed, told_in
from reports.blueprints import Period, Suggestion
from reports.content import Block, Fact, Section
from reports.disclosure import Protection
from reports.parts.actions import action_parts
from reports.parts.audits import audit_numbers, grade_distribution, moderation
from reports.parts.sectioning import numbered
from reports.told_before import told_before

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


def sentences_of(
    unit: Unit, kind: str, blocks: Sequence[Block], period: Period, before: Period, today: datetime.date
) -> list[Suggestion]:
    """First drafts of sentences about these figures, beside what is known of the period before. Two queries.

    Of actions nothing is hidden, so that the records may tell what no report did; where they have none, that may be
    because nobody kept them yet, and nothing is compared. Nor is what adds up over a period that is not over: it would
    be said to have fallen.
    """
    moved = improvement.raised_and_closed(unit, before.starts_on, before.ends_on)
    records = Told(before.in_sentence, dict(zip(ADD_UP, map(_counted, moved), strict=True))) if any(moved) else None
    earlier = first_known(told_before(unit, kind, before), records)
    if earlier and today <= period.ends_on:
        earlier = replace(earlier, facts={key: fact for key, fact in earlier.facts.items() if key not in ADD_UP})
    return proposed(told_in(period.words, blocks), earlier)


def _counted(number: int) -> Fact:
    return Fact("Actions", f"{number:,}", "the period before", "in the period")
