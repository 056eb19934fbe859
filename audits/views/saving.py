"""Saving a page of words, for autosave and for the Save button alike.

Autosave sends the same form to the same address with `autosave=1` and gets JSON. Either way the page says at which
version it was opened; when the words were saved elsewhere since, both texts are shown and nothing is overwritten until
somebody chooses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from audits.commands import Conflict
from kit.templatetags.govuk import complaints
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
    current: Callable[[], tuple[int, Sequence[Difference]]],
    done: Callable[[], HttpResponse | None],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Answer a POST of `form`: `save(version)` gives the new version, `current()` the saved one and what differs.

    `done()` answers when a person saved and not autosave; None shows the page with the form's errors. Where one box
    cannot be saved as it is, a form that `saves_the_rest` is saved without it, and says so.
    """
    is_autosave = request.POST.get("autosave") == "1"
    version, is_saved = _version(request), False
    is_valid = form.is_valid()
    if version is None:
        form.add_error(None, "This page is out of date: reload it.")
    elif is_valid or getattr(form, "saves_the_rest", False):
        try:
            version, is_saved = save(version), True
        except Conflict as conflict:
            return _conflict(request, form, conflict, current, version, is_autosave, template, context)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if is_autosave:
        return _answer(form, version if is_saved else None)
    if is_saved and is_valid and (answer := done()):
        return answer
    return render(request, template, {**context, "form": form, "version": version}, status=422)


def _answer(form: Any, version: int | None) -> JsonResponse:
    """What autosave is told: the version that has all the words, or what is wrong and the version with the rest."""
    if version is not None and not form.errors:
        # A kind question; boxes of the page that others saved, with what they hold now.
        more = {name: getattr(form, name) for name in ("hint", "boxes") if hasattr(form, name)}
        return JsonResponse({"version": version, "words": f"Saved at {_time()}", **more})
    problem = " ".join(dict.fromkeys(words for field in form.errors for words in _sentences(form, field)))
    if version is None:
        return JsonResponse({"problem": problem}, status=422)
    return JsonResponse(
        {"problem": f"{problem} Everything else was saved at {_time()}.", "version": version}, status=422
    )


def _sentences(form: Any, name: str) -> list[str]:
    """What is wrong with one box, which is named where the sentence does not."""
    if name not in form.fields:
        return form.errors[name]
    return [words if "“" in words else f"“{form.fields[name].label}”: {words}" for words in complaints(form[name])]


def differing(form: Any, saved: Mapping[str, Any]) -> list[Difference]:
    """The boxes whose saved words are not the words that were sent."""
    found = []
    for name, words in saved.items():
        field, sent = form.fields[name], form.cleaned_data.get(name, words)
        if (words or "") != (sent or ""):
            found.append(Difference(field.label, _words(field, words), _words(field, sent)))
    return found


def _conflict(request, form, conflict, current, version, is_autosave, template, context) -> HttpResponse:
    """Both texts, side by side; the boxes keep what was sent."""
    saved_version, differences = current()
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
