"""What the pages about reports show, in a fixed number of queries."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from people.models import User
from reports import content, permissions
from reports.blueprints import blueprint_of
from reports.lifecycle import Status
from reports.models import Publication, PublicationFile, Report, SignOff
from reports.renderers import FORMATS
from reports.routes import STAGES, Decision, Stage, waits_for


@dataclass(frozen=True)
class Download:
    """A file of a publication, ready to link to."""

    format: str
    words: str
    size: str
    name: str


@dataclass(frozen=True)
class PublishedReport:
    report: Report
    publication: Publication
    downloads: list[Download]


def published_for(user: User) -> list[PublishedReport]:
    """Every published report that the user may read, latest period first. Two queries, however many there are."""
    publications = Publication.objects.visible_to(user).in_force().with_files().latest_first()
    return [shown(publication) for publication in publications]


@dataclass(frozen=True)
class LatestReport:
    """What the latest published report says first: its key messages and the figures of each section."""

    item: PublishedReport
    messages: tuple[str, ...]
    facts: list[content.Facts]


def latest_words(user: User) -> LatestReport | None:
    """The latest published report that the user may read, in its frozen words. Two queries."""
    publication = Publication.objects.visible_to(user).in_force().with_files().defer(None).latest_first().first()
    if publication is None:
        return None
    blocks = [block for section in content.from_json(publication.content).sections for block in section.blocks]
    return LatestReport(
        shown(publication),
        messages=next((block.messages for block in blocks if isinstance(block, content.KeyMessages)), ()),
        facts=[block for block in blocks if isinstance(block, content.Facts)],
    )


@dataclass(frozen=True)
class UnderWay:
    """A report that is being made, and who has it."""

    report: Report
    words: str
    is_mine: bool  # the reader's turn to write, approve or publish


def under_way_for(user: User) -> list[UnderWay]:
    """Reports being made that the user writes or signs off, latest period first. Two queries for any number."""
    if not (permissions.may_write_any(user) or permissions.may_approve_any(user)):
        return []
    reports = Report.objects.visible_to(user).under_way().select_related("unit", "author").latest_first()
    return [
        _under_way(report, user)
        for report in reports.prefetch_related("sign_offs")
        if permissions.may_write(user, report.unit) or permissions.may_approve_any(user)
    ]


def _under_way(report: Report, user: User) -> UnderWay:
    stage = _waiting(report)
    if report.status == Status.SIGN_OFF and stage:
        return UnderWay(report, f"With: {stage.words.lower()}", permissions.may_approve(user, stage))
    if report.status == Status.SIGNED_OFF:
        return UnderWay(report, "Signed off, to be published", permissions.may_publish(user, report))
    words = "Being corrected" if report.correction else "Being written"
    return UnderWay(report, words, permissions.may_write(user, report.unit))


def _waiting(report: Report) -> Stage | None:
    """Whose turn it is; needs no query where the decisions are fetched."""
    now = sorted((each for each in report.sign_offs.all() if each.round == report.round), key=lambda each: each.pk)
    return waits_for(blueprint_of(report.kind).route, [(each.stage, each.decision) for each in now])


@dataclass(frozen=True)
class Station:
    """One stage of a report's way, as its page shows it."""

    stage: Stage
    state: str  # done, now, later or meeting
    words: str
    decision: SignOff | None = None
    on: datetime.date | None = None


@dataclass(frozen=True)
class Way:
    """All stages of a report with where it stands, and what was decided in earlier rounds."""

    stations: list[Station]
    history: list[SignOff]
    waiting: Stage | None
    is_my_turn: bool


def way_of(report: Report, user: User) -> Way:
    """Who has approved, who is next, which meetings receive it. Two queries."""
    days = {meeting.stage: meeting.on for meeting in report.meetings.all()}
    decided = list(report.sign_offs.select_related("by").order_by("pk"))
    approved = {
        each.stage: each for each in decided if each.round == report.round and each.decision == Decision.APPROVED
    }
    route = blueprint_of(report.kind).route
    waiting = waits_for(route, [(each.stage, each.decision) for each in approved.values()])
    waiting = waiting if report.status == Status.SIGN_OFF else None
    stations = []
    for stage in (STAGES[key] for key in route):
        if stage.is_meeting:
            on = days.get(stage.key)
            words = f"Meets on {content.day_words(on)}" if on else "No day is set"
            stations.append(Station(stage, "meeting", words, on=on))
        elif stage.key in approved:
            decision = approved[stage.key]
            words = f"Approved by {decision.by.name} on {content.day_words(timezone.localdate(decision.at))}"
            stations.append(Station(stage, "done", words, decision))
        else:
            is_now = stage == waiting
            stations.append(Station(stage, "now" if is_now else "later", "Its turn now" if is_now else "Not yet"))
    is_own = report.author_id == user.pk
    is_my_turn = waiting is not None and permissions.may_approve(user, waiting) and not is_own
    return Way(stations, [each for each in decided if each not in approved.values()], waiting, is_my_turn)


def versions_of(report: Report) -> list[Publication]:
    """Every version that was published, newest first, without its content. One query."""
    return list(report.publications.defer("content").latest_first())


def shown(publication: Publication) -> PublishedReport:
    files = {file.format: file for file in publication.files.all()}
    downloads = [_download(files[key]) for key in FORMATS if key in files]
    return PublishedReport(publication.report, publication, downloads)


def _download(file: PublicationFile) -> Download:
    return Download(file.format, FORMATS[file.format].words, size_words(file.size), file.name)


def size_words(size: int) -> str:
    """78 kB, 1.2 MB: as people compare downloads."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
