"""Kinds of report. Each file here holds one, called BLUEPRINT: adding a kind is adding a file, and nothing else."""

import datetime
import pkgutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from reports import content
from reports.disclosure import ShownTable, Suppression
from reports.explaining import Explanation

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
    def noun(self) -> str:
        """What such a stretch is called: a month, a quarter, a half-year."""
        months = 12 * (self.ends_on.year - self.starts_on.year) + self.ends_on.month - self.starts_on.month + 1
        return {1: "month", 3: "quarter", 6: "half-year"}.get(months, "period")

    @property
    def in_sentence(self) -> str:
        """After “in”; a month goes without its financial year there."""
        return self.words.partition(", ")[0]

    @property
    def choice(self) -> str:
        """In a list of periods; the words of a month begin with its label."""
        return self.words if self.words.startswith(self.label) else f"{self.label}, {self.words}"


@dataclass(frozen=True)
class Slot:
    """A place for the author's words. `kind` says how they are typed or chosen, and what they are stored as."""

    key: str
    kind: str  # of reports.slots
    title: str
    hint: str
    options: tuple[tuple[str, str], ...] = ()  # of a choice: what may be named with a yes
    section: str = ""  # where its words stand; empty: in the section of its own key

    @property
    def of_section(self) -> str:
        return self.section or self.key

    @property
    def is_typed(self) -> bool:
        """May more be said here in the restricted edition?"""
        return self.kind in ("key_messages", "text", "strengths_focus")


@dataclass(frozen=True)
class OutlineBlock:
    """One block of a section, which may be moved; and left out, unless the kind cannot do without it."""

    key: str
    title: str
    slots: tuple[str, ...] = ()  # the places whose words it shows: they go with it
    stays: bool = False


class Need(NamedTuple):
    """What a report cannot do without, as a sentence, and the section that needs it."""

    section: str
    sentence: str


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


class Records(Protocol):
    """What the records hold for a report, from which blocks of one's own are made; `reports.parts.pool` has it.

    A kind of block is one of `reports.own_blocks`, `of` says of which indicators, `held` is what the author chose.
    """

    def blocks(self, kind: str, of: str, held: Mapping[str, Any]) -> Sequence[content.Block] | content.Nothing: ...

    def suggestions(self, kind: str) -> list[Suggestion]: ...

    def shown_tables(self, kind: str, of: str, held: Mapping[str, Any]) -> Sequence[ShownTable]: ...

    @property
    def explained(self) -> dict[str, Explanation]: ...


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
    # (unit, period, today=, earlier=what was published before, whole=kinds of added blocks of the records) -> figures
    gather: Callable[..., Any]
    # Figures -> suggestions, by the key of their slot; for strengths and focus by "key-strengths" and "key-focus".
    suggest: Callable[[Any], dict[str, list[Suggestion]]]
    missing: Callable[[Any, Words], list["Need"]]  # what must be there before publishing
    sections: Callable[[Any, Words, Period], list[content.Section]]
    not_shown: Callable[[Any], Sequence[Suppression]] = lambda figures: ()  # every number that is hidden, and why
    # (figures, period) -> where figures come from, by the key that blocks give as their source.
    explain: Callable[[Any, Period], dict[str, Explanation]] = lambda figures, period: {}
    # Figures -> sentences for its boxes, by the key of their slot; it may ask the database more.
    propose: Callable[[Any], dict[str, list[Suggestion]]] = lambda figures: {}
    # (figures, words, what is there) -> the tables of counts that its public edition shows, with which later editions
    # are compared: nothing more, as what nobody was told need not be hidden from them. What is there are the keys of
    # sections, of their blocks as “section.block”, and of the sources of figures as “figure:key”.
    shown_tables: Callable[[Any, Words, Collection[str]], Sequence[ShownTable]] = lambda figures, words, there: ()
    outline: tuple[tuple[str, str], ...] = ()  # every section that it may have, in order: key and title
    # The blocks of its sections, in order, by the key of the section. A section that is not named has one, which stays.
    blocks: Mapping[str, tuple[OutlineBlock, ...]] = field(default_factory=dict)
    is_titled: bool = False  # each report has a title of its own, and a period may have several
    waits_for_end: bool = True  # of its period, before it is published and goes to meetings
    # (figures, period) -> sections that it does not show, whose figures its prose may use. Of these only what it uses
    # is told, and only that is listed among what is hidden.
    offered: Callable[[Any, Period], Sequence[content.Section]] | None = None
    is_offered: Callable[[str], bool] = lambda table: (
        True
    )  # is a table of counts, by name, behind what is only offered?
    addable: Sequence[str] = ()  # kinds of block of the records that an author may add to a section
    looks_back: bool = False  # does a block show the cycles of audits before the period?
    records: Callable[[Any], Records] | None = None  # whole figures -> what such blocks are made of
    stays: Collection[str] = ()  # sections without which there is no report of this kind
    layout: str = "report"  # or one_page, or slides: how a page is laid out on paper
    # Figures -> the same figures with nothing hidden, for the restricted edition. A kind that hides nothing has none.
    with_all_numbers: Callable[[Any], Any] = lambda figures: figures

    def blocks_of(self, section: str) -> tuple[OutlineBlock, ...]:
        """The blocks of a section; where none are named, the whole of it."""
        named = self.blocks.get(section)
        if named is not None:
            return named
        slots = tuple(slot.key for slot in self.slots if slot.of_section == section)
        return (OutlineBlock(section, dict(self.outline)[section], slots, stays=True),)


def discovered() -> dict[str, Blueprint]:
    """Every kind of report that has a file in this folder."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.BLUEPRINT.kind: module.BLUEPRINT for module in modules}


def blueprint_of(kind: str) -> Blueprint:
    return discovered()[kind]
