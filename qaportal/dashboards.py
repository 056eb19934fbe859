"""Home pages: what waits for this person, and the figures they came for, composed from the apps' summaries."""

import datetime
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from audits.models import Audit
from audits.summaries import (
    GradeCounts,
    concern_figures,
    invitations,
    my_work,
    of_my_practice,
    reviews_due,
    team_grades,
    to_moderate,
    tools_to_publish,
    waiting_concerns,
)
from improvement.summaries import action_progress, actions_due
from kpis import notes
from kpis.models import Load
from kpis.periods import add_months, first_of, month_words
from kpis.rag import UNJUDGED, Rag
from kpis.summaries import highlight, latest_month
from people.access import can, grants_of, has_role, may_read_events, people_where, units_where
from people.models import Event, Membership, Unit, User
from people.roles import ROLE_NAMES, Permission, Role
from qaportal.parts import Home, Panel, Part, Step, Tile
from reports.summaries import latest_words, published_for, under_way_for

LEADERS = frozenset({Role.EXECUTIVE, Role.LEAD_MEMBER, Role.HEAD_OF_SERVICE})
SOON = datetime.timedelta(days=14)
SHOWN = 5  # lines in a list on a home page; the list's own page has the rest


def home_for(user: User, *, today: datetime.date) -> Home:
    """The parts that the user's permissions open, in the order in which the first of their roles needs them."""
    held = [role for role in Role if has_role(user, role)]
    parts = [part for build in _order(held) if (part := build(user, today))]
    return Home(
        roles=_places(user),
        next=_next(user),
        leading=[part.panel for part in parts if part.panel and part.leads],
        tiles=[tile for part in parts for tile in part.tiles],
        panels=[part.panel for part in parts if part.panel and not part.leads],
    )


def _next(user: User) -> list[Step]:
    steps = [
        (Permission.INDICATOR_LOAD, "Load a month", "kpis:load_new"),
        (Permission.AUDIT_DO, "Start an audit", "audits:new"),
        (Permission.PEOPLE_MANAGE, "Add a person", "people:new"),
        (Permission.REPORT_WRITE, "Write the report", "reports:index"),
    ]
    return [Step(words, reverse(name)) for permission, words, name in steps if can(user, permission)]


def _order(roles: list[Role]) -> list[Callable[[User, datetime.date], Part | None]]:
    if LEADERS & set(roles) or Role.ANALYST in roles:
        return [_concerns, _notes, _loads, _indicators, _council_actions, _grades, _moderation, _tools, _my_audits,
                _reviews, _my_actions, _reflections, _reports, _people]  # fmt: skip
    return [_concerns, _notes, _moderation, _tools, _my_audits, _reviews, _my_actions, _reflections, _practice,
            _unit_actions, _latest_report, _reports, _grades, _indicators, _people]  # fmt: skip


def _places(user: User) -> str:
    """ "Team manager, Help and protection team 1; …"."""
    names = dict(Unit.objects.filter(path__in={path for _, path in grants_of(user)}).values_list("path", "name"))
    return "; ".join(f"{ROLE_NAMES[role]}, {names[path]}" for role, path in grants_of(user))


def _concerns(user: User, today: datetime.date) -> Part | None:
    """Safeguarding concerns: those that wait for this person to read, and how many are open as a number alone."""
    if not can(user, Permission.CONCERN_ANSWER) and not can(user, Permission.CONCERN_READ):
        return None
    now = timezone.now()
    figures, waiting = concern_figures(user, now=now), waiting_concerns(user, now=now)
    late = f"{figures.late} not acknowledged in time" if figures.late else "all acknowledged or in time"
    tiles = [
        Tile(
            "Safeguarding concerns open",
            str(figures.open_now),
            late if figures.open_now else "none is open in your units",
            reverse("audits:concerns"),
            "urgent" if figures.late else "waiting" if figures.open_now else "done",
        )
    ]
    if not waiting:
        return Part(tiles)
    data = {"lines": waiting[:SHOWN], "more": len(waiting) - SHOWN}
    return Part(tiles, Panel("qaportal/home/_concerns.html", data), leads=True)


def _notes(user: User, today: datetime.date) -> Part | None:
    """What this person is asked to say about figures, whatever their role; and, for who may ask, what is overdue."""
    owed = notes.owed(user, today=today)
    tiles = []
    if can(user, Permission.INDICATOR_ASK):
        note = "not answered in time" if owed.overdue else "all that are asked for are in time"
        address = f"{reverse('kpis:notes')}?state=overdue"
        tiles.append(Tile("Notes overdue", str(owed.overdue), note, address, "urgent" if owed.overdue else "done"))
    if not owed.waiting:
        return Part(tiles)
    data = {"lines": owed.waiting[:SHOWN], "more": len(owed.waiting) - SHOWN}
    return Part(tiles, Panel("qaportal/home/_notes.html", data), leads=True)


def _my_audits(user: User, today: datetime.date) -> Part | None:
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
    return Part([tile], Panel("qaportal/home/_my_audits.html", {"audits": lying[:SHOWN], "more": len(lying) - SHOWN}))


