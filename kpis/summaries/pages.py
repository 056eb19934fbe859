"""Exceptions first, a unit with its parts, and one theme: the rows of the highlight table in other orders."""

import datetime
from dataclasses import dataclass

from django.utils.text import slugify

from kpis.exceptions import Concern, concern_of, why_words
from kpis.models import Indicator
from kpis.rag import Rag
from kpis.spc import CONCERNS
from kpis.summaries.charts_of_many import SmallChart, small_charts
from kpis.summaries.heat_map import standing_of
from kpis.summaries.highlight import Highlight, highlight
from kpis.summaries.meanings import meanings_of
from kpis.summaries.rows import HighlightRow
from people.models import Unit


@dataclass(frozen=True)
class Exceptional:
    row: HighlightRow
    why: str


def exceptions_of(unit: Unit, month: datetime.date) -> list[tuple[Concern, list[Exceptional]]]:
    """Every indicator under the first concern that holds, in the order in which they are looked at."""
    groups: dict[Concern, list[Exceptional]] = {concern: [] for concern in Concern}
    for row in highlight(unit, month).rows:
        is_worse = row.spc.is_special and row.spc.variation in CONCERNS
        concern = concern_of(row.rag, is_worse_than_chance=is_worse)
        groups[concern].append(Exceptional(row, why_words(concern, row.rag, are_too_few=row.spc.is_trial)))
    return list(groups.items())


@dataclass(frozen=True)
class Part:
    """A unit directly below, with how many of its figures stand where."""

    unit: Unit
    counts: dict[Rag, int]


@dataclass(frozen=True)
class UnitPage:
    shown: Highlight
    parts: list[Part]
    states: list[Rag]  # the states that any of the parts has, as columns


def unit_page(unit: Unit, parts: list[Unit], month: datetime.date) -> UnitPage:
    """A unit's rows, and its parts counted. Five queries, however many parts."""
    meanings = meanings_of(month)
    counted = [Part(part, counts) for part, counts in zip(parts, standing_of(parts, month, meanings), strict=True)]
    always = (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.NO_DATA)
    states = [rag for rag in Rag if rag in always or any(part.counts[rag] for part in counted)]
    return UnitPage(highlight(unit, month, meanings), counted, states)


@dataclass(frozen=True)
class Theme:
    name: str
    charts: list[SmallChart]


def themes() -> dict[str, tuple[str, list[int]]]:
    """Every theme by its word in addresses: its name and its indicators."""
    found: dict[str, tuple[str, list[int]]] = {}
    for key, name in Indicator.objects.order_by("position", "pk").values_list("pk", "theme"):
        found.setdefault(slugify(name), (name, []))[1].append(key)
    return found


def theme_page(unit: Unit, month: datetime.date, name: str, indicators: list[int]) -> Theme:
    return Theme(name, small_charts(unit, month, width=520, height=150, only=indicators))
