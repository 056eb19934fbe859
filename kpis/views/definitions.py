"""The analyst defines indicators: the list, one indicator's definition, its history and what belongs to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.forms import carried_out, form_page, posted
from kit.listing import Listing, chips, chosen
from kpis import defining, permissions
from kpis.definition_forms import (
    ChangeDefinitionForm,
    DefinitionFilterForm,
    ExemptionForm,
    NewIndicatorForm,
    OwnerForm,
    PopulationForm,
    RebaseForm,
    ReconciliationForm,
    TargetForm,
    WordingForm,
)
from kpis.measuring import what_there_is
from kpis.models import Definition, Exemption, Indicator, Rebase, Reconciliation
from kpis.populations import set_population
from kpis.summaries import definitions as shown
from people.models import Unit, User

FORM = "kpis/definitions/form.html"


def defined(request: HttpRequest, ref: str) -> tuple[Indicator, list[Definition]]:
    """An indicator with all its definitions, oldest first. Only who defines for the council comes here."""
    only_definers(request)
    indicator = get_object_or_404(Indicator.objects.select_related("answered_by"), ref=ref)
    return indicator, list(Definition.objects.filter(indicator=indicator).order_by("validity"))


def only_definers(request: HttpRequest) -> None:
    if not permissions.may_define(request.user):
        raise PermissionDenied


def page_of(indicator: Indicator) -> str:
    return reverse("kpis:definition", args=[indicator.ref])


def act(request: HttpRequest, form: Form, change: Any, told: str, to: str, **words: Any) -> HttpResponse:
    """A page with one form: carry out what was sent, tell, and go; or show it again with what is wrong."""
    done: list[bool] = []

    def carry() -> bool:
        change()
        done.append(True)
        return True

    carried_out(form, carry)
    if done:
        messages.success(request, told)
        return redirect(to)
    return form_page(request, FORM, form, back=to, **words)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    only_definers(request)
    themes = list(Indicator.objects.order_by("theme").values_list("theme", flat=True).distinct())
    form = DefinitionFilterForm(request.GET, themes=themes)
    rows = shown.listed_definitions(timezone.localdate(), **chosen(form))
    listing = Listing(shown.DEFINITION_COLUMNS, rows, request.GET, default="place")
    if listing.problem:
        form.add_error(None, listing.problem)
    context = {"form": form, "listing": listing, "chips": chips(form, request.GET)}
    return render(request, "kpis/definitions/index.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    only_definers(request)
    form = NewIndicatorForm(posted(request), today=timezone.localdate(), people=people_to_ask(), there=what_there_is())
    made = carried_out(form, lambda: defining.define_indicator(**form.cleaned_data, by=request.user))
    if made:
        messages.success(request, f"{made.indicator.ref} is defined. It has no target yet.")
        return redirect(page_of(made.indicator))
    return form_page(
        request, FORM, form, back=reverse("kpis:definitions"), heading="Define a new indicator", button="Define it"
    )


def people_to_ask() -> Any:
    return User.objects.filter(is_active=True).order_by("name", "pk")


@require_safe
def definition(request: HttpRequest, ref: str) -> HttpResponse:
    indicator, definitions = defined(request, ref)
    page = shown.definition_page(indicator, definitions, timezone.localdate())
    return render(request, "kpis/definitions/definition.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    indicator, definitions = defined(request, ref)
    form = WordingForm(posted(request), draft=defining.draft_of(definitions[-1]))
    return act(
        request, form, lambda: defining.correct_wording(indicator, form.draft(), by=request.user),
        "The wording is corrected.", page_of(indicator), indicator=indicator, heading="Correct the wording",
        lead="Use this when nothing is counted otherwise. The trend line runs on.", button="Save the wording",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    indicator, definitions = defined(request, ref)
    draft = defining.draft_of(definitions[-1])
    form = ChangeDefinitionForm(posted(request), draft=draft, today=timezone.localdate(), there=what_there_is())

    def carry() -> None:
        when = {name: form.cleaned_data[name] for name in ("starts_on", "change_note")}
        defining.change_definition(indicator, form.draft(), **when, by=request.user)

    return act(
        request, form, carry, "The definition changes. The trend line breaks there and says why.", page_of(indicator),
        indicator=indicator, heading="Change what is counted",
        lead="Figures before and after the month are not compared: the trend line breaks there, and says why.",
        button="Change the definition",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, ref: str) -> HttpResponse:
    """Theme, owner, the person who answers, and the place in the table."""
    indicator, _ = defined(request, ref)
    facts = {
        "theme": indicator.theme, "owner": indicator.owner, "answered_by": indicator.answered_by,
        "place": indicator.position,
    }  # fmt: skip
    form = OwnerForm(posted(request), people=people_to_ask(), initial=facts)
    return act(
        request, form, lambda: defining.arrange(indicator, **form.cleaned_data, by=request.user), "Saved.",
        page_of(indicator), indicator=indicator, heading="Owner, theme and place", button="Save",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: HttpRequest, ref: str) -> HttpResponse:
    indicator, _ = defined(request, ref)
    form = TargetForm(posted(request), today=timezone.localdate())

    def carry() -> None:
        defining.set_goal(indicator, form.goal(), starts_on=form.cleaned_data["starts_on"], by=request.user)

    return act(
        request, form, carry, "The target is set.", page_of(indicator), indicator=indicator, heading="Set a target",
        lead="A figure is judged by the target in force at its own date. Add a step for each month in which the "
        "target changes.", button="Set the target",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def exemption_new(request: HttpRequest, ref: str) -> HttpResponse:
    indicator, _ = defined(request, ref)
    form = ExemptionForm(posted(request), units=units_in_order())
    return act(
        request, form, lambda: defining.exempt(indicator, **form.cleaned_data, by=request.user),
        "Marked as not applicable.", page_of(indicator), indicator=indicator, heading="Mark as not applicable",
        lead="For a unit that does not do what is measured. Its figure is no gap: it reads “not applicable”.",
        button="Mark as not applicable",
    )  # fmt: skip


def units_in_order() -> Any:
    return Unit.objects.order_by("path")


@require_POST
def exemption_end(request: HttpRequest, pk: int) -> HttpResponse:
    only_definers(request)
    found = get_object_or_404(Exemption.objects.select_related("indicator"), pk=pk)
    defining.end_exemption(found, by=request.user)
    messages.success(request, "The indicator applies there again.")
    return redirect(page_of(found.indicator))


@require_http_methods(["GET", "HEAD", "POST"])
def rebase_new(request: HttpRequest, ref: str) -> HttpResponse:
    indicator, _ = defined(request, ref)
    form = RebaseForm(posted(request), today=timezone.localdate(), units=units_in_order())
    return act(
        request, form, lambda: defining.rebase(indicator, **form.cleaned_data, by=request.user),
        "Limits are computed anew from that month on.", page_of(indicator), indicator=indicator,
        heading="Compute limits anew", lead="Do this when something real has changed, and say what.",
        button="Compute limits anew",
    )  # fmt: skip


@require_POST
def rebase_remove(request: HttpRequest, pk: int) -> HttpResponse:
    only_definers(request)
    found = get_object_or_404(Rebase.objects.select_related("indicator"), pk=pk)
    defining.remove_rebase(found, by=request.user)
    messages.success(request, "Limits run on through that month again.")
    return redirect(page_of(found.indicator))


@require_http_methods(["GET", "HEAD", "POST"])
def populations(request: HttpRequest) -> HttpResponse:
    only_definers(request)
    form = PopulationForm(posted(request), units=units_in_order())
    if kept := carried_out(form, lambda: set_population(**form.cleaned_data, by=request.user)):
        messages.success(request, kept.words)
        return redirect("kpis:populations")
    return form_page(request, "kpis/definitions/populations.html", form, rows=shown.populations())


@require_http_methods(["GET", "HEAD", "POST"])
def reconciliations(request: HttpRequest) -> HttpResponse:
    only_definers(request)
    form = ReconciliationForm(posted(request))
    if carried_out(form, lambda: defining.declare_reconciliation(**form.cleaned_data, by=request.user)):
        messages.success(request, "The rule is declared. It is checked at each load.")
        return redirect("kpis:reconciliations")
    return form_page(request, "kpis/definitions/reconciliations.html", form, rules=shown.reconciliation_rules())


@require_POST
def reconciliations_standard(request: HttpRequest) -> HttpResponse:
    only_definers(request)
    count = defining.declare_standard_reconciliations(by=request.user)
    messages.success(request, f"{count} rule{'' if count == 1 else 's'} declared.")
    return redirect("kpis:reconciliations")


@require_POST
def reconciliation_end(request: HttpRequest, pk: int) -> HttpResponse:
    only_definers(request)
    rule = get_object_or_404(Reconciliation.objects.select_related("left", "right"), pk=pk)
    defining.end_reconciliation(rule, by=request.user)
    messages.success(request, "The rule is ended.")
    return redirect("kpis:reconciliations")
