"""The highlight layout: one row per indicator, the figure now, six months of trend, targets. File → return.

Nothing is guessed: a cell that could mean two things is refused, with its row, its column and what to do.
"""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kit.uploads import NotReadable, Row, TableFile, read_table
from kpis.loading.cells import BASES, COMPUTED, MISSING, STORED_PLACES, Table, Unreadable, amount, number_of, plain
from kpis.models import Definition
from kpis.periods import (
    BASIS_WORDS,
    Basis,
    financial_year,
    last_outturn_month,
    month_words,
    months_to,
    parse_month_heading,
    trend_basis,
    year_label,
)
from kpis.rag import MeasuredIn, Polarity, displayed, figure_words, order_is_right, ratio_of
from kpis.returns import Entry, Figure, Return, TargetEntry

if TYPE_CHECKING:
    import pandas

NEEDS_PARTS = {
    MeasuredIn.PERCENTAGE: "A percentage needs its numerator and denominator.",
    MeasuredIn.RATE: "A rate needs its numerator and denominator, or neither.",
    MeasuredIn.DAYS: "An average needs its numerator and denominator, or neither.",
    MeasuredIn.RATIO: "A ratio needs its numerator and denominator, or neither.",
}
TREND_MONTHS = 6
HEADER_WITHIN = 30
# What a council's own file may call each column, once reduced to small letters, digits and underscores.
HEADINGS = {
    "theme": {"theme"},
    "ref": {"ref", "reference"},
    "measure": {"measure", "title", "indicator"},
    "num": {"num", "numerator"},
    "denom": {"denom", "denominator"},
    "current": {"current"},
    "period": {"period", "basis", "period_basis"},
    "target_min": {"target_min", "min", "minimum"},
    "target_upper": {"target_upper", "upper"},
}


def read(
    path: Path, *, name: str, period: datetime.date, today: datetime.date, definitions: dict[str, Definition]
) -> Return:
    """What the file says, or every reason why it cannot be taken; `definitions` are those in force, by ref."""
    try:
        file = read_table(path, name=name)
    except NotReadable as fault:
        table = Table(period)
        _check_period(table, today)
        table.refuse(None, "", name, str(fault))
        return Return(name, "", period, refusals=table.refusals)
    return read_highlight(file, period=period, today=today, definitions=definitions)


def _check_period(table: Table, today: datetime.date) -> None:
    if table.period > today:
        table.refuse(None, "period", f"{table.period:%Y-%m}", f"{month_words(table.period)} is in the future.")


def read_highlight(
    file: TableFile, *, period: datetime.date, today: datetime.date, definitions: dict[str, Definition]
) -> Return:
    """What a file in the highlight layout says for `period`."""
    table = Table(period)
    _check_period(table, today)
    entries: list[Entry] = []
    targets: list[TargetEntry] = []
    frame = _frame(file.rows, table)
    if frame is not None and not table.refusals:
        _check_refs(frame, table, definitions)
        for number, cells in _rows(frame):
            if definition := definitions.get(cells["ref"]):
                entries += _entries(table, number, cells, definition)
                targets += _targets(table, number, cells, definition)
    refusals = sorted(table.refusals, key=lambda refusal: refusal.row or 0)
    return Return(file.name, file.sha256, period, entries, targets, refusals, table.notes)


def _frame(rows: list[Row], table: Table) -> "pandas.DataFrame | None":
    """The table under the header row, as text, indexed by row number; None if its columns cannot be told."""
    import pandas  # noqa: PLC0415 a second at the start of every command that loads nothing

    columns = _find_columns(rows, table)
    if columns is None:
        return None
    body = [row for row in rows if row.number > table.header_row]
    if not body:
        table.refuse(table.header_row, "", "", "There are no rows under the header row.")
        return None
    width = max(len(row.cells) for row in rows if row.number == table.header_row)
    for row in body:
        if any(row.cells[width:]):
            reason = "The row has more cells than the header. A number with a comma must stand in quotation marks."
            table.refuse(row.number, "", row.cells[width], reason)
    cells = [row.cells[:width] + [""] * (width - len(row.cells)) for row in body]
    frame = pandas.DataFrame(cells, index=[row.number for row in body], dtype="str")
    return frame[list(columns.values())].set_axis(list(columns), axis="columns")


