"""What comes of an audit: the progression meeting, its review, closing; reopening; and how an audit moves."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits import commands, permissions, summaries
from audits.forms import CloseForm, MeetingForm, ReasonForm, ReviewForm
from audits.lifecycle import MOVES, STATUS_WORDS, Status
from audits.models import Audit
from audits.views.pages import visible_audit
from kit.forms import carried_out, form_page, posted
from people.models import User


@require_GET
def lifecycle(request: HttpRequest) -> HttpResponse:
    """How an audit moves: the same table that the commands obey."""
    if not permissions.may_read_lifecycle(request.user):
        raise PermissionDenied
    moves = [(words, [move for move in MOVES if move.source == status]) for status, words in STATUS_WORDS.items()]
    return render(request, "audits/lifecycle.html", {"moves": moves})


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    audit = _audit_to(permissions.may_progress, request, pk)
    form = MeetingForm(posted(request))
    if carried_out(form, lambda: commands.record_meeting(audit, **form.cleaned_data, by=request.user)):
        messages.success(request, "The progression meeting is recorded. Its review is on the home page when it is due.")
        return redirect(audit)
    return form_page(request, "audits/meeting.html", form, audit=audit)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Weeks after the meeting: what has changed for the child?"""
    audit = _audit_to(permissions.may_progress, request, pk)
    form = ReviewForm(posted(request), today=timezone.localdate())
    if carried_out(form, lambda: commands.record_review(audit, **form.cleaned_data, by=request.user)):
        messages.success(request, "The review is written.")
        return redirect(audit)
    held = audit.meetings.in_force().first()
    return form_page(request, "audits/review.html", form, audit=audit, meeting=held)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    audit = _audit_to(permissions.may_progress, request, pk)
    course = summaries.course_of(audit, request.user, today=timezone.localdate())
    form = CloseForm(posted(request), asks_reason=audit.status == Status.AGREED)
    if carried_out(form, lambda: commands.close(audit, **form.cleaned_data, by=request.user)):
        messages.success(request, f"{audit} is closed.")
        return redirect(audit)
    return form_page(request, "audits/close.html", form, audit=audit, course=course)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    audit = _audit_to(permissions.may_reopen, request, pk)
    form = ReasonForm(posted(request), label="Why is the audit reopened?", help_text="Its auditor reads this.")
    if carried_out(form, lambda: commands.reopen(audit, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, f"{audit} is with its auditor again.")
        return redirect(audit)
    return form_page(request, "audits/reopen.html", form, audit=audit)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    audit = _audit_to(permissions.may_release, request, pk)
    label, help_text = "Why is the moderation released?", "Only the audit team reads this."
    form = ReasonForm(posted(request), label=label, help_text=help_text)
    released = carried_out(form, lambda: commands.release_moderation(audit, **form.cleaned_data, by=request.user))
    if released:
        messages.success(request, f"{audit} waits for another moderator.")
        return redirect(audit)
    return form_page(request, "audits/release.html", form, audit=audit)


def _audit_to(may: Callable[[User, Audit], bool], request: HttpRequest, pk: int) -> Audit:
    """The audit, for whoever may make this move; when it can be made, the command says."""
    audit = visible_audit(request, pk)
    if not may(request.user, audit):
        raise PermissionDenied
    return audit
