"""Fonts on paper: which letters a folder of them can show, and which folders a text needs beside our own.

Each script that our typeface lacks has a folder. Only those that a text asks for are loaded: opening all of them for
every PDF would take longer than the PDF.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from kit import scripts

OURS = settings.BASE_DIR / "static" / "vendor" / "atkinson-hyperlegible-ttf"
OTHERS = settings.BASE_DIR / "static" / "vendor" / "other-scripts"
# Tried in this order: a letter that two have is taken from the first.
LAST = ("symbols", "symbols-2", "emoji", "han")


def files(folder: Path) -> list[Path]:
    """The fonts in a folder."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".ttf", ".otf"))


@cache
def families(folder: Path) -> tuple[str, ...]:
    """The names of the families in a folder of fonts."""
    return tuple(sorted({_named_family(path) for path in files(folder)}))


def _named_family(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        # The name for typesetting, where bold weights of one family have family names of their own.
        return str(font["name"].getDebugName(16) or font["name"].getDebugName(1))


@cache
def letters(fonts: tuple[Path, ...] = (OURS,)) -> frozenset[int]:
    """The code points that every font of one of the folders can show."""
    return frozenset().union(*(frozenset.intersection(*(_charmap(path) for path in files(folder))) for folder in fonts))


def _charmap(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def others() -> tuple[Path, ...]:
    """The folders of scripts that our typeface lacks, in the order in which they are asked."""
    folders = sorted(path for path in OTHERS.iterdir() if path.is_dir() and path.name not in LAST)
    first = OTHERS / "latin-greek-cyrillic"
    return (first, *(path for path in folders if path != first), *(OTHERS / name for name in LAST))


def needed(codes: Iterable[int], fonts: tuple[Path, ...] = (OURS,)) -> tuple[Path, ...]:
    """The folders that have what `fonts` lack, in their order."""
    lacking = {code for code in codes if code > 0x7F} - letters(fonts) - scripts.JOINERS
    found = []
    for folder in others() if lacking else ():
        if lacking & letters((folder,)):
            found.append(folder)
            lacking -= letters((folder,))
    return tuple(found)


class Shown(dict[int, str]):
    """What is printed for each letter; looked up once, as texts are long and letters few."""

    def __init__(self, known: frozenset[int], *, keeps_joiners: bool) -> None:
        super().__init__()
        self.known, self.keeps_joiners = known, keeps_joiners

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = letter if self._has(letter) else self._named(letter)
        return self[code]

    def _has(self, letter: str) -> bool:
        if ord(letter) in scripts.JOINERS:
            return self.keeps_joiners
        return ord(letter) in self.known or letter in "\n\t"

    def _named(self, letter: str) -> str:
        """𝔘 is shown as U, a letter that no font has becomes [its name]; format marks go."""
        if unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
            return ""
        simple = unicodedata.normalize("NFKC", letter)
        if simple != letter and all(self._has(part) for part in simple):
            return simple
        return f"[{unicodedata.name(letter, 'character').lower()}]"


@cache
def shown(fonts: tuple[Path, ...], *, keeps_joiners: bool) -> Shown:
    return Shown(letters(fonts), keeps_joiners=keeps_joiners)
