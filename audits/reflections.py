"""The practitioner's reflection: three short questions. [pure]"""

from dataclasses import dataclass

QUESTIONS = {
    "proud_of": "What are you proud of?",
    "would_change": "What would you do differently?",
    "support": "What support would help?",
}
READ_AS = {
    "proud_of": "Proud of",
    "would_change": "Would do differently",
    "support": "Support that would help",
}


@dataclass(frozen=True)
class ReflectionDraft:
    proud_of: str = ""
    would_change: str = ""
    support: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(words.strip() for words in vars(self).values())

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What was written, each with its label; empty boxes are left out."""
        return [(READ_AS[box], words) for box, words in vars(self).items() if words.strip()]
