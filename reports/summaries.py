"""What the pages about reports show, in a fixed number of queries."""

import datetime
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Prefetch
from django.utils import timezone

from people.models import User
from reports import content, permissions, wordings
from reports.blueprints import blueprint_of
from reports.editions import Edition
from reports.lifecycle import Status
from reports.models import Meeting, Publication, PublicationFile, Report, SectionOwner, SignOff, written_by
from reports.renderers import FORMATS
from reports.routes import STAGES, Decision, Stage, waits_for
from reports.tokens import as_shown


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
    """The public edition of every published report, latest period first. Two queries, however many there are."""
    publications = Publication.objects.visible_to(user).public().in_force().with_files().latest_first()
    return [shown(publication) for publication in publications]


@dataclass(frozen=True)
class LatestReport:
    """What the latest published report says first: its key messages and the figures of each section."""

    item: PublishedReport
    messages: tuple[str, ...]
    facts: list[content.Facts]


def latest_words(user: User) -> LatestReport | None:
    """The latest published report that the user may read, in its frozen words. Two queries."""
    rows = Publication.objects.visible_to(user).public().in_force().with_files()
    publication = rows.defer(None).defer("words", "search").latest_first().first()
    if publication is None:
        return None
    blocks = [block for section in content.from_json(publication.content).sections for block in section.blocks]
    return LatestReport(
        shown(publication),
        messages=tuple(map(as_shown, next((b.messages for b in blocks if isinstance(b, content.KeyMessages)), ()))),
        facts=[block for block in blocks if isinstance(block, content.Facts)],
    )


@dataclass(frozen=True)
class UnderWay:
    """A report that is being made, and who has it."""

    report: Report
    words: str
    is_mine: bool  # the reader's turn to write, approve or publish
    own_sections: tuple[str, ...] = ()  # the titles of those that the reader owns, while it is written


def under_way_for(user: User) -> list[UnderWay]:
    """Reports being made that the user writes or signs off, latest period first. Three queries for any number."""
    if not (permissions.may_write_any(user) or permissions.may_approve_any(user)):
        return []
    reports = Report.objects.visible_to(user).answered_for_by(user).under_way().select_related("unit", "author")
    own = Prefetch("owners", SectionOwner.objects.filter(owner=user), to_attr="owned")
    reports = reports.annotate(is_own=ExpressionWrapper(written_by(user), BooleanField()))
    return [_under_way(report, user) for report in reports.prefetch_related("sign_offs", own).latest_first()]


def _under_way(report: Report, user: User) -> UnderWay:
    stage = _waiting(report)
    if report.status == Status.SIGN_OFF and stage:
        return UnderWay(
            report,
            f"With: {stage.words.lower()}",
            permissions.may_approve(user, stage, report.unit) and not report.is_own,
        )
    if report.status == Status.SIGNED_OFF:
        return UnderWay(report, "Signed off, to be published", permissions.may_publish(user, report))
    words = "Being corrected" if report.correction else "Being written"
    own = {each.section for each in report.owned}
    sections = wordings.sections_of(blueprint_of(report.kind), report.arrangement) if own else {}
    titles = tuple(title for key, title in sections.items() if key in own)
    return UnderWay(report, words, permissions.may_write(user, report.unit), titles)


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
    """Who has approved, who is next, which meetings receive it. Two queries, and one more where the user approves."""
    meetings = {meeting.stage: meeting for meeting in report.meetings.all()}
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
            meeting = meetings.get(stage.key)
            on = meeting.on if meeting else None
            words = "No day is set" if meeting is None else f"Meets on {content.day_words(meeting.on)}"
            if meeting and meeting.outcome:
                words = f"Met on {content.day_words(meeting.on)}: {meeting.outcome_words}"
            stations.append(Station(stage, "meeting", words, on=on))
        elif stage.key in approved:
            decision = approved[stage.key]
            words = f"Approved by {decision.by.name} on {content.day_words(timezone.localdate(decision.at))}"
            stations.append(Station(stage, "done", words, decision))
        else:
            is_now = stage == waiting
            stations.append(Station(stage, "now" if is_now else "later", "Its turn now" if is_now else "Not yet"))
    may_approve = waiting is not None and permissions.may_approve(user, waiting, report.unit)
    is_my_turn = may_approve and not permissions.has_written(user, report)
    return Way(stations, [each for each in decided if each not in approved.values()], waiting, is_my_turn)


def meetings_of(report: Report) -> list[Meeting]:
    """The meetings that receive the report, in the order of their days, with what they said. One query."""
    return list(report.meetings.order_by("on", "pk"))


def versions_of(report: Report, edition: Edition = Edition.PUBLIC) -> list[Publication]:
    """Every version of an edition that was published, newest first, without its content. One query."""
    return list(report.publications.filter(edition=edition).without_words().latest_first())


def editions_of(publication: Publication, user: User) -> list[Publication]:
    """The same version in each edition that the user may read, public first. One query."""
    rows = Publication.objects.visible_to(user).filter(report=publication.report, number=publication.number)
    return list(rows.without_words().select_related("rendering").order_by("edition"))


@dataclass(frozen=True)
class Making:
    """How far the files of a publication are, in words."""

    words: str
    state: str  # making, stuck or failed
    reason: str = ""

    @property
    def can_be_tried_again(self) -> bool:
        return self.state != "making"


def making_of(publication: Publication, now: datetime.datetime) -> Making | None:
    """Nothing where all files are there; what was published before files were counted has them all."""
    made = getattr(publication, "rendering", None)
    if made is None or made.is_done:
        return None
    so_far = f"{made.done} of {made.total} files"
    if made.is_failed:
        return Making(f"The files could not all be made: {so_far} are there.", "failed", made.reason)
    if made.is_stuck(now):
        return Making(f"The work on the files has stopped: {so_far} are there.", "stuck")
    return Making(f"Its files are being made: {so_far} so far.", "making")


def shown(publication: Publication) -> PublishedReport:
    files = {file.format: file for file in publication.files.all()}
    downloads = [_download(files[key]) for key in FORMATS if key in files]
    return PublishedReport(publication.report, publication, downloads)


def _download(file: PublicationFile) -> Download:
    return Download(file.format, FORMATS[file.format].words, size_words(file.size), file.name)


def size_words(size: int) -> str:
    """78 kB, 1.2 MB: as people compare downloads."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
