"""A cover and numbered sections of blocks; checked, written down as JSON, and read back."""

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.content.blocks import (
    CONTROL,
    KIND_OF,
    KINDS,
    Block,
    day_words,
)


class ContentError(ValueError):
    """A document that must not be frozen; the message is the sentence the author reads."""


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
    written: dict[str, Any] = _without_control(
        {
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
    )
    return written


def _without_control(value: Any) -> Any:
    """Names of people and units are not typed here, and may hold what no document can."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, dict):
        return {name: _without_control(item) for name, item in value.items()}
    return [_without_control(item) for item in value] if isinstance(value, list | tuple) else value


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
