"""Kinds of report. Each file here holds one, called BLUEPRINT: adding a kind is adding a file, and nothing else."""

import datetime
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from reports import content
from reports.disclosure import Suppression

Words = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Period:
    """A stretch of time as the kind of report counts it."""

    starts_on: datetime.date
    ends_on: datetime.date
    label: str  # Quarter 3 2016/17
    words: str  # October to December 2016
    short: str  # 2016-17-q3, for names of files

    @property
    def choice(self) -> str:
        return f"{self.label}, {self.words}"


@dataclass(frozen=True)
class Slot:
    """A place for the author's words. `kind` says how they are typed or chosen, and what they are stored as."""

    key: str
    kind: str  # key_messages, text, strengths_focus or actions
    title: str
    hint: str


@dataclass(frozen=True)
class Suggestion:
    """Something from the records that the author may take over; `group` is where it stands in the list."""

    key: str
    group: str
    text: str
    note: str = ""

    @property
    def line(self) -> str:
        """The text as one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Blueprint:
    """One kind of report: its places for words, its figures, and how both become sections."""

    kind: str
    title: str
    file_name: str
    audience: str
    route: tuple[str, ...]  # of reports.routes: who approves it in which order, and which meetings receive it
    slots: tuple[Slot, ...]
    period_of: Callable[[datetime.date], Period]  # the period in which a day lies
    latest_periods: Callable[[datetime.date], Sequence[Period]]  # those that a report may be started for, latest first
    gather: Callable[..., Any]  # (unit, period, today=) -> the figures
    # Figures -> suggestions, by the key of their slot; for strengths and focus by "key-strengths" and "key-focus".
    suggest: Callable[[Any], dict[str, list[Suggestion]]]
    missing: Callable[[Any, Words], list[str]]  # what must be there before publishing, as sentences
    sections: Callable[[Any, Words, Period], list[content.Section]]
    not_shown: Callable[[Any], Sequence[Suppression]] = lambda figures: ()  # every number that is hidden, and why


def discovered() -> dict[str, Blueprint]:
    """Every kind of report that has a file in this folder."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.BLUEPRINT.kind: module.BLUEPRINT for module in modules}


def blueprint_of(kind: str) -> Blueprint:
    return discovered()[kind]
