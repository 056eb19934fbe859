"""The library of published reports: what there is, what is new, and what two reports say side by side."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from kpis.periods import YEAR_STARTS_IN, financial_year, year_label
from people.models import User
from reports import summaries
from reports.blueprints import discovered
from reports.content import day_words
from reports.editions import Edition
from reports.lifecycle import Status
from reports.models import MARKS, Meeting, Notice, Publication, Reader, Report
from reports.routes import STAGES
from reports.summaries import PublishedReport

PAGE_SIZE = 25
NEW_FOR = datetime.timedelta(days=30)  # to a reader who has never said what they have seen
MOST_NEW = 50
BREAKS = re.compile(r"\s*\n\s*")
MARKED = re.compile(f"{MARKS[0]}(.*?){MARKS[1]}", re.DOTALL)


@dataclass(frozen=True)
class Offered:
    """What the filters offer, out of what this reader may read: (value, words)."""

    periods: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    meetings: list[tuple[str, str]]
    has_restricted: bool


@dataclass(frozen=True)
class Found:
    """A report on the shelf. A part of an excerpt says whether it is what was looked for.

    Restricted editions have no excerpt: each reading of one is written down, and a list is not.
    """

    item: PublishedReport
    meetings: list[str]
    excerpt: list[tuple[str, bool]] = field(default_factory=list)
    is_hit_in_restricted: bool = False


def offered(user: User) -> Offered:
    """Two queries, however many reports there are."""
    rows = Publication.objects.visible_to(user).in_force()
    told = rows.order_by("-report__starts_on", "-report").values_list(
        "report", "report__kind", "report__starts_on", "report__period_words", "edition"
    )
    reports, kinds, periods, editions = set(), set(), {}, set()
    for report, kind, starts_on, words, edition in told:
        reports.add(report)
        kinds.add(kind)
        editions.add(edition)
        year = financial_year(starts_on)
        periods[str(year)] = f"The year {year_label(year)}"
        periods[f"{starts_on} {words}"] = words
    days = Meeting.objects.filter(report__in=reports).order_by("-on", "stage").values_list("stage", "on").distinct()
    return Offered(
        list(periods.items()),
        [(key, blueprint.title) for key, blueprint in discovered().items() if key in kinds],
        _meetings(list(days)),
        Edition.RESTRICTED in editions,
    )


def _meetings(days: list[tuple[str, datetime.date]]) -> list[tuple[str, str]]:
    """Every committee, and then each of its days, latest first."""
    choices: list[tuple[str, str]] = []
    for key, stage in STAGES.items():
        own = [on for at, on in days if at == key]
        if own:
            choices.append((key, f"{stage.words}, any day"))
        choices += [(f"{key} {on}", f"{stage.words}, {day_words(on)}") for on in own]
    return choices


def shelf(user: User, asked: dict[str, Any], page: str | None) -> Page[Found]:
    """The reports that fit what is asked, the best or the latest first. Four queries, however many there are."""
    rows = Publication.objects.visible_to(user).in_force().filter(_fits(asked))
    rows = rows.saying(asked["q"]) if asked.get("q") else rows.latest_first()
    found: Page[Any] = Paginator(rows.with_files().prefetch_related("report__meetings"), PAGE_SIZE).get_page(page)
    found.object_list = [_found(each) for each in found.object_list]
    return found


def _found(publication: Publication) -> Found:
    item, meetings = summaries.shown(publication), list(_meets(publication.report))
    text = getattr(publication, "excerpt", "")
    if not publication.is_public:
        return Found(item, meetings, is_hit_in_restricted=bool(text))
    return Found(item, meetings, excerpt(text))


def _fits(asked: dict[str, Any]) -> Q:
    fits = Q()
    if period := asked.get("period", ""):
        if len(period) == 4:
            year = int(period)
            ends = datetime.date(year + 1, YEAR_STARTS_IN, 1)
            fits &= Q(report__starts_on__gte=datetime.date(year, YEAR_STARTS_IN, 1), report__starts_on__lt=ends)
        else:
            day, words = period.split(" ", 1)
            fits &= Q(report__starts_on=day, report__period_words=words)
    if kind := asked.get("kind", ""):
        fits &= Q(report__kind=kind)
    if meeting := asked.get("meeting", ""):
        stage, _, on = meeting.partition(" ")
        days = Meeting.objects.filter(stage=stage, **({"on": on} if on else {}))
        fits &= Q(report__in=days.values("report"))
    if edition := asked.get("edition", ""):
        fits &= Q(edition=edition)
    return fits


def _meets(report: Report) -> Iterator[str]:
    for meeting in sorted(report.meetings.all(), key=lambda each: each.on):
        said = f": {meeting.outcome_words.rstrip('.')}" if meeting.outcome else ""
        yield f"{meeting.words} on {day_words(meeting.on)}{said}"


def excerpt(text: str) -> list[tuple[str, bool]]:
    """An excerpt as plain parts: whether each is what was looked for. Templates escape them and mark the words."""
    # Where one line of the report ends and the next begins: titles and cells of tables have no full stop. Stars are
    # for bold letters.
    parts = MARKED.split(BREAKS.sub(" · ", text).replace("**", ""))
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]


@dataclass(frozen=True)
class New:
    """Something that happened to a report since the reader last looked."""

    report: Report
    about: Notice.About
    at: datetime.datetime
    url: str
    because: str = ""


@dataclass(frozen=True)
class WhatIsNew:
    entries: list[New]
    since: datetime.datetime
    has_looked: bool


def what_is_new(user: User, *, now: datetime.datetime) -> WhatIsNew:
    """Published, corrected or withdrawn since the reader last said that they have seen it all. Two queries."""
    seen_at = Reader.objects.filter(user=user).values_list("seen_at", flat=True).first()
    since = seen_at or now - NEW_FOR
    # Both editions come together: the public one stands for both.
    rows = Publication.objects.visible_to(user).public().without_words().select_related("report", "report__unit")
    rows = rows.filter(Q(published_at__gt=since) | Q(report__withdrawn_at__gt=since)).order_by("-published_at", "-pk")
    entries: dict[tuple[int, int], New] = {}
    for each in rows[:MOST_NEW]:
        entry = _new(each)
        entries.setdefault((each.report_id, 0 if entry.about == Notice.About.WITHDRAWN else each.number), entry)
    newest = sorted(entries.values(), key=lambda each: each.at, reverse=True)
    return WhatIsNew(newest, since, seen_at is not None)


def _new(publication: Publication) -> New:
    report = publication.report
    if report.status == Status.WITHDRAWN:
        url = report.get_absolute_url()
        return New(report, Notice.About.WITHDRAWN, report.withdrawn_at, url, report.withdrawn_because)
    about = Notice.About.CORRECTED if publication.number > 1 else Notice.About.PUBLISHED
    return New(report, about, publication.published_at, publication.get_absolute_url(), publication.corrects)


def comparable(user: User) -> list[Publication]:
    """Every publication in force that the reader may read, latest period first. One query."""
    rows = Publication.objects.visible_to(user).in_force().without_words()
    return list(rows.select_related("report", "report__unit").latest_first())


def wishes_of(user: User) -> dict[str, Any]:
    """Which e-mails the reader asked for, as the form has them."""
    reader = Reader.objects.filter(user=user).first()
    if reader is None:
        return {"which": "none", "kinds": []}
    return {"which": "all" if reader.wants_all else "some" if reader.kinds else "none", "kinds": reader.kinds}
