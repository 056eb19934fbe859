"""Programs that read figures: which there are, a new one with its token, and an end to one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kit.forms import carried_out, form_page, posted
from kpis import api_clients
from kpis.api import openapi
from kpis.client_forms import ApiClientForm
from kpis.models import ApiClient
from people.access import Refused, can, units_where
from people.roles import Permission


def ask_for_permission(request: HttpRequest) -> None:
    if not can(request.user, Permission.API_MANAGE):
        raise PermissionDenied


def visible_client(request: HttpRequest, pk: int) -> ApiClient:
    ask_for_permission(request)
    return get_object_or_404(ApiClient.objects.visible_to(request.user).latest_first(), pk=pk)


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    ask_for_permission(request)
    now = timezone.now()
    found = ApiClient.objects.visible_to(request.user).latest_first()
    return render(request, "kpis/api/clients.html", {"rows": [(client, client.is_open(now)) for client in found]})


@require_http_methods(["GET", "HEAD", "POST"])
def client_new(request: HttpRequest) -> HttpResponse:
    """The token stands on the page that answers, and nowhere else: no address leads back to it."""
    ask_for_permission(request)
    units = units_where(request.user, Permission.API_MANAGE).open_on(timezone.localdate())
    form = ApiClientForm(posted(request), units=units, today=timezone.localdate())
    if made := carried_out(form, lambda: api_clients.make_client(**form.facts, by=request.user)):
        client, token = made
        return render(request, "kpis/api/made.html", {"client": client, "token": token})
    return form_page(request, "kpis/api/new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def client_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    client = visible_client(request, pk)
    if request.method != "POST":
        return render(request, "kpis/api/revoke.html", {"client": client, "is_open": client.is_open(timezone.now())})
    try:
        api_clients.revoke(client, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The token of {client.name} is revoked. It opens nothing any more.")
    return redirect("kpis:api_clients")


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Anybody who reads indicators may read how programs do."""
    if not (can(request.user, Permission.INDICATOR_VIEW) or can(request.user, Permission.API_MANAGE)):
        raise PermissionDenied
    told = {
        "document": openapi.as_page(),
        "introduction": openapi.INTRODUCTION,
        "errors": openapi.ERRORS,
        "base": request.build_absolute_uri(reverse("api:openapi")).removesuffix("openapi.json"),
    }
    return render(request, "kpis/api/documentation.html", told)
