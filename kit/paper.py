"""PDF through Typst, as PDF/UA-1: tagged, with a title and a language.

Text reaches the template as data and is never evaluated; the template can read no file but itself. Drawing is heavy:
whoever makes a PDF loads this when it is first needed.
"""

import datetime
import json
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = settings.BASE_DIR / "static" / "vendor" / "atkinson-hyperlegible-ttf"


def pdf(
    template: Path, *, name: str, data: dict[str, Any], made_at: datetime.datetime, fonts: tuple[Path, ...] = (FONTS,)
) -> bytes:
    """`data` as the template shows it, which reads it as the input `name`. The same data gives the same bytes.

    A letter is taken from the first of the folders of `fonts` that has it.
    """
    return typst.compile(
        template.read_bytes(),
        root=str(template.parent),
        font_paths=[str(folder) for folder in fonts],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
        sys_inputs={name: json.dumps(displayable(data, fonts))},
    )


# Each drawing on a page of its own size. The drawings are data, and data cannot be evaluated.
DRAWINGS = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#let width = float(sys.inputs.width) * 1pt
#for drawing in json(bytes(sys.inputs.drawings)) { page(image(bytes(drawing), format: "svg", width: width)) }
"""


def pictures(drawings: Sequence[str], *, width: float, scale: float, fonts: tuple[Path, ...] = (FONTS,)) -> list[bytes]:
    """Each SVG as a PNG, `width` points wide, with `scale` pixels for a point."""
    if not drawings:
        return []
    made = typst.compile(
        DRAWINGS.encode(),
        root=str(FONTS),
        font_paths=[str(folder) for folder in fonts],
        ignore_system_fonts=True,
        format="png",
        ppi=72 * scale,
        timestamp=0,
        sys_inputs={"drawings": json.dumps(displayable(list(drawings), fonts)), "width": str(width)},
    )
    return made if isinstance(made, list) else [made]


def files(folder: Path) -> list[Path]:
    """The fonts in a folder."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".ttf", ".otf"))


def families(folder: Path) -> set[str]:
    """The names of the families in a folder of fonts."""
    return {_named_family(path) for path in files(folder)}


def _named_family(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        # The name for typesetting, where bold weights of one family have family names of their own.
        return str(font["name"].getDebugName(16) or font["name"].getDebugName(1))


@cache
def letters(fonts: tuple[Path, ...] = (FONTS,)) -> frozenset[int]:
    """The code points that every font of one of the folders can show."""
    return frozenset().union(*(frozenset.intersection(*(_charmap(path) for path in files(folder))) for folder in fonts))


def _charmap(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def displayable(value: Any, fonts: tuple[Path, ...] = (FONTS,)) -> Any:
    """Letters that the fonts lack become their names: a PDF for everyone may hold no letter that nobody can see."""
    if isinstance(value, str):
        return value.translate(_shown(fonts))
    if isinstance(value, dict):
        return {key: displayable(item, fonts) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [displayable(item, fonts) for item in value]
    return value


@cache
def _shown(fonts: tuple[Path, ...]) -> "_Shown":
    return _Shown(letters(fonts))


class _Shown(dict[int, str]):
    """What is printed for each letter; looked up once, as texts are long and letters few."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__()
        self.known = known

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = letter if self._has(letter) else self._named(letter)
        return self[code]

    def _has(self, letter: str) -> bool:
        return ord(letter) in self.known or letter in "\n\t"

    def _named(self, letter: str) -> str:
        """ü as typed in two parts, then joined, is in the font; an emoji becomes [grinning face]; format marks go."""
        if unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
            return ""
        simple = unicodedata.normalize("NFKC", letter)
        if simple != letter and all(self._has(part) for part in simple):
            return simple
        return f"[{unicodedata.name(letter, 'character').lower()}]"
