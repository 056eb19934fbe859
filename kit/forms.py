"""What every view with a form does: bind what was sent, carry it out, show the page again with what is wrong."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kit.commands import Refused


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None for a page that is only being opened. An empty POST is told what is missing."""
    return request.POST if request.method == "POST" else None


def carried_out(form: Form, change: Callable[[], Any]) -> Any:
    """Make the change when the form is right, and return what it gives; a refusal becomes an error on the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return change()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page around a form; 422 when what was sent could not be used."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
