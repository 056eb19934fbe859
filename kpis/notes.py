"""What owners said about figures, what they are asked, and what is done: as pages show it, in few queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, DateField, Exists, Func, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from improvement.models import Action
from improvement.summaries import ActionRow, rows_of
from kpis import permissions
from kpis.models import Definition, Indicator, IndicatorAction, Note, NoteRequest
from kpis.models.insight import NoteRequestQuerySet
from kpis.note_rules import Reason, day_words, due_words, needs_note
from kpis.periods import parse_month
from kpis.summaries import HighlightRow, highlight
from people.access import lineage
from people.models import Membership, Unit, User

NEWEST_FIRST = ("-written_at", "-pk")
MOST_ACTIONS = 50


def figures_of(unit: Unit, month: datetime.date) -> dict[str, HighlightRow]:
    """The figures of a month by reference: the one place from which notes take them."""
    return {row.ref: row for row in highlight(unit, month).rows}


@dataclass(frozen=True)
class NoteLine:
    """What stands beside a figure: the owner's latest words, or that they are asked for."""

    url: str
    byline: str
    what_changed: str = ""
    why: str = ""
    what_next: str = ""
    written_by: str = ""
    written_at: datetime.datetime | None = None
    asked_of: str = ""
    due_on: datetime.date | None = None
    is_overdue: bool = False

    @property
    def is_answered(self) -> bool:
        return self.written_at is not None

    @property
    def words(self) -> str:
        """Pat, 18 September 2023: what changed, why and what next; or of whom it is asked, and by when."""
        said = " ".join(" ".join(each.split()) for each in (self.what_changed, self.why, self.what_next))
        return f"{self.byline}: {said}" if self.is_answered else self.byline


# Of each figure that is asked about: whom, until when, and the latest answer. What was withdrawn asks nothing.
NOTES = """
    SELECT r.id, r.indicator_id, r.period, r.due_on, a.name, n.written_at, n.name, n.what_changed, n.why, n.what_next
    FROM kpis_noterequest r
    JOIN people_user a ON a.id = r.asked_of_id
    LEFT JOIN LATERAL (
        SELECT n.*, w.name FROM kpis_note n JOIN people_user w ON w.id = n.written_by_id
        WHERE n.request_id = r.id ORDER BY n.written_at DESC, n.id DESC LIMIT 1
    ) n ON true
    WHERE r.unit_id = %(unit)s AND r.period = ANY(%(periods)s) AND r.indicator_id = ANY(%(indicators)s)
        AND r.withdrawn_at IS NULL
"""


def notes_for(
    unit: Unit, periods: Iterable[datetime.date], indicators: Iterable[int], *, today: datetime.date
) -> dict[tuple[int, datetime.date], NoteLine]:
    """The note, or the request, of each of these figures that has one. One query for a whole page."""
    if not (keys := list(indicators)):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NOTES, {"unit": unit.pk, "periods": list(periods), "indicators": keys})
        return {(key, period): line_of(pk, *told, today=today) for pk, key, period, *told in cursor.fetchall()}


def line_of(
    pk: int,
    due_on: datetime.date,
    asked_of: str,
    written_at: datetime.datetime | None,
    written_by: str,
    *said: str,
    today: datetime.date,
) -> NoteLine:
    url = reverse("kpis:note", args=[pk])
    if written_at is None:
        byline = f"Asked of {asked_of}, {due_words(due_on, today)}"
        return NoteLine(url, byline, asked_of=asked_of, due_on=due_on, is_overdue=due_on < today)
    byline = f"{written_by}, {day_words(timezone.localtime(written_at).date())}"
    return NoteLine(url, byline, *said, written_by=written_by, written_at=written_at)


@dataclass(frozen=True)
class Asked:
    """One request with everything that was ever answered, the newest first."""

    request: NoteRequest
    notes: list[Note]
    due_words: str
    is_overdue: bool

    @property
    def latest(self) -> Note | None:
        return self.notes[0] if self.notes else None

    @property
    def older(self) -> list[Note]:
        return self.notes[1:]


def history(indicator: Indicator, unit: Unit, *, today: datetime.date) -> list[Asked]:
    """What was asked about the indicator, the latest month first, and what was answered. Two queries."""
    rows = NoteRequest.objects.filter(indicator=indicator, unit=unit).order_by("-period", "-pk")
    return [asked_of(row, today=today) for row in with_people(rows)]


def with_people(requests: NoteRequestQuerySet) -> NoteRequestQuerySet:
    notes = Note.objects.select_related("written_by").order_by(*NEWEST_FIRST)
    people = ("indicator", "indicator__answered_by", "unit", "asked_of", "asked_by", "withdrawn_by")
    return requests.select_related(*people).prefetch_related(Prefetch("notes", notes))


