"""A token, asking with it, figures to be read, and what is wrong with an answer by its schema."""

import datetime
import re
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from kpis import api_clients
from kpis.models import Definition, Indicator, Load, Value
from tests.kpis.conftest import AUGUST

SCOPES = ["indicators", "values", "targets", "notes"]
VALUES = "/api/v1/values"


def token_for(unit, *, by, audience="staff", scopes=None, name="Power BI", days=30):
    scopes = scopes or ([s for s in SCOPES if s != "notes"] if audience == "public" else SCOPES)
    now = timezone.now()
    facts = {"name": name, "unit": unit, "audience": audience, "scopes": scopes}
    return api_clients.make_client(**facts, expires_at=now + datetime.timedelta(days=days), by=by, at=now)[1]


def ask(token, address=VALUES, method="get", **headers):
    return getattr(Client(), method)(address, headers={"Authorization": f"Bearer {token}"} | headers)


def rows(token, address=VALUES):
    """All rows, page by page."""
    found = []
    while address:
        answer = ask(token, address)
        assert answer.status_code == 200, answer.content
        found += answer.json()["data"]
        address = answer.json()["next"]
    return found


def problem(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return body["detail"]


def define(ref, measured_in="count", basis="year_to_date", places=0):
    indicator = Indicator.objects.create(ref=ref, theme="Theme", position=1)
    Definition.objects.create(
        indicator=indicator, validity=(datetime.date(2015, 4, 1), None), title=f"Title {ref}", measured_in=measured_in,
        places=places, polarity="none", basis=basis,
    )  # fmt: skip
    return indicator


def bare_load(unit):
    now = timezone.now()
    return Load.objects.create(
        unit=unit, period=AUGUST, file_name="x.csv", sha256="0" * 64, state="confirmed", staged_at=now, confirmed_at=now
    )


def put(indicator, unit, figures, basis="year_to_date", *, by_load=None):
    """Figures by month: a number, or a numerator and a denominator."""
    by_load = by_load or bare_load(unit)
    made = []
    for month, figure in figures.items():
        parts = {"value": figure} if not isinstance(figure, tuple) else {
            "value": Decimal(figure[0]) / figure[1], "numerator": figure[0], "denominator": figure[1],
        }  # fmt: skip
        made.append(Value(indicator=indicator, unit=unit, period=month, basis=basis, load=by_load, **parts))
    return Value.objects.bulk_create(made)


TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
    "null": type(None),
}  # fmt: skip


def faults(value, schema, document, where="answer"):
    """Where a value is not what its JSON Schema says; the words of the standard that the document uses."""
    if "$ref" in schema:
        kind, name = schema["$ref"].removeprefix("#/components/").split("/")
        return faults(value, document["components"][kind][name], document, where)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    fits = any(isinstance(value, TYPES[each]) and (each == "boolean" or not isinstance(value, bool)) for each in types)
    found = [] if fits else [f"{where} is {value!r}, not {types}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where} is {value!r}, not one of {schema['enum']}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where} is {value!r}, not like {schema['pattern']}")
    if isinstance(value, str) and schema.get("format") == "date-time":
        datetime.datetime.fromisoformat(value)
    if isinstance(value, str) and schema.get("format") == "date":
        datetime.date.fromisoformat(value)
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{where} lacks {name}" for name in schema["required"] if name not in value]
        found += [f"{where} has {name} too" for name in value if name not in schema["properties"]]
        for name in value.keys() & schema["properties"].keys():
            found += faults(value[name], schema["properties"][name], document, f"{where}.{name}")
    if isinstance(value, list):
        for number, each in enumerate(value):
            found += faults(each, schema["items"], document, f"{where}[{number}]")
    return found
