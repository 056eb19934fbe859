"""The Department for Education's published files, read as they are: standard columns, categories, measures."""

import re
from pathlib import Path

from kit.uploads import NotReadable, Row, TableFile, read_table
from kpis.published import (
    LEVELS,
    NUMBER,
    SYMBOLS,
    FileRefused,
    NeighbourLine,
    NeighboursFile,
    PublishedFile,
    PublishedRow,
    dataset_of,
)

STANDARD = [
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
]  # fmt: skip
NEIGHBOURS = 10
NEIGHBOUR_COLUMNS = ["old_la_code", "la_name", "region_name"] + [
    name for place in range(1, NEIGHBOURS + 1) for name in (f"SN_{place}", f"SN_{place}P")
]
YEAR = re.compile(r"(19|20)\d{2}(\d{2})?")
Lines = list[tuple[int, dict[str, str]]]


def read(path: Path, *, name: str) -> PublishedFile | NeighboursFile:
    """What the file says; raises `FileRefused` with the sentence to show."""
    try:
        table = read_table(path, name=name)
    except NotReadable as fault:
        raise FileRefused(str(fault)) from fault
    header, lines = _lines(table)
    if {"SN_1", "SN_1P"} <= set(header):
        return _neighbours(table, header, lines)
    return _published(table, header, lines)


def _lines(table: TableFile) -> tuple[list[str], Lines]:
    """The headings, and each row by heading; a row of another width means a damaged file."""
    first, *body = table.rows
    header = first.cells
    if twice := sorted({heading for heading in header if header.count(heading) > 1}):
        raise FileRefused(f"{table.name} has the column {twice[0] or 'without a name'} twice.")
    if not body:
        raise FileRefused(f"{table.name} has headings, but no rows.")
    return header, [(row.number, _by_heading(table.name, header, row)) for row in body]


def _by_heading(name: str, header: list[str], row: Row) -> dict[str, str]:
    if len(row.cells) != len(header):
        raise FileRefused(
            f"{name} is damaged: row {row.number} has {len(row.cells)} cells where the header has {len(header)}. "
            "Download it again."
        )
    return dict(zip(header, row.cells, strict=True))


def _demand(name: str, header: list[str], wanted: list[str]) -> None:
    if missing := [column for column in wanted if column not in header]:
        raise FileRefused(
            f"{name} is not a file as the Department for Education publishes it: the column {missing[0]} is missing."
        )


def _published(table: TableFile, header: list[str], lines: Lines) -> PublishedFile:
    _demand(table.name, header, STANDARD)
    others = [column for column in header if column not in STANDARD]
    measures = [column for column in others if _is_measure(table.name, column, lines)]
    if not measures:
        raise FileRefused(f"{table.name} has no column with figures.")
    categories = [column for column in others if column not in measures]
    rows = [_row(table.name, number, cells, categories, measures) for number, cells in lines]
    _refuse_doubles(table.name, rows)
    return PublishedFile(
        name=table.name,
        sha256=table.sha256,
        dataset=dataset_of(table.name),
        columns=header,
        categories={column: list(dict.fromkeys(row.category[column] for row in rows)) for column in categories},
        measures=measures,
        rows=rows,
    )


def _is_measure(name: str, column: str, lines: Lines) -> bool:
    """Numbers and known symbols make a column of figures; mostly numbers and something unknown is refused."""
    strange = [(number, cells[column]) for number, cells in lines if not _is_figure(cells[column])]
    if not strange:
        return True
    if any(NUMBER.fullmatch(cells[column]) for _, cells in lines) and len(strange) * 2 < len(lines):
        number, cell = strange[0]
        raise FileRefused(
            f"{name}, row {number}, column {column}: {cell[:40]} is neither a number nor one of the symbols "
            f"{', '.join(symbol for symbol in SYMBOLS if symbol)}."
        )
    return False


def _is_figure(cell: str) -> bool:
    return cell in SYMBOLS or NUMBER.fullmatch(cell) is not None


def _row(name: str, number: int, cells: dict[str, str], categories: list[str], measures: list[str]) -> PublishedRow:
    level = LEVELS.get(cells["geographic_level"])
    if level is None:
        raise FileRefused(
            f"{name}, row {number}, column geographic_level: {cells['geographic_level'][:40] or 'blank'} is none of "
            f"{', '.join(LEVELS)}."
        )
    if not YEAR.fullmatch(cells["time_period"]):
        raise FileRefused(
            f"{name}, row {number}, column time_period: {cells['time_period'][:40] or 'blank'} is no year such as "
            "2025 or 202425."
        )
    columns = {"national": "country", "regional": "region", "local": "la"}[level]
    code = cells["new_la_code" if level == "local" else f"{columns}_code"]
    if not re.fullmatch(r"[A-Z]\d{8}", code):
        raise FileRefused(f"{name}, row {number}: the place has no nine-character code, such as E06000016.")
    return PublishedRow(
        number=number,
        year=int(cells["time_period"]),
        level=level,
        code=code,
        old_code=cells["old_la_code"][:5] if level == "local" else "",
        name=cells[f"{columns}_name"][:100],
        region_code=cells["region_code"][:12],
        category={column: cells[column] for column in categories},
        cells={column: cells[column] for column in measures},
    )


def _refuse_doubles(name: str, rows: list[PublishedRow]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = (row.year, row.code, *row.category.values())
        if key in seen:
            what = ", ".join(row.category.values())
            raise FileRefused(
                f"{name} gives {row.name} in {row.year} twice{f' for {what}' if what else ''}: "
                f"rows {seen[key]} and {row.number}."
            )
        seen[key] = row.number


def _neighbours(table: TableFile, header: list[str], lines: Lines) -> NeighboursFile:
    """The model of statistical neighbours: ten for each local authority, by its three digits."""
    _demand(table.name, header, NEIGHBOUR_COLUMNS)
    known: dict[str, int] = {}
    for number, cells in lines:
        old_code = cells["old_la_code"]
        if not re.fullmatch(r"\d{3}", old_code):
            raise FileRefused(f"{table.name}, row {number}, column old_la_code: {old_code or 'blank'} is no old code.")
        if old_code in known:
            raise FileRefused(f"{table.name} gives {old_code} twice: rows {known[old_code]} and {number}.")
        known[old_code] = number
    return NeighboursFile(
        table.name, table.sha256, [_neighbour_line(table.name, number, cells, known) for number, cells in lines]
    )


def _neighbour_line(name: str, number: int, cells: dict[str, str], known: dict[str, int]) -> NeighbourLine:
    pairs = [(cells[f"SN_{place}"], cells[f"SN_{place}P"]) for place in range(1, NEIGHBOURS + 1)]
    for place, (code, _) in enumerate(pairs, start=1):
        if code not in known:
            raise FileRefused(
                f"{name}, row {number}, column SN_{place}: {code or 'blank'} is not the old code of an authority in "
                "the file."
            )
    if len({code for code, _ in pairs} - {cells["old_la_code"]}) < NEIGHBOURS:
        raise FileRefused(f"{name}, row {number}: the ten neighbours are not ten different authorities.")
    return NeighbourLine(cells["old_la_code"], cells["la_name"], cells["region_name"], pairs)