def _find_columns(rows: list[Row], table: Table) -> dict[str, int] | None:
    """Which column is which, by name; refuses what is missing, doubled, or belongs to other months."""
    header = next((row for row in rows[:HEADER_WITHIN] if looks_like_header(row)), None)
    if header is None:
        reason = f"No header row with {', '.join(HEADINGS)} was found in the first {HEADER_WITHIN} rows."
        table.refuse(None, "", "", reason)
        return None
    table.header_row = header.number
    columns: dict[str, int] = {}
    months: list[datetime.date] = []
    for position, heading in enumerate(header.cells):
        name, month = _meaning(heading)
        if month:
            months.append(month)
        if not name and heading:
            table.notes.append(f"Column “{heading}” is not part of the layout and is not read.")
        elif name in columns:
            table.refuse(header.number, heading, heading, "The column is there twice.")
        elif name:
            columns[name] = position
            table.headings[name] = heading
    if months and max(months) != table.period:
        reason = f"The months in the file end at {month_words(max(months))}, but it is loaded for "
        table.refuse(header.number, "", "", f"{reason}{month_words(table.period)}.")
        return None
    wanted = {**HEADINGS, **{_trend_name(month): set() for month in months_to(table.period, TREND_MONTHS)}}
    missing = [name for name in [*wanted, _outturn_name(table.period)] if name not in columns]
    for name in missing:
        table.refuse(header.number, name, "", f"The column {name} is missing.")
    return None if missing else columns


def looks_like_header(row: Row) -> bool:
    return len({name for name in HEADINGS if any(plain(cell) in HEADINGS[name] for cell in row.cells)}) >= 3


def _meaning(heading: str) -> tuple[str, datetime.date | None]:
    """The name of the column that a heading stands for, and its month if it is one of the trend's."""
    if month := parse_month_heading(heading):
        return _trend_name(month), month
    name = plain(heading)
    if match := re.fullmatch(r"outturn_(20\d\d)_(?:20)?(\d\d)", name):
        return f"outturn_{match[1]}_{match[2]}", None
    return next((meaning for meaning, spellings in HEADINGS.items() if name in spellings), ""), None


def _trend_name(month: datetime.date) -> str:
    return f"{month:%b_%y}".lower()


def _outturn_name(period: datetime.date) -> str:
    return f"outturn_{year_label(financial_year(period) - 1)}".replace("/", "_")


def _rows(frame: "pandas.DataFrame") -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in zip(frame.index.tolist(), frame.to_dict("records"), strict=True):
        yield number, {str(name): cell for name, cell in cells.items()}


def _check_refs(frame: "pandas.DataFrame", table: Table, definitions: dict[str, Definition]) -> None:
    """Every row has a reference that the portal knows, and no two rows have the same."""
    refs = frame["ref"]
    for number, ref in refs[refs == ""].items():
        table.refuse(int(number), "ref", ref, "The reference is missing.")
    for number, ref in refs[refs.duplicated() & (refs != "")].items():
        first = int(refs[refs == ref].index[0])
        table.refuse(int(number), "ref", ref, f"{ref} is there twice: row {first} has it too.")
    for number, ref in refs[~refs.isin(["", *definitions])].items():
        # A spreadsheet that takes a reference for a number drops its last 0.
        hint = f" If {ref}0 is meant, it must be a text cell." if re.fullmatch(r"\d+\.\d", ref) else ""
        table.refuse(int(number), "ref", ref, f"There is no indicator {ref}.{hint}")
    absent = [ref for ref in definitions if ref not in set(refs)]
    if absent:
        table.notes.append(f"Not in this file: {', '.join(absent)}. What the portal holds for them stays as it is.")
    for number, ref, title in zip(frame.index.tolist(), refs, frame["measure"], strict=True):
        if ref in definitions and " ".join(title.split()) != definitions[ref].title:
            table.notes.append(f"Row {number} calls {ref} “{title}”; the portal calls it “{definitions[ref].title}”.")


def _cell(table: Table, number: int, cells: dict[str, str], column: str, measured_in: MeasuredIn) -> Decimal | None:
    try:
        return amount(cells[column], measured_in)
    except Unreadable as reason:
        table.refuse(number, column, cells[column], str(reason))
        return None


def _part(table: Table, number: int, cells: dict[str, str], column: str, measured_in: MeasuredIn) -> Decimal | None:
    """A numerator or denominator: of a percentage it counts whole children, elsewhere it may be 199.5 workers."""
    if measured_in in (MeasuredIn.PERCENTAGE, MeasuredIn.COUNT):
        return _cell(table, number, cells, column, MeasuredIn.COUNT)
    try:
        return number_of(cells[column])
    except Unreadable as reason:
        table.refuse(number, column, cells[column], str(reason))
        return None


