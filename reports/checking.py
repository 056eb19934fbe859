"""What the linter says of a report as it stands, and what its author has decided to leave."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from reports import content
from reports.linting import Context, Finding, Weight, lint, script_of
from reports.models import Dismissal, Report


@dataclass(frozen=True)
class Checked:
    """A finding with its fingerprint, and why it stays, where somebody said so."""

    key: str
    finding: Finding
    dismissal: Dismissal | None = None

    @property
    def is_must(self) -> bool:
        return self.finding.weight == Weight.MUST

    @property
    def sentence(self) -> str:
        """“Highlights”: “up 5%” … what is wrong. What to do."""
        quote = f" “{self.finding.quote}”." if self.finding.quote else ""
        return f"{self.finding.where}:{quote} {self.finding.words} {self.finding.way_out}"


def key_of(finding: Finding) -> str:
    """The same fault at the same place with the same words."""
    return hashlib.sha256("\n".join((finding.rule, finding.where, finding.quote)).encode()).hexdigest()


def findings_of(document: content.Document, report: Report, *, meets_on: datetime.date | None) -> list[Finding]:
    """Everything that the linter finds in the document, once each, what must be put right first."""
    context = Context(
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        label=report.period_words,
        published_on=datetime.date.fromisoformat(document.cover.published_on),
        meets_on=meets_on,
        people=frozenset({report.author.name, settings.COUNCIL_NAME}),
        case_reference=settings.CASE_REFERENCE_PATTERN,
    )
    found = {key_of(each): each for each in lint(script_of(document), context)}
    return sorted(found.values(), key=lambda each: each.weight != Weight.MUST)


def checked(findings: Iterable[Finding], dismissals: Iterable[Dismissal]) -> list[Checked]:
    """The findings, each with the reason for which it stays."""
    left = {each.finding: each for each in dismissals}
    return [Checked(key := key_of(each), each, left.get(key)) for each in findings]
