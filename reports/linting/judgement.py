"""Words that say something else than the rating, the trend, or the column they stand in. [pure]"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from re import Match

from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.live_words import outdated, outdated_in, rows_by_source
from reports.linting.script import IndicatorFact, Passage, Script
from reports.linting.sentences import NO_CLAIM
from reports.linting.vocabulary import words_of

CLAIMS = {
    "better": r"improvements?|improved|(?:is|are|been) improving|more robust|more timely|strengthened|progress "
    r"has been made|better",
    "worse": r"declined|deteriorated|worsened|got worse|has worsened|fallen back",
    "up": r"increased|rose|has risen|have risen|went up|grew|grown",
    "down": r"decreased|fell|has fallen|have fallen|went down|dropped|reduced",
    "on": r"on track|on target|(?:above|at|exceed\w{0,3}|ahead of) (?:the |its |our )?target|(?:met|meets?|"
    r"meeting|hit|achieved) "
    r"(?:the |its |our |their )?targets?",
    "off": r"off track|off target|(?:below|behind|short of) (?:the |its |our )?target|missed (?:the |its |our )?target",
}
CLAIM = re.compile("|".join(f"(?P<{kind}>\\b(?:{words})\\b)" for kind, words in CLAIMS.items()), re.IGNORECASE)
CLAIM_WORDS = words_of(
    """
    improvement improvements improved improving robust timely strengthened progress better declined deteriorated
    worsened worse fallen increased rose risen went grew grown decreased fell dropped reduced track target targets green
    """
)
# Words of a measure's name that do not tell which it is.
EMPTY_WORDS = words_of(
    """
    a an and are as at by case cases each file files for from have in its number of on or out past percentage per
    rate the their to via which who whose with within has had not yet audit audits record records carry carried
    available hold held complete completed good inadequate outstanding exc excluding our one that those these this
    there be been being current last
    """
)
TIME = frozenset({"timescale", "timely", "time", "week", "day", "month", "year", "working", "timelines"})
WORD = re.compile(r"[a-z][a-z0-9]{0,30}|\d{1,4}")
REF = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){1,3}[a-z]?(?!\w)")
NEAR = 14  # words between a claim and the measure it is about
REDS, GREENS = ("red", "missed"), ("green", "met")
MOST = re.compile(
    r"\b(?:progress|improvements?|improved)\b[^.]{0,60}\b(?:most|the majority|all)\b|\bmost\b[^.]{0,40}\b(?:on "
    r"track|on target|"
    r"above target|met (?:their|the) targets?|green)\b",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(?:promising|good|strong|strongly|excellent|outstanding|effective|effectively|appropriate|appropriately|"
    r"positive|robust|"
    r"well|praised|commended|timely|high[- ]quality|clear evidence)\b",
    re.IGNORECASE,
)
STRONG_PRAISE = re.compile(
    r"\b(?:very (?:promising|good|positive|strong)|excellent|outstanding|praised|commended)\b", re.I
)
NEED = re.compile(
    r"\b(?:not|no|lack(?:s|ing)?|limited|reduced|needs?|needed|improv\w{1,8}|more|further|inconsisten\w{1,3}|"
    r"consistency|delay\w{0,3}|"
    r"late|gaps?|poor|weak\w{0,5}|drift|missing|without|few|only|should|must|could|ensur\w{1,3}|develop\w{0,5}|"
    r"increas\w{1,3}|"
    r"strengthen\w{0,3}|challeng\w{1,4}|siloe?s|RI|inadequate|requires?|embed\w{0,4}|however|but|although|less|"
    r"low|too|better|unclear|"
    r"support\w{0,3}|still|yet|always|often|sometimes)\b",
    re.IGNORECASE,
)
FAULTS = re.compile(
    r"\b(?:not consistently|inconsistent\w{0,2}|lack of|lacked|poor|inadequate|delays?|overdue|drift|missing "
    r"from|too late|"
    r"needs? to improve|not (?:seen|recorded|completed|updated|evident))\b",
    re.IGNORECASE,
)


@cache
def _stem(word: str) -> str:
    """Enough to meet the same word in another form: planning and plans, assessments and assessment."""
    for ending in ("nning", "ning", "ings", "ing", "ies", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return f"{stem}n" if ending == "nning" else f"{stem}y" if ending == "ies" else stem
    return word


@cache
def _topic(title: str) -> frozenset[str]:
    """The words that a sentence must have to be about the measure."""
    words = {_stem(word) for word in WORD.findall(title.lower()) if word not in EMPTY_WORDS and not word.isdigit()}
    return frozenset(words - TIME)


def contradicts(script: Script, context: Context) -> Iterator[Fault]:
    """Sentences with a claim near an indicator's name or reference, held against its rating and trend."""
    index, rows = Named((*script.known, *context.beside)), rows_by_source(script, context)
    for passage in script.prose:
        if passage.words.isdisjoint(CLAIM_WORDS):
            continue
        near = index.near(passage)
        if not near:
            continue
        # What the rule on live figures says of a sentence is not said again.
        told = {(each.number, fact) for each in outdated_in(passage, rows, context) for fact in each.facts}
        for number, sentence in enumerate(passage.sentences):
            for found in _claims(sentence):
                kind = found.lastgroup or ""
                around_it = words_around(sentence, found)
                about = [fact for fact, topics in near if is_about(fact, topics, around_it, sentence)]
                # A month and a quarter of one indicator may have gone two ways: the sentence may mean either.
                borne_out = {fact.ref for fact in about if fact.ref and not _denies(fact, kind)}
                wrong = {
                    (fact.ref, fact.title): fact
                    for fact in about
                    if (number, fact) not in told and fact.ref not in borne_out and _denies(fact, kind)
                }
                if wrong:
                    yield Fault(
                        passage.where,
                        around(sentence, found, before=60),
                        f"“{found[0]}” does not fit {_and([_standing(fact) for fact in list(wrong.values())[:3]])}.",
                        "Say what the figure shows, or name the measure that did do so.",
                    )
                    break


