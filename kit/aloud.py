"""What a screen reader says of a PDF, where the drawing does not tell it.

Arabic is drawn from the left, and a vowel may stand before the letter that it follows: read from the drawing, such
words come out backwards or twice. `spoken.typ` marks each such text with a language of its own; here the words
themselves (`/ActualText`) take the place of the mark.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

Path = tuple[Any, ...]  # of structure elements, the outermost first


def with_words(data: bytes, words: Mapping[str, str]) -> bytes:
    """The PDF with the words of each marked text in its tags. The same data gives the same bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        owners: dict[str, Path] = {}
        foreign: set[str] = set()
        found = list(_contents(pdf.Root.StructTreeRoot, "", ()))
        for code, path in found:
            if code in words:
                owners[code] = _common(owners.get(code, path), path)
        for code, path in found:
            foreign |= {other for other, owner in owners.items() if other != code and _common(owner, path) == owner}
        for code, owner in owners.items():
            if code not in foreign:
                owner[-1].ActualText = words[code]
        for element in _elements(pdf.Root.StructTreeRoot):
            if str(element.get("/Lang", "")) in words:
                del element["/Lang"]
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _contents(node: Any, language: str, path: Path) -> Iterator[tuple[str, Path]]:
    """Each piece of what is drawn: its language, and the elements that hold it."""
    for child in _children(node):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from _contents(child, str(child.get("/Lang", language)), (*path, child))
        else:
            yield language, path


def _elements(node: Any) -> Iterator[Any]:
    for child in _children(node):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def _children(node: Any) -> list[Any]:
    children = node.get("/K", [])
    return list(children) if isinstance(children, pikepdf.Array) else [children]


def _common(one: Path, other: Path) -> Path:
    """The elements that both are in."""
    return tuple(a for a, b in zip(one, other, strict=False) if a.objgen == b.objgen)
