"""The production entry point. It refuses to serve a real council from a demo's accounts."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qaportal.settings")
application = get_wsgi_application()


def refuse_demo_accounts() -> None:
    from people.models import User  # noqa: PLC0415 models can only be imported once the application is ready

    if not settings.DEMO and User.objects.filter(email__iendswith="@demo.example", is_active=True).exists():
        raise ImproperlyConfigured("This database holds demo accounts, whose password is published: use a fresh one.")


refuse_demo_accounts()


def settle() -> None:
    """Load every page before the first visitor, and spare the collector what stays for good.

    Else each full collection, in the middle of somebody's page, walks through 130,000 objects of code again, and a
    long table is a hundred small collections: of the slowest pages that was a third of the time. What a process
    remembers of figures (kpis/summaries) is as long-lived, and walked through ten times less often than usual.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 100)


settle()
