"""What authors fill in. The forms read and write the words of a report; commands keep them."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from people.forms import DayField
from reports import content
from reports.blueprints import Blueprint, Slot, Suggestion, Words
from reports.summaries import Way

PROSE_LETTERS = 5000
LINES_LETTERS = 8000
SIDES = {"strengths": "Practice strengths", "focus": "Areas for focus"}
RUNNING = "It is not over yet: write the report now, and publish it after the period ends."
MARKS = " \t•*-–"


class StartForm(forms.Form):
    """Which kind of report, and which period."""

    period = forms.ChoiceField(label="Which period is it about?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, blueprints: Sequence[Blueprint], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each, period) for each in blueprints for period in each.latest_periods(today)]
        field = self.fields["period"]
        field.choices = [
            (f"{each.kind} {period.starts_on}", f"{each.title}: {period.choice}" if blueprints[1:] else period.choice)
            for each, period in offered
        ]
        field.hints = {f"{each.kind} {p.starts_on}": RUNNING for each, p in offered if p.ends_on >= today}
        field.label_class = "govuk-fieldset__legend--m"

    @property
    def chosen(self) -> dict[str, Any]:
        kind, day = self.cleaned_data["period"].split(" ")
        return {"kind": kind, "starts_on": datetime.date.fromisoformat(day)}


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


@dataclass(frozen=True)
class Choice:
    """A suggestion on the page: ticked or not, with its wording where it can be edited."""

    suggestion: Suggestion
    name: str
    is_ticked: bool
    wording_name: str = ""
    wording: str = ""


@dataclass(frozen=True)
class Box:
    """A field for typing, what may be ticked to join it, and what somebody else saved there in the meantime."""

    field: forms.BoundField
    groups: list[tuple[str, list[Choice]]]
    theirs: str | None


@dataclass(frozen=True)
class Place:
    """One slot of the blueprint on the page: boxes to type in, or a list to choose from."""

    slot: Slot
    boxes: list[Box]
    choices: list[Choice]


def lines(text: str) -> list[str]:
    """The lines that say something, without bullets."""
    return [line.strip(MARKS) for line in content.plain(text).split("\n") if line.strip(MARKS)]


class WordsForm(forms.Form):
    """One box for each place in the blueprint; suggestions that are ticked join the box above them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    # Nothing is needed to save; what is needed to publish is said beside the form.
    hides_optional = True

    def __init__(
        self, *args: Any, slots: Sequence[Slot], words: Words, suggestions: dict[str, list[Suggestion]],
        shows_saved: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.slots, self.words, self.suggestions, self.shows_saved = slots, words, suggestions, shows_saved
        for slot in slots:
            for name, label, hint, letters in self._boxes(slot):
                self.fields[name] = forms.CharField(
                    label=label, help_text=hint, required=False, max_length=letters, initial=self._saved(slot, name),
                    widget=forms.Textarea(attrs={"rows": 5}),
                )  # fmt: skip
                self.fields[name].label_class = "govuk-label--m"

    def _boxes(self, slot: Slot) -> Iterator[tuple[str, str, str, int]]:
        match slot.kind:
            case "key_messages":
                yield slot.key, slot.title, slot.hint, LINES_LETTERS
            case "text":
                hint = f"{slot.hint} A line that begins with - is a bullet, and **two stars** make bold."
                yield slot.key, slot.title, hint, PROSE_LETTERS
            case "strengths_focus":
                for side, title in SIDES.items():
                    yield f"{slot.key}-{side}", title, slot.hint, LINES_LETTERS

    def _saved(self, slot: Slot, name: str) -> str:
        held = self.words.get(slot.key, {})
        match slot.kind:
            case "key_messages":
                return "\n".join(held.get("messages", []))
            case "text":
                return str(held.get("prose", ""))
            case _:
                return "\n".join(held.get(name.rsplit("-", 1)[-1], []))

    def typed_words(self) -> Words:
        """What to keep: boxes, and the suggestions that were ticked."""
        found: Words = {}
        for slot in self.slots:
            match slot.kind:
                case "key_messages":
                    found[slot.key] = {"messages": lines(self.cleaned_data[slot.key])}
                case "text":
                    found[slot.key] = {"prose": self.cleaned_data[slot.key]}
                case "strengths_focus":
                    found[slot.key] = {side: self._points(f"{slot.key}-{side}") for side in SIDES}
                case "actions":
                    found[slot.key] = {"chosen": self._chosen(slot)}
        return found

    def places(self) -> list[Place]:
        """The blueprint's slots in order, as the page shows them."""
        return [
            Place(
                slot,
                [self._box(slot, name) for name, *_ in self._boxes(slot)],
                self._choices(slot) if slot.kind == "actions" else [],
            )
            for slot in self.slots
        ]

    def _points(self, name: str) -> list[str]:
        typed = lines(self.cleaned_data[name])
        ticked = self._ticked(name)
        picked = [found.line for found in self.suggestions.get(name, []) if found.key in ticked]
        return [*typed, *(text for text in picked if text not in typed)]

    def _ticked(self, name: str) -> set[str]:
        return set(self.data.getlist(f"pick-{name}")) if self.is_bound else set()

    def _chosen(self, slot: Slot) -> list[dict[str, str]]:
        ticked = self._ticked(slot.key)
        return [
            {"key": found.key, "text": self.data.get(_wording(found), "").strip() or found.text}
            for found in self.suggestions.get(slot.key, [])
            if found.key in ticked
        ]

    def _box(self, slot: Slot, name: str) -> Box:
        """What is in the box already is not suggested again."""
        field, ticked = self[name], self._ticked(name)
        taken = lines(field.value() or "")
        groups: dict[str, list[Choice]] = {}
        for found in self.suggestions.get(name, []):
            if found.line not in taken:
                groups.setdefault(found.group, []).append(Choice(found, f"pick-{name}", found.key in ticked))
        saved = self._saved(slot, name)
        theirs = saved if self.shows_saved and saved != content.plain(field.value() or "") else None
        return Box(field, list(groups.items()), theirs)

    def _choices(self, slot: Slot) -> list[Choice]:
        saved = self.words.get(slot.key, {}).get("chosen", [])
        chosen = {found["key"]: found["text"] for found in (self._chosen(slot) if self.is_bound else saved)}
        return [
            Choice(found, f"pick-{slot.key}", found.key in chosen, _wording(found), chosen.get(found.key, found.text))
            for found in self.suggestions.get(slot.key, [])
        ]


def _wording(found: Suggestion) -> str:
    return f"wording-{found.key.strip('/').replace('/', '-')}"
