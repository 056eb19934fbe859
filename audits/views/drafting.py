"""Changing a draft: what every page about one shares.

Each form says at which save of the draft its page was opened. When somebody else has changed the draft since, nothing
is overwritten: the page keeps what was typed, shows what is saved now beside it, and asks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from audits import commands, permissions, summaries
from audits.building import Gone
from audits.content import Content
from audits.forms.tools import DraftForm
from audits.models import ToolVersion, content_of
from audits.versions import changing_barrier
from audits.views.saving import Difference
from people.access import Refused


@dataclass(frozen=True)
class Draft:
    """A draft that this person may change, with what it asks."""

    version: ToolVersion
    content: Content


def visible_version(request: HttpRequest, pk: int) -> ToolVersion:
    if not permissions.may_read_tools(request.user):
        raise PermissionDenied
    return get_object_or_404(summaries.tool_versions(), pk=pk)


def draft_to_change(request: HttpRequest, pk: int) -> Draft:
    """The draft, for whoever builds tools. Of a published version nothing can be changed: there is no such page."""
    version = visible_version(request, pk)
    if not permissions.may_write_tools(request.user):
        raise PermissionDenied
    if changing_barrier(is_draft=version.is_draft):
        raise Http404
    return Draft(version, content_of(version))


def found(find: Callable[..., Any], content: Content, code: str) -> Any:
    """The section or question, or 404."""
    try:
        return find(content, code)
    except Gone as gone:
        raise Http404 from gone


def saves_seen(request: HttpRequest) -> int:
    """The save that the sender has seen: the page's, or the newer one whose words they chose to replace."""
    seen = request.POST.get("replace") or request.POST.get("saves", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


def change_page(
    request: HttpRequest,
    draft: Draft,
    form: DraftForm,
    *,
    what: str,
    template: str,
    onward: Callable[[], str],
    again: Callable[[Content], DraftForm],
    done: str = "Saved.",
    **context: Any,
) -> HttpResponse:
    """Show or save a page of a draft. `again` gives the form as it would open now; `onward` where to go."""
    context |= {"form": form, "draft": draft, "version": draft.version, "saves": draft.version.saves}
    if request.method == "GET":
        return render(request, template, context)
    context["saves"] = saves_seen(request)
    if form.is_choosing:
        return render(request, template, context)
    if form.is_valid():
        try:
            commands.change_draft(draft.version, form.apply, what=what, saves=saves_seen(request), by=request.user)
        except commands.Conflict as conflict:
            fresh = draft_to_change(request, draft.version.pk)
            context |= {
                "conflict": str(conflict),
                "saved": fresh.version,
                "differences": _differences(form, again(fresh.content)),
            }
            return render(request, template, context, status=409)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(onward())
    return render(request, template, context, status=422)


def change_at_once(request: HttpRequest, draft: Draft, change: Callable[[Content], Content], *, what: str) -> bool:
    """Carry out what a single button asks; a refusal is a message."""
    try:
        commands.change_draft(draft.version, change, what=what, saves=saves_seen(request), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _differences(form: DraftForm, fresh: DraftForm) -> list[Difference]:
    """The boxes whose saved words are not the words that were sent."""
    found = []
    for name, field in form.fields.items():
        saved, sent = _words(field, fresh.get_initial_for_field(field, name)), _words(field, form.cleaned_data[name])
        if saved != sent:
            found.append(Difference(field.label, saved, sent))
    return found


def _words(field: Any, value: Any) -> str:
    """A box's value in words: a choice by its label."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(_words(field, each) for each in value)
    labels: dict[str, str] = {}
    for code, words in getattr(field, "choices", None) or getattr(field.widget, "choices", []):
        labels |= dict(words) if isinstance(words, list | tuple) else {code: words}
    return str(labels.get(value, value) or "")
