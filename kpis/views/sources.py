"""Where returns come from: what the columns of each source mean, who confirmed it, and a way to forget it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kpis import commands
from kpis.mapping_form import meanings_in_words, unsaid_in_words
from kpis.models import Source
from kpis.views.asking import loading_unit
from people.access import Refused


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    unit = loading_unit(request)
    found = Source.objects.remembered().with_loads().select_related("confirmed_by").order_by("name")
    rows = [(source, meanings_in_words(source), unsaid_in_words(source.mapping)) for source in found]
    return render(request, "kpis/sources.html", {"unit": unit, "rows": rows})


@require_POST
def source_forget(request: HttpRequest, pk: int) -> HttpResponse:
    loading_unit(request)
    source = get_object_or_404(Source, pk=pk)
    try:
        commands.forget_source(source, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{source.name} is forgotten. What its columns mean is asked at the next file.")
    return redirect("kpis:sources")
