"""An audit on paper."""

from importlib import import_module

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from audits import commands, permissions, summaries
from audits.views.pages import visible_audit


@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """For the supervision file: what this reader may see, marked restricted; that it was taken is recorded."""
    audit = visible_audit(request, pk)
    if not permissions.may_read_words(request.user, audit):
        raise PermissionDenied
    page, now = summaries.audit_page(audit, request.user), timezone.now()
    # Drawing is heavy: it is loaded when it is first needed.
    content: bytes = import_module("audits.paper").render(page, by=request.user, at=now)
    commands.record_download(audit, by=request.user, at=now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="audit-{pk}.pdf"'
    return response
