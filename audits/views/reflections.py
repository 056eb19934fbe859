"""The practitioner's own part: invited by the auditor, they add their reflection."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits import commands
from audits.forms import ReflectionForm
from audits.models import Audit, Reflection
from audits.views.pages import visible_audit
from audits.views.saving import Difference, differing, save_page
from kit.forms import posted
from people.access import Refused


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The auditor asks whose practice it is for their reflection."""
    audit = visible_audit(request, pk)
    try:
        commands.invite_practitioner(audit, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{audit.practitioner} is invited: they find it on their home page and by e-mail.")
    return redirect(audit)


@require_http_methods(["GET", "POST"])
def reflection(request: HttpRequest, pk: int) -> HttpResponse:
    """Three short questions for the practitioner; of the audit itself only its facts."""
    audit = _audit_to_reflect_on(request, pk)
    if audit.is_agreed:
        return redirect(audit)
    saved = audit.practitioner_reflection
    form = ReflectionForm(posted(request), initial=vars(saved.draft))
    context = {"audit": audit, "reflection": saved, "version": saved.version}
    if request.method == "GET":
        return render(request, "audits/reflection.html", {**context, "form": form})

    def save(version: int) -> int:
        return commands.save_reflection(audit, form.draft, version=version, by=request.user).version

    def current() -> tuple[int, list[Difference]]:
        fresh = Reflection.objects.get(audit=audit)
        return fresh.version, differing(form, vars(fresh.draft))

    def done() -> HttpResponse | None:
        if "finish" not in request.POST:
            messages.success(request, "Your words are saved. You can come back until the grades are agreed.")
            return redirect(request.path if "replace" in request.POST else "audits:index")
        try:
            commands.save_reflection(audit, form.draft, finished=True, by=request.user)
        except Refused as refusal:
            form.add_error("proud_of", str(refusal))
            return None
        messages.success(request, f"Thank you. {audit.auditor} can now read your reflection.")
        return redirect("audits:index")

    return save_page(
        request, form, save=save, current=current, done=done, template="audits/reflection.html", context=context
    )


def _audit_to_reflect_on(request: HttpRequest, pk: int) -> Audit:
    """The audit of whom it is about, once invited; others who may see it are told that it is not theirs to write."""
    invited = Audit.objects.inviting(request.user).with_facts().select_related("practitioner_reflection")
    if audit := invited.filter(pk=pk).first():
        return audit
    audit = visible_audit(request, pk)
    if audit.is_agreed and audit.practitioner_id == request.user.pk:
        return audit
    raise PermissionDenied
