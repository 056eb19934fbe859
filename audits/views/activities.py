"""The activity register: its list, one activity, writing in it, its files and the actions that come of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from audits import commands, permissions, summaries
from audits.content import COHORT_WORDS
from audits.forms import ActivityFileForm, ActivityFilterForm, ActivityForm, RaiseActionForm, ReasonForm
from audits.models import Activity, ActivityFile
from audits.register import ActivityDraft, words_of
from audits.tables import ACTIVITY_COLUMNS
from audits.views.files import list_file
from kit.forms import carried_out, form_page, posted
from kit.listing import Listing, chips, chosen, codes
from people.access import Refused, units_where
from people.models import User
from people.roles import Permission


def asked(request: HttpRequest) -> tuple[ActivityFilterForm, Listing]:
    """The part of the register that the address asks for."""
    if not permissions.may_read_activities(request.user):
        raise PermissionDenied
    units = units_where(request.user, Permission.ACTIVITY_VIEW)
    form = ActivityFilterForm(request.GET, units=units)
    rows = summaries.listed_activities(request.user, **chosen(form))
    listing = Listing(ACTIVITY_COLUMNS, rows, request.GET, default="-period")
    if listing.problem:
        form.add_error(None, listing.problem)
    return form, listing


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    form, listing = asked(request)
    context = {
        "form": form,
        "listing": listing,
        "chips": chips(form, request.GET),
        "may_add": permissions.may_add_activity(request.user),
    }
    return render(request, "audits/activities/index.html", context, status=422 if form.errors else 200)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The register as a file; a filter that cannot be used is told on the page first."""
    form, listing = asked(request)
    if form.errors:
        return redirect(f"{reverse('audits:activities')}?{request.GET.urlencode()}")
    filters = codes(form, ("kind", "theme", "cohort", "unit", "first", "last", "shown"))
    return list_file(
        request, listing, kind, listed="activities", name="activities", title="Activity register",
        chips=chips(form, request.GET), filters=filters,
    )  # fmt: skip


@require_GET
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    page = summaries.activity_page(visible_activity(request, pk), request.user)
    return render(request, "audits/activities/activity.html", {"page": page, "activity": page.activity})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if not permissions.may_add_activity(request.user):
        raise PermissionDenied
    units = summaries.register_units(request.user)
    form = ActivityForm(
        posted(request),
        units=units,
        themes=summaries.themes_to_mark(),
        initial={"unit": units[0].code if len(units) == 1 else None},
    )
    if is_more(request):
        return render(request, "audits/activities/form.html", {"form": form})
    added = carried_out(
        form, lambda: commands.add_activity(form.draft(), unit=form.cleaned_data["unit"], by=request.user)
    )
    if added:
        messages.success(request, "The activity is in the register. You can add files to it now.")
        return redirect(added)
    return form_page(request, "audits/activities/form.html", form)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole form again. Somebody who saved in between is never overwritten unseen."""
    found = changeable_activity(request, pk)
    if found.withdrawn_at:
        return redirect(found)
    saved = summaries.draft_of(found)
    form = ActivityForm(
        posted(request),
        units=summaries.register_units(request.user),
        themes=summaries.themes_to_mark(found),
        draft=saved,
        initial={"unit": found.unit.code},
    )
    context: dict[str, Any] = {"activity": found, "version": seen_version(request) or found.version}
    if is_more(request) or request.method == "GET":
        return render(request, "audits/activities/form.html", {**context, "form": form})
    try:
        changed = change(found, form, seen_version(request), request.user)
    except commands.Conflict:
        context |= {"differences": differences(saved, form.draft()), "saved_version": found.version}
        return render(request, "audits/activities/form.html", {**context, "form": form}, status=409)
    if changed:
        messages.success(request, "The activity is saved.")
        return redirect(changed)
    return form_page(request, "audits/activities/form.html", form, **context)


def change(found: Activity, form: ActivityForm, version: int | None, by: User) -> Activity | None:
    """Save what was typed; a conflict is passed on, so that both texts can be shown."""
    if version is None:
        form.add_error(None, "This page is out of date: reload it.")
    if not form.is_valid():
        return None
    try:
        unit = form.cleaned_data["unit"]
        return commands.change_activity(found, form.draft(), version=version or 0, unit=unit, by=by)
    except commands.Conflict:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def differences(saved: ActivityDraft, sent: ActivityDraft) -> list[tuple[str, str, str]]:
    """What is saved and what was sent, where these are not the same."""
    ours, theirs = words_of(sent, COHORT_WORDS), words_of(saved, COHORT_WORDS)
    return [(label, theirs[label], words) for label, words in ours.items() if words != theirs[label]]


def seen_version(request: HttpRequest) -> int | None:
    """The version that the sender has seen: the page's, or the newer one whose words they chose to replace."""
    seen = request.POST.get("replace") or request.POST.get("version", "")
    return int(seen) if seen.isdecimal() and seen.isascii() and len(seen) < 10 else None


