"""What the demo council's owners say about figures: invented words, believable, and nothing of any child."""

import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpis.defining import change_indicator
from kpis.models import Indicator, NoteRequest
from kpis.note_rules import Reason
from kpis.notes import to_ask
from kpis.noting import answer_note, ask_for_all, raise_indicator_action
from kpis.periods import add_months
from people.models import User
from qaportal.demo.indicators import PUBLISHED

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

LONDON = ZoneInfo("Europe/London")
OWNERS = {
    "head": ["1.1", "1.2", "3.1", "3.2", "3.3"],
    "service": ["1.3", "4.7.2", "4.8"],
    "head-in-care": ["1.4", "5.10", "5.11", "5.18", "6.1", "6.2", "6.3"],
    "head-front-door": ["2.1", "2.10a"],
}
A_WEEK = datetime.timedelta(days=8)
WAITS = "3.3"  # the head of service has this one to write
SAID = {
    "3.1": (
        "Fewer children in need have a completed plan than at the end of last month.",
        "New plans wait for the first network meeting, and two teams had no manager to sign plans off for a fortnight.",
        "Cover for both teams is in place. Team managers go through every plan older than six weeks each Monday.",
    ),
    "3.2": (
        "Reviews of children in need plans have slipped in two of the four teams.",
        "Reviews were moved when workers were on leave, and nobody booked them anew.",
        "The business support team books all reviews for the quarter ahead, and tells managers of each one moved.",
    ),
    "3.3": (
        "Fewer children in need were seen within four weeks than the month before.",
        "Four posts were empty in August, and visits made by duty workers were written up late.",
        "Two agency workers have started. Managers look at the list of visits due twice a week.",
    ),
    "4.7.2": (
        "More visits were made on the eleventh and twelfth day than in any month of the year before.",
        "A training week took whole teams out at once. Children were seen, but late.",
        "Training is spread over two weeks from now on, with a named worker for each child who is due a visit.",
    ),
    "4.8": (
        "Three review conferences were held after their date.",
        "Two were put off because reports came late, one because the family asked for another day.",
        "Reports are asked for ten working days ahead, and the chair tells the manager when one is missing.",
    ),
    "5.10": (
        "More assessments of children in our care are older than a year.",
        "Assessments due in the summer holidays were left until schools could take part.",
        "A list of those due goes to each team manager every month; holidays are planned around it.",
    ),
    "5.11": (
        "Visits to children placed far away are late more often than others.",
        "Long journeys were planned for one day, and fell through together.",
        "Teams pair up for journeys, and visits are booked six weeks ahead with the carers.",
    ),
    "6.2": (
        "The share of young people in education, employment or training has hardly moved.",
        "Apprenticeships start in September, and several offers were withdrawn.",
        "The council offers ten places of its own, and personal advisers meet the college every month.",
    ),
}
OTHERWISE = (
    "The figure has moved more than it usually does from one month to the next.",
    "We have looked at the records behind it and found no single cause. Late recording explains a part.",
    "The service looks at it again next month, together with the audit team, and says what it has found.",
)


def write_notes(today: datetime.date, cast: "Cast") -> int:
    """Name who answers, ask about three months, answer most; return how many were asked.

    August 2023 is answered whole; of the month before last one answer is overdue; of last month one still waits.
    """
    _name_owners(cast)
    last = add_months(today.replace(day=1), -1)
    now = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)
    asked = 0
    for month in (PUBLISHED, add_months(last, -1), last):
        at = min(datetime.datetime.combine(add_months(month, 1), datetime.time(11), tzinfo=LONDON) + A_WEEK, now)
        requests = _ask(month, at, cast)
        for request in requests:
            if month == PUBLISHED or request.indicator.ref != WAITS:
                _answer(request, min(at + A_WEEK, now))
        asked += len(requests)
    _raise_actions(add_months(last, -1), today, cast)
    return asked


def _name_owners(cast: "Cast") -> None:
    """Before anybody is asked."""
    at = datetime.datetime.combine(add_months(PUBLISHED, 1), datetime.time(10), tzinfo=LONDON)
    for account, refs in OWNERS.items():
        person = cast.users[account]
        for indicator in Indicator.objects.filter(ref__in=refs).order_by("position"):
            change_indicator(
                indicator, theme=indicator.theme, owner=person.job_title, answered_by=person,
                by=cast.users["analyst"], at=at,
            )  # fmt: skip


def _ask(month: datetime.date, at: datetime.datetime, cast: "Cast") -> list[NoteRequest]:
    unit, by = cast.units["council"], cast.users["qa"]
    wanted = [(each.indicator, each.reason) for each in to_ask(unit, month).wanted]
    if month == PUBLISHED:
        wanted = [(indicator, reason) for indicator, reason in wanted if reason == Reason.RED]
    if WAITS not in {indicator.ref for indicator, _ in wanted}:
        wanted.append((Indicator.objects.get(ref=WAITS), Reason.ASKED))
    due = (at + datetime.timedelta(days=14)).date()
    return ask_for_all(wanted, unit, month, due_on=due, by=by, at=at)


def _answer(request: NoteRequest, at: datetime.datetime) -> None:
    changed, why, then = SAID.get(request.indicator.ref, OTHERWISE)
    person: User = request.asked_of
    answer_note(request, what_changed=changed, why=why, what_next=then, by=person, at=at)


def _raise_actions(month: datetime.date, today: datetime.date, cast: "Cast") -> None:
    """Two things that services do because of their figures: one in time, one late."""
    at = datetime.datetime.combine(add_months(month, 1), datetime.time(14), tzinfo=LONDON) + A_WEEK
    council = cast.units["council"]
    raise_indicator_action(
        Indicator.objects.get(ref=WAITS), council, month,
        text="Look twice a week at the list of children in need whose visit is due, and name who goes.",
        owner=cast.users["service"], due_on=today + datetime.timedelta(days=20),
        done_in=cast.units["protection"], by=cast.users["head"], at=at,
    )  # fmt: skip
    raise_indicator_action(
        Indicator.objects.get(ref="5.10"), council, month,
        text="Plan every assessment that falls due in the next three months with the child’s school.",
        owner=cast.users["head-in-care"], due_on=today - datetime.timedelta(days=3),
        done_in=cast.units["in-care"], by=cast.users["head-in-care"], at=at,
    )  # fmt: skip
