"""The highlight table and one indicator."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.exports import csv_response
from kpis import charts, exports, notes, permissions
from kpis.beside import with_actions, with_all_beside
from kpis.comparison import comparisons
from kpis.models import Definition, Indicator
from kpis.periods import last_outturn_month, month_words, months_to, year_label
from kpis.rag import RAG_WORDS, Rag
from kpis.reconciling import check
from kpis.summaries import TREND_MONTHS, IndicatorPage, highlight, indicator_page, latest_month
from kpis.views.asking import asked_month, asked_page, visible_unit

# The states that the page counts even where no indicator stands so.
ALWAYS_COUNTED = (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.NO_TARGET)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The table as leaders know it, for any month."""
    asked = asked_page(request, "dashboard")
    unit, month = asked.unit, asked.month
    context = asked.context | {
        "may_load": permissions.may_load(request.user, unit),
        "may_ask": permissions.may_ask(request.user, unit),
    }
    if month is None:
        return render(request, "kpis/dashboard.html", context)

    shown = highlight(unit, month)
    today = timezone.localdate()
    only = next((rag for rag in Rag if rag == request.GET.get("rag")), None)
    rows = [row for row in shown.rows if only in (None, row.rag)]
    context |= {
        "shown": shown,
        "rows": with_actions(with_all_beside(rows, unit, month, today=today), unit, today=today),
        "only": only and RAG_WORDS[only],
        "tiles": [
            (rag.value, RAG_WORDS[rag], shown.counts[rag], rag == only)
            for rag in Rag
            if shown.counts[rag] or rag in ALWAYS_COUNTED
        ],
        "reconciled": check([unit.pk], [month]),
        "trend_months": [f"{each:%b %y}" for each in months_to(month, TREND_MONTHS)],
        "outturn_year": year_label(last_outturn_month(month).year - 1),
    }
    return render(request, "kpis/dashboard.html", context)


@require_safe
def sentences(request: HttpRequest) -> HttpResponse:
    """The highlight table as prose, for reading out, for reports and for paper."""
    asked = asked_page(request, "sentences")
    context = asked.context
    if asked.month:
        shown = highlight(asked.unit, asked.month)
        rows = with_all_beside(shown.rows, asked.unit, asked.month, today=timezone.localdate())
        context |= {"shown": shown, "rows": rows}
    return render(request, "kpis/sentences.html", context)


def shown_indicator(request: HttpRequest, ref: str) -> IndicatorPage:
    """The indicator's page, up to the month asked for or the latest."""
    unit = visible_unit(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), ref=ref)
    month = asked_month(request) or latest_month(unit) or timezone.localdate().replace(day=1)
    definitions = Definition.objects.in_force_for(month).select_related("indicator")
    return indicator_page(unit, get_object_or_404(definitions, indicator=indicator), month)


@require_safe
def indicator(request: HttpRequest, ref: str) -> HttpResponse:
    page = shown_indicator(request, ref)
    context = {"page": page, "figure": charts.indicator_chart(page), "month_words": month_words(page.month)}
    context |= said_and_done(request, page)
    others = {page.indicator.pk: context["comparison"]} if context["comparison"] else {}
    with_all_beside([page.row], context["unit"], page.month, today=timezone.localdate(), others=others)
    return render(request, "kpis/indicator.html", context)


def said_and_done(request: HttpRequest, page: IndicatorPage) -> dict[str, Any]:
    """What the owner said about the indicator, what is done about it, and whether the reader may ask or raise more."""
    unit, today = visible_unit(request), timezone.localdate()
    told = notes.history(page.indicator, unit, today=today)
    return {
        "query": f"unit={unit.code}&month={page.month:%Y-%m}",
        "may_define": permissions.may_define(request.user),
        "comparison": comparisons([page.indicator], own_code=settings.LOCAL_AUTHORITY_CODE).get(page.indicator.pk)
        if unit.parent_id is None
        else None,
        "unit": unit,
        "notes": told,
        "is_asked": any(each.request.period == page.month and not each.request.withdrawn_at for each in told),
        "actions": notes.open_actions(page.indicator, unit, request.user, today=today),
        "may_ask": permissions.may_ask(request.user, unit),
        "may_raise_action": permissions.may_raise_action(request.user, unit),
    }


@require_safe
def values_csv(request: HttpRequest, ref: str) -> HttpResponse:
    page = shown_indicator(request, ref)
    return csv_response(f"indicator-{page.indicator.ref}.csv", exports.SERIES_COLUMNS, exports.series_rows(page))