def is_more(request: HttpRequest) -> bool:
    """Was “Add another” pressed? The page comes back with more rows; nothing is saved yet."""
    return request.POST.get("add") in ("statement", "quote", "recommendation")


def visible_activity(request: HttpRequest, pk: int) -> Activity:
    """The activity, or 404 when this person may not know of it."""
    people = ("unit", "added_by", "changed_by", "withdrawn_by")
    return get_object_or_404(Activity.objects.visible_to(request.user).select_related(*people), pk=pk)


def changeable_activity(request: HttpRequest, pk: int) -> Activity:
    found = visible_activity(request, pk)
    if not permissions.may_change_activity(request.user, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = changeable_activity(request, pk)
    if found.withdrawn_at:
        return redirect(found)
    form = ReasonForm(posted(request), label="Why is it withdrawn?", help_text="Readers of the register see this.")
    reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
    if carried_out(form, lambda: commands.withdraw_activity(found, reason=reason, by=request.user)):
        messages.success(request, "The activity is withdrawn. It counts in no report any more.")
        return redirect("audits:activities")
    return form_page(request, "audits/activities/withdraw.html", form, activity=found)


@require_http_methods(["GET", "POST"])
def file_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = changeable_activity(request, pk)
    if found.withdrawn_at:
        return redirect(found)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ActivityFileForm(*sent, refused=getattr(request, "refused_uploads", None))
    if carried_out(form, lambda: commands.attach_file(found, form.cleaned_data["file"], by=request.user)):
        messages.success(request, "The file is kept with the activity.")
        return redirect(found)
    return form_page(request, "audits/activities/file_new.html", form, activity=found)


def visible_file(found: Activity, file: int) -> ActivityFile:
    return get_object_or_404(ActivityFile.objects.select_related("activity"), pk=file, activity=found)


@require_GET
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The file, to be saved and never shown in the page: whoever sent it cannot speak to the reader's browser."""
    kept = visible_file(visible_activity(request, pk), file)
    response = HttpResponse(bytes(kept.content), content_type=kept.media_type)
    response["Content-Disposition"] = content_disposition_header(True, kept.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def file_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    found = changeable_activity(request, pk)
    kept = visible_file(found, file)
    if request.method == "POST":
        try:
            commands.remove_file(kept, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{kept.name} is removed.")
        return redirect(found)
    return render(request, "audits/activities/file_remove.html", {"activity": found, "file": kept})


@require_http_methods(["GET", "POST"])
def raise_action(request: HttpRequest, pk: int, recommendation: int) -> HttpResponse:
    """A recommendation becomes an action with an owner and a due date."""
    found = visible_activity(request, pk)
    wanted = get_object_or_404(found.recommendations, pk=recommendation)
    if not permissions.may_raise_action_from_activity(request.user, found):
        raise PermissionDenied
    if reason := commands.barrier_to_action(found, wanted):
        messages.error(request, reason)
        return redirect(found)
    form = RaiseActionForm(posted(request), owners=summaries.owners_for(found.unit), initial={"text": wanted.text})
    if carried_out(form, lambda: commands.raise_action_from_activity(wanted, **form.cleaned_data, by=request.user)):
        messages.success(request, "The action is raised. Its owner sees it on their home page.")
        return redirect(found)
    return form_page(request, "audits/activities/raise_action.html", form, activity=found, recommendation=wanted)
