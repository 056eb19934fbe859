"""Words beside a live figure that it no longer bears out: the sentence says "turned red", and it is green now. [pure]

A figure in prose refreshes until the report is published; the words around it do not. A sentence is read clause by
clause, and a claim is held only against the indicator that its clause names, or that it goes on about ("… and turned
red"). Where it could be about something else, or about another time, nothing is said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from re import Match

from reports.linting.context import Context
from reports.linting.findings import Fault, around
from reports.linting.live_chance import outdated_chance
from reports.linting.script import IndicatorFact, LiveFigure, Passage, Script, is_missing
from reports.linting.sentences import MONTH, MONTHS, NO_CLAIM
from reports.tokens import OPENS

MOST = 4_000  # letters of a sentence that are read
# A claim that may also describe a thing ("increased caseloads") has nothing after it that it could describe.
_VERB = (
    rf"(?= ?(?:$|[.,;:!?)–]|{OPENS}|(?:to|from|by|in|since|over|again|further|slightly|sharply|steadily|slowly|"
    r"markedly|considerably|too|and|but|for|at|with|this|last|compared|between|during|on|below|above|under|beyond|more|it)\b))"
)
_OF_TARGET = r"(?:the|its|our|their) (?:[a-z]{1,20} )?targets?"
_NOW = r"(?:is|are|remains?|stays?|now|still)"
_CLAIMS = {
    "up": rf"(?:increased|rose|risen|rising|went up|gone up|grew|grown){_VERB}|up (?=from\b)",
    "down": rf"(?:decreased|declined|fell|fallen|falling|went down|gone down|dropped|reduced){_VERB}|down (?=from\b)",
    "better": rf"(?:improved|improving|got better){_VERB}",
    "worse": rf"(?:got worse|worsened|deteriorated){_VERB}",
    "same": r"unchanged|stayed the same|(?:did|has|have) not changed?",
    "on": rf"(?:meets?|met) {_OF_TARGET}",
    "off": rf"miss(?:es|ed) {_OF_TARGET}",
    "rated": rf"(?:turned|went|became|moved to|{_NOW})(?: (?:now|still|again|also|back|back to|rated|from (?:red|amber|"
    r"green) to)){0,2} (?P<rag>red|amber|green)\b(?! (?:or|to)\b)",
}
CLAIM = re.compile("|".join(rf"(?P<{kind}>\b(?:{words}))" for kind, words in _CLAIMS.items()), re.IGNORECASE)
IS_NOW = re.compile(rf"{_NOW}\b|meets?\b|misses\b", re.IGNORECASE)
# Where the next clause begins; "fell, to 77.8%" is one.
DIVIDES = re.compile(
    r"; |, (?!(?:to|from|at|by)\b)| (?=(?:and|but|while|whereas|although|though|as|because|so|after|before|when|where|"
    r"who|whose|which|that|if|until|despite)\b)",
    re.IGNORECASE,
)
# In "to 77.8% and 1,958" each figure belongs to what was said before them all.
BARE = re.compile(rf"(?:and )?{OPENS}+(?: respectively)?(?:[.,;]|$)")
# What may stand before a claim whose clause goes on about the indicator of the clause before it.
GOES_ON = re.compile(
    r"(?:(?:and|but|so|while|although|though|which|it|this|they|has|have|is|are|now|still|also|again|then|since|"
    r"therefore|the (?:figure|rate|indicator|measure|percentage|share|number|rating)) ?){0,6}",
    re.IGNORECASE,
)
NAMED = re.compile(r"\(([^()]{1,30})\)|\bindicator (\d[\w.]{0,15}\w)", re.IGNORECASE)
OTHERWISE = re.compile(
    rf"\b(?:{MONTH}|20\d\d|quarters?|Q[1-4]|years?|previous|earlier|ago|England|national\w*|neighbours?|region\w*|"
    r"average)\b",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?<![\w.,])(\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,3})?|\d{1,9}(?:\.\d{1,3})?)( ?%| per ?cent\b| per 10,000| days)?"
)
FROM = re.compile(rf"\bfrom (?:(?:about|around|almost|over|just|only|some) )?{_NUMBER}(?! (?:{MONTH}))", re.IGNORECASE)
TO_NUMBER = re.compile(r"\bto (?:about |around |just |only )?\d", re.IGNORECASE)
FIGURE = re.compile(_NUMBER)
BEFORE = re.compile(rf"\({_NUMBER}\)$")
ALIKE = {"missed": "red", "met": "green"}
STANDS = {
    "met": "meets its target", "missed": "misses its target", "no_target": "has no target",
    "not_applicable": "is not applicable",
}  # fmt: skip
HIDDEN, NO_FIGURE = "has a figure that is hidden", "has no figure"
HAS = {"improved": "has improved", "worse": "is worse", "risen": "has risen", "fallen": "has fallen",
       "no change": "has not changed"}  # fmt: skip

Rows = Mapping[str, IndicatorFact]


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, its figures blanked. `sources` is what its claims are about.

    `is_own`: the clause itself names that. Claims before `begins` belong to the name.
    """

    start: int
    text: str
    figures: tuple[LiveFigure, ...]
    sources: tuple[str, ...]
    is_own: bool
    begins: int


