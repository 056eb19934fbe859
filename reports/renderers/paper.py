"""The document as the Typst template reads it: prose divided, charts drawn."""

import dataclasses
from typing import Any

from reports import prose
from reports.content import (
    KIND_OF,
    Actions,
    Block,
    Chart,
    Document,
    GradeDistribution,
    IndicatorTable,
    KeyMessages,
    StrengthsFocus,
    Table,
    Text,
)
from reports.renderers import charts


def for_paper(document: Document) -> dict[str, Any]:
    """Plain data for `report.typ`."""
    data = {
        "cover": {**dataclasses.asdict(document.cover), "particulars": document.cover.particulars},
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "blocks": [{"kind": KIND_OF[type(block)], **_block(block)} for block in section.blocks],
            }
            for section in document.sections
        ],
    }
    return data


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Text():
            return {"paragraphs": _paragraphs(block.prose)}
        case KeyMessages():
            return {"messages": [_spans(message) for message in block.messages]}
        case StrengthsFocus():
            return {
                "strengths": [_spans(point) for point in block.strengths],
                "focus": [_spans(point) for point in block.focus],
            }
        case Chart() | GradeDistribution():
            drawing = charts.svg(charts.figure_of(block))
            return {"title": block.title, "alt": block.alt, "svg": drawing, "table": _table(block.table)}
        case Table() | Actions():
            return _table(block if isinstance(block, Table) else block.table)
        case IndicatorTable():
            rows = [{**dataclasses.asdict(row), "has_parts": row.has_parts} for row in block.rows]
            trends = _table(block.trend_table) if block.trend_table else None
            return {"caption": block.caption, "rows": rows, "notes": block.notes, "trends": trends}
        case _:
            return dataclasses.asdict(block)


def _table(table: Table) -> dict[str, Any]:
    return dataclasses.asdict(table)


def _paragraphs(text: str) -> list[dict[str, Any]]:
    return [
        {"kind": part.kind, "lines": [[dataclasses.asdict(span) for span in line] for line in part.lines]}
        for part in prose.paragraphs(text)
    ]


def _spans(text: str) -> list[dict[str, Any]]:
    return [dataclasses.asdict(span) for span in prose.spans(text)]