def asked_of(request: NoteRequest, *, today: datetime.date) -> Asked:
    """A request that was read with its people and notes."""
    notes = list(request.notes.all())
    is_overdue = not notes and not request.withdrawn_at and request.is_overdue(today)
    return Asked(request, notes, due_words(request.due_on, today), is_overdue)


class _LastOfMonth(Func):
    """The last day of a month that is kept as its first: the day at which a figure stands."""

    template = "(%(expressions)s + interval '1 month' - interval '1 day')::date"
    output_field = DateField()


def with_facts(requests: NoteRequestQuerySet, *, today: datetime.date) -> Any:
    """What a list says of each request: the indicator's title, when it was answered, whether it is overdue."""
    definitions = Definition.objects.filter(indicator=OuterRef("indicator"), validity__contains=OuterRef("stands_on"))
    answers = Note.objects.filter(request=OuterRef("pk")).order_by(*NEWEST_FIRST)
    return requests.select_related("indicator", "unit", "asked_of", "asked_by").annotate(
        stands_on=_LastOfMonth("period"),
        title=Subquery(definitions.values("title")[:1]),
        answered_at=Subquery(answers.values("written_at")[:1]),
        is_late=Q(due_on__lt=today, withdrawn_at=None) & ~Exists(answers),
    )


def listed_notes(
    viewer: User,
    *,
    today: datetime.date,
    state: str = "",
    whose: str = "",
    month: str = "",
) -> Any:
    """The requests that the viewer may read and chose, with what a line says. Without a state: those not answered."""
    found = NoteRequest.objects.visible_to(viewer)
    lists = {"": found.unanswered(), "overdue": found.overdue(today), "answered": found.answered()}
    found = {**lists, "withdrawn": found.withdrawn()}.get(state, found)
    if whose == "of_me":
        found = found.asked_of(viewer)
    elif whose == "by_me":
        found = found.asked_by(viewer)
    elif whose == "by_itself":
        found = found.asked_by_itself()
    if month:
        found = found.filter(period=parse_month(month))
    return with_facts(found, today=today)


def counts_for(viewer: User, *, today: datetime.date) -> list[tuple[str, str, int]]:
    """The lists that people most often want: what each is called, its address and how long it is. One query."""
    is_answered = Exists(Note.objects.filter(request=OuterRef("pk")))
    unanswered = Q(withdrawn_at=None) & ~is_answered
    counts = NoteRequest.objects.visible_to(viewer).aggregate(
        of_me=Count("pk", filter=unanswered & Q(asked_of=viewer)),
        by_me=Count("pk", filter=unanswered & Q(asked_by=viewer, load=None)),
        overdue=Count("pk", filter=unanswered & Q(due_on__lt=today)),
        answered=Count("pk", filter=is_answered),
    )
    return [
        ("Waiting for me", "?whose=of_me", counts["of_me"]),
        ("Asked by me", "?whose=by_me", counts["by_me"]),
        ("Overdue", "?state=overdue", counts["overdue"]),
        ("Answered", "?state=answered", counts["answered"]),
    ]


def months_asked(viewer: User) -> list[datetime.date]:
    """The months about whose figures somebody was asked, latest first."""
    asked = NoteRequest.objects.visible_to(viewer).order_by("-period")
    return list(asked.values_list("period", flat=True).distinct())


def people_for(unit: Unit) -> QuerySet[User]:
    """Whom one may ask about the unit's figures: whoever has a role in it, below it or above it."""
    here = Q(unit__path__startswith=unit.path) | Q(unit__path__in=lineage(unit.path))
    members = Membership.objects.in_force_on(timezone.localdate()).filter(here)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name", "pk")


@dataclass(frozen=True)
class Owed:
    """What somebody is asked and has not answered, the earliest due date first; and how much is overdue in all."""

    waiting: list[Any]
    overdue: int


def owed(user: User, *, today: datetime.date) -> Owed:
    """One query, for a home page. What is overdue is counted as in the list that they may read, whoever asked."""
    found = NoteRequest.objects.visible_to(user).unanswered().filter(Q(asked_of=user) | Q(due_on__lt=today))
    rows = with_facts(found, today=today).order_by("due_on", "pk")
    return Owed([row for row in rows if row.asked_of_id == user.pk], sum(row.due_on < today for row in rows))


