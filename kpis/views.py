"""Pages of indicators."""

from django.http import Http404, HttpRequest, HttpResponse


def indicator(request: HttpRequest, ref: str) -> HttpResponse:
    raise Http404
