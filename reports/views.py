"""Pages about reports."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_http_methods

from kit.forms import posted
from people.access import Refused
from reports import assembly, commands, content, permissions, summaries
from reports.blueprints import discovered
from reports.forms import StartForm, WordsForm
from reports.models import PublicationFile, Report


def visible_report(request: HttpRequest, pk: int) -> Report:
    """The report, or 404 when this person may not know of it."""
    reports = Report.objects.visible_to(request.user).select_related("unit", "author")
    return get_object_or_404(reports, pk=pk)


def own_draft(request: HttpRequest, pk: int) -> Report:
    """A report that this person may write, or 403."""
    report = visible_report(request, pk)
    if not permissions.may_write(request.user, report.unit):
        raise PermissionDenied
    return report


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
            "drafts": summaries.drafts_for(request.user) if may_start else [],
            "may_start": may_start,
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    unit = permissions.unit_of(request.user)
    if unit is None:
        raise PermissionDenied
    form = StartForm(posted(request), blueprints=list(discovered().values()), today=timezone.localdate())
    if form.is_valid():
        try:
            report = commands.start_report(**form.chosen, unit=unit, by=request.user)
        except Refused as refusal:
            form.add_error("period", str(refusal))
        else:
            messages.success(request, "The report is started. Its figures are in place; now it needs your words.")
            return redirect("reports:edit", report.pk)
    return render(request, "reports/new.html", {"form": form, "unit": unit}, status=422 if form.errors else 200)


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_report(request, pk)
    published = summaries.published(found)
    if published is None:
        return redirect("reports:edit", pk)
    document = content.from_json(published.publication.content)
    return render(request, "reports/report.html", {"report": found, "published": published, "document": document})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_draft(request, pk)
    if found.is_published:
        messages.error(request, "This report is published. What was published stays as it is.")
        return redirect(found)
    draft = assembly.draft(found, today=timezone.localdate())
    parts = {
        "slots": draft.blueprint.slots,
        "words": draft.words,
        "suggestions": draft.blueprint.suggest(draft.figures),
    }
    form = WordsForm(posted(request), initial={"version": found.version}, **parts)
    if form.is_valid():
        try:
            commands.save_words(found, form.typed_words(), version=form.cleaned_data["version"], by=request.user)
        except commands.Conflict as conflict:
            typed = request.POST.copy()
            typed["version"] = str(found.version)
            form = WordsForm(typed, **parts, shows_saved=True)
            form.add_error(None, f"{conflict} Compare them with what is saved, and save again to replace it.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your words are saved.")
            return redirect("reports:preview" if "preview" in request.POST else "reports:edit", pk)
    return render(
        request,
        "reports/edit.html",
        {"report": found, "draft": draft, "form": form},
        status=422 if form.errors else 200,
    )


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_draft(request, pk)
    if found.is_published:
        return redirect(found)
    draft = assembly.draft(found, today=timezone.localdate())
    return render(request, "reports/preview.html", {"report": found, "draft": draft, "document": draft.document})


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_report(request, pk)
    if not permissions.may_publish(request.user, found):
        raise PermissionDenied
    if found.is_published:
        return redirect(found)
    if request.method == "POST":
        try:
            commands.publish(found, by=request.user)
        except (Refused, content.ContentError) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The report is published. Its figures and words will not change again.")
            return redirect(found)
    draft = assembly.draft(found, today=timezone.localdate())
    return render(request, "reports/publish.html", {"report": found, "draft": draft})


@require_GET
def download(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    found = visible_report(request, pk)
    files = PublicationFile.objects.filter(publication__report=found, format=format)
    file = files.order_by("-publication__number").first()
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["ETag"] = f'"{file.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
