"""From a draft and the records as they stand to the content of a report."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from reports import content, disclosure, lifecycle
from reports.blueprints import Blueprint, Period, Words, blueprint_of
from reports.checking import Checked, checked, findings_of
from reports.models import Report, SignOff
from reports.routes import Decision

EDITION = "Public"


@dataclass(frozen=True)
class Draft:
    """A report as it would be published on a day, and what stands in the way."""

    report: Report
    blueprint: Blueprint
    period: Period
    words: Words
    figures: Any
    document: content.Document
    barriers: list[str]
    findings: list[Checked]

    @property
    def seal(self) -> str:
        """The fingerprint of what the sections say; the cover, which has the day and the version, apart."""
        return content.fingerprint({"sections": content.to_json(self.document)["sections"]})

    @property
    def to_look_at(self) -> list[Checked]:
        """What is for judgement, and nobody has judged yet."""
        return [each for each in self.findings if not each.is_must and each.dismissal is None]

    @property
    def left_as_it_is(self) -> list[Checked]:
        """What the author has judged and leaves."""
        return [each for each in self.findings if each.dismissal]

    @property
    def not_shown(self) -> dict[str, list[tuple[str, str, str]]]:
        """Every number that readers will not see, for the author: by table the row, its columns, and why."""
        return disclosure.by_table(self.blueprint.not_shown(self.figures))

    @property
    def facts(self) -> list[content.Fact]:
        """Every labelled figure, as readers will see it."""
        blocks = [block for section in self.document.sections for block in section.blocks]
        return [fact for block in blocks if isinstance(block, content.Facts) for fact in block.facts]


def words_of(report: Report) -> Words:
    return {block.key: block.content for block in report.blocks.order_by("pk")}


def draft(report: Report, *, today: datetime.date, words: Words | None = None) -> Draft:
    """Put the report together from live figures and the author's words. A fixed number of queries."""
    blueprint = blueprint_of(report.kind)
    period = blueprint.period_of(report.starts_on)
    words = words_of(report) if words is None else words
    figures = blueprint.gather(report.unit, period, today=today)
    sections = tuple(blueprint.sections(figures, words, period))
    document = content.Document(_cover(report, blueprint, period, today), sections)
    days = [meeting.on for meeting in report.meetings.all()]
    findings = checked(
        findings_of(document, report, meets_on=max(days, default=None)), report.dismissals.filter(round=report.round)
    )
    barriers = lifecycle.barriers_to_publish(
        ends_on=report.ends_on,
        today=today,
        missing=blueprint.missing(figures, words),
        found=[each.sentence for each in findings if each.is_must],
    )
    return Draft(report, blueprint, period, words, figures, document, barriers, findings)


def approved_otherwise(report: Report) -> list[SignOff]:
    """The approvals of this round that were given to other words or figures than the records have now.

    Some figures are those of the very day, so the report is put together once more for each day of an approval.
    """
    approvals = report.sign_offs.filter(round=report.round, decision=Decision.APPROVED).select_related("by")
    seals: dict[datetime.date, str] = {}
    changed = []
    for each in approvals.order_by("pk"):
        day = timezone.localdate(each.at)
        seals[day] = seals.get(day) or draft(report, today=day).seal
        if seals[day] != each.sha256:
            changed.append(each)
    return changed


def _cover(report: Report, blueprint: Blueprint, period: Period, today: datetime.date) -> content.Cover:
    council = settings.COUNCIL_NAME
    return content.Cover(
        title=report.title,
        subtitle=period.label,
        council=council if report.unit.parent_id is None else f"{council}: {report.unit.name}",
        period=period.words,
        starts_on=period.starts_on.isoformat(),
        ends_on=period.ends_on.isoformat(),
        author=", ".join(filter(None, (report.author.name, report.author.job_title))),
        audience=blueprint.audience,
        edition=EDITION,
        published_on=today.isoformat(),
        version=report.publications.count() + 1,
    )
