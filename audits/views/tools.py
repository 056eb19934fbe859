"""Tools: the list, one version, and its way into use."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits import commands, permissions, summaries
from audits.comparing import compare
from audits.forms import HeadForm
from audits.models import ToolVersion, content_of
from audits.versions import changing_barrier, retiring_barrier
from audits.views.drafting import draft_to_change, saves_seen, visible_version
from audits.views.pages import areas
from kit.forms import carried_out, form_page, posted
from people.access import Refused


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    if not permissions.may_read_tools(request.user):
        raise PermissionDenied
    context = {
        "areas": areas(request.user, request.path),
        "lines": summaries.tool_lines(),
        "may_write": permissions.may_write_tools(request.user),
        "to_publish": summaries.tools_to_publish(request.user),
    }
    return render(request, "audits/tools/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if not permissions.may_write_tools(request.user):
        raise PermissionDenied
    form = HeadForm(posted(request))
    if version := carried_out(form, lambda: commands.start_tool(form.made(), by=request.user)):
        messages.success(request, "The tool is started. Add its sections next.")
        return redirect(version)
    return form_page(request, "audits/tools/new.html", form)


@require_GET
def tool(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: to be built while it is a draft, to be read by everybody else."""
    page = summaries.tool_page(visible_version(request, pk), request.user)
    builds = page.version.is_draft and page.may_write
    template = "audits/tools/draft.html" if builds else "audits/tools/version.html"
    return render(request, template, {"page": page, "version": page.version, "saves": page.version.saves})


@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed between two versions, whichever two."""
    page = summaries.tool_page(visible_version(request, pk), request.user)
    chosen = request.GET.get("since", "")
    since = next((version for version in page.others if str(version.pk) == chosen), page.before)
    if chosen and (since is None or str(since.pk) != chosen):
        raise Http404
    context = {"page": page, "version": page.version, "since": since}
    if since:
        context["comparison"] = compare(content_of(since), page.content)
    return render(request, "audits/tools/changes.html", context)


@require_POST
def make_draft(request: HttpRequest, pk: int) -> HttpResponse:
    version = visible_version(request, pk)
    return _moved(
        request, version, lambda: commands.make_draft(version, by=request.user),
        "This is a draft of the next version. The version in use stays as it is until somebody publishes this one.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    version = draft_to_change(request, pk).version
    if request.method == "GET":
        return render(request, "audits/tools/discard.html", {"version": version})
    try:
        commands.discard_draft(version, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The draft of {version} is discarded.")
    return redirect("audits:tools")


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    version = draft_to_change(request, pk).version
    return _moved(
        request, version, lambda: commands.propose_tool(version, by=request.user),
        "The draft is proposed. Somebody else can now publish it; a further change withdraws the proposal.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person reads what changes, and brings the version into use."""
    version = visible_version(request, pk)
    if not permissions.may_publish_tools(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _moved(
            request, version,
            lambda: commands.publish_tool(version, saves=saves_seen(request), by=request.user),
            f"Version {version.number} is in use: new audits begin with it.",
        )  # fmt: skip
    page = summaries.tool_page(version, request.user)
    if changing_barrier(is_draft=version.is_draft):
        return redirect(version)
    context = {"page": page, "version": version, "saves": version.saves, "since": page.before}
    if page.before:
        context["comparison"] = compare(content_of(page.before), page.content)
    return render(request, "audits/tools/publish.html", context)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    version = visible_version(request, pk)
    if not permissions.may_write_tools(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _moved(
            request, version, lambda: commands.retire_tool(version, by=request.user),
            "The tool is retired: no new audit begins with it. Audits that have begun go on.",
        )  # fmt: skip
    if problem := retiring_barrier(is_in_use=version.is_in_use):
        messages.error(request, problem)
        return redirect(version)
    return render(request, "audits/tools/retire.html", {"version": version})


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    version = visible_version(request, pk)
    return _moved(
        request, version, lambda: commands.bring_tool_back(version, by=request.user),
        "The tool is in use again: new audits can begin with it.",
    )  # fmt: skip


def _moved(request: HttpRequest, version: ToolVersion, move: Callable[[], Any], words: str) -> HttpResponse:
    """Make the move and show the version that it leaves; a refusal is a message."""
    try:
        left = move()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(version)
    messages.success(request, words)
    return redirect(left or version)
