"""A report on its way: who has approved it, whose turn it is, and what happens next."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kit.forms import carried_out, posted
from people.access import Refused
from reports import assembly, commands, content, permissions, remarks, summaries
from reports.forms import DecisionForm, MeetingsForm, OutcomesForm, ReasonForm
from reports.models import Report
from reports.renderers import FORMATS
from reports.routes import Decision
from reports.views.finding import own_report, report_under_way, visible_report
from reports.views.reading import asked_version


def told(request: HttpRequest, report: Report, change: Callable[[], object], done: str) -> HttpResponse:
    """Carry a change out, say that it is done or why not, and go back to the report's way."""
    try:
        change()
    except (Refused, content.ContentError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("reports:sign_off", report.pk)


def shown(request: HttpRequest, found: Report, **typed: Any) -> HttpResponse:
    """The page of a report's way; `typed` holds what was refused, so that no word of it is lost.

    Who decides here decides about the draft of this very page: its seal goes with the decision. Who comes from reading
    the report brings the seal of what they read, and is told when that is not the same.
    """
    way = summaries.way_of(found, request.user)
    draft = assembly.draft(found, today=timezone.localdate()) if found.is_under_way else None
    read = request.GET.get("read", "")
    context = {
        "decision": DecisionForm(), "meetings": MeetingsForm(way=way), "outcomes": outcomes_form(found), "form": None,
    } | typed  # fmt: skip
    context |= {
        "report": found,
        "way": way,
        "draft": draft,
        "has_changed": bool(draft and read) and read != draft.seal,
        "unresolved": remarks.unresolved(found) if found.is_under_way else [],
        "may_write": permissions.may_write(request.user, found.unit),
        "may_publish": permissions.may_publish(request.user, found),
    }
    return render(request, "reports/sign_off.html", context, status=422 if typed else 200)


@require_http_methods(["GET", "POST"])
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the report stands; whose turn it is decides here."""
    found = report_under_way(request, pk)
    if request.method != "POST":
        return shown(request, found)
    form = DecisionForm(posted(request))
    if form.is_valid():
        is_approved, said = form.cleaned_data["decision"] == Decision.APPROVED, form.cleaned_data["comment"]
        try:
            if is_approved:
                commands.approve(found, read=request.POST.get("read", ""), comment=said, by=request.user)
            else:
                commands.return_to_author(found, comment=said, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = {"comment": said}  # what was chosen is not chosen again by pressing the button once more
        else:
            messages.success(request, "You have approved the report." if is_approved else "Its author has it again.")
            return redirect("reports:sign_off", pk)
    return shown(request, found, decision=form, form=form)


@require_POST
def meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """The days on which meetings receive the report."""
    found = own_report(request, pk)
    form = MeetingsForm(posted(request), way=summaries.way_of(found, request.user))
    if carried_out(form, lambda: commands.set_meetings(found, form.days, by=request.user)):
        messages.success(request, "The days of the meetings are kept.")
        return redirect("reports:sign_off", pk)
    return shown(request, found, meetings=form, form=form)


def outcomes_form(report: Report, *typed: Any) -> OutcomesForm:
    """For the meetings that have met by today."""
    today = timezone.localdate()
    return OutcomesForm(*typed, meetings=[each for each in summaries.meetings_of(report) if each.on <= today])


@require_POST
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the meetings said of the report: all of it is kept, or none."""
    found = own_report(request, pk)
    form = outcomes_form(found, posted(request))
    if carried_out(form, lambda: commands.record_outcomes(found, form.outcomes, by=request.user)):
        messages.success(request, "What the meetings said is kept, and readers see it.")
        return redirect("reports:sign_off", pk)
    return shown(request, found, outcomes=form, form=form)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what the linter asks with a reason."""
    found = own_report(request, pk)
    finding, because = request.POST.get("finding", ""), request.POST.get("because", "")
    try:
        commands.leave(found, finding, because=because, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return shown(request, found, answered=finding, answer=because)
    messages.success(request, "Your reason is kept: those who sign the report off read it.")
    return redirect("reports:sign_off", pk)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_report(request, pk)
    return told(request, found, lambda: commands.send(found, by=request.user), "The report is on its way.")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_report(request, pk)
    return told(request, found, lambda: commands.take_back(found, by=request.user), "The report is yours again.")


def publisher_of(request: HttpRequest, pk: int) -> Report:
    found = visible_report(request, pk)
    if not permissions.may_publish(request.user, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = publisher_of(request, pk)
    if not found.is_under_way:
        return redirect(found)
    if request.method == "POST":
        response = told(
            request, found, lambda: commands.publish(found, by=request.user),
            "The report is published. Its figures and words will not change again. Its files are made now.",
        )  # fmt: skip
        found.refresh_from_db()
        return redirect(found) if found.is_published else response
    draft = assembly.draft(found, today=timezone.localdate())
    context = {
        "report": found,
        "draft": draft,
        "approved_otherwise": assembly.approved_otherwise(found),
        "formats": [format.words for format in FORMATS.values()],
    }
    return render(request, "reports/publish.html", context)


def because(request: HttpRequest, pk: int, *, kind: str, change: Callable[..., object], done: str) -> HttpResponse:
    """A page that asks for a reason before it changes what is published."""
    found = publisher_of(request, pk)
    form = ReasonForm(posted(request), kind=kind)
    if form.is_valid():
        try:
            change(found, because=form.cleaned_data["because"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("reports:sign_off" if kind == "correct" else "reports:report", pk)
    context = {"report": found, "form": form, "kind": kind}
    return render(request, "reports/because.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    done = "Change what is wrong, and send it for sign-off again. Readers see the published version until then."
    return because(request, pk, kind="correct", change=commands.correct, done=done)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    done = "The report is withdrawn. Its readers find your reason in its place."
    return because(request, pk, kind="withdraw", change=commands.withdraw, done=done)


@require_POST
def make_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more to make the files that are missing; the address names version and edition."""
    found = publisher_of(request, pk)
    publication = asked_version(request, found)
    if publication is None:
        raise Http404
    commands.reap(at=timezone.now())
    try:
        commands.make_again(publication, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The missing files are being made again.")
    return redirect(publication)
