"""The auditor's pages: one for each domain, feedback and reflection, overall, check answers, submit."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits import commands, permissions, summaries
from audits.forms import DomainForm, GradeForm, ReasonForm, VoiceForm, WritingForm
from audits.grading import OVERALL
from audits.models import Audit
from audits.views.pages import visible_audit
from audits.views.saving import save_page
from kit.forms import carried_out, form_page, posted
from people.access import Refused

Save = Callable[[summaries.AuditPage, Any, int], Audit]


@require_http_methods(["GET", "POST"])
def domain(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One domain: guidance, descriptors beside the grade, rationale, strengths and areas for focus."""

    def save(page: summaries.AuditPage, form: DomainForm, version: int) -> Audit:
        draft = commands.SectionDraft(form.cleaned_data["grade"], form.cleaned_data["rationale"], **form.lines)
        return commands.save_sections(page.audit, {code: draft}, version=version, by=request.user)

    return _write(request, pk, code, DomainForm, save, "audits/domain.html")


@require_http_methods(["GET", "POST"])
def overall(request: HttpRequest, pk: int) -> HttpResponse:
    def save(page: summaries.AuditPage, form: GradeForm, version: int) -> Audit:
        return commands.save_overall(page.audit, version=version, **form.cleaned_data, by=request.user)

    return _write(request, pk, OVERALL, GradeForm, save, "audits/overall.html")


@require_http_methods(["GET", "POST"])
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    """Feedback from the child or family, and the reflection with the practitioner."""

    def save(page: summaries.AuditPage, form: VoiceForm, version: int) -> Audit:
        return commands.save_voice(page.audit, version=version, **form.cleaned_data, by=request.user)

    return _write(request, pk, summaries.VOICE, VoiceForm, save, "audits/voice.html")


@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check answers before submitting."""
    page = _page_to_write(request, pk)
    return render(request, "audits/check.html", {"page": page}) if page.audit.is_open else redirect(page.audit)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    try:
        commands.submit(audit, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("audits:check", pk) if audit.is_open else redirect(audit)
    messages.success(request, "Your audit is submitted. A moderator will look at it next; you will see what they say.")
    return redirect(audit)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    if not permissions.may_withdraw(request.user, audit):
        raise PermissionDenied
    form = ReasonForm(
        posted(request),
        label="Why is this audit withdrawn?",
        help_text="It will count nowhere any more. What was written stays, and so does your reason.",
    )
    if carried_out(form, lambda: commands.withdraw(audit, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, f"{audit} is withdrawn.")
        return redirect(audit)
    return form_page(request, "audits/withdraw.html", form, audit=audit)


def _page_to_write(request: HttpRequest, pk: int) -> summaries.AuditPage:
    """The audit as its auditor writes it; nobody else may, and not after submitting."""
    audit = visible_audit(request, pk)
    page = summaries.audit_page(audit, request.user)
    if not permissions.may_do(request.user, audit):
        raise PermissionDenied
    return page


def _write(
    request: HttpRequest, pk: int, code: str, form_class: type[WritingForm], save: Save, template: str
) -> HttpResponse:
    """Show or save one page of the audit form."""
    page = _page_to_write(request, pk)
    audit = page.audit
    words = page.words_of(code)
    if words is None:
        raise Http404
    form = form_class(posted(request), words=page.view_of(code), initial=words)
    context = {"page": page, "code": code, "view": page.view_of(code), "version": page.version_of(code)}
    if request.method == "GET":
        return render(request, template, {**context, "form": form}) if audit.is_open else redirect(audit)

    def current() -> tuple[int, dict[str, Any]]:
        fresh = _page_to_write(request, pk)
        return fresh.version_of(code), fresh.words_of(code)

    def done() -> HttpResponse | None:
        if "stop" in request.POST:  # back to the list, knowing that something may be missing
            return redirect(audit)
        if "replace" in request.POST:
            messages.success(request, "Your words are saved.")
            return redirect(request.path)
        form.add_gaps()
        following = page.part_after(code)
        onward = following.url if following else reverse("audits:check", args=[audit.pk])
        return None if form.errors else redirect(onward)

    return save_page(
        request,
        form,
        save=lambda version: save(page, form, version).version,
        current=current,
        done=done,
        template=template,
        context=context,
    )
