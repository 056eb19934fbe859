"""What could let somebody be recognised: names, references, small numbers. [pure]"""

import re
from collections.abc import Iterator
from re import Match

from kpis.disclosure import SMALL, is_safe
from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around
from reports.linting.script import Passage, Script
from reports.linting.sentences import MONTH, NUMBER, number_of, starts_word
from reports.linting.vocabulary import (
    CHILD,
    CHILDREN,
    FIRST_NAMES,
    LONE_NAMES,
    NOT_FAMILY_NAMES,
    ONE_CHILD,
    ROLES,
    SAID_OF_A_PERSON,
    THINGS,
    words_of,
)

# “One child” only where it is not the beginning of a thing, such as one child protection plan.
FEW = re.compile(
    rf"(?<![\w.,/–-])(?<!aged )(?<!under )(?<!over )(?<!Band )(?<!Tier )(?:(?:two|three|four|five|[2-5]) "
    rf"(?:[a-z-]{{3,20}} ){{0,2}}?{CHILDREN}\b(?![’'-]s? ?[a-z])(?! (?:at a time|{THINGS})\b)"
    rf"|(?:one|1) (?:[a-z-]{{3,20}} ){{0,2}}?{ONE_CHILD}(?=[.,;:)]|$| (?:{SAID_OF_A_PERSON})\b))",
    re.IGNORECASE,
)
FEW_OF_MANY = re.compile(
    rf"({NUMBER}|\b(?:one|two|three|four|five)) (?:out )?of (?:the |our |these )?({NUMBER})(?: [a-z-]{{3,20}}){{0,2}}? "
    rf"({CHILD}|cases|records|audits|conferences|plans|reviews|placements|assessments|visits)\b",
    re.IGNORECASE,
)
ANY_ONE = re.compile(r"\b(?:at least|more than|up to|each|every|any|just|than|only) $", re.IGNORECASE)
ALIKE = re.compile(
    r"\b(?:all|every|100%)(?: of)?(?: the)?(?: \d{1,4})? (?:audits?|records?|cases|files)(?: \w{1,15}){0,3}? "
    r"(?:were |was )?"
    r"(?:graded|judged|rated)(?: as| to be| at)? (?:RI|requires improvement|inadequate|good|outstanding)\b(?! or)",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(
    rf"\b(?:DOB|D\.O\.B\.?|[Dd]ate of birth|[Bb]orn on):? (?:\d{{1,2}}[./ ]|{MONTH})"
    r"|\b(?:NHS|UPN|NI) (?:number|no\.?):? ?[A-Z0-9]|\b\d{3} \d{3} \d{4}\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b"
)
WORD = r"[A-Z][a-zà-öø-ÿ’'-]{1,20}"
TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Master)\.? ({WORD})")
# With the capital first, most of a text is passed over at once; what stands before it is looked at afterwards.
TWO_NAMES = re.compile(rf"({WORD}) ({WORD})(?![\w-])(?! [A-Z])")
ONE_NAME = re.compile(rf"(?<![\w’'.@-])({WORD}?)(?:’s|'s)?(?![\w’'-])")
ROLE_AFTER = re.compile(
    rf"^(?:,|:| –| -|\)|\s?\()? ?(?:[\w’'&/-]{{1,20}} ){{0,6}}?(?:{ROLES})s?\b|^ (?:MBE|OBE|CBE|KC|QC)\b", re.I
)
ROLE_BEFORE = re.compile(rf"\b(?:{ROLES}|Dr|Professor|Sir|Dame|Lord|Lady|by)\b[^.]{{0,30}}$", re.IGNORECASE)
# The title of a column or a row whose cells name officers: Lead, Responsible director.
OFFICER_CELL = re.compile(rf"^(?:[\w’'/&-]{{1,20}} ){{0,4}}(?:{ROLES})s?:?$", re.IGNORECASE | re.MULTILINE)
PERSON_VERB = re.compile(
    r"^(?: |’s |'s )(?:said|says|told|was|is|has|had|feels?|felt|lives?|lived|wants?|wanted|attends?|went|and "
    r"(?:her|his|their)|"
    r"mother|father|mum|dad|brother|sister|carer|school)\b"
)
FEW_WORDS = frozenset({"one", "two", "three", "four", "five"})
NAME_WORDS = frozenset(name.lower() for name in FIRST_NAMES) | words_of(
    "mr mrs ms miss master child boy girl brother sister sibling mother father mum dad baby son daughter twin person "
    "named called"
)
PERSON_BEFORE = re.compile(
    r"\b(?:child|boy|girl|brother|sister|sibling|mother|father|mum|dad|baby|son|daughter|twin|young person|named|"
    r"called)"
    r"(?:,| is| was)? $"
)


def small_number(script: Script, context: Context) -> Iterator[Fault]:
    for passage in (*script.prose, *_told_beside(script)):
        if not passage.has_digit and passage.words.isdisjoint(FEW_WORDS):
            continue
        for found in FEW_OF_MANY.finditer(passage.text):
            part, whole = number_of(found[1]), number_of(found[2])
            if not part <= whole or is_safe(part, whole):
                continue
            what = f"{found[1]} of {found[2]}" if part in SMALL else f"{found[1]} of {found[2]}, so of {whole - part},"
            yield _few(passage, found, what)
        for found in FEW.finditer(passage.text):
            if not ANY_ONE.search(passage.text[max(0, found.start() - 12) : found.start()]):
                yield _few(passage, found, f"“{found[0]}”")


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