def _claims(sentence: str) -> Iterator[Match[str]]:
    for found in CLAIM.finditer(sentence[:4_000]):
        if not NO_CLAIM.search(sentence[max(0, found.start() - 50) : found.start()]):
            yield found


def stems(text: str) -> list[str]:
    """Its words, as names are compared by them."""
    return [_stem(word) for word in WORD.findall(text.lower())]


def words_around(sentence: str, found: Match[str]) -> frozenset[str]:
    before = sentence[max(0, found.start() - 140) : found.start()].lower()
    after = sentence[found.end() : found.end() + 140].lower()
    words = [*WORD.findall(before)[-NEAR:], *WORD.findall(after)[:NEAR]]
    return frozenset(map(_stem, words))


class Named:
    """Indicators by one word of each of their names, so that a passage is held against few of them."""

    def __init__(self, facts: Iterable[IndicatorFact]) -> None:
        self.by_word: dict[str, list[tuple[IndicatorFact, list[frozenset[str]]]]] = defaultdict(list)
        self.by_ref: dict[str, tuple[IndicatorFact, list[frozenset[str]]]] = {}
        for fact in facts:
            topics = [topic for name in (fact.title, *fact.names) if len(topic := _topic(name)) > 1]
            for word in {max(topic, key=len) for topic in topics}:
                self.by_word[word].append((fact, topics))
            if "." in fact.ref:
                self.by_ref[fact.ref] = (fact, topics)

    def near(self, passage: Passage) -> list[tuple[IndicatorFact, list[frozenset[str]]]]:
        """The indicators that the passage may be about, in the order of the report."""
        stems = frozenset(map(_stem, passage.words))
        found = [named for stem in sorted(stems & self.by_word.keys()) for named in self.by_word[stem]
                 if any(topic <= stems for topic in named[1])]  # fmt: skip
        return found + [self.by_ref[ref] for ref in REF.findall(passage.text) if ref in self.by_ref]


