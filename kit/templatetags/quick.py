"""`{% quick "kpis/highlight_rows.html" rows=rows %}`: what a page repeats by the hundred (see kit/quick.py)."""

from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def quick(name: str, **context: Any) -> SafeString:
    """A template of `templates/quick/` with the names given, and nothing else of the page."""
    return mark_safe(engines["quick"].get_template(name).render(context))  # noqa: S308 it escaped every value
