"""A report is started, written and looked at before others see it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits.views.saving import Difference, save_page
from kit.forms import posted
from people.access import Refused
from people.models import User
from reports import assembly, commands, past, permissions, remarks, wordings
from reports.blueprints import Slot, blueprint_of, discovered
from reports.editions import Edition, edition_of
from reports.forms import StartForm
from reports.lifecycle import barrier_to_change
from reports.models import Adaptation, Report
from reports.offers import PARTS, subjects
from reports.views import looks
from reports.views.finding import own_report, report_under_way
from reports.writing_form import WordsForm, chosen_already, is_sent


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    unit = permissions.unit_of(request.user)
    if unit is None:
        raise PermissionDenied
    adaptations = list(Adaptation.objects.in_use().in_order())
    form = StartForm(
        posted(request), blueprints=list(discovered().values()), adaptations=adaptations, today=timezone.localdate()
    )
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
    is_autosave = request.POST.get("autosave") == "1"
    if reason := barrier_to_change(found.status):
        if is_autosave:
            return JsonResponse({"problem": reason}, status=422)
        messages.error(request, reason)
        return redirect("reports:sign_off", pk)
    if is_autosave:
        return saved(request, found, autosave_form(found, request.POST), {})
    draft = assembly.draft(found, today=timezone.localdate())
    if request.method == "POST" and "insert" in request.POST:
        return with_inserted(request, found, draft)
    form = words_form(draft, posted(request), initial={"version": found.version})
    context = page_context(found, draft, form)
    if request.method == "POST":
        return saved(request, found, form, context)
    return render(request, "reports/edit.html", context)


def saved(request: HttpRequest, found: Report, form: WordsForm, context: dict[str, Any]) -> HttpResponse:
    """Save for the Save button and for autosave alike; where others saved too, say what and show both texts."""

    def save(replaces: int) -> int:
        version = form.cleaned_data.get("version", replaces)
        report = commands.save_words(
            found, form.typed_words(), version=version, replaces=replaces if replaces != version else None,
            by_itself=request.POST.get("autosave") == "1", by=request.user,
        )  # fmt: skip
        if report.version - version > 1:
            tell_of_others(form, report)
        form.is_of(report.version)
        return report.version

    def done() -> HttpResponse:
        messages.success(request, "Your words are saved.")
        if form.hint:
            messages.info(request, form.hint)
        return redirect("reports:preview" if "preview" in request.POST else "reports:edit", found.pk)

    return save_page(
        request, form, save=save, current=lambda: differing(form, found), done=done, template="reports/edit.html",
        context=context,
    )  # fmt: skip


def differing(form: WordsForm, found: Report) -> tuple[int, list[Difference]]:
    """The version that is saved now, and each box that both changed: as it is saved, and as it was sent."""
    found.refresh_from_db()
    stored, typed = assembly.words_of(found), form.typed_words()
    changed = wordings.differing(form.slots, typed, stored)
    _, clashing = past.own_changes(found, changed, stored, form.cleaned_data.get("version", 0))
    pairs = [
        pair
        for slot in form.slots
        if slot.key in clashing
        for pair in zip(
            *(wordings.wordings_of(slot, words.get(slot.key, {})) for words in (stored, typed)), strict=True
        )
    ]
    return found.version, [Difference(one.label, one.text, own.text) for one, own in pairs if one.text != own.text]


def tell_of_others(form: WordsForm, report: Report) -> None:
    """Others saved other places since the page was opened: it gets their words, and says so.

    Of a block that was left out meanwhile it is said that its words are kept.
    """
    stored = assembly.words_of(report)
    others = wordings.differing(form.slots, form.typed_words(), stored)
    if others:
        suggestions = form.suggestions
        if any(slot.kind == "choices" and slot.key in others for slot in form.slots):
            suggestions = assembly.to_choose(report, today=timezone.localdate())
        fresh = WordsForm(slots=form.slots, words=stored, suggestions=suggestions)
        form.boxes = fresh.sent_boxes(others)
        titles = ", ".join(f"“{slot.title}”" for slot in form.slots if slot.key in others)
        form.hint = f"Somebody else saved {titles} in the meantime. The page shows their words there now."
    gone = {slot.key for slot in past.left_out(report)}
    if left := ", ".join(f"“{slot.title}”" for slot in form.slots if slot.key in gone):
        words = f"Somebody left {left} out of the report in the meantime. What you typed there is kept with it."
        form.hint = f"{form.hint} {words}".strip()


def autosave_form(found: Report, typed: QueryDict) -> WordsForm:
    """The form for what is saved while somebody types: without the figures of the page, and without joining ticks.

    The records are asked what may be chosen only when something is chosen that was not before.
    """
    slots, words = slots_sent(found, typed), assembly.words_of(found)
    suggestions = chosen_already(slots, words, typed)
    if suggestions is None:
        suggestions = assembly.to_choose(found, today=timezone.localdate())
    return WordsForm(typed, slots=slots, words=words, suggestions=suggestions, joins=False)


def slots_sent(found: Report, typed: QueryDict) -> list[Slot]:
    """The places whose boxes were on the page that was sent.

    A block that joined the report meanwhile was not; one that was left out meanwhile was, and keeps what was typed.
    """
    return [slot for slot in past.all_slots(found) if is_sent(slot, typed)]


def words_form(draft: assembly.Draft, typed: QueryDict | None = None, **kwargs: Any) -> WordsForm:
    """The boxes of a draft, with all that may be taken over."""
    return WordsForm(
        typed,
        slots=draft.blueprint.slots if typed is None else slots_sent(draft.report, typed),
        words=draft.words,
        suggestions=draft.suggestions,
        offers=draft.offers,
        **kwargs,
    )


def with_inserted(request: HttpRequest, found: Report, draft: assembly.Draft) -> HttpResponse:
    """Put the chosen figure into its box. Everything typed stays on the page, and nothing is saved yet."""
    form = words_form(draft, request.POST)
    if problem := form.insert(request.POST["insert"]):
        messages.error(request, problem)
    else:
        messages.success(request, "The figure is in its box. Nothing is saved yet.")
    context = page_context(found, draft, form)
    return render(request, "reports/edit.html", context, status=422 if form.errors else 200)


def page_context(found: Report, draft: assembly.Draft, form: WordsForm) -> dict[str, Any]:
    """What the page shows; its places are asked for once the form has been checked."""
    talk = remarks.talk_of(found)
    return {
        "report": found,
        "draft": draft,
        "form": form,
        "figures": subjects(draft.offers),
        "parts": PARTS,
        "talk": talk,
        "latest": past.latest(found),
        "sections": lambda: sections_of(found, form, talk),
    }


def sections_of(
    found: Report, form: WordsForm, talk: remarks.Talk
) -> list[tuple[wordings.Part, User | None, list[Any]]]:
    """The sections of the page: each with who owns it, and its places with what is said about them."""
    places = {place.slot.key: place for place in form.places()}
    parts = wordings.parts_of(blueprint_of(found.kind), found.arrangement)
    there = {slot.key for part in parts for slot in part.slots}
    if gone := tuple(place.slot for place in form.places() if place.slot.key not in there):
        parts.append(wordings.Part(remarks.LEFT_OUT, "Left out of the report meanwhile", gone))
    return [
        (part, talk.owners.get(part.key), [(places[s.key], talk.of(s.key)) for s in part.slots if s.key in places])
        for part in parts
    ]


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    found = report_under_way(request, pk)
    if not found.is_under_way:
        return redirect(found)
    edition = edition_of(request.GET.get("edition", ""))
    if edition is None:
        raise Http404
    draft = assembly.draft(found, today=timezone.localdate())
    if edition == Edition.RESTRICTED:
        commands.record_restricted(found, "preview", number=found.next_number, by=request.user)
    context = {
        "report": found,
        "draft": draft,
        "document": draft.in_edition(edition).as_draft(),
        "edition": edition,
        "logo": looks.logo_of_page(),
    }
    return render(
        request, "reports/preview.html", context | {"may_write": permissions.may_write(request.user, found.unit)}
    )
