"""Work said to be complete, and claims, without what shows it. [pure]

Delivered and evidenced are two facts: a published report marked recommendations COMPLETED while its own text said that
the work was being developed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.script import Passage, Script, TableText, is_missing
from reports.linting.sentences import MONTH, NO_CLAIM, runs_of_three

MARK = re.compile(r"(?:^|[\s:;.–-])(?:COMPLETED?|Completed?|DONE|ACHIEVED|Achieved)\W{0,4}$")
DONE = re.compile(r"^\W{0,3}(?:completed?|done|delivered|closed|achieved|implemented)\b", re.IGNORECASE)
DATED = re.compile(rf"\b(?:{MONTH} 20\d\d|\d{{1,2}}[./]\d{{1,2}}[./]20\d\d|20\d\d-\d\d-\d\d)")
UNDER_WAY = re.compile(
    r"\b(?:(?:is|are|still) (?:still |currently |now )?being (?:developed|explored|drafted|considered|reviewed|"
    r"designed|"
    r"implemented|put in place|rolled out|established|written|piloted)|(?:is|are) due to|(?:has|have) yet to|not yet|"
    r"in progress|under ?way|under development|(?:will|is to|are to) be (?:developed|launched|introduced|established|"
    r"ratified|put in place))\b"
)
# Work that a sentence says is complete, and what it says in the same breath.
IS_COMPLETE = re.compile(
    r"(?:\b(?:is|are|was|were|been) (?:now |fully |all )?(?:complete|completed|delivered|achieved|closed)\b|"
    r"\bCOMPLETED?\b)"
)
GOES_ON = re.compile(
    rf"{UNDER_WAY.pattern}|\b(?:is|are|work) (?:ongoing|on-going|continuing|continues)\b|\bstill (?:being|to be)\b"
)
ALL_COMPLETE = re.compile(
    r"\b(?:all|every)(?: of)?(?: (?:the|our|these))?(?: [a-z]{3,20}){0,3}? (?:actions?|recommendations?|tasks|plans?) "
    r"(?:have|has|are|is|were|was)(?: now)?(?: been)? (?:complete|completed|delivered|achieved|implemented|closed)\b",
    re.IGNORECASE,
)
NOT_WORKING = re.compile(
    r"\b(?:evidence|link|hyperlink|document|attachment|file)s?\b[^.]{0,40}\b(?:not working|broken|cannot be "
    r"opened|does not open|"
    r"not found|is missing|are missing)\b|\((?:link )?not working\)",
    re.IGNORECASE,
)
COMPLETE_WORDS = frozenset({"complete", "completed", "delivered", "achieved", "implemented", "closed"})
BROKEN = frozenset({"working", "broken", "opened", "open", "found", "missing"})
HOW_DO_WE_KNOW = re.compile(r"how do (?:we|you) know|\bevidence\b", re.IGNORECASE)
WORDS = re.compile(r"[a-z]{1,40}")
SAME_WORK = 0.6  # of the claim's words, in the text about it
ENOUGH_WORDS = 8  # of a claim, to know it again
LONGEST = 2_000  # characters of a text that are compared
CROWD = 8  # claims in which a run of three words still tells something
LOOK_AHEAD = 4  # passages about a piece of work after the one that names it


@dataclass(frozen=True)
class Claim:
    where: str
    text: str
    evidence: str


def is_marked(text: str) -> bool:
    """Does the passage end in a mark that the work is complete?"""
    return bool(MARK.search(text[-24:]))


def _claims(script: Script) -> list[Claim]:
    """Everything that is marked as complete: actions, points with a mark, rows of a table with a status."""
    found = []
    for section in script.sections:
        found += [Claim(action.where, action.text, action.evidence) for action in section.actions
                  if DONE.match(action.state)]  # fmt: skip
        for passage in section.passages:
            if is_marked(passage.text):
                work = passage.text[: len(passage.text) - 24] + MARK.sub("", passage.text[-24:])
                dated = DATED.search(passage.text)
                found.append(Claim(passage.where, work, dated[0] if dated else ""))
        for table in section.tables:
            found += _claims_in(table)
    return found


def _claims_in(table: TableText) -> Iterator[Claim]:
    titles = [title.lower() for title in table.columns]
    status = next((at for at, title in enumerate(titles) if re.search(r"\b(?:status|progress|state)$", title)), None)
    if not status:
        return
    proofs = [at for at, title in enumerate(titles) if re.search(r"\b(?:evidence|impact|date|completed on)\b", title)]
    for name, row in table.named_rows:
        if len(row) > status and DONE.match(row[status]):
            told = [row[at] for at in proofs if at < len(row) and not is_missing(row[at])]
            dated = DATED.search(row[status])
            yield Claim(f"{table.where}, row “{name}”", name, "; ".join(told) or (dated[0] if dated else ""))


def completed_without_evidence(script: Script, context: Context) -> Iterator[Fault]:
    for claim in _claims(script):
        if not claim.evidence.strip():
            yield Fault(
                claim.where,
                shortened(claim.text),
                "This is marked as complete, but nothing shows it: no evidence and no date.",
                "Say what shows that it is done, and since when; or mark it as still open.",
            )
    for passage, sentence in _of_completion(script):
        found = ALL_COMPLETE.search(sentence)
        if found and not re.search(r"\d", sentence) and not NO_CLAIM.search(sentence[: found.start()]):
            yield Fault(
                passage.where,
                around(sentence, found),
                "All is said to be complete, but neither how many that are nor what shows it.",
                "Say how many, and what shows that they are done.",
            )


def completed_but_under_way(script: Script, context: Context) -> Iterator[Fault]:
    for passage, sentence in _of_completion(script):
        done, goes_on = IS_COMPLETE.search(sentence), GOES_ON.search(sentence)
        if done and goes_on and not NO_CLAIM.search(sentence[: done.start()]):
            yield Fault(
                passage.where,
                around(sentence, goes_on),
                "The work is said to be complete, and to go on.",
                "Say what is done, and what shows it; and apart from it what is still to do.",
            )
    claims = _Claims(_claims(script))
    for section in script.sections if claims.words else ():
        told = [passage for passage in section.passages if not is_marked(passage.text)]
        about = [claims.about(passage.text) for passage in told]
        for number, claim in enumerate(about):
            if claim is None:
                continue
            for place in range(number, min(number + LOOK_AHEAD, len(told))):
                if place > number and about[place] is not None:
                    break
                if found := UNDER_WAY.search(told[place].text):
                    yield _still(claim, told[place], around(told[place].text, found))
                    break


def _of_completion(script: Script) -> Iterator[tuple[Passage, str]]:
    """The sentences that may say that something is complete."""
    for passage in script.prose:
        if not passage.words.isdisjoint(COMPLETE_WORDS):
            yield from ((passage, sentence) for sentence in passage.sentences)


class _Claims:
    """Finds the claim that a passage is about by the runs of three words that they share."""

    def __init__(self, claims: list[Claim]) -> None:
        self.claims = claims
        self.words = [WORDS.findall(claim.text.lower()[:LONGEST]) for claim in claims]
        self.at: dict[int, list[int]] = defaultdict(list)
        for number, words in enumerate(self.words):
            for run in runs_of_three(words):
                if len(self.at[run]) < CROWD:
                    self.at[run].append(number)

    def about(self, text: str) -> Claim | None:
        """The claim that has most of its words in the text, which is not much longer than the claim."""
        said = WORDS.findall(text.lower()[:LONGEST])
        shared: Counter[int] = Counter()
        for run in runs_of_three(said) & self.at.keys():
            shared.update(self.at[run])
        for number, _ in shared.most_common(1):
            words = set(self.words[number])
            is_alike = len(words & set(said)) > SAME_WORK * len(words)
            if is_alike and len(words) >= ENOUGH_WORDS and len(set(said)) <= 2 * len(words):
                return self.claims[number]
        return None


def _still(claim: Claim, passage: Passage, quote: str) -> Fault:
    return Fault(
        passage.where,
        quote,
        f"{claim.where} marks “{shortened(claim.text)}” as complete, but here the work is still under way.",
        "Mark it as open until the work is done, or say here that it is done and what shows it.",
    )


def claim_without_evidence(script: Script, context: Context) -> Iterator[Fault]:
    for table in script.tables:
        for at, title in enumerate(table.columns):
            if at == 0 or not HOW_DO_WE_KNOW.search(title):
                continue
            for name, row in table.named_rows:
                if len(row) > at and is_missing(row[at]) and any(cell.strip() for cell in row[1:]):
                    yield Fault(
                        f"{table.where}, row “{shortened(name)}”",
                        shortened(row[at - 1]),
                        f"The column “{shortened(title)}” says nothing about this.",
                        "Say what it rests on: audits, reviews, a survey or an indicator; or take the claim out.",
                    )


def evidence_not_working(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.passages:
        if not passage.words.isdisjoint(BROKEN) and (found := NOT_WORKING.search(passage.text)):
            yield Fault(
                passage.where,
                around(passage.text, found),
                "The evidence is said to be missing or not to work.",
                "Attach it, or refer to evidence that readers can see.",
            )


RULES = (
    Rule("completed_without_evidence", Weight.SHOULD,
         "Work is marked as complete without evidence and without a date.", completed_without_evidence),
    Rule("completed_but_under_way", Weight.SHOULD,
         "Work is marked as complete in one place, and being developed in another.", completed_but_under_way),
    Rule("claim_without_evidence", Weight.SHOULD,
         "A row says nothing under “How do we know it?” or “Evidence”.", claim_without_evidence),
    Rule("evidence_not_working", Weight.SHOULD,
         "Evidence is said to be missing or not to work.", evidence_not_working),
)  # fmt: skip
