"""The rows of each list, by number from where the last page ended, and a stamp that changes whenever they may."""

import datetime
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from django.apps import apps
from django.db.models import CharField, Count, Exists, Max, Model, OuterRef, Q, QuerySet
from django.db.models import Value as Constant

from kpis.api import as_shown, figures, resources
from kpis.api.asking import Asked
from kpis.api.problems import Problem
from kpis.exports import number
from kpis.models import ApiClient, Definition, Indicator, Note, Target, Value
from people.models import Unit

Rows = list[dict[str, Any]]
# Whatever changes an answer leaves a row of history in the same transaction. Figures change with loads alone.
RESTS_ON = {
    "indicators": ("kpis.IndicatorEvent", "kpis.DefinitionEvent"),
    "targets": ("kpis.IndicatorEvent", "kpis.TargetEvent"),
    "values": (
        "kpis.IndicatorEvent", "kpis.DefinitionEvent", "kpis.TargetEvent", "kpis.LoadEvent", "people.UnitEvent",
    ),
    "figures": (
        "kpis.IndicatorEvent", "kpis.DefinitionEvent", "kpis.TargetEvent", "kpis.LoadEvent", "kpis.ExemptionEvent",
        "people.UnitEvent",
    ),
    "units": ("people.UnitEvent",),
    "notes": ("kpis.IndicatorEvent", "kpis.NoteEvent", "kpis.NoteRequestEvent", "people.UnitEvent"),
}  # fmt: skip


def stamp(resource: resources.Resource) -> list[tuple]:
    """How much history there is and where it ends. One query.

    Both are asked for: of two that change something at once, the later may get the earlier number.
    """
    parts = [_extent(apps.get_model(name)) for name in RESTS_ON[resource.name]]
    return list(reduce(lambda left, right: left.union(right, all=True), parts))


def _extent(history: type[Model]) -> QuerySet:
    label = Constant(history._meta.label_lower, output_field=CharField())
    one = history.objects.order_by().annotate(history=label).values("history")
    return one.annotate(rows=Count("pk"), last=Max("pk")).values_list("history", "rows", "last")


def reach_of(client: ApiClient) -> dict[int, str]:
    """The units that a client reads, with their codes. The public reads the council itself and nothing below it."""
    units = Unit.objects.filter(pk=client.unit_id) if client.is_public else Unit.objects.under(client.unit.path)
    return dict(units.values_list("pk", "code"))


def page_of(
    resource: resources.Resource, client: ApiClient, asked: Asked, *, today: datetime.date
) -> tuple[Rows, int | None]:
    """A page and, if there is more, the number after which the next one begins."""
    return LISTS[resource.name](client, asked, today)


def _cut(found: QuerySet, asked: Asked) -> tuple[Sequence[Any], int | None]:
    """One row more than is asked for tells whether there is a next page."""
    rows = list(found.filter(pk__gt=asked.after).order_by("pk")[: asked.limit + 1])
    page = rows[: asked.limit]
    return page, page[-1].pk if len(rows) > asked.limit else None


def _indicator(asked: Asked) -> dict[str, Any]:
    """The indicator that is asked for, as a filter; one that there is not is said so: it may be a slip."""
    if "ref" not in asked.filters:
        return {}
    ref = asked.filters["ref"]
    found = Indicator.objects.filter(ref=ref).values_list("pk", flat=True).first()
    if found is None:
        raise Problem(404, f"There is no indicator {ref}.")
    return {"indicator": found}


def _within_reach(client: ApiClient, asked: Asked) -> dict[int, str]:
    reach = reach_of(client)
    if "unit" not in asked.filters:
        return reach
    chosen = {pk: code for pk, code in reach.items() if code == asked.filters["unit"]}
    if not chosen:
        raise Problem(404, f"There is no unit {asked.filters['unit']} that this token may read.")
    return chosen


def _months(asked: Asked, name: str = "period") -> dict[str, datetime.date]:
    bounds = {f"{name}__gte": asked.filters.get("period_from"), f"{name}__lte": asked.filters.get("period_to")}
    return {lookup: month for lookup, month in bounds.items() if month}


def _days(validity: Any) -> dict[str, Any]:
    last = validity.upper - datetime.timedelta(days=1) if validity.upper else None
    return {"starts_on": validity.lower, "ends_on": last}


