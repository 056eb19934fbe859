"""The council's look on the portal's own page of a report: colours and typeface as a style sheet, and the logo."""

import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

if TYPE_CHECKING:
    from reports.renderers.brand import Brand


@dataclass(frozen=True)
class Logo:
    """Where a page finds the logo, and what it says."""

    as_url: str
    alt: str


def logo_of_page() -> Logo | None:
    return Logo(reverse("reports:logo"), settings.COUNCIL_NAME) if settings.BRAND_LOGO else None


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """What the settings ask for: the page itself holds no style."""
    return _kept(request, _brand().css.encode(), "text/css; charset=utf-8")


@require_GET
def logo(request: HttpRequest) -> HttpResponse:
    """The logo as a picture; a drawing could run a script where it is opened by itself."""
    if not settings.BRAND_LOGO:
        raise Http404("The council has no logo here.")
    found = _brand().logo
    is_drawing = found.media_type == "image/svg+xml"
    return _kept(request, found.picture, "image/png" if is_drawing else found.media_type)


def _brand() -> "Brand":
    """Reading the look loads what draws: only these two addresses do so, and browsers keep what they get."""
    return import_module("reports.renderers.brand").brand()


def _kept(request: HttpRequest, data: bytes, media_type: str) -> HttpResponse:
    """Asked for again each time, and sent again when it has changed."""
    etag = f'"{hashlib.sha256(data).hexdigest()}"'
    response = HttpResponse(data, content_type=media_type, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    return get_conditional_response(request, etag=etag, response=response) or response
