"""The addresses that programs read. A token in a header opens them, nothing else, and they change nothing."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kit.exports import csv_response
from kpis import api_clients
from kpis.api import asking, lists, openapi
from kpis.api.asking import Asked
from kpis.api.problems import Problem, answer
from kpis.api.resources import Resource

METHODS = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]


def for_programs(view: View) -> View:
    """Answer problems as problems, refuse every method that would change something, and ask nobody to sign in."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
        try:
            if request.method not in METHODS:
                raise Problem(405, "Figures can only be read: use GET.", Allow=", ".join(METHODS))
            return view(request, *args, **kwargs)
        except Problem as problem:
            return answer(problem)

    return csrf_exempt(login_not_required(run))


@for_programs
def read(request: HttpRequest, resource: Resource) -> HttpResponse:
    """One page of a list; without a word of it if the sender has it already."""
    now = timezone.now()
    client = asking.client_of(request, at=now)
    asking.count_request(client, at=now)
    api_clients.mark_used(client, at=now)
    asking.may_read(client, resource)
    asked = asking.asked(request, resource, at=now)
    today = timezone.localdate(now)
    stamp = [lists.stamp(resource), client.pk, client.unit.path, today, asked.format, request.get_full_path()]
    etag = f'W/"{hashlib.sha256(repr(stamp).encode()).hexdigest()[:32]}"'
    if etag in [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponse(status=304)
    else:
        rows, last = lists.page_of(resource, client, asked, today=today)
        response = _page(request, resource, asked, rows, last)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization, Accept"
    return response


def _page(request: HttpRequest, resource: Resource, asked: Asked, rows: lists.Rows, last: int | None) -> HttpResponse:
    """The rows, and where the next page is: in the answer itself, and for CSV in a header."""
    following = None
    if last is not None:
        query = request.GET.copy()
        query["cursor"] = asked.cursor(last)
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    if asked.format == "csv":
        plain = [{name: _text(cell) for name, cell in row.items()} for row in rows]
        response = csv_response(f"{resource.name}.csv", resource.columns, plain)
    else:
        body: dict[str, Any] = {"data": rows, "next": following}
        if resource.can_sync:
            body["sync_from"] = asked.sync_from
        response = JsonResponse(body)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    if resource.can_sync:
        response["Sync-From"] = asked.sync_from.isoformat()
    return response


def _text(cell: Any) -> Any:
    """Yes and no as JSON writes them, and moments too."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


@for_programs
def document(request: HttpRequest) -> HttpResponse:
    """What there is to read, for tools that read OpenAPI. No figure is in it, so no token is needed."""
    return JsonResponse(openapi.document(), json_dumps_params={"indent": 2, "ensure_ascii": False})


@for_programs
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Problem(404, "There is nothing at this address. /api/v1/openapi.json says what there is.")
