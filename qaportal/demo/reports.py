"""The last whole quarter's report, published, and this quarter's, begun; beside them one of every other kind."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpis.periods import Quarter, quarter_of
from people.models import Unit, User
from qaportal.demo import report_words, texts
from qaportal.demo.other_reports import publish_it, workday, write_other_reports
from reports.assembly import draft
from reports.blueprints.quarterly import Figures
from reports.commands import save_words, start_report
from reports.models import Report

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

LONDON = ZoneInfo("Europe/London")
DAYS_TO_WRITE = 25
LISTED = 6  # actions that the published report lists


@dataclass(frozen=True)
class Desk:
    """Who writes the reports, about what, and what day it is."""

    today: datetime.date
    council: Unit
    writer: User
    users: dict[str, User]

    def at(self, ends_on: datetime.date, days: int) -> datetime.datetime:
        """So many days after the end of a period at ten, or on the next working day; never in the visitor's future."""
        day = min(workday(ends_on + datetime.timedelta(days=days)), self.today)
        return datetime.datetime.combine(day, datetime.time(10) if day < self.today else datetime.time(0, 1), LONDON)


def write_reports(today: datetime.date, cast: "Cast") -> int:
    """Write all of them; return how many there are."""
    desk = Desk(today, cast.units["council"], cast.users["qa"], cast.users)
    now = quarter_of(today)
    at = desk.at(now.previous.end, DAYS_TO_WRITE)
    report = _start(now.previous, desk, at)
    so_far = draft(report, today=at.date())
    actions = so_far.blueprint.suggest(so_far.figures)["actions"]
    words = {
        "lead_director": {"prose": report_words.LEAD_DIRECTOR},
        "key_messages": {"messages": _messages(so_far.figures)},
        "summary": {"prose": report_words.QUARTERLY_SUMMARY},
        "strengths_focus": {
            "strengths": [texts.STRENGTHS[code][0] for code in ("voice", "risk", "partnership", "assessment")],
            "focus": [texts.FOCUS[code][0] for code in ("planning", "recording", "oversight", "identity")],
        },
        "actions": {"chosen": [{"key": action.key, "text": action.text} for action in actions[:LISTED]]},
        "next_quarter": {"prose": texts.NEXT_QUARTER},
    }
    publish_it(desk, report, words, days=DAYS_TO_WRITE, meets_after=14)

    later = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)
    begun = _start(now, desk, later)
    first = {"key_messages": {"messages": [texts.FIRST_MESSAGE]}}
    save_words(begun, first, version=begun.version, by=desk.writer, at=later)
    return 2 + write_other_reports(desk)


def _messages(figures: Figures) -> list[str]:
    """What the quarter's figures say, in words that give no small number away."""
    domains = sorted(figures.findings.grades[1:], key=lambda counts: counts.percent_good_or_better or 0)
    return [
        f"{domains[-1].title} is where practice is strongest; {domains[0].title.lower()} needs the most attention.",
        "How far each highlight indicator is from its target, and which way it moves, stands in section 3.",
        "Every action closed in the quarter was checked by somebody other than the person who delivered it.",
    ]


def _start(quarter: Quarter, desk: Desk, at: datetime.datetime) -> Report:
    return start_report(kind="quarterly", unit=desk.council, starts_on=quarter.start, by=desk.writer, at=at)
