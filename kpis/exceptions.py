"""Which figures leaders look at first, and why. Plain Python."""

from enum import StrEnum

from kpis.rag import RAG_WORDS, Rag


class Concern(StrEnum):
    """In the order in which they are looked at; the last is none."""

    RED_AND_BEYOND_CHANCE = "red_and_beyond_chance"
    RED = "red"
    BEYOND_CHANCE = "beyond_chance"
    NO_DATA = "no_data"
    AMBER = "amber"
    NONE = "none"


CONCERN_WORDS = {
    Concern.RED_AND_BEYOND_CHANCE: "Red or missed, and worse than chance explains",
    Concern.RED: "Red or missed",
    Concern.BEYOND_CHANCE: "Worse than chance explains",
    Concern.NO_DATA: "No data",
    Concern.AMBER: "Amber",
    Concern.NONE: "No exception",
}


def concern_of(rag: Rag, *, is_worse_than_chance: bool) -> Concern:
    """Where a figure comes in the list. What does not apply is no gap in the data."""
    if rag in (Rag.RED, Rag.MISSED):
        return Concern.RED_AND_BEYOND_CHANCE if is_worse_than_chance else Concern.RED
    if rag == Rag.NO_DATA:
        return Concern.NO_DATA
    if is_worse_than_chance:
        return Concern.BEYOND_CHANCE
    return Concern.AMBER if rag == Rag.AMBER else Concern.NONE


def why_words(concern: Concern, rag: Rag, *, are_too_few: bool = False) -> str:
    """Why a figure is in the list, in a sentence. Of too few months nobody says what chance has to do with them."""
    judged = RAG_WORDS[rag].lower()
    chance = "there are too few months to say more" if are_too_few else "no change for the worse is beyond chance"
    return {
        Concern.RED_AND_BEYOND_CHANCE: f"It is {judged}, and the latest months are worse than chance alone explains.",
        Concern.RED: f"It is {judged}; {chance}.",
        Concern.BEYOND_CHANCE: f"It stands at {judged}, but the latest months are worse than chance alone explains.",
        Concern.NO_DATA: "There is no figure for the month, so nobody can say how it stands.",
        Concern.AMBER: "It falls short of its target, but by no more than is tolerated.",
        Concern.NONE: "Nothing about it needs to be looked at first.",
    }[concern]
