"""The production entry point. It refuses to serve a real council from a demo's accounts."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qaportal.settings")
application = get_wsgi_application()


def refuse_demo_accounts() -> None:
    from people.models import User  # noqa: PLC0415 models can only be imported once the application is ready

    if not settings.DEMO and User.objects.filter(email__iendswith="@demo.example", is_active=True).exists():
        raise ImproperlyConfigured("This database holds demo accounts, whose password is published: use a fresh one.")


refuse_demo_accounts()
