"""What the linter says of a report as it stands, and what its author has decided to leave."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from reports import content
from reports.blueprints import blueprint_of
from reports.editions import Edition
from reports.linting import (
    RULES,
    Context,
    Cover,
    Finding,
    Passage,
    Script,
    Section,
    Weight,
    indicators_in,
    lint,
    script_of,
)
from reports.linting.script import one_line
from reports.models import Dismissal, Report

# The restricted edition shows small numbers: that is what it is for. Names and case references stand in neither.
ONLY_PUBLIC = {"small_number", "all_alike"}
# What leads to one person, in whatever readers see.
IDENTIFYING = {"personal_name", "case_reference", "identifier", "small_number"}


@dataclass(frozen=True)
class Checked:
    """A finding with its fingerprint, and why it stays, where somebody said so."""

    key: str
    finding: Finding
    dismissal: Dismissal | None = None
    is_only_restricted: bool = False  # what the public edition says is not at fault

    @property
    def is_must(self) -> bool:
        return self.finding.weight == Weight.MUST

    @property
    def sentence(self) -> str:
        """“Highlights”: “up 5%” … what is wrong. What to do."""
        quote = f" “{self.finding.quote}”." if self.finding.quote else ""
        return f"{self.where}:{quote} {self.finding.words} {self.finding.way_out}"

    @property
    def where(self) -> str:
        """The place; the edition too where it is not in both."""
        return f"{self.finding.where} (restricted edition)" if self.is_only_restricted else self.finding.where


def key_of(finding: Finding) -> str:
    """The same fault at the same place with the same words."""
    return hashlib.sha256("\n".join((finding.rule, finding.where, finding.quote)).encode()).hexdigest()


def findings_of(
    document: content.Document, report: Report, *, meets_on: datetime.date | None, edition: Edition = Edition.PUBLIC,
    beside: Iterable[content.Section] = (),
) -> list[Finding]:  # fmt: skip
    """Everything that the linter finds in the document, once each, what must be put right first.

    `beside` has figures that its words may use and that it does not show.
    """
    blueprint = blueprint_of(report.kind)
    context = Context(
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        label=report.period_words,
        published_on=datetime.date.fromisoformat(document.cover.published_on),
        waits_for_end=blueprint.waits_for_end,
        is_titled=blueprint.is_titled,
        meets_on=meets_on,
        people=frozenset({report.author.name, settings.COUNCIL_NAME}),
        case_reference=settings.CASE_REFERENCE_PATTERN,
        beside=indicators_in(beside),
    )
    rules = [rule for rule in RULES if edition == Edition.PUBLIC or rule.key not in ONLY_PUBLIC]
    found = {key_of(each): each for each in lint(script_of(document), context, rules)}
    return sorted(found.values(), key=lambda each: each.weight != Weight.MUST)


def revealing(text: str, report: Report) -> str:
    """Why a text about the report cannot stand where readers see it: a name, a reference, an identifier; else empty."""
    section = Section("", "", passages=(Passage("", one_line(text)),))
    context = Context(
        report.starts_on, report.ends_on, people=frozenset({report.author.name, settings.COUNCIL_NAME}),
        case_reference=settings.CASE_REFERENCE_PATTERN,
    )  # fmt: skip
    found = lint(Script(Cover(), (section,)), context, [rule for rule in RULES if rule.key in IDENTIFYING])
    return " ".join(f"{each.words} {each.way_out}" for each in found)


def checked(
    findings: Iterable[Finding], dismissals: Iterable[Dismissal], restricted: Iterable[Finding] = ()
) -> list[Checked]:
    """The findings, each with the reason for which it stays. What both editions have is said once."""
    left = {each.finding: each for each in dismissals}
    found = {key: Checked(key, each, left.get(key)) for each in findings if (key := key_of(each))}
    for each in restricted:
        key = key_of(each)
        found.setdefault(key, Checked(key, each, left.get(key), is_only_restricted=True))
    return sorted(found.values(), key=lambda each: not each.is_must)
