"""Moderation: blind grading, comparison, agreement; or sending back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits import commands, permissions, summaries
from audits.forms import AgreeForm, ModerationForm, ReasonForm
from audits.grading import OVERALL
from audits.lifecycle import Status
from audits.overall import bites_of, too_good
from audits.views.pages import visible_audit
from audits.views.saving import differing, save_page
from kit.forms import carried_out, form_page, posted
from people.access import Refused


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    try:
        commands.begin_moderation(audit, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(audit)
    return redirect("audits:moderate", pk)


@require_http_methods(["GET", "POST"])
def moderate(request: HttpRequest, pk: int) -> HttpResponse:
    """The auditor's words without their grades; the moderator's own grades go in here."""
    page = _page_to_moderate(request, pk)
    if page.audit.status != Status.IN_MODERATION:
        return redirect(page.audit)
    if page.moderation.graded_at:
        return redirect("audits:agree", pk)
    views = page.in_form_order
    saved = _saved_grades(views, page.moderation.comment)
    form = ModerationForm(posted(request), domains=views, overall=OVERALL, initial=saved)
    context = {"page": page, "audit": page.audit, "version": page.moderation.version}
    if request.method == "GET":
        return render(request, "audits/moderate.html", {**context, "form": form})

    def save(version: int) -> int:
        drafts = {view.code: commands.ModeratedDraft(*_boxes(form, view.code)) for view in views}
        words = form.cleaned_data["comment"]
        return commands.save_moderated_grades(
            page.audit, drafts, comment=words, version=version, by=request.user
        ).version

    def done() -> HttpResponse | None:
        if "compare" not in request.POST:
            messages.success(request, "Your grades so far are saved. Nobody else sees them yet.")
            return redirect("audits:moderate", pk)
        try:
            commands.save_moderated_grades(page.audit, {}, finished=True, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            _point_to_gaps(form, page)
            return None
        return redirect("audits:agree", pk)

    return save_page(
        request,
        form,
        save=save,
        current=lambda: (page.moderation.version, differing(form, saved)),
        done=done,
        template="audits/moderate.html",
        context=context,
    )


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Both grades side by side; the agreed grades are decided here."""
    page = _page_to_moderate(request, pk)
    if page.audit.status != Status.IN_MODERATION:
        return redirect(page.audit)
    if not page.moderation.graded_at:
        return redirect("audits:moderate", pk)
    views = [view for view in page.in_form_order if view.differs]
    form = AgreeForm(posted(request), differing=views, domains=page.domains, overall=page.overall, content=page.content)
    if carried_out(form, lambda: commands.agree(page.audit, _agreed(form), by=request.user)):
        messages.success(request, "The grades are agreed. The auditor and the practitioner can now read them.")
        return redirect(page.audit)
    return form_page(request, "audits/agree.html", form, page=page, audit=page.audit)


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    page = _page_to_moderate(request, pk)
    form = ReasonForm(
        posted(request),
        label="What does the auditor need to do?",
        help_text="The auditor reads this. Your grades stay unseen, and the audit comes back to you or a colleague.",
    )
    if carried_out(form, lambda: commands.send_back(page.audit, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, f"{page.audit} is back with its auditor.")
        return redirect("audits:to_moderate")
    return form_page(request, "audits/send_back.html", form, audit=page.audit)


def _page_to_moderate(request: HttpRequest, pk: int) -> summaries.AuditPage:
    """The audit as its moderator sees it; nobody else opens these pages."""
    page = summaries.audit_page(visible_audit(request, pk), request.user)
    if not permissions.may_decide(request.user, page.audit, page.moderation):
        raise PermissionDenied
    return page


def _agreed(form: AgreeForm) -> dict[str, commands.AgreedDraft]:
    """What was decided for each domain where the two grades differ."""
    boxes = ("grade", "reason", "rationale")
    return {
        view.code: commands.AgreedDraft(*(form.cleaned_data[f"{name}_{view.code}"] for name in boxes))
        for view in form.differing
    }


def _saved_grades(views: list[summaries.DomainView], comment: str) -> dict[str, Any]:
    saved: dict[str, Any] = {"comment": comment}
    for view in views:
        saved[f"grade_{view.code}"] = view.moderated and view.moderated.grade
        saved[f"rationale_{view.code}"] = view.moderated.rationale if view.moderated else ""
    return saved


def _boxes(form: ModerationForm, code: str) -> tuple[Any, str]:
    return form.cleaned_data[f"grade_{code}"], form.cleaned_data[f"rationale_{code}"]


def _point_to_gaps(form: ModerationForm, page: summaries.AuditPage) -> None:
    """Say at each box what the barrier said of the whole."""
    for view in page.in_form_order:
        grade, reasons = _boxes(form, view.code)
        if grade is None:
            form.add_error(f"grade_{view.code}", f"{view.title}: choose your grade")
        elif view.code == OVERALL and not reasons.strip():
            form.add_error(f"rationale_{view.code}", "Overall: write the reasons for your grade")
    grades = {view.code: form.cleaned_data.get(f"grade_{view.code}") for view in page.in_form_order}
    if held := too_good(grades.pop(OVERALL), bites_of(page.content, grades)):
        form.add_error(f"grade_{OVERALL}", f"Overall: {held}")
