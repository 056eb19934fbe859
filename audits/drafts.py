"""What an auditor has for one page of the form so far. [pure]"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audits.content import Value
from audits.grading import Grade


@dataclass(frozen=True)
class AnswerDraft:
    """An answer as typed: a value, or "not applicable" with its reason. A blank one is no answer."""

    value: Value = None
    does_not_apply: bool = False
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.value and not self.does_not_apply and not self.reason.strip()


@dataclass(frozen=True)
class NoteDraft:
    """An evidence note: the day and what was seen. A note without its day is kept, and asked for later."""

    seen_on: datetime.date | None
    text: str


@dataclass(frozen=True)
class SectionDraft:
    """One section, or the overall grade; findings one per line, themes by code, answers by question code."""

    grade: Grade | None = None
    rationale: str = ""
    strengths: Sequence[str] = ()
    focus: Sequence[str] = ()
    difference: str = ""
    evidence: Sequence[NoteDraft] = ()
    themes: frozenset[str] = frozenset()
    answers: Mapping[str, AnswerDraft] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Blank lines are no findings and blank answers no answers; otherwise the words stay as they were typed."""
        for name in ("strengths", "focus"):
            object.__setattr__(self, name, tuple(line for line in getattr(self, name) if line.strip()))
        notes = tuple(note for note in self.evidence if note.text.strip() or note.seen_on)
        object.__setattr__(self, "evidence", notes)
        object.__setattr__(self, "themes", frozenset(self.themes))
        given = {code: answer for code, answer in self.answers.items() if not answer.is_blank}
        object.__setattr__(self, "answers", given)
