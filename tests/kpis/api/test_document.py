"""The document tells every address, parameter and field."""

import re
from urllib.parse import urlencode

from django.test import Client

from kpis.api import asking, openapi
from kpis.api.resources import RESOURCES
from kpis.rag import RAG_WORDS
from tests.kpis.api.tools import ask, faults


def test_the_document_tells_every_address_parameter_and_field(sample, token):
    document = Client().get("/api/v1/openapi.json").json()

    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {f"/{resource.name}" for resource in RESOURCES} | {"/openapi.json"}
    assert set(asking.READ) | {"limit", "cursor", "format"} == {
        each["name"] for path in document["paths"].values() for each in path["get"].get("parameters", [])
    }
    for resource in RESOURCES:
        operation = document["paths"][f"/{resource.name}"]["get"]
        needed = {each["name"]: each["example"] for each in operation["parameters"] if each["required"]}
        answer = ask(token, f"/api/v1/{resource.name}?{urlencode(needed)}")
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert faults(answer.json(), schema, document) == []
        assert answer.json()["data"] or resource.name == "notes"
    assert [
        rag for rag in RAG_WORDS if rag not in document["components"]["schemas"]["Value"]["properties"]["rag"]["enum"]
    ] == []
    references = re.findall(r"'\$ref': '#/components/(\w+)/(\w+)'", repr(document))
    assert references
    assert [(kind, name) for kind, name in references if name not in document["components"][kind]] == []


def test_the_check_of_the_document_can_fail():
    document = openapi.document()
    schema = {"$ref": "#/components/schemas/Target"}

    assert faults({"id": "1", "more": 1}, schema, document) != []
