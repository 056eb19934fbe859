"""What waits for somebody: their own audits and those to moderate; and starting one."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits import commands, summaries
from audits.forms import NewAuditForm
from audits.views.pages import areas
from kit.forms import carried_out, form_page, posted
from people.access import can
from people.roles import Permission

PAGE_SIZE = 25


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My audits; and for a practitioner the agreed audits of their own practice."""
    of_my_practice = list(summaries.of_my_practice(request.user))
    invitations = summaries.invitations(request.user)
    if not can(request.user, Permission.AUDIT_DO) and not of_my_practice and not invitations:
        if can(request.user, Permission.AUDIT_VIEW):  # they read audits and do none
            return redirect("audits:all")
        raise PermissionDenied
    context = {
        "areas": areas(request.user, request.path),
        "work": summaries.my_work(request.user, today=timezone.localdate()),
        "of_my_practice": of_my_practice,
        "has_list": can(request.user, Permission.AUDIT_DO),
        "invitations": invitations,
        "may_start": can(request.user, Permission.AUDIT_DO) or can(request.user, Permission.AUDIT_ALLOCATE),
    }
    return render(request, "audits/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = request.user
    units = summaries.units_to_audit(user)
    if not can(user, Permission.AUDIT_DO) and not can(user, Permission.AUDIT_ALLOCATE):
        raise PermissionDenied
    auditors, tools = summaries.auditors_for(user), summaries.tools_in_use()
    if not tools:
        return render(request, "audits/no_tool.html")
    form = NewAuditForm(
        posted(request),
        units=units,
        members=summaries.practitioners_in(units, but=user),
        auditors=auditors,
        today=timezone.localdate(),
        example=settings.CASE_REFERENCE_EXAMPLE,
        tools=tools,
        initial={"unit": units[0] if len(units) == 1 else None, "auditor": user},
    )
    allocated = carried_out(form, lambda: commands.allocate(**{"auditor": user, **form.cleaned_data}, by=user))
    if allocated:
        return redirect(allocated if allocated.auditor == user else "audits:all")
    return form_page(request, "audits/new.html", form)


@require_GET
def to_moderate(request: HttpRequest) -> HttpResponse:
    if not can(request.user, Permission.AUDIT_MODERATE):
        raise PermissionDenied
    page = Paginator(summaries.to_moderate(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "audits/to_moderate.html", {"page": page, "now": timezone.now()})
