"""The facts about a child's record: a first part of every audit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audits import commands, permissions, summaries
from audits.forms import FactsForm
from audits.forms.records import boxes_of
from audits.views.pages import visible_audit
from audits.views.saving import Difference, differing, save_page
from kit.forms import posted


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Known facts are filled in; the auditor checks them and corrects what is wrong."""
    audit = visible_audit(request, pk)
    if not permissions.may_do(request.user, audit):
        raise PermissionDenied
    if request.method == "GET" and not audit.is_open:
        return redirect(audit)
    page = summaries.audit_page(audit, request.user)
    units = summaries.teams_for(audit, request.user)
    practitioners = summaries.practitioners_for(audit, summaries.practitioners_in(units, but=request.user))
    form = FactsForm(posted(request), audit=audit, units=units, practitioners=practitioners)
    context = {
        "page": page,
        "audit": audit,
        "code": summaries.FACTS,
        "version": page.version_of(summaries.FACTS),
        "earlier": summaries.earlier_audits(audit, request.user),
    }
    if request.method == "GET":
        return render(request, "audits/facts.html", {**context, "form": form})

    def save(version: int) -> int:
        found = commands.Facts(**form.cleaned_data)
        return commands.check_facts(audit, found, version=version, by=request.user).version

    return save_page(
        request,
        form,
        save=save,
        current=lambda: _current(request, pk, form),
        done=lambda: _onward(request, page),
        template="audits/facts.html",
        context=context,
    )


def _current(request: HttpRequest, pk: int, form: FactsForm) -> tuple[int, list[Difference]]:
    """The facts as they are saved now, and what differs from what was sent."""
    audit = visible_audit(request, pk)
    return audit.record.facts_version, differing(form, boxes_of(audit))


def _onward(request: HttpRequest, before: summaries.AuditPage) -> HttpResponse:
    """Say which parts came and went with the cohort, and open the next one."""
    page = summaries.audit_page(visible_audit(request, before.audit.pk), request.user)
    titles, earlier = ({part.code: part.title for part in shown.parts} for shown in (page, before))
    added = [title for code, title in titles.items() if code not in earlier]
    gone = [title for code, title in earlier.items() if code not in titles]
    if added:
        messages.info(request, f"With this cohort the audit also asks: {', '.join(added)}.")
    if gone:
        messages.info(request, f"With this cohort the audit no longer asks: {', '.join(gone)}. What you wrote is kept.")
    if "replace" in request.POST:
        messages.success(request, "The facts are saved.")
        return redirect(request.path)
    following = page.part_after(summaries.FACTS)
    return redirect(following.url if following else reverse("audits:check", args=[page.audit.pk]))