def case_reference(script: Script, context: Context) -> Iterator[Fault]:
    # In small letters it leads to the same child.
    pattern = re.compile(rf"(?<!\w)(?:{context.case_reference})(?!\w)", re.IGNORECASE)
    has_digits = r"\d{" in context.case_reference or r"\d\d" in context.case_reference
    for passage in script.everything:
        if has_digits and not passage.has_digit:
            continue
        for found in pattern.finditer(passage.text):
            yield Fault(
                passage.where, around(passage.text, found), f"{found[0]} looks like a case reference.", "Take it out."
            )


def identifier(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.everything:
        if passage.has_digit and (found := IDENTIFIER.search(passage.text)):
            yield Fault(
                passage.where,
                around(passage.text, found),
                "A date of birth, a number or a postcode leads to one person.",
                "Take it out.",
            )


def personal_name(script: Script, context: Context) -> Iterator[Fault]:
    """Names with a title, a common first name, or words before or after them that are said of a person."""
    known = _known(script, context)
    for passage in script.everything:
        if passage.words.isdisjoint(NAME_WORDS) or OFFICER_CELL.search(passage.beside):
            continue
        found = next(_names(passage.text, known, script.lower_words), None)
        if found:
            yield Fault(
                passage.where,
                around(passage.text, found),
                f"“{found[0].strip()}” looks like the name of a person.",
                "Take the name out; for an officer, write the role beside it.",
            )


def _names(text: str, known: frozenset[str], lower: frozenset[str]) -> Iterator[Match[str]]:
    for found in TITLED.finditer(text):
        if found[1] not in known and not _is_officer(text, found):
            yield found
    for found in _two_names(text):
        first, last = found[1], found[2].removesuffix("’s").removesuffix("'s")
        if (
            first in FIRST_NAMES
            and last not in NOT_FAMILY_NAMES
            and not {first, last} <= known
            and not _is_officer(text, found)
        ):
            yield found
    for found in ONE_NAME.finditer(text):
        name = found[1].removesuffix("’s").removesuffix("'s")
        if name in known:
            continue
        after, before = text[found.end() : found.end() + 20], text[max(0, found.start() - 24) : found.start()]
        if name in LONE_NAMES:
            if not re.match(r" [A-Z]", after) and not re.search(r"[A-Z][\w’'-]{0,20} $", before):
                yield found
        elif PERSON_BEFORE.search(before) and not _is_word(name, lower) and not re.match(r" [A-Z]", after):
            yield found


def _two_names(text: str) -> Iterator[Match[str]]:
    return (found for found in TWO_NAMES.finditer(text) if starts_word(text, found.start()))


def _is_word(name: str, lower: frozenset[str]) -> bool:
    return name in NOT_FAMILY_NAMES or name.lower() in lower


def _known(script: Script, context: Context) -> frozenset[str]:
    """The words of names that may stand in the report: of the cover's people, and of those whom the context names.

    The title is typed, and so it names nobody.
    """
    texts = [*context.people, *script.cover.lines]
    return frozenset(word for text in texts for word in re.findall(WORD, text))


def _is_officer(text: str, found: Match[str]) -> bool:
    after, before = text[found.end() : found.end() + 80], text[max(0, found.start() - 60) : found.start()]
    return bool(ROLE_AFTER.match(after) or ROLE_BEFORE.search(before))


def likely_name(script: Script, context: Context) -> Iterator[Fault]:
    """Two words with capitals in the midst of a sentence that stand nowhere else in small letters."""
    known = _known(script, context)
    for passage in script.everything:
        for found in _two_names(passage.text):
            first, last = found[1], found[2].removesuffix("’s").removesuffix("'s")
            if first in FIRST_NAMES or {first, last} & NOT_FAMILY_NAMES or {first, last} <= known:
                continue
            if {first.lower(), last.lower()} & script.lower_words or _is_officer(passage.text, found):
                continue
            before, after = passage.text[max(0, found.start() - 30) : found.start()], passage.text[found.end() :][:20]
            is_said_of_person = PERSON_VERB.match(after) or PERSON_BEFORE.search(before)
            if is_said_of_person and not re.search(r"(?:^|[.!?] |[A-Z][\w’'-]{0,20} |the )$", before):
                yield Fault(
                    passage.where,
                    around(passage.text, found),
                    f"“{first} {last}” could be the name of a person.",
                    "Take the name out; for an officer, write the role beside it.",
                )


RULES = (
    Rule("small_number", Weight.MUST,
         "A number from 1 to 5 of children or their families, or one that readers can work out.", small_number),
    Rule("all_alike", Weight.SHOULD, "All records have one grade, which tells the grade of each.", all_alike),
    Rule("case_reference", Weight.MUST, "What looks like a case reference.", case_reference),
    Rule("identifier", Weight.MUST, "A date of birth, an NHS or pupil number, or a full postcode.", identifier),
    Rule("personal_name", Weight.MUST,
         "What looks like the name of a person who is neither named on the cover nor has a role beside the name.",
         personal_name),
    Rule("likely_name", Weight.SHOULD, "Two words that could be an unusual name.", likely_name),
)  # fmt: skip
