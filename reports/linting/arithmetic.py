"""Numbers that do not agree with each other: shares, denominators, points and per cent. [pure]"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from re import Match

from reports.disclosure import rounded
from reports.linting.context import Context
from reports.linting.figures import CURRENT_COLUMN, PERCENTAGE, is_difference, is_percent
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.grids import number
from reports.linting.script import Script
from reports.linting.sentences import MONTH, NUMBER, PERCENT, number_of

PAIR = rf"({NUMBER}) (?:out )?of (?:the |all |our )?({NUMBER})"
SLASHED = rf"({NUMBER}) ?/ ?({NUMBER})"
COUNTED_FIRST = re.compile(
    rf"{PAIR}(?: [a-z’'-]{{1,20}}){{0,5}}(?: \(|, (?:or |that is |which is )?| or | = |: ){PERCENT}", re.IGNORECASE
)
SHARE_FIRST = re.compile(rf"{PERCENT}(?: of (?:[a-z’'-]{{1,20}} ){{1,5}})?(?: ?\(|, |: | – ){PAIR}", re.IGNORECASE)
SHARE_SLASHED = re.compile(rf"{PERCENT}(?: of (?:[a-z’'-]{{1,20}} ){{1,5}}| [a-z]{{2,20}}){{0,3}}? ?\({SLASHED}\)")
ONLY_PAIR = re.compile(rf"^{PAIR}\b", re.IGNORECASE)
NUMERATOR, DENOMINATOR = (
    re.compile(r"\b(?:num(?:erator)?|number)$", re.I),
    re.compile(r"\b(?:denom(?:inator)?|out of)$", re.I),
)
COHORTS = {
    "children in care": r"(?:children (?:in (?:our )?care|looked after|we care for)|looked[- ]after children|CLA|LAC)",
    "children in need": r"(?:children in need|CIN(?: children)?)",
    "children with a child protection plan": r"(?:children (?:on|with|subject to) (?:an? )?(?:child protection "
    r"plans?|CPPs?|CP plans?))",
    "care leavers": r"(?:care leavers)",
    "children with a plan as children in need": r"(?:children with (?:an? )?(?:CIN|child in need) plans?)",
}
OF_COHORTS = frozenset({"care", "after", "cla", "lac", "need", "cin", "plan", "plans", "cpp", "cpps", "leavers"})
# What follows a cohort and makes it another thing that is counted.
NOT_PEOPLE = r"(?! (?:plans?|reviews?|(?:single )?assessments?|cases|records|visits|meetings?|audits?|services?)\b)"
OF_COHORT = {
    name: re.compile(rf"\bof (?:the |all |our )?({NUMBER}) {words}\b{NOT_PEOPLE}", re.I)
    for name, words in COHORTS.items()
}
BEGINS = {
    name: re.compile(rf"^(?:%|percentage|number|proportion|all)?(?: ?of)? ?{words}\b{NOT_PEOPLE}", re.IGNORECASE)
    for name, words in COHORTS.items()
}
OTHER_TIME = re.compile(
    rf"\b(?:previous|last (?:year|quarter|month)|earlier|before|compared|{MONTH} 20\d\d|20\d\d)", re.I
)
COMPARED = 8  # percentages of a sentence, of which a difference may be told
TARGET = re.compile(r"\b(?:target|minimum|upper|threshold)\b", re.IGNORECASE)
OF_A_SHARE = re.compile(r"\b(?:percentage|proportion|share|performance|timeliness|compliance)\b", re.IGNORECASE)
TO_A_SHARE = re.compile(rf" (?:to|from) {PERCENT}")
GRADE = r"(?:outstanding|good|RI|requir(?:es?|ing) improvement|inadequate)"
GRADE_WORDS = frozenset({"outstanding", "good", "ri", "improvement", "inadequate"})
GRADED = re.compile(rf"({NUMBER}) (?:[a-z]{{2,12}} ){{0,3}}?({GRADE})\b", re.IGNORECASE)
# Good 6 and requires improvement 7: each number belongs to the grade before it.
GRADE_FIRST = re.compile(rf"\b{GRADE}:? (?:{NUMBER})", re.IGNORECASE)
OF_ALL = re.compile(
    rf"\b(?:of|in) (?:the |all |our |these )?({NUMBER}) [a-z’' -]{{0,40}}?(?:audits|records|files)\b", re.I
)


def share_not_reconciled(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.prose:
        if not is_percent(passage):
            continue
        for found in COUNTED_FIRST.finditer(passage.text):
            yield from _check(passage.where, around(passage.text, found), found[1], found[2], found[3])
        for found in SHARE_FIRST.finditer(passage.text):
            yield from _check(passage.where, around(passage.text, found), found[2], found[3], found[1])
        for found in SHARE_SLASHED.finditer(passage.text) if "/" in passage.text else ():
            yield from _check(passage.where, around(passage.text, found), found[2], found[3], found[1])
    for section in script.sections:
        for figure in section.figures:
            share, pair = PERCENTAGE.fullmatch(figure.number.strip()), ONLY_PAIR.match(figure.sample.strip())
            if share and pair:
                quote = f"{figure.label}: {figure.number}, {figure.sample}"
                yield from _check(figure.where, quote, pair[1], pair[2], share[1])
    yield from _in_tables(script)
    for fact in script.known:
        share = PERCENTAGE.fullmatch(fact.value.strip())
        if share and number(fact.numerator) is not None and number(fact.denominator) is not None:
            quote = f"{fact.ref} {fact.title}: {fact.value}, {fact.numerator} of {fact.denominator}".strip()
            where = fact.where or f"Indicator {fact.ref}"
            yield from _check(where, quote, fact.numerator, fact.denominator, share[1])


def _in_tables(script: Script) -> Iterator[Fault]:
    shown = {fact.title for fact in script.indicators}
    for table in script.tables:
        places = [
            next((at for at, title in enumerate(table.columns) if kind.search(title)), None)
            for kind in (NUMERATOR, DENOMINATOR, CURRENT_COLUMN)
        ]
        if None in places:
            continue
        for name, row in table.named_rows:
            # The indicators of a document are checked as indicators.
            if any(name.startswith(title) for title in shown if title) or len(row) <= max(at or 0 for at in places):
                continue
            part, whole, share = (row[at or 0] for at in places)
            value = PERCENTAGE.fullmatch(share.strip())
            if value and number(part) is not None and number(whole) is not None:
                quote = shortened(f"{name}: {share}, {part} of {whole}")
                yield from _check(f"{table.where}, row “{shortened(name)}”", quote, part, whole, value[1])


def _check(where: str, quote: str, numerator: str, denominator: str, shown: str) -> Iterator[Fault]:
    """A share is computed from its numbers and rounded half away from zero to the places shown."""
    part, whole = Decimal(numerator.replace(",", "")), Decimal(denominator.replace(",", ""))
    if part > whole:
        yield Fault(where, quote, f"{numerator} of {denominator} is more than all.", "Correct the numbers.")
        return
    if not whole:
        yield Fault(where, quote, "A percentage of nobody says nothing.", "Leave the percentage out.")
        return
    places = len(shown.partition(".")[2])
    right = rounded(100 * part / whole, places)
    if right != Decimal(shown):
        yield Fault(
            where,
            quote,
            f"{numerator} of {denominator} is {right}%, not {shown}%.",
            "Correct the share or the numbers.",
        )


def denominators_differ(script: Script, context: Context) -> Iterator[Fault]:
    """The same cohort, at one time, is one number of children."""
    told: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for fact in script.known:
        for name, begins in BEGINS.items():
            if begins.match(fact.title) and (not fact.basis or fact.basis.lower() == "snapshot"):
                of = number(fact.denominator) if number(fact.denominator) is not None else number(fact.value)
                if of is not None and (number(fact.denominator) is not None or "%" not in fact.value):
                    told[name].setdefault(int(of), (fact.where or f"Indicator {fact.ref}", fact.title))
    for passage in (*script.prose, *(found for found in script.passages if found.kind == "label")):
        if not passage.has_digit or "of" not in passage.words or passage.words.isdisjoint(OF_COHORTS):
            continue
        for sentence in passage.sentences:
            if OTHER_TIME.search(sentence):
                continue
            for name, pattern in OF_COHORT.items():
                for found in pattern.finditer(sentence):
                    told[name].setdefault(int(found[1].replace(",", "")), (passage.where, around(sentence, found)))
    for name, numbers in told.items():
        if len(numbers) > 1:
            (first, (place, _)), *others = numbers.items()
            for other, (where, quote) in others:
                yield Fault(
                    where, shortened(quote),
                    f"Here there are {other:,} {name}; in {place} there are {first:,}.",
                    "Use one number, or say why they differ: another day, or another group.",
                )  # fmt: skip


def parts_exceed_whole(script: Script, context: Context) -> Iterator[Fault]:
    """Of 50 audits, 20 were good, 25 require improvement and 10 are inadequate."""
    for passage in script.prose:
        if not passage.has_digit or passage.words.isdisjoint(GRADE_WORDS):
            continue
        for sentence in passage.sentences:
            whole = OF_ALL.search(sentence)
            # With two wholes nobody can say of which one the grades are.
            if not whole or OF_ALL.search(sentence, whole.end()) or GRADE_FIRST.search(sentence):
                continue
            parts = {found[2].lower(): number_of(found[1]) for found in GRADED.finditer(sentence)}
            if len(parts) > 1 and sum(parts.values()) > number_of(whole[1]):
                yield Fault(
                    passage.where, around(sentence, whole),
                    f"The grades add up to {sum(parts.values()):,}, and there are {number_of(whole[1]):,} in all.",
                    "Correct the numbers.",
                )  # fmt: skip


def points_or_per_cent(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.prose:
        if not is_percent(passage):
            continue
        for sentence in passage.sentences:
            differences: list[Match[str]] = []
            others: list[Decimal] = []
            for found in PERCENTAGE.finditer(sentence):
                if is_difference(sentence, found):
                    differences.append(found)
                elif len(others) < COMPARED:
                    others.append(Decimal(found[1]))
            for found in differences:
                if words := _confused(sentence, found, others):
                    yield Fault(
                        passage.where, around(sentence, found), words,
                        "Write “points” for the difference of two percentages; if it is relative, write “in "
                        "relative terms”.",
                    )  # fmt: skip


def _confused(sentence: str, found: Match[str], others: list[Decimal]) -> str:
    """What is wrong with a difference in per cent beside these percentages; empty: nothing."""
    said = Decimal(found[1])
    if sentence[found.end() : found.end() + 8].startswith((" point", " relat")) or "in relative terms" in sentence:
        return ""
    gaps = {abs(first - second) for first in others for second in others}
    if said in gaps and said:
        return f"The two percentages differ by {said} points; {said}% would be a share of the first."
    near = sentence[max(0, found.start() - 60) : found.end() + 40]
    if TARGET.search(near):
        return f"Does {found[0]} mean points or a share of the target? The two are not the same."
    before = sentence[max(0, found.start() - 60) : found.start()]
    if TO_A_SHARE.match(sentence, found.end()) or OF_A_SHARE.search(before):
        return f"Of a percentage, does {found[0]} mean points or a share of it? The two are not the same."
    return ""


RULES = (
    Rule("share_not_reconciled", Weight.SHOULD,
         "A percentage is not what its numbers make, rounded half away from zero.", share_not_reconciled),
    Rule("parts_exceed_whole", Weight.SHOULD, "The grades in a sentence are of more than all.", parts_exceed_whole),
    Rule("denominators_differ", Weight.SHOULD,
         "The same group of children has two sizes in one report.", denominators_differ),
    Rule("points_or_per_cent", Weight.SHOULD,
         "A difference of percentages, or from a target, is given in per cent and could be "
         "points.", points_or_per_cent),
)  # fmt: skip
