"""The targets grid of a quarter: met, missed, not ratable."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.exports import csv_response, xlsx_response
from kpis.exports import GRID_COLUMNS, grid_rows
from kpis.forms import QuarterForm
from kpis.periods import Quarter, last_whole_month, last_whole_quarter, parse_quarter
from kpis.summaries import STANDING_WORDS, TargetsGrid, latest_month, quarters_with_targets, targets_grid
from kpis.views.asking import SECTIONS, visible_unit
from people.models import Unit

HOW = (
    "Listed are the indicators that have one target with an operator at the end of this quarter or the one before, "
    "and those counted by the quarter that have no target. Indicators with a minimum and an upper target, or with a "
    "tolerance, are in the highlight table. A figure is judged as shown, by the target in force at the quarter’s end."
)


def asked_grid(request: HttpRequest) -> tuple[Unit, TargetsGrid]:
    """The grid that the address asks for; without a quarter, the last that can be rated."""
    unit = visible_unit(request)
    return unit, targets_grid(unit, asked_quarter(request, unit))


def asked_quarter(request: HttpRequest, unit: Unit) -> Quarter:
    asked = request.GET.get("quarter", "")
    if not asked:
        # Of a quarter that still runs most figures are not there yet.
        last = last_whole_month(timezone.localdate())
        return last_whole_quarter(min(latest_month(unit) or last, last))
    quarter = parse_quarter(asked)
    if quarter is None:
        raise Http404
    return quarter


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    unit, shown = asked_grid(request)
    quarters = sorted({*quarters_with_targets(unit, timezone.localdate()), shown.quarter}, reverse=True)
    query = f"unit={unit.code}&quarter={shown.quarter.code}"
    month = f"{shown.quarter.last_month:%Y-%m}"
    context = {
        "unit": unit,
        "shown": shown,
        "how": HOW,
        "is_running": shown.quarter.end >= timezone.localdate(),
        "query": query,
        "form": QuarterForm(initial={"quarter": shown.quarter.code}, quarters=quarters),
        "counts": [(standing, STANDING_WORDS[standing], count) for standing, count in shown.counts.items()],
        "sections": [
            (f"{reverse(f'kpis:{name}')}?unit={unit.code}&month={month}", words, name == "targets_grid")
            for name, words in SECTIONS.items()
        ],
    }
    return render(request, "kpis/targets_grid.html", context)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    unit, shown = asked_grid(request)
    return csv_response(_name(unit, shown, "csv"), GRID_COLUMNS, grid_rows(shown))


@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponse:
    unit, shown = asked_grid(request)
    now = timezone.localtime()
    notes = [
        ("Unit", unit.name),
        ("Quarter", shown.quarter.label),
        ("Counts", shown.words),
        ("What is listed", HOW),
        ("Made", f"{now.day} {now:%B %Y, %H:%M} by {request.user.name}"),
    ]
    return xlsx_response(
        _name(unit, shown, "xlsx"), sheet="Targets grid", columns=GRID_COLUMNS, rows=grid_rows(shown), notes=notes
    )


def _name(unit: Unit, shown: TargetsGrid, kind: str) -> str:
    return f"targets-grid-{unit.code}-{shown.quarter.code}.{kind}"