def is_about(fact: IndicatorFact, topics: list[frozenset[str]], words: frozenset[str], sentence: str) -> bool:
    if fact.ref and re.search(rf"(?<![\w.]){re.escape(fact.ref)}(?![\w]|\.\d|%)", sentence) and "." in fact.ref:
        return True
    return any(topic <= words for topic in topics)


def _denies(fact: IndicatorFact, kind: str) -> bool:
    """Do the rating and the trend say otherwise than this kind of claim?"""
    trend = fact.trend.lower()
    match kind:
        case "better":
            return trend.startswith("worse")
        case "worse":
            return trend.startswith(("improved", "better"))
        case "up":
            return trend.startswith(("fall", "lowered"))
        case "down":
            return trend.startswith(("ris", "raised"))
        case "on":
            return fact.rag in (*REDS, "amber", "no_data", "no_target")
        case _:
            return fact.rag in (*GREENS, "no_data", "no_target")


def _standing(fact: IndicatorFact) -> str:
    name = f"{fact.ref} “{shortened(fact.title)}”".strip()
    rag = {"no_data": "no data", "no_target": "no target"}.get(fact.rag, fact.rag)
    return f"{name} ({', '.join(part for part in (fact.value, rag, fact.trend[:1].lower() + fact.trend[1:]) if part)})"


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def reads_as_progress(script: Script, context: Context) -> Iterator[Fault]:
    """Progress on most, where no more than half of what is rated is met or green."""
    rated = [fact for fact in script.known if fact.rag in (*REDS, *GREENS, "amber")]
    good, bad = (sum(fact.rag in rags for fact in rated) for rags in (GREENS, REDS))
    worse = sum(fact.trend.lower().startswith("worse") for fact in rated)
    if len(rated) < 4 or 2 * good > len(rated):
        return
    for passage in script.prose:
        if passage.words.isdisjoint({"most", "majority", "all"}) or passage.words.isdisjoint(CLAIM_WORDS):
            continue
        for sentence in passage.sentences:
            found = MOST.search(sentence[:4_000])
            if found and not NO_CLAIM.search(sentence[max(0, found.start() - 50) : found.start()]):
                yield Fault(
                    passage.where, around(sentence, found),
                    f"This reads as progress, but of {len(rated)} rated indicators {good} are green or met, "
                    f"{bad} red or "
                    f"missed, and {worse} got worse.",
                    "Say how many stand where, and name those that got worse.",
                )  # fmt: skip


def in_the_wrong_column(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.prose:
        text = passage.text[:2_000]
        if passage.kind == "focus" and not NEED.search(text):
            if STRONG_PRAISE.search(text) or len(PRAISE.findall(text)) >= 2:
                yield Fault(
                    passage.where, shortened(text),
                    "This stands under areas for focus, but it is all praise.",
                    "Move it to practice strengths, or say what needs attention.",
                )  # fmt: skip
        elif passage.kind == "strength" and FAULTS.search(text) and not PRAISE.search(text):
            yield Fault(
                passage.where, shortened(text),
                "This stands under practice strengths, but it names what is wrong.",
                "Move it to areas for focus, or say what went well.",
            )  # fmt: skip


RULES = (
    Rule("contradicts_indicator", Weight.SHOULD,
         "Words such as “improved”, “on track”, “above target” or “fell” near an indicator whose rating or trend says "
         "otherwise.", contradicts),
    Rule("outdated_words", Weight.SHOULD,
         "Words beside a live figure that no longer fit it: “turned red”, “fell from 84%”, “got worse” or “larger than "
         "chance explains”, and it is not so.", outdated),
    Rule("reads_as_progress", Weight.SHOULD,
         "“Progress on most”, while no more than half of the rated indicators are green or met.", reads_as_progress),
    Rule("wrong_column", Weight.SHOULD,
         "Praise stands under areas for focus, or a fault under practice strengths.", in_the_wrong_column),
)  # fmt: skip
