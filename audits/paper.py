"""One audit as a PDF for the supervision file, as far as its reader may see it. Loaded when it is first needed."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from audits.grading import GRADE_WORDS
from audits.summaries import AuditPage
from kit import paper
from people.models import User

TEMPLATE = settings.BASE_DIR / "audits" / "audit.typ"
RESTRICTED = "RESTRICTED: contains information about a child's record. For the supervision file."
NOT_YET = "The grades are shown here once they are agreed."


def render(page: AuditPage, *, by: User, at: datetime.datetime) -> bytes:
    """Everything on `page`, which holds only what its reader may see; each sheet says who took it, and when."""
    moment = timezone.localtime(at)
    data = {
        "title": f"{page.audit}: {page.audit.record.case_reference}",
        "council": settings.COUNCIL_NAME,
        "restricted": RESTRICTED,
        "downloaded": f"Downloaded by {by} on {moment:%-d %B %Y} at {moment:%H:%M}",
        "facts": _facts(page),
        "grades": _grades(page),
        "parts": [*(_part(view.title, view.rows) for view in page.pages), *_others(page)],
    }
    return paper.pdf(TEMPLATE, name="audit", data=data, made_at=at)


def _facts(page: AuditPage) -> list[tuple[str, str]]:
    audit = page.audit
    return [
        ("Tool", str(audit.tool_version.tool)),
        ("Team", str(audit.unit)),
        ("Cohort", audit.record.get_cohort_display()),
        ("Age", audit.record.get_age_band_display()),
        ("Audit month", f"{audit.audit_month:%B %Y}"),
        ("Auditor", str(audit.auditor)),
        ("Practitioner", str(audit.practitioner or "Nobody in particular")),
        ("Status", audit.get_status_display()),
    ]


def _grades(page: AuditPage) -> dict[str, Any]:
    """A column for each stage that the reader may see; none before that."""
    stages = [("original", "Original", page.shows_original), ("moderated", "Moderated", page.shows_moderated),
              ("agreed", "Agreed", page.audit.is_agreed)]  # fmt: skip
    shown = [(stage, words) for stage, words, is_shown in stages if is_shown]
    views = page.graded if shown else []
    rows = [[view.title, *(_grade(getattr(view, stage)) for stage, _ in shown)] for view in views]
    return {"columns": ["Domain", *(words for _, words in shown)], "rows": rows, "note": NOT_YET}


def _grade(shown: Any) -> str:
    return GRADE_WORDS[shown.grade] if shown and shown.grade else "Not graded"


def _others(page: AuditPage) -> list[dict[str, Any]]:
    """The voices, the conversation, the practitioner's reflection, and what the moderator said once it is agreed."""
    found = [_part(f"{voice.title}: {voice.state}", voice.shown) for voice in page.voice_views]
    conversation = page.audit.reflection
    found.append(_part("Conversation with the practitioner", [("What was said", conversation)] if conversation else []))
    if page.reflection:
        found.append(_part(f"{page.audit.practitioner}’s own reflection", page.reflection.draft.shown))
    if page.audit.is_agreed:
        said = [(f"{view.title}: reasons", view.moderated.rationale) for view in page.graded if view.moderated]
        changed = [
            (f"{view.title}: why the grade changed", f"{view.agreed.reason_words}.\n{view.agreed.rationale}")
            for view in page.graded
            if view.agreed and view.agreed.reason_words
        ]
        comment = [("Message to the auditor", page.moderation.comment)] if page.moderation else []
        found.append(_part("From the moderator", [*comment, *said, *changed]))
    return found


def _part(title: str, rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    kept = [{"label": label, "lines": words.split("\n")} for label, words in rows if words.strip()]
    return {"title": title, "rows": kept}
