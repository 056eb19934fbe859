"""The audits or actions behind a computed figure, as far as somebody may open them.

A figure that covers several months has behind it what counts in any of them, each month by the definition of its own
time. What was not computed then, but given in a return, has nothing behind it here, and is said.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from audits.models import Audit
from improvement.models import Action
from kpis.accumulating import covered_months
from kpis.measures import COUNTED_WORDS, Measure
from kpis.measuring import Counted, month_due, rows_behind
from kpis.models import Definition, Value
from kpis.periods import BASIS_WORDS, Basis, last_of, month_words
from people.models import Unit, User

# What these measures look at is the auditor's words, which not everybody reads who may see the audit.
OF_WORDS = (Measure.FAMILY_FEEDBACK, Measure.CHRONOLOGY)
NOTHING = Counted(0, 0)
ByMonth = dict[datetime.date, Counted]


@dataclass(frozen=True)
class Stretch:
    """Months in a row that one definition counts; `others` counted them from something else than what is listed."""

    definition: Definition | None
    months: list[datetime.date] = field(default_factory=list)

    @property
    def words(self) -> str:
        """April 2023 to June 2023."""
        first, last = self.months[0], self.months[-1]
        return month_words(first) if first == last else f"{month_words(first)} to {month_words(last)}"


@dataclass(frozen=True)
class Behind:
    """`rows`: those that the viewer may open, marked; `live`: what all of them come to in each month; `stored`: what is
    held of each. `stretches` are listed; `unlisted` are months whose figure was not counted from such rows.
    """

    definition: Definition
    unit: Unit
    months: list[datetime.date]
    stretches: list[Stretch]
    unlisted: list[Stretch]
    rows: QuerySet
    live_by_month: ByMonth
    stored_by_month: ByMonth
    shown: int

    @property
    def is_of_actions(self) -> bool:
        return _is_of_actions(self.definition)

    @property
    def basis_words(self) -> str:
        """What the figure covers: In the month; or Year to date, April 2023 to August 2023."""
        if len(self.months) == 1:
            return BASIS_WORDS[Basis.MONTH]
        return f"{BASIS_WORDS[Basis(self.definition.basis)]}, {Stretch(None, self.months).words}"

    @property
    def live(self) -> Counted:
        return _sum(self.live_by_month.values())

    @property
    def stored(self) -> Counted | None:
        """The figure as it is held: the sum of its months, if every one of them is there."""
        return None if self.missing else _sum(self.stored_by_month.values())

    @property
    def missing(self) -> list[datetime.date]:
        return [month for month in self.months if month not in self.stored_by_month]

    @property
    def missing_words(self) -> str:
        """Which month keeps the whole from being added up."""
        if len(self.months) == 1 or not self.missing:
            return ""
        told = ", ".join(month_words(month) for month in self.missing)
        return f"Nothing is held for {told}, so that the months do not add up to a figure."

    @property
    def hidden(self) -> int:
        return self.live.denominator - self.shown

    @property
    def hidden_words(self) -> str:
        """And 3 that you may not open."""
        return f"and {self.hidden} that you may not open" if self.hidden else ""

    @property
    def counted_words(self) -> list[str]:
        """How each stretch is counted; latest first, the earlier ones with their months."""
        *earlier, last = self.stretches
        words = COUNTED_WORDS[Measure(last.definition.measure)]
        told = [words if len(self.months) == 1 else f"In each month: {_counted(last.definition)}"]
        for stretch in reversed(earlier):
            told.append(f"{stretch.words}, by the definition of that time: {_counted(stretch.definition)}")
        return told

    @property
    def unlisted_words(self) -> list[str]:
        """What belongs to the figure and is not in the list."""
        return [
            f"{stretch.words}: {_held_words([self.stored_by_month.get(month) for month in stretch.months])}, "
            "not counted from what is listed here, but by the definition of that time."
            for stretch in self.unlisted
        ]

    @property
    def live_words(self) -> str:
        return _words(self.live) if self.live.denominator else "nothing to count"

    @property
    def stored_words(self) -> str:
        return _words(self.stored) if self.stored else "no data"

    @property
    def differs(self) -> bool:
        """Do the live rows of any month no longer give what is stored of it?"""
        listed = [month for stretch in self.stretches for month in stretch.months]
        return any(self.stored_by_month.get(each, NOTHING) != self.live_by_month.get(each, NOTHING) for each in listed)


def behind(definition: Definition, unit: Unit, month: datetime.date, viewer: User, *, today: datetime.date) -> Behind:
    """Four queries beside those of the list itself."""
    # Till a quarter's last month is over there is no figure of it: then the month stands alone.
    months = list(covered_months(month, Basis(definition.basis)) or (month,))
    stretches, unlisted = _stretches(definition, months)
    everything = _everything(stretches, today).filter(unit__path__startswith=unit.path)
    counts = {"some": Count("pk", filter=Q(is_counted=True)), "all_of_them": Count("pk")}
    live = everything.order_by().values_list("month").annotate(**counts)
    held = Value.objects.current().filter(
        indicator=definition.indicator_id, unit=unit, period__in=months, basis=Basis.MONTH, numerator__isnull=False,
        denominator__isnull=False,
    ).values_list("period", "numerator", "denominator")  # fmt: skip
    rows = everything.filter(pk__in=_readable(stretches, viewer).values("pk")).select_related("unit")
    if not _is_of_actions(definition):
        rows = rows.select_related("record", "tool_version__tool")
    return Behind(
        definition=definition,
        unit=unit,
        months=months,
        stretches=stretches,
        unlisted=unlisted,
        rows=rows,
        live_by_month={each: Counted(*counts) for each, *counts in live},
        stored_by_month={each: Counted(int(some), int(of)) for each, some, of in held},
        shown=rows.count(),
    )


def _stretches(definition: Definition, months: Sequence[datetime.date]) -> tuple[list[Stretch], list[Stretch]]:
    """The months by the definition at their end: those counted from rows of the same kind, and the others."""
    dated = list(Definition.objects.filter(indicator=definition.indicator_id).order_by("validity"))
    found: list[Stretch] = []
    for month in months:
        own = next((each for each in dated if last_of(month) in each.validity), None)
        if not found or found[-1].definition != own:
            found.append(Stretch(own))
        found[-1].months.append(month)

    def is_alike(own: Definition | None) -> bool:
        return own is not None and own.is_computed and _is_of_actions(own) == _is_of_actions(definition)

    return [each for each in found if is_alike(each.definition)], [
        each for each in found if not is_alike(each.definition)
    ]


def _everything(stretches: list[Stretch], today: datetime.date) -> QuerySet:
    """The rows of all stretches, each counted by its own definition."""
    parts = [rows_behind(each.definition, each.months[0], each.months[-1], today=today) for each in stretches]
    if len(parts) == 1:
        return parts[0]
    inside, counted = Q(), Q()
    for part in parts:
        inside |= Q(pk__in=part.values("pk"))
        counted |= Q(pk__in=part.filter(is_counted=True).values("pk"))
    rows = parts[0].model.objects.filter(inside)
    return rows.annotate(month=month_due() if parts[0].model is Action else F("audit_month"), is_counted=counted)


def _readable(stretches: list[Stretch], viewer: User) -> QuerySet:
    measures = {Measure(each.definition.measure) for each in stretches}
    if Measure.ACTIONS_IN_TIME in measures:
        return Action.objects.visible_to(viewer)
    audits = Audit.objects.visible_to(viewer)
    return audits.with_words_for(viewer) if measures & set(OF_WORDS) else audits


def _is_of_actions(definition: Definition) -> bool:
    return definition.measure == Measure.ACTIONS_IN_TIME


def _sum(counts) -> Counted:
    counts = list(counts)
    return Counted(sum(each.numerator for each in counts), sum(each.denominator for each in counts))


def _counted(definition: Definition) -> str:
    words = COUNTED_WORDS[Measure(definition.measure)]
    return words[0].lower() + words[1:]


def _held_words(held: list[Counted | None]) -> str:
    return "no data" if None in held else _words(_sum(held))


def _words(counted: Counted) -> str:
    return f"{counted.numerator:,} of {counted.denominator:,}"
