"""Starting a report, and what its way to publication asks."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from people.forms import DayField
from reports.blueprints import Blueprint
from reports.content import day_words
from reports.models import Adaptation, Meeting
from reports.summaries import Way

RUNNING = " (not over yet)"


class StartForm(forms.Form):
    """Which kind of report, the portal's or one of the council's own, and which period."""

    kind = forms.ChoiceField(
        label="Which kind of report?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of report"},
    )
    period = forms.ChoiceField(
        label="Which period is it about?",
        help_text="Quarters, half-years and months are those of the kind you choose.",
        error_messages={"required": "Choose the period"},
    )

    title = forms.CharField(
        label="Title of a decision report",
        help_text="Only an executive decision report has its own: what is to be decided, in a few words.",
        required=False,
        max_length=200,
    )

    def __init__(
        self, *args: Any, blueprints: Sequence[Blueprint], adaptations: Sequence[Adaptation] = (),
        today: datetime.date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.blueprints = {each.kind: each for each in blueprints}
        self.adaptations = {f"own {each.pk}": each for each in adaptations}
        own = [
            (key, f"{each.title} (from: {self.blueprints[each.kind].title})") for key, each in self.adaptations.items()
        ]
        kind = self.fields["kind"]
        kind.choices = [*((each.kind, each.title) for each in blueprints), *own]
        kind.label_class = "govuk-fieldset__legend--m"
        self.fields["period"].choices = [("", "Choose a period"), *self._periods(today)]
        self.fields["period"].label_class = "govuk-label--m"
        # One kind needs it and the others take none: the hint says so.
        self.fields["title"].hides_optional = True
        self.fields["title"].label_class = "govuk-label--m"

    def _periods(self, today: datetime.date) -> list[tuple[str, list[tuple[str, str]]]]:
        """Under the names of the kinds that count so: their periods."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for each in self.blueprints.values():
            periods = tuple(f"{p.starts_on} {p.ends_on}" for p in each.latest_periods(today))
            groups.setdefault(periods, []).append(each.title)
        found = []
        for titles in groups.values():
            blueprint = next(each for each in self.blueprints.values() if each.title == titles[0])
            choices = [
                (f"{p.starts_on} {p.ends_on}", p.choice + (RUNNING if p.ends_on >= today else ""))
                for p in blueprint.latest_periods(today)
            ]
            found.append(("; ".join(titles), choices))
        return found

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        kind, period = self._kind(found.get("kind", "")), found.get("period")
        if kind and period:
            starts_on = datetime.date.fromisoformat(period.split(" ")[0])
            told = self.blueprints[kind].period_of(starts_on)
            if period != f"{told.starts_on} {told.ends_on}":
                self.add_error("period", f"Choose one of the periods under “{self.blueprints[kind].title}”.")
        if kind:
            self._check_title(self.blueprints[kind], found.get("title", "").strip())
        return found

    def _check_title(self, blueprint: Blueprint, title: str) -> None:
        if blueprint.is_titled and not title:
            self.add_error("title", "Give the report its title: a period may have several of this kind")
        elif title and not blueprint.is_titled:
            words = f"“{blueprint.title}” has no title of its own: delete what you typed, or choose another kind"
            self.add_error("title", words)

    def _kind(self, chosen: str) -> str:
        return self.adaptations[chosen].kind if chosen in self.adaptations else chosen

    @property
    def chosen(self) -> dict[str, Any]:
        kind, period = self.cleaned_data["kind"], self.cleaned_data["period"]
        return {
            "kind": self._kind(kind),
            "adaptation": self.adaptations.get(kind),
            "starts_on": datetime.date.fromisoformat(period.split(" ")[0]),
            "title": self.cleaned_data["title"],
        }


class SigningForm(forms.Form):
    """What the forms about a report's way share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class DecisionForm(SigningForm):
    """Approve, or return with what is to change."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("approved", "Approve"), ("returned", "Return to the author")],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label="Comment",
        help_text="Say what is to change if you return it. The author and those who sign it off read this.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        if found.get("decision") == "returned" and not found.get("comment", "").strip():
            self.add_error("comment", "Say what the author is to change.")
        return found


class MeetingsForm(SigningForm):
    """The days on which meetings receive the report."""

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = [station.stage for station in way.stations if station.stage.is_meeting]
        for station in way.stations:
            if station.stage.is_meeting:
                self.fields[station.stage.key] = DayField(label=station.stage.words, required=False, missing="")
                self.initial[station.stage.key] = station.on

    @property
    def days(self) -> dict[str, datetime.date | None]:
        """The day of each meeting as it was typed."""
        return {stage.key: self.cleaned_data[stage.key] for stage in self.stages}


class OutcomesForm(SigningForm):
    """What each meeting that has met noted, asked or decided."""

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = [meeting.stage for meeting in meetings]
        for meeting in meetings:
            self.fields[f"{meeting.stage}-outcome"] = forms.CharField(
                label=f"{meeting.words}, {day_words(meeting.on)}: what it said",
                help_text="What it noted, asked or decided. Readers see this. Do not write a child’s name.",
                required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), initial=meeting.outcome,
            )  # fmt: skip
            self.fields[f"{meeting.stage}-minute"] = forms.CharField(
                label=f"{meeting.words}: reference of the minute", help_text="Such as Minute 84.", required=False,
                max_length=100, initial=meeting.minute,
            )  # fmt: skip

    @property
    def outcomes(self) -> dict[str, tuple[str, str]]:
        """By meeting: what it said, and where its minutes say so."""
        said = self.cleaned_data
        return {stage: (said[f"{stage}-outcome"], said[f"{stage}-minute"]) for stage in self.stages}


BECAUSE = {
    "correct": "What is wrong in the published version, and what is different in the new one?",
    "withdraw": "Why is the report withdrawn?",
}


class ReasonForm(SigningForm):
    """Why what is published changes; readers see it."""

    because = forms.CharField(
        help_text="Readers see this. Do not write a child’s name.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Give the reason: readers see it."},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].label = BECAUSE[kind]
