"""Published files of other authorities, and how an indicator compares."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.exports import csv_response
from kpis import comparators, dfe_files, exports, permissions
from kpis.all_authorities import all_authorities
from kpis.comparator_forms import ComparatorFileForm, SeriesForm
from kpis.comparison import Comparison, comparisons
from kpis.comparison_pages import bars, history_rows
from kpis.mapping_previews import mapping_preview
from kpis.models import Authority, ComparatorFile, ComparatorRow, ComparatorSeries, Definition, Indicator
from kpis.published import FileRefused, NeighboursFile, PublishedFile, year_words
from kpis.views.asking import visible_unit
from people.access import Refused


def loading_council(request: HttpRequest) -> None:
    """What others publish is loaded for the whole council."""
    visible_unit(request)
    if not permissions.may_define(request.user):
        raise PermissionDenied


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    unit = visible_unit(request)
    held = ComparatorFile.objects.select_related("loaded_by").order_by("dataset", "-pk")
    context = {
        "unit": unit,
        "files": held,
        "authorities": Authority.objects.count(),
        "mapped": ComparatorSeries.objects.select_related("indicator").order_by("indicator__position", "pk"),
        "own_code": settings.LOCAL_AUTHORITY_CODE,
        "may_load": permissions.may_define(request.user),
    }
    return render(request, "kpis/comparators.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def file_new(request: HttpRequest) -> HttpResponse:
    """Upload a published file; it is in force at once, and its page says what it holds and undoes it."""
    loading_council(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    datasets = ComparatorFile.objects.filter(superseded_at=None).order_by("dataset").values_list("dataset", flat=True)
    form = ComparatorFileForm(*posted, datasets=list(datasets), refused=getattr(request, "refused_uploads", None))
    if form.is_valid():
        try:
            given = read_upload(form.cleaned_data["file"])
            if isinstance(given, NeighboursFile):
                count = comparators.load_neighbours(given, by=request.user)
                messages.success(request, f"The statistical neighbours of {count} local authorities are loaded.")
                return redirect("kpis:comparators")
            file = comparators.load_comparator_file(given, dataset=form.cleaned_data["dataset"], by=request.user)
        except (FileRefused, Refused) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"{file.name} is loaded. This is what it holds.")
            return redirect("kpis:comparator_file", file.pk)
    return render(request, "kpis/comparator_new.html", {"form": form}, status=422 if posted else 200)


def read_upload(file: UploadedFile) -> PublishedFile | NeighboursFile:
    """The upload as a file of its own, for as long as it is read."""
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return dfe_files.read(Path(copy.name), name=Path(file.name or "The file").name)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    visible_unit(request)
    return file_page(request, get_object_or_404(ComparatorFile, pk=pk))


def file_page(
    request: HttpRequest, file: ComparatorFile, form: SeriesForm | None = None, status: int = 200
) -> HttpResponse:
    """Years, places, categories, columns, and which of them are mapped."""
    rows = ComparatorRow.objects.filter(file=file)
    years = rows.order_by("year").values("year").annotate(places=Count("code", distinct=True))
    levels = dict(rows.values_list("level").annotate(Count("code", distinct=True)).order_by("level"))
    may_load = permissions.may_define(request.user)
    context = {
        "file": file,
        "years": [(year_words(each["year"]), each["places"]) for each in years],
        "levels": [(words, levels.get(level, 0)) for level, words in ComparatorRow.Level.choices],
        "mapped": ComparatorSeries.objects.filter(dataset=file.dataset).select_related("indicator").order_by("pk"),
        "may_load": may_load and file.superseded_at is None,
        "form": form or (series_form(file) if may_load and file.superseded_at is None else None),
    }
    return render(request, "kpis/comparator_file.html", context, status=status)


def series_form(file: ComparatorFile, *posted: object) -> SeriesForm:
    """The form that maps, with the indicators that nothing is mapped to yet."""
    taken = ComparatorSeries.objects.values("indicator")
    titles = dict(Definition.objects.order_by("validity").values_list("indicator", "title"))
    free = Indicator.objects.exclude(pk__in=taken).order_by("position", "pk")
    return SeriesForm(*posted, file=file, indicators=free, titles=titles)


@require_POST
def file_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the column says of the indicator; compare by it once that is confirmed."""
    loading_council(request)
    file = get_object_or_404(ComparatorFile, pk=pk)
    form = series_form(file, request.POST)
    if not form.is_valid():
        return file_page(request, file, form, status=422)
    if "back" in request.POST:
        return file_page(request, file, form)
    if "confirmed" not in request.POST:
        return preview_page(request, file, form)
    facts = form.cleaned_data
    try:
        comparators.map_series(
            facts["indicator"],
            dataset=file.dataset,
            category=form.category,
            column=facts["column"],
            note=facts["note"],
            seen=file,
            by=request.user,
        )
    except Refused as refusal:
        form.add_error("column", str(refusal))
        return file_page(request, file, form, status=422)
    messages.success(request, f"{facts['indicator'].ref} is compared by {facts['column']} from now on.")
    return redirect("kpis:comparison", facts["indicator"].ref)


