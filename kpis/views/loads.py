"""Loading a return: uploaded, its columns confirmed, checked, put into force or discarded, and undone."""

import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import jobs
from kit.error_workbook import error_workbook
from kit.exports import WORKBOOK
from kit.uploads import NotReadable, TableFile
from kpis import after_loads, commands, loading, tasks
from kpis.forms import ConfirmForm, LoadForm, UndoForm
from kpis.mapping_form import MappingForm
from kpis.models import Indicator, Layout, Load, Source
from kpis.previews import refused_page, sections
from kpis.reconciling import check_load
from kpis.tables import LoadTable
from kpis.views.asking import loading_unit, visible_load
from people.access import Refused
from people.models import Unit, User


@require_safe
def loads(request: HttpRequest) -> HttpResponse:
    unit = loading_unit(request)
    table = LoadTable(Load.objects.visible_to(request.user).latest_first())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    has_indicators = Indicator.objects.exists()
    return render(request, "kpis/loads.html", {"unit": unit, "table": table, "has_indicators": has_indicators})


@require_http_methods(["GET", "HEAD", "POST"])
def load_new(request: HttpRequest) -> HttpResponse:
    """Upload a file. What cannot be read at all is refused here; all else is checked by a job."""
    unit = loading_unit(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LoadForm(*posted, today=timezone.localdate(), refused=getattr(request, "refused_uploads", None))
    if form.is_valid():
        file = form.cleaned_data["file"]
        content, name = file.read(), (file.name or "The file").rpartition("/")[2]
        try:
            table = loading.open_table(content, name=name)
            return redirect(_received(content, table, form.cleaned_data["period"], unit, request.user))
        except (NotReadable, Refused) as refusal:
            form.add_error("file", str(refusal))
    return render(request, "kpis/load_new.html", {"form": form, "unit": unit}, status=422 if posted else 200)


@transaction.atomic
def _received(content: bytes, file: TableFile, period: datetime.date, unit: Unit, by: User) -> Load:
    """The file kept, and its check asked for, unless somebody has to say first what its columns mean."""
    headings = loading.look(file)
    is_plain = headings.layout == Layout.HIGHLIGHT
    if not is_plain and (problem := loading.header_problem(headings)):
        raise NotReadable(problem)
    known = Source.objects.remembered().filter(headings=headings.signature)
    source = None if is_plain else known.order_by("-confirmed_at").first()
    load = commands.receive(
        content=content, file_name=file.name, sha256=file.sha256, rows=len(file.rows), source=source,
        period=period if is_plain else None, layout=headings.layout, unit=unit, by=by,
    )  # fmt: skip
    if load.is_working:
        jobs.enqueue(tasks.check_load, load=load.pk, by=by.pk)
    return load


@require_safe
def load(request: HttpRequest, pk: int) -> HttpResponse:
    load = visible_load(request, pk)
    if load.state == Load.State.MAPPING:
        return redirect("kpis:load_columns", load.pk)
    return _shown(request, load)


def _shown(request: HttpRequest, load: Load, form: ConfirmForm | None = None) -> HttpResponse:
    """The page of a load; with a form that was sent and cannot be taken."""
    page, show = request.GET.get("page", "1"), request.GET.get("show", "")
    facts = {
        "load": load,
        "confirm_form": form or ConfirmForm(corrects=load.is_correction, initial={"because": load.corrected_because}),
        "sections": [] if load.is_working else sections(load, show, page),
        "refused": refused_page(load, page if show == "refused" else 1),
        "targets": [line for line in load.targets if line["change"] != "unchanged"],
        "twin": Load.objects.twin_of(load),
        "is_stuck": load.is_stuck(timezone.now(), commands.MINUTES),
        "reconciled": check_load(load) if load.is_waiting or load.state == Load.State.CONFIRMED else None,
        "undo_form": UndoForm(),
        "can_map": load.source_id and load.can_be_mapped and (load.is_waiting or load.refusals),
    }
    return render(request, "kpis/load.html", facts, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def load_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column of the file means: proposed, confirmed once, remembered."""
    load = visible_load(request, pk)
    if load.file is None or not load.can_be_mapped:
        return redirect(load)
    headings = loading.look(loading.open_table(bytes(load.file), name=load.file_name))
    if headings.layout == Layout.HIGHLIGHT:
        return redirect(load)
    posted = (request.POST,) if request.method == "POST" else ()
    form = MappingForm(*posted, headings=headings, source=load.source)
    if form.is_valid():
        try:
            return redirect(_mapped(load, headings, form.cleaned_data, request.user))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = {"load": load, "form": form, "headings": headings, "layout": Layout(headings.layout).label}
    return render(request, "kpis/load_columns.html", facts, status=422 if posted else 200)


@transaction.atomic
def _mapped(load: Load, headings: loading.Headings, told: dict[str, Any], by: User) -> Load:
    load = commands.confirm_mapping(
        load, name=told["name"], layout=headings.layout, headings=headings.signature, mapping=told["mapping"], by=by
    )
    jobs.enqueue(tasks.check_load, load=load.pk, by=by.pk)
    return load


@require_POST
def load_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    load = visible_load(request, pk)
    form = ConfirmForm(request.POST, corrects=load.is_waiting and load.is_correction)
    if not form.is_valid():
        return _shown(request, load, form)
    try:
        with transaction.atomic():
            commands.begin_confirming(load, because=form.cleaned_data.get("because", ""), by=request.user)
            jobs.enqueue(tasks.confirm_load, load=load.pk, by=request.user.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(load)


@require_POST
def load_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a file again that was refused, or whose worker has stopped."""
    load = visible_load(request, pk)
    commands.reap(at=timezone.now())
    try:
        with transaction.atomic():
            commands.check_again(load, by=request.user)
            jobs.enqueue(tasks.check_load, load=load.pk, by=request.user.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(load)


@require_POST
def load_undo(request: HttpRequest, pk: int) -> HttpResponse:
    load = visible_load(request, pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the load is undone.")
        return redirect(load)
    try:
        after_loads.undo(load, because=form.cleaned_data["because"], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The load is undone. What it replaced is in force again.")
    return redirect(load)


@require_safe
def load_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself as a workbook, with what is to be put right marked where it stands."""
    load = visible_load(request, pk)
    if load.file is None or not load.refusals:
        return redirect(load)
    try:
        file = loading.open_table(bytes(load.file), name=load.file_name)
    except NotReadable as fault:
        messages.error(request, str(fault))
        return redirect(load)
    faults = [(each["row"], each["column"], each["value"], each["reason"]) for each in load.refusals]
    content = error_workbook(file, faults, header_row=loading.look(file).row)
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="load-{load.pk}-to-put-right.xlsx"'
    return response


@require_POST
def load_discard(request: HttpRequest, pk: int) -> HttpResponse:
    load = visible_load(request, pk)
    try:
        commands.discard(load, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The file is discarded. Nothing of it was loaded.")
    return redirect("kpis:loads")


@require_POST
def standard_create(request: HttpRequest) -> HttpResponse:
    loading_unit(request)
    made = commands.create_standard_indicators(by=request.user)
    messages.success(request, f"{len(made)} indicators are defined. Load a month to see them.")
    return redirect("kpis:loads")
