"""What the child, the family and the practitioner say."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audits import commands, permissions, summaries
from audits.forms import VoiceForm
from audits.views.pages import visible_audit
from audits.views.saving import Difference, differing, save_page
from kit.forms import posted


@require_http_methods(["GET", "POST"])
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    """What the child and the family say, and the conversation with the practitioner."""
    page = _page_to_write(request, pk)
    audit, code = page.audit, summaries.VOICE
    form = VoiceForm(posted(request), asks_voice=audit.tool_version.asks_voice, initial=page.voice_words)
    context = {"page": page, "code": code, "version": page.version_of(code)}
    if request.method == "GET":
        return render(request, "audits/voice.html", {**context, "form": form}) if audit.is_open else redirect(audit)

    def save(version: int) -> int:
        words = form.cleaned_data.get("reflection", audit.reflection)
        saved = commands.save_voice(audit, voices=form.voices, reflection=words, version=version, by=request.user)
        return saved.version

    def current() -> tuple[int, list[Difference]]:
        fresh = _page_to_write(request, pk)
        return fresh.version_of(code), differing(form, {name: fresh.voice_words[name] for name in form.fields})

    def done() -> HttpResponse | None:
        if "stop" in request.POST:  # back to the list, knowing that something may be missing
            return redirect(audit)
        if "replace" in request.POST:
            messages.success(request, "Your words are saved.")
            return redirect(request.path)
        form.add_gaps()
        following = page.part_after(code)
        onward = following.url if following else reverse("audits:check", args=[pk])
        return None if form.errors else redirect(onward)

    return save_page(
        request, form, save=save, current=current, done=done, template="audits/voice.html", context=context
    )


def _page_to_write(request: HttpRequest, pk: int) -> summaries.AuditPage:
    """The audit as its auditor writes it."""
    audit = visible_audit(request, pk)
    if not permissions.may_do(request.user, audit):
        raise PermissionDenied
    return summaries.audit_page(audit, request.user)
