"""Notes: the list, one request with its answers, asking, handing over, and actions because of a figure."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from kit.exports import csv_response, xlsx_response
from kit.forms import carried_out, form_page, posted
from kit.listing import Listing, chips, chosen
from kpis import notes, noting, permissions
from kpis.models import Indicator, NoteRequest
from kpis.note_forms import (
    AskAllForm,
    AskForm,
    HandOverForm,
    IndicatorActionForm,
    NoteFilterForm,
    NoteForm,
    WithdrawForm,
)
from kpis.note_rules import Reason, due_after, figure_name
from kpis.periods import last_of, month_words
from kpis.tables import NOTE_COLUMNS
from kpis.unexplained import unexplained
from kpis.views.asking import asked_month, asked_page, visible_unit
from people.access import can, units_where
from people.models import Unit
from people.roles import Permission

UNITS_A_PAGE = 25


def asked_list(request: HttpRequest) -> tuple[NoteFilterForm, Listing]:
    """The requests for notes that the address asks for."""
    form = NoteFilterForm(request.GET, months=notes.months_asked(request.user))
    rows = notes.listed_notes(request.user, today=timezone.localdate(), **chosen(form))
    listing = Listing(NOTE_COLUMNS, rows, request.GET, default="due")
    if listing.problem:
        form.add_error(None, listing.problem)
    return form, listing


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everybody may come here: they find what they are asked, and what they may read."""
    form, listing = asked_list(request)
    context = {
        "form": form,
        "listing": listing,
        "chips": chips(form, request.GET),
        "views": notes.counts_for(request.user, today=timezone.localdate()),
        "may_view": can(request.user, Permission.INDICATOR_VIEW),
    }
    return render(request, "kpis/notes/index.html", context, status=422 if form.errors else 200)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file; a filter that cannot be used is told on the page first."""
    form, listing = asked_list(request)
    if form.errors:
        return redirect(f"{reverse('kpis:notes')}?{request.GET.urlencode()}")
    now = timezone.localtime()
    name = f"notes-{now:%Y-%m-%d}.{kind}"
    if kind == "csv":
        return csv_response(name, listing.titles(), listing.table())
    if kind != "xlsx":
        raise Http404
    about = [
        ("What this is", "Notes asked of the owners of indicators"),
        ("Filters", "; ".join(f"{chip.label}: {chip.words}" for chip in chips(form, request.GET)) or "Not answered"),
        ("Sorted by", listing.sort_words),
        ("Rows", str(listing.count)),
        ("Made by", request.user.name),
        ("Made at", f"{now.day} {now:%B %Y, %H:%M}"),
    ]
    return xlsx_response(name, sheet="Notes asked for", columns=listing.titles(), rows=listing.table(), notes=about)


def visible_note(request: HttpRequest, pk: int) -> NoteRequest:
    return get_object_or_404(notes.with_people(NoteRequest.objects.visible_to(request.user)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The figure, what is asked, and the three boxes for whoever may answer."""
    asked = visible_note(request, pk)
    if request.method == "POST" and not permissions.may_answer(request.user, asked):
        raise PermissionDenied
    form = NoteForm(posted(request))
    if carried_out(form, lambda: noting.answer_note(asked, **form.cleaned_data, by=request.user)):
        messages.success(request, f"Your note is saved.{f' {asked.asked_by.name} is told.' if asked.asked_by else ''}")
        return redirect(asked)
    page = notes.note_page(asked, request.user, today=timezone.localdate())
    return form_page(request, "kpis/notes/note.html", form, page=page, asked=asked)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_note(request, pk)
    if not permissions.may_hand_over(request.user, asked):
        raise PermissionDenied
    form = HandOverForm(posted(request), people=notes.people_for(asked.unit))
    if given := carried_out(form, lambda: noting.hand_over(asked, form.cleaned_data["to"], by=request.user)):
        messages.success(request, f"The note is asked of {given.asked_of.name} now.")
        stays = NoteRequest.objects.visible_to(request.user).filter(pk=pk).exists()
        return redirect(asked if stays else reverse("kpis:notes"))
    return form_page(request, "kpis/notes/hand_over.html", form, asked=asked)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """No note is needed any more: whoever may ask says why."""
    asked = visible_note(request, pk)
    if not permissions.may_ask(request.user, asked.unit):
        raise PermissionDenied
    form = WithdrawForm(posted(request))
    if carried_out(form, lambda: noting.withdraw(asked, **form.cleaned_data, by=request.user)):
        messages.success(request, f"The request is withdrawn. {asked.asked_of.name} is told.")
        return redirect(asked)
    return form_page(request, "kpis/notes/withdraw.html", form, asked=asked)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask about one figure, for whatever reason."""
    unit, month = asked_figure(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user).select_related("answered_by"), ref=ref)
    if not permissions.may_ask(request.user, unit):
        raise PermissionDenied
    if already := NoteRequest.objects.standing().filter(indicator=indicator, unit=unit, period=month).first():
        messages.info(request, "A note on this figure is asked for already.")
        return redirect(already)
    row = notes.figures_of(unit, month).get(ref)
    reason = (row and notes.reason_for(row)) or Reason.ASKED
    initial = {"of": indicator.answered_by, "due_on": usual_due_date(timezone.localdate())}
    form = AskForm(posted(request), people=notes.people_for(unit), initial=initial)
    made = carried_out(
        form, lambda: noting.ask_for_note(indicator, unit, month, reason=reason, **form.cleaned_data, by=request.user)
    )
    if made:
        messages.success(request, f"{made.asked_of.name} is asked for a note on {made.figure_name}.")
        return redirect(made)
    context = {"indicator": indicator, "unit": unit, "row": row, "month": month, "month_words": month_words(month)}
    return form_page(request, "kpis/notes/ask.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_all(request: HttpRequest) -> HttpResponse:
    """Every figure of a month that needs a note and has none: one date, one press."""
    unit, month = asked_figure(request)
    if not permissions.may_ask(request.user, unit):
        raise PermissionDenied
    shown = notes.to_ask(unit, month)
    initial = {"due_on": usual_due_date(timezone.localdate())}
    form = AskAllForm(posted(request), refs=[each.indicator.ref for each in shown.wanted], initial=initial)

    def ask_them() -> list[NoteRequest]:
        figures = [(each.indicator, each.reason) for each in shown.wanted if each.indicator.ref in form.ticked]
        return noting.ask_for_all(figures, unit, month, due_on=form.cleaned_data["due_on"], by=request.user)

    if made := carried_out(form, ask_them):
        count = "1 note is" if len(made) == 1 else f"{len(made)} notes are"
        messages.success(request, f"{count} asked for. The owners are told by e-mail.")
        return redirect(f"{reverse('kpis:notes')}?whose=by_me")
    context = {"shown": shown, "unit": unit, "month": month, "month_words": month_words(month)}
    return form_page(request, "kpis/notes/ask_all.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_action(request: HttpRequest, ref: str) -> HttpResponse:
    """Something is done because of a figure, by an owner and a date."""
    unit, month = asked_figure(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), ref=ref)
    if not permissions.may_raise_action(request.user, unit):
        raise PermissionDenied
    units = units_where(request.user, Permission.ACTION_RAISE).filter(path__startswith=unit.path)
    only = units[0].code if len(units) == 1 else None
    form = IndicatorActionForm(
        posted(request), units=units, owners=notes.people_for(unit), initial={"done_in": only}
    )  # fmt: skip
    made = carried_out(
        form, lambda: noting.raise_indicator_action(indicator, unit, month, **form.cleaned_data, by=request.user)
    )
    if made:
        messages.success(request, "The action is raised. Its owner sees it on their home page.")
        return redirect(f"{indicator.get_absolute_url()}?month={month:%Y-%m}&unit={unit.code}")
    context = {
        "indicator": indicator, "unit": unit, "month": month, "row": notes.figures_of(unit, month).get(ref),
        "figure": figure_name(ref, month), "month_words": month_words(month),
    }  # fmt: skip
    return form_page(request, "kpis/notes/raise_action.html", form, **context)


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Which units, at and below the one that is asked for, have red figures about which nobody was asked."""
    asked = asked_page(request, "notes")
    context = asked.context
    if asked.month:
        below = permissions.visible_units(request.user).filter(path__startswith=asked.unit.path)
        shown = unexplained(list(below.open_on(last_of(asked.month))), asked.month)
        page = Paginator(shown.rows, UNITS_A_PAGE).get_page(request.GET.get("page"))
        page.object_list = [(row, permissions.may_ask(request.user, row.unit)) for row in page.object_list]
        context |= {"shown": shown, "page": page}
    return render(request, "kpis/notes/unexplained.html", context)


def asked_figure(request: HttpRequest) -> tuple[Unit, datetime.date]:
    """The unit (the council, unless the address names another) and the month that the address names."""
    unit = visible_unit(request)
    month = asked_month(request)
    if month is None:
        raise Http404
    return unit, month


def usual_due_date(today: datetime.date) -> datetime.date:
    return due_after(today, settings.NOTE_WORKING_DAYS)