def _moderation(user: User, today: datetime.date) -> Part | None:
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
    return Part([tile], Panel("qaportal/home/_moderation.html", data))


def _reviews(user: User, today: datetime.date) -> Part | None:
    """Progression meetings whose review is due: what has changed for the child?"""
    if not can(user, Permission.ACTION_RAISE):
        return None
    due = reviews_due(user, by=today + SOON)
    if not due:
        return None
    overdue = sum(meeting.is_overdue(today) for meeting in due)
    tile = Tile(
        "Progression reviews due",
        str(len(due)),
        f"{overdue} overdue" if overdue else f"the first on {due[0].review_on:%-d %B}",
        reverse("audits:all") + "?status=in_progression",
        "urgent" if overdue else "waiting",
    )
    data = {"meetings": due[:SHOWN], "more": len(due) - SHOWN, "today": today}
    return Part([tile], Panel("qaportal/home/_reviews.html", data))


def _tools(user: User, today: datetime.date) -> Part | None:
    """Drafts of audit tools that somebody else proposed; nothing where none waits."""
    versions = tools_to_publish(user)
    if not versions:
        return None
    tile = Tile(
        "Audit tools to publish",
        str(len(versions)),
        f"longest waiting since {timezone.localtime(versions[0].proposed_at):%-d %B}",
        reverse("audits:tools"),
        "waiting",
    )
    return Part([tile], Panel("qaportal/home/_tools.html", {"versions": versions}))


def _my_actions(user: User, today: datetime.date) -> Part | None:
    lines = [line for line in actions_due(user, today=today) if line.state != "delivered"]
    if not lines and not has_role(user, Role.PRACTITIONER):
        return None
    overdue = sum(line.state == "overdue" for line in lines)
    tile = Tile(
        "Actions for you",
        str(len(lines)),
        f"{overdue} overdue" if overdue else "none overdue",
        reverse("improvement:index") + "?whose=mine",
        "urgent" if overdue else "waiting" if lines else "done",
    )
    data = {
        "words": "Your actions",
        "lines": lines[:SHOWN],
        "more": len(lines) - SHOWN,
        "url": tile.url,
        "none": "No action is waiting for you.",
        "none_next": "When an audit of your work leads to an action for you, you find it here.",
    }
    return Part([tile], Panel("qaportal/home/_actions.html", data))


def _unit_actions(user: User, today: datetime.date) -> Part | None:
    """For whoever works with actions every day: how many are late, and the way to them."""
    part = _council_actions(user, today)
    return Part(part.tiles) if part else None


def _council_actions(user: User, today: datetime.date) -> Part | None:
    """How the promises stand in the units whose actions the user may read."""
    units = list(units_where(user, Permission.ACTION_VIEW)[:1])
    if not units:
        return None
    progress = action_progress(units[0], today - datetime.timedelta(days=90), today, today=today)
    lines = [line for line in progress.lines if line.state == "overdue"]
    tile = Tile(
        f"Actions overdue, {units[0]}" if units[0].parent_id else "Actions overdue",
        str(progress.overdue_now),
        f"of {progress.open_now} open; {progress.closed} closed in the last 90 days",
        reverse("improvement:index") + "?state=overdue",
        "urgent" if progress.overdue_now else "done",
    )
    data = {
        "words": "Overdue actions",
        "lines": lines[:SHOWN],
        "more": progress.overdue_now - SHOWN,
        "url": tile.url,
        "owner": True,
        "none": "No action is overdue.",
    }
    return Part([tile], Panel("qaportal/home/_actions.html", data))


def _grades(user: User, today: datetime.date) -> Part | None:
    """Agreed grades of the last twelve months."""
    units = list(units_where(user, Permission.GRADES_VIEW))
    if not units:
        return None
    this_month = first_of(today)
    grades: list[GradeCounts] = team_grades(user, add_months(this_month, -11), this_month)
    if not grades:
        return None
    overall = grades[0]
    url = reverse("audits:team") if can(user, Permission.AUDIT_VIEW) else ""
    tile = Tile(
        "Graded Good or better",
        f"{overall.percent_good_or_better}%",
        f"{overall.good_or_better} of {overall.total} audits agreed in 12 months",
        url,
    )
    data = {"grades": grades, "place": units[0], "since": add_months(this_month, -11), "url": url}
    return Part([tile], Panel("qaportal/home/_grades.html", data))


def _indicators(user: User, today: datetime.date) -> Part | None:
    council = units_where(user, Permission.INDICATOR_VIEW).first() and Unit.objects.filter(parent=None).first()
    month = latest_month(council) if council else None
    if not council or not month:
        return None
    book = highlight(council, month)
    leads = any(has_role(user, role) for role in LEADERS)
    shown = [Rag.RED, Rag.MISSED, Rag.AMBER] if leads else [Rag.RED, Rag.MISSED]
    address = f"{reverse('kpis:dashboard')}?month={month:%Y-%m}&rag="
    order = [Rag.RED, Rag.MISSED, Rag.AMBER, Rag.GREEN, Rag.MET, *UNJUDGED]
    data = {
        "month": month,
        "tiles": [(rag, book.counts[rag], address + rag) for rag in order if book.counts[rag]],
        "rows": [row for rag in shown for row in book.rows if row.rag == rag],
        "caption": "Short of target: red and missed first, then amber" if leads else "Red or missed: short of target",
        "total": len(book.rows),
    }
    return Part([], Panel("qaportal/home/_indicators.html", data), leads=leads)


