"""The same figures in other orders: by unit, theme and concern, as a map, as small charts, and by what changed."""

import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from kit.exports import csv_response
from kpis import exports, permissions, workbook
from kpis.beside import with_all_beside
from kpis.changes import CHANGE_WORDS
from kpis.exceptions import CONCERN_WORDS, Concern
from kpis.periods import last_of, month_words
from kpis.rag import RAG_WORDS
from kpis.summaries import (
    changes_of,
    exceptions_of,
    heat_map,
    highlight,
    shown_months,
    small_charts,
    theme_page,
    themes,
    unit_page,
)
from kpis.views.asking import Asked, asked_page
from people.models import Unit

UNITS_A_PAGE = 25


def parts_of(request: HttpRequest, asked: Asked) -> list[Unit]:
    """The units directly below the one asked for, open in the month, that this person may see."""
    day = last_of(asked.month) if asked.month else timezone.localdate()
    below = permissions.visible_units(request.user).filter(parent=asked.unit)
    return list(below.open_on(day).order_by("name", "pk"))


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """To the page of the unit that is asked for."""
    asked = asked_page(request, "units")
    return redirect(f"{reverse('kpis:unit', args=[asked.unit.code])}?{asked.context['query']}")


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    asked = asked_page(request, "units", code=code)
    context = asked.context | {"action": reverse("kpis:units")}
    if asked.month:
        page = unit_page(asked.unit, parts_of(request, asked), asked.month)
        context |= {
            "page": page,
            "tiles": [(rag.value, RAG_WORDS[rag], count, False) for rag, count in page.shown.counts.items() if count],
            "state_words": [RAG_WORDS[rag] for rag in page.states],
            "parts": [(part.unit, [part.counts[rag] for rag in page.states]) for part in page.parts],
        }
    return render(request, "kpis/unit.html", context)


def asked_theme(slug: str) -> tuple[str, list[int]]:
    """A theme's name and its indicators, by its word in addresses."""
    name, indicators = themes().get(slug, ("", []))
    if not indicators:
        raise Http404
    return name, indicators


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    asked = asked_page(request, "theme")
    name, indicators = asked_theme(slug)
    context = asked.context | {"name": name, "slug": slug}
    if asked.month:
        shown = theme_page(asked.unit, asked.month, name, indicators)
        rows = [small.row for small in shown.charts]
        with_all_beside(rows, asked.unit, asked.month, today=timezone.localdate())
        context["theme"] = shown
    return render(request, "kpis/theme.html", context)


@require_safe
def heat_map_page(request: HttpRequest) -> HttpResponse:
    asked = asked_page(request, "heat_map")
    context = asked.context
    if asked.month:
        page = Paginator(parts_of(request, asked), UNITS_A_PAGE).get_page(request.GET.get("page"))
        context |= {"map": heat_map([asked.unit, *page.object_list], asked.month), "page": page}
    return render(request, "kpis/heat_map.html", context)


@require_safe
def heat_map_csv(request: HttpRequest) -> HttpResponse:
    """Every cell in a row of its own, of all units below."""
    asked = asked_page(request, "heat_map")
    month = needed_month(asked)
    shown = heat_map([asked.unit, *parts_of(request, asked)], month)
    name = f"heat-map-{asked.unit.code}-{month:%Y-%m}.csv"
    return csv_response(name, exports.HEAT_MAP_COLUMNS, exports.heat_map_rows(shown))


@require_safe
def small_multiples(request: HttpRequest) -> HttpResponse:
    asked = asked_page(request, "small_multiples")
    context = asked.context
    if asked.month:
        context["charts"] = small_charts(asked.unit, asked.month, width=300, height=90)
    return render(request, "kpis/small_multiples.html", context)


@require_safe
def small_multiples_csv(request: HttpRequest) -> HttpResponse:
    """Every month that the small charts draw; with `theme`, of that theme's indicators."""
    asked = asked_page(request, "small_multiples")
    month, only = needed_month(asked), None
    if slug := request.GET.get("theme", ""):
        _, only = asked_theme(slug)
    rows = exports.month_rows(shown_months(asked.unit, month, only=only), asked.unit)
    name = "-".join(filter(None, ["months", slug, slugify(asked.unit.code), f"{month:%Y-%m}"]))
    return csv_response(f"{name}.csv", exports.MONTH_COLUMNS, rows)


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    asked = asked_page(request, "exceptions")
    context = asked.context
    if asked.month:
        groups = exceptions_of(asked.unit, asked.month)
        rows = [each.row for _, found in groups for each in found]
        with_all_beside(rows, asked.unit, asked.month, today=timezone.localdate())
        context |= {
            "groups": [(CONCERN_WORDS[key], key.value, found) for key, found in groups if key != Concern.NONE],
            "rest": dict(groups)[Concern.NONE],
            "total": sum(len(found) for _, found in groups),
        }
    return render(request, "kpis/exceptions.html", context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    asked = asked_page(request, "changes")
    context = asked.context
    if asked.month:
        changed = changes_of(asked.unit, asked.month)
        context |= {
            "changed": changed,
            "before_words": month_words(changed.before),
            "groups": [(CHANGE_WORDS[key], found) for key, found in changed.groups],
        }
    return render(request, "kpis/changes.html", context)


@require_safe
def highlight_csv(request: HttpRequest) -> HttpResponse:
    asked = asked_page(request, "dashboard")
    shown = highlight(asked.unit, needed_month(asked))
    return csv_response(file_name(asked, "csv"), exports.highlight_columns(shown.month), exports.highlight_rows(shown))


@require_safe
def highlight_xlsx(request: HttpRequest) -> HttpResponse:
    asked = asked_page(request, "dashboard")
    shown = highlight(asked.unit, needed_month(asked))
    with_all_beside(shown.rows, asked.unit, shown.month, today=timezone.localdate())
    content = workbook.highlight_workbook(shown, unit=asked.unit, by=str(request.user), at=timezone.localtime())
    response = HttpResponse(content, content_type=workbook.WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{file_name(asked, "xlsx")}"'
    return response


def needed_month(asked: Asked) -> datetime.date:
    """Of no month there is nothing to download."""
    if asked.month is None:
        raise Http404
    return asked.month


def file_name(asked: Asked, ending: str) -> str:
    return f"highlight-{slugify(asked.unit.code)}-{asked.month:%Y-%m}.{ending}"
