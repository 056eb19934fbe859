"""What the linter reads: a report as plain text with its places, whatever it was before. [pure]"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from reports.linting.sentences import sentences
from reports.prose import Span

WORD = re.compile(r"[a-z0-9]+|%")
DIGIT = re.compile(r"\d")
MISSING = frozenset(
    {"", "-", "–", "—", "n/a", "no data", "no target", "not yet defined", "not applicable", "not known", "[z]", "[x]"}
)

# Kinds of passages that an author writes as sentences of the report's own.
WRITTEN = frozenset({"paragraph", "point", "strength", "focus", "key message"})


def one_line(text: str) -> str:
    """The text without line breaks and runs of spaces, which would cost every expression time."""
    return " ".join(text.split())


def is_missing(cell: str) -> bool:
    """Does this cell say nothing, or say that there is nothing?"""
    return cell.strip().lower() in MISSING


@dataclass(frozen=True)
class LiveFigure:
    """A figure in prose that refreshes until the report is published: its place in the text, and whence it comes."""

    start: int
    end: int
    source: str
    shown: str


@dataclass(frozen=True)
class Passage:
    """A stretch of text, where it stands, and as what: title, paragraph, point, strength, focus, key message,
    caption, note, action, cover, cell or label."""

    where: str
    text: str
    kind: str = "paragraph"
    spans: tuple[Span, ...] = ()
    beside: str = ""  # of a cell: the titles of its column and of its row

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words in small letters: what a rule asks first, as nothing else is as quick."""
        return frozenset(WORD.findall(self.text.lower()))

    @cached_property
    def sentences(self) -> list[str]:
        """Many rules go through them."""
        return sentences(self.text)

    @cached_property
    def has_digit(self) -> bool:
        return DIGIT.search(self.text) is not None

    @cached_property
    def figures(self) -> tuple[LiveFigure, ...]:
        """The live figures of the text, in order."""
        found, at, is_apart = [], 0, False
        # As `one_line` joins the spans.
        for span in self.spans:
            text = one_line(span.text)
            if not text:
                is_apart = is_apart or bool(span.text)
                continue
            start = at + (at > 0 and (is_apart or span.text[0].isspace()))
            at, is_apart = start + len(text), span.text[-1].isspace()
            if span.source:
                found.append(LiveFigure(start, at, span.source, text))
        return tuple(found)

    @property
    def is_bold(self) -> bool:
        """Is all of it bold, as people write headings by hand?"""
        written = [span for span in self.spans if span.text.strip()]
        return bool(written) and all(span.bold for span in written)


@dataclass(frozen=True)
class TableText:
    """`is_repeat`: the same figures stand in another table, with their samples. `is_told`: its rows are among the
    indicators of the script. `notes` are in the passages too."""

    where: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    is_repeat: bool = False
    is_told: bool = False

    @property
    def named_rows(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each row after the words that name it, which for an indicator are the measure, not its reference."""
        place = 1 if self.columns[:1] and self.columns[0].strip().lower().endswith("ref") else 0
        return [(row[place] if len(row) > place else "", row) for row in self.rows]


@dataclass(frozen=True)
class Figure:
    where: str
    label: str
    number: str
    period: str
    sample: str


@dataclass(frozen=True)
class Picture:
    where: str
    title: str
    alt: str


@dataclass(frozen=True)
class Action:
    """Something promised. `evidence` is what shows that it is done, with its date; empty: nothing is said."""

    where: str
    text: str
    state: str
    evidence: str = ""


@dataclass(frozen=True)
class IndicatorFact:
    """How an indicator stands, in the words that readers see.

    `rag` is the code of the rating (green, amber, red, met, missed, no_target, no_data); `rag_words` what is shown of
    it. `trend` begins with improved, better, worse, risen, rising, raised, fallen, falling, lowered, steady or no
    change. `names` are other phrases by which prose calls it.
    """

    ref: str
    title: str
    value: str
    rag: str = ""
    rag_words: str = ""
    trend: str = ""
    target: str = ""
    numerator: str = ""
    denominator: str = ""
    basis: str = ""
    latest: str = ""
    where: str = ""
    names: tuple[str, ...] = ()
    source: str = ""  # what live figures of it are marked with


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it, up to the next heading of any level; 1 is the outermost."""

    title: str
    where: str
    level: int = 1
    passages: tuple[Passage, ...] = ()
    tables: tuple[TableText, ...] = ()
    figures: tuple[Figure, ...] = ()
    pictures: tuple[Picture, ...] = ()
    actions: tuple[Action, ...] = ()
    apart: tuple[Passage, ...] = ()  # what is judged as a fact and not as words, such as the unit of an action

    @property
    def is_empty(self) -> bool:
        return not (self.passages or self.tables or self.figures or self.pictures or self.actions)


@dataclass(frozen=True)
class Cover:
    """`lines` is all else that the cover says: meetings, authors, contacts."""

    title: str = ""
    subtitle: str = ""
    period: str = ""
    lines: tuple[str, ...] = ()

    @property
    def passages(self) -> list[Passage]:
        texts = [text for text in (self.title, self.subtitle, self.period, *self.lines) if text]
        return [Passage("Cover", text, "cover") for text in texts]


@dataclass(frozen=True)
class Script:
    """A report. `indicators` are those that it shows as such."""

    cover: Cover
    sections: tuple[Section, ...]
    indicators: tuple[IndicatorFact, ...] = ()
    known: tuple[IndicatorFact, ...] = ()  # with those of the context and of tables of targets; the linter fills it

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """What people wrote as sentences: paragraphs, points, notes and actions; no titles, labels or cells."""
        found: list[Passage] = []
        for section in self.sections:
            found += section.passages
            found += [Passage(action.where, action.text, "action") for action in section.actions]
        return tuple(found)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the report, in order."""
        found = list(self.cover.passages)
        for section in self.sections:
            found.append(Passage(section.where, section.title, "title"))
            found += section.passages
            for action in section.actions:
                found += [Passage(action.where, text, "action") for text in (action.text, action.evidence) if text]
            for figure in section.figures:
                texts = (figure.label, figure.number, figure.sample, figure.period)
                found += [Passage(figure.where, text, "label") for text in texts]
            for table in section.tables:
                found += _table_passages(table)
            for picture in section.pictures:
                found += [Passage(picture.where, text, "label") for text in (picture.title, picture.alt) if text]
        return tuple(found)

    @cached_property
    def everything(self) -> tuple[Passage, ...]:
        """Every text with its place, those too that are told as facts: a name may stand in any of them."""
        return (*self.passages, *(passage for section in self.sections for passage in section.apart))

    @cached_property
    def tables(self) -> tuple[TableText, ...]:
        return tuple(table for section in self.sections for table in section.tables)

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Every word that stands in small letters somewhere: such a word is no name and no abbreviation."""
        words = {word.strip(".,;:!?()[]“”‘’'\"") for passage in self.passages for word in passage.text.split()}
        return frozenset(word for word in words if word.islower())


def _table_passages(table: TableText) -> list[Passage]:
    found = [Passage(table.where, text, "label") for text in (table.caption, *table.columns) if text]
    for name, row in table.named_rows:
        where = f"{table.where}, row “{name}”" if name else table.where
        for title, cell in zip_longest(table.columns, row, fillvalue=""):
            if cell.strip():
                found.append(Passage(where, cell, "cell", beside=title if cell == name else f"{title}\n{name}"))
    return found
