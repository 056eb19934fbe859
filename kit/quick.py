"""Jinja for what a page repeats by the hundred: rows of long tables, options of long lists.

A row of the highlight table costs about a sixth there of what it costs in Django's templates, which stay the language
of pages. The files lie in `templates/quick/`; a name that is not there fails loudly instead of printing nothing.
"""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator, capfirst, slugify
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Escapes everything; knows the three filters and the two functions that its templates need."""
    looks = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**{**options, **looks})  # noqa: S701 it is in `looks`
    made.filters |= {"capfirst": capfirst, "slugify": slugify}
    made.filters["truncatewords"] = lambda words, count: Truncator(words).words(count)
    made.globals["zip"] = zip
    made.globals["url"] = lambda name, *args: reverse(name, args=args)
    return made
