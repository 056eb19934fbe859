"""Indicators computed from audits and actions: what is behind a figure, and computing them anew."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kit.listing import Listing
from kpis import after_loads
from kpis.models import Definition, Indicator
from kpis.periods import last_whole_month, month_words, months_to
from kpis.summaries.behind import behind
from kpis.summaries.computed import computed_indicators
from kpis.tables import ACTIONS_BEHIND, AUDITS_BEHIND, MONTH
from kpis.views.asking import asked_month, loading_unit, visible_unit
from people.access import Refused

MONTHS = 18  # how far back the button computes


@require_safe
def rows_behind(request: HttpRequest, ref: str) -> HttpResponse:
    """The audits or actions that a figure of a unit counts, in every month that it covers."""
    unit = visible_unit(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), ref=ref)
    month, today = asked_month(request), timezone.localdate()
    if month is None:
        raise Http404
    definitions = Definition.objects.in_force_for(month).computed().select_related("indicator")
    shown = behind(get_object_or_404(definitions, indicator=indicator), unit, month, request.user, today=today)
    columns = ACTIONS_BEHIND if shown.is_of_actions else AUDITS_BEHIND
    if len(shown.months) > 1:
        columns = (MONTH, *columns)
    listing = Listing(columns, shown.rows, request.GET, default="-counted")
    context = {
        "shown": shown,
        "unit": unit,
        "month_words": month_words(month),
        "listing": listing,
        "one": "action" if shown.is_of_actions else "audit",
    }
    return render(request, "kpis/behind.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Each computed indicator, when it was last computed, and what has changed since."""
    unit = loading_unit(request)
    last = last_whole_month(timezone.localdate())
    shown = computed_indicators(unit, months_to(last, MONTHS)[0], last, today=timezone.localdate())
    return render(request, "kpis/computed.html", {"unit": unit, "shown": shown})


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    loading_unit(request)
    last = last_whole_month(timezone.localdate())
    try:
        found = after_loads.compute(months_to(last, MONTHS)[0], last, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        told = ", ".join(f"{count} {name}" for name, count in found.counts.items())
        messages.success(request, f"The last {MONTHS} months are computed. Figures: {told}.")
    return redirect("kpis:computed")
