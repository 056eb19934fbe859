"""The progression meeting, its review, and closing."""

import datetime
from typing import Any

from django import forms

from audits.forms.base import AuditForm, WordsField
from audits.lifecycle import REVIEW_AFTER
from kit.widgets import DateWidget

EXAMPLE = "For example, 27 3 2027"


class MeetingForm(AuditForm):
    hides_optional = True
    held_on = forms.DateField(
        label="When was the meeting?", widget=DateWidget, help_text=EXAMPLE,
        error_messages={"required": "Enter the day of the meeting", "invalid": "Enter a real date"},
    )  # fmt: skip
    present = WordsField(
        label="Who was there?",
        help_text="Roles rather than names: “team manager, social worker, auditor”.",
        rows=2,
        error_messages={"required": "Say who was there"},
    )
    decisions = WordsField(
        label="What was decided?",
        help_text="What will be different for the child, who sees to it, and by when. Never enter a child’s name.",
        rows=6,
        error_messages={"required": "Say what was decided"},
    )
    review_on = forms.DateField(
        label="When is it reviewed?", widget=DateWidget, required=False,
        help_text=f"Leave this empty for {REVIEW_AFTER.days // 7} weeks after the meeting.",
        error_messages={"invalid": "Enter a real date"},
    )  # fmt: skip


class ReviewForm(AuditForm):
    outcome = WordsField(
        label="What has changed for the child?",
        help_text="What is different now, and how you know. If nothing has changed, say so and what happens next.",
        rows=6,
        error_messages={"required": "Say what has changed for the child"},
    )
    reviewed_on = forms.DateField(
        label="When was the review?", widget=DateWidget, help_text=EXAMPLE,
        error_messages={"required": "Enter the day of the review", "invalid": "Enter a real date"},
    )  # fmt: skip

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"reviewed_on": today}, **kwargs})


class CloseForm(AuditForm):
    """Closing: without a meeting it asks why none was needed."""

    no_meeting_reason = WordsField(
        label="Why was no progression meeting needed?", rows=4,
        error_messages={"required": "Say why no progression meeting was needed"},
    )  # fmt: skip

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["no_meeting_reason"]
