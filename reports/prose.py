"""Typed text to paragraphs and bullets: the small part of Markdown that every format can show. [pure]

Everything else, HTML and links included, stays as it was typed.
"""

from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("zero").enable(["list", "emphasis", "escape", "newline"])


@dataclass(frozen=True)
class Span:
    text: str
    bold: bool = False
    italic: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph is one line; bullets and numbers have a line for each point."""

    kind: str
    lines: tuple[Line, ...]


def paragraphs(text: str) -> list[Paragraph]:
    """The text as paragraphs, bullets and numbered points, in order. A list within a list joins the outer one."""
    found: list[Paragraph] = []
    lists: list[str] = []
    points: list[Line] = []
    for token in PARSER.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("bullets" if token.type.startswith("bullet") else "numbers")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            kind = lists.pop()
            if not lists:
                found.append(Paragraph(kind, tuple(points)))
                points = []
        elif token.type == "inline":
            line = _spans(token)
            if lists:
                points.append(line)
            else:
                found.append(Paragraph("paragraph", (line,)))
    return found


def spans(text: str) -> Line:
    """One line of text with bold and italics."""
    return tuple(span for token in PARSER.parseInline(text) for span in _spans(token))


def _spans(token: Token) -> Line:
    style = Span("")
    found = []
    for child in token.children or []:
        match child.type:
            case "strong_open" | "strong_close":
                style = replace(style, bold=child.type == "strong_open")
            case "em_open" | "em_close":
                style = replace(style, italic=child.type == "em_open")
            case "softbreak" | "hardbreak":
                found.append(replace(style, text=" "))
            case _:
                if child.content:
                    found.append(replace(style, text=child.content))
    return tuple(found)
