"""Home, errors and the health check."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from kpis.api.problems import BROKEN, Problem, answer, is_for_programs
from qaportal.dashboards import home_for


def home(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    greeting = "Good morning" if now.hour < 12 else "Good afternoon" if now.hour < 18 else "Good evening"
    page = home_for(request.user, today=now.date())
    return render(request, "qaportal/home.html", {"home": page, "greeting": greeting})


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 only when the database answers and every migration is applied."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"database": "no answer"}, status=503)
    return JsonResponse({"database": "answers", "migrations_waiting": waiting}, status=503 if waiting else 200)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and have the browser forget the pages and unsent words that it kept."""
    response = account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Drawn without the request: what was sent may be what is wrong. Autosave and programs get their sentence."""
    if is_for_programs(request.path):
        return answer(Problem(400, "This request cannot be read. /api/v1/openapi.json says what can be asked."))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"problem": "This is more than can be saved at once: shorten it."}, status=400)
    return HttpResponseBadRequest(render_to_string("400.html"))


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request.path):
        return answer(Problem(403, "This is not for you to read."))
    return render(request, "403.html", status=403)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request.path):
        return answer(Problem(404, "There is nothing at this address. /api/v1/openapi.json says what there is."))
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: the database or the session may be what broke."""
    if is_for_programs(request.path):
        return answer(Problem(500, BROKEN))
    return HttpResponseServerError(render_to_string("500.html"))
