"""The sections of one report, while it is written: put in order, renamed, left out, brought back, added."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kit.forms import posted
from people.access import Refused
from reports import arranging, commands
from reports.adapting_forms import ReportSectionsForm
from reports.blueprints import blueprint_of
from reports.lifecycle import barrier_to_change
from reports.views.adapting import as_asked, as_on_page
from reports.views.finding import own_report


@require_http_methods(["GET", "POST"])
def sections(request: HttpRequest, pk: int) -> HttpResponse:
    """Every button keeps all that is typed: Save, Up, Down, and Add a section."""
    found = own_report(request, pk)
    if reason := barrier_to_change(found.status):
        messages.error(request, reason)
        return redirect("reports:sign_off", pk)
    blueprint, seen = blueprint_of(found.kind), arranging.seal(found.arrangement)
    entries = as_on_page(blueprint, arranging.entries_of(blueprint, found.arrangement), request.POST)
    form = ReportSectionsForm(posted(request), blueprint=blueprint, entries=entries, initial={"saves": seen})
    if form.is_valid():
        try:
            commands.arrange_sections(
                found, as_asked(form, request.POST), seen=form.cleaned_data["saves"],
                with_words=request.POST.get("with_words") == "1", by=request.user,
            )  # fmt: skip
        except commands.HoldsWords as refusal:
            context = {"report": found, "words": str(refusal), "sent": _sent(request)}
            return render(request, "reports/leave_out_sections.html", context, status=409)
        except commands.Conflict as conflict:
            typed = request.POST.copy()
            typed["saves"] = seen
            form = ReportSectionsForm(typed, blueprint=blueprint, entries=entries)
            form.add_error(None, f"{conflict} What you typed is on this page still; saving it replaces theirs.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. The report has its sections as they stand here.")
            return _where_it_was(pk, request.POST.get("move", "").partition(" ")[2])
    context = {"report": found, "form": form}
    return render(request, "reports/sections.html", context, status=422 if form.errors else 200)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Bring back how the sections and blocks stood before a change."""
    found = own_report(request, pk)
    try:
        commands.restore_order(found, number=number, seen=request.POST.get("saves", ""), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Sections and blocks stand as they did before version {number}, as a new version.")
    return redirect("reports:history", pk)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """All that was typed, to be sent once more with the answer."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "with_words")
        for value in values
    ]


def _where_it_was(pk: int, moved: str) -> HttpResponse:
    response = redirect("reports:sections", pk)
    if moved:
        response["Location"] += f"#section-{moved}"
    return response
