"""What a report says, apart from how it looks: a cover and numbered sections of blocks.

This is the one model that every renderer reads. It is plain data: it goes to JSON and back unchanged, it is frozen on
publishing, and a document that breaks a rule is refused with a sentence. A hidden number is None and is not in it.
"""

import dataclasses
import datetime
import hashlib
import json
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SUPPRESSED = "[c]"
SUPPRESSED_NOTE = (
    f"{SUPPRESSED} means confidential: a number from 1 to 5, or a number that would reveal one, is not published."
)
GRADE_TITLES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
# Characters that XML cannot hold and terminals obey; line breaks and tabs are the writer's own.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class ContentError(ValueError):
    """A document that must not be frozen; the message is the sentence the author reads."""


def plain(text: str) -> str:
    """What somebody typed, without characters that no document may hold."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def day_words(day: datetime.date | str) -> str:
    """22 August 2023."""
    found = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.day} {found:%B %Y}"


class Shape(StrEnum):
    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True)
class Heading:
    text: str

    def problem(self) -> str:
        return "" if self.text.strip() else "A heading is empty."


@dataclass(frozen=True)
class Text:
    """Paragraphs and bullets with bold and italics, in the small part of Markdown that `prose` reads."""

    prose: str

    def problem(self) -> str:
        return "" if self.prose.strip() else "A text is empty."


@dataclass(frozen=True)
class KeyMessages:
    messages: tuple[str, ...]

    def problem(self) -> str:
        return "" if self.messages and all(map(str.strip, self.messages)) else "A key message is empty."


@dataclass(frozen=True)
class StrengthsFocus:
    strengths: tuple[str, ...]
    focus: tuple[str, ...]

    def problem(self) -> str:
        return "" if self.strengths or self.focus else "Strengths and areas for focus are both empty."


@dataclass(frozen=True)
class Fact:
    label: str
    number: str
    period: str
    sample: str


@dataclass(frozen=True)
class Facts:
    """Figures, each with what it counts, its period and its sample."""

    caption: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        for fact in self.facts:
            if not (fact.label and fact.number and fact.period and fact.sample):
                return f"The figure “{fact.label}” needs a number, a period and a sample."
        return "" if self.facts else "There are no figures in a list of figures."

    @property
    def table(self) -> "Table":
        columns = (Column("Figure"), Column("Number", is_number=True), Column("Sample"), Column("Period"))
        rows = tuple((fact.label, fact.number, fact.sample, fact.period) for fact in self.facts)
        return Table(self.caption, columns, rows, self.notes)


@dataclass(frozen=True)
class Column:
    title: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its heading. Cells are text as shown, so that every format shows the same."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        if not self.caption.strip():
            return "A table has no caption."
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                return f"Table “{self.caption}”: row {number} has {len(row)} cells and needs {len(self.columns)}."
            if not all(map(str.strip, row)):
                return f"Table “{self.caption}”: row {number} has an empty cell; say “no data” or “not applicable”."
        return ""


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Drawn from `values`; the same numbers stand beside it as a table of `words`."""

    shape: str
    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    category_title: str = "Category"
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        if not self.title.strip():
            return "A chart has no title."
        if not self.alt.strip():
            return f"The chart “{self.title}” has no text alternative."
        if self.shape not in list(Shape):
            return f"The chart “{self.title}” has the shape “{self.shape}”, which cannot be drawn."
        for series in self.series:
            if not len(series.values) == len(series.words) == len(self.categories):
                return f"The chart “{self.title}”: “{series.name}” has not one value for each category."
        return "" if self.series else f"The chart “{self.title}” has no numbers."

    @property
    def table(self) -> Table:
        columns = (Column(self.category_title), *(Column(series.name, is_number=True) for series in self.series))
        rows = tuple(zip(self.categories, *(series.words for series in self.series), strict=True))
        return Table(self.title, columns, rows, self.notes)


@dataclass(frozen=True)
class GradeRow:
    """Records at each grade, best first. None is a number that is not published."""

    title: str
    counts: tuple[int | None, ...]
    total: int | None
    good_or_better: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(SUPPRESSED if count is None else f"{count:,}" for count in (*self.counts, self.total))

    @property
    def is_hidden(self) -> bool:
        return None in self.counts


