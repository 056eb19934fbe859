"""Kinds of report of the council's own: a blueprint with its sections in another order, renamed, left out or added."""

from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.forms import posted
from people.access import Refused
from reports import arranging, commands, permissions
from reports.adapting_forms import AdaptForm, ArrangeForm, SectionsForm
from reports.arranging import Entry
from reports.blueprints import Blueprint, blueprint_of, discovered
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
    blueprint = blueprint_of(found.kind)
    entries = as_on_page(blueprint, arranging.entries_of(blueprint, found.arrangement), request.POST)
    initial = {"version": found.version, "title": found.title}
    form = ArrangeForm(posted(request), blueprint=blueprint, entries=entries, initial=initial)
    if form.is_valid():
        try:
            commands.arrange(
                found, title=form.cleaned_data["title"], entries=as_asked(form, request.POST),
                version=form.cleaned_data["version"], by=request.user,
            )  # fmt: skip
        except commands.Conflict as conflict:
            typed = request.POST.copy()
            typed["version"] = str(found.version)
            form = ArrangeForm(typed, blueprint=blueprint, entries=entries)
            form.add_error(None, f"{conflict} Look through them and save again to replace what is saved.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Reports that are started from now on follow it.")
            return _where_it_was(pk, request.POST.get("move", "").split()[1:])
    context = {"adaptation": found, "form": form, "kind": blueprint.title, "opened": request.GET.get("open", "")}
    return render(request, "reports/arrange.html", context, status=422 if form.errors else 200)


def _where_it_was(pk: int, moved: list[str]) -> HttpResponse:
    """Back to the page; where a block was moved, to that block in its open list."""
    response = redirect("reports:arrange", pk)
    if len(moved) == 2:  # the keys of its section and of itself
        response["Location"] += f"?{urlencode({'open': moved[0]})}#block-{'-'.join(map(quote, moved))}"
    return response


def as_on_page(blueprint: Blueprint, entries: list[Entry], typed: QueryDict) -> list[Entry]:
    """The sections and their blocks in the order in which the page that was sent had them."""
    order = typed.get("order", "").split()
    if sorted(order) == sorted(entry.key for entry in entries):
        entries.sort(key=lambda entry: order.index(entry.key))
    for entry in list(entries):
        blocks = arranging.blocks_of(blueprint, entry)
        own_order = typed.get(f"blocks-{entry.key}", "").split()
        if sorted(own_order) == sorted(block.key for block in blocks):
            entries = arranging.with_blocks(entries, entry.key, arranging.in_order(blocks, own_order))
    return entries


def as_asked(form: SectionsForm, typed: QueryDict) -> list[Entry]:
    """The sections as typed, with the move or the addition that the pressed button asks for."""
    entries, found = form.entries, form.cleaned_data
    way, _, moved = typed.get("move", "").partition(" ")
    key, _, block = moved.partition(" ")
    by = {"up": -1, "down": 1}.get(way, 0)
    entry = next((each for each in entries if each.key == key), None)
    if entry and by and block in {each.key for each in entry.blocks}:
        return arranging.with_blocks(entries, key, arranging.moved(entry.blocks, block, by))
    if entry and by and not block:
        return arranging.moved(entries, key, by)
    if "add" in typed:
        return arranging.with_own(entries, found["new_title"], found["new_hint"])
    if "add_block" in typed and form.has_blocks:
        if not found["block_section"]:
            raise Refused("Choose the section that the block joins.")
        where, kind, title = (found[f"block_{name}"] for name in ("section", "kind", "title"))
        return arranging.with_own_block(form.blueprint, entries, where, kind, title)
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
