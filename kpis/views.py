"""The dashboard, one indicator's page, and loading a month."""

import datetime
import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit.exports import csv_response
from kpis import charts, commands, exports, loading, permissions
from kpis.forms import LoadForm, MonthForm
from kpis.models import Definition, Indicator, Load
from kpis.periods import last_outturn_month, month_words, parse_month, year_label
from kpis.previews import definitions_for
from kpis.rag import RAG_WORDS, Rag
from kpis.returns import Return
from kpis.summaries import IndicatorPage, highlight, indicator_page, latest_month, months_with_values
from kpis.tables import LoadTable
from people.access import Refused, can
from people.models import Unit
from people.roles import Permission

# The states that the page counts even where no indicator stands so.
ALWAYS_COUNTED = (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.NO_TARGET)


def visible_council(request: HttpRequest) -> Unit:
    """The unit whose indicators are shown: the council, for everybody who may read indicators."""
    unit = get_object_or_404(Unit, parent=None, kind=Unit.Kind.COUNCIL)
    if not permissions.may_view(request.user, unit):
        raise PermissionDenied
    return unit


def loading_unit(request: HttpRequest) -> Unit:
    """The unit for which figures are loaded. Only analysts come here."""
    if not can(request.user, Permission.INDICATOR_LOAD):
        raise PermissionDenied
    return get_object_or_404(Unit, parent=None, kind=Unit.Kind.COUNCIL)


def visible_load(request: HttpRequest, pk: int) -> Load:
    if not can(request.user, Permission.INDICATOR_LOAD):
        raise PermissionDenied
    return get_object_or_404(Load.objects.visible_to(request.user).latest_first(), pk=pk)


def asked_month(request: HttpRequest) -> datetime.date | None:
    """The month in the address, None if it names none; one that is no month is not found."""
    asked = request.GET.get("month", "")
    month = parse_month(asked)
    if asked and month is None:
        raise Http404
    return month


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The table as leaders know it, for any month."""
    unit = visible_council(request)
    months = months_with_values(unit)
    month = asked_month(request) or (months[0] if months else None)
    context = {"unit": unit, "may_load": permissions.may_load(request.user, unit)}
    if month is None:
        return render(request, "kpis/dashboard.html", context)

    shown = highlight(unit, month)
    only = next((rag for rag in Rag if rag == request.GET.get("rag")), None)
    context |= {
        "shown": shown,
        "rows": [row for row in shown.rows if only in (None, row.rag)],
        "only": only and RAG_WORDS[only],
        "tiles": [(rag, shown.counts[rag], rag == only) for rag in Rag if shown.counts[rag] or rag in ALWAYS_COUNTED],
        "month_words": month_words(month),
        "month_value": f"{month:%Y-%m}",
        "month_form": MonthForm(initial={"month": f"{month:%Y-%m}"}, months=sorted({*months, month}, reverse=True)),
        "outturn_year": year_label(last_outturn_month(month).year - 1),
    }
    return render(request, "kpis/dashboard.html", context)


def shown_indicator(request: HttpRequest, ref: str) -> IndicatorPage:
    """The indicator's page, up to the month asked for or the latest."""
    unit = visible_council(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), ref=ref)
    month = asked_month(request) or latest_month(unit) or timezone.localdate().replace(day=1)
    definitions = Definition.objects.in_force_for(month).select_related("indicator")
    return indicator_page(unit, get_object_or_404(definitions, indicator=indicator), month)


@require_safe
def indicator(request: HttpRequest, ref: str) -> HttpResponse:
    page = shown_indicator(request, ref)
    context = {"page": page, "figure": charts.indicator_chart(page), "month_words": month_words(page.month)}
    return render(request, "kpis/indicator.html", context)


@require_safe
def values_csv(request: HttpRequest, ref: str) -> HttpResponse:
    page = shown_indicator(request, ref)
    return csv_response(f"indicator-{page.indicator.ref}.csv", exports.SERIES_COLUMNS, exports.series_rows(page))


@require_safe
def loads(request: HttpRequest) -> HttpResponse:
    unit = loading_unit(request)
    table = LoadTable(Load.objects.visible_to(request.user).latest_first())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    has_indicators = Indicator.objects.exists()
    return render(request, "kpis/loads.html", {"unit": unit, "table": table, "has_indicators": has_indicators})


@require_http_methods(["GET", "HEAD", "POST"])
def load_new(request: HttpRequest) -> HttpResponse:
    """Upload a file; its preview if everything in it can be taken, else every reason why not."""
    unit = loading_unit(request)
    today = timezone.localdate()
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LoadForm(*posted, today=today, refused=getattr(request, "refused_uploads", None))
    preview = None
    if form.is_valid():
        given = read_upload(form.cleaned_data["file"], form.cleaned_data["period"], today)
        try:
            return redirect(commands.stage(given, unit=unit, by=request.user))
        except commands.ReturnRefused as refusal:
            preview = refusal.preview
            for words in refusal.told(given.file_name):
                form.add_error("file", words)
    status = 422 if posted else 200
    return render(request, "kpis/load_new.html", {"form": form, "preview": preview, "unit": unit}, status=status)


def read_upload(file: UploadedFile, period: datetime.date, today: datetime.date) -> Return:
    """The upload as a file of its own, which the reading child can open, for as long as it is read."""
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        path, name = Path(copy.name), Path(file.name or "The file").name
        return loading.read(path, name=name, period=period, today=today, definitions=definitions_for(period))


@require_safe
def load(request: HttpRequest, pk: int) -> HttpResponse:
    load = visible_load(request, pk)
    return render(request, "kpis/load.html", {"load": load, "preview": load.preview})


@require_POST
def load_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    load = visible_load(request, pk)
    try:
        load = commands.confirm(load, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(load)
    messages.success(request, f"The figures of {month_words(load.period)} are loaded.")
    return redirect(f"{reverse('kpis:dashboard')}?month={load.period:%Y-%m}")


@require_POST
def load_discard(request: HttpRequest, pk: int) -> HttpResponse:
    load = visible_load(request, pk)
    try:
        commands.discard(load, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The preview is discarded. Nothing of it was loaded.")
    return redirect("kpis:loads")


@require_POST
def standard_create(request: HttpRequest) -> HttpResponse:
    loading_unit(request)
    made = commands.create_standard_indicators(by=request.user)
    messages.success(request, f"{len(made)} indicators are defined. Load a month to see them.")
    return redirect("kpis:loads")
