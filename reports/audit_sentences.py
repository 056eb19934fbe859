"""First drafts of factual sentences about audits and actions, beside what was published of the period before. [pure]

The figures of the period are tokens, so that they stay live. Those before stand as numbers, and are taken from the
public edition alone: what was hidden there, or was never published, is not told. Nothing is said of a figure that
readers of this report do not see: that it rose would tell of it. What chance has to do with a change is worked out from
the very numbers that the sentence tells.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reports.blueprints import Suggestion
from reports.chance import WORDS, of_change
from reports.content import GRADE_TITLES, SUPPRESSED, Block, Fact, Facts, GradeDistribution, GradeRow, Source
from reports.disclosure import percentage_words
from reports.tokens import name_of, token

AUDITS, ACTIONS = "Audits", "Actions"
GRADED = "audits graded"  # before the grade: the name of a figure
SHARE = re.compile(r"(\d{1,3}(?:\.\d)?)%")
COUNTED = re.compile(r"(\d[\d,]*) of (\d[\d,]*) (.+)")
SHARES = ("audits-good-or-better", "audits-unchanged-in-moderation")
ADD_UP = ("actions-raised", "actions-closed")  # over the parts of a period


@dataclass(frozen=True)
class Told:
    """What readers of an edition were told of audits and actions: labelled figures by source, and overall grades."""

    period: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    grades: GradeRow | None = None

    def shown(self, source: str) -> Fact | None:
        """The figure, where it is one: neither hidden nor missing."""
        fact = self.facts.get(source)
        return fact if fact and fact.number[:1].isdigit() and SUPPRESSED not in fact.sample else None

    def share(self, source: str) -> Fact | None:
        """The same, of a percentage that tells of how many it is."""
        fact = self.shown(source)
        return fact if fact and SHARE.fullmatch(fact.number) and COUNTED.fullmatch(fact.sample) else None


def told_in(period: str, blocks: Iterable[Block], sources: Iterable[Source] = ()) -> Told:
    """What these blocks tell, and of which figures `sources` of words say it."""
    facts = {each.key: Fact(each.title, each.number, each.period, each.sample, each.key) for each in sources}
    grades = None
    for block in blocks:
        if isinstance(block, Facts):
            facts |= {fact.source: fact for fact in block.facts if fact.source}
        elif isinstance(block, GradeDistribution) and grades is None and block.rows:
            grades = block.rows[0]
    return Told(period, facts, grades)


def together(period: str, parts: Sequence[Told]) -> Told:
    """What the parts of a period, such as the quarters of a half-year, tell of all of it: only what all of them do."""
    facts: dict[str, Fact] = {}
    for source in SHARES:
        shares = [fact for each in parts if (fact := each.share(source))]
        if parts and len(shares) == len(parts):
            counted, of = (sum(numbers) for numbers in zip(*map(_counted, shares), strict=True))
            noun = shares[0].sample.split(" ", 3)[3]  # 9 of 15 records
            number = percentage_words(counted, of, is_open=True)
            facts[source] = Fact(source, number, period, f"{counted:,} of {of:,} {noun}", source)
    for source in ADD_UP:
        counts = [fact for each in parts if (fact := each.shown(source))]
        if parts and len(counts) == len(parts):
            number = f"{sum(_number(each.number) for each in counts):,}"
            facts[source] = Fact(source, number, period, "in the period", source)
    rows = [each.grades for each in parts]
    if not rows or any(row is None or row.is_hidden or row.total is None for row in rows):
        return Told(period, facts)
    counts_of = [row.counts for row in rows if row]
    summed = tuple(sum(count or 0 for count in column) for column in zip(*counts_of, strict=True))
    return Told(period, facts, GradeRow("Overall", summed, sum(summed), ""))


def first_known(*told: Told | None) -> Told | None:
    """One after another: of each figure what the first says of it that tells anything, even that it is hidden."""
    known = [each for each in told if each]
    if not known:
        return None
    facts = {source: fact for each in reversed(known) for source, fact in each.facts.items()}
    return replace(known[0], facts=facts, grades=next((each.grades for each in known if each.grades), None))


def proposed(now: Told, before: Told | None) -> list[Suggestion]:
    """A sentence on each of grades, moderation and actions, as far as readers see their figures."""
    found = [
        *((AUDITS, text) for text in (_good(now, before), _graded(now, before), _moderated(now, before)) if text),
        *((ACTIONS, text) for text in (_raised(now, before), _overdue(now)) if text),
    ]
    return [Suggestion(hashlib.sha256(text.encode()).hexdigest()[:16], group, text) for group, text in found]


def grade_name(title: str) -> str:
    """What stands in braces for how many records have a grade."""
    return name_of(f"{GRADED} {title}")


def _good(now: Told, before: Told | None) -> str:
    """The share of good or better, and what it was."""
    if not now.share("audits-good-or-better"):
        return ""
    figure = token("audits good or better")
    move = _move(now, before, "audits-good-or-better", figure)
    return f"The share of audited records that are good or better overall {move or f'is {figure}'}."


def _moderated(now: Told, before: Told | None) -> str:
    """How often moderation left the grade, and which way it went where it did not."""
    if not now.share("audits-unchanged-in-moderation"):
        return ""
    figure = token("audits unchanged in moderation")
    move = _move(now, before, "audits-unchanged-in-moderation", figure)
    text = f"The share of overall grades that stood unchanged in moderation {move or f'is {figure}'}"
    if now.shown("audits-raised-in-moderation") and now.shown("audits-lowered-in-moderation"):
        raised, lowered = (token(f"audits {way} in moderation") for way in ("raised", "lowered"))
        text += f"; raised were {raised}, and lowered {lowered}"
    return f"{text}."


def _move(now: Told, before: Told | None, source: str, figure: str) -> str:
    """Fell from 60% (9 of 15 records) in January to March 2026 to {{ … }}, and what chance has to do with it; empty
    where nothing before it was told."""
    new, old = now.share(source), before.share(source) if before else None
    if new is None or before is None or old is None:
        return ""
    was, is_now = (Decimal(fact.number.removesuffix("%")) for fact in (old, new))
    told = f"{old.number} ({old.sample}) in {before.period}"
    if was == is_now:
        return f"is {figure}, after {told}"
    chance = WORDS[of_change(_counted(old), _counted(new))]
    return f"{'rose' if is_now > was else 'fell'} from {told} to {figure}; {chance}"


def _counted(share: Fact) -> tuple[int, int]:
    """Of 9 of 15 records both numbers."""
    found = COUNTED.fullmatch(share.sample)
    assert found, share
    return _number(found[1]), _number(found[2])


def _number(words: str) -> int:
    return int(words.replace(",", ""))


def _graded(now: Told, before: Told | None) -> str:
    """How many records have each grade, where every number of both is shown."""
    if now.grades is None or now.grades.is_hidden or not now.grades.total:
        return ""
    there = [title for title, count in zip(GRADE_TITLES, now.grades.counts, strict=True) if count]
    told = _and([f"{_as_grade(title)} {token(grade_name(title))}" for title in there])
    text = f"Of the audited records, overall these were graded: {told}"
    if before and before.grades and not before.grades.is_hidden and before.grades.total:
        counts = zip(GRADE_TITLES, before.grades.counts, strict=True)
        was = _and([f"{_as_grade(title)} {count:,}" for title, count in counts if count])
        text += f"; in {before.period} it was {was}, of {before.grades.total:,} records"
    return f"{text}."


def _as_grade(title: str) -> str:
    return title[:1].lower() + title[1:]


def _raised(now: Told, before: Told | None) -> str:
    """What was opened and closed in the period, and what rose or fell."""
    if not (now.shown("actions-raised") and now.shown("actions-closed")):
        return ""
    period = f" in {before.period}" if before else ""
    raised = _count_move(now, before, "actions-raised", period)
    # The period is told once.
    closed = _count_move(now, before, "actions-closed", "" if " from " in raised else period)
    return f"Actions raised {raised}; closed, with evidence, {closed}."


def _count_move(now: Told, before: Told | None, source: str, period: str) -> str:
    """Rose from 12 in January to March 2026 to {{ … }}; of a count that was not told before what it is."""
    figure = token(source.replace("-", " "))
    new, old = now.shown(source), before.shown(source) if before else None
    if new is None or old is None:
        return f"were {figure}"
    was, is_now = _number(old.number), _number(new.number)
    if was == is_now:
        return f"were {figure}, as many as{period or ' before'}"
    return f"{'rose' if is_now > was else 'fell'} from {old.number}{period} to {figure}"


def _overdue(now: Told) -> str:
    """What is late now; of what is not open nothing is."""
    opened = now.shown("actions-open")
    if opened is None or opened.number == "0" or not now.shown("actions-overdue"):
        return ""
    return f"Of the actions that are not yet delivered, overdue are {token('actions overdue')}."


def _and(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1] if parts else "")))
