"""Kinds of report of the council's own: a blueprint with its sections in another order, renamed, left out or added."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.forms import posted
from people.access import Refused
from reports import arranging, commands, permissions
from reports.adapting_forms import AdaptForm, ArrangeForm
from reports.blueprints import blueprint_of, discovered
from reports.models import Adaptation


def own_adaptation(request: HttpRequest, pk: int) -> Adaptation:
    if not permissions.may_adapt(request.user):
        raise PermissionDenied
    return get_object_or_404(Adaptation.objects.in_use(), pk=pk)


@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    if not permissions.may_adapt(request.user):
        raise PermissionDenied
    found = Adaptation.objects.in_use().select_related("made_by").in_order()
    own = [(each, blueprint_of(each.kind).title) for each in found]
    return render(request, "reports/kinds.html", {"own": own, "blueprints": discovered().values()})


@require_http_methods(["GET", "POST"])
def adapt(request: HttpRequest) -> HttpResponse:
    if not permissions.may_adapt(request.user):
        raise PermissionDenied
    form = AdaptForm(posted(request), blueprints=list(discovered().values()), initial={"kind": request.GET.get("kind")})
    if form.is_valid():
        try:
            made = commands.adapt(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, "It has the sections that the kind has. Now arrange them.")
            return redirect("reports:arrange", made.pk)
    return render(request, "reports/adapt.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Every button keeps all that is typed: Save, Up, Down, and Add a section."""
    found = own_adaptation(request, pk)
    entries = arranging.entries_of(blueprint_of(found.kind), found.arrangement)
    order = request.POST.get("order", "").split()
    if sorted(order) == sorted(entry.key for entry in entries):
        entries.sort(key=lambda entry: order.index(entry.key))
    initial = {"version": found.version, "title": found.title}
    form = ArrangeForm(posted(request), entries=entries, initial=initial)
    if form.is_valid():
        try:
            commands.arrange(
                found, title=form.cleaned_data["title"], entries=_as_asked(form, request.POST),
                version=form.cleaned_data["version"], by=request.user,
            )  # fmt: skip
        except commands.Conflict as conflict:
            typed = request.POST.copy()
            typed["version"] = str(found.version)
            form = ArrangeForm(typed, entries=entries)
            form.add_error(None, f"{conflict} Look through them and save again to replace what is saved.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Reports that are started from now on follow it.")
            return redirect("reports:arrange", pk)
    context = {"adaptation": found, "form": form, "kind": blueprint_of(found.kind).title}
    return render(request, "reports/arrange.html", context, status=422 if form.errors else 200)


def _as_asked(form: ArrangeForm, typed: QueryDict) -> list[arranging.Entry]:
    """The sections as typed, with the move or the new section that the pressed button asks for."""
    entries = form.entries
    way, _, key = typed.get("move", "").partition(" ")
    if way in ("up", "down") and key in {entry.key for entry in entries}:
        return arranging.moved(entries, key, -1 if way == "up" else 1)
    if "add" in typed:
        return arranging.with_own(entries, form.cleaned_data["new_title"], form.cleaned_data["new_hint"])
    return entries


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_adaptation(request, pk)
    try:
        commands.retire(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found.title}” is put away. Reports that follow it stay as they are.")
    return redirect("reports:kinds")
