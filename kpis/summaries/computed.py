"""The computed indicators together: when they were last computed, and what has changed since."""

import datetime
from collections import Counter
from dataclasses import dataclass

from kpis.computing import LOOKED_AT, Differences, computed_definitions, differences
from kpis.measures import MEASURE_WORDS, Measure
from kpis.models import Definition
from people.models import Event, Unit


@dataclass(frozen=True)
class ComputedLine:
    definition: Definition
    measure_words: str
    narrowed_words: str
    problem: str
    to_change: int


@dataclass(frozen=True)
class ComputedIndicators:
    first: datetime.date
    last: datetime.date
    last_at: datetime.datetime | None
    lines: list[ComputedLine]
    differences: Differences

    @property
    def to_change(self) -> int:
        return sum(line.to_change for line in self.lines)


def computed_indicators(
    council: Unit, first: datetime.date, last: datetime.date, *, today: datetime.date
) -> ComputedIndicators:
    """A query for each definition, and four more."""
    found = differences(first, last, today=today)
    changes = Counter(key[0] for keys in (found.added, found.changed, found.gone) for key in keys)
    run = Event.objects.filter(verb=LOOKED_AT, target_id=str(council.pk)).order_by("-at", "-pk").first()
    newest = {definition.indicator_id: definition for definition in computed_definitions()}
    lines = [
        ComputedLine(
            definition=definition,
            measure_words=MEASURE_WORDS[Measure(definition.measure)],
            narrowed_words=_narrowed(definition),
            problem=found.problems.get(definition.indicator.ref, ""),
            to_change=changes[key],
        )
        for key, definition in newest.items()
    ]
    return ComputedIndicators(first, last, run.at if run else None, lines, found)


def _narrowed(definition: Definition) -> str:
    """Tool full-audit, domain plans; or all audits."""
    parts = [f"{name} {value}" for name in ("tool", "domain", "cohort") if (value := getattr(definition, name))]
    return ", ".join(parts).capitalize() or "Not narrowed"
