"""Which way letters run, and which scripts are more than one letter after another. [pure]"""

import re
import unicodedata
from collections.abc import Iterator

# Right to left, vowels above and below, letters that change beside others: drawn in another order than they are read.
_SPANS = (
    (0x0300, 0x036F), (0x0590, 0x109F), (0x1780, 0x17FF), (0x1AB0, 0x1AFF),
    (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF),
)  # fmt: skip
# A class that means the same in Python and in Typst.
COMPLEX = f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _SPANS)}]"
_COMPLEX = re.compile(COMPLEX)
RIGHT_TO_LEFT = frozenset({"R", "AL"})
# Invisible marks that join letters, part them, or say which way they run.
JOINERS = frozenset({0x200C, 0x200D, 0x200E, 0x200F, 0x061C})


def is_complex(text: str) -> bool:
    """Is there a letter that is drawn in another order, or in another shape, than it is written?"""
    return not text.isascii() and _COMPLEX.search(text) is not None


def runs_right_to_left(text: str) -> bool:
    """Does the first letter that has a direction run from right to left? So web pages decide with `dir="auto"`."""
    if text.isascii():
        return False
    return next((way in RIGHT_TO_LEFT for letter in text if (way := _way(letter)) in {"L", *RIGHT_TO_LEFT}), False)


def _way(letter: str) -> str:
    return unicodedata.bidirectional(letter)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts that run one way, each with whether it runs from right to left.

    What has no direction goes with the part before it, and between two parts from right to left with both.
    """
    if text.isascii():
        if text:
            yield text, False
        return
    part, undecided, is_right = "", "", None
    for letter in text:
        way = _way(letter)
        if way not in {"L", "EN", *RIGHT_TO_LEFT}:
            undecided += letter
            continue
        this = way in RIGHT_TO_LEFT
        if is_right is None or this == is_right:
            part += undecided + letter
        else:
            yield part + ("" if is_right else undecided), is_right
            part = (undecided if is_right else "") + letter
        undecided, is_right = "", this
    if part or undecided:
        yield part + undecided, bool(is_right)
