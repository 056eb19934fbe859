"""Labelled figures and indicators as figures with a sentence, which the author may reword. [pure]"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from reports.audit_counts import GRADES, MODERATION, NUMBERS
from reports.content import SUPPRESSED, Fact, IndicatorRow, Statement
from reports.disclosure import Protection, ShownTable

Tables = Mapping[str, int | None]  # of counts that stand behind it, and how many of their lines


class Figure(NamedTuple):
    """What a labelled figure says, and the tables of counts that it is from."""

    sentence: str
    tables: Tables = {}


FIGURES = {
    "audits-allocated": Figure("audits of children's records were allocated", {NUMBERS: None}),
    "audits-agreed": Figure("audits of children's records were agreed", {NUMBERS: None}),
    "audits-good-or-better": Figure("of audited children's records are good or better", {GRADES: 1}),
    "audits-grades": Figure("records have each grade", {GRADES: 1}),
    "audits-unchanged-in-moderation": Figure("of overall grades stood unchanged in moderation", {MODERATION: None}),
    "audits-raised-in-moderation": Figure("overall grades were raised in moderation", {MODERATION: None}),
    "audits-lowered-in-moderation": Figure("overall grades were lowered in moderation", {MODERATION: None}),
    "actions-raised": Figure("actions were raised"),
    "actions-delivered": Figure("actions were delivered, with dated evidence"),
    "actions-closed": Figure("actions were closed, checked by somebody else"),
    "actions-open": Figure("actions are not yet delivered"),
    "actions-overdue": Figure("of the actions that are not yet delivered are overdue"),
}


def used_in(there: Iterable[str]) -> list[str]:
    """The keys of the sources of figures that prose uses, of all that is there."""
    return [key.removeprefix("figure:") for key in there if key.startswith("figure:")]


def tables_behind(keys: Iterable[str], protection: Protection) -> list[ShownTable]:
    """The tables of counts of audits that stand behind figures, by the keys of their sources."""
    lines: dict[str, int | None] = {}
    for key in keys:
        for name, only in (FIGURES[key].tables if key in FIGURES else {}).items():
            lines[name] = only
    return cut(lines, protection)


def cut(lines: Tables, protection: Protection) -> list[ShownTable]:
    """The tables that are named, each with so many of its lines."""
    return [replace(each, lines=each.lines[: lines[each.name]]) for each in protection.tables if each.name in lines]


def statement_of(fact: Fact) -> Statement:
    """A labelled figure with its sentence."""
    return Statement(fact.number, FIGURES[fact.source].sentence, fact.period, fact.sample, source=fact.source)


def indicator_statement(row: IndicatorRow, month: str) -> Statement:
    """An indicator's figure with what it measures; “% of” is said by the figure."""
    sentence = f"of {row.title[5:]}" if row.title.startswith("% of ") else row.title
    sample = row.basis
    if row.has_parts:
        sample = f"{row.numerator} of {row.denominator}"
        if SUPPRESSED in (row.numerator, row.denominator):
            sample = f"of {row.denominator}"
    return Statement(row.current, sentence, month, sample, source=row.source)