@dataclass(frozen=True)
class Denied:
    """A claim that is not so, and what is: in words that go on from "but it"."""

    found: Match[str]
    start: int  # in the sentence
    says: str
    but: str


@dataclass(frozen=True)
class Outdated:
    """The fault of a sentence, by its number in the passage, and the indicators that it is about."""

    number: int
    facts: tuple[IndicatorFact, ...]
    fault: Fault


def outdated(script: Script, context: Context) -> Iterator[Fault]:
    """Sentences with a live figure, held against how it stands now."""
    rows = rows_by_source(script, context)
    for passage in script.prose:
        for each in outdated_in(passage, rows, context):
            yield each.fault
        yield from outdated_chance(passage)


def rows_by_source(script: Script, context: Context) -> Rows:
    """The indicators that live figures may be of."""
    return {fact.source: fact for fact in (*context.beside, *script.indicators) if fact.source}


def outdated_in(passage: Passage, rows: Rows, context: Context) -> Iterator[Outdated]:
    """The sentences of the passage whose words no longer fit their figures."""
    if not passage.figures:
        return
    start = 0
    for number, sentence in enumerate(passage.sentences):
        end = start + len(sentence)
        figures = tuple(
            replace(each, start=each.start - start, end=each.end - start)
            for each in passage.figures
            if start <= each.start and each.end <= min(end, start + MOST)
        )
        start = end + 1
        if not figures:
            continue
        wrong: dict[tuple[str, ...], list[Denied]] = {}
        for clause in _clauses(sentence[:MOST], figures, rows):
            for denied in _denied(clause, sentence, rows, context):
                wrong.setdefault(clause.sources, []).append(denied)
        for sources, found in wrong.items():
            facts = tuple(rows[source] for source in sources if source in rows)
            yield Outdated(number, facts, _fault(passage.where, sentence, facts, found))


def _clauses(sentence: str, figures: tuple[LiveFigure, ...], rows: Rows) -> Iterator[Clause]:
    """The clauses that are about a live figure."""
    blanked = sentence
    for each in figures:
        blanked = f"{blanked[: each.start]}{OPENS * (each.end - each.start)}{blanked[each.end :]}"
    by_ref = {fact.ref.lower(): source for source, fact in rows.items() if fact.ref}
    live = {each.source for each in figures}
    about: tuple[str, ...] = ()
    starts = [0, *(at for found in DIVIDES.finditer(blanked) if not BARE.match(blanked, at := found.end()))]
    for start, end in zip(starts, [*starts[1:], len(blanked)], strict=True):
        text = blanked[start:end]
        own = tuple(each for each in figures if start <= each.start < end)
        names = [(by_ref[ref], found.end()) for found in NAMED.finditer(text)
                 if (ref := (found[1] or found[2]).lower()) in by_ref]  # fmt: skip
        sources = tuple(dict.fromkeys([*(source for source, _ in names), *(each.source for each in own)]))
        about = sources or about
        if about and live.issuperset(about):
            begins = min((at for _, at in names), default=0)
            yield Clause(start, text, own, about, bool(sources), begins)


def _denied(clause: Clause, sentence: str, rows: Rows, context: Context) -> Iterator[Denied]:
    """The claims of the clause that are true of none of its indicators."""
    for found in CLAIM.finditer(clause.text, clause.begins):
        before = clause.text[: found.start()]
        if NO_CLAIM.search(before[-50:]) or not (clause.is_own or GOES_ON.fullmatch(before)):
            continue
        buts = [_but(found, clause, sentence, source, rows.get(source), context) for source in clause.sources]
        if all(buts):
            yield Denied(found, clause.start + found.start(), _says(found, clause), buts[0])


def _says(found: Match[str], clause: Clause) -> str:
    """The claim after the name of what it is about."""
    words, since = found[0].strip().lower(), _from(found, clause)
    if since and not clause.text[found.end() : since.start()].strip():
        words = f"{words} {since[0]}"
    return f"is {words.removeprefix('are ')}" if words.startswith(("are ", "up ", "down ", "unchanged")) else words


def _but(
    found: Match[str], clause: Clause, sentence: str, source: str, fact: IndicatorFact | None, context: Context
) -> str:
    """What is so instead of the claim; empty if it is so, or nobody can say."""
    kind = next(name for name in _CLAIMS if found[name])
    since = _from(found, clause)
    if since and kind in ("up", "down", "better", "worse"):
        return _against_number(kind, since, clause, source, fact)
    if fact is None:
        return ""
    if absent := _absent(fact.value):
        return absent
    times = OTHERWISE.search(_without_own_times(clause.text[found.end() :], fact, context))
    if kind in ("rated", "on", "off"):
        is_elsewhere = times or (not IS_NOW.match(found[0]) and tells_other_times(sentence, fact, context))
        return "" if is_elsewhere else _against_rating(kind, (found["rag"] or "").lower(), fact)
    return "" if times or tells_other_times(sentence, fact, context) else _against_trend(kind, fact)


