"""A cover and numbered sections of blocks; checked, written down as JSON, and read back."""

import dataclasses
import hashlib
import json
import re
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from reports.content.blocks import CONTROL, Heading, day_words
from reports.content.kinds import KIND_OF, KINDS, Block
from reports.tokens import as_shown, is_broken, keys_in


class ContentError(ValueError):
    """A document that must not be frozen; the message is the sentence the author reads."""


@dataclass(frozen=True)
class Meets:
    """A meeting that receives the report, and its day."""

    words: str
    on: str


@dataclass(frozen=True)
class Cover:
    """Dates are ISO in the data and in words on the page. Before it is published it has no day of that."""

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
    edition_note: str = ""  # why it is not for everybody
    layout: str = "report"  # or one_page, or slides: how it is laid out on paper
    lead_director: str = ""
    meetings: tuple[Meets, ...] = ()
    corrects: str = ""  # which version, and why

    @property
    def is_for_everybody(self) -> bool:
        return not self.edition_note

    @property
    def edition_words(self) -> str:
        """Public edition, version 1: what stands at the foot of every page."""
        limit = "" if self.is_for_everybody else ": not for publication"
        return f"{self.edition} edition{limit}, version {self.version}"

    @property
    def particulars(self) -> tuple[tuple[str, str], ...]:
        """What a reader wants to know first, label by label."""
        return (
            ("For", self.audience),
            *([("Lead director", self.lead_director)] if self.lead_director else []),
            *((meeting.words, day_words(meeting.on)) for meeting in self.meetings),
            ("Published", day_words(self.published_on) if self.published_on else "Not yet"),
            ("Written by", self.author),
            ("Edition", self.edition_words),
            *([("Corrects", self.corrects)] if self.corrects else []),
            *([("Not for publication", self.edition_note)] if self.edition_note else []),
        )


@dataclass(frozen=True)
class Nothing:
    """That a section has nothing to say, in words."""

    words: str


@dataclass(frozen=True)
class Section:
    key: str
    number: int
    title: str
    blocks: tuple[Block, ...]
    # For those who put a report together, never frozen: that it has nothing to say, and of which block of the outline
    # each of its blocks is a part.
    nothing: Nothing | None = field(default=None, compare=False)
    made_of: tuple[str, ...] = field(default=(), compare=False)

    @property
    def outlined(self) -> list[tuple[Block, int]]:
        """Each block with the level of headings within it: 2 right under the section, 3 under one of its headings."""
        found, level = [], 2
        for block in self.blocks:
            found.append((block, level))
            level = 3 if isinstance(block, Heading) else level
        return found


@dataclass(frozen=True)
class Source:
    """Where a figure comes from, as it was when the report was put together."""

    key: str
    title: str  # what it counts
    number: str
    period: str
    sample: str
    definition: str  # in words, with what is divided by what
    query: str  # which records were asked, in words
    asked_at: str  # ISO time
    provenance: str  # the return it was loaded from, or the records it was computed from


@dataclass(frozen=True)
class Document:
    """A report. Blocks and prose name the `sources` of their figures by key."""

    cover: Cover
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()

    def as_draft(self) -> "Document":
        """Drafts have a day on which they would be published, for what looks at them; readers of a preview see none."""
        return replace(self, cover=replace(self.cover, published_on=""))


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
    wrong += _wrong_sources(document)
    if wrong:
        raise ContentError(" ".join(wrong))
    return document


def _wrong_sources(document: Document) -> list[str]:
    """Every figure that says where it comes from leads to one source."""
    there = [source.key for source in document.sources]
    wrong = [f"There are two sources “{key}”." for key in sorted({key for key in there if there.count(key) > 1})]
    wrong += [f"A figure names the source “{key}”, which is not there." for key in named_sources(document.sections)
              if key not in there]  # fmt: skip
    for section in document.sections:
        for block in section.blocks:
            if any(map(is_broken, strings(dataclasses.asdict(block)))):
                wrong.append(f"Section “{section.title}” holds a part of a figure’s mark.")
    return wrong


def named_sources(sections: Iterable[Section]) -> list[str]:
    """The keys of sources that blocks and prose name, each once, in order of appearance."""
    return list(dict.fromkeys(key for section in sections for block in section.blocks for key in _named(block)))


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from keys_in(value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _named(item)
    elif held := _held(value):
        if key := held.get("source"):
            yield key
        yield from filter(None, held.get("sources", ()))
        for name, item in held.items():
            if name not in ("source", "sources"):
                yield from _named(item)


def _held(value: Any) -> dict[str, Any]:
    """What a block or a part of one holds, by name, without copying it; nothing for plain values."""
    if isinstance(value, dict):
        return value
    return {name: getattr(value, name) for name in getattr(value, "__dataclass_fields__", ())}


def to_json(document: Document) -> dict[str, Any]:
    """Plain lists and dictionaries; each block carries its kind."""
    return {
        "cover": _plain(document.cover),
        "sections": [
            {
                "key": section.key,
                "number": section.number,
                "title": _plain(section.title),
                "blocks": [{"kind": KIND_OF[type(block)], **_plain(block)} for block in section.blocks],
            }
            for section in document.sections
        ],
        "sources": _plain(document.sources),
    }


def _plain(value: Any) -> Any:
    """Without control characters: names of people and units are not typed here, and may hold what no document can."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict) or dataclasses.is_dataclass(value):
        return {name: _plain(item) for name, item in _held(value).items()}
    return value


def from_json(data: dict[str, Any]) -> Document:
    """The checked document that `to_json` wrote; anything else is refused with a sentence."""
    try:
        sections = tuple(
            Section(raw["key"], raw["number"], raw["title"], tuple(block_from_json(block) for block in raw["blocks"]))
            for raw in data["sections"]
        )
        # What was published before figures had sources has none.
        sources = tuple(_build(Source, raw) for raw in data.get("sources", []))
        return check(Document(_build(Cover, data["cover"]), sections, sources))
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
    """Every text in the document as readers see it, each after the title of its section."""
    yield from (("Cover", text) for text in strings(dataclasses.asdict(document.cover)))
    for section in document.sections:
        for block in section.blocks:
            yield from ((section.title, as_shown(text)) for text in strings(dataclasses.asdict(block)))


# PostgreSQL indexes at most 1 MB of words: what a report says beyond this is read, but not searched.
MOST_SEARCHED = 400_000
WRITING_MARKS = re.compile(r"^[ \t]*[-*][ \t]+|\*\*", re.MULTILINE)
SILENT = {"rag", "state", "result", "shape", "source", "sources", "media_type", "data"}


def searchable(document: Document) -> str:
    """The words of a report as its readers see them, block after block: what a search looks through."""
    cover = document.cover
    found = [cover.title, cover.subtitle, cover.period, cover.council, cover.audience]
    for section in document.sections:
        found.append(section.title)
        for block in section.blocks:
            found += [_plainly(text) for text in strings(_said(dataclasses.asdict(block))) if text.strip()]
    return "\n".join(found)[:MOST_SEARCHED]


def _plainly(text: str) -> str:
    """Without the marks of figures, of bold and of bullets, which nobody reads."""
    return WRITING_MARKS.sub("", as_shown(text))


def _said(value: Any) -> Any:
    """Without what stands in the data and is not read: keys, states, the bytes of a picture."""
    if isinstance(value, dict):
        return {name: _said(item) for name, item in value.items() if name not in SILENT}
    return [_said(item) for item in value] if isinstance(value, list | tuple) else value


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
