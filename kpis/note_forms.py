"""Asking for notes, answering, handing over, and the actions that come of a figure. Forms check; commands write."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from audits.forms import RaiseActionForm
from audits.forms.base import WordsField
from kpis.periods import month_words
from people.forms import DayField, PlainForm, UnitChoiceField
from people.models import Unit, User

NO_CHILD = "Numbers of children are fine; never a child’s name or anything that tells who a child is."


def due_field() -> DayField:
    return DayField(label="Answer by", help_text="For example, 27 3 2027", missing="Enter the date to answer by")


class AskForm(PlainForm):
    """One figure: whom to ask, and by when."""

    of = forms.ModelChoiceField(
        User.objects.none(), label="Who is asked", empty_label="Choose a person",
        help_text="They are told by e-mail and find it on their home page.",
        error_messages={"required": "Choose whom to ask"},
    )  # fmt: skip
    due_on = due_field()

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = people


class AskAllForm(PlainForm):
    """Every figure of a month that needs a note, with one date for all. The page draws the boxes in its table."""

    refs = forms.MultipleChoiceField(
        label="Indicators",
        error_messages={
            "required": "Choose at least one indicator",
            "invalid_choice": "Indicator %(value)s needs no note any more, or was asked about a moment ago",
        },
    )
    due_on = due_field()

    def __init__(self, *args: Any, refs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refs"].choices = [(ref, ref) for ref in refs]

    @property
    def ticked(self) -> list[str]:
        """What stands ticked: everything, until somebody sent something else."""
        return self.data.getlist("refs") if self.is_bound else [ref for ref, _ in self.fields["refs"].choices]


class NoteForm(PlainForm):
    what_changed = WordsField(
        label="What changed?",
        help_text=f"What the figure shows, and since when. {NO_CHILD}",
        rows=4,
        error_messages={"required": "Say what changed"},
    )
    why = WordsField(
        label="Why?",
        help_text="What you know of the causes, and how you know it. If you do not know yet, say so.",
        rows=4,
        error_messages={"required": "Say why, or that you do not know yet"},
    )
    what_next = WordsField(
        label="What next?",
        help_text="What will be done, by whom and by when, and where you expect the figure to be then.",
        rows=4,
        error_messages={"required": "Say what comes next"},
    )


class HandOverForm(PlainForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label="Who knows better?", empty_label="Choose a person",
        help_text="They are told by e-mail. The date to answer by stays as it is.",
        error_messages={"required": "Choose a person"},
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people


class WithdrawForm(PlainForm):
    because = forms.CharField(
        label="Why is no note needed?", max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text="Whoever was asked reads this.",
        error_messages={"required": "Say why the note is not needed any more"},
    )  # fmt: skip


class NoteFilterForm(PlainForm):
    """Which requests to list; it lives in the address."""

    hides_optional = True
    state = forms.ChoiceField(
        label="State", required=False,
        choices=[("", "Not answered"), ("overdue", "Overdue"), ("answered", "Answered"), ("withdrawn", "Withdrawn"),
                 ("all", "All")],
    )  # fmt: skip
    whose = forms.ChoiceField(
        label="Asked",
        required=False,
        choices=[("", "Of anybody"), ("of_me", "Of me"), ("by_me", "By me"), ("by_itself", "By the portal")],
    )
    month = forms.ChoiceField(label="Month", required=False)

    def __init__(self, *args: Any, months: list[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [("", "Any"), *((f"{month:%Y-%m}", month_words(month)) for month in months)]


class IndicatorActionForm(RaiseActionForm):
    done_in = UnitChoiceField(
        label="Team or service", queryset=Unit.objects.none(), to_field_name="code", empty_label="Choose where",
        help_text="Where it will be done.", error_messages={"required": "Choose the team or service"},
    )  # fmt: skip
    field_order = ["text", "done_in", "owner", "due_on"]

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_in"].queryset = units
