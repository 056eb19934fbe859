"""What `manage.py check --deploy` looks at: can the council's logo and fonts be used, before a report needs them?"""

from importlib import import_module
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


@register(Tags.files, deploy=True)
def the_look_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Drawing is heavy: only a deployment check opens the logo and the fonts."""
    try:
        import_module("reports.renderers.brand").brand()
    except ImproperlyConfigured as problem:
        return [Error(str(problem), id="reports.E001")]
    return []