def _from(found: Match[str], clause: Clause) -> Match[str] | None:
    """From 84.0%, if the claim says so."""
    return FROM.search(clause.text, found.end())


def _against_number(
    kind: str, since: Match[str], clause: Clause, source: str, fact: IndicatorFact | None
) -> str:  # fmt: skip
    rest = clause.text[since.end() :]
    to = next((each for each in clause.figures if each.start - clause.start >= since.end()), None)
    if TO_NUMBER.search(rest if to is None else rest[: to.start - clause.start - since.end()]):
        return ""  # both ends of the move are typed
    if to is not None and to.source != source:
        return ""
    shown = to.shown if to else fact.value if fact else ""
    if absent := _absent(shown):
        return absent
    now, was = FIGURE.match(shown), _number(since)
    if now is None or _unit(now) != _unit(since):
        return ""
    way = _sign(_number(now) - was)
    if kind in ("better", "worse"):
        good = _good_way(fact) if fact and now[0].strip() == fact.value.strip() else 0
        if not good:
            return ""
        way *= good
    return "" if way == (1 if kind in ("up", "better") else -1) else f"is {now[0].strip()}"


def _against_rating(kind: str, said: str, fact: IndicatorFact) -> str:
    stands = STANDS.get(fact.rag) or f"is {fact.rag}"
    if fact.rag == "no_data":
        return NO_FIGURE
    if kind == "rated":
        return "" if ALIKE.get(fact.rag, fact.rag) == said else stands
    denying = ("red", "missed", "amber", "no_target") if kind == "on" else ("green", "met", "no_target")
    return stands if fact.rag in denying else ""


def _against_trend(kind: str, fact: IndicatorFact) -> str:
    trend = fact.trend.lower()
    words = next((words for words in HAS if trend.startswith(words)), "")
    if not words:
        return ""
    if words == "no change":
        is_so = kind == "same"
    elif kind in ("better", "worse"):
        is_so = words not in ("improved", "worse") or words == ("improved" if kind == "better" else "worse")
    else:
        way = {"risen": 1, "fallen": -1}.get(words) or _way(fact)
        is_so = kind != "same" and way in (0, 1 if kind == "up" else -1)
    return "" if is_so else f"{HAS[words]}{fact.trend[len(words) :]}"


def _absent(shown: str) -> str:
    if shown.startswith("[c]"):
        return HIDDEN
    return NO_FIGURE if is_missing(shown) or shown.startswith(("no data", "not applicable")) else ""


def _way(fact: IndicatorFact) -> int:
    """Up or down since the month before; 0 if nobody can say."""
    before, now = BEFORE.search(fact.trend), FIGURE.match(fact.value)
    return _sign(_number(now) - _number(before)) if before and now else 0


def _good_way(fact: IndicatorFact) -> int:
    """Is up better, or down? What improved has gone the good way."""
    return _way(fact) * {"improved": 1, "worse": -1}.get(fact.trend.lower().partition(" ")[0], 0)


def _number(found: Match[str]) -> Decimal:
    return Decimal(found[1].replace(",", ""))


def _unit(found: Match[str]) -> str:
    unit = (found[2] or "").strip()
    return "%" if unit.startswith("per") and unit.endswith("cent") else unit


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _without_own_times(text: str, fact: IndicatorFact, context: Context) -> str:
    """The text without the month of the figure and the month that its trend is since."""
    own = [f"{MONTHS[context.ends_on.month - 1]} {context.ends_on.year}"]
    if since := re.search(r"\bsince (\w{3,9} \d{4})", fact.trend):
        own.append(since[1])
    for month in own:
        text = text.replace(month, "")
    return text


def tells_other_times(sentence: str, fact: IndicatorFact, context: Context) -> bool:
    """Does the sentence compare with something else than the month before?"""
    without = re.sub(r"\([^()]{0,60}\)", "", _without_own_times(sentence, fact, context))
    return OTHERWISE.search(without) is not None


def _fault(where: str, sentence: str, facts: tuple[IndicatorFact, ...], wrong: list[Denied]) -> Fault:
    """The sentence says that 3.3 got worse and turned red, but it has improved since May 2026 (70.1%) and is green."""
    name = _and([fact.ref or f"“{fact.title}”" for fact in facts]) or "the figure"
    says = _and(list(dict.fromkeys(each.says for each in wrong)))
    # What has happened first, then what is so now.
    buts = sorted(dict.fromkeys(each.but for each in wrong), key=lambda but: " since " not in but)
    now = "" if " since " in buts[-1] else " now"
    first = re.compile(re.escape(wrong[0].found[0])).search(sentence, wrong[0].start)
    assert first  # clauses differ from the sentence in their figures alone
    return Fault(
        where,
        around(sentence, first, before=60),
        f"The sentence says that {name} {says}, but {'they' if len(facts) > 1 else 'it'} {_and(buts)}{now}.",
        "Change the words, or take a sentence from the list anew.",
    )


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))
