"""A report is started, written and looked at before others see it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from kit.forms import posted
from people.access import Refused
from reports import assembly, commands, permissions
from reports.blueprints import discovered
from reports.forms import StartForm, WordsForm
from reports.lifecycle import barrier_to_change
from reports.views.finding import own_report, report_under_way


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


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_report(request, pk)
    if reason := barrier_to_change(found.status):
        messages.error(request, reason)
        return redirect("reports:sign_off", pk)
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
    found = report_under_way(request, pk)
    if not found.is_under_way:
        return redirect(found)
    draft = assembly.draft(found, today=timezone.localdate())
    context = {"report": found, "draft": draft, "document": draft.document}
    return render(
        request, "reports/preview.html", context | {"may_write": permissions.may_write(request.user, found.unit)}
    )
