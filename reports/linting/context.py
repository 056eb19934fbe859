"""What the linter must know beside the report: its period and dates, who may be named, how indicators stand. [pure]"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.linting.script import IndicatorFact
from reports.linting.vocabulary import EVERYDAY, MEANINGS

CASE_REFERENCE = r"[A-Z]{2}\d{6}"


@dataclass(frozen=True)
class Context:
    """`abbreviations` gives their meaning, `understood` are those that need none; `people` may be named.

    `starts_on` and `ends_on` are both in the period, and `label` is what it is called. `meets_on` is the last meeting
    that reads the report. `case_reference` is the council's pattern.
    """

    starts_on: datetime.date
    ends_on: datetime.date
    label: str = ""  # Quarter 3 2016/17
    published_on: datetime.date | None = None
    meets_on: datetime.date | None = None
    abbreviations: Mapping[str, str] = field(default_factory=lambda: MEANINGS)
    understood: frozenset[str] = EVERYDAY
    people: frozenset[str] = frozenset()
    case_reference: str = CASE_REFERENCE
    indicators: tuple[IndicatorFact, ...] = ()
    beside: tuple[IndicatorFact, ...] = ()  # what words may be about, though the report does not show it
    waits_for_end: bool = True  # of its period, before it is published
    is_titled: bool = False  # its title says what it is about, and need not name its period

    @property
    def read_on(self) -> datetime.date:
        """The last day on which the report is new to somebody."""
        days = [day for day in (self.published_on, self.meets_on) if day is not None]
        return max([*days, self.ends_on] if self.waits_for_end or not days else days)
