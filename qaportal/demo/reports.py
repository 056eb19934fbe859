"""The last whole quarter's report, published, and this quarter's, begun."""

import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpis.periods import Quarter, quarter_of
from people.models import Unit, User
from qaportal.demo import texts
from reports.assembly import draft
from reports.blueprints.quarterly import Figures
from reports.commands import approve, publish, save_words, send, set_meetings, start_report
from reports.models import Report

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

LONDON = ZoneInfo("Europe/London")
DAYS_TO_WRITE = 25
LISTED = 6  # actions that the published report lists


def write_reports(today: datetime.date, cast: "Cast") -> int:
    """Write both; return how many there are."""
    writer, council = cast.users["qa"], cast.units["council"]
    now = quarter_of(today)
    day = min(now.previous.end + datetime.timedelta(days=DAYS_TO_WRITE), today)
    at = datetime.datetime.combine(day, datetime.time(10) if day < today else datetime.time(0, 1), tzinfo=LONDON)
    report = _start(now.previous, council, writer, at)
    so_far = draft(report, today=day)
    actions = so_far.blueprint.suggest(so_far.figures)["actions"]
    words = {
        "key_messages": {"messages": _messages(so_far.figures)},
        "summary": {"prose": texts.SUMMARY},
        "strengths_focus": {
            "strengths": [texts.STRENGTHS[code][0] for code in ("voice", "risk", "partnership", "assessment")],
            "focus": [texts.FOCUS[code][0] for code in ("planning", "recording", "oversight", "identity")],
        },
        "actions": {"chosen": [{"key": action.key, "text": action.text} for action in actions[:LISTED]]},
        "next_quarter": {"prose": texts.NEXT_QUARTER},
    }
    report = save_words(report, words, version=report.version, by=writer, at=at)
    send(report, by=writer, at=at)
    for account in ("head", "director", "leadmember"):
        approve(report, by=cast.users[account], at=at)
    meetings = {"executive": day + datetime.timedelta(days=14), "scrutiny": day + datetime.timedelta(days=35)}
    set_meetings(report, meetings, by=writer, at=at)
    publish(report, by=writer, at=at)

    later = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)
    begun = _start(now, council, writer, later)
    first = {"key_messages": {"messages": [texts.FIRST_MESSAGE]}}
    save_words(begun, first, version=begun.version, by=writer, at=later)
    return 2


def _messages(figures: Figures) -> list[str]:
    """What the quarter's figures say, in words that give no small number away."""
    domains = sorted(figures.findings.grades[1:], key=lambda counts: counts.percent_good_or_better or 0)
    return [
        f"{domains[-1].title} is where practice is strongest; {domains[0].title.lower()} needs the most attention.",
        "How far each highlight indicator is from its target, and which way it moves, stands in section 3.",
        "Every action closed in the quarter was checked by somebody other than the person who delivered it.",
    ]


def _start(quarter: Quarter, council: Unit, writer: User, at: datetime.datetime) -> Report:
    return start_report(kind="quarterly", unit=council, starts_on=quarter.start, by=writer, at=at)
