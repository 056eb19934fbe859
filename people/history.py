"""The rows that one event changed, field by field, before and after: read from the tables that triggers keep."""

import importlib
import json
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import dateparse, formats, timezone
from pghistory.models import Events

from people.access import holds_for_council
from people.models import Event, Unit, User

MOST_ROWS = 200
MOST_LETTERS = 500
WITHHELD = "changed (the words are not shown here)"
EMPTY = "empty"


@dataclass(frozen=True)
class Change:
    """One field of one row: what it said before and after, in words."""

    row: str
    field: str
    before: str
    after: str


def changes_of(event: Event, viewer: User) -> list[Change]:
    """What `event` changed, as far as `viewer` may read it: three queries however many rows there are."""
    if event.context is None:
        return []
    versions = list(
        Events.objects.filter(pgh_context_id=event.context)
        .order_by("pgh_obj_model", "pgh_obj_id", "pgh_id")
        .values("pgh_obj_model", "pgh_obj_id", "pgh_label", "pgh_data", "pgh_diff")[:MOST_ROWS]
    )
    cells = [cell for version in versions for cell in _cells(version)]
    names = _names(cells)
    return [_change(*cell, names=names, viewer=viewer) for cell in cells]


def is_readable(field: models.Field, viewer: User) -> bool:
    """Is the field declared safe by its app, or may the viewer read that app's sensitive ones?"""
    privacy = importlib.import_module(f"{field.model._meta.app_label}.privacy")
    name = field.model.__name__
    if field.name in privacy.SAFE.get(name, ()):
        return True
    reader = getattr(privacy, "READABLE_WITH", None)
    declared = field.name in privacy.SENSITIVE.get(name, ())
    return declared and field.name != "password" and reader is not None and holds_for_council(viewer, reader)


Cell = tuple[str, models.Field, Any, Any]


def _cells(version: dict[str, Any]) -> list[Cell]:
    """(row, field, before, after) of each field that this version of a row changed."""
    model = apps.get_model(version["pgh_obj_model"])
    row = f"{str(model._meta.verbose_name).capitalize()} {version['pgh_obj_id']}"
    data, diff = version["pgh_data"] or {}, version["pgh_diff"] or {}
    cells = []
    for field in model._meta.concrete_fields:
        if field.primary_key or field.column not in data:
            continue
        if version["pgh_label"] == "update":
            if field.column in diff:
                cells.append((row, field, *diff[field.column]))
            continue
        value = data[field.column]
        if value not in (None, "", {}, []):
            cells.append((row, field, value, None) if version["pgh_label"] == "delete" else (row, field, None, value))
    return cells


def _names(cells: list[Cell]) -> dict[tuple[type, Any], str]:
    """The names of the people and units that the cells point at."""
    names: dict[tuple[type, Any], str] = {}
    for model in (User, Unit):
        keys = {
            value
            for _, field, *values in cells
            if field.related_model is model
            for value in values
            if value is not None
        }
        names |= {(model, pk): name for pk, name in model.objects.filter(pk__in=keys).values_list("pk", "name")}
    return names


def _change(row: str, field: models.Field, before: Any, after: Any, *, names: dict, viewer: User) -> Change:
    label = str(field.verbose_name).capitalize()
    if not is_readable(field, viewer):
        return Change(row, label, WITHHELD if before not in (None, "") else EMPTY, WITHHELD)
    return Change(row, label, _words(field, before, names), _words(field, after, names))


def _words(field: models.Field, value: Any, names: dict) -> str:
    """A value of a row's history, which comes as JSON, as a reader would write it."""
    if value in (None, ""):
        return EMPTY
    if field.related_model is not None:
        return names.get((field.related_model, value)) or f"{field.related_model._meta.verbose_name} {value}"
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.DateTimeField) and (moment := dateparse.parse_datetime(value)):
        return formats.date_format(timezone.localtime(moment), "j F Y, H:i")
    if isinstance(field, models.DateField) and (day := dateparse.parse_date(value)):
        return formats.date_format(day, "j F Y")
    words = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
    return words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS]} … ({len(words)} characters)"