def indicators(client: ApiClient, asked: Asked, today: datetime.date) -> tuple[Rows, int | None]:
    found = Definition.objects.in_force_on(today).filter(**_indicator(asked)).select_related("indicator")
    page, last = _cut(found, asked)
    return [
        {
            "ref": each.indicator.ref,
            "theme": each.indicator.theme,
            "title": each.title,
            "description": each.description,
            "numerator": each.numerator_words,
            "denominator": each.denominator_words,
            "measured_in": each.measured_in,
            "places": each.places,
            "polarity": each.polarity,
            "basis": each.basis,
            "owner": each.indicator.owner,
            "source": each.source,
            "origin": each.origin,
            "why_it_matters": each.why_it_matters,
            "inspection_area": each.inspection_area,
            **_days(each.validity),
            "change_note": each.change_note,
        }
        for each in page
    ], last


def targets(client: ApiClient, asked: Asked, today: datetime.date) -> tuple[Rows, int | None]:
    page, last = _cut(Target.objects.filter(**_indicator(asked)).select_related("indicator"), asked)
    return [
        {
            "id": each.pk,
            "ref": each.indicator.ref,
            **_days(each.validity),
            "rule": each.rule,
            "minimum": number(each.minimum),
            "upper": number(each.upper),
            "target": number(each.target),
            "operator": each.operator or None,
            "tolerance": number(each.tolerance),
        }
        for each in page
    ], last


def values(client: ApiClient, asked: Asked, today: datetime.date) -> tuple[Rows, int | None]:
    reach = _within_reach(client, asked)
    found = Value.objects.filter(unit__in=reach, **_indicator(asked), **_months(asked))
    if "basis" in asked.filters:
        found = found.filter(basis=asked.filters["basis"])
    if client.is_public:
        found = figures.on_their_own_basis(found)
    if "updated_since" in asked.filters:
        found = figures.changed_since(found, asked.filters["updated_since"])
    else:
        found = found.current()
    page, last = _cut(found.select_related("indicator"), asked)
    context = figures.context_of(page, is_public=client.is_public)
    return [figures.row(value, value.indicator.ref, reach[value.unit_id], context) for value in page], last


def shown(client: ApiClient, asked: Asked, today: datetime.date) -> tuple[Rows, int | None]:
    """The figures of a month as the pages show them, all in one answer."""
    ((unit, code),) = _within_reach(client, asked).items()
    only = list(_indicator(asked).values()) or None
    told = as_shown.rows(Unit.objects.get(pk=unit), code, asked.filters["period"], client, only=only)
    return told, None


def units(client: ApiClient, asked: Asked, today: datetime.date) -> tuple[Rows, int | None]:
    page, last = _cut(Unit.objects.filter(pk__in=reach_of(client)).select_related("parent"), asked)
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent": unit.parent.code if unit.parent and unit.pk != client.unit_id else None,
            "starts_on": unit.started_on,
            "ends_on": unit.ended_on,
        }
        for unit in page
    ], last


def notes(client: ApiClient, asked: Asked, today: datetime.date) -> tuple[Rows, int | None]:
    """What owners say now; with updated_since also what they said before, to be taken out."""
    reach = _within_reach(client, asked)
    newer = Note.objects.filter(request=OuterRef("request"), pk__gt=OuterRef("pk"))
    about = {f"request__{name}": key for name, key in _indicator(asked).items()}
    found = Note.objects.filter(request__unit__in=reach, **about, **_months(asked, "request__period"))
    found = found.annotate(is_superseded=Exists(newer)).select_related("request__indicator")
    if "updated_since" in asked.filters:
        since = asked.filters["updated_since"]
        found = found.filter(Exists(newer.filter(written_at__gte=since)) | Q(written_at__gte=since))
    else:
        found = found.filter(is_superseded=False)
    page, last = _cut(found, asked)
    return [
        {
            "id": note.pk,
            "ref": note.request.indicator.ref,
            "unit": reach[note.request.unit_id],
            "period": f"{note.request.period:%Y-%m}",
            "reason": note.request.reason,
            "what_changed": note.what_changed,
            "why": note.why,
            "what_next": note.what_next,
            "state": "superseded" if note.is_superseded else "current",
            "updated_at": note.written_at,
        }
        for note in page
    ], last


LISTS: dict[str, Callable[[ApiClient, Asked, datetime.date], tuple[Rows, int | None]]] = {
    "indicators": indicators, "targets": targets, "values": values, "figures": shown, "units": units, "notes": notes,
}  # fmt: skip
