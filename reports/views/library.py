"""The library: what was published, what is new in it, two reports side by side, and e-mails about them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.forms import form_page, posted
from kit.listing import chips, chosen
from reports import commands, comparing, comparing_blocks, content, library, permissions, summaries
from reports.library_forms import CompareForm, EmailsForm, LibraryForm
from reports.models import Publication


def reader_or_403(request: HttpRequest) -> None:
    if not permissions.may_read_any(request.user):
        raise PermissionDenied


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The shelf with its filters and its search, and above it what is under way and what is new."""
    reader_or_403(request)
    form = LibraryForm(request.GET, offered=library.offered(request.user))
    asked = chosen(form)
    now = timezone.now()
    context = {
        "form": form,
        "chips": chips(form, request.GET),
        "page": library.shelf(request.user, asked, request.GET.get("page")),
        "asked": asked,
        "new": library.what_is_new(request.user, now=now),
        "now": now.isoformat(),
        "under_way": summaries.under_way_for(request.user),
        "may_start": permissions.unit_of(request.user) is not None,
    }
    return render(request, "reports/index.html", context, status=422 if form.errors else 200)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The reader has seen what the page showed as new; what came since then stays new."""
    reader_or_403(request)
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is None or timezone.is_naive(until):
        messages.error(request, "This page was too old. Look at what is new, and press the button again.")
    else:
        commands.mark_seen(until=until, by=request.user)
        messages.success(request, "From now on only what comes after this is new.")
    return redirect("reports:index")


@require_http_methods(["GET", "POST"])
def emails(request: HttpRequest) -> HttpResponse:
    """Which reports the reader is told of by e-mail."""
    reader_or_403(request)
    form = EmailsForm(posted(request), initial=library.wishes_of(request.user))
    if form.is_valid():
        commands.choose_emails(**form.wish, by=request.user)
        messages.success(request, form.told)
        return redirect("reports:index")
    return form_page(request, "reports/emails.html", form)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two published reports of one kind, the earlier beside the later."""
    reader_or_403(request)
    form = CompareForm(request.GET or None, publications=library.comparable(request.user))
    context = {"form": form, "comparison": None}
    if form.is_valid():
        pair = Publication.objects.visible_to(request.user).select_related("report").in_bulk(form.pair)
        before, now = sorted(pair.values(), key=lambda each: (each.report.starts_on, each.number, each.pk))
        for each in (before, now):
            commands.record_reading(each, "compared", by=request.user)
        documents = [content.from_json(each.content) for each in (before, now)]
        context |= {"before": before, "now": now, "comparison": comparing.compare(*documents)}
        context["parts"] = comparing_blocks.parts(*documents)
    return render(request, "reports/compare.html", context, status=422 if form.errors else 200)
