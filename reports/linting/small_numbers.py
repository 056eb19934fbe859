"""Small numbers of children and of their records, and what tells the grade of each. [pure]"""

import re
from collections.abc import Iterator
from decimal import Decimal
from re import Match

from kpis.disclosure import SMALL, is_safe
from reports.disclosure import rounded
from reports.linting.arithmetic import GRADE_WORDS
from reports.linting.context import Context
from reports.linting.figures import is_percent
from reports.linting.findings import Fault, Rule, Weight, around
from reports.linting.script import Passage, Script
from reports.linting.sentences import NUMBER, PERCENT, number_of
from reports.linting.vocabulary import CHILD, CHILDREN, ONE_CHILD, SAID_OF_A_PERSON, THINGS, words_of

# “One child” only where it is not the beginning of a thing, such as one child protection plan.
FEW = re.compile(
    rf"(?<![\w.,/–-])(?<!aged )(?<!under )(?<!over )(?<!Band )(?<!Tier )(?:(?:two|three|four|five|[2-5]|a couple of)"
    rf"(?: \([2-5]\))? (?:[a-z-]{{3,20}} ){{0,2}}?{CHILDREN}\b(?![’'-]s? ?[a-z])(?! (?:at a time|{THINGS})\b)"
    rf"|(?:one|1|a single) (?:[a-z-]{{3,20}} ){{0,2}}?{ONE_CHILD}(?=[.,;:)]|$| (?:{SAID_OF_A_PERSON})\b))",
    re.IGNORECASE,
)
FEW_WORDS = frozenset({"one", "two", "three", "four", "five"})
FEW_NUMBERS = r"(?:one|two|three|four|five)"
OF_RECORDS = rf"(?:{CHILD}|cases|records|audits|conferences|plans|reviews|placements|assessments|visits)\b"
FEW_OF_MANY = re.compile(
    rf"({NUMBER}|\b{FEW_NUMBERS})(?: (?:out )?of (?:the |our |these )?| ?/ ?)({NUMBER})(?: [a-z-]{{3,20}}){{0,2}}? "
    rf"{OF_RECORDS}",
    re.IGNORECASE,
)
# Of the 50 children, 47 were seen.
MANY_THEN_FEW = re.compile(
    rf"\bof (?:the |our |these |all )?({NUMBER})(?: [a-z-]{{3,20}}){{0,2}}? {OF_RECORDS}[^.,;%\d]{{0,40}},? "
    rf"(?:only |just |all but )?({NUMBER}|\b{FEW_NUMBERS}) (?:were|was|had|have|has|are|is|did)\b",
    re.IGNORECASE,
)
SHARE_OF_MANY = re.compile(
    rf"{PERCENT} of (?:the |our |these |all )?({NUMBER})(?: [a-z-]{{3,20}}){{0,2}}? {OF_RECORDS}", re.IGNORECASE
)
# Two of the young people: how many they are in all is not said, and need not be.
SOME_OF_THE = re.compile(
    rf"\b({FEW_NUMBERS}|[1-5]|a couple) of (?:the|our|these|those) (?:[a-z-]{{3,20}} ){{0,2}}?{CHILDREN}\b"
    rf"(?![’'-]s? ?[a-z])(?! (?:{THINGS})\b)",
    re.IGNORECASE,
)
GRADES = r"(?:outstanding|good|requires improvement|RI|inadequate)"
# 3 audits were inadequate; Inadequate: 3. “Two good examples” are no audits.
FEW_OF_A_GRADE = re.compile(
    rf"(?<![\w.,/–-])({FEW_NUMBERS}|[1-5]) (?:audits?|records?|cases|case|files?) (?:(?:were|was|are|is) )?"
    rf"(?:graded |judged |rated |found )?(?:as |to be )?{GRADES}\b(?! or)|\b{GRADES} ?[:=] ?([1-5])(?![\d.,]?\d|%|/)",
    re.IGNORECASE,
)
ABOUT_OF_TEN = re.compile(r"\b(?:around|about|almost|nearly|over|roughly|some|approximately) $", re.IGNORECASE)
ANY_ONE = re.compile(r"\b(?:at least|more than|up to|each|every|any|just|than|only) $", re.IGNORECASE)
AT_LEAST = re.compile(r"\b(?:at least|more than|up to|each|every|any) $", re.IGNORECASE)
PEOPLE_WORDS = words_of(
    "children people persons leavers babies infants siblings toddlers teenagers pupils families parents mothers "
    "fathers brothers sisters boys girls child person leaver baby infant sibling toddler teenager pupil family parent "
    "mother father brother sister boy girl"
)
RECORD_WORDS = PEOPLE_WORDS | words_of("cases records audits conferences plans reviews placements assessments visits")
ALIKE = re.compile(
    r"\b(?:all|every|100%)(?: of)?(?: the)?(?: \d{1,4})? (?:audits?|records?|cases|files)(?: \w{1,15}){0,3}? "
    r"(?:were |was )?"
    r"(?:graded|judged|rated)(?: as| to be| at)? (?:RI|requires improvement|inadequate|good|outstanding)\b(?! or)",
    re.IGNORECASE,
)


