"""Home pages: what waits for this person, and the figures they came for, composed from the apps' summaries."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from audits.models import Audit
from audits.summaries import GradeCounts, my_work, team_grades, to_moderate
from improvement.summaries import ActionLine, action_progress, actions_due
from kpis.models import Load
from kpis.periods import add_months, first_of, month_words
from kpis.rag import Rag
from kpis.summaries import HighlightRow, highlight, latest_month
from people.access import can, grants_of, has_role, may_read_events, people_where, units_where
from people.models import Event, Unit, User
from people.roles import ROLE_NAMES, Permission, Role
from reports.summaries import drafts_for, latest_words, published_for

SHOWN = 5  # lines in a list on a home page; the list's own page has the rest


@dataclass(frozen=True)
class Tile:
    """A figure that is also a way in."""

    words: str
    value: str
    note: str = ""
    url: str = ""
    look: str = ""


@dataclass(frozen=True)
class Panel:
    """One part of a home page: a template and what it prints."""

    template: str
    data: Any


@dataclass(frozen=True)
class Home:
    roles: str
    tiles: list[Tile]
    panels: list[Panel]


@dataclass(frozen=True)
class _Part:
    tiles: list[Tile]
    panel: Panel | None = None


def home_for(user: User, *, today: datetime.date) -> Home:
    """The parts that the user's permissions open, in the order in which the first of their roles needs them."""
    held = [role for role in Role if has_role(user, role)]
    parts = [part for build in _order(held) if (part := build(user, today))]
    return Home(
        roles=_places(user),
        tiles=[tile for part in parts for tile in part.tiles],
        panels=[part.panel for part in parts if part.panel],
    )


def _order(roles: list[Role]) -> list[Callable[[User, datetime.date], "_Part | None"]]:
    leaders = {Role.EXECUTIVE, Role.LEAD_MEMBER, Role.HEAD_OF_SERVICE, Role.ANALYST}
    if leaders & set(roles):
        return [_loads, _indicators, _grades, _council_actions, _moderation, _my_audits, _my_actions, _reports, _people]
    return [_moderation, _my_audits, _my_actions, _latest_report, _reports, _grades, _indicators, _practice,
            _people]  # fmt: skip


def _places(user: User) -> str:
    """ "Team manager, Help and protection team 1; …"."""
    names = dict(Unit.objects.filter(path__in={path for _, path in grants_of(user)}).values_list("path", "name"))
    return "; ".join(f"{ROLE_NAMES[role]}, {names[path]}" for role, path in grants_of(user))


def _my_audits(user: User, today: datetime.date) -> _Part | None:
    if not can(user, Permission.AUDIT_DO):
        return None
    work = my_work(user, today=today)
    lying = [*work.sent_back, *work.to_do]
    if not (lying or work.waiting or work.done) and can(user, Permission.AUDIT_MODERATE):
        return None
    late = sum(audit.audit_month < today.replace(day=1) for audit in lying)
    tile = Tile(
        "Audits for you to do",
        str(len(lying)),
        f"{late} from an earlier month" if late else f"{work.waiting_for_moderation} waiting for moderation",
        reverse("audits:index"),
        "urgent" if late or work.sent_back else "waiting" if lying else "done",
    )
    return _Part([tile], Panel("qaportal/home/_my_audits.html", {"audits": lying[:SHOWN], "more": len(lying) - SHOWN}))


def _moderation(user: User, today: datetime.date) -> _Part | None:
    if not can(user, Permission.AUDIT_MODERATE):
        return None
    waiting: list[Audit] = list(to_moderate(user))
    tile = Tile(
        "Audits to moderate",
        str(len(waiting)),
        f"longest waiting since {waiting[0].submitted_at:%-d %B}" if waiting else "nothing is waiting",
        reverse("audits:to_moderate"),
        "waiting" if waiting else "done",
    )
    data = {"audits": waiting[:SHOWN], "more": len(waiting) - SHOWN}
    return _Part([tile], Panel("qaportal/home/_moderation.html", data))


def _my_actions(user: User, today: datetime.date) -> _Part | None:
    lines = [line for line in actions_due(user, today=today) if line.state != "delivered"]
    if not lines and not has_role(user, Role.PRACTITIONER):
        return None
    return _Part([_actions_tile("Actions for you", lines)], _actions_panel("Your actions", lines))


def _council_actions(user: User, today: datetime.date) -> _Part | None:
    """How the promises stand in the units whose actions the user may read."""
    units = list(units_where(user, Permission.ACTION_VIEW)[:1])
    if not units:
        return None
    progress = action_progress(units[0], today - datetime.timedelta(days=90), today, today=today)
    lines = [line for line in progress.lines if line.state == "overdue"]
    tile = Tile(
        "Actions overdue",
        str(progress.overdue_now),
        f"of {progress.open_now} open; {progress.closed} closed in the last 90 days",
        reverse("improvement:index") + "?state=overdue",
        "urgent" if progress.overdue_now else "done",
    )
    return _Part([tile], _actions_panel("Overdue actions", lines))


