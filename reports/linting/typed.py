"""A figure that somebody typed, beside the name of one that the report has and that says otherwise. [pure]

A percentage need only stand near the name. A count, an average or a rate is one of many numbers in a sentence: it must
be said of the name itself, as in “stands at 1,950” or “1,950 children with a plan”.
"""

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from re import Match

from reports.linting.context import Context
from reports.linting.figures import PERCENTAGE, is_difference, is_goal, is_percent
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.judgement import Named, is_about, stems, words_around
from reports.linting.live_words import tells_other_times
from reports.linting.script import WRITTEN, IndicatorFact, Passage, Script
from reports.linting.sentences import MONTH, sentences

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
# A number by itself, with what it is counted in: 1,950, 12.4 days, 42.6 per 10,000.
NUMBER = re.compile(
    r"(?<![\w.,/£(-])(\d{1,3}(?:,\d{3}){1,2}|\d{1,6})(\.\d{1,3})?( days?\b| per 10,000\b)?(?!\w|[.,/–-]?\d|%)"
    r"(?! ?(?:per ?cent|%|(?:out )?of (?:the |all )?\d|(?:months?|weeks?|hours?|working|years?|minutes?|points?)\b))"
    rf"(?! {MONTH})"
)
SHOWN = re.compile(r"(\d{1,3}(?:,\d{3}){0,2})(\.\d{1,3})?( days?| per 10,000)?")
STANDS = re.compile(
    r"(?:\b(?:is|are|was|were|stands? at|stood at|totall?ed|totals|numbered|averaged|averages|(?:average|total) of)"
    r"|:) (?:now |only |just |currently |at )?$",
    re.IGNORECASE,
)
CALENDAR = re.compile(rf"\b(?:{MONTH}|in|since|by|until|from|of|Quarter|Q|year|page|section|paragraph|version) $", re.I)
CLOSE = 60  # letters
AVERAGE = re.compile(r"\baverage\b", re.IGNORECASE)
FOLLOWING = 3  # words after a number of which one says what it counts


def typed_numbers(script: Script, context: Context) -> Iterator[Fault]:
    """Sentences that say how many of an indicator's name there are, and give another number than its own."""
    named = Named([*filter(_is_number, (*script.known, *context.beside)), *_labelled(script, _is_number)])
    for passage in script.prose:
        near = named.near(passage) if passage.kind in WRITTEN and passage.has_digit else ()
        for start, sentence in _placed(passage.text) if near else ():
            if PART.search(sentence):
                continue
            for found in NUMBER.finditer(sentence[:MOST]):
                about = [
                    fact for fact, topics in near
                    if _says_of(fact, topics, found, sentence) and _is_typed(found, sentence, start, passage)
                ]  # fmt: skip
                if about and not any(_may_be_number(fact, found, sentence, context) for fact in about):
                    yield _fault(passage, sentence, found, about[0])
                    break


def _is_number(fact: IndicatorFact) -> bool:
    return SHOWN.fullmatch(fact.value) is not None and not _is_share(fact)


def _says_of(fact: IndicatorFact, topics: list[frozenset[str]], found: Match[str], sentence: str) -> bool:
    """Is the number said of the name: right before its words, or after them and a word such as “stands at”?"""
    shown = SHOWN.fullmatch(fact.value)
    assert shown  # only numbers are named
    before = sentence[: found.start()]
    if _unit(found) != _unit(shown) or CALENDAR.search(before) or (found[2] and not shown[2]):
        return False
    following = stems(sentence[found.end() : found.end() + CLOSE])[:FOLLOWING]
    around_it = words_around(sentence, found)
    for topic in topics:
        if topic <= around_it and (STANDS.search(before[-40:]) or not topic.isdisjoint(following)):
            return True
    return False


def _unit(found: Match[str]) -> str:
    return (found[3] or "").strip().removesuffix("s")


def _may_be_number(fact: IndicatorFact, found: Match[str], sentence: str, context: Context) -> bool:
    """Is it the figure, as shown or rounded, one of its parts, its target or the figure before; or another time's?"""
    number = _decimal(f"{found[1]}{found[2] or ''}")
    value = NUMBER.search(fact.value)
    assert value
    rounded = _decimal(f"{value[1]}{value[2] or ''}").quantize(number, ROUND_HALF_UP)
    told = f"{fact.target} {fact.trend} {fact.numerator} {fact.denominator}".replace(",", "")
    others = {Decimal(each) for each in re.findall(r"\d{1,7}(?:\.\d{1,3})?", told)}
    # What is an average by its name is not compared with one.
    said = AVERAGE.sub("", sentence) if AVERAGE.search(fact.title) else sentence
    return number == rounded or number in others or tells_other_times(said, fact, context)


def _decimal(words: str) -> Decimal:
    return Decimal(words.replace(",", ""))


def typed_otherwise(script: Script, context: Context) -> Iterator[Fault]:
    """Sentences that name an indicator or a labelled figure, and give a percentage that is not its own."""
    named = Named([*filter(_is_share, (*script.known, *context.beside)), *_labelled(script, _is_share)])
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


def _labelled(script: Script, is_wanted: Callable[[IndicatorFact], bool]) -> Iterator[IndicatorFact]:
    """Figures with their labels, such as those of audits, as if they were indicators."""
    for section in script.sections:
        for figure in section.figures:
            fact = IndicatorFact("", figure.label, figure.number, where=figure.where)
            if is_wanted(fact):
                yield fact


def _placed(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for sentence in sentences(text):
        yield start, sentence
        start += len(sentence) + 1


def _is_typed(found: Match[str], sentence: str, start: int, passage: Passage) -> bool:
    """Is this a figure that says how something stands, and not one that was picked?"""
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
    value = f"{fact.value}%" if _is_share(fact) and not fact.value.endswith("%") else fact.value
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
    Rule("typed_number", Weight.SHOULD,
         "A count, an average or a rate that is typed as that of an indicator or a figure of the report, and is not "
         "that figure.", typed_numbers),
)  # fmt: skip
