"""Building a draft: its head, overall grade, limiting rules, sections and questions, and their order."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from audits import building, commands, summaries
from audits.content import Content
from audits.forms import HeadForm, LimitForm, OverallForm, QuestionForm, SectionForm
from audits.overall import rule_words
from audits.views.drafting import change_at_once, change_page, draft_to_change, found, saves_seen
from kit.forms import posted
from people.access import Refused


@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_to_change(request, pk)
    return change_page(
        request, draft, HeadForm(posted(request), content=draft.content), what="head",
        template="audits/tools/head.html", onward=draft.version.get_absolute_url,
        again=lambda content: HeadForm(content=content),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def overall(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_to_change(request, pk)
    return change_page(
        request, draft, OverallForm(posted(request), content=draft.content), what="overall",
        template="audits/tools/overall.html", onward=lambda: f"{draft.version.get_absolute_url()}#overall",
        again=lambda content: OverallForm(content=content),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add_limit(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule that limits the overall grade."""
    draft = draft_to_change(request, pk)
    return change_page(
        request, draft, LimitForm(posted(request), content=draft.content), what="limits",
        template="audits/tools/limit.html", onward=lambda: f"{draft.version.get_absolute_url()}#limits",
        again=lambda content: LimitForm(content=content), done="The rule is added.",
    )  # fmt: skip


@require_POST
def remove_limit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    draft = draft_to_change(request, pk)
    if number >= len(draft.content.limits):
        raise Http404
    words = rule_words(draft.content.limits[number], summaries.titles(draft.content))
    if change_at_once(request, draft, lambda content: building.remove_limit(content, number), what="limits"):
        messages.success(request, f"The rule is removed: {words}")
    return redirect(f"{draft.version.get_absolute_url()}#limits")


@require_http_methods(["GET", "POST"])
def add_section(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_to_change(request, pk)
    form = SectionForm(posted(request), content=draft.content)
    return change_page(
        request, draft, form, what="sections", template="audits/tools/section.html",
        onward=lambda: reverse("audits:tool_section", args=[pk, form.part_code]),
        again=lambda content: SectionForm(content=content), done="The section is added. Add its questions next.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One section, and its questions in order."""
    draft = draft_to_change(request, pk)
    there = found(building.section_named, draft.content, code)
    lines = summaries.section_lines(draft.version, draft.content)
    return change_page(
        request, draft, SectionForm(posted(request), content=draft.content, section=there), what=f"section {code}",
        template="audits/tools/section.html", onward=lambda: request.path,
        again=lambda content: SectionForm(
            content=content, section=found(building.section_named, content, code)
        ),
        section=there, line=next(line for line in lines if line.section.code == code),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add_question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    draft = draft_to_change(request, pk)
    home = found(building.section_named, draft.content, code)

    def onward() -> str:
        name, args = ("tool_add_question", [pk, code]) if "another" in request.POST else ("tool_section", [pk, code])
        return reverse(f"audits:{name}", args=args)

    return change_page(
        request, draft, QuestionForm(posted(request), content=draft.content, section=home), what=f"section {code}",
        template="audits/tools/question.html", onward=onward,
        again=lambda content: QuestionForm(content=content, section=home), done="The question is added.", section=home,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    draft = draft_to_change(request, pk)
    there = found(building.question_named, draft.content, code)
    home = building.section_with(draft.content, code)

    def again(content: Content) -> QuestionForm:
        asked = found(building.question_named, content, code)
        return QuestionForm(content=content, section=building.section_with(content, code), question=asked)

    form = QuestionForm(posted(request), content=draft.content, section=home, question=there)
    return change_page(
        request, draft, form, what=f"question {code}", template="audits/tools/question.html",
        onward=lambda: reverse("audits:tool_section", args=[pk, form.cleaned_data.get("section", home.code)]),
        again=again, section=home, question=there,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def remove_section(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    draft = draft_to_change(request, pk)
    there = found(building.section_named, draft.content, code)
    rest = building.remove_section(draft.content, code)
    waiting = building.conditions_on(rest, {question.code for question in there.questions})
    if request.method == "POST":
        if change_at_once(request, draft, lambda content: building.remove_section(content, code), what="sections"):
            messages.success(request, f"“{there.title}” is removed from the draft.")
        return redirect(draft.version)
    context = {"version": draft.version, "saves": draft.version.saves, "section": there, "waiting": waiting}
    return render(request, "audits/tools/remove.html", context)


@require_http_methods(["GET", "POST"])
def remove_question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    draft = draft_to_change(request, pk)
    there = found(building.question_named, draft.content, code)
    home = building.section_with(draft.content, code)
    if request.method == "POST":
        if change_at_once(
            request, draft, lambda content: building.remove_question(content, code), what=f"section {home.code}"
        ):
            messages.success(request, f"“{there.text}” is removed from the draft.")
        return redirect("audits:tool_section", pk, home.code)
    waiting = building.conditions_on(building.remove_question(draft.content, code), {code})
    context = {"version": draft.version, "saves": draft.version.saves, "section": home, "question": there}
    return render(request, "audits/tools/remove.html", {**context, "waiting": waiting})


@require_POST
def order(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """Put the sections, or the questions of the section `code`, in order.

    A button sends `move`: a code, a space, and "up" or "down". Dragging sends `order`: all codes, as they stand now.
    A script asks for JSON; without one the page comes back where the reader was.
    """
    draft = draft_to_change(request, pk)
    home = found(building.section_named, draft.content, code) if code else None
    items = home.questions if home else draft.content.sections
    moved, _, way = request.POST.get("move", "").partition(" ")
    if moved:
        if moved not in {item.code for item in items}:
            raise Http404
        codes = building.moved(items, moved, -1 if way == "up" else 1)
    else:
        codes = request.POST.get("order", "").split()
        moved = request.POST.get("moved", "")

    def change(content: Content) -> Content:
        return building.order_questions(content, code, codes) if code else building.order_sections(content, codes)

    place = f"section {code}" if code else "sections"
    names: dict[str, Any] = {item.code: getattr(item, "text", None) or getattr(item, "title", "") for item in items}
    words = f"“{names[moved]}” is now {codes.index(moved) + 1} of {len(items)}." if moved in codes else "Saved."
    if "application/json" in request.headers.get("Accept", ""):
        try:
            version = commands.change_draft(
                draft.version, change, what=place, saves=saves_seen(request), by=request.user
            )
        except Refused as refusal:
            return JsonResponse({"problem": f"{refusal} Reload the page to see it."}, status=409)
        return JsonResponse({"saves": version.saves, "words": words, "codes": codes})
    if change_at_once(request, draft, change, what=place):
        messages.info(request, words)
    back = reverse("audits:tool_section", args=[pk, code]) if code else draft.version.get_absolute_url()
    return redirect(f"{back}#part-{moved}")
