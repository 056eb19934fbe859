"""The auditor's pages: one for each domain, feedback and reflection, overall, check answers, submit."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits import commands, permissions, summaries
from audits.completeness import asked_on_page
from audits.forms import DomainForm, GradeForm, ReasonForm, WritingForm
from audits.grading import OVERALL
from audits.models import Audit
from audits.views.pages import visible_audit
from audits.views.saving import Difference, save_page
from audits.wording import page_words
from kit.forms import carried_out, form_page, posted
from people.access import Refused

Save = Callable[[Any, int], Audit]


@require_http_methods(["GET", "POST"])
def domain(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One section: its guidance and questions; of a domain also the grade and what stands behind it."""
    page = _page_to_write(request, pk)
    view = _part_of(page, code)
    asked = asked_on_page(view.asked, page.counted, page.audit.record.cohort)
    is_new = request.method == "GET" and code not in page.versions
    form = DomainForm(
        posted(request),
        section=view.asked,
        saved=view.draft,
        asked=asked,
        prefilled=summaries.answers_offered(page.audit, asked, to=request.user) if is_new else None,
        themes=summaries.themes_offered(view.themes) if view.is_graded else (),
        rows=_rows(request),
        today=timezone.localdate(),
    )

    def save(version: int) -> Audit:
        drafts = {code: form.draft(view.draft)}
        return commands.save_sections(page.audit, drafts, version=version, by=request.user)

    return _write(request, page, code, form, save, "audits/domain.html")


@require_http_methods(["GET", "POST"])
def overall(request: HttpRequest, pk: int) -> HttpResponse:
    page = _page_to_write(request, pk)
    view = page.overall
    form = GradeForm(
        posted(request),
        descriptors=page.content.overall_descriptors,
        bites=page.bites,
        initial={"grade": view.draft.grade, "rationale": view.draft.rationale},
    )

    def save(version: int) -> Audit:
        drafts = {OVERALL: form.draft(view.draft)}
        return commands.save_sections(page.audit, drafts, version=version, by=request.user)

    return _write(request, page, OVERALL, form, save, "audits/overall.html")


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


def _part_of(page: summaries.AuditPage, code: str) -> summaries.DomainView:
    """The section to write; 404 where the audit has none or does not ask it."""
    view = page.view_of(code)
    if view is None or view.asked is None:
        raise Http404
    return view


def _rows(request: HttpRequest) -> int:
    """How many rows for notes were asked for."""
    rows = request.GET.get("rows", "")
    return int(rows) if rows.isdecimal() and len(rows) < 4 else 0


def _write(
    request: HttpRequest, page: summaries.AuditPage, code: str, form: WritingForm, save: Save, template: str
) -> HttpResponse:
    """Show or save one page of the audit form."""
    audit = page.audit
    context = {"page": page, "code": code, "view": page.view_of(code), "version": page.version_of(code)}
    if request.method == "GET":
        return render(request, template, {**context, "form": form}) if audit.is_open else redirect(audit)

    def done() -> HttpResponse | None:
        if "stop" in request.POST:  # back to the list, knowing that something may be missing
            return redirect(audit)
        if "another" in request.POST:
            return redirect(f"{request.path}?rows={len(form.notes)}#note-{len(form.notes)}")
        if "replace" in request.POST:
            messages.success(request, "Your words are saved.")
            return redirect(request.path)
        form.add_gaps()
        if not form.errors and getattr(form, "hint", ""):
            messages.info(request, f"{context['view'].title} is saved. {form.hint}")
        following = page.part_after(code)
        onward = following.url if following else reverse("audits:check", args=[audit.pk])
        return None if form.errors else redirect(onward)

    return save_page(
        request,
        form,
        save=lambda version: save(version).version,
        current=lambda: _current(request, audit.pk, code, form),
        done=done,
        template=template,
        context=context,
    )


def _current(request: HttpRequest, pk: int, code: str, form: Any) -> tuple[int, list[Difference]]:
    """The version of a page as it is saved now, and what differs from what was sent."""
    page = _page_to_write(request, pk)
    version, view = page.version_of(code), page.view_of(code)
    names = {**dict(summaries.themes_offered({})), **view.themes}
    saved, sent = (page_words(view.asked, draft, names) for draft in (view.draft, form.draft(view.draft)))
    return version, [Difference(label, words, sent[label]) for label, words in saved.items() if words != sent[label]]
