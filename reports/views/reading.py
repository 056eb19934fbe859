"""What readers see: a report as published, and its files."""

import datetime
import hashlib
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from kit import mail
from kit.archives import zipped
from reports import commands, content, permissions, summaries
from reports.content import day_words
from reports.editions import edition_of
from reports.lifecycle import Status
from reports.models import Publication, PublicationFile, Report
from reports.views import looks
from reports.views.finding import visible_report

README = "README.txt"


def asked_version(request: HttpRequest, report: Report) -> Publication | None:
    """The edition and version in the address, else the latest public one; None where nothing was published yet.

    A restricted edition is not found by those who may not read it: they are not told whether there is one.
    """
    edition = edition_of(request.GET.get("edition", ""))
    if edition is None:
        raise Http404
    versions = Publication.objects.visible_to(request.user).filter(report=report, edition=edition)
    versions = versions.with_files().defer("words", "search").latest_first()
    asked = request.GET.get("version", "")
    if asked:
        versions = versions.filter(number=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else []
    found = next(iter(versions[:1]), None)
    if found is None and request.GET.keys() & {"version", "edition"}:
        raise Http404
    return found


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_report(request, pk)
    publication = asked_version(request, found)
    if publication is None:
        return redirect("reports:sign_off", pk)
    versions = summaries.versions_of(found, publication.edition)
    context = {"report": found, "versions": versions, "number": publication.number, "publication": publication}
    if found.status == Status.WITHDRAWN:
        return render(request, "reports/withdrawn.html", context)
    commands.record_reading(publication, "read", by=request.user)
    now, editions = timezone.now(), summaries.editions_of(publication, request.user)
    context |= {
        "published": summaries.shown(publication),
        "document": content.from_json(publication.content),
        "editions": editions,
        "meetings": summaries.meetings_of(found),
        "making": summaries.making_of(publication, now),
        # Readers are told once both editions have their files, so whoever publishes must know of the other one.
        "unready": [each for each in editions if each.pk != publication.pk and summaries.making_of(each, now)],
        "newest": versions[0] if versions[0].number > publication.number else None,
        "address": mail.address_of(publication.get_absolute_url()),
        "may_publish": permissions.may_publish(request.user, found),
        "logo": looks.logo_of_page(),
    }
    return render(request, "reports/report.html", context)


def is_sealed(publication: Publication) -> bool:
    """Is the content still what its fingerprint says?"""
    return content.fingerprint(publication.content) == publication.sha256


def is_whole(file: PublicationFile) -> bool:
    return hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256


def altered(request: HttpRequest, found: Report) -> HttpResponse:
    return render(request, "reports/altered.html", {"report": found}, status=500)


@require_GET
def download(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    found = visible_report(request, pk)
    publication = asked_version(request, found)
    file = PublicationFile.objects.filter(publication=publication, format=format).first()
    if publication is None or file is None:
        raise Http404
    if found.status == Status.WITHDRAWN:
        return render(request, "reports/withdrawn.html", {"report": found}, status=410)
    if not (is_whole(file) and is_sealed(publication)):
        return altered(request, found)
    commands.record_reading(publication, format, by=request.user)
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["ETag"] = f'"{file.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


@require_GET
def download_all(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every file of one version in a ZIP, with what each must be; refused whole when one is not what was published."""
    found = visible_report(request, pk)
    publication = asked_version(request, found)
    if publication is None:
        raise Http404
    if found.status == Status.WITHDRAWN:
        return render(request, "reports/withdrawn.html", {"report": found}, status=410)
    if summaries.making_of(publication, timezone.now()):
        return render(request, "reports/not_ready.html", {"report": found, "publication": publication}, status=409)
    files = PublicationFile.objects.filter(publication=publication).order_by("name")
    if not (is_sealed(publication) and all(is_whole(file) for file in files.iterator(chunk_size=1))):
        return altered(request, found)
    names = list(files.defer("content"))
    if not names:
        raise Http404
    commands.record_reading(publication, "zip", by=request.user)
    parts = zipped(_with_readme(readme(publication, names), [file.pk for file in names]))
    response = StreamingHttpResponse(parts, content_type="application/zip")
    folder = names[0].name.rpartition(".")[0]
    response["Content-Disposition"] = f'attachment; filename="{folder}-version-{publication.number}.zip"'
    return response


def _with_readme(words: str, files: list[int]) -> Iterator[tuple[str, bytes]]:
    """The files of a ZIP, one read after another."""
    yield README, words.encode()
    for pk in files:
        file = PublicationFile.objects.get(pk=pk)
        yield file.name, bytes(file.content)


def readme(publication: Publication, files: list[PublicationFile]) -> str:
    """What is in the ZIP, and how anyone can check that it is what was published."""
    found, day = publication.report, timezone.localdate(publication.published_at)
    assert isinstance(day, datetime.date)
    return "\n".join(
        [
            str(found),
            f"{publication.edition_words}, version {publication.number}, published {day_words(day)}",
            mail.address_of(publication.get_absolute_url()),
            "",
            f"Fingerprint of the content (SHA-256), as on the cover: {publication.sha256}",
            "",
            "SHA-256 of each file:",
            *(f"{file.sha256}  {file.name}" for file in files),
            "",
        ]
    )