def _actions_tile(words: str, lines: list[ActionLine]) -> Tile:
    overdue = sum(line.state == "overdue" for line in lines)
    note = f"{overdue} overdue" if overdue else "none overdue"
    look = "urgent" if overdue else "waiting" if lines else "done"
    return Tile(words, str(len(lines)), note, reverse("improvement:index"), look)


def _actions_panel(words: str, lines: list[ActionLine]) -> Panel:
    data = {"words": words, "lines": lines[:SHOWN], "more": len(lines) - SHOWN}
    return Panel("qaportal/home/_actions.html", data)


def _grades(user: User, today: datetime.date) -> _Part | None:
    """Agreed grades of the last twelve months."""
    units = list(units_where(user, Permission.GRADES_VIEW))
    if not units:
        return None
    this_month = first_of(today)
    grades: list[GradeCounts] = team_grades(user, add_months(this_month, -11), this_month)
    if not grades:
        return None
    overall = grades[0]
    tile = Tile(
        "Graded Good or better",
        f"{overall.percent_good_or_better}%",
        f"{overall.good_or_better} of {overall.total} audits agreed in 12 months",
    )
    data = {"grades": grades, "unit": units[0], "since": add_months(this_month, -11)}
    return _Part([tile], Panel("qaportal/home/_grades.html", data))


def _indicators(user: User, today: datetime.date) -> _Part | None:
    council = units_where(user, Permission.INDICATOR_VIEW).first() and Unit.objects.filter(parent=None).first()
    month = latest_month(council) if council else None
    if not council or not month:
        return None
    book = highlight(council, month)
    order = [Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NO_TARGET, Rag.NO_DATA]
    counts = [(rag, book.counts[rag]) for rag in order if book.counts[rag]]
    red: list[HighlightRow] = [row for row in book.rows if row.rag == Rag.RED]
    data = {"month": month, "counts": counts, "red": red, "total": len(book.rows)}
    return _Part([], Panel("qaportal/home/_indicators.html", data))


def _loads(user: User, today: datetime.date) -> _Part | None:
    """For the analyst: is last month in, and what waits to be confirmed?"""
    if not can(user, Permission.INDICATOR_LOAD):
        return None
    last_month = add_months(first_of(today), -1)
    council = Unit.objects.filter(parent=None).first()
    latest = latest_month(council) if council else None
    is_in = latest is not None and latest >= last_month
    waiting = Load.objects.visible_to(user).filter(state=Load.State.PREVIEWED).count()
    return _Part(
        [
            Tile(
                f"Indicators of {month_words(last_month)}",
                "Loaded" if is_in else "Not loaded",
                "" if is_in else f"the latest month is {month_words(latest)}" if latest else "nothing is loaded yet",
                reverse("kpis:dashboard") if is_in else reverse("kpis:load_new"),
                "done" if is_in else "urgent",
            ),
            Tile(
                "Loads to confirm", str(waiting), "", reverse("kpis:loads"), "waiting" if waiting else "done"
            ),
        ]
    )  # fmt: skip


def _reports(user: User, today: datetime.date) -> _Part | None:
    if not can(user, Permission.REPORT_READ):
        return None
    data = {"published": published_for(user)[:3], "drafts": drafts_for(user)[:3]}
    return _Part([], Panel("qaportal/home/_reports.html", data))


def _latest_report(user: User, today: datetime.date) -> _Part | None:
    """For readers of published reports alone: what the latest one says, as it was frozen."""
    if can(user, Permission.INDICATOR_VIEW) or not can(user, Permission.REPORT_READ):
        return None
    latest = latest_words(user)
    return _Part([], Panel("qaportal/home/_latest_report.html", latest)) if latest else None


def _practice(user: User, today: datetime.date) -> _Part | None:
    """For a practitioner: agreed audits of their own work."""
    if can(user, Permission.AUDIT_VIEW) or not has_role(user, Role.PRACTITIONER):
        return None
    audits = list(Audit.objects.of_practice_by(user).with_facts().order_by("-agreed_at", "-pk")[:SHOWN])
    return _Part([], Panel("qaportal/home/_practice.html", {"audits": audits}))


def _people(user: User, today: datetime.date) -> _Part | None:
    if not can(user, Permission.PEOPLE_MANAGE):
        return None
    people = people_where(user, Permission.PEOPLE_MANAGE).active().count()
    tile = Tile("People with an account", str(people), "", reverse("people:index"))
    if not may_read_events(user):
        return _Part([tile])
    events = list(Event.objects.select_related("by").newest_first()[:8])
    return _Part([tile], Panel("qaportal/home/_people.html", {"events": events}))
