"""What every view of this app asks first: whose figures, of which month, and whether this person may see them."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kpis import permissions
from kpis.models import Load
from kpis.periods import parse_month
from kpis.rag import Rag
from people.access import can
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
