"""Lists of audits that can be filtered, sorted and taken away as files; and the cycles of auditing."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits import commands, permissions, summaries
from audits.forms import CycleForm, FilterForm
from audits.models import Audit, AuditQuerySet
from audits.tables import AUDIT_COLUMNS, MINE_COLUMNS
from audits.views.files import list_file
from audits.views.pages import areas
from kit.forms import carried_out, form_page, posted
from kit.listing import Column, Listing, chips, chosen, codes
from people.access import can, units_where
from people.models import User
from people.roles import Permission


@dataclass(frozen=True)
class Kind:
    """One of the lists: whose it is, which audits are in it and what it says of each."""

    title: str
    permission: Permission
    audits: Callable[[User], AuditQuerySet]
    columns: tuple[Column, ...] = AUDIT_COLUMNS


KINDS = {
    "mine": Kind("All my audits", Permission.AUDIT_DO, lambda user: Audit.objects.by_auditor(user), MINE_COLUMNS),
    "team": Kind("Audits of my team", Permission.AUDIT_VIEW, summaries.all_of_units_read_by),
    "all": Kind("All audits", Permission.AUDIT_VIEW, lambda user: Audit.objects.visible_to(user)),
}


def asked(request: HttpRequest, name: str) -> tuple[FilterForm, Listing]:
    """The list that the address asks for; what is wrong with the address stands in the form's errors."""
    kind = KINDS[name]
    if not can(request.user, kind.permission):
        raise PermissionDenied
    audits = kind.audits(request.user)
    form = FilterForm(
        request.GET,
        units=units_where(request.user, kind.permission),
        months=summaries.months_of(audits),
        auditors=None if name == "mine" else summaries.auditors_of(audits),
    )
    rows = summaries.listed_audits(audits, request.user, **chosen(form))
    listing = Listing(kind.columns, rows, request.GET, default="-month")
    if listing.problem:
        form.add_error(None, listing.problem)
    return form, listing


def list_page(request: HttpRequest, name: str, template: str, **context: object) -> HttpResponse:
    form, listing = asked(request, name)
    context |= {
        "areas": areas(request.user, request.path),
        "name": name,
        "title": KINDS[name].title,
        "form": form,
        "listing": listing,
        "chips": chips(form, request.GET),
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    return list_page(request, "mine", "audits/all.html")


@require_GET
def all_audits(request: HttpRequest) -> HttpResponse:
    return list_page(request, "all", "audits/all.html", may_set_cycles=permissions.may_set_cycles(request.user))


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """The manager's view: my team's grades by domain, and its audits."""
    if not can(request.user, Permission.AUDIT_VIEW):
        raise PermissionDenied
    today = timezone.localdate()
    start = _twelve_months_to(today)
    return list_page(
        request,
        "team",
        "audits/team.html",
        units=summaries.units_read_by(request.user),
        grades=summaries.team_grades(request.user, start, today),
        start=start,
        today=today,
        actions=summaries.team_actions(request.user, today=today),
    )


@require_GET
def export(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """A list as a file; a filter that cannot be used is told on the page first."""
    if name not in KINDS:
        raise Http404
    form, listing = asked(request, name)
    if form.errors:
        return redirect(f"{reverse(f'audits:{name}')}?{request.GET.urlencode()}")
    title = KINDS[name].title
    return list_file(
        request, listing, kind, listed="audits", name=f"audits-{name}", title=title, chips=chips(form, request.GET),
        filters={"which": name, **codes(form)},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def cycles(request: HttpRequest) -> HttpResponse:
    """The cycles there are, and a form for the next."""
    if not permissions.may_set_cycles(request.user):
        raise PermissionDenied
    form = CycleForm(posted(request))
    added = carried_out(form, lambda: commands.add_cycle(**form.cleaned_data, by=request.user))
    if added:
        messages.success(request, f"{added} is set up.")
        return redirect("audits:cycles")
    return form_page(request, "audits/cycles.html", form, cycles=summaries.cycles())


def _twelve_months_to(today: datetime.date) -> datetime.date:
    """The first day of the twelve months that end with the month of `today`."""
    return datetime.date(today.year - (today.month < 12), today.month % 12 + 1, 1)
