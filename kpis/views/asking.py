"""What every view of this app asks first: whose figures, of which month, and whether this person may see them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kpis import permissions
from kpis.forms import ChooseForm
from kpis.models import Load
from kpis.periods import month_words, parse_month
from kpis.summaries import latest_month, months_with_values
from people.access import can
from people.models import Unit
from people.roles import Permission

# The pages of figures, in the order of their navigation: name of the URL, words.
SECTIONS = {
    "dashboard": "Highlight",
    "exceptions": "Exceptions",
    "changes": "What changed",
    "heat_map": "Heat map",
    "small_multiples": "Small multiples",
    "units": "Units",
    "targets_grid": "Targets grid",
}


def visible_unit(request: HttpRequest, code: str | None = None) -> Unit:
    """The unit whose figures are shown: the one in the address, else the council. Another's is not found."""
    if not can(request.user, Permission.INDICATOR_VIEW):
        raise PermissionDenied
    code = code or request.GET.get("unit", "")
    asked = {"code": code} if code else {"parent": None, "kind": Unit.Kind.COUNCIL}
    return get_object_or_404(permissions.visible_units(request.user), **asked)


@dataclass(frozen=True)
class Asked:
    """Whose figures, of which month (None: there are none at all), and what every page shows around them."""

    unit: Unit
    month: datetime.date | None
    context: dict[str, Any]


def asked_page(request: HttpRequest, section: str, *, code: str | None = None) -> Asked:
    """What the address asks for: the month is the unit's latest, or else the council's. Four queries."""
    unit = visible_unit(request, code)
    units = list(permissions.visible_units(request.user))
    months = months_with_values(unit)
    month = asked_month(request) or (months[0] if months else latest_month(units[0]))
    offered = sorted({*months, *([month] if month else [])}, reverse=True)
    query = f"unit={unit.code}" + (f"&month={month:%Y-%m}" if month else "")
    initial = {"unit": unit.code, "month": f"{month:%Y-%m}" if month else ""}
    context = {
        "unit": unit,
        "month": month,
        "month_words": month_words(month) if month else "",
        "month_value": initial["month"],
        "query": query,
        "choose_form": ChooseForm(initial=initial, months=offered, units=units),
        "sections": [
            (f"{reverse(f'kpis:{name}')}?{query}", words, name == section) for name, words in SECTIONS.items()
        ],
    }
    return Asked(unit, month, context)


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
