"""The long layout: one row a figure, with its reference, unit, period, numerator, denominator and value."""

from kit.uploads import TableFile
from kpis.loading.cells import Table, Unreadable, could_be, month_of
from kpis.loading.figures import TELL_EVERY, Cell, Checker, Given, Tell
from kpis.loading.known import Known
from kpis.loading.mapping import Headings, Mapping
from kpis.models import Layout
from kpis.returns import Return

VALUES = ("numerator", "denominator", "value")


def read_long(file: TableFile, headings: Headings, mapping: Mapping, known: Known, tell: Tell) -> Return:
    """What a file in the long layout says, or every reason why it cannot be taken."""
    table = Table(None)
    checker = Checker(table, known, mapping)
    named = {column.position: column.heading for column in headings.named}
    place = {name: mapping.position_of(name, headings) for name in ("ref", "unit", "period", "basis", *VALUES)}
    _refuse_mixed_dates(file, headings, place["period"], table)
    rows = [row for row in file.rows if row.number > headings.row]
    for count, row in enumerate(rows):
        if count % TELL_EVERY == 0:
            tell(count)
        cells = row.cells

        def text(name: str, cells: list[str] = cells) -> str:
            position = place[name]
            return cells[position] if position is not None and position < len(cells) else ""

        def heading(name: str) -> str:
            return named.get(place[name], name) if place[name] is not None else name

        ref, period = text("ref"), text("period")
        if not checker.ref(row.number, heading("ref"), ref):
            continue
        unit = known.council if place["unit"] is None else checker.unit(row.number, heading("unit"), text("unit"))
        try:
            month = month_of(period, mapping.dates)
        except Unreadable as reason:
            table.refuse(row.number, heading("period"), period, str(reason) if period else "The period is missing.")
            continue
        if unit is None or (definition := checker.definition(row.number, heading("period"), ref, month)) is None:
            continue
        basis = checker.basis(row.number, heading("basis"), text("basis"), definition)
        if basis is not None:
            parts = {name: Cell(heading(name), text(name)) for name in VALUES if place[name] is not None}
            whose = Cell(heading("unit"), text("unit"))
            checker.add(Given(row.number, ref, unit.pk, month, basis, definition, parts, whose))
    return finished(file, table, checker)


def finished(file: TableFile, table: Table, checker: Checker) -> Return:
    checker.finish()
    period = max((entry.period for entry in checker.entries), default=None)
    if not checker.entries and not table.refusals:
        table.refuse(None, "", "", "There is not a single figure in the file.")
    refusals = sorted(table.refusals, key=lambda refusal: refusal.row or 0)
    return Return(file.name, file.sha256, period, checker.entries, [], refusals, table.notes)


def _refuse_mixed_dates(file: TableFile, headings: Headings, position: int | None, table: Table) -> None:
    """One date that can only be day first and one that can only be month first: then no date of the column is sure."""
    seen: dict[str, tuple[int, str]] = {}
    if position is None or headings.layout != Layout.LONG:
        return
    heading = next(column.heading for column in headings.named if column.position == position)
    for row in file.rows:
        text = row.cells[position] if row.number > headings.row and position < len(row.cells) else ""
        orders = could_be(text)
        if len(orders) == 1:
            seen.setdefault(next(iter(orders)), (row.number, text))
        if len(seen) == 2:
            (first, one), (second, two) = sorted(seen.values())
            reason = f"The dates are written in two orders: {one} in row {first} and {two} here. Write all in one."
            table.refuse(second, heading, two, reason)
            return
