"""The page of one audit, and actions raised from its findings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits import commands, permissions, summaries
from audits.forms import RaiseActionForm
from audits.lifecycle import action_barrier
from audits.models import Finding
from audits.views.pages import visible_audit
from kit.forms import carried_out, form_page, posted


@require_GET
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """To its auditor a task list; to others, and once submitted, what was found."""
    found = visible_audit(request, pk)
    page = summaries.audit_page(found, request.user)
    template = "audits/to_do.html" if page.may_do else "audits/audit.html"
    course = summaries.course_of(found, request.user, today=timezone.localdate())
    return render(request, template, {"page": page, "audit": found, "course": course})


@require_http_methods(["GET", "POST"])
def raise_action(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """An area for focus becomes an action with an owner and a due date."""
    audit = visible_audit(request, pk)
    found = get_object_or_404(Finding.objects.select_related("section"), pk=finding, audit=audit, kind="focus")
    if not permissions.may_raise_action(request.user, audit):
        raise PermissionDenied
    if reason := action_barrier(audit.status, has_action=found.action_id is not None):
        messages.error(request, reason)
        return redirect(audit)
    owners = summaries.owners_for(audit.unit)
    form = RaiseActionForm(posted(request), owners=owners, initial={"text": found.text})
    if carried_out(form, lambda: commands.raise_action_from(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "The action is raised. Its owner sees it on their home page.")
        return redirect(audit)
    return form_page(request, "audits/raise_action.html", form, audit=audit, finding=found)
