"""Which units have red figures about which nobody has said anything: what the portal does not ask by itself."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from kpis.models import Definition, Note, NoteRequest
from kpis.note_rules import needs_note
from kpis.summaries.heat_map import judged
from kpis.summaries.meanings import meanings_of
from kpis.summaries.rows import address_of
from people.models import Unit


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
    red: int
    answered: int
    waiting: int
    silent: list[Silent]


@dataclass(frozen=True)
class Unexplained:
    """The units with a red or missed figure, most silent first."""

    rows: list[UnitNotes]
    units: int

    @property
    def summary(self) -> str:
        """3 red or missed figures in 2 of 19 units have no note, and nobody is asked for one."""
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
    found = judged(units, month, meanings_of(month))
    rows = []
    for place, unit in enumerate(units):
        bad = [row.definition for row in found if needs_note(row.figures[place][1], is_special_cause=False)]
        told = [notes.get((unit.pk, each.indicator_id)) for each in bad]
        silent = [_silent(each, unit, month) for each, answered in zip(bad, told, strict=True) if answered is None]
        if bad:
            rows.append(UnitNotes(unit, len(bad), told.count(True), told.count(False), silent))
    rows.sort(key=lambda row: (-len(row.silent), row.unit.path))
    return Unexplained(rows, len(units))


def _silent(definition: Definition, unit: Unit, month: datetime.date) -> Silent:
    ref = definition.indicator.ref
    return Silent(ref, definition.title, f"{address_of(ref)}?month={month:%Y-%m}&unit={unit.code}")
