"""Protected tables as plain data: later editions are compared with what was published, not with today's. [pure]"""

import datetime
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from reports.disclosure.tables import ShownLine, ShownTable, Span


def to_keep(tables: Iterable[ShownTable]) -> list[dict[str, Any]]:
    """Plain lists and dictionaries; a hidden number is null, and is not in it."""
    return [_plain(asdict(table)) for table in tables]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def kept(data: Iterable[dict[str, Any]]) -> tuple[ShownTable, ...]:
    """The tables that `to_keep` wrote."""
    return tuple(
        ShownTable(
            **{
                **table,
                "columns": tuple(table["columns"]),
                "lines": tuple(map(_line, table["lines"])),
                "totals": _line(table["totals"]) if table["totals"] else None,
                "period": _span(table["period"]),
            }
        )
        for table in data
    )


def _line(line: dict[str, Any]) -> ShownLine:
    return ShownLine(**{**line, "cells": tuple(line["cells"]), "period": _span(line["period"])})


def _span(days: list[str] | None) -> Span | None:
    return (datetime.date.fromisoformat(days[0]), datetime.date.fromisoformat(days[1])) if days else None