def _entries(table: Table, number: int, cells: dict[str, str], definition: Definition) -> list[Entry]:
    """The figures of one row: current, the trend, and last year's outturn."""
    if definition.is_computed:
        if any(cells[name].lower() not in MISSING for name in _figure_columns(table.period)):
            table.refuse(number, "ref", cells["ref"], COMPUTED.format(cells["ref"]))
        return []
    basis = Basis(definition.basis)
    said = BASES.get(cells["period"].lower())
    if said != basis:
        reason = f"{cells['ref']} is counted as {BASIS_WORDS[basis].lower()}."
        table.refuse(number, "period", cells["period"], reason)
        return []
    measured_in = MeasuredIn(definition.measured_in)
    trend = {month: _trend_name(month) for month in months_to(table.period, TREND_MONTHS)}
    points = {month: _cell(table, number, cells, column, measured_in) for month, column in trend.items()}
    current = _current(table, number, cells, definition)
    if basis == Basis.SNAPSHOT:
        _check_latest(table, number, cells, definition, current, points.pop(table.period))

    def entry(column: str, period: datetime.date, basis: Basis, figure: Figure) -> Entry:
        return Entry(
            number, table.headings[column], cells["ref"], period, basis.value, figure,
            indicator=definition.indicator_id, places=definition.places,
        )  # fmt: skip

    found = [entry("current", table.period, basis, current)] if current else []
    for month, value in points.items():
        if value is not None:
            found.append(entry(trend[month], month, trend_basis(basis), Figure(value)))
    outturn = _outturn_name(table.period)
    if (value := _cell(table, number, cells, outturn, measured_in)) is not None:
        found.append(entry(outturn, last_outturn_month(table.period), Basis.OUTTURN, Figure(value)))
    return found


def _figure_columns(period: datetime.date) -> list[str]:
    trend = [_trend_name(month) for month in months_to(period, TREND_MONTHS)]
    return ["num", "denom", "current", *trend, _outturn_name(period)]


def _current(table: Table, number: int, cells: dict[str, str], definition: Definition) -> Figure | None:
    """The current figure, recomputed from its numerator and denominator; only a percentage has to have them."""
    measured_in = MeasuredIn(definition.measured_in)
    before = len(table.refusals)
    numerator = _part(table, number, cells, "num", measured_in)
    denominator = _part(table, number, cells, "denom", measured_in)
    current = _cell(table, number, cells, "current", measured_in)
    if len(table.refusals) > before:
        return None
    if measured_in == MeasuredIn.COUNT:
        for column, value in (("num", numerator), ("denom", denominator)):
            if value is not None:
                table.refuse(number, column, cells[column], f"{cells['ref']} is a count: write n/a here.")
        return None if current is None else Figure(current)
    if numerator is None and denominator is None and (current is None or measured_in != MeasuredIn.PERCENTAGE):
        return None if current is None else Figure(current)
    for column, value in (("num", numerator), ("denom", denominator)):
        if value is None:
            table.refuse(number, column, cells[column], NEEDS_PARTS[measured_in])
            return None
    value = ratio_of(numerator, denominator, measured_in)
    if value is None:
        table.refuse(number, "denom", cells["denom"], "The denominator is 0: leave the figure blank, or write n/a.")
    elif measured_in == MeasuredIn.PERCENTAGE and numerator > denominator:
        reason = f"The numerator {numerator:,} is greater than the denominator {denominator:,}."
        table.refuse(number, "num", cells["num"], reason)
    elif current is not None and displayed(current, definition.places) != displayed(value, definition.places):
        shown = figure_words(value, measured_in=measured_in, places=definition.places)
        table.refuse(number, "current", cells["current"], f"The numerator and denominator give {shown}.")
    else:
        return Figure(value.quantize(STORED_PLACES), numerator, denominator)
    return None


def _check_latest(
    table: Table,
    number: int,
    cells: dict[str, str],
    definition: Definition,
    current: Figure | None,
    latest: Decimal | None,
) -> None:
    """A snapshot's current figure and its latest month are one figure, written twice."""
    if latest is None:
        return
    column = _trend_name(table.period)
    if current is None:
        if cells["current"].lower() in MISSING:
            table.refuse(number, column, cells[column], "The month has a figure, but current has none.")
    elif displayed(current.value, definition.places) != displayed(latest, definition.places):
        shown = figure_words(current.value, measured_in=MeasuredIn(definition.measured_in), places=definition.places)
        table.refuse(number, column, cells[column], f"The current figure is {shown}: for a snapshot the two agree.")


def _targets(table: Table, number: int, cells: dict[str, str], definition: Definition) -> list[TargetEntry]:
    """The row's minimum and upper: both, in the order that polarity asks for, or neither."""
    measured_in, polarity = MeasuredIn(definition.measured_in), Polarity(definition.polarity)
    before = len(table.refusals)
    minimum = _cell(table, number, cells, "target_min", measured_in)
    upper = _cell(table, number, cells, "target_upper", measured_in)
    if len(table.refusals) > before:
        return []
    if (minimum is None) != (upper is None):
        column = "target_min" if minimum is None else "target_upper"
        table.refuse(number, column, cells[column], "Give both minimum and upper, or neither.")
        return []
    if minimum is not None and upper is not None:
        if polarity == Polarity.NONE:
            reason = f"Neither higher nor lower is better for {cells['ref']}, so it can have no target."
            table.refuse(number, "target_min", cells["target_min"], reason)
            return []
        if not order_is_right(minimum, upper, polarity):
            reason = f"{definition.polarity_words} for {cells['ref']}, so upper cannot be easier to reach than minimum."
            table.refuse(number, "target_upper", cells["target_upper"], reason)
            return []
    return [TargetEntry(number, cells["ref"], minimum, upper)]
