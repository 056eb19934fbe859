"""What leads to one person: names, references, what stands in a file about somebody. [pure]"""

import re
from collections.abc import Iterator
from re import Match

from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around
from reports.linting.script import Passage, Script
from reports.linting.sentences import MONTH, starts_word
from reports.linting.vocabulary import FIRST_NAMES, LONE_NAMES, NOT_FAMILY_NAMES, ROLES, words_of

IDENTIFIER = re.compile(
    rf"\b(?:DOB|D\.O\.B\.?|[Dd]ate of birth|[Bb]orn on):? (?:\d{{1,2}}[./ ]|{MONTH})"
    r"|\b(?:NHS|UPN|NI) (?:number|no\.?):? ?[A-Z0-9]|\b\d{3} \d{3} \d{4}\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b"
)
# The number of a record, with what it is called before it.
RECORD_NUMBER = re.compile(
    r"\b(?:(?:[Mm]osaic|[Ll]iquid ?[Ll]ogic|LCS|ICS|[Ee]clipse|[Cc]are[Ff]irst|[Ff]ramework-?i|[Cc]hild|[Cc]lient|"
    r"[Pp]erson|[Cc]ase|[Rr]ecord|[Ff]ile|[Ss]ystem)(?: (?:ID|id|[Nn]o\.?|[Nn]umber|[Rr]ef(?:erence)?\.?)){1,2}:? ?#?"
    r"[A-Z]{0,3}\d{4,10}"
    r"|(?:[Cc]ase|[Cc]hild|[Cc]lient|Mosaic|LCS) #?\d{5,10})\b"
)
HOLDERS = words_of(
    "mosaic liquid liquidlogic lcs ics eclipse carefirst framework frameworki child client person case record file "
    "system"
)
PRIVATE_MAIL = re.compile(
    r"[\w.+-]{1,40}@(?:gmail|hotmail|outlook|yahoo|icloud|live|aol|btinternet|sky|me)\.(?:com?\b|co\.uk)", re.IGNORECASE
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
NAME_WORDS = frozenset(name.lower() for name in FIRST_NAMES) | words_of(
    "mr mrs ms miss master child boy girl brother sister sibling mother father mum dad baby son daughter twin person "
    "named called"
)
PERSON_BEFORE = re.compile(
    r"\b(?:child|boy|girl|brother|sister|sibling|mother|father|mum|dad|baby|son|daughter|twin|young person|named|"
    r"called)"
    r"(?:,| is| was)? $"
)
CALLED = re.compile(r"\b(?:Child|Boy|Girl|Brother|Sister|Mother|Father|Mum|Dad|Baby|Young [Pp]erson) $")
# What belongs to a person: Kayden’s plan.
OWNER = re.compile(
    rf"(?<![\w’'.@-])({WORD}?)(?:’s|'s) (?:mother|father|mum|dad|nan|gran|grandmother|grandfather|brothers?|sisters?|"
    r"siblings|carers?|bedroom|birthday|school|teacher|wishes|placement|social worker|plan|case|record|file|review|"
    r"assessment|life)\b"
)
A_FAMILY = re.compile(rf"\b[Tt]he ({WORD}|[A-Z]) (?:family|siblings|household|twins|brothers|sisters)\b")
INITIALS = re.compile(
    r"(?<![\w.])((?!U\.K|U\.S)(?:[A-Z]\. ?){2,3})(?:told|said|says|was|is|has|had|wants?|wanted|lives?|lived|feels?|"
    r"felt)\b"
)
# A sentence about one person: Oluwaseun was pleased with her adviser.
ABOUT_ONE = re.compile(
    rf"(?:^|[.!?] )({WORD}) (?:said|says|told|was|is|has|had|feels?|felt|lives?|lived|wants?|wanted)\b[^.!?]{{0,120}}?"
    r"\b(?:she|he|her|his|him)\b"
)
FAMILY_WORDS = words_of("family siblings household twins brothers sisters")
ONE_WORDS = words_of("she he her his him")
LETTERS = frozenset("bcdefghjklmnopqrtuvwxyz")  # “a”, “i” and a final “s” are words of every text
NO_NAME_ENDS = re.compile(r"(?:[ts]ion|ment|ness|ing|ity|ship|ance|ence|or|er|ist|ly|ed|shire|land)$")
# What begins a sentence, and what has plans and reviews of its own.
OPENERS = words_of(
    "A All Another Anybody Anyone Barnardo Barnardos Britain Children Everybody Everyone Father Government He Her His "
    "It Its Last London Mother Mum Dad Neither Next Nobody Nothing Ofsted One Our Parent Parliament She Somebody "
    "Someone That The Their There These They This Those Today Tomorrow What When Where Which Who Yesterday"
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
        if (
            passage.has_digit
            and not passage.words.isdisjoint(HOLDERS)
            and (found := RECORD_NUMBER.search(passage.text))
        ):
            yield Fault(
                passage.where, around(passage.text, found), f"{found[0]} looks like the number of a record.",
                "Take it out.",
            )  # fmt: skip


def identifier(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.everything:
        if passage.has_digit and (found := IDENTIFIER.search(passage.text)):
            yield Fault(
                passage.where,
                around(passage.text, found),
                "A date of birth, a number or a postcode leads to one person.",
                "Take it out.",
            )
        if "@" in passage.text and (found := PRIVATE_MAIL.search(passage.text)):
            yield Fault(
                passage.where,
                around(passage.text, found),
                "A private e-mail address leads to one person.",
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
            is_alone = CALLED.search(before) or not re.search(r"[A-Z][\w’'-]{0,20} $", before)
            if is_alone and not re.match(r" [A-Z]", after):
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
    """Words with capitals that stand nowhere else in small letters, and of which a person's things are said."""
    known = _known(script, context)
    for passage in script.everything:
        for found, name in _unusual(passage, known, script.lower_words):
            yield Fault(
                passage.where,
                around(passage.text, found),
                f"“{name}” could be the name of a person.",
                "Take the name out; for an officer, write the role beside it.",
            )
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


def _unusual(passage: Passage, known: frozenset[str], lower: frozenset[str]) -> Iterator[tuple[Match[str], str]]:
    """Single names, families and initials of which something is said that is said of people alone."""

    def is_name(word: str) -> bool:
        # Common first names are found by the rule about them.
        taken = known | NOT_FAMILY_NAMES | LONE_NAMES | OPENERS
        return word not in taken and not _is_word(word, lower) and not NO_NAME_ENDS.search(word)

    text, words = passage.text, passage.words
    of_families = () if words.isdisjoint(FAMILY_WORDS) else A_FAMILY.finditer(text)
    of_one = () if words.isdisjoint(ONE_WORDS) else ABOUT_ONE.finditer(text)
    for found in (*of_families, *of_one):
        if len(found[1]) == 1 or is_name(found[1]):
            yield found, found[1]
    if not words.isdisjoint(LETTERS):
        yield from ((found, found[1].strip()) for found in INITIALS.finditer(text))
    for found in OWNER.finditer(text) if "’s " in text or "'s " in text else ():
        if is_name(found[1]) and not _is_officer(text, found):
            yield found, found[1]


RULES = (
    Rule("case_reference", Weight.MUST, "What looks like a case reference, or the number of a record.", case_reference),
    Rule("identifier", Weight.MUST,
         "A date of birth, an NHS or pupil number, a full postcode, or a private e-mail address.", identifier),
    Rule("personal_name", Weight.MUST,
         "What looks like the name of a person who is neither named on the cover nor has a role beside the name.",
         personal_name),
    Rule("likely_name", Weight.SHOULD,
         "Words that could be an unusual name, a family or initials: what is said with them is said of people.",
         likely_name),
)  # fmt: skip
