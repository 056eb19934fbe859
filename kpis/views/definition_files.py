"""Definitions as a file: taken out, and brought in after a preview, whole or not at all."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.exports import csv_response
from kit.uploads import NotReadable, Row, read_table
from kpis import definition_files as files
from kpis.definition_forms import DefinitionsFileForm
from kpis.views.definitions import only_definers

SALT = "kpis.definitions"
MOST_LETTERS = 1_500_000


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    only_definers(request)
    return csv_response("definitions.csv", files.COLUMNS, files.rows_now(timezone.localdate()))


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Upload a file; see what it would do, or every reason why it cannot be taken."""
    only_definers(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DefinitionsFileForm(*sent, refused=getattr(request, "refused_uploads", None))
    plan, kept = None, ""
    if form.is_valid():
        try:
            rows = read_upload(form.cleaned_data["file"])
            plan = files.attempt(rows, by=request.user, today=timezone.localdate())
            kept = signing.dumps([[row.number, row.cells] for row in rows], salt=SALT, compress=True)
            if len(kept) > MOST_LETTERS:
                form.add_error("file", "The file is too long to be confirmed at once: split it in two.")
        except NotReadable as fault:
            form.add_error("file", str(fault))
        if plan and plan.refused:
            form.add_error("file", "Nothing was changed: the rows below must be put right first.")
    name = form.cleaned_data["file"].name if plan and form.is_valid() else ""
    facts = {"form": form, "plan": plan, "kept": kept, "file_name": name}
    return render(request, "kpis/definitions/import.html", facts, status=422 if form.errors else 200)


def read_upload(file: UploadedFile) -> list[Row]:
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return read_table(Path(copy.name), name=Path(file.name or "The file").name).rows


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    only_definers(request)
    try:
        rows = [Row(*row) for row in signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=86_400)]
    except signing.BadSignature:
        messages.error(request, "The preview is gone. Upload the file again.")
        return redirect("kpis:definitions_import")
    plan = files.take(rows, by=request.user, today=timezone.localdate())
    if plan.refused:
        messages.error(request, f"Nothing was changed. {plan.refused[0]}")
        return redirect("kpis:definitions_import")
    messages.success(request, f"{len(plan.added)} added, {len(plan.changed)} changed.")
    return redirect("kpis:definitions")
