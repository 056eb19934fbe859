"""What a report said before: its versions, two of them side by side, and words brought back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from people.access import Refused
from reports import arranging, commands, past, permissions, summaries
from reports.lifecycle import barrier_to_change
from reports.models import Version
from reports.together_forms import CompareVersionsForm
from reports.views.finding import own_report, report_with_history

START = "Before the first save"


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = report_with_history(request, pk)
    begins = past.begins(found)
    context = {
        "report": found,
        "meetings": summaries.meetings_of(found),
        "page": past.page_of(found, request.GET.get("page"), first=begins),
        "begins_late": begins != 1 and found.version > 1,
        "may_arrange": permissions.may_write(request.user, found.unit) and not barrier_to_change(found.status),
        "seen": arranging.seal(found.arrangement),
    }
    return render(request, "reports/history.html", context)


def named(version: Version) -> str:
    at = timezone.localtime(version.at)
    return f"Version {version.number}: {version.by.name}, {at.day} {at:%B %Y, %H:%M}"


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Place by place what differs between two versions."""
    found = report_with_history(request, pk)
    asked = [int(each) for each in request.GET.getlist("from") + request.GET.getlist("to") if _is_number(each)]
    choices = [(each.number, named(each)) for each in past.choices(found, asked)]
    start = 1 if past.begins(found) == 1 else past.NOTHING
    form = CompareVersionsForm(request.GET or None, versions=[*choices, (start, START)])
    context = {"report": found, "form": form, "places": None}
    if form.is_valid():
        since, to = sorted((form.cleaned_data["since"], form.cleaned_data["to"]))
        before, after = (past.words_at(found, number) or {} for number in (since, to))
        context |= {"since": since, "to": to, "places": past.compared(found, before, after)}
        context["may_bring_back"] = permissions.may_write(request.user, found.unit) and not barrier_to_change(
            found.status
        )
    return render(request, "reports/compare_versions.html", context, status=422 if form.errors else 200)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Save earlier words of one place again; what stands there now stays in the history."""
    found = own_report(request, pk)
    number, version = (request.POST.get(name, "") for name in ("number", "version"))
    try:
        commands.bring_back(
            found, request.POST.get("place", ""), number=int(number) if _is_number(number) else 0,
            version=int(version) if _is_number(version) else 0, by=request.user,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The earlier words stand in the report again, as a new version.")
    return redirect("reports:history", pk)
