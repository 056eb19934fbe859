"""Tools as YAML: downloaded, and brought in as drafts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from audits import commands, permissions
from audits.forms import ImportToolForm
from audits.models import content_of
from audits.tool_schema import SHAPES
from audits.tool_yaml import dump
from audits.views.drafting import visible_version
from kit.forms import carried_out, form_page


@require_GET
def as_yaml(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as a file; a draft with problems as well, so that they can be put right in an editor."""
    version = visible_version(request, pk)
    if not permissions.may_write_tools(request.user):
        raise PermissionDenied
    name = f"{version.tool.code}-version-{version.number}.yaml"
    return HttpResponse(
        dump(content_of(version)),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A tool from a file or from pasted text becomes a draft; with a single problem nothing is stored."""
    if not permissions.may_write_tools(request.user):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportToolForm(*sent, refused=getattr(request, "refused_uploads", None))
    try:
        version = carried_out(form, lambda: commands.import_tool(
            form.content, replaces_draft=form.cleaned_data["replace"], by=request.user
        ))  # fmt: skip
    except commands.DraftInTheWay as own:
        form.ask_to_replace(str(own))
        version = None
    if version:
        messages.success(request, f"The tool is brought in: this is the draft of version {version.number}.")
        return redirect(version)
    return form_page(request, "audits/tools/import.html", form, shapes=SHAPES)