def _loads(user: User, today: datetime.date) -> Part | None:
    """For the analyst: is last month in, and what waits to be confirmed?"""
    if not can(user, Permission.INDICATOR_LOAD):
        return None
    last_month = add_months(first_of(today), -1)
    council = Unit.objects.filter(parent=None).first()
    latest = latest_month(council) if council else None
    is_in = latest is not None and latest >= last_month
    waiting = Load.objects.visible_to(user).filter(state=Load.State.PREVIEWED).count()
    return Part(
        [
            Tile(
                f"Indicators of {month_words(last_month)}",
                "Loaded" if is_in else "Not loaded",
                "see how they stand" if is_in else f"the latest month is {month_words(latest)}" if latest
                else "nothing is loaded yet",
                reverse("kpis:dashboard") if is_in else reverse("kpis:load_new"),
                "done" if is_in else "urgent",
            ),
            Tile(
                "Loads to confirm", str(waiting), "checked, not yet confirmed" if waiting else "nothing is waiting",
                reverse("kpis:loads"), "waiting" if waiting else "done"
            ),
        ]
    )  # fmt: skip


def _reports(user: User, today: datetime.date) -> Part | None:
    if not can(user, Permission.REPORT_READ):
        return None
    published, drafts = published_for(user), under_way_for(user)[:3]
    has_lead = bool(published) and not can(user, Permission.INDICATOR_VIEW)
    if has_lead:
        published = published[1:]  # the latest stands above, with what it says
        if not published:
            return None
    data = {"words": "Earlier reports" if has_lead else "Reports", "published": published[:3], "drafts": drafts}
    return Part([], Panel("qaportal/home/_reports.html", data))


def _latest_report(user: User, today: datetime.date) -> Part | None:
    """For readers of published reports alone: what the latest one says, as it was frozen."""
    if can(user, Permission.INDICATOR_VIEW) or not can(user, Permission.REPORT_READ):
        return None
    latest = latest_words(user)
    if latest is None:
        return None
    notes = dict.fromkeys(note for block in latest.facts for note in block.notes)
    data = {"item": latest.item, "messages": latest.messages, "facts": latest.facts, "notes": list(notes)}
    return Part([], Panel("qaportal/home/_latest_report.html", data), leads=True)


def _reflections(user: User, today: datetime.date) -> Part | None:
    if not (invited := invitations(user)):
        return None
    waiting = sum(audit.practitioner_reflection.finished_at is None for audit in invited)
    note, look = ("an auditor would like to hear from you", "waiting") if waiting else ("you have finished", "done")
    tile = Tile("Reflections to add", str(waiting), note, reverse("audits:index"), look)
    return Part([tile], Panel("qaportal/home/_reflections.html", {"invitations": invited}))


def _practice(user: User, today: datetime.date) -> Part | None:
    """For a practitioner: agreed audits of their own work."""
    if can(user, Permission.AUDIT_VIEW) or not has_role(user, Role.PRACTITIONER):
        return None
    practice = of_my_practice(user)
    count, audits = practice.count(), list(practice[:SHOWN])
    tile = Tile(
        "Audits of your work",
        str(count),
        f"the latest agreed {timezone.localtime(audits[0].agreed_at):%-d %B %Y}" if audits else "none agreed yet",
        reverse("audits:index"),
    )
    data = {"audits": audits, "more": count - SHOWN}
    return Part([tile], Panel("qaportal/home/_practice.html", data))


def _people(user: User, today: datetime.date) -> Part | None:
    if not can(user, Permission.PEOPLE_MANAGE):
        return None
    people = people_where(user, Permission.PEOPLE_MANAGE).active()
    never = people.filter(last_login=None).count()
    without = people.exclude(pk__in=Membership.objects.in_force_on(today).values("user")).count()
    teams = units_where(user, Permission.PEOPLE_MANAGE).teams().open_on(today).count()
    address = reverse("people:index")
    tiles = [
        Tile("People with an account", str(people.count()), f"{never} have never signed in" if never else "", address),
        Tile("People without a role", str(without), "they see nothing yet" if without else "everybody has one", address,
             "waiting" if without else "done"),
        Tile("Teams", str(teams), "and the services above them", reverse("people:units")),
        Tile("Roles", str(len(Role)), "what each of them may do", reverse("people:roles")),
    ]  # fmt: skip
    if not may_read_events(user):
        return Part(tiles)
    events = list(Event.objects.select_related("by").newest_first()[:8])
    return Part(tiles, Panel("qaportal/home/_people.html", {"events": events}))