def preview_page(request: HttpRequest, file: ComparatorFile, form: SeriesForm) -> HttpResponse:
    facts = form.cleaned_data
    shown = mapping_preview(
        file,
        facts["indicator"],
        category=form.category,
        column=facts["column"],
        own_code=settings.LOCAL_AUTHORITY_CODE,
        council=visible_unit(request),
    )
    context = {
        "file": file,
        "form": form,
        "shown": shown,
        "indicator": facts["indicator"],
        "title": form.fields["indicator"].titles.get(facts["indicator"].pk, ""),
        "column": facts["column"],
        "category_words": ", ".join(form.category.values()),
    }
    return render(request, "kpis/comparator_preview.html", context)


@require_POST
def file_undo(request: HttpRequest, pk: int) -> HttpResponse:
    loading_council(request)
    file = get_object_or_404(ComparatorFile, pk=pk)
    try:
        comparators.undo_comparator_file(file, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{file.name} is out of force.")
    return redirect("kpis:comparators")


@require_POST
def series_unmap(request: HttpRequest, pk: int) -> HttpResponse:
    loading_council(request)
    series = get_object_or_404(ComparatorSeries.objects.select_related("indicator"), pk=pk)
    comparators.unmap_series(series, by=request.user)
    messages.success(request, f"{series.indicator.ref} is no longer compared by {series.column}.")
    return redirect("kpis:comparators")


def shown_comparison(request: HttpRequest, ref: str) -> tuple[Definition, Comparison | None]:
    """The indicator as defined today, and what is published beside it."""
    visible_unit(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), ref=ref)
    found = Definition.objects.filter(indicator=indicator, validity__startswith__lte=timezone.localdate())
    definition = get_object_or_404(found.select_related("indicator").order_by("-validity")[:1])
    return definition, comparisons([indicator], own_code=settings.LOCAL_AUTHORITY_CODE).get(indicator.pk)


@require_safe
def comparison(request: HttpRequest, ref: str) -> HttpResponse:
    definition, found = shown_comparison(request, ref)
    everyone = all_authorities(definition.indicator_id, found) if found else None
    context = {
        "definition": definition,
        "indicator": definition.indicator,
        "comparison": found,
        "everyone": everyone,
        "bars": bars(found, settings.COUNCIL_NAME, everyone) if found and everyone else None,
        "history": history_rows(found) if found else [],
        "own_code": settings.LOCAL_AUTHORITY_CODE,
        "may_load": permissions.may_define(request.user),
    }
    return render(request, "kpis/comparison.html", context)


@require_safe
def comparison_csv(request: HttpRequest, ref: str) -> HttpResponse:
    definition, found = shown_comparison(request, ref)
    rows = exports.comparison_rows(ref, found, all_authorities(definition.indicator_id, found)) if found else []
    return csv_response(f"comparison-{definition.indicator.ref}.csv", exports.COMPARISON_COLUMNS, rows)
