"""A tool as an auditor will see it, with nothing saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits import summaries
from audits.building import section_named
from audits.forms import DomainForm, GradeForm
from audits.grading import OVERALL
from audits.models import content_of
from audits.views.drafting import found, visible_version


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list for a child of one cohort."""
    version = visible_version(request, pk)
    page = summaries.preview_page(version, content_of(version), request.GET.get("cohort", ""))
    return render(request, "audits/tools/preview.html", {"page": page, "version": version})


@require_GET
def section(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One page of the audit: the form that auditors fill in, without a button that saves."""
    version = visible_version(request, pk)
    content = content_of(version)
    part = found(section_named, content, code)
    page = summaries.preview_page(version, content, request.GET.get("cohort", ""))
    themes = summaries.themes_offered({}) if part.is_graded else ()
    form = DomainForm(section=part, asked=page.asked_on(part), themes=themes)
    context = {"page": page, "version": version, "section": part, "form": form, "code": code}
    return render(request, "audits/tools/preview_section.html", {**context, "elsewhere": page.elsewhere(part)})


@require_GET
def overall(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the overall grade."""
    version = visible_version(request, pk)
    content = content_of(version)
    page = summaries.preview_page(version, content, request.GET.get("cohort", ""))
    form = GradeForm(descriptors=content.overall_descriptors)
    context = {"page": page, "version": version, "form": form, "code": OVERALL}
    return render(request, "audits/tools/preview_overall.html", context)
