"""YAML from strangers, read as plain text with its places; and text written as YAML that people like to read.

The reader knows texts, lists and mappings. What makes YAML dangerous or surprising is refused with a sentence (tags,
anchors and aliases, several documents, deep nesting, keys that are not text), and no word becomes a number, a date or a
truth value on its own: `no` is the text "no" until whoever asked for a yes or no takes it as one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_NODES = 20_000  # twenty times the largest tool there is reason to write
WIDTH = 100
_NO_TAGS = "Tags (“!”) are not read here: remove it, or put the text in quotes."
_NO_DIRECTIVES = "Lines that begin with “%” are not read here: remove this one."
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_ENDLESS_TAG = re.compile(r"(?<!\S)!\S{2000}")  # which the parser would read in quadratic time: 9 s for 1 MB
_SAID = {  # what the parser finds, in words for somebody who does not write YAML every day
    "mapping values are not allowed here": (
        "there is a colon too many here, or this line begins too far to the right; put a text with a colon in quotes"
    ),
    "could not find expected ':'": "a colon is missing after the key, or the line before goes on here",
    "expected <block end>, but found '<block mapping start>'": "this line begins too far to the right",
    "expected <block end>, but found '-'": "this line begins too far to the right or too far to the left",
    "expected <block end>, but found '?'": "this line begins too far to the left",
    "expected <block end>, but found '<scalar>'": "there is text after the closing quote",
    "found unexpected end of stream": "a quote is opened and never closed",
    "did not find expected <document start>": "this line does not belong to anything above it",
}


class NotYaml(Exception):
    """Says in one sentence why the text cannot be read, and where; lines and columns count from 1."""

    def __init__(self, line: int, column: int, words: str) -> None:
        super().__init__(words)
        self.line, self.column, self.words = line, column, words


@dataclass(frozen=True)
class Text:
    """A word, a number, a sentence: as it was written, without its quotes."""

    words: str
    line: int
    column: int
    is_plain: bool = True


@dataclass(frozen=True)
class Items:
    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Mapping:
    """Pairs in order; a key may stand twice, which is for the reader to say."""

    line: int
    column: int
    pairs: list[tuple[Text, "Node"]] = field(default_factory=list)


Node = Text | Items | Mapping


def parse(text: str) -> Node:
    """The one document in `text`."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise NotYaml(1, 1, "This is longer than 1 MB, which is the most that is read.")
    for found, words in ((_DIRECTIVE.search(text), _NO_DIRECTIVES), (_ENDLESS_TAG.search(text), _NO_TAGS)):
        if found:
            raise NotYaml(*_line_and_column(text, found.start()), words)
    try:
        return _Composer(YAML(typ="safe", pure=True).parse(text)).document()
    except ReaderError as fault:
        code = fault.character if isinstance(fault.character, int) else ord(fault.character)
        raise NotYaml(
            *_line_and_column(text, fault.position),
            f"There is a character here that text cannot hold (number {code}): remove it.",
        ) from fault
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise NotYaml(
            mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, f"This is not YAML: {_in_words(fault)}."
        ) from fault


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _in_words(fault: MarkedYAMLError) -> str:
    problem = str(fault.problem or fault.context or "it cannot be read").strip()
    if "'\\t'" in problem or "tab" in problem.lower():
        return "there is a tab here; indent with spaces"
    return _SAID.get(problem, problem)


class _Composer:
    """Builds nodes from the parser's events as they come, so that what is too much is never read to its end."""

    def __init__(self, events: Iterator[NodeEvent]) -> None:
        self.events = events
        self.depth = self.count = 0

    def document(self) -> Node:
        found = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if found is not None:
                    raise _at(event, "There is a second document here (“---”): write one tool in one file.")
            elif isinstance(event, NodeEvent):
                found = self._node(event)
        if found is None:
            raise NotYaml(1, 1, "There is nothing to read here.")
        return found

    def _node(self, event: NodeEvent) -> Node:
        self.count += 1
        if self.count > MAX_NODES:
            raise _at(event, f"There are more than {MAX_NODES:,} entries, which is the most that is read.")
        if isinstance(event, AliasEvent) or event.anchor:
            raise _at(
                event,
                "Anchors and aliases (“&” and “*”) are not read here: write the text out, or put it in quotes if it "
                "only begins with that sign.",
            )
        if getattr(event, "tag", None):
            raise _at(event, _NO_TAGS)
        line, column = _place(event)
        if isinstance(event, ScalarEvent):
            return Text(event.value, line, column, is_plain=not event.style)
        if self.depth >= MAX_DEPTH:
            raise _at(event, f"This is nested more than {MAX_DEPTH} levels deep, which is the most that is read.")
        self.depth += 1
        node = self._items(Items(line, column)) if isinstance(event, SequenceStartEvent) else self._pairs(event)
        self.depth -= 1
        return node

    def _items(self, node: Items) -> Items:
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            node.items.append(self._node(event))
        return node

    def _pairs(self, start: MappingStartEvent) -> Mapping:
        node = Mapping(*_place(start))
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._node(event)
            if not isinstance(key, Text):
                raise _at(event, "A key must be a word, not a list or another group.")
            node.pairs.append((key, self._node(next(self.events))))
        return node


def _place(event: NodeEvent) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _at(event: NodeEvent, words: str) -> NotYaml:
    return NotYaml(*_place(event), words)


# --- writing ---

# Plain words that no reader of YAML, old or new, takes for anything but text.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,;.()/’“”–%+?!'-]*[\w.)’”?!%])?")
_TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_UNSEEN = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def text(words: str, indent: int = 0) -> str:
    """`words` as the value of a key at `indent`, in the most readable way that reads back as exactly the same."""
    if _UNSEEN.search(words) or not words.strip():
        return quoted(words)
    if "\n" in words:
        return _literal(words, indent)
    if len(words) + indent <= WIDTH:
        return words if is_plain(words) else quoted(words)
    return _folded(words, indent)


def is_plain(words: str) -> bool:
    """May the words stand without quotes, also as a key and in a list on one line?"""
    return bool(_PLAIN.fullmatch(words)) and words.lower().rstrip(".") not in _TAKEN


def quoted(words: str) -> str:
    seen = "".join(_ESCAPES.get(letter, letter) for letter in words)
    return f'"{_UNSEEN.sub(lambda found: _escape(found[0]), seen)}"'


def _escape(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _literal(words: str, indent: int) -> str:
    """Line by line. What begins or ends with empty lines, or holds one of nothing but spaces, is quoted."""
    body = words.removesuffix("\n")
    lines = body.split("\n")
    if words[0] in " \n" or body.endswith("\n") or any(line and not line.strip() for line in lines):
        return quoted(words)
    return "\n".join(["|-" if body == words else "|", *(_line(line, indent) for line in lines)])


def _folded(words: str, indent: int) -> str:
    """One long paragraph over several lines; only single spaces can be broken."""
    if words != " ".join(words.split(" ")) or "  " in words or words[0] == " " or words[-1] == " ":
        return quoted(words)
    lines: list[str] = []
    for word in words.split(" "):
        if lines and len(lines[-1]) + len(word) + indent + 3 <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join([">-", *(_line(line, indent) for line in lines)])


def _line(words: str, indent: int) -> str:
    return " " * (indent + 2) + words if words else ""
