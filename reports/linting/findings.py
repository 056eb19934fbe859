"""What the linter says, and how a rule is written down. [pure]"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from re import Match

from reports.linting.context import Context
from reports.linting.script import Script

QUOTED = 90  # characters of a quote: enough to find the place again


class Weight(StrEnum):
    """`must` stands in the way of sign-off; `should` is for judgement, and may be dismissed with a reason."""

    MUST = "must"
    SHOULD = "should"


@dataclass(frozen=True)
class Finding:
    """One fault: the rule that found it, where, the words it is about, what is wrong with them, and the way out."""

    rule: str
    weight: Weight
    where: str
    quote: str
    words: str
    way_out: str


@dataclass(frozen=True)
class Fault:
    """A finding before its rule is put on it."""

    where: str
    quote: str
    words: str
    way_out: str


@dataclass(frozen=True)
class Rule:
    """`finds` says in a sentence what is a fault, for the writer and for docs/linting.md."""

    key: str
    weight: Weight
    finds: str
    find: Callable[[Script, Context], Iterator[Fault]]


def shortened(text: str) -> str:
    """The beginning of a text, whole if it is short."""
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1].rstrip()}…"


def around(text: str, found: Match[str], before: int = 20) -> str:
    """The match with a few words on both sides, so that it can be found again."""
    start = max(0, found.start() - before)
    end = min(len(text), max(found.end() + before, start + 60), start + QUOTED)
    # Whole words only.
    while start and text[start - 1] != " " and found.start() - start < 2 * before:
        start -= 1
    while end < len(text) and text[end] != " " and end < start + QUOTED + 20:
        end += 1
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
