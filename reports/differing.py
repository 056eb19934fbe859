"""What differs between two texts, word by word. [pure]

Words and line ends are compared; how many spaces stand between words is not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\n|[^\s]+")
# Comparing grows with how often the same words stand in both texts. Beyond this the texts are shown whole.
MOST_PAIRS = 300_000


@dataclass(frozen=True)
class Piece:
    """Some words: in both texts, only in the earlier one, or only in the later one."""

    kind: str  # same, removed or added
    text: str


def word_diff(before: str, after: str) -> list[Piece]:
    """The later text with what was taken out of the earlier one, in reading order."""
    old, new = WORD.findall(before), WORD.findall(after)
    pieces: list[Piece] = []
    for kind, words in _runs(old, new):
        if words:
            pieces.append(Piece(kind, _joined(words)))
    return pieces


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str]]]:
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    yield "same", old[:start]
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if _pairs(middle_old, middle_new) > MOST_PAIRS:
        yield "removed", middle_old
        yield "added", middle_new
    else:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                yield "same", middle_old[a:b]
            else:
                yield "removed", middle_old[a:b]
                yield "added", middle_new[c:d]
    yield "same", old[len(old) - end :]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    for number, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return number
    return min(len(old), len(new))


def _pairs(old: list[str], new: list[str]) -> int:
    counts = Counter(new)
    return sum(counts[word] for word in old)


def _joined(words: list[str]) -> str:
    """Words with a space between them, lines as they were."""
    return " ".join(words).replace(" \n", "\n").replace("\n ", "\n")
