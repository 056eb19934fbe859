"""Loading a return: uploaded, checked, confirmed or discarded."""

import datetime
import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kpis import commands, loading
from kpis.forms import LoadForm
from kpis.models import Indicator, Load
from kpis.periods import month_words
from kpis.previews import definitions_for
from kpis.rag import Rag
from kpis.returns import Return
from kpis.tables import LoadTable
from kpis.views.asking import loading_unit, visible_load
from people.access import Refused

# The states that the page counts even where no indicator stands so.
ALWAYS_COUNTED = (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.NO_TARGET)


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
