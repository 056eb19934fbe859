"""One report of each kind beside the quarterly one, and a kind of the council's own.

The highlight report of the last month, the deck of the last half-year and the page for scrutiny are published; a
decision waits for its sign-off; a report to the board is begun.
"""

import datetime
from typing import TYPE_CHECKING, Any

from kit.working_days import is_working_day
from kpis.periods import last_whole_month, quarter_of
from qaportal.demo import report_words as words
from reports import arranging
from reports.arranging import Entry
from reports.assembly import draft
from reports.blueprints import blueprint_of
from reports.blueprints.practice import half
from reports.commands import adapt, approve, arrange, publish, save_words, send, set_meetings, start_report
from reports.models import Report
from reports.routes import approvals_of

if TYPE_CHECKING:
    from qaportal.demo.reports import Desk

ACCOUNTS = {"head_of_service": "head", "director": "director", "lead_member": "leadmember"}
SPOTLIGHTS, QUOTES = 2, 3  # of each place for them


def write_other_reports(desk: "Desk") -> int:
    """Write all of them; return how many there are."""
    month = last_whole_month(desk.today)
    highlight = start(desk, "highlight", month, days=9)
    publish_it(desk, highlight, words.HIGHLIGHT, days=9, meets_after=21)

    last_half = half(half(desk.today).starts_on - datetime.timedelta(days=1))
    practice = start(desk, "practice", last_half.starts_on, days=30)
    publish_it(desk, practice, {**words.PRACTICE, **_chosen(desk, practice)}, days=30, meets_after=28)

    quarter = quarter_of(desk.today).previous
    scrutiny = start(desk, "scrutiny", quarter.start, days=28)
    publish_it(desk, scrutiny, words.SCRUTINY, days=28, meets_after=14)

    _decide(desk, quarter.start)
    _begin_for_the_board(desk, quarter.start)
    return 5


def start(desk: "Desk", kind: str, starts_on: datetime.date, *, days: int, title: str = "") -> Report:
    """Begun so many days after its period."""
    ends_on = blueprint_of(kind).period_of(starts_on).ends_on
    at = desk.at(ends_on, days)
    return start_report(kind=kind, unit=desk.council, starts_on=starts_on, title=title, by=desk.writer, at=at)


def publish_it(desk: "Desk", report: Report, said: dict[str, Any], *, days: int, meets_after: int) -> None:
    """Written, approved by everybody on its route, given to its meetings, and published, all on one day."""
    at = desk.at(report.ends_on, days)
    report = save_words(report, said, version=report.version, by=desk.writer, at=at)
    send(report, by=desk.writer, at=at)
    read = draft(report, today=at.date()).seal
    for stage in approvals_of(blueprint_of(report.kind).route):
        approve(report, read=read, by=desk.users[ACCOUNTS[stage.key]], at=at)
    day = at.date() + datetime.timedelta(days=meets_after)
    route = blueprint_of(report.kind).route
    days_of = {key: day + datetime.timedelta(days=7 * place) for place, key in enumerate(route) if key not in ACCOUNTS}
    meetings = {key: workday(each) for key, each in days_of.items()}
    set_meetings(report, meetings, by=desk.writer, at=at)
    publish(report, by=desk.writer, at=at)


def workday(day: datetime.date) -> datetime.date:
    """The day, or the next on which offices are open and committees meet."""
    return day if is_working_day(day) else workday(day + datetime.timedelta(days=1))


def _chosen(desk: "Desk", report: Report) -> dict[str, Any]:
    """Activities of each place, worded as the register words them, and what was said in them.

    What is about everybody is offered in both places, and left out of both here.
    """
    found = draft(report, today=desk.at(report.ends_on, 30).date()).suggestions
    places = {"protection": found["protection"], "care": found["care"]}
    offered = [each.key for place in places.values() for each in place]
    own = {key: [each for each in place if offered.count(each.key) == 1] for key, place in places.items()}
    kept = {**{key: place[:SPOTLIGHTS] for key, place in own.items()}, "quotes": found["quotes"][:QUOTES]}
    return {key: {"chosen": [{"key": each.key, "text": each.line} for each in place]} for key, place in kept.items()}


def _decide(desk: "Desk", quarter: datetime.date) -> None:
    """Every field filled in and approved by the head of service; the director is next."""
    report = start(desk, "decision", quarter, days=29, title=words.DECISION_TITLE)
    at = desk.at(report.ends_on, 29)
    day = at.date()
    said = words.decision(day, f"{day.day} {day:%B %Y}")
    report = save_words(report, said, version=report.version, by=desk.writer, at=at)
    send(report, by=desk.writer, at=at)
    approve(report, read=draft(report, today=day).seal, by=desk.users["head"], at=at)


def _begin_for_the_board(desk: "Desk", quarter: datetime.date) -> None:
    """A kind of the council's own, and a first draft of it."""
    at = desk.at(quarter_of(quarter).end, 15)
    own = adapt(kind="quarterly", title=words.BOARD_TITLE, by=desk.writer, at=at)
    known = {entry.key: entry for entry in arranging.outline(blueprint_of("quarterly"))}
    shown = [Entry(key, words.BOARD_NAMES.get(key, known[key].title)) for key in words.BOARD_FIRST]
    partners = Entry(f"{arranging.OWN}partners", words.BOARD_OWN, hint="Asked of each partner before the meeting.")
    left_out = [Entry(key, entry.title, is_in=False) for key, entry in known.items() if key not in words.BOARD_FIRST]
    entries = [*shown[:4], partners, *shown[4:], *left_out]
    own = arrange(own, title=own.title, entries=entries, version=own.version, by=desk.writer, at=at)
    report = start_report(kind="quarterly", unit=desk.council, starts_on=quarter, by=desk.writer, adaptation=own, at=at)
    save_words(report, words.BOARD, version=report.version, by=desk.writer, at=at)
