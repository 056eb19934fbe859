"""Moderation, and actions raised from what was found."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from audits.content import Content
from audits.forms.base import REASON_CHOICES, AuditForm, WordsField, grade_field
from audits.grading import GRADE_WORDS, OVERALL, Grade, Reason
from audits.overall import bites_of, too_good
from kit.widgets import DateWidget
from people.models import User


class ModerationForm(AuditForm):
    """The moderator's own grades for every domain and overall, on one page."""

    hides_optional = True

    def __init__(self, *args: Any, domains: Sequence[Any], overall: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = domains
        for view in domains:
            is_overall = view.code == overall
            label = "Your overall grade" if is_overall else f"Your grade for {view.title.lower()}"
            self.fields[f"grade_{view.code}"] = grade_field(label)
            reasons = "Your reasons" if is_overall else "Your reasons, if there is more to say"
            self.fields[f"rationale_{view.code}"] = WordsField(label=reasons, required=False, rows=4)
        self.fields["comment"] = WordsField(
            label="Message to the auditor",
            help_text="What was good about this audit, and what would make the next one better?",
            required=False,
            rows=4,
        )

    def rows(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each domain with its two boxes."""
        for view in self.domains:
            yield view, self[f"grade_{view.code}"], self[f"rationale_{view.code}"]


class AgreeForm(AuditForm):
    """Where the two grades differ: the one that stands, and why when it is not the auditor's."""

    hides_optional = True

    def __init__(
        self,
        *args: Any,
        differing: Sequence[Any],
        domains: Sequence[Any] = (),
        overall: Any = None,
        content: Content | None = None,
        **kwargs: Any,
    ) -> None:
        """`domains` and `overall`: all that is graded; the rules of `content` hold the agreed overall grade."""
        super().__init__(*args, **kwargs)
        self.domains, self.overall, self.content = domains, overall, content
        self.differing, self.differ = list(differing), len(differing)
        # The two agree on a grade that the rules no longer allow beside the domains as they are being agreed.
        if all(view.code != OVERALL for view in differing) and self._decides_overall():
            self.differing.append(overall)
        for view in self.differing:
            self.fields[f"grade_{view.code}"] = forms.TypedChoiceField(
                label="Agreed grade", choices=self._choices(view), coerce=Grade, widget=forms.RadioSelect,
                initial=view.moderated.grade, error_messages={"required": f"{view.title}: choose the agreed grade"},
            )  # fmt: skip
            self.fields[f"reason_{view.code}"] = forms.TypedChoiceField(
                label="Why the auditor’s grade changes", choices=REASON_CHOICES, coerce=Reason, empty_value=None,
                required=False,
            )  # fmt: skip
            self.fields[f"rationale_{view.code}"] = WordsField(
                label="What the auditor should know", required=False, rows=3
            )
        if len(self.differing) > self.differ:
            # Both gave it; left alone, theirs stands, and the rules say why it cannot.
            self.fields[f"grade_{OVERALL}"].required = False
            self.fields[f"grade_{OVERALL}"].empty_value = None

    def _decides_overall(self) -> bool:
        if not self.is_bound or self.content is None or not self.content.limits:
            return False
        return f"grade_{OVERALL}" in self.data or bool(self._held(self.data.get))

    def _choices(self, view: Any) -> list[tuple[str, str]]:
        """The two grades; for the overall grade of a tool with rules also the others, where neither may be open."""
        marks: dict[str, list[str]] = {view.moderated.grade: ["yours"]}
        marks.setdefault(view.original.grade, []).append("the auditor’s")
        offered = [*marks]
        if view.code == OVERALL and self.content and self.content.limits:
            offered += [grade for grade in Grade if grade not in marks]
        return [
            (grade, f"{GRADE_WORDS[grade]} ({' and '.join(marks[grade])})" if grade in marks else GRADE_WORDS[grade])
            for grade in offered
        ]

    def _held(self, given: Callable[[str], str | None]) -> str:
        """Why the agreed overall grade cannot stand beside the agreed grades of the domains."""
        if self.content is None or not self.content.limits:
            return ""
        agreed = {
            view.code: (chosen if (chosen := given(f"grade_{view.code}")) in list(Grade) else view.moderated.grade)
            for view in [*self.domains, self.overall]
        }
        chosen = agreed.pop(OVERALL)
        return too_good(chosen, bites_of(self.content, agreed))

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.overall and (held := self._held(found.get)):
            self.add_error(f"grade_{OVERALL}", f"Overall: {held}")
        for view in self.differing:
            grade = found.get(f"grade_{view.code}")
            if grade and grade != view.original.grade and not found.get(f"reason_{view.code}"):
                self.add_error(f"reason_{view.code}", f"{view.title}: choose why the auditor’s grade changes")
        return found

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Each differing domain with its three boxes."""
        for view in self.differing:
            yield view, *(self[f"{name}_{view.code}"] for name in ("grade", "reason", "rationale"))


class RaiseActionForm(AuditForm):
    text = WordsField(
        label="What will be done?",
        help_text="Say what will be different for children, and how you will know. Never enter a child’s name.",
        rows=4,
        error_messages={"required": "Say what will be done"},
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Owner", empty_label="Choose an owner",
        error_messages={"required": "Choose who will do it"},
    )  # fmt: skip
    due_on = forms.DateField(
        label="Due date",
        widget=DateWidget,
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the due date", "invalid": "Enter a real date"},
    )

    def __init__(self, *args: Any, owners: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
