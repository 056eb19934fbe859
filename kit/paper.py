"""PDF through Typst, as PDF/UA-1: tagged, with a title and a language.

Text reaches the template as data and is never evaluated; the template can read no file but itself. Drawing is heavy:
whoever makes a PDF loads this when it is first needed.
"""

import datetime
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from kit import faces, scripts

FONTS = faces.OURS
PRELUDE = (settings.BASE_DIR / "kit" / "spoken.typ").read_bytes()


def pdf(
    template: Path, *, name: str, data: dict[str, Any], made_at: datetime.datetime, fonts: tuple[Path, ...] = (FONTS,)
) -> bytes:
    """`data` as the template shows it, which reads it as the input `name`. The same data gives the same bytes.

    A letter is taken from the first of the folders of `fonts` that has it, or else from the face of its script.
    """
    prepared = _prepared(data, fonts)
    source = PRELUDE + template.read_bytes()
    settled: dict[str, Any] = {
        "root": str(template.parent),
        "font_paths": [str(folder) for folder in prepared.fonts],
        "ignore_system_fonts": True,
        "sys_inputs": {name: json.dumps(prepared.value), **prepared.inputs},
    }
    made: bytes = typst.compile(
        source, format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()), **settled
    )
    if not prepared.is_complex:
        return made
    words = json.loads(typst.query(source, "<told>", field="value", **settled))
    # It is loaded for those few that need it.
    told: bytes = import_module("kit.aloud").with_words(made, dict(words))
    return told


@dataclass(frozen=True)
class Label:
    """Words in a drawing, from their place on the line. `anchor`: start, middle or end; `turned`: upwards."""

    x: float
    y: float
    words: str
    colour: str
    size: float
    anchor: str
    bold: bool
    turned: bool


@dataclass(frozen=True)
class Drawing:
    """An SVG, and words to be set over it."""

    svg: str
    labels: tuple[Label, ...] = ()


# Each drawing on a page of its own size. The drawings are data, and data cannot be evaluated.
DRAWINGS = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: faces, top-edge: "baseline", bottom-edge: "baseline")
#let width = float(sys.inputs.width) * 1pt
#let set-in(label) = context {
  let weight = if label.bold { 700 } else { 400 }
  let words = text(size: label.size * 1pt, fill: rgb(label.colour), weight: weight, label.words)
  let words = box(laid(label.words, words))
  let back = measure(words).width * if label.anchor == "end" { 1 } else if label.anchor == "middle" { 0.5 } else { 0 }
  let moved = move(dx: -back, words)
  let turned = if label.turned { rotate(-90deg, origin: top + left, moved) } else { moved }
  place(top + left, dx: label.x * 1pt, dy: label.y * 1pt, turned)
}
#for drawing in json(bytes(sys.inputs.drawings)) {
  page({ image(bytes(drawing.svg), format: "svg", width: width); drawing.labels.map(set-in).join() })
}
"""


def pictures(
    drawings: Sequence[Drawing], *, width: float, scale: float, fonts: tuple[Path, ...] = (FONTS,)
) -> list[bytes]:
    """Each drawing as a PNG, `width` points wide, with `scale` pixels for a point."""
    if not drawings:
        return []
    prepared = _prepared([asdict(drawing) for drawing in drawings], fonts)
    made = typst.compile(
        PRELUDE + DRAWINGS,
        root=str(FONTS),
        font_paths=[str(folder) for folder in prepared.fonts],
        ignore_system_fonts=True,
        format="png",
        ppi=72 * scale,
        timestamp=0,
        sys_inputs={"drawings": json.dumps(prepared.value), "width": str(width), **prepared.inputs},
    )
    return made if isinstance(made, list) else [made]


@dataclass(frozen=True)
class Prepared:
    """Data whose every letter can be printed, with the fonts that it takes."""

    value: Any
    fonts: tuple[Path, ...]
    is_complex: bool

    @property
    def inputs(self) -> dict[str, str]:
        """What `spoken.typ` asks for."""
        names = [family for folder in self.fonts for family in faces.families(folder)]
        return {"faces": json.dumps(names), "complex": scripts.COMPLEX if self.is_complex else ""}


def _prepared(value: Any, fonts: tuple[Path, ...]) -> Prepared:
    codes = {ord(letter) for text in _texts(value) if not text.isascii() for letter in _composed(text)}
    every = (*fonts, *faces.needed(codes, fonts))
    return Prepared(displayable(value, every), every, any(map(scripts.is_complex, map(chr, codes))))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def displayable(value: Any, fonts: tuple[Path, ...] = (FONTS,)) -> Any:
    """Letters that the fonts lack become their names: a PDF for everyone may hold no letter that nobody can see."""
    if isinstance(value, str):
        if value.isascii():
            return value.translate(faces.shown(fonts, keeps_joiners=False))
        text = _composed(value)
        return text.translate(faces.shown(fonts, keeps_joiners=scripts.is_complex(text)))
    if isinstance(value, dict):
        return {key: displayable(item, fonts) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [displayable(item, fonts) for item in value]
    return value


def _composed(text: str) -> str:
    """Letters that were typed in parts, as one: most fonts have ü, and not its dots."""
    return unicodedata.normalize("NFC", text)
