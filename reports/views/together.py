"""Several people write one report: who owns which section, comments, and suggested changes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.forms import carried_out, form_page, posted
from people.access import Refused
from reports import assembly, commands, past, permissions, remarks, wordings
from reports.blueprints import blueprint_of
from reports.differing import word_diff
from reports.lifecycle import barrier_to_change
from reports.models import Comment, Report, SuggestedChange
from reports.together_forms import CommentForm, DeclineForm, OwnersForm, SuggestForm
from reports.views.finding import own_report, report_under_way


@require_http_methods(["GET", "POST"])
def owners(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes what."""
    found = own_report(request, pk)
    if not found.is_under_way:
        return redirect(found)
    form = OwnersForm(
        posted(request),
        sections=wordings.sections_of(blueprint_of(found.kind), found.arrangement),
        writers=permissions.writers_of(found.unit, timezone.localdate()),
        owners={each.section: each.owner for each in found.owners.select_related("owner")},
    )
    if carried_out(form, lambda: commands.set_owners(found, form.owners, by=request.user)):
        messages.success(request, "Each sees their sections among what is under way.")
        return redirect("reports:owners", pk)
    return form_page(request, "reports/owners.html", form, report=found)


@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The words as they stand, what is said about them, and a box to say more."""
    found = report_under_way(request, pk)
    if not found.is_under_way:
        return redirect(found)
    titles, asked = past.titles_of(found), request.GET.get("place", "")
    form = CommentForm(posted(request), titles=titles, initial={"place": asked if asked in titles else ""})
    if made := carried_out(form, lambda: commands.comment(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "Your comment is there for all who write and sign off this report.")
        return redirect_to_place(found, made.place)
    talk = remarks.talk_of(found)
    context = {
        "report": found,
        "talk": talk,
        "sections": remarks.discussion_of(found, assembly.words_of(found), talk),
        "may_write": permissions.may_write(request.user, found.unit),
    }
    return form_page(request, "reports/comments.html", form, **context)


def redirect_to_place(report: Report, place: str) -> HttpResponse:
    response = redirect("reports:comments", report.pk)
    response["Location"] += f"#place-{place}"
    return response


def changed_comment(
    request: HttpRequest, pk: int, number: int, change: Callable[..., Comment], done: str
) -> HttpResponse:  # fmt: skip
    found = report_under_way(request, pk)
    comment = get_object_or_404(found.comments, pk=number)
    try:
        change(comment, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect_to_place(found, comment.place) if found.is_under_way else redirect(found)


@require_POST
def resolve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return changed_comment(request, pk, number, commands.resolve, "The comment is resolved.")


@require_POST
def reopen(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return changed_comment(request, pk, number, commands.reopen, "The comment is open again.")


@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest, pk: int, box: str) -> HttpResponse:
    """Another wording for one box, beginning with the one that stands there."""
    found = report_under_way(request, pk)
    if not found.is_under_way:
        return redirect(found)
    boxes = wordings.suggestable(past.slots_of(found))
    if box not in boxes:
        raise Http404
    slot, typed = boxes[box]
    stands = typed.shown(assembly.words_of(found).get(slot.key, {}))
    form = SuggestForm(posted(request), box=typed, initial={"based_on": stands, "wording": stands})
    if carried_out(form, lambda: commands.suggest(found, box, **form.cleaned_data, by=request.user)):
        messages.success(request, "Your wording is suggested. Nothing is changed until somebody takes it.")
        return redirect_to_place(found, slot.key)
    return form_page(request, "reports/suggest.html", form, report=found, box=typed, stands=stands)


def suggestion(request: HttpRequest, pk: int, number: int) -> tuple[Report, SuggestedChange]:
    """The report and a change that is suggested for it, for those who may see both."""
    found = report_under_way(request, pk)
    changes = found.suggested_changes.select_related("by", "answered_by")
    return found, get_object_or_404(changes, pk=number)


def suggestion_page(
    request: HttpRequest, found: Report, change: SuggestedChange, form: DeclineForm | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    boxes = wordings.suggestable(past.slots_of(found)).values()
    slot, box = next(
        (each for each in boxes if (each[0].key, each[1].part) == (change.place, change.part)), (None, None)
    )
    stands = box.shown(assembly.words_of(found).get(slot.key, {})) if slot and box else ""
    context = {
        "report": found,
        "change": change,
        "label": box.label if box else wordings.GONE,
        "stands": stands,
        "is_changed": box is not None and box.stored(stands) != box.stored(change.based_on),
        "suggested": word_diff(change.based_on, change.wording),
        "would_change": word_diff(stands, change.wording),
        "may_write": permissions.may_write(request.user, found.unit),
        "barrier": barrier_to_change(found.status),
        "form": form or DeclineForm(),
    }
    return render(request, "reports/suggested.html", context, status=status)


@require_GET
def suggested(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What would change, and whether the words changed since it was suggested."""
    found, change = suggestion(request, pk, number)
    if not found.is_under_way:
        return redirect(found)
    return suggestion_page(request, found, change)


@require_POST
def accept(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put the suggested words into their box; where it changed since, only once both were looked at."""
    found, change = suggestion(request, pk, number)
    own_report(request, pk)
    version = request.POST.get("version", "")
    try:
        commands.accept(
            change, version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            over_changes=request.POST.get("over") == "1", by=request.user,
        )  # fmt: skip
    except (commands.Changed, commands.Conflict) as refusal:
        messages.error(request, str(refusal))
        found.refresh_from_db()
        return suggestion_page(request, found, change, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(change)
    messages.success(request, "The suggested wording stands in the report.")
    return redirect_to_place(found, change.place)


@require_POST
def decline(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found, change = suggestion(request, pk, number)
    own_report(request, pk)
    form = DeclineForm(posted(request))
    if carried_out(form, lambda: commands.decline(change, **form.cleaned_data, by=request.user)):
        messages.success(request, "The words stay as they are.")
        return redirect_to_place(found, change.place)
    return suggestion_page(request, found, change, form, status=422)
