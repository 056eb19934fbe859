"""Agreed overall grades by cycle of auditing. Two queries, however many audits there are."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from audits.grading import Grade, Stage
from audits.lifecycle import GRADES_AGREED
from audits.models import Cycle, Grading
from people.models import Unit

MOST = 8


@dataclass(frozen=True)
class CycleGrades:
    """How many audits of a cycle have each overall grade, best first.

    `months` are the first and the last day of the whole months of the cycle, where its audits are all those of these
    months: None, where an audit of these months belongs to another cycle or to none, or one of another month to it.
    """

    name: str
    starts_on: datetime.date
    ends_on: datetime.date
    counts: tuple[int, ...]
    months: tuple[datetime.date, datetime.date] | None

    @property
    def total(self) -> int:
        return sum(self.counts)


def last_cycles(until: datetime.date) -> list[Cycle]:
    """The last cycles that had ended by a day, in the order of their ends. One query."""
    ended = Cycle.objects.filter(ends_on__lte=until).order_by("-ends_on", "-starts_on", "-pk")
    return list(ended[:MOST])[::-1]


def cycle_grades(unit: Unit, until: datetime.date) -> list[CycleGrades]:
    """What the last cycles that had ended by a day found about the unit and all below it."""
    cycles = last_cycles(until)
    if not cycles:
        return []
    first, last = min(each.starts_on for each in cycles), max(each.ends_on for each in cycles)
    graded = Grading.objects.filter(
        stage=Stage.AGREED, section=None, audit__status__in=GRADES_AGREED, audit__unit__path__startswith=unit.path
    ).filter(Q(audit__cycle__in=cycles) | Q(audit__audit_month__range=(first, last)))
    rows = graded.order_by().values_list("audit__cycle", "audit__audit_month", "grade").annotate(Count("pk"))
    counted = Counter({(cycle, month, grade): count for cycle, month, grade, count in rows})
    return [_of(cycle, counted) for cycle in cycles]


def _of(cycle: Cycle, counted: Counter[tuple[int | None, datetime.date, str]]) -> CycleGrades:
    months = _whole_months(cycle)
    own = {key for key in counted if key[0] == cycle.pk}
    inside = {key for key in counted if months and months[0] <= key[1] <= months[1]}
    counts = tuple(sum(counted[key] for key in own if key[2] == grade.value) for grade in Grade)
    return CycleGrades(cycle.name, cycle.starts_on, cycle.ends_on, counts, months if own == inside else None)


def _whole_months(cycle: Cycle) -> tuple[datetime.date, datetime.date] | None:
    """From the first day of its first whole month to the last of its last."""
    day = datetime.timedelta(days=1)
    first = cycle.starts_on if cycle.starts_on.day == 1 else _next_month(cycle.starts_on)
    after = (cycle.ends_on + day).replace(day=1)
    return (first, after - day) if first < after else None


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
