"""The document as the Typst template reads it: prose divided, charts drawn, pictures within drawings."""

import base64
import dataclasses
from collections.abc import Sequence
from typing import Any

from kit import scripts
from reports import prose
from reports.content import (
    KIND_OF,
    Actions,
    Agreement,
    AppendixTable,
    Block,
    Chart,
    Document,
    Feedback,
    GradeDistribution,
    Image,
    IndicatorTable,
    KeyMessages,
    Recommendations,
    Statements,
    StrengthsFocus,
    Table,
    TargetsGrid,
    Text,
)
from reports.renderers import charts, sources
from reports.renderers.brand import Brand
from reports.slots import RESTRICTED


def for_paper(document: Document, brand: Brand) -> dict[str, Any]:
    """Plain data for `report.typ`."""
    return {
        "cover": {
            **dataclasses.asdict(document.cover),
            "particulars": document.cover.particulars,
            "edition_words": document.cover.edition_words,
        },
        "brand": _brand(brand),
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "is_apart": section.key == RESTRICTED,
                "blocks": [
                    {"kind": KIND_OF[type(block)], "level": level, **_block(block, brand)}
                    for block, level in section.outlined
                ],
            }
            for section in document.sections
        ],
        "sources": _sources(document),
    }


def _brand(brand: Brand) -> dict[str, Any]:
    """A logo is drawn 44 by 18 mm at most."""
    logo = brand.logo
    shown = None
    if logo:
        width, height = logo.fitted(44, 18)
        is_drawing = logo.media_type == "image/svg+xml"
        svg = logo.data.decode() if is_drawing else framed(logo.data, logo.media_type, logo.width, logo.height)
        shown = {"svg": svg, "alt": logo.alt, "width": width, "height": height}
    shades = {"colour": brand.colour, "deep": brand.deep, "tint": brand.tint, "accent": brand.accent}
    return {**shades, "fonts": brand.paper_stack, "logo": shown}


def framed(data: bytes, media_type: str, width: int, height: int) -> str:
    """A picture within an SVG: Typst takes data as text, and reads no file."""
    words = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:{media_type};base64,{words}"/></svg>'
    )


def _sources(document: Document) -> dict[str, Any] | None:
    if not document.sources:
        return None
    items = [
        {"anchor": sources.anchor(source.key), "title": source.title, "particulars": sources.particulars(source)}
        for source in document.sources
    ]
    return {"number": sources.number(document), "title": sources.TITLE, "items": items}


def _block(block: Block, brand: Brand) -> dict[str, Any]:
    match block:
        case Text():
            return {"paragraphs": _paragraphs(block.prose)}
        case KeyMessages():
            return {"messages": _points(block.messages)}
        case StrengthsFocus():
            return {"strengths": _points(block.strengths), "focus": _points(block.focus)}
        case Chart() | GradeDistribution():
            return {"title": block.title, "alt": block.alt, "svg": _drawing(block, brand), "table": _table(block.table)}
        case Table() | Actions() | Recommendations() | AppendixTable():
            return _table(block if isinstance(block, Table) else block.table)
        case IndicatorTable():
            rows = [{**dataclasses.asdict(row), "has_parts": row.has_parts} for row in block.rows]
            trends = _table(block.trend_table) if block.trend_table else None
            return {"caption": block.caption, "rows": rows, "notes": block.notes, "trends": trends}
        case _:
            return _evidence(block)


def _drawing(block: Chart | GradeDistribution, brand: Brand) -> str:
    """Lines and letters, or a picture of them where the typeface lacks a letter."""
    drawing = charts.svg(block, brand)
    if charts.is_drawable(drawing, brand):
        return drawing
    picture = charts.pngs([block], brand)[id(block)]
    return framed(picture, "image/png", *charts.size(picture))


def _evidence(block: Block) -> dict[str, Any]:
    match block:
        case TargetsGrid():
            results = [row.result for row in block.rows]
            return {"table": _table(block.table), "results": results, "summary": block.summary, "notes": block.notes}
        case Agreement():
            return {"table": _table(block.table), "alt": block.alt, "sentences": block.sentences, "notes": block.notes}
        case Image():
            drawing = framed(block.bytes, block.media_type, block.width, block.height)
            return {"title": block.title, "alt": block.alt, "svg": drawing, "width": block.width}
        case Statements():
            rows = [{**dataclasses.asdict(each), "small_words": words} for each, words in block.told]
            return {"caption": block.caption, "statements": rows, "notes": block.notes}
        case Feedback():
            quotes = [{"words": quote.words, "said": quote.said} for quote in block.quotes]
            return {"title": block.title, "quotes": quotes, "sample": block.sample}
        case _:
            return dataclasses.asdict(block)


def _table(table: Table) -> dict[str, Any]:
    return dataclasses.asdict(table)


def _paragraphs(text: str) -> list[dict[str, Any]]:
    return [
        {
            "kind": part.kind,
            "start": part.start,
            "lines": [[dataclasses.asdict(span) for span in line] for line in part.lines],
            "is_rtl": scripts.runs_right_to_left("".join(span.text for span in part.lines[0])),
        }
        for part in prose.paragraphs(text)
    ]


def _points(points: Sequence[str]) -> dict[str, Any]:
    """Points of a list, which runs the way that the first of them does."""
    return {"lines": [_spans(point) for point in points], "is_rtl": scripts.runs_right_to_left("".join(points[:1]))}


def _spans(text: str) -> list[dict[str, Any]]:
    return [dataclasses.asdict(span) for span in prose.spans(text)]
