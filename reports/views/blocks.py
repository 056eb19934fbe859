"""The blocks within the sections of a report, while it is written: put in order, left out, brought back, added."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kit.forms import carried_out, form_page, posted
from people.access import Refused
from reports import arranging, commands
from reports.block_forms import AddBlockForm
from reports.block_lines import Line, SectionLines, indicators_in, lines_of
from reports.blueprints import blueprint_of
from reports.lifecycle import barrier_to_change
from reports.models import Report
from reports.own_blocks import RECORD_KINDS
from reports.views.finding import own_report


@require_http_methods(["GET", "POST"])
def blocks(request: HttpRequest, pk: int) -> HttpResponse:
    """Every section with its blocks; a block of one's own is added here."""
    found = own_report(request, pk)
    if reason := barrier_to_change(found.status):
        messages.error(request, reason)
        return redirect("reports:sign_off", pk)
    sections, seen = lines_of(found), arranging.seal(found.arrangement)
    addable = blueprint_of(found.kind).addable
    form = AddBlockForm(
        posted(request), sections={each.key: each.title for each in sections}, addable=addable,
        indicators=indicators_in(found) if addable else {},
        initial={"saves": seen, "section": request.GET.get("section", "")},
    )  # fmt: skip
    if carried_out(form, lambda: commands.add_block(found, **form.chosen, by=request.user)):
        title, section = form.cleaned_data["title"], form.cleaned_data["section"]
        messages.success(request, f"“{title}” stands at the end of its section. {next_step(form.cleaned_data['kind'])}")
        return to_section(pk, section)
    return form_page(request, "reports/blocks.html", form, report=found, sections=sections, seen=seen)


def next_step(kind: str) -> str:
    """What the author does next with a block that was added."""
    if kind in RECORD_KINDS:
        return "Choose what it shows on the writing page." if RECORD_KINDS[kind].chosen else "Its figures are in place."
    return "Write its words on the writing page."


@require_POST
def order(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Put the blocks of a section in order.

    A button sends `move`: a key, a space, and "up" or "down". Dragging sends `order`: all keys, as they stand now. A
    script asks for JSON; without one the page comes back where the reader was.
    """
    found = own_report(request, pk)
    line = section_named(found, section)
    titles = {each.key: each.title for each in line.shown}
    moved, _, way = request.POST.get("move", "").partition(" ")
    if moved in titles:
        order = moved_in(line.shown, moved, -1 if way == "up" else 1)
    else:
        order, moved = request.POST.get("order", "").split(), request.POST.get("moved", "")
    is_script = "application/json" in request.headers.get("Accept", "")
    is_known = moved in titles and moved in order
    words = f"“{titles[moved]}” is now {order.index(moved) + 1} of {len(titles)}." if is_known else "Saved."
    try:
        found = commands.order_blocks(found, section, order, seen=request.POST.get("saves", ""), by=request.user)
    except Refused as refusal:
        if is_script:
            return JsonResponse({"problem": str(refusal)}, status=409)
        messages.error(request, str(refusal))
    else:
        if is_script:
            return JsonResponse({"saves": arranging.seal(found.arrangement), "words": words})
        messages.success(request, words)
    return to_section(pk, section)


@require_POST
def leave_out(request: HttpRequest, pk: int, section: str, key: str) -> HttpResponse:
    """Leave a block out; where it has words, ask first."""
    found = own_report(request, pk)
    line = section_named(found, section)
    block = next((each for each in line.shown if each.key == key), None)
    if block is None:
        raise Http404
    seen = request.POST.get("saves", "")
    try:
        commands.leave_out(
            found, section, key, seen=seen, with_words=request.POST.get("with_words") == "1", by=request.user
        )
    except commands.HoldsWords as refusal:
        context = {"report": found, "section": line, "block_line": block, "seen": seen, "words": str(refusal)}
        return render(request, "reports/leave_out.html", context, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{block.title}” is left out. Its words are kept: bring it back whenever you like.")
    return to_section(pk, section)


@require_POST
def bring_in(request: HttpRequest, pk: int, section: str, key: str) -> HttpResponse:
    """Bring a block back with the words it has."""
    found = own_report(request, pk)
    block = next((each for each in section_named(found, section).left_out if each.key == key), None)
    if block is None:
        raise Http404
    try:
        commands.bring_in(found, section, key, seen=request.POST.get("saves", ""), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{block.title}” is in the report again.")
    return to_section(pk, section)


def section_named(report: Report, key: str) -> SectionLines:
    found = next((each for each in lines_of(report) if each.key == key), None)
    if found is None:
        raise Http404
    return found


def moved_in(shown: list[Line], key: str, by: int) -> list[str]:
    """The keys with one moved by one place; at an end it stays."""
    keys = [each.key for each in shown]
    place = keys.index(key)
    keys.insert(min(max(place + by, 0), len(keys) - 1), keys.pop(place))
    return keys


def to_section(pk: int, section: str) -> HttpResponse:
    response = redirect("reports:blocks", pk)
    response["Location"] += f"#section-{section}"
    return response
