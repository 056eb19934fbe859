"""Colours as #rrggbb: how well two can be told apart, and shades of one. [pure]"""

import re

WHITE, BLACK = "#ffffff", "#000000"
# What WCAG 2.2 asks of text: criterion 1.4.3, level AA.
LEGIBLE = 4.5


def is_colour(text: str) -> bool:
    return re.fullmatch(r"#[0-9a-f]{6}", text, re.IGNORECASE) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with a share of `other` in it, from 0 to 1."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{int(part + (towards - part) * share):02x}" for part, towards in pairs)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
