"""The form in which a report is written: boxes, what may be ticked to join them, and figures to insert."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from people.forms import DayField
from reports import content, prose, tokens
from reports.blueprints import Slot, Suggestion, Words
from reports.offers import FigureOffer, picked
from reports.slots import Holds, TypedBox, boxes_of, lines

LONG_READING = 700  # letters


@dataclass(frozen=True)
class Choice:
    """A suggestion on the page: ticked or not, with its figures, and with its wording where it can be edited."""

    suggestion: Suggestion
    name: str
    is_ticked: bool
    line: prose.Line = ()
    wording_name: str = ""
    wording: str = ""


@dataclass(frozen=True)
class Box:
    """A field for typing, what may be ticked to join it, and its words as readers will see them. `subject` and `part`
    are what was chosen in its list of figures."""

    field: forms.BoundField
    takes_figures: bool
    groups: list[tuple[str, list[Choice]]]
    of_figures: bool  # the suggestions are sentences about figures, not findings
    reading: list[prose.Paragraph]
    subject: str
    part: str
    place: str = ""  # of words for the restricted edition: whose words they join

    @property
    def is_long(self) -> bool:
        """Would its words, read once more beneath it, push what comes next out of sight?"""
        return sum(len(span.text) for part in self.reading for line in part.lines for span in line) > LONG_READING


@dataclass(frozen=True)
class Place:
    """One slot of the blueprint on the page: boxes to type in, or a list to choose from."""

    slot: Slot
    boxes: list[Box]
    choices: list[Choice]


def field_of(box: TypedBox, initial: Any) -> forms.Field:
    """The form's field for a box. Nothing is needed to save."""
    asked = {"label": box.label, "help_text": box.hint, "required": False, "initial": initial}
    match box.holds:
        case Holds.DAY:
            field: forms.Field = DayField(**asked, missing="")
        case Holds.ANSWER:
            field = forms.ChoiceField(**asked, choices=box.options, widget=forms.RadioSelect)
            field.label_class = "govuk-fieldset__legend--m"
        case Holds.OPTIONS:
            field = forms.MultipleChoiceField(**asked, choices=box.options, widget=forms.CheckboxSelectMultiple)
        case Holds.LINE:
            field = forms.CharField(**asked, max_length=box.most)
        case _:
            field = forms.CharField(**asked, max_length=box.most, widget=forms.Textarea(attrs={"rows": 5}))
            field.label_class = "govuk-label--m"
    return field


