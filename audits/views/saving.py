"""Saving a page of words, for autosave and for the Save button alike.

Autosave sends the same form to the same address with `autosave=1` and gets JSON. Either way the page says at which
version it was opened; when the words were saved elsewhere since, both texts are shown and nothing is overwritten until
somebody chooses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from audits.commands import Conflict
from people.access import Refused


@dataclass(frozen=True)
class Difference:
    """One box whose saved words are not the words that were sent."""

    label: str
    saved: str
    sent: str


def save_page(
    request: HttpRequest,
    form: Any,
    *,
    save: Callable[[int], int],
    current: Callable[[], tuple[int, Mapping[str, Any]]],
    done: Callable[[], HttpResponse | None],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Answer a POST of `form`: `save(version)` gives the new version, `current()` the saved version and words.

    `done()` answers when a person saved and not autosave; None shows the page with the form's errors.
    """
    is_autosave = request.POST.get("autosave") == "1"
    version = _version(request)
    if version is None:
        form.add_error(None, "This page is out of date: reload it.")
    elif form.is_valid():
        try:
            version = save(version)
        except Conflict as conflict:
            return _conflict(request, form, conflict, current, version, is_autosave, template, context)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if is_autosave:
                return JsonResponse({"version": version, "words": f"Saved at {_time()}"})
            if answer := done():
                return answer
    if is_autosave:
        problems = [words for messages in form.errors.values() for words in messages]
        return JsonResponse({"problem": " ".join(problems)}, status=422)
    return render(request, template, {**context, "form": form, "version": version}, status=422)


def _conflict(request, form, conflict, current, version, is_autosave, template, context) -> HttpResponse:
    """Both texts, side by side; the boxes keep what was sent."""
    saved_version, saved = current()
    differences = []
    for name, words in saved.items():
        field, sent = form.fields[name], form.cleaned_data[name]
        if (words or "") != (sent or ""):
            differences.append(Difference(field.label, _words(field, words), _words(field, sent)))
    panel = {"differences": differences, "saved_version": saved_version}
    if is_autosave:
        html = render_to_string("audits/_conflict.html", panel, request)
        return JsonResponse({"problem": str(conflict), "panel": html}, status=409)
    return render(request, template, {**context, "form": form, "version": version, **panel}, status=409)


def _version(request: HttpRequest) -> int | None:
    """The version that the sender has seen: the page's, or the newer one whose words they chose to replace."""
    seen = request.POST.get("replace") or request.POST.get("version", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None


def _words(field: Any, value: Any) -> str:
    """A box's value in words: a choice by its label."""
    choices = dict(getattr(field, "choices", []))
    return str(choices.get(value, value) or "")


def _time() -> str:
    return f"{timezone.localtime():%H:%M}"
