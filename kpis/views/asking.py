"""What every view of this app asks first: whose figures, of which month, and whether this person may see them."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kpis import permissions
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
    "targets_grid": "Targets by quarter",
    "notes": "Notes",
}
# A list with filters of its own, of every unit and month.
WITH_OWN_FILTERS = ("targets_grid", "notes")


def visible_unit(request: HttpRequest) -> Unit:
    """The unit whose figures are shown: the one in the address, else the council. Another's is not found."""
    if not can(request.user, Permission.INDICATOR_VIEW):
        raise PermissionDenied
    code = request.GET.get("unit", "")
    asked = {"code": code} if code else {"parent": None, "kind": Unit.Kind.COUNCIL}
    return get_object_or_404(permissions.visible_units(request.user), **asked)


def visible_units(request: HttpRequest, code: str | None) -> tuple[Unit, list[Unit]]:
    """The unit whose figures are shown, and all that may be chosen instead. One query for both."""
    if not can(request.user, Permission.INDICATOR_VIEW):
        raise PermissionDenied
    units = list(permissions.visible_units(request.user))
    code = code or request.GET.get("unit", "")
    for unit in units:
        if unit.code == code if code else unit.kind == Unit.Kind.COUNCIL and unit.parent_id is None:
            return unit, units
    raise Http404


@dataclass(frozen=True)
class Asked:
    """Whose figures, of which month (None: there are none at all), and what every page shows around them."""

    unit: Unit
    month: datetime.date | None
    context: dict[str, Any]


class Box(NamedTuple):
    """One of the two boxes with which one chooses other figures; an option is its value, its words, is it chosen?

    A list without a form: there is nothing to check, because an address that asks for anything else is not found.
    """

    name: str
    label: str
    options: list[tuple[str, str, bool]]


def boxes_of(units: list[Unit], unit: Unit, months: list[datetime.date], month: datetime.date | None) -> list[Box]:
    """All units that may be seen, each below the one it belongs to, and all months with figures."""
    depths = [each.path.count("/") for each in units]
    top = min(depths)
    named = [
        (each.code, f"{'– ' * (depth - top)}{each.name}", each.pk == unit.pk)
        for each, depth in zip(units, depths, strict=True)
    ]
    return [
        Box("unit", "Unit", named),
        Box("month", "Month", [(f"{each:%Y-%m}", month_words(each), each == month) for each in months]),
    ]


def section_url(name: str, query: str) -> str:
    url = reverse(f"kpis:{name}")
    return url if name in WITH_OWN_FILTERS else f"{url}?{query}"


def asked_page(request: HttpRequest, section: str, *, code: str | None = None) -> Asked:
    """What the address asks for: the month is the unit's latest, or else the council's. Two queries, and who asks."""
    unit, units = visible_units(request, code)
    months = months_with_values(unit)
    month = asked_month(request) or (months[0] if months else latest_month(units[0]))
    offered = sorted({*months, *([month] if month else [])}, reverse=True)
    query = f"unit={unit.code}" + (f"&month={month:%Y-%m}" if month else "")
    context = {
        "unit": unit,
        "month": month,
        "month_words": month_words(month) if month else "",
        "month_value": f"{month:%Y-%m}" if month else "",
        "query": query,
        "boxes": boxes_of(units, unit, offered, month),
        "sections": [(section_url(name, query), words, name == section) for name, words in SECTIONS.items()],
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
