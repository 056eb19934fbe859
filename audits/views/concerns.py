"""Safeguarding concerns: raise, list, read, acknowledge, close."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits import commands, permissions, summaries
from audits.forms import CloseConcernForm, ConcernFilterForm, ConcernForm
from audits.models import Audit, Concern
from audits.views.pages import areas
from kit.forms import carried_out, form_page, posted
from people.access import Refused

PAGE_SIZE = 25


def visible_concern(request: HttpRequest, pk: int) -> Concern:
    """The concern, or 404 when this person may not know of it."""
    concerns = Concern.objects.visible_to(request.user).with_facts().select_related("audit__record")
    return get_object_or_404(concerns, pk=pk)


@require_http_methods(["GET", "POST"])
def raise_concern(request: HttpRequest, pk: int) -> HttpResponse:
    """From any page of the audit: what, what was done at once, who was told."""
    audit = get_object_or_404(Audit.objects.known_to(request.user).with_facts(), pk=pk)
    form = ConcernForm(posted(request))
    raised = carried_out(form, lambda: commands.raise_concern(audit, **form.cleaned_data, by=request.user))
    if raised:
        messages.success(request, "The concern is raised. Those who answer for the team have been told.")
        return redirect(raised)
    is_read = Audit.objects.visible_to(request.user).filter(pk=pk).exists()
    back = audit.get_absolute_url() if is_read else reverse("audits:reflection", args=[pk])
    return form_page(request, "audits/concern_raise.html", form, audit=audit, back=back)


@require_GET
def concerns(request: HttpRequest) -> HttpResponse:
    """Only those that were told to this person, or that they raised."""
    if not permissions.may_list_concerns(request.user):
        raise PermissionDenied
    form = ConcernFilterForm(request.GET or None)
    state = form.chosen()["state"]
    page = Paginator(summaries.listed_concerns(request.user, state), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "areas": areas(request.user, request.path),
        "form": form,
        "page": page,
        "lines": summaries.concern_lines(page, now=timezone.now()),
        "is_closed": state == "closed",
    }
    return render(request, "audits/concerns.html", context)


@require_GET
def concern(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_concern(request, pk)
    page = summaries.concern_page(
        found,
        request.user,
        now=timezone.now(),
        may_read_audit=Audit.objects.visible_to(request.user).filter(pk=found.audit_id).exists(),
    )
    return render(request, "audits/concern.html", {"page": page, "concern": found})


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_concern(request, pk)
    try:
        commands.acknowledge(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "You have acknowledged the concern. Close it here when you know how it ended.")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_concern(request, pk)
    if not permissions.may_answer(request.user, found):
        raise PermissionDenied
    form = CloseConcernForm(posted(request))
    if carried_out(form, lambda: commands.close_concern(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "The concern is closed.")
        return redirect(found)
    return form_page(request, "audits/concern_close.html", form, concern=found)
