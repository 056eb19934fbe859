"""What readers see: the list, a report as published, and its files."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from reports import content, permissions, summaries
from reports.lifecycle import Status
from reports.models import Publication, PublicationFile, Report
from reports.views.finding import visible_report


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    if not permissions.may_read_any(request.user):
        raise PermissionDenied
    may_start = permissions.unit_of(request.user) is not None
    return render(
        request,
        "reports/index.html",
        {
            "published": summaries.published_for(request.user),
            "under_way": summaries.under_way_for(request.user),
            "may_start": may_start,
        },
    )


def asked_version(request: HttpRequest, report: Report) -> Publication | None:
    """The version in the address, else the latest; None where nothing was published yet."""
    versions = report.publications.with_files().latest_first()
    asked = request.GET.get("version", "")
    if asked:
        versions = versions.filter(number=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else []
    found = next(iter(versions), None)
    if asked and found is None:
        raise Http404
    return found


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_report(request, pk)
    publication = asked_version(request, found)
    if publication is None:
        return redirect("reports:sign_off", pk)
    context = {"report": found, "versions": summaries.versions_of(found), "number": publication.number}
    if found.status == Status.WITHDRAWN:
        return render(request, "reports/withdrawn.html", context)
    context |= {
        "published": summaries.shown(publication),
        "document": content.from_json(publication.content),
        "may_publish": permissions.may_publish(request.user, found),
    }
    return render(request, "reports/report.html", context)


@require_GET
def download(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    found = visible_report(request, pk)
    publication = asked_version(request, found)
    file = PublicationFile.objects.filter(publication=publication, format=format).first()
    if publication is None or file is None:
        raise Http404
    if found.status == Status.WITHDRAWN:
        return render(request, "reports/withdrawn.html", {"report": found}, status=410)
    data = bytes(file.content)
    is_whole = hashlib.sha256(data).hexdigest() == file.sha256
    if not (is_whole and content.fingerprint(publication.content) == publication.sha256):
        return render(request, "reports/altered.html", {"report": found}, status=500)
    response = HttpResponse(data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["ETag"] = f'"{file.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
