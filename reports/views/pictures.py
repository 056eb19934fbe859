"""The pictures of a report: added with a title and a text alternative, and taken out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kit.forms import posted
from people.access import Refused
from reports import commands
from reports.arranging import applied
from reports.assembly import held_by
from reports.blueprints import blueprint_of
from reports.lifecycle import barrier_to_change
from reports.picture_form import PictureForm
from reports.pictures import section_titles
from reports.views.finding import own_report


@require_http_methods(["GET", "POST"])
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_report(request, pk)
    if reason := barrier_to_change(found.status):
        messages.error(request, reason)
        return redirect("reports:sign_off", pk)
    titles = section_titles(applied(blueprint_of(found.kind), found.arrangement))
    refused = getattr(request, "refused_uploads", {})
    form = PictureForm(posted(request), request.FILES or None, sections=titles, refused=refused)
    if form.is_valid():
        try:
            commands.add_picture(found, **form.chosen, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The picture is in the report.")
            return redirect("reports:pictures", pk)
    shown = [(each, titles.get(each.section, "")) for each in held_by(found)[1]]
    context = {"report": found, "form": form, "shown": shown}
    return render(request, "reports/pictures.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = own_report(request, pk)
    try:
        commands.remove_picture(found, number, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The picture is out of the report.")
    return redirect("reports:pictures", pk)
