"""Which units have red figures about which nobody has said anything: what the portal does not ask by itself."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from kpis.models import Definition, Note, NoteRequest
from kpis.note_rules import needs_note
from kpis.rag import Rag
from kpis.summaries.heat_map import judged
from kpis.summaries.meanings import meanings_of
from kpis.summaries.rows import address_of
from people.models import Unit

MOST_NAMED = 12  # for a unit
NEED_NOTE = [rag for rag in Rag if needs_note(rag, is_special_cause=False)]


@dataclass(frozen=True)
class Silent:
    """A figure without a note and without a request for one."""

    ref: str
    title: str
    url: str


@dataclass(frozen=True)
class UnitNotes:
    """A unit's red and missed figures: how many have a note, for how many one is asked, and those with neither."""

    unit: Unit
    month: datetime.date
    red: int
    answered: int
    waiting: int
    silent: list[Definition]

    @property
    def named(self) -> list[Silent]:
        """The first of those with neither, each with the page of its figure."""
        asked = f"month={self.month:%Y-%m}&unit={self.unit.code}"
        refs = ((each.indicator.ref, each.title) for each in self.silent[:MOST_NAMED])
        return [Silent(ref, title, f"{address_of(ref)}?{asked}") for ref, title in refs]

    @property
    def unnamed(self) -> int:
        return max(0, len(self.silent) - MOST_NAMED)


@dataclass(frozen=True)
class Unexplained:
    """The units with a red or missed figure, most silent first; of `unknown` of all there is no figure."""

    rows: list[UnitNotes]
    units: int
    unknown: int

    @property
    def summary(self) -> str:
        """3 red or missed figures in 2 of 19 units have no note, and nobody is asked for one. 1 unit has no figures."""
        if self.unknown == self.units:
            return "There are no figures for this month."
        have_none = "1 unit has no figures." if self.unknown == 1 else f"{self.unknown:,} units have no figures."
        return f"{self._of_the_known} {have_none}" if self.unknown else self._of_the_known

    @property
    def _of_the_known(self) -> str:
        silent = [row for row in self.rows if row.silent]
        count = sum(len(row.silent) for row in silent)
        if not self.rows:
            whose = "this unit" if self.units == 1 else f"these {self.units:,} units"
            return f"No figure of {whose} is red or missed."
        if not count:
            return "Every red or missed figure has a note, or somebody is asked for one."
        figures = "1 red or missed figure" if count == 1 else f"{count:,} red or missed figures"
        has, units = "has" if count == 1 else "have", "unit" if self.units == 1 else "units"
        return f"{figures} in {len(silent):,} of {self.units:,} {units} {has} no note, and nobody is asked for one."


def unexplained(units: Sequence[Unit], month: datetime.date) -> Unexplained:
    """Four queries, whatever there is.

    Changes beyond chance are left out: they need the history of every figure, and are told on each unit's own pages.
    """
    asked = NoteRequest.objects.standing().filter(unit__in=[unit.pk for unit in units], period=month)
    with_answers = asked.annotate(is_answered=Exists(Note.objects.filter(request=OuterRef("pk"))))
    notes = {
        (unit, indicator): is_answered
        for unit, indicator, is_answered in with_answers.values_list("unit_id", "indicator_id", "is_answered")
    }
    bad: list[list[Definition]] = [[] for _ in units]
    known: set[int] = set()
    for row in judged(units, month, meanings_of(month)):
        for place, (value, rag) in enumerate(row.figures):
            if value is not None:
                known.add(place)
            if rag in NEED_NOTE:
                bad[place].append(row.definition)
    rows = []
    for unit, definitions in zip(units, bad, strict=True):
        told = [notes.get((unit.pk, each.indicator_id)) for each in definitions]
        silent = [each for each, is_answered in zip(definitions, told, strict=True) if is_answered is None]
        if definitions:
            rows.append(UnitNotes(unit, month, len(definitions), told.count(True), told.count(False), silent))
    rows.sort(key=lambda row: (-len(row.silent), row.unit.path))
    return Unexplained(rows, len(units), len(units) - len(known))
