"""What some readers cannot make out: short forms, colours, pictures without words. [pure]"""

import re
from collections.abc import Iterator

from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.script import Passage, Script, TableText
from reports.linting.sentences import starts_word
from reports.linting.vocabulary import SHOUTED

SHORT = re.compile(r"([A-Z][A-Za-z]{0,4}[A-Z])(s|’s|'s)?(?![\w@])")
IN_FULL = re.compile(r"\(\W{0,2}([A-Z][A-Za-z]{0,4}[A-Z])s?\W{0,2}\)")
THEN_IN_FULL = re.compile(
    r"(?<!\w)([A-Z][A-Za-z]{0,4}[A-Z])s? (?:\(|– |- |means |stands for )([A-Za-z][a-z]{2,20}(?: "
    r"[A-Za-z&][\w’'-]{0,20}){1,7})"
)
COLOURS = "red|amber|green|blue|yellow|orange|purple|grey"
COLOUR = rf"(?:{COLOURS})(?:(?: |, | and | or )(?:{COLOURS})){{0,3}}"
COLOUR_WORDS = frozenset({*COLOURS.split("|"), "colour", "coloured", "highlighted", "shaded"})
BY_COLOUR = re.compile(
    rf"\b(?:shown|marked|highlighted|shaded|coloured|colour-coded|flagged|indicated|displayed|written|printed) "
    rf"(?:up )?(?:in |as )?{COLOUR}\b"
    rf"(?! rat)|\bthe {COLOUR} (?:cells?|bars?|lines?|boxes|box|rows?|text|figures?|numbers?|dots?|shading)\b|"
    rf"\b(?:figures?|numbers?|cells?|rows?|columns?|items|entries|text|words|those) in (?:bold )?{COLOUR}\b(?! rat)|"
    rf"\b(?:highlighted|shaded|coloured) (?:cells?|rows?|columns?|figures?|numbers?|items|text|boxes)\b|"
    rf"\bcolour[- ]coded\b",
    re.IGNORECASE,
)
RAG_SAID = re.compile(r"\bRAG[- ]?(?:rat\w{1,4}|status)?\b")
RAG_WORD = re.compile(r"\b(?:red|amber|green|met|missed|no target|on track|off track|\[c\])\b", re.IGNORECASE)
RATING_COLUMN = re.compile(r"\b(?:RAG|rating|rated)\b", re.IGNORECASE)
GOAL_COLUMN = re.compile(r"\b(?:target|minimum|upper|min)\b", re.IGNORECASE)
NO_ALT = re.compile(
    r"^(?:image|picture|chart|graph|figure|diagram|photo|logo|icon)?[\s\d.:-]{0,8}$|\.(?:png|jpe?g|gif|svg)$", re.I
)
IMAGE = re.compile(r"!\[\s{0,5}\]\([^)\s]{0,200}\)")


def undefined_abbreviation(script: Script, context: Context) -> Iterator[Fault]:
    """Each short form once, where it first stands, unless it is explained somewhere, or said in full before."""
    explained = {short for passage in script.passages for short in _defined_in(passage.text)}
    known = explained | SHOUTED | context.understood
    told: list[str] = []
    for passage in script.passages:
        told.append(passage.text.lower().replace("’", "'"))
        if passage.text.isupper():
            continue
        for found in SHORT.finditer(passage.text):
            if not starts_word(passage.text, found.start()):
                continue
            short, meaning = found[1], context.abbreviations.get(found[1], "")
            # A word that also stands in small letters was only shouted, unless the list knows it.
            if short in known or (not meaning and short.lower() in script.lower_words):
                continue
            known.add(short)
            if meaning and any(meaning.lower() in text for text in told):
                continue
            yield Fault(
                passage.where,
                around(passage.text, found),
                f"“{short}” is used, and nothing before it or beside it says what it stands for.",
                f"Write “{meaning} ({short})” where it first stands."
                if meaning
                else f"Say in full what “{short}” means where it first stands.",
            )


def _defined_in(text: str) -> Iterator[str]:
    """Short forms in brackets after their words, or followed by them."""
    if (
        "(" not in text
        and " – " not in text
        and " - " not in text
        and " means " not in text
        and "stands for" not in text
    ):
        return
    for found in IN_FULL.finditer(text):
        before = re.findall(r"[A-Za-z’'-]{1,40}", text[max(0, found.start() - 120) : found.start()])[-9:]
        # Councils drop and add words: the first letter will do, or half of the letters.
        initials = {word.strip("’'-")[:1].upper() for word in before if word != found[1]}
        letters = found[1].upper()
        if letters[0] in initials or 2 * sum(letter in initials for letter in letters) >= len(letters):
            yield found[1]
    for found in THEN_IN_FULL.finditer(text):
        initials = "".join(word[0] for word in found[2].split()).upper()
        if _in_order(found[1].upper()[:2], initials):
            yield found[1]


def _in_order(letters: str, initials: str) -> bool:
    rest = iter(initials)
    return all(letter in rest for letter in letters)


def colour_only(script: Script, context: Context) -> Iterator[Fault]:
    way_out = "Say it in words as well: Red, Amber, Green; met, missed. Some readers do not see the colour."
    for passage in script.prose:
        if not passage.words.isdisjoint(COLOUR_WORDS) and (found := BY_COLOUR.search(passage.text)):
            yield Fault(passage.where, around(passage.text, found), "The meaning rests on a colour.", way_out)
    said = next((passage for passage in script.prose if "rag" in passage.words and RAG_SAID.search(passage.text)), None)
    for table in script.tables:
        if problem := _table_in_colours(table, said):
            yield Fault(table.where, shortened(table.caption), problem, way_out)
    for fact in script.indicators:
        if fact.rag in ("red", "amber", "green", "met", "missed") and not fact.rag_words.strip():
            yield Fault(fact.where, f"{fact.ref} {fact.title}".strip(), "The rating has no words.", way_out)


def _table_in_colours(table: TableText, said: Passage | None) -> str:
    """A table of targets of which the text says that it is rated, without a rating in words."""
    has_goals = said and len(table.rows) > 1 and any(GOAL_COLUMN.search(title) for title in table.columns)
    has_ratings = any(RATING_COLUMN.search(title) for title in table.columns[1:])
    if table.is_repeat or not (has_goals or has_ratings):
        return ""
    if any(RAG_WORD.search(cell) for row in table.rows for cell in row[1:]):
        return ""
    if has_ratings or said is None:
        return "The column of ratings has no words."
    return f"{said.where} says that these figures are rated red, amber or green; no word of it is in the table."


def missing_alternative(script: Script, context: Context) -> Iterator[Fault]:
    way_out = "Say in a sentence what the picture shows, or mark it as decoration."
    for section in script.sections:
        for picture in section.pictures:
            if NO_ALT.search(picture.alt.strip()):
                words = (
                    "The text alternative says nothing."
                    if picture.alt.strip()
                    else "The picture has no text alternative."
                )
                yield Fault(picture.where, picture.title or "(no title)", words, way_out)
    for passage in script.passages:
        if "![" in passage.text and (found := IMAGE.search(passage.text)):
            yield Fault(passage.where, around(passage.text, found), "The picture has no text alternative.", way_out)


RULES = (
    Rule("undefined_abbreviation", Weight.SHOULD,
         "A short form that is explained neither beside it nor before it. Everyday ones, such as NHS, need no words.",
         undefined_abbreviation),
    Rule("colour_only", Weight.SHOULD, "Meaning that rests on colour alone.", colour_only),
    Rule("missing_alternative", Weight.MUST, "A picture or chart without a text alternative.", missing_alternative),
)  # fmt: skip
