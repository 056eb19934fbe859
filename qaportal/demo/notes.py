"""What the demo council's owners say about figures: invented words, believable, and nothing of any child."""

import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from kpis.defining import change_indicator, create_standard_indicators
from kpis.models import Indicator, NoteRequest
from kpis.note_rules import Reason, due_after
from kpis.noting import answer_note, ask_for_note, raise_indicator_action
from kpis.periods import add_months
from people.models import User
from qaportal.demo.indicators import PUBLISHED, asked_months

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

LONDON = ZoneInfo("Europe/London")
OWNERS = {
    "head": ["1.1", "1.2", "3.1", "3.2", "3.3"],
    "service": ["1.3", "4.7.2", "4.8"],
    "head-in-care": ["1.4", "5.10", "5.11", "5.18", "6.1", "6.2", "6.3"],
    "head-front-door": ["2.1", "2.10a"],
}
NAMED_AT = datetime.datetime(2020, 10, 1, 9, tzinfo=LONDON)
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


def name_owners(cast: "Cast") -> None:
    """Who answers for each indicator, before the first figure is loaded: the portal asks nobody else."""
    create_standard_indicators(by=cast.users["analyst"], at=NAMED_AT)
    for account, refs in OWNERS.items():
        person = cast.users[account]
        for indicator in Indicator.objects.filter(ref__in=refs).order_by("position"):
            change_indicator(
                indicator, theme=indicator.theme, owner=person.job_title, answered_by=person,
                by=cast.users["analyst"], at=NAMED_AT,
            )  # fmt: skip


def write_notes(today: datetime.date, cast: "Cast") -> int:
    """Answer most of what the portal asked when three months were loaded; return how many notes are asked for.

    August 2023 is answered whole; of the month before last one answer is overdue; of last month one still waits.
    """
    now = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)
    last = add_months(today.replace(day=1), -1)
    for month in asked_months(today):
        _want_to_know(month, now, cast)
        for request in NoteRequest.objects.filter(period=month).select_related("indicator", "asked_of").order_by("pk"):
            if month == PUBLISHED or request.indicator.ref != WAITS:
                _answer(request, min(request.asked_at + A_WEEK, now))
    _raise_actions(add_months(last, -1), today, cast)
    return NoteRequest.objects.count()


def _want_to_know(month: datetime.date, now: datetime.datetime, cast: "Cast") -> None:
    """Where the portal saw no reason to ask about visits, the quality assurance team does."""
    unit = cast.units["council"]
    if NoteRequest.objects.filter(indicator__ref=WAITS, unit=unit, period=month).exists():
        return
    at = min(datetime.datetime.combine(add_months(month, 1), datetime.time(11), tzinfo=LONDON) + A_WEEK, now)
    ask_for_note(
        Indicator.objects.get(ref=WAITS), unit, month, reason=Reason.ASKED,
        due_on=due_after(at.date(), settings.NOTE_WORKING_DAYS), by=cast.users["qa"], at=at,
    )  # fmt: skip


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
