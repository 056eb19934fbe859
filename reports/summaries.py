"""What the pages about reports show, in a fixed number of queries."""

from dataclasses import dataclass

from people.models import User
from reports import content
from reports.models import Publication, PublicationFile, Report
from reports.renderers import FORMATS


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
    publications = Publication.objects.visible_to(user).with_files().latest_first()
    return [_published(publication) for publication in publications]


def published(report: Report) -> PublishedReport | None:
    """The report as published, with its downloads."""
    publication = report.publications.with_files().latest_first().first()
    return _published(publication) if publication else None


@dataclass(frozen=True)
class LatestReport:
    """What the latest published report says first: its key messages and the figures of each section."""

    item: PublishedReport
    messages: tuple[str, ...]
    facts: list[content.Facts]


def latest_words(user: User) -> LatestReport | None:
    """The latest published report that the user may read, in its frozen words. Two queries."""
    publication = Publication.objects.visible_to(user).with_files().defer(None).latest_first().first()
    if publication is None:
        return None
    blocks = [block for section in content.from_json(publication.content).sections for block in section.blocks]
    return LatestReport(
        _published(publication),
        messages=next((block.messages for block in blocks if isinstance(block, content.KeyMessages)), ()),
        facts=[block for block in blocks if isinstance(block, content.Facts)],
    )


def drafts_for(user: User) -> list[Report]:
    """Reports being written that the user may see, latest period first."""
    drafts = Report.objects.visible_to(user).drafts().select_related("unit", "author")
    return list(drafts.latest_first())


def _published(publication: Publication) -> PublishedReport:
    files = {file.format: file for file in publication.files.all()}
    downloads = [_download(files[key]) for key in FORMATS if key in files]
    return PublishedReport(publication.report, publication, downloads)


def _download(file: PublicationFile) -> Download:
    return Download(file.format, FORMATS[file.format].words, size_words(file.size), file.name)


def size_words(size: int) -> str:
    """78 kB, 1.2 MB: as people compare downloads."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
