"""The audits or actions behind a computed figure, as far as somebody may open them."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from audits.models import Audit
from improvement.models import Action
from kpis.measures import COUNTED_WORDS, Measure
from kpis.measuring import Counted, rows_behind
from kpis.models import Definition, Value
from kpis.periods import Basis
from people.models import Unit, User

# What these measures look at is the auditor's words, which not everybody reads who may see the audit.
OF_WORDS = (Measure.FAMILY_FEEDBACK, Measure.CHRONOLOGY)


@dataclass(frozen=True)
class Behind:
    """`rows`: those that the viewer may open, marked; `live`: what all of them come to; `stored`: what is held."""

    definition: Definition
    unit: Unit
    month: datetime.date
    rows: QuerySet
    live: Counted
    stored: Counted | None
    shown: int

    @property
    def is_of_actions(self) -> bool:
        return self.definition.measure == Measure.ACTIONS_IN_TIME

    @property
    def hidden(self) -> int:
        return self.live.denominator - self.shown

    @property
    def hidden_words(self) -> str:
        """And 3 that you may not open."""
        return f"and {self.hidden} that you may not open" if self.hidden else ""

    @property
    def counted_words(self) -> str:
        return COUNTED_WORDS[Measure(self.definition.measure)]

    @property
    def live_words(self) -> str:
        return _words(self.live) if self.live.denominator else "nothing to count"

    @property
    def stored_words(self) -> str:
        return _words(self.stored) if self.stored else "no data"

    @property
    def differs(self) -> bool:
        """Do the live rows no longer give the stored figure?"""
        return (self.stored or Counted(0, 0)) != self.live


def behind(definition: Definition, unit: Unit, month: datetime.date, viewer: User, *, today: datetime.date) -> Behind:
    """Three queries beside those of the list itself."""
    everything = rows_behind(definition, month, month, today=today).filter(unit__path__startswith=unit.path)
    counts = everything.aggregate(denominator=Count("pk"), numerator=Count("pk", filter=Q(is_counted=True)))
    held = Value.objects.current().filter(
        indicator=definition.indicator_id, unit=unit, period=month, basis=Basis.MONTH, denominator__isnull=False
    ).first()  # fmt: skip
    rows = everything.filter(pk__in=_readable(definition, viewer).values("pk")).select_related("unit")
    if definition.measure != Measure.ACTIONS_IN_TIME:
        rows = rows.select_related("record", "tool_version__tool")
    stored = Counted(int(held.numerator), int(held.denominator)) if held else None
    return Behind(definition, unit, month, rows, Counted(**counts), stored, rows.count())


def _readable(definition: Definition, viewer: User) -> QuerySet:
    if definition.measure == Measure.ACTIONS_IN_TIME:
        return Action.objects.visible_to(viewer)
    audits = Audit.objects.visible_to(viewer)
    return audits.with_words_for(viewer) if definition.measure in OF_WORDS else audits


def _words(counted: Counted) -> str:
    return f"{counted.numerator:,} of {counted.denominator:,}"