# Expression, what before it makes it vague, and words of which one is there: asked first, as nothing else is as quick.
PATTERNS = (
    (FEW, ANY_ONE, PEOPLE_WORDS),
    (SOME_OF_THE, AT_LEAST, PEOPLE_WORDS),
    (FEW_OF_A_GRADE, AT_LEAST, GRADE_WORDS),
)


def small_number(script: Script, context: Context) -> Iterator[Fault]:
    for passage in (*script.prose, *_told_beside(script)):
        if not passage.has_digit and passage.words.isdisjoint(FEW_WORDS | {"couple", "single"}):
            continue
        yield from _parts_of_many(passage)
        for pattern, vague, about in PATTERNS:
            if passage.words.isdisjoint(about):
                continue
            for found in pattern.finditer(passage.text):
                if not vague.search(passage.text[max(0, found.start() - 12) : found.start()]):
                    yield _few(passage, found, f"“{found[0]}”")


def _parts_of_many(passage: Passage) -> Iterator[Fault]:
    """Numbers that are small themselves, or leave a small one; percentages that can be of one number alone."""
    if passage.words.isdisjoint(RECORD_WORDS):
        return
    for found in FEW_OF_MANY.finditer(passage.text):
        if not (found[2] == "10" and ABOUT_OF_TEN.search(passage.text[max(0, found.start() - 16) : found.start()])):
            yield from _few_of(passage, found, number_of(found[1]), number_of(found[2]))
    for found in MANY_THEN_FEW.finditer(passage.text):
        yield from _few_of(passage, found, number_of(found[2]), number_of(found[1]))
    for found in SHARE_OF_MANY.finditer(passage.text) if is_percent(passage) else ():
        part, whole = _counted(found[1], number_of(found[2])), number_of(found[2])
        if part is not None:
            yield from _few_of(passage, found, part, whole)


def _few_of(passage: Passage, found: Match[str], part: int, whole: int) -> Iterator[Fault]:
    if part <= whole and not is_safe(part, whole):
        what = f"{part:,} of {whole:,}" if part in SMALL else f"{part:,} of {whole:,}, so of {whole - part},"
        yield _few(passage, found, what)


def _counted(share: str, whole: int) -> int | None:
    """The only number of which the percentage can be; None where there are several."""
    places = len(share.partition(".")[2])
    near = int(Decimal(share) * whole / 100)
    found = [
        number
        for number in range(max(0, near - 2), min(whole, near + 2) + 1)
        if whole and rounded(Decimal(100 * number) / whole, places) == Decimal(share)
    ]
    return found[0] if len(found) == 1 else None


def _told_beside(script: Script) -> Iterator[Passage]:
    """Headings, samples of figures and words of pictures, of which people type some. Tables are protected whole."""
    for section in script.sections:
        yield Passage(section.where, section.title, "title")
        for figure in section.figures:
            yield Passage(figure.where, figure.sample, "label")
        for picture in section.pictures:
            yield from (Passage(picture.where, text, "label") for text in (picture.title, picture.alt))


def _few(passage: Passage, found: Match[str], what: str) -> Fault:
    return Fault(
        passage.where,
        around(passage.text, found),
        f"{what} tells of 1 to 5: somebody could be recognised.",
        "Write “a few” or leave the number out; hide what would let readers work it out.",
    )


def all_alike(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.prose:
        if not passage.words.isdisjoint({"graded", "judged", "rated"}) and (found := ALIKE.search(passage.text)):
            yield Fault(
                passage.where,
                around(passage.text, found),
                "If all are alike, readers know the grade of each record, and of each worker in a small team.",
                "Leave it out where the group is small, or say how large it is.",
            )


RULES = (
    Rule("small_number", Weight.MUST,
         "A number from 1 to 5 of children or their families, or one that readers can work out.", small_number),
    Rule("all_alike", Weight.SHOULD, "All records have one grade, which tells the grade of each.", all_alike),
)  # fmt: skip