class WordsForm(forms.Form):
    """The boxes of each place in the blueprint; suggestions that are ticked join the box above them.

    A form that does not `join` leaves them ticked: autosave would add them to a box in which they do not stand on the
    page, and again at the next save.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    # Nothing is needed to save; what is needed to publish is said beside the form.
    hides_optional = True
    # A box that cannot be saved keeps what is saved there, and keeps nothing else back.
    saves_the_rest = True
    # What others saved while somebody wrote: told to the page, with what its boxes hold then.
    hint = ""

    def __init__(
        self, *args: Any, slots: Sequence[Slot], words: Words, suggestions: dict[str, list[Suggestion]],
        offers: Sequence[FigureOffer] = (), joins: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.offers = {offer.name: offer for offer in offers}
        self.slots, self.words, self.suggestions, self.joins = slots, words, suggestions, joins
        for slot in slots:
            for box in boxes_of(slot):
                self.fields[box.name] = field_of(box, box.shown(words.get(slot.key, {})))

    def insert(self, name: str) -> str:
        """Put the figure that was chosen for a box at the end of it; or why not. All else stays as it was typed."""
        offer = picked(self.offers.values(), self.data.get(f"figure-{name}", ""), self.data.get(f"part-{name}", ""))
        taking = {box.name for slot in self.slots for box in boxes_of(slot) if box.takes_figures}
        if offer is None or name not in taking:
            return "Choose a figure from the list first."
        typed = self.data.copy()
        text = typed.get(name, "").rstrip()
        typed[name] = f"{text} {offer.token}" if text else offer.token
        self.data = typed
        return ""

    def typed_words(self) -> Words:
        """What to keep: boxes, and the suggestions that were ticked."""
        return {
            slot.key: {"chosen": self._chosen(slot)}
            if slot.kind == "choices"
            else {box.part: self._typed(slot, box) for box in boxes_of(slot)}
            for slot in self.slots
        }

    def is_of(self, version: int) -> None:
        """Everything typed that could be saved is now saved at `version`."""
        typed = self.data.copy()
        typed["version"] = str(version)
        self.data = typed

    def _typed(self, slot: Slot, box: TypedBox) -> Any:
        if box.name not in self.cleaned_data:
            return box.stored(box.shown(self.words.get(slot.key, {})))
        typed = box.stored(self.cleaned_data[box.name])
        if box.holds == Holds.LINES:
            return [*typed, *(text for text in self._picked(box.name) if text not in typed)]
        if box.holds == Holds.PROSE:
            joined = [typed, *(text for text in self._picked(box.name) if text not in typed)]
            return "\n\n".join(filter(None, joined))
        return typed

    def places(self) -> list[Place]:
        """The blueprint's slots in order, as the page shows them."""
        return [
            Place(
                slot,
                [self._box(slot, box) for box in boxes_of(slot)],
                self._choices(slot) if slot.kind == "choices" else [],
            )
            for slot in self.slots
        ]

    def sent_boxes(self, keys: Collection[str]) -> dict[str, list[str]]:
        """What the page would send for these places as they are saved, by the names of its boxes."""
        found: dict[str, list[str]] = {}
        for place in self.places():
            if place.slot.key not in keys:
                continue
            for box in boxes_of(place.slot):
                found |= _as_sent(box, box.shown(self.words.get(place.slot.key, {})))
            if place.slot.kind == "choices":
                found[f"pick-{place.slot.key}"] = [each.suggestion.key for each in place.choices if each.is_ticked]
                found |= {each.wording_name: [each.wording] for each in place.choices}
        return found

    def _picked(self, name: str) -> list[str]:
        if not self.joins:
            return []
        ticked = self._ticked(name)
        return [found.line for found in self.suggestions.get(name, []) if found.key in ticked]

    def _ticked(self, name: str) -> set[str]:
        return set(self.data.getlist(f"pick-{name}")) if self.is_bound else set()

    def _chosen(self, slot: Slot) -> list[dict[str, str]]:
        ticked = self._ticked(slot.key)
        return [
            {"key": found.key, "text": self.data.get(_wording(slot, found), "").strip() or found.text}
            for found in self.suggestions.get(slot.key, [])
            if found.key in ticked
        ]

    def _box(self, slot: Slot, box: TypedBox) -> Box:
        field = self[box.name]
        text = content.plain(field.value() or "") if box.takes_figures else ""
        return Box(
            field,
            takes_figures=box.takes_figures and not box.is_restricted,
            groups=self._groups(box, text),
            of_figures=slot.kind != "strengths_focus",
            reading=self._reading(text, is_prose=box.holds == Holds.PROSE),
            subject=self.data.get(f"figure-{box.name}", ""),
            part=self.data.get(f"part-{box.name}", ""),
            place=slot.title if box.is_restricted else "",
        )

    def _groups(self, box: TypedBox, text: str) -> list[tuple[str, list[Choice]]]:
        """What is in the box already is not suggested again."""
        ticked, taken = self._ticked(box.name), text if box.holds == Holds.PROSE else lines(text)
        groups: dict[str, list[Choice]] = {}
        for found in self.suggestions.get(box.name, []):
            if found.line not in taken:
                line = prose.spans(tokens.fill(found.text, self.offers))
                choice = Choice(found, f"pick-{box.name}", found.key in ticked, line)
                groups.setdefault(found.group, []).append(choice)
        return list(groups.items())

    def _reading(self, text: str, *, is_prose: bool) -> list[prose.Paragraph]:
        """The words of a box with their figures, as the report will have them."""
        if is_prose:
            return prose.paragraphs(tokens.fill(text, self.offers))
        points = tuple(prose.spans(tokens.fill(line, self.offers)) for line in lines(text))
        return [prose.Paragraph("bullets", points)] if points else []

    def _choices(self, slot: Slot) -> list[Choice]:
        saved = self.words.get(slot.key, {}).get("chosen", [])
        chosen = {found["key"]: found["text"] for found in (self._chosen(slot) if self.is_bound else saved)}
        return [
            Choice(
                found, f"pick-{slot.key}", found.key in chosen, (), _wording(slot, found),
                chosen.get(found.key, found.text),
            )
            for found in self.suggestions.get(slot.key, [])
        ]  # fmt: skip


def chosen_already(slots: Sequence[Slot], words: Words, typed: QueryDict) -> dict[str, list[Suggestion]] | None:
    """What is ticked in places to choose in, if all of it is saved there and has a wording; None if it is not.

    Then nothing need be asked of the records: nothing is chosen that they would have to know.
    """
    found: dict[str, list[Suggestion]] = {}
    for slot in slots:
        if slot.kind != "choices":
            continue
        saved = [Suggestion(each["key"], "", each["text"]) for each in words.get(slot.key, {}).get("chosen", [])]
        ticked = set(typed.getlist(f"pick-{slot.key}"))
        found[slot.key] = [each for each in saved if each.key in ticked]
        if len(found[slot.key]) < len(ticked) or not all(
            typed.get(_wording(slot, each), "").strip() for each in found[slot.key]
        ):
            return None
    return found


def is_sent(slot: Slot, typed: QueryDict) -> bool:
    """Did the page that was sent have this place? What may be ticked has a box for its wording, a day is three."""
    if slot.kind == "choices":
        begins = f"wording-{slot.key}-"
        return f"pick-{slot.key}" in typed or any(name.startswith(begins) for name in typed)
    names = [box.name for box in boxes_of(slot)]
    return any(name in typed or f"{name}_day" in typed or f"pick-{name}" in typed for name in names)


def _wording(slot: Slot, found: Suggestion) -> str:
    """The same activity may be offered in two places: each has a wording of its own."""
    return f"wording-{slot.key}-{found.key.strip('/').replace('/', '-')}"


def _as_sent(box: TypedBox, value: Any) -> dict[str, list[str]]:
    """A box as the browser sends it: a day is three boxes, an answer that nobody gave none."""
    if box.holds == Holds.DAY:
        parts = ("day", "month", "year")
        return {f"{box.name}_{part}": [str(getattr(value, part)) if value else ""] for part in parts}
    if box.holds == Holds.OPTIONS:
        return {box.name: value}
    return {box.name: [value] if value or box.holds != Holds.ANSWER else []}
