"""Pages for administrators: people, roles, units, and who did what."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.forms import carried_out, form_page, posted
from people import access, commands, forms, history, summaries
from people.access import Refused, people_where, units_where
from people.models import Event, Membership, Unit, User
from people.roles import Permission

PAGE_SIZE = 25
EVENTS_SIZE = 50
get_or_post = require_http_methods(["GET", "POST"])


def visible_person(request: HttpRequest, pk: int) -> User:
    """The person, or 404 when this administrator's reach ends before them."""
    _need_people(request)
    return get_object_or_404(people_where(request.user, Permission.PEOPLE_MANAGE), pk=pk)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    _need_people(request)
    form = forms.PeopleFilterForm(request.GET or None, units=_units(request))
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    people = summaries.listed_people(request.user, **chosen, today=timezone.localdate())
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/index.html", {"form": form, "page": page, "is_filtered": any(chosen.values())})


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_person(request, pk)
    page = summaries.person_page(found, request.user, today=timezone.localdate())
    return render(request, "people/person.html", {"person": found, "page": page})


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    _need_people(request)
    form = forms.NewPersonForm(posted(request))
    if added := carried_out(form, lambda: commands.add_person(**form.cleaned_data, by=request.user)):
        messages.success(request, "The account is open. Give it a role, so that its owner can see something.")
        return redirect("people:join", added.pk)
    return form_page(request, "people/new.html", form)


@get_or_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    initial = {name: getattr(found, name) for name in ("name", "email", "job_title", "staff_number")}
    form = forms.PersonForm(posted(request), initial=initial)
    if carried_out(form, lambda: commands.change_person(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "The details are changed.")
        return redirect(found)
    return form_page(request, "people/change.html", form, person=found)


@get_or_post
def join(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_person(request, pk)
    units = _units(request).open_on(timezone.localdate())
    form = forms.JoinForm(posted(request), units=units, initial={"starts_on": timezone.localdate()})
    if carried_out(form, lambda: commands.join(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "The role is given.")
        return redirect(found)
    return form_page(request, "people/join.html", form, person=found)


@get_or_post
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    _need_people(request)
    reach = access.within("unit__path", access.paths_where(request.user, Permission.PEOPLE_MANAGE))
    membership = get_object_or_404(Membership.objects.filter(reach).select_related("user", "unit"), pk=pk)
    form = forms.LastDayForm(posted(request), initial={"ends_on": timezone.localdate()})
    if carried_out(form, lambda: commands.leave(membership, **form.cleaned_data, by=request.user)):
        messages.success(request, "The role has a last day.")
        return redirect(membership.user)
    return form_page(request, "people/leave.html", form, membership=membership)


@get_or_post
def password(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = forms.PasswordForm(posted(request), person=found)
    if carried_out(form, lambda: commands.set_password(found, **form.cleaned_data, by=request.user)):
        messages.success(request, "The password is set. Wherever they were signed in, they are signed out.")
        return redirect(found)
    return form_page(request, "people/password.html", form, person=found)


@get_or_post
def my_password(request: HttpRequest) -> HttpResponse:
    """For everybody, and only for themselves."""
    form = forms.OwnPasswordForm(posted(request), person=request.user)
    if changed := carried_out(form, lambda: commands.change_own_password(request.user, **form.cleaned_data)):
        update_session_auth_hash(request, changed)
        messages.success(request, "Your password is changed. Other places where you were signed in are signed out.")
        return redirect("people:my_password")
    return form_page(request, "people/my_password.html", form)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(request, pk, commands.stop_account, "The account is stopped.")


@require_POST
def restart(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(request, pk, commands.restart_account, "The account is open again.")


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    _need_people(request)
    names, rows = summaries.grants_table()
    return render(request, "people/roles.html", {"names": names, "rows": rows})


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    _need_people(request)
    rows = summaries.unit_rows(request.user, today=timezone.localdate())
    return render(request, "people/units.html", {"rows": rows})


@get_or_post
def unit_new(request: HttpRequest) -> HttpResponse:
    _need_people(request)
    parents = _units(request).open_on(timezone.localdate()).exclude(kind=Unit.Kind.TEAM)
    form = forms.UnitForm(posted(request), units=parents)
    if carried_out(form, lambda: commands.add_unit(**form.cleaned_data, by=request.user)):
        messages.success(request, "The unit is added.")
        return redirect("people:units")
    return form_page(request, "people/unit_new.html", form)


@get_or_post
def unit_end(request: HttpRequest, pk: int) -> HttpResponse:
    _need_people(request)
    unit = get_object_or_404(_units(request), pk=pk)
    form = forms.LastDayForm(posted(request), initial={"ends_on": timezone.localdate()})
    if carried_out(form, lambda: commands.end_unit(unit, **form.cleaned_data, by=request.user)):
        messages.success(request, "The unit has a last day.")
        return redirect("people:units")
    return form_page(request, "people/unit_end.html", form, unit=unit)


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    _need_events(request)
    form = forms.EventFilterForm(request.GET or None, verbs=Event.objects.verbs())
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    key = request.GET.get("before", "")
    # No key has 30 digits, and Python refuses to read thousands of them as a number.
    before = get_object_or_404(Event, pk=key[:30]) if key.isdecimal() else None
    page = summaries.listed_events(**chosen, size=EVENTS_SIZE, before=before)
    return render(
        request,
        "people/events.html",
        {"form": form, "page": page, "is_first": before is None, "is_filtered": any(chosen.values())},
    )


@require_GET
def event(request: HttpRequest, pk: int) -> HttpResponse:
    _need_events(request)
    found = get_object_or_404(Event.objects.select_related("by"), pk=pk)
    return render(request, "people/event.html", {"event": found, "changes": history.changes_of(found, request.user)})


def _need_people(request: HttpRequest) -> None:
    if not access.may_add_people(request.user):
        raise PermissionDenied


def _need_events(request: HttpRequest) -> None:
    if not access.may_read_events(request.user):
        raise PermissionDenied


def _managed(request: HttpRequest, pk: int) -> User:
    """A person who is seen and may be changed; seen but beyond this administrator's reach is 403."""
    found = visible_person(request, pk)
    if not access.may_manage(request.user, found):
        raise PermissionDenied
    return found


def _units(request: HttpRequest) -> QuerySet[Unit]:
    return units_where(request.user, Permission.PEOPLE_MANAGE)


def _switch(request: HttpRequest, pk: int, verb: Callable[..., User], words: str) -> HttpResponse:
    found = visible_person(request, pk)
    try:
        verb(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(found)