@dataclass(frozen=True)
class GradeDistribution:
    """How many records were given each grade: a chart, and under it the same numbers."""

    title: str
    alt: str
    rows: tuple[GradeRow, ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        if not self.alt.strip():
            return f"The chart “{self.title}” has no text alternative."
        for row in self.rows:
            if len(row.counts) != len(GRADE_TITLES):
                return f"“{row.title}” needs one number for each of the {len(GRADE_TITLES)} grades."
            if row.total is not None and row.counts.count(None) == 1:
                return f"“{row.title}” hides one number beside its total, so readers could work it out."
        return "" if self.rows else f"The chart “{self.title}” has no numbers."

    @property
    def grade_titles(self) -> tuple[str, ...]:
        return GRADE_TITLES

    @property
    def has_hidden(self) -> bool:
        return any(row.is_hidden for row in self.rows)

    @property
    def table(self) -> Table:
        columns = (
            Column("Domain"),
            *(Column(title, is_number=True) for title in (*GRADE_TITLES, "Total", "Good or better")),
        )
        rows = tuple((row.title, *row.words, row.good_or_better) for row in self.rows)
        return Table(f"{self.title}: number of records", columns, rows, self.notes)


@dataclass(frozen=True)
class TrendPoint:
    month: str
    value: float | None
    words: str


@dataclass(frozen=True)
class IndicatorRow:
    theme: str
    ref: str
    title: str
    outturn: str
    numerator: str
    denominator: str
    current: str
    basis: str
    minimum: str
    upper: str
    rag: str
    rag_words: str
    distance: str
    direction: str
    trend: tuple[TrendPoint, ...] = ()
    trend_summary: str = ""

    @property
    def has_parts(self) -> bool:
        """Is there a numerator and a denominator to show beneath the figure?"""
        return self.numerator[:1].isdigit() or self.numerator == SUPPRESSED

    @property
    def rating(self) -> str:
        """The rating with how far it is from its target: Amber, 4.6 points below upper."""
        return f"{self.rag_words}, {self.distance}" if self.distance else self.rag_words


@dataclass(frozen=True)
class IndicatorTable:
    """Highlight indicators. RAG is words and a shape; colour only repeats them."""

    caption: str
    rows: tuple[IndicatorRow, ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        for row in self.rows:
            if not row.rag_words.strip():
                return f"Indicator {row.ref} has a rating without words."
            if row.trend and not row.trend_summary.strip():
                return f"The trend of indicator {row.ref} has no text alternative."
        months = {tuple(point.month for point in row.trend) for row in self.rows if row.trend}
        if len(months) > 1:
            return f"The trends in “{self.caption}” show different months."
        return "" if self.caption.strip() else "A table of indicators has no caption."

    @property
    def table(self) -> Table:
        titles = ("Ref", "Measure", "Last year", "Number", "Out of", "Latest", "Minimum", "Upper", "Rating")
        columns = tuple(Column(title) for title in titles)
        rows = tuple(
            (
                *(row.ref, f"{row.title} ({row.basis})", row.outturn, row.numerator, row.denominator, row.current),
                *(row.minimum, row.upper, row.rating),
            )
            for row in self.rows
        )
        return Table(self.caption, columns, rows)

    @property
    def trend_table(self) -> Table | None:
        """The months behind the trends, where all indicators show the same ones."""
        drawn = [row for row in self.rows if row.trend]
        if not drawn:
            return None
        months = [point.month for point in drawn[0].trend]
        columns = (Column("Ref"), Column("Measure"), *(Column(month, is_number=True) for month in months))
        rows = tuple((row.ref, row.title, *(point.words for point in row.trend)) for row in drawn)
        return Table(f"{self.caption}: month by month", columns, rows)


@dataclass(frozen=True)
class ActionRow:
    text: str
    unit: str
    due: str
    state: str
    state_words: str


@dataclass(frozen=True)
class Actions:
    caption: str
    rows: tuple[ActionRow, ...]

    def problem(self) -> str:
        return "" if self.caption.strip() else "A table of actions has no caption."

    @property
    def table(self) -> Table:
        columns = (Column("Action"), Column("Responsible"), Column("Due"), Column("Progress"))
        return Table(self.caption, columns, tuple((row.text, row.unit, row.due, row.state_words) for row in self.rows))


Block = (
    Heading | Text | KeyMessages | StrengthsFocus | Facts | Table | Chart | GradeDistribution | IndicatorTable | Actions
)
KINDS: dict[str, type[Block]] = {
    "heading": Heading,
    "text": Text,
    "key_messages": KeyMessages,
    "strengths_focus": StrengthsFocus,
    "facts": Facts,
    "table": Table,
    "chart": Chart,
    "grade_distribution": GradeDistribution,
    "indicator_table": IndicatorTable,
    "actions": Actions,
}
KIND_OF = {block: kind for kind, block in KINDS.items()}


@dataclass(frozen=True)
class Cover:
    """Dates are ISO in the data and in words on the page."""

    title: str
    subtitle: str
    council: str
    period: str
    starts_on: str
    ends_on: str
    author: str
    audience: str
    edition: str
    published_on: str
    version: int

    @property
    def particulars(self) -> tuple[tuple[str, str], ...]:
        """What a reader wants to know first, label by label."""
        return (
            ("For", self.audience),
            ("Published", day_words(self.published_on)),
            ("Written by", self.author),
            ("Edition", f"{self.edition}, version {self.version}"),
        )


@dataclass(frozen=True)
class Section:
    key: str
    number: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    cover: Cover
    sections: tuple[Section, ...]


def check(document: Document) -> Document:
    """The document itself, or ContentError with everything that is wrong with it."""
    wrong = [] if document.cover.title.strip() else ["The cover has no title."]
    for position, section in enumerate(document.sections, start=1):
        if not section.title.strip():
            wrong.append(f"Section {position} has no title.")
        if section.number != position:
            wrong.append(f"Section “{section.title}” is numbered {section.number} and stands at {position}.")
        wrong += [problem for block in section.blocks if (problem := block.problem())]
    keys = [section.key for section in document.sections]
    wrong += [f"There are two sections “{key}”." for key in sorted({key for key in keys if keys.count(key) > 1})]
    if wrong:
        raise ContentError(" ".join(wrong))
    return document


def to_json(document: Document) -> dict[str, Any]:
    """Plain lists and dictionaries; each block carries its kind."""
    return {
        "cover": dataclasses.asdict(document.cover),
        "sections": [
            {
                "key": section.key,
                "number": section.number,
                "title": section.title,
                "blocks": [{"kind": KIND_OF[type(block)], **dataclasses.asdict(block)} for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def from_json(data: dict[str, Any]) -> Document:
    """The checked document that `to_json` wrote; anything else is refused with a sentence."""
    try:
        sections = tuple(
            Section(raw["key"], raw["number"], raw["title"], tuple(block_from_json(block) for block in raw["blocks"]))
            for raw in data["sections"]
        )
        return check(Document(_build(Cover, data["cover"]), sections))
    except (KeyError, TypeError) as problem:
        raise ContentError(f"The content of the report cannot be read: {problem}.") from problem


def block_from_json(raw: dict[str, Any]) -> Block:
    fields = dict(raw)
    kind = fields.pop("kind", "")
    if kind not in KINDS:
        raise ContentError(f"There is no block of the kind “{kind}”.")
    try:
        return _build(KINDS[kind], fields)
    except TypeError as problem:
        raise ContentError(f"A block of the kind “{kind}” cannot be read: {problem}.") from problem


def _build(shape: Any, value: Any) -> Any:
    """`value` from JSON as the dataclass, tuple or plain type `shape`."""
    if dataclasses.is_dataclass(shape) and isinstance(shape, type):
        hints = typing.get_type_hints(shape)
        if unknown := sorted(set(value) - set(hints)):
            raise TypeError(f"it has no {unknown[0]}")
        return shape(**{name: _build(hints[name], given) for name, given in value.items()})
    if typing.get_origin(shape) is tuple:
        item = typing.get_args(shape)[0]
        if not isinstance(value, list | tuple):
            raise TypeError("a list is missing")
        return tuple(_build(item, given) for given in value)
    allowed = typing.get_args(shape) if isinstance(shape, types.UnionType) else (shape,)
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, allowed):
        raise TypeError(f"{value!r} is out of place")
    return value


def canonical(data: dict[str, Any]) -> bytes:
    """The one way of writing the content down, so that its hash can be checked by anyone."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(data: dict[str, Any]) -> str:
    """SHA-256 of the content."""
    return hashlib.sha256(canonical(data)).hexdigest()


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """Every text in the document, each after the title of its section."""
    yield from (("Cover", text) for text in strings(dataclasses.asdict(document.cover)))
    for section in document.sections:
        for block in section.blocks:
            yield from ((section.title, text) for text in strings(dataclasses.asdict(block)))


def strings(value: Any) -> Iterator[str]:
    """Every text within lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def hidden_rows(document: Document) -> list[str]:
    """Where numbers are not published, in words for the author."""
    found = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, GradeDistribution):
                found += [f"{section.title}: {block.title}, {row.title}" for row in block.rows if row.is_hidden]
            if isinstance(block, Facts):
                found += [f"{section.title}: {fact.label}" for fact in block.facts if SUPPRESSED in fact.number]
            if isinstance(block, IndicatorTable):
                found += [f"{section.title}: {row.ref} {row.title}" for row in block.rows if SUPPRESSED in row.current]
    return found
