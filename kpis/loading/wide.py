"""The wide layout: one row an indicator and unit, one column a month; parts in rows or columns of their own."""

import datetime

from kit.uploads import Row, TableFile
from kpis.loading.cells import Table
from kpis.loading.figures import TELL_EVERY, Cell, Checker, Given, Tell
from kpis.loading.known import Known
from kpis.loading.long import finished
from kpis.loading.mapping import PARTS, Headings, Mapping
from kpis.models import Part
from kpis.periods import month_words
from kpis.returns import Return
from people.models import Unit

Key = tuple[str, int, datetime.date, str]


def read_wide(file: TableFile, headings: Headings, mapping: Mapping, known: Known, tell: Tell) -> Return:
    """What a file in the wide layout says, or every reason why it cannot be taken."""
    table = Table(None)
    checker = Checker(table, known, mapping)
    gathered: dict[Key, Given] = {}
    named = {column.position: column.heading for column in headings.named}
    place = {name: mapping.position_of(name, headings) for name in ("ref", "unit", "basis", "part")}
    _refuse_months_twice(headings, table)
    for count, row in enumerate(row for row in file.rows if row.number > headings.row):
        if count % TELL_EVERY == 0:
            tell(count)

        def text(name: str, row: Row = row) -> str:
            return _at(row, place[name])

        def heading(name: str) -> str:
            return named.get(place[name], name) if place[name] is not None else name

        ref = text("ref")
        if not checker.ref(row.number, heading("ref"), ref):
            continue
        unit = known.council if place["unit"] is None else checker.unit(row.number, heading("unit"), text("unit"))
        part = _part(table, row.number, heading("part"), text("part"), is_said=place["part"] is not None)
        if unit is not None and part is not None:
            whose, basis = Cell(heading("unit"), text("unit")), Cell(heading("basis"), text("basis"))
            _gather(gathered, headings, row, ref, unit, part, checker, whose, basis)
    for given in gathered.values():
        checker.add(given)
    return finished(file, table, checker)


def _at(row: Row, position: int | None) -> str:
    return row.cells[position] if position is not None and position < len(row.cells) else ""


def _part(table: Table, row: int, heading: str, text: str, *, is_said: bool) -> Part | None:
    if not is_said:
        return Part.VALUE
    if text.lower() not in PARTS:
        table.refuse(row, heading, text, "Say which part the row holds: value, numerator or denominator.")
        return None
    return PARTS[text.lower()]


def _gather(
    gathered: dict[Key, Given], headings: Headings, row: Row, ref: str, unit: Unit, row_part: Part, checker: Checker,
    whose: Cell, basis_said: Cell,
) -> None:  # fmt: skip
    """Bring the parts of each month's figure together, from wherever in the file they stand.

    A month that cannot be taken leaves the others to be checked; what is wrong with the whole row is told once.
    """
    told: set[str] = set()
    for column in headings.months:
        text = _at(row, column.position)
        if not text:
            continue
        month = column.month
        definition = checker.definition(row.number, column.heading, ref, month)
        basis = definition and checker.basis(row.number, basis_said.column, basis_said.text, definition)
        if not basis:
            refusal = checker.table.refusals.pop()
            if refusal.reason not in told:
                checker.table.refusals.append(refusal)
                told.add(refusal.reason)
            continue
        part = column.part if column.part != Part.VALUE else row_part
        key = (ref, unit.pk, month, basis)
        given = gathered.setdefault(key, Given(row.number, ref, unit.pk, month, basis, definition, {}, whose))
        if part.value in given.parts:
            reason = f"{ref} for {month_words(month)} is there twice: row {given.row} has it too."
            checker.table.refuse(row.number, column.heading, text, reason)
        else:
            given.parts[part.value] = Cell(column.heading, text)


def _refuse_months_twice(headings: Headings, table: Table) -> None:
    seen: dict[tuple[datetime.date, Part], str] = {}
    for column in headings.months:
        key = (column.month, column.part)
        if key in seen:
            reason = f"{month_words(column.month)} is there twice: the column {seen[key]} is for it too."
            table.refuse(headings.row, column.heading, column.heading, reason)
        seen.setdefault(key, column.heading)
