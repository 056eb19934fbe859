"""Definitions and populations as files: taken out, and brought in after a preview, whole or not at all."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.exports import csv_response
from kit.uploads import NotReadable, Row, read_table
from kpis import definition_files, population_files
from kpis.definition_forms import DefinitionsFileForm
from kpis.views.definitions import only_definers

MOST_LETTERS = 1_500_000


@dataclass(frozen=True)
class Kind:
    """What goes out and comes in as a table: its name in addresses, what one row is called, and who reads the file."""

    name: str
    one: str
    page: str
    files: ModuleType

    @property
    def salt(self) -> str:
        return f"kpis.{self.name}"


DEFINITIONS = Kind("definitions", "Indicator", "kpis:definitions", definition_files)
POPULATIONS = Kind("populations", "Unit and year", "kpis:populations", population_files)


@require_safe
def export(request: HttpRequest, kind: Kind) -> HttpResponse:
    only_definers(request)
    return csv_response(f"{kind.name}.csv", kind.files.COLUMNS, kind.files.rows_now())


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Upload a file; see what it would do, or every reason why it cannot be taken."""
    only_definers(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DefinitionsFileForm(*sent, refused=getattr(request, "refused_uploads", None))
    plan, kept = None, ""
    if form.is_valid():
        try:
            rows = read_upload(form.cleaned_data["file"])
            plan = kind.files.attempt(rows, by=request.user)
            kept = signing.dumps([[row.number, row.cells] for row in rows], salt=kind.salt, compress=True)
            if len(kept) > MOST_LETTERS:
                form.add_error("file", "The file is too long to be confirmed at once: split it in two.")
        except NotReadable as fault:
            form.add_error("file", str(fault))
        if plan and plan.refused:
            form.add_error("file", "Nothing was changed: the rows below must be put right first.")
    name = form.cleaned_data["file"].name if plan and form.is_valid() else ""
    facts = {"form": form, "plan": plan, "kept": kept, "file_name": name, "kind": kind}
    return render(request, "kpis/definitions/import.html", facts, status=422 if form.errors else 200)


def read_upload(file: UploadedFile) -> list[Row]:
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return read_table(Path(copy.name), name=Path(file.name or "The file").name).rows


@require_POST
def confirm(request: HttpRequest, kind: Kind) -> HttpResponse:
    only_definers(request)
    try:
        rows = [Row(*row) for row in signing.loads(request.POST.get("kept", ""), salt=kind.salt, max_age=86_400)]
    except signing.BadSignature:
        messages.error(request, "The preview is gone. Upload the file again.")
        return redirect(f"kpis:{kind.name}_import")
    plan = kind.files.take(rows, by=request.user)
    if plan.refused:
        messages.error(request, f"Nothing was changed. {plan.refused[0]}")
        return redirect(f"kpis:{kind.name}_import")
    messages.success(request, f"{len(plan.added)} added, {len(plan.changed)} changed.")
    return redirect(kind.page)
