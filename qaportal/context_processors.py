"""What every page knows: the council, the demo notice, and the navigation of this person."""

import tomllib
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from qaportal.navigation import items_for

VERSION = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def portal(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "council_name": settings.COUNCIL_NAME,
        "is_demo": settings.DEMO,
        "portal_version": VERSION,
        "my_password_url": reverse("people:my_password"),
        "navigation": items_for(user, request.path) if signed_in else [],
    }
