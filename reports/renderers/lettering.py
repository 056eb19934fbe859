"""How much room words take, letter by letter, in our typeface: enough to break lines and to set slides."""

from collections.abc import Iterator
from functools import cache

from fontTools.ttLib import TTFont

from kit.faces import OURS

REGULAR, BOLD = "AtkinsonHyperlegible_400Regular.ttf", "AtkinsonHyperlegible_700Bold.ttf"
# Of a letter that our typeface lacks, in ems: as wide as the widest scripts.
UNKNOWN = 1.0


@cache
def _widths(name: str) -> dict[int, float]:
    """How wide each letter of a font is, in ems."""
    with TTFont(OURS / name, lazy=True) as font:
        advances, size = font["hmtx"], font["head"].unitsPerEm
        return {code: advances[glyph][0] / size for code, glyph in font.getBestCmap().items()}


@cache
def _letter(letter: str, bold: bool) -> float:
    return _widths(BOLD if bold else REGULAR).get(ord(letter), UNKNOWN)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of the text on one line, in the unit of `size`."""
    return size * sum(_letter(letter, bold) for letter in text)


def lines(text: str, room: float, size: float, *, bold: bool = False) -> Iterator[str]:
    """The text broken into lines that fit in `room`."""
    for start, end in breaks(text, room, size, bold=bold):
        yield text[start:end]


def breaks(text: str, room: float, size: float, *, bold: bool = False) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends: broken at a space, which is in neither, or within a word longer than a line."""
    start, used, space, used_with_space = 0, 0.0, -1, 0.0
    for place, letter in enumerate(text):
        if letter == "\n":
            yield start, place
            start, used, space = place + 1, 0.0, -1
            continue
        wide = size * _letter(letter, bold)
        if letter == " ":
            space, used_with_space = place, used + wide
        elif used + wide > room and place > start:
            if space >= start:
                yield start, space
                start, used = space + 1, used - used_with_space
            else:
                yield start, place
                start, used = place, 0.0
            space = -1
        used += wide
    yield start, len(text)
