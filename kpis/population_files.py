"""Populations as a file: one row for each unit and year, and the same file read again."""

from kit.uploads import Row
from kpis import table_files
from kpis.models import Population
from kpis.populations import set_population
from kpis.table_files import Cells, Fault, Line, Plan, told_of
from people.models import Unit, User

COLUMNS = ["unit", "year", "children", "source"]
COLUMN_WORDS = {"children": "Children aged 0 to 17", "source": "Where the number comes from"}
LONGEST = 200  # letters of a source


def rows_now() -> list[dict[str, str]]:
    """Every unit and year, ready to be written as a file. One query."""
    return [table_files.quoted(cells) for cells in _cells_now().values()]


def _cells_now() -> dict[tuple[str, int], dict[str, str]]:
    found = Population.objects.select_related("unit").order_by("unit__path", "year")
    return {
        (each.unit.code, each.year): {
            "unit": each.unit.code, "year": str(each.year), "children": str(each.children), "source": each.source,
        }
        for each in found
    }  # fmt: skip


def attempt(rows: list[Row], *, by: User) -> Plan:
    """What the file would do; nothing of it is kept."""
    return table_files.tried(lambda: _take_all(rows, by))


def take(rows: list[Row], *, by: User) -> Plan:
    """Carry the whole file out, or nothing of it."""
    return table_files.taken(lambda: _take_all(rows, by))


def _take_all(rows: list[Row], by: User) -> Plan:
    plan = Plan()
    now, units = _cells_now(), {unit.code: unit for unit in Unit.objects.all()}
    seen: set[tuple[str, int]] = set()
    for cells in table_files.read_rows(rows, COLUMNS, plan):
        try:
            unit = units.get(cells["unit"])
            if unit is None:
                raise Fault(cells, "unit", "There is no unit with this code.")
            key = (unit.code, _whole(cells, "year"))
            if key in seen:
                raise Fault(cells, "year", "This year of this unit stands in the file twice.")
            seen.add(key)
            plan.lines.append(_take(cells, now.get(key), unit, key[1], by))
        except Fault as fault:
            plan.refused.append(fault.refusal)
    return plan


def _take(cells: Cells, now: dict[str, str] | None, unit: Unit, year: int, by: User) -> Line:
    children, name = _whole(cells, "children"), f"{unit.name}, {year}"
    if len(cells["source"]) > LONGEST:
        raise Fault(cells, "source", f"This must be {LONGEST} characters or fewer. It has {len(cells['source'])}.")
    wanted = {"children": str(children), "source": cells["source"]}
    changed = [column for column in wanted if now is None or wanted[column] != now[column]]
    if not changed:
        return Line(cells.row, name, "unchanged", [])
    with told_of(cells):
        kept = set_population(unit, year=year, children=children, source=cells["source"], by=by)
    if now is None:
        return Line(cells.row, name, "added", [])
    told = [(COLUMN_WORDS[each], now[each] or "empty", wanted[each] or "empty") for each in changed]
    if kept.recounted:
        told.append(("Rates counted on it", "on the old number", f"{kept.recounted:,} counted anew"))
    return Line(cells.row, name, "changed", told)


def _whole(cells: Cells, column: str) -> int:
    text = cells[column].replace(",", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Fault(cells, column, "Write a whole number.")
    return int(text)
