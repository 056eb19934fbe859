"""Typed text to paragraphs and bullets: the small part of Markdown that every format can show. [pure]

Everything else, HTML and links included, stays as it was typed. Figures that were filled in are spans of their own,
with the key of their source; nothing within them is Markdown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.tokens import CLOSES, MARKED, OPENS, unmarked

PARSER = MarkdownIt("zero").enable(["list", "emphasis", "escape", "newline"])
# Where a figure stands while the text around it is read: its place in the list of figures.
PLACE = re.compile(f"{OPENS}(\\d+){CLOSES}")


@dataclass(frozen=True)
class Span:
    text: str
    bold: bool = False
    italic: bool = False
    source: str = ""  # where a figure comes from


Figures = list[tuple[str, str]]  # key and what is shown

Line = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph is one line; bullets and numbers have a line for each point. Numbers begin at `start`."""

    kind: str
    lines: tuple[Line, ...]
    start: int = 1


def paragraphs(text: str) -> list[Paragraph]:
    """The text as paragraphs, bullets and numbered points, in order.

    Points keep the numbers that were typed. A list within bullets joins them; what stands within a numbered point, a
    list or a second paragraph, joins that point, so that the next one keeps its number.
    """
    text, figures = _set_aside(text)
    found: list[Paragraph] = []
    lists: list[Token] = []
    points: list[Line] = []
    is_new = False  # a point of the outer list has begun, and says nothing yet
    for token in PARSER.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type == "list_item_open" and len(lists) == 1:
            is_new = True
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            opened = lists.pop()
            if not lists:
                kind = "bullets" if opened.type.startswith("bullet") else "numbers"
                found.append(Paragraph(kind, tuple(points), int(opened.attrs.get("start", 1))))
                points = []
        elif token.type == "inline":
            line = _spans(token, figures)
            if not lists:
                found.append(Paragraph("paragraph", (line,)))
            elif is_new or not points or lists[0].type.startswith("bullet"):
                points.append(line)
            else:
                points[-1] = (*points[-1], Span(" – " if len(lists) > 1 else " "), *line)
            is_new = False
    return found


def spans(text: str) -> Line:
    """One line of text with bold and italics."""
    text, figures = _set_aside(text)
    return tuple(span for token in PARSER.parseInline(text) for span in _spans(token, figures))


def _set_aside(text: str) -> tuple[str, Figures]:
    """The text with a place for each figure, and the figures."""
    figures: Figures = []

    def placed(found: re.Match[str]) -> str:
        figures.append((found[1], found[2]))
        return f"\0{len(figures) - 1}\0"

    # Only what is marked becomes a place: a stray character of a mark is dropped.
    placed_text = unmarked(MARKED.sub(placed, text.replace("\0", "")))
    return re.sub(r"\0(\d+)\0", rf"{OPENS}\1{CLOSES}", placed_text), figures


def _spans(token: Token, figures: Figures) -> Line:
    style = Span("")
    found: list[Span] = []
    for child in token.children or []:
        match child.type:
            case "strong_open" | "strong_close":
                style = replace(style, bold=child.type == "strong_open")
            case "em_open" | "em_close":
                style = replace(style, italic=child.type == "em_open")
            case "softbreak" | "hardbreak":
                found.append(replace(style, text=" "))
            case _:
                found += _with_figures(child.content, style, figures)
    return tuple(found)


def _with_figures(text: str, style: Span, figures: Figures) -> Iterator[Span]:
    """The text with its figures put back in their places."""
    for number, part in enumerate(PLACE.split(text)):
        if number % 2:
            key, shown = figures[int(part)]
            yield replace(style, text=shown, source=key)
        elif part:
            yield replace(style, text=part)
