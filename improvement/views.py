"""Pages about actions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement import commands, permissions, summaries
from improvement.forms import DeliverForm, FilterForm, NoteForm, ReopenForm
from improvement.models import Action
from kit.forms import carried_out, form_page, posted
from people.access import Refused, can, units_where
from people.roles import Permission

PAGE_SIZE = 25


def visible_action(request: HttpRequest, pk: int) -> Action:
    """The action, or 404 when this person may not know of it."""
    actions = Action.objects.visible_to(request.user)
    return get_object_or_404(actions.select_related("unit", "owner", "raised_by", "delivered_by", "closed_by"), pk=pk)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    reads_others = can(request.user, Permission.ACTION_VIEW)
    form = FilterForm(request.GET or None, units=units_where(request.user, Permission.ACTION_VIEW))
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    actions = summaries.listed_actions(request.user, **chosen, today=today)
    page = Paginator(actions, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": summaries.rows_of(page, request.user, today=today),
        "mine": summaries.waiting_for(request.user, today=today) if reads_others else [],
        "reads_others": reads_others,
        "is_filtered": any(chosen.values()),
        "caption": f"{page.paginator.count} action{'' if page.paginator.count == 1 else 's'}",
    }
    return render(request, "improvement/index.html", context)


@require_GET
def action(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_action(request, pk)
    return render(request, "improvement/action.html", _page_of(request, found, NoteForm()))


@require_http_methods(["GET", "POST"])
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_action(request, pk)
    if not permissions.may_deliver(request.user, found):
        raise PermissionDenied
    form = DeliverForm(posted(request))
    if carried_out(form, lambda: commands.deliver(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "Delivered. Somebody else will check the evidence and close the action.")
        return redirect(found)
    return form_page(request, "improvement/deliver.html", form, action=found)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_action(request, pk)
    try:
        commands.close(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The action is closed.")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_action(request, pk)
    if not permissions.may_reopen(request.user, found):
        raise PermissionDenied
    form = ReopenForm(posted(request))
    if carried_out(form, lambda: commands.reopen(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "The action is open again.")
        return redirect(found)
    return form_page(request, "improvement/reopen.html", form, action=found)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_action(request, pk)
    form = NoteForm(request.POST)
    if carried_out(form, lambda: commands.add_note(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "The note is added.")
        return redirect(found)
    return render(request, "improvement/action.html", _page_of(request, found, form), status=422)


def _page_of(request: HttpRequest, action: Action, note_form: NoteForm) -> dict:
    return {
        "action": action,
        "page": summaries.action_page(action, request.user, today=timezone.localdate()),
        "form": note_form,
    }
