"""A percentage that somebody typed, beside the name of a figure that the report has and that says otherwise. [pure]"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from re import Match

from reports.linting.context import Context
from reports.linting.figures import PERCENTAGE, is_difference, is_goal, is_percent
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.judgement import Named, is_about, words_around
from reports.linting.live_words import tells_other_times
from reports.linting.script import WRITTEN, IndicatorFact, Passage, Script
from reports.linting.sentences import sentences

MOST = 4_000  # letters of a sentence that are read
VALUE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(%?)")
IN_WORDS = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
# What is compared, or is a part of the whole, need not be the figure itself.
NOT_ITSELF = re.compile(
    r"\b(?:from|than|against|compar\w{1,6}|versus|over|under|almost|nearly|about|around|between|of (?:these|those|them|"
    r"whom|which)|other|remaining|rest) (?:the |only |just )?$|\bto $",
    re.IGNORECASE,
)
PART = re.compile(
    r"\b(?:boys|girls|aged|under|one (?:team|service)|the (?:north|south|east|west)|team \w|by (?:team|service|age)|"
    r"sample[ds]?|dip|survey\w{0,3}|respond\w{0,5})\b",
    re.IGNORECASE,
)


def typed_otherwise(script: Script, context: Context) -> Iterator[Fault]:
    """Sentences that name an indicator or a labelled figure, and give a percentage that is not its own."""
    named = Named([*filter(_is_share, script.known), *_labelled(script)])
    for passage in script.prose:
        if passage.kind not in WRITTEN or not is_percent(passage):
            continue
        near = named.near(passage)
        for start, sentence in _placed(passage.text) if near else ():
            typed = [
                found for found in PERCENTAGE.finditer(sentence[:MOST]) if _is_typed(found, sentence, start, passage)
            ]
            for found in typed[:1] if not PART.search(sentence) else ():
                around_it = words_around(sentence, found)
                about = [fact for fact, topics in near if is_about(fact, topics, around_it, sentence)]
                if about and not any(_may_be(fact, found[1], sentence, context) for fact in about):
                    yield _fault(passage, sentence, found, about[0])


def _is_share(fact: IndicatorFact) -> bool:
    found = VALUE.fullmatch(fact.value)
    return found is not None and (found[2] == "%" or fact.title.startswith("%"))


def _labelled(script: Script) -> Iterator[IndicatorFact]:
    """Figures with their labels, such as those of audits, as if they were indicators."""
    for section in script.sections:
        for figure in section.figures:
            fact = IndicatorFact("", figure.label, figure.number, where=figure.where)
            if _is_share(fact):
                yield fact


def _placed(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for sentence in sentences(text):
        yield start, sentence
        start += len(sentence) + 1


def _is_typed(found: Match[str], sentence: str, start: int, passage: Passage) -> bool:
    """Is this a percentage that says how something stands, and not one that was picked?"""
    at = start + found.start()
    is_live = any(figure.start <= at < figure.end for figure in passage.figures)
    before = sentence[max(0, found.start() - 30) : found.start()]
    return not (is_live or is_difference(sentence, found) or is_goal(sentence, found) or NOT_ITSELF.search(before))


def _may_be(fact: IndicatorFact, typed: str, sentence: str, context: Context) -> bool:
    """Is it the figure, as shown or rounded, its target or the figure before; or is another time told?"""
    number = Decimal(typed)
    value = VALUE.fullmatch(fact.value)
    assert value  # only shares are named
    rounded = Decimal(value[1]).quantize(number, ROUND_HALF_UP)
    others = {Decimal(each) for each in IN_WORDS.findall(f"{fact.target} {fact.trend}")}
    return number == rounded or number in others or tells_other_times(sentence, fact, context)


def _fault(passage: Passage, sentence: str, found: Match[str], fact: IndicatorFact) -> Fault:
    name = f"{fact.ref} “{shortened(fact.title)}”".strip()
    value = fact.value if fact.value.endswith("%") else f"{fact.value}%"
    return Fault(
        passage.where,
        around(sentence, found, before=60),
        f"{found[0]} is typed, but {name} stands at {value}.",
        "Pick the figure from the list, or say what else this one is of.",
    )


RULES = (
    Rule("typed_figure", Weight.SHOULD,
         "A percentage that is typed beside the name of an indicator or a figure of the report, and is not that "
         "figure.", typed_otherwise),
)  # fmt: skip
