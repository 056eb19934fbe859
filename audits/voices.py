"""What the child and the family say: which states there are, and what each of them needs. [pure]"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    CHILD = "child"
    FAMILY = "family"


WHOSE_WORDS = {Whose.CHILD: "The child’s voice", Whose.FAMILY: "The family’s voice"}
QUESTIONS = {Whose.CHILD: "What does the child say?", Whose.FAMILY: "What does the family say?"}


class VoiceState(StrEnum):
    GIVEN = "given"
    DECLINED = "declined"
    NOT_APPROPRIATE = "not_appropriate"
    NOT_REACHED = "not_reached"


STATE_WORDS = {
    VoiceState.GIVEN: "Given",
    VoiceState.DECLINED: "Declined",
    VoiceState.NOT_APPROPRIATE: "Not appropriate to ask",
    VoiceState.NOT_REACHED: "Not reached",
}

# The boxes that belong to each state, in the order of the page, and whether each must be filled in.
BOXES: dict[VoiceState, Mapping[str, bool]] = {
    VoiceState.GIVEN: {"words": True, "how": True},
    VoiceState.DECLINED: {"asked": False},
    VoiceState.NOT_APPROPRIATE: {"reason": True},
    VoiceState.NOT_REACHED: {"attempts": True},
}
BOX_WORDS = {
    "words": "What they say",
    "how": "How it was gathered",
    "asked": "How they were asked",
    "reason": "Why it was not appropriate",
    "attempts": "Attempts to reach them",
}
ALL_BOXES = ("words", "how", "asked", "reason", "attempts")

_STILL_TO_CHOOSE = {
    Whose.CHILD: "Say whether the child’s voice was given, and if not, why",
    Whose.FAMILY: "Say whether the family’s voice was given, and if not, why",
}
_STILL_TO_WRITE = {
    (Whose.CHILD, "words"): "Write what the child says",
    (Whose.FAMILY, "words"): "Write what the family says",
    (Whose.CHILD, "how"): "Write how the child’s words were gathered",
    (Whose.FAMILY, "how"): "Write how the family’s words were gathered",
    (Whose.CHILD, "reason"): "Write why it was not appropriate to ask the child",
    (Whose.FAMILY, "reason"): "Write why it was not appropriate to ask the family",
    (Whose.CHILD, "attempts"): "Write how you tried to reach the child",
    (Whose.FAMILY, "attempts"): "Write how you tried to reach the family",
}


@dataclass(frozen=True)
class VoiceDraft:
    """One voice so far. Words typed for another state than the chosen one are kept, and count for nothing."""

    state: VoiceState | None = None
    words: str = ""
    how: str = ""
    asked: str = ""
    reason: str = ""
    attempts: str = ""

    @property
    def is_blank(self) -> bool:
        return self == VoiceDraft()

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What belongs to the chosen state, as the label of each box and its words; empty boxes are left out."""
        boxes = BOXES[self.state] if self.state else {}
        return [(BOX_WORDS[box], getattr(self, box)) for box in boxes if getattr(self, box).strip()]


def missing(whose: Whose, voice: VoiceDraft) -> list[tuple[str, str]]:
    """What this voice still needs, as the box and the sentence that asks for it."""
    if voice.state is None:
        return [("state", _STILL_TO_CHOOSE[whose])]
    needed = [box for box, must in BOXES[voice.state].items() if must]
    return [(box, _STILL_TO_WRITE[whose, box]) for box in needed if not getattr(voice, box).strip()]


def unrecorded(voices: Mapping[Whose, VoiceDraft]) -> tuple[Whose, ...]:
    """Whose voice is still to record."""
    return tuple(whose for whose in Whose if missing(whose, voices.get(whose, VoiceDraft())))
