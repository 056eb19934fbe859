"""PDF through Typst, as PDF/UA-1: tagged, with a title and a language.

Text reaches the template as data and is never evaluated; the template can read no file but itself. Drawing is heavy:
whoever makes a PDF loads this when it is first needed.
"""

import datetime
import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from matplotlib.ft2font import FT2Font  # noqa: TID251 it says which letters a font has

FONTS = settings.BASE_DIR / "static" / "vendor" / "atkinson-hyperlegible-ttf"


def pdf(template: Path, *, name: str, data: dict[str, Any], made_at: datetime.datetime) -> bytes:
    """`data` as the template shows it, which reads it as the input `name`. The same data gives the same bytes."""
    return typst.compile(
        template.read_bytes(),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
        sys_inputs={name: json.dumps(displayable(data))},
    )


@cache
def letters() -> frozenset[int]:
    """The code points that every one of our fonts can show."""
    return frozenset.intersection(*(frozenset(FT2Font(str(font)).get_charmap()) for font in FONTS.glob("*.ttf")))


def displayable(value: Any) -> Any:
    """Letters that the fonts lack become their names: a PDF for everyone may hold no letter that nobody can see."""
    if isinstance(value, str):
        return "".join(letter if _is_shown(letter) else _named(letter) for letter in value)
    if isinstance(value, dict):
        return {key: displayable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [displayable(item) for item in value]
    return value


def _is_shown(letter: str) -> bool:
    return ord(letter) in letters() or letter in "\n\t"


def _named(letter: str) -> str:
    """ü as typed in two parts, then joined, is in the font; an emoji becomes [grinning face]; format marks go."""
    if unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return ""
    simple = unicodedata.normalize("NFKC", letter)
    if simple != letter and all(_is_shown(part) for part in simple):
        return simple
    return f"[{unicodedata.name(letter, 'character').lower()}]"
