"""What was left over from writing: notes, headings with nothing under them, the same paragraph twice. [pure]"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from re import Match

from reports.linting.context import Context
from reports.linting.evidence import is_marked
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.script import Passage, Script, Section
from reports.linting.sentences import runs_of_three
from reports.linting.vocabulary import words_of
from reports.tokens import FIRST_WORDS, unknown

NOTES = re.compile(
    r"\b(?:TBC|TBA|TBD|TODO|FIXME|DN:|NB to self|DRAFT|[Ll]orem ipsum)"
    r"|\[(?i:insert|add|check|date|number|figures?|xx?x?|tbc|to (?:be )?(?:add|confirm|complet|follow|updat)\w{0,5}|"
    r"update|delete|link|source|comment|note to|drafting)\b[^\[\]]{0,80}\]"
    r"|(?<![\w/])[xX]{1,4}(?:\.[xX])?%|£[xX]{1,4}\b|\b(?:xxx{1,6}|XXX{1,6})\b|_{4,60}|\?{2,20}"
    r"|\bsay (?:in )?what (?:ways?|areas?)\b"
    r"|\((?i:say(?! ?,)|add|insert|check|expand|clarify|reword|awaiting|needs? (?:updating|checking|more|expanding))"
    r"\b(?!-)[^()]{0,80}\)|\((?i:to be (?:added|updated|completed|confirmed|inserted))\)"
    r"|(?<!if so, )(?<!If so, )\b[Pp]lease (?:indicate|insert|delete|state (?:which|why|whether)|specify)\b"
    r"|\b[Dd]elete as (?:appropriate|applicable)\b|\b[Yy]ou will need to have\b"
    r"|\b[Ff]igures? to (?:follow|come)\b|\b[Aa]waiting (?:data|figures|text|input)\b|\bto be (?:added|inserted|"
    r"written) here\b"
)
# What programs leave behind, formulas, references that no longer work, comments; and what one says to oneself.
LEFT = re.compile(
    r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!)|\bError! (?:Reference|Bookmark|No )|\bComment(?:ed)? \[[A-Za-z]{1,4}\d"
    r"|<(?i:insert|add|name|date|number|figure|chart|table|text)\b[^<>]{0,60}>|\bX{2,4}\b(?= [a-z]{3})"
    r"|\b(?i:see|in) (?i:appendix|annexe?|table|page|section|figure) (?:\?|[xX]{1,3}\b(?!-)|…|\.\.\.)"
    r"|\b(?i:update|check|amend|confirm|remove|delete)\b[^.]{0,30} before (?:publication|publishing|it is published|"
    r"sign-off|circulation)\b"
    r"|\b(?:[Ww]ill|[Tt]o) (?:update|insert|amend|expand) (?:this|here)\b"
    r"|\b[Tt]his (?:paragraph|section|sentence|bullet|table|chart|slide|part) (?:needs|wants|(?:still )?to be)\b"
    r"|\b(?i:figures?|data|text|input|commentary|narrative)(?: [a-z]{2,15}){0,3}? (?:awaited|still to come|to be "
    r"supplied)\b"
)
# All that somebody wrote in a place.
ONLY_NOTE = re.compile(
    r"\W{0,3}(?:(?:more|text|data|details?|figures?|words|update) ){0,2}to (?:follow|come|be confirmed)\W{0,3}", re.I
)
# What a passage has if it may hold a note: asked first, as it is quicker.
NOTE_WORDS = words_of("tbc tba tbd todo fixme dn nb draft lorem please delete awaiting say here follow come need")
LEFT_WORDS = words_of(
    "needs wants awaited supplied error comment commented publication publishing circulation insert amend expand "
    "update xx xxx xxxx follow come confirmed"
)
NOTE_MARKS = re.compile(
    r"\[|\?\?|__|£[xX]|[xX]%|[xX]\.[xX]|xxx|XXX"
    r"|\((?i:say|add|insert|check|expand|clarify|reword|to be|awaiting|need)"
)
LEFT_MARKS = re.compile(r"#[NRDV]|<[a-zA-Z]| \?| [xX]{1,4}\b| …|\.\.\.")
WORDS = re.compile(r"[a-z0-9]{1,40}")
COPIED = ("paragraph", "point", "strength", "focus", "key message")
HEADING_WORDS = 12
ENOUGH_WORDS, ENOUGH_WORDS_ALIKE = 8, 12
ALIKE = 0.8  # of the shorter one's runs of three words
LONGEST = 2_000  # words of a paragraph that are compared
CROWD = 8  # paragraphs in which a run of three words still tells something


def drafting_note(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.passages:
        if found := _note(passage):
            yield Fault(
                passage.where,
                around(passage.text, found),
                f"“{shortened(found[0])}” looks like a note to the writer.",
                "Write what was meant, or take the note out.",
            )


def _note(passage: Passage) -> Match[str] | None:
    """The first note to the writer; quick where there is none."""
    found = None
    if not passage.words.isdisjoint(NOTE_WORDS) or NOTE_MARKS.search(passage.text):
        found = NOTES.search(passage.text)
    if not found and (not passage.words.isdisjoint(LEFT_WORDS) or LEFT_MARKS.search(passage.text)):
        found = LEFT.search(passage.text) or ONLY_NOTE.fullmatch(passage.text)
    return found


def unknown_figure(script: Script, context: Context) -> Iterator[Fault]:
    """Tokens that are left: known ones have become their figures, but for the wording of actions, which holds none."""
    for passage in script.prose:
        if passage.words.isdisjoint(FIRST_WORDS) or not (left := unknown(passage.text)):
            continue
        named = " and ".join(f"“{each}”" for each in left)
        if passage.kind == "action":
            words, way_out = f"{named} stands in the wording of an action.", "Figures are filled in in texts only."
        else:
            is_one = len(left) == 1
            words = f"{named} {'is no figure' if is_one else 'are no figures'} of this report."
            way_out = f"Pick {'it' if is_one else 'them'} from the list."
        yield Fault(passage.where, "", words, way_out)


def empty_heading(script: Script, context: Context) -> Iterator[Fault]:
    for section, following in zip_longest(script.sections, script.sections[1:]):
        # A heading may be followed by its first subheading at once.
        if section.is_empty and (following is None or following.level <= section.level):
            yield _nothing_under(section.where, section.title)
        yield from _empty_by_hand(section)


def _empty_by_hand(section: Section) -> Iterator[Fault]:
    """Lines that are headings to the eye: all in bold, or ending in a colon, with nothing after them."""
    has_more = bool(section.tables or section.figures or section.pictures or section.actions)
    for passage, after in zip_longest(section.passages, section.passages[1:]):
        if passage.kind != "paragraph":
            continue
        ends = after is None and not has_more
        is_followed_by_heading = after is not None and after.kind == "paragraph" and after.is_bold
        if (ends or is_followed_by_heading) and _is_heading(passage):
            yield _nothing_under(passage.where, passage.text)


def _is_heading(passage: Passage) -> bool:
    is_short = len(passage.text.split()) <= HEADING_WORDS and passage.text[-1:] not in ".!?"
    return passage.text.endswith(":") or (passage.is_bold and is_short)


def _nothing_under(where: str, title: str) -> Fault:
    title = shortened(title.strip())
    return Fault(
        where, title or "(no title)", "There is nothing under this heading.", "Write what belongs here, or take it out."
    )


def duplicate_paragraph(script: Script, context: Context) -> Iterator[Fault]:
    """Each paragraph against those before it, found by the runs of three words that they share."""
    texts: list[tuple[Passage, frozenset[int]]] = []
    at: dict[int, list[int]] = defaultdict(list)
    for passage in script.prose:
        if passage.kind not in COPIED or passage.is_bold or is_marked(passage.text):
            continue
        words = WORDS.findall(passage.text.lower())[:LONGEST]
        if len(words) < ENOUGH_WORDS:
            continue
        runs = runs_of_three(words)
        shared: Counter[int] = Counter()
        for run in runs & at.keys():
            shared.update(at[run])
        if shared and (twin := _twin(shared.most_common(1)[0], runs, texts, len(words))):
            yield Fault(
                passage.where,
                shortened(passage.text),
                f"Almost the same stands in {twin.where} already.",
                "Say it once, and refer to it from the other place.",
            )
        for run in runs:
            if len(at[run]) < CROWD:
                at[run].append(len(texts))
        texts.append((passage, runs))


def _twin(
    best: tuple[int, int], runs: frozenset[int], texts: list[tuple[Passage, frozenset[int]]], words: int
) -> Passage | None:
    number, shared = best
    passage, others = texts[number]
    if runs == others:
        return passage
    is_long = words >= ENOUGH_WORDS_ALIKE and len(others) >= ENOUGH_WORDS_ALIKE - 2
    return passage if is_long and shared >= ALIKE * min(len(runs), len(others)) else None


RULES = (
    Rule("drafting_note", Weight.MUST,
         "A note to the writer was left in: TBC, “insert …”, “say in what way”, X%, an instruction of the form.",
         drafting_note),
    Rule("unknown_figure", Weight.MUST,
         "A figure in braces that the report does not have, such as one with a wrong reference.", unknown_figure),
    Rule("empty_heading", Weight.MUST, "There is nothing under a heading.", empty_heading),
    Rule("duplicate_paragraph", Weight.SHOULD,
         "A paragraph or point stands in the report twice, word for word or nearly so.", duplicate_paragraph),
)  # fmt: skip
