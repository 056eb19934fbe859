"""What the child and the family say, and the conversation with the practitioner."""

from typing import Any

from django import forms

from audits.forms.base import AuditForm, WordsField
from audits.voices import ALL_BOXES, BOXES, QUESTIONS, VoiceDraft, VoiceState, Whose, missing

CHOICES = {
    Whose.CHILD: {
        VoiceState.GIVEN: "The child told us",
        VoiceState.DECLINED: "The child declined",
        VoiceState.NOT_APPROPRIATE: "It was not appropriate to ask the child",
        VoiceState.NOT_REACHED: "The child could not be reached",
    },
    Whose.FAMILY: {
        VoiceState.GIVEN: "The family told us",
        VoiceState.DECLINED: "The family declined",
        VoiceState.NOT_APPROPRIATE: "It was not appropriate to ask the family",
        VoiceState.NOT_REACHED: "The family could not be reached",
    },
}
HINTS = {
    Whose.CHILD: "About the help they have had, and what has changed for them.",
    Whose.FAMILY: "Parents, carers, or others who bring the child up.",
}
LABELS = {
    "words": ("The {0}’s words", "As they said them, where you can. Never a name."),
    "how": (
        "How were the {0}’s words gathered?",
        "For example: at a visit, by telephone, from direct work in the record.",
    ),
    "asked": ("How was the {0} asked? (optional)", ""),
    "reason": ("Why was it not appropriate to ask the {0}?", ""),
    "attempts": (
        "How did you try to reach the {0}?",
        "Each attempt with its day: “telephoned on 3 and 9 May, letter on 12 May”.",
    ),
}
ROWS = {"words": 5, "attempts": 3}


class VoiceForm(AuditForm):
    """Two plain questions, each with its state and the boxes that the state needs; then the conversation."""

    hides_optional = True
    use_required_attribute = False
    saves_the_rest = True

    reflection = WordsField(
        label="Conversation with the practitioner",
        help_text="What is the practitioner proud of, what would they do differently, and what support would help?",
        required=False,
        rows=6,
    )

    def __init__(self, *args: Any, asks_voice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reflection = self.fields.pop("reflection")
        reflection.label_class = "govuk-label--m"
        self.asked = tuple(Whose) if asks_voice else ()
        for whose in self.asked:
            self.fields.update(_fields_of(whose))
        self.fields["reflection"] = reflection

    @property
    def states(self) -> list[forms.BoundField]:
        """The two questions; the other boxes stand below their choices."""
        return [self[f"{whose}_state"] for whose in self.asked]

    @property
    def voices(self) -> dict[Whose, VoiceDraft]:
        """What was sent; a box that cannot be saved as it is leaves its saved words alone."""
        sent = {**self.initial, **self.cleaned_data}
        return {
            whose: VoiceDraft(sent[f"{whose}_state"], *(sent[f"{whose}_{box}"] for box in ALL_BOXES))
            for whose in self.asked
        }

    def add_gaps(self) -> None:
        """Point to what is still missing once somebody says that they have finished the page."""
        for whose, voice in self.voices.items():
            for box, sentence in missing(whose, voice):
                self.add_error(f"{whose}_{box}", sentence)


def _fields_of(whose: Whose) -> dict[str, forms.Field]:
    state = forms.TypedChoiceField(
        label=QUESTIONS[whose], help_text=HINTS[whose], choices=list(CHOICES[whose].items()), coerce=VoiceState,
        empty_value=None, required=False, widget=forms.RadioSelect,
    )  # fmt: skip
    state.label_class = "govuk-fieldset__legend--m"
    state.reveals = {chosen.value: [f"{whose}_{box}" for box in boxes] for chosen, boxes in BOXES.items()}
    boxes = {}
    for box, (label, hint) in LABELS.items():
        boxes[f"{whose}_{box}"] = WordsField(
            label=label.format(whose), help_text=hint, required=False, rows=ROWS.get(box, 2)
        )
    return {f"{whose}_state": state, **boxes}