@dataclass(frozen=True)
class Wanted:
    """A figure that needs a note and about which nobody was asked yet."""

    indicator: Indicator
    row: HighlightRow
    reason: Reason
    reason_words: str
    of: str
    why_not: str


@dataclass(frozen=True)
class ToAsk:
    """Of one month: whom to ask about what, for which figures nobody answers, and how many are asked already."""

    wanted: list[Wanted]
    nobody: list[Wanted]
    asked_already: int


def to_ask(unit: Unit, month: datetime.date) -> ToAsk:
    """Every figure of the month that is red, misses its target or is beyond chance. A fixed number of queries."""
    rows = figures_of(unit, month)
    need = {ref: reason for ref, row in rows.items() if (reason := reason_for(row))}
    indicators = {each.ref: each for each in Indicator.objects.filter(ref__in=need).select_related("answered_by")}
    asked = set(NoteRequest.objects.standing().filter(unit=unit, period=month).values_list("indicator_id", flat=True))
    wanted = [
        _wanted(indicators[ref], rows[ref], reason) for ref, reason in need.items() if indicators[ref].pk not in asked
    ]
    return ToAsk(
        wanted=[each for each in wanted if not each.why_not],
        nobody=[each for each in wanted if each.why_not],
        asked_already=len(need) - len(wanted),
    )


def reason_for(row: HighlightRow) -> Reason | None:
    return needs_note(row.rag, is_special_cause=row.spc.is_special)


def _wanted(indicator: Indicator, row: HighlightRow, reason: Reason) -> Wanted:
    words = row.spc.words if reason == Reason.SPECIAL_CAUSE else ""
    of = indicator.answered_by
    why_not = "" if of and of.is_active else "Nobody is named who answers for it."
    if of and not of.is_active:
        why_not = f"The account of {of.name} is stopped."
    return Wanted(indicator, row, reason, words, of.name if of else "", why_not)


@dataclass(frozen=True)
class NotePage:
    """Everything that the page of one request shows the viewer."""

    asked: Asked
    row: HighlightRow | None
    title: str
    may_answer: bool
    may_hand_over: bool
    may_withdraw: bool
    may_view: bool
    may_raise_action: bool


def note_page(request: NoteRequest, viewer: User, *, today: datetime.date) -> NotePage:
    """The figure asked about, what was asked and answered, and what the viewer may do."""
    row = figures_of(request.unit, request.period).get(request.indicator.ref)
    asked = asked_of(request, today=today)
    is_open = not asked.notes and not request.withdrawn_at
    return NotePage(
        asked=asked,
        row=row,
        title=row.title if row else request.indicator.ref,
        may_answer=not request.withdrawn_at and permissions.may_answer(viewer, request),
        may_hand_over=is_open and permissions.may_hand_over(viewer, request),
        may_withdraw=is_open and permissions.may_ask(viewer, request.unit),
        may_view=permissions.may_view(viewer, request.unit),
        may_raise_action=permissions.may_raise_action(viewer, request.unit),
    )


@dataclass(frozen=True)
class ActionCount:
    """`open` counts the overdue ones too."""

    open: int
    overdue: int

    @property
    def words(self) -> str:
        """2 open actions, 1 overdue."""
        late = f", {self.overdue} overdue" if self.overdue else ""
        return f"{self.open} open action{'' if self.open == 1 else 's'}{late}"


TO_DO = """
    SELECT i.indicator_id, count(*), count(*) FILTER (WHERE a.due_on < %(today)s)
    FROM kpis_indicatoraction i JOIN improvement_action a ON a.id = i.action_id
    WHERE i.unit_id = %(unit)s AND i.indicator_id = ANY(%(indicators)s) AND a.delivered_at IS NULL
    GROUP BY i.indicator_id
"""


def actions_for(unit: Unit, indicators: Iterable[int], *, today: datetime.date) -> dict[int, ActionCount]:
    """How many actions are still to do because of each indicator; none: no entry. One query."""
    if not (keys := list(indicators)):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(TO_DO, {"unit": unit.pk, "indicators": keys, "today": today})
        return {key: ActionCount(waiting, late) for key, waiting, late in cursor.fetchall()}


def open_actions(indicator: Indicator, unit: Unit, viewer: User, *, today: datetime.date) -> list[ActionRow]:
    """The actions because of this indicator that are not closed and that the viewer may read, as lines."""
    linked = IndicatorAction.objects.filter(indicator=indicator, unit=unit).values("action")
    actions = Action.objects.visible_to(viewer).filter(pk__in=linked).not_closed()
    return rows_of(actions.select_related("unit", "owner").order_by("due_on", "pk")[:MOST_ACTIONS], viewer, today=today)
