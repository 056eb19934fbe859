"""The OpenAPI 3.1 document, made from the tables that the answers are made from, and the same as a page."""

from typing import Any

from kpis.api.asking import REQUESTS_A_MINUTE
from kpis.api.resources import RESOURCES, Parameter, Resource

INTRODUCTION = (
    "Figures of the council's indicators for Power BI, Tableau and other programs. Everything is a sum for a whole "
    "council, service or team; nothing is about one child. A token for the public reads the council's own figures "
    "only, and those that rest on 1 to 5 are hidden as [c]."
)
ERRORS = {
    "400": "A parameter is not understood; the detail says which.",
    "401": "No token, or one that is unknown, revoked or has expired.",
    "403": "The token is not for this.",
    "404": "There is no such indicator, or no such unit that the token may read.",
    "405": "Figures can only be read.",
    "406": "Answers come as JSON or CSV.",
    "429": f"More than {REQUESTS_A_MINUTE} requests in a minute; Retry-After says how many seconds to wait.",
    "500": "The portal could not answer. Try again later.",
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence that says what is wrong, and the way out."},
    },
}


def document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Indicators: read API", "version": "1.0.0", "description": INTRODUCTION},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {f"/{resource.name}": {"get": _operation(resource)} for resource in RESOURCES} | {
            "/openapi.json": {
                "get": {
                    "operationId": "openapi",
                    "summary": "This document",
                    "security": [],
                    "responses": {
                        "200": {"description": "It.", "content": {"application/json": {"schema": {"type": "object"}}}}
                    },
                }
            }
        },
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer qap_…"}
            },
            "schemas": {_name(resource): _row(resource) for resource in RESOURCES} | {"Problem": PROBLEM},
            "responses": {
                f"Problem{status}": {
                    "description": words,
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
                for status, words in ERRORS.items()
            },
        },
    }  # fmt: skip


def _name(resource: Resource) -> str:
    """Values are rows of Value."""
    return resource.title.removesuffix("s")


def _row(resource: Resource) -> dict[str, Any]:
    return {
        "type": "object",
        "description": resource.words,
        "required": resource.columns,
        "properties": {field.name: field.schema for field in resource.fields},
        "additionalProperties": False,
    }


def _page(resource: Resource) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "data": {"type": "array", "items": {"$ref": f"#/components/schemas/{_name(resource)}"}},
        "next": {"type": ["string", "null"], "description": "The address of the next page; null: this is the last."},
    }
    if resource.can_sync:
        properties["sync_from"] = {
            "type": "string",
            "format": "date-time",
            "description": "What to send as updated_since the next time. An hour is read twice: rows have numbers.",
        }
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _operation(resource: Resource) -> dict[str, Any]:
    scope = f" The token must be for {resource.scope}." if resource.scope else " Any token will do."
    headers: dict[str, Any] = {
        "ETag": {"description": "Send it as If-None-Match; unchanged rows answer 304.", "schema": {"type": "string"}},
        "Link": {"description": "The next page, for CSV too.", "schema": {"type": "string"}},
    }
    if resource.can_sync:
        headers["Sync-From"] = {"description": "The same as sync_from, for CSV.", "schema": {"type": "string"}}
    return {
        "operationId": resource.name,
        "summary": resource.title,
        "description": resource.words + scope,
        "parameters": [_parameter(parameter) for parameter in resource.parameters],
        "responses": {
            "200": {
                "description": "A page of rows.",
                "headers": headers,
                "content": {
                    "application/json": {"schema": _page(resource)},
                    "text/csv": {"schema": {"type": "string", "description": "The same columns, a heading first."}},
                },
            },
            "304": {"description": "Nothing has changed since the answer with this ETag."},
            **{status: {"$ref": f"#/components/responses/Problem{status}"} for status in ERRORS},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    shown = {"example": parameter.example} if parameter.example else {}
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": parameter.words,
        "schema": dict(parameter.schema),
        **shown,
    }


def as_page() -> list[dict[str, Any]]:
    """Each list of the document as a page shows it: parameters and fields with the words for their types."""
    written = document()
    rows = written["components"]["schemas"]
    page = []
    for path, methods in written["paths"].items():
        operation = methods["get"]
        content = operation["responses"]["200"]["content"]["application/json"]["schema"]
        if "properties" not in content:
            continue
        name = content["properties"]["data"]["items"]["$ref"].rsplit("/", 1)[1]
        page.append(
            {
                "path": path.removeprefix("/"),
                "title": operation["summary"],
                "words": operation["description"],
                "parameters": [(each, type_words(each["schema"])) for each in operation["parameters"]],
                "fields": [(key, schema, type_words(schema)) for key, schema in rows[name]["properties"].items()],
            }
        )
    return page


def type_words(schema: dict[str, Any]) -> str:
    """integer, 1 to 5,000; one of: json, csv; date, may be empty."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = {"string": "text", "boolean": "true or false", "integer": "whole number"}.get(types[0], types[0])
    kind = {"date": "date", "date-time": "date and time"}.get(schema.get("format", ""), kind)
    if "enum" in schema:
        kind = "one of: " + ", ".join(each or "empty" for each in schema["enum"] if each is not None)
    if "maximum" in schema:
        kind += f", {schema['minimum']:,} to {schema['maximum']:,}"
    return kind + (", may be empty" if "null" in types else "")
