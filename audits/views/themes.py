"""Themes: the quality assurance team adds, renames and takes out of use."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from audits import commands, permissions, summaries
from audits.forms import ThemeForm
from audits.models import Theme
from audits.views.pages import areas
from kit.forms import carried_out, form_page, posted


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All themes; a new one is added here."""
    _check(request)
    form = ThemeForm(posted(request))
    if theme := carried_out(form, lambda: commands.add_theme(form.cleaned_data["name"], by=request.user)):
        messages.success(request, f"“{theme.name}” is added.")
        return redirect("audits:themes")
    context = {"areas": areas(request.user, request.path), "themes": summaries.themes()}
    return form_page(request, "audits/tools/themes.html", form, **context)


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    _check(request)
    theme = get_object_or_404(Theme, pk=pk)
    form = ThemeForm(posted(request), initial={"name": theme.name})
    if carried_out(form, lambda: commands.rename_theme(theme, form.cleaned_data["name"], by=request.user)):
        messages.success(request, f"“{theme.name}” is now “{form.cleaned_data['name']}”.")
        return redirect("audits:themes")
    return form_page(request, "audits/tools/theme.html", form, theme=theme)


@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use, or into use again."""
    _check(request)
    theme = get_object_or_404(Theme, pk=pk)
    is_in_use = request.POST.get("use") == "1"
    commands.use_theme(theme, is_in_use, by=request.user)
    words = "is offered to auditors again" if is_in_use else "is out of use; audits that have it keep it"
    messages.success(request, f"“{theme.name}” {words}.")
    return redirect("audits:themes")


def _check(request: HttpRequest) -> None:
    if not permissions.may_write_tools(request.user):
        raise PermissionDenied
