"""Which report this person may see, change or sign off: everything else is not found, or refused."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from reports import permissions
from reports.models import Report


def visible_report(request: HttpRequest, pk: int) -> Report:
    """The report, or 404 when this person may not know of it."""
    reports = Report.objects.visible_to(request.user).select_related("unit", "author")
    return get_object_or_404(reports, pk=pk)


def own_report(request: HttpRequest, pk: int) -> Report:
    """A report that this person may write, or 403."""
    report = visible_report(request, pk)
    if not permissions.may_write(request.user, report.unit):
        raise PermissionDenied
    return report


def report_under_way(request: HttpRequest, pk: int) -> Report:
    """A report that this person writes or signs off, or 403: its words are not checked yet."""
    report = visible_report(request, pk)
    if not permissions.may_answer_for(request.user, report.unit):
        raise PermissionDenied
    return report


def report_with_history(request: HttpRequest, pk: int) -> Report:
    """A report whose earlier words this person may see, or 403."""
    report = visible_report(request, pk)
    if not permissions.may_see_history(request.user, report):
        raise PermissionDenied
    return report
