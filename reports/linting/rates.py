"""Rates per 10,000: of whom, of when, and never in per cent. [pure]"""

import re
from collections.abc import Iterator
from re import Match

from reports.linting.context import Context
from reports.linting.figures import SAMPLE, is_difference, is_goal
from reports.linting.findings import Fault, Rule, Weight, around
from reports.linting.script import IndicatorFact, Passage, Script
from reports.linting.sentences import MONTH, PERCENT

THOUSANDS = frozenset({"10", "1", "100", "000", "1000", "10000", "100000"})
_PER = r"(?:per|for every|in every) (?:10{1,2},000|1,000|10{3,5})(?![\d,]\d)"
_NUMBER = r"(?<![\w.,])\d{1,4}(?:\.\d{1,2})?"
RATE = re.compile(rf"{_NUMBER} (?:children )?{_PER}|\brate {_PER}(?: [a-z]{{1,20}}){{0,4}}[:,]? {_NUMBER}(?! ?%)", re.I)
PER = re.compile(_PER, re.IGNORECASE)
OF_WHOM = re.compile(
    rf"{_PER} (?:of (?:the|our|all) |local |resident )?(?:children|young people|under|people|population|families|"
    r"households|care leavers|babies|infants|pupils|residents|aged|0)",
    re.IGNORECASE,
)
OF_WHEN = re.compile(
    rf"\b(?:{MONTH}|20\d\d|19\d\d|quarters?|Q[1-4]|mid-year|(?:this|last|the|previous) (?:month|year)|year end\w*)\b",
    re.I,
)
IN_PER_CENT = re.compile(rf"{PERCENT}(?: [a-z]{{1,20}}){{0,3}} {_PER}", re.IGNORECASE)
RATE_IS = re.compile(
    rf"\brate(?: of [a-z' -]{{1,60}})? {_PER}(?: [a-z]{{1,20}}){{0,3}}? (?:is|was|of|at|to) (?:now )?{PERCENT}", re.I
)
SIGN = re.compile(r" ?(?:%|per ?cent\b)", re.IGNORECASE)
PERCENTAGE = re.compile(PERCENT, re.IGNORECASE)
SUCH_AS = "such as “42.6 per 10,000 children (312 of 73,240, March 2026)”"


def rate_without_population(script: Script, context: Context) -> Iterator[Fault]:
    for section in script.sections:
        for passage in section.passages:
            if passage.has_digit and not passage.words.isdisjoint(THOUSANDS):
                yield from _bare_rate(passage, section.title)
        for figure in section.figures:
            if PER.search(figure.number) and not re.search(r"\d|\[c\]", figure.sample):
                yield _without(figure.where, f"{figure.label}: {figure.number}", f"{figure.number}: of whom?")


def _bare_rate(passage: Passage, title: str) -> Iterator[Fault]:
    """The first rate of the passage that lacks something; the time may stand in the heading."""
    has_sample = SAMPLE.search(passage.text)
    has_time = OF_WHEN.search(passage.text) or OF_WHEN.search(title)
    for sentence in passage.sentences:
        has_whom = has_sample or OF_WHOM.search(sentence)
        lacks = [words for words, is_said in (("of whom", has_whom), ("of when", has_time)) if not is_said]
        found = next(_typed_rates(passage, sentence), None)
        if found and lacks:
            yield _without(passage.where, around(sentence, found), f"{found[0]}: {' and '.join(lacks)}?")
            return


def _without(where: str, quote: str, words: str) -> Fault:
    return Fault(
        where, quote, f"{words} A rate is counted on a population, which changes from year to year.",
        f"Say on which children of which time the rate is counted, {SUCH_AS}.",
    )  # fmt: skip


def _typed_rates(passage: Passage, sentence: str) -> Iterator[Match[str]]:
    """Rates that were counted. A live figure brings its own numbers, unless they are hidden."""
    live = {figure.shown for figure in passage.figures}
    for found in RATE.finditer(sentence):
        is_live = any(shown.startswith(found[0]) for shown in live)
        if not (is_live or is_difference(sentence, found) or is_goal(sentence, found)):
            yield found


def rate_as_percentage(script: Script, context: Context) -> Iterator[Fault]:
    rates = [(fact, PER.split(fact.value)[0].strip()) for fact in script.known if PER.search(fact.value)]
    for passage in script.prose:
        if passage.words.isdisjoint({"%", "cent", "percent"}) or not passage.has_digit:
            continue
        for figure in passage.figures:
            if PER.search(figure.shown) and (sign := SIGN.match(passage.text, figure.end)):
                quote = f"{figure.shown}{sign[0]}"
                yield _as_percentage(passage.where, quote, f"{figure.shown} is a rate, and no percentage.")
        for sentence in passage.sentences:
            if found := IN_PER_CENT.search(sentence) or RATE_IS.search(sentence):
                words = f"“{found[0]}” is a rate, and no percentage."
                yield _as_percentage(passage.where, around(sentence, found), words)
                continue
            for fact, number in rates:
                if found := _percentage_of(fact, number, sentence):
                    words = f"{fact.ref or fact.title} is {fact.value}: a rate, and no percentage."
                    yield _as_percentage(passage.where, around(sentence, found), words)
                    break


def _percentage_of(fact: IndicatorFact, number: str, sentence: str) -> Match[str] | None:
    """The figure of a rate with a sign of per cent, in a sentence that is about it."""
    is_named = bool(fact.ref) and re.search(rf"(?<![\w.]){re.escape(fact.ref)}(?![\w]|\.\d|%| ?per)", sentence)
    if not (is_named or re.search(r"\brates?\b", sentence, re.IGNORECASE)):
        return None
    same = (found for found in PERCENTAGE.finditer(sentence) if found[1] == number)
    return next((found for found in same if not is_difference(sentence, found)), None)


def _as_percentage(where: str, quote: str, words: str) -> Fault:
    return Fault(where, quote, words, "Write it per 10,000 children, without a sign for per cent.")


RULES = (
    Rule("rate_without_population", Weight.SHOULD,
         "A rate per 10,000 that does not say of whom it is, or of when.", rate_without_population),
    Rule("rate_as_percentage", Weight.SHOULD, "A rate per 10,000 that is given in per cent.", rate_as_percentage),
)  # fmt: skip
