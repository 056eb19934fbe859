"""Definitions as a file: every version of every indicator with its targets, and the same file read again.

An indicator has a row for each of its definitions, oldest first. A target stands in the row of the definition in which
it begins; further ones follow in rows of their own, of which all else is empty, and so does each unit to which the
indicator does not apply and each month in which its limits begin anew. What is left out stays as it is.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kit.uploads import Row
from kpis import defining, table_files
from kpis.definition_cells import (
    APART,
    COLUMN_WORDS,
    COLUMNS,
    OF_INDICATOR,
    TARGET,
    day_in,
    draft_in,
    goal_in,
    person_in,
    place_in,
)
from kpis.definition_marks import Marks, marks_now, take_marks
from kpis.definition_rules import DRAFT_FIELDS, WORDING, changed_fields
from kpis.models import Definition, Indicator, Target
from kpis.rag import Goal, MeasuredIn, goal_words
from kpis.table_files import Cells, Fault, Line, Plan, told_of
from people.models import User

Step = tuple[datetime.date, Goal | None]  # from a day on, a target or none


@dataclass(frozen=True)
class Held:
    """An indicator as it stands: definitions and targets, oldest first, its place in the table, and its marks."""

    indicator: Indicator
    place: int
    definitions: list[Definition]
    steps: list[Step]
    marks: Marks

    @property
    def rows(self) -> list[dict[str, str]]:
        """Its rows in the file."""
        rows: list[dict[str, str]] = []
        rest = list(self.steps)
        for number, definition in enumerate(self.definitions):
            last = number + 1 == len(self.definitions)
            until = datetime.date.max if last else self.definitions[number + 1].validity.lower
            own = [step for step in rest if step[0] < until]
            rest = rest[len(own) :]
            rows.append(self._apart(self.about | _definition_cells(definition) | _target_cells(*own[:1])))
            rows += [self._apart(_target_cells(step)) for step in own[1:]]
        return rows + [self._apart(cells) for cells in self.marks.rows]

    def _apart(self, cells: dict[str, str]) -> dict[str, str]:
        return dict.fromkeys(COLUMNS, "") | {"ref": self.indicator.ref} | cells

    @property
    def about(self) -> dict[str, str]:
        indicator = self.indicator
        return {
            "ref": indicator.ref,
            "theme": indicator.theme,
            "place": str(self.place),
            "owner": indicator.owner,
            "answered_by": indicator.answered_by.email if indicator.answered_by else "",
        }


def _definition_cells(definition: Definition) -> dict[str, str]:
    return {
        "starts_on": _day_cell(definition.validity.lower),
        "change_note": definition.change_note,
        **{name: str(getattr(definition, name)) for name in DRAFT_FIELDS},
    }


def _target_cells(*steps: Step) -> dict[str, str]:
    if not steps:
        return dict.fromkeys(TARGET, "")
    ((day, goal),) = steps
    sizes = {name: _number(getattr(goal, name, None)) for name in ("minimum", "upper", "target", "tolerance")}
    rule, operator = (goal.rule.value, goal.operator or "") if goal else ("", "")
    return {"target_from": _day_cell(day), "rule": rule, "operator": str(operator), **sizes}


def _day_cell(day: datetime.date) -> str:
    """2023-08, and 2023-08-15 for a day in the middle of a month."""
    return f"{day:%Y-%m}" if day.day == 1 else f"{day:%Y-%m-%d}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def held_now() -> dict[str, Held]:
    """Every indicator by its reference, in the order of the table. Five queries."""
    definitions: dict[int, list[Definition]] = {}
    for each in Definition.objects.order_by("validity"):
        definitions.setdefault(each.indicator_id, []).append(each)
    targets: dict[int, list[Target]] = {}
    for each in Target.objects.order_by("validity"):
        targets.setdefault(each.indicator_id, []).append(each)
    marks = marks_now()
    indicators = Indicator.objects.select_related("answered_by").order_by("position", "pk")
    return {
        each.ref: Held(
            each, place, definitions.get(each.pk, []), steps_of(targets.get(each.pk, [])), marks.get(each.pk, Marks())
        )
        for place, each in enumerate(indicators, start=1)
    }


def steps_of(targets: list[Target]) -> list[Step]:
    """Dated targets as steps, oldest first: one that ends without another leaves none in force."""
    steps: list[Step] = []
    for target in targets:
        if steps and steps[-1] == (target.validity.lower, None):
            steps.pop()
        steps.append((target.validity.lower, target.goal))
        if target.validity.upper:
            steps.append((target.validity.upper, None))
    return steps


def rows_now() -> list[dict[str, str]]:
    """Every indicator as it stands, ready to be written as a file."""
    return [table_files.quoted(cells) for held in held_now().values() for cells in held.rows]


def attempt(rows: list[Row], *, by: User) -> Plan:
    """What the file would do; nothing of it is kept."""
    return table_files.tried(lambda: _take_all(rows, by))


def take(rows: list[Row], *, by: User) -> Plan:
    """Carry the whole file out, or nothing of it."""
    return table_files.taken(lambda: _take_all(rows, by))


def _take_all(rows: list[Row], by: User) -> Plan:
    plan = Plan()
    held = held_now()
    of_one: dict[str, list[Cells]] = {}
    for cells in table_files.read_rows(rows, COLUMNS, plan):
        of_one.setdefault(cells["ref"], []).append(cells)
    moved: list[tuple[int, Cells]] = []
    for ref, own in of_one.items():
        try:
            with transaction.atomic():
                taken = _Taking(own, held.get(ref), by)
                plan.lines.append(taken.line())
                moved += taken.moved
        except Fault as fault:
            plan.refused.append(fault.refusal)
    # From the first place on, so that each that is put there stays there.
    for place, cells in sorted(moved, key=lambda pair: pair[0]):
        try:
            _move(cells, place, by)
        except Fault as fault:
            plan.refused.append(fault.refusal)
    return plan


def _move(cells: Cells, place: int, by: User) -> None:
    order = list(Indicator.objects.order_by("position", "pk").values_list("ref", flat=True))
    if order.index(cells["ref"]) + 1 != place:
        with told_of(cells):
            defining.reorder(Indicator.objects.get(ref=cells["ref"]), place=place, by=by)


class _Taking:
    """The rows of one indicator being carried out, in the order of their dates, whatever their order in the file."""

    def __init__(self, rows: list[Cells], held: Held | None, by: User) -> None:
        self.rows, self.held, self.by = rows, held, by
        self.told: list[tuple[str, str, str]] = []
        self.moved: list[tuple[int, Cells]] = []
        self.versions = [row for row in rows if any(row[name] for name in COLUMNS if name not in APART)]
        self.latest: dict[str, str] = {}
        self.starts = {each.validity.lower for each in held.definitions} if held else set()

    def line(self) -> Line:
        first = self.rows[0]
        if self.held and [row.by_name for row in self.rows] == self.held.rows:
            return Line(first.row, self._name(), "unchanged", [])
        if self.versions:
            self._take_about(self.versions[0])
        elif self.held is None:
            raise Fault(first, "title", "Give the indicator a title.")
        steps = self._dated([row for row in self.rows if any(row[name] for name in TARGET)], "target_from")
        versions = self._dated(self.versions, "starts_on")
        for day in sorted({*steps, *versions}):
            if day in versions:
                self._take_version(versions[day], day, steps.get(day))
            if day in steps:
                self._take_step(steps[day], day)
        self.told += take_marks(self.rows, self._indicator(), self.held.marks if self.held else Marks(), self.by)
        change = "added" if self.held is None else "changed" if self.told or self.moved else "unchanged"
        return Line(first.row, self._name(), change, [] if self.held is None else self.told)

    def _name(self) -> str:
        title = self.versions[-1]["title"] if self.versions else self.held.definitions[-1].title if self.held else ""
        return f"{self.rows[0]['ref']} {title}"

    def _dated(self, rows: Sequence[Cells], column: str) -> dict[datetime.date, Cells]:
        found: dict[datetime.date, Cells] = {}
        for row in rows:
            day = day_in(row, column)
            if day in found:
                raise Fault(row, column, f"This month of {row['ref']} stands in the file twice.")
            found[day] = row
        return found

    def _take_about(self, cells: Cells) -> None:
        """What is said of the indicator, whichever of its definitions is in force: all its rows say the same."""
        for name in OF_INDICATOR:
            if odd := next((row for row in self.versions if row[name] != cells[name]), None):
                raise Fault(odd, name, "All rows of one indicator must say the same here.")
        for name, most in (("theme", 100), ("owner", 100)):
            if len(cells[name]) > most:
                raise Fault(cells, name, f"This must be {most} characters or fewer. It has {len(cells[name])}.")
        if not cells["theme"]:
            raise Fault(cells, "theme", "Give the theme.")
        person, place = person_in(cells), place_in(cells)
        if self.held is None:
            self.moved += [(place, cells)] if place else []
            return
        now = self.held.about
        changed = [name for name in OF_INDICATOR if cells[name] != now[name]]
        if place and "place" in changed:
            self.moved.append((place, cells))
        if {*changed} - {"place"}:
            with told_of(cells):
                defining.change_indicator(
                    self.held.indicator, theme=cells["theme"], owner=cells["owner"], answered_by=person, by=self.by
                )
        self._tell(cells, now, [name for name in changed if name != "place" or place])

    def _take_version(self, cells: Cells, day: datetime.date, step: Cells | None) -> None:
        if len(cells["change_note"]) > 300:
            raise Fault(
                cells, "change_note", f"This must be 300 characters or fewer. It has {len(cells['change_note'])}."
            )
        if day in self.starts:
            self._correct(cells, day)
            return
        draft = draft_in(cells)
        with told_of(cells):
            if self.held is None and not self.starts:
                facts = {name: getattr(draft, name) for name in DRAFT_FIELDS}
                about = {"theme": cells["theme"], "owner": cells["owner"], "answered_by": person_in(cells)}
                defining.define_indicator(ref=cells["ref"], starts_on=day, **about, **facts, by=self.by)
            else:
                before = Definition.objects.filter(indicator=self._indicator(), validity__upper_inf=True).first()
                if step and before and before.polarity != draft.polarity:
                    # Neither the target before nor the one that follows fits both definitions.
                    defining.set_goal(self._indicator(), None, starts_on=day, by=self.by)
                defining.change_definition(
                    self._indicator(), draft, starts_on=day, change_note=cells["change_note"], by=self.by
                )
        if self.held:
            before = self.latest or _definition_cells(self.held.definitions[-1])
            self._tell(cells, before, ["starts_on", "change_note", *DRAFT_FIELDS])
        self.starts.add(day)
        self.latest = cells.by_name

    def _correct(self, cells: Cells, day: datetime.date) -> None:
        """A definition that is there: its words may be put right while it runs."""
        held = next(each for each in self.held.definitions if each.validity.lower == day)
        now = _definition_cells(held)
        if all(cells[name] == now[name] for name in now):
            return
        if cells["change_note"] != now["change_note"]:
            raise Fault(cells, "change_note", "A note belongs to a change: give the month of the change in starts_on.")
        draft = draft_in(cells)
        fields = changed_fields(defining.draft_of(held), draft)
        if counted := [name for name in fields if name not in WORDING]:
            reason = "This counts something otherwise: give the month in starts_on, and a change_note."
            raise Fault(cells, counted[0], reason)
        if fields and held is not self.held.definitions[-1]:
            raise Fault(cells, fields[0], "This definition has ended: only the words of the latest can be put right.")
        if fields:
            with told_of(cells):
                defining.correct_wording(self._indicator(), draft, by=self.by)
            self._tell(cells, now, fields)

    def _take_step(self, cells: Cells, day: datetime.date) -> None:
        goal = goal_in(cells)
        indicator = self._indicator()
        # As it stands by now: a new definition may have ended a target to make room for this one.
        steps = steps_of(list(Target.objects.filter(indicator=indicator).order_by("validity")))
        if (day, goal) in steps:
            return
        with told_of(cells):
            defining.set_goal(indicator, goal, starts_on=day, by=self.by)
        if self.held:
            measured_in = MeasuredIn(self.held.definitions[-1].measured_in)
            before = next((each for start, each in reversed(steps) if start <= day), None)
            told = [goal_words(each, measured_in=measured_in) for each in (before, goal)]
            self.told.append((f"Target from {cells['target_from']}", *told))

    def _indicator(self) -> Indicator:
        return self.held.indicator if self.held else Indicator.objects.get(ref=self.rows[0]["ref"])

    def _tell(self, cells: Cells, now: dict[str, str], names: Sequence[str]) -> None:
        self.told += [
            (COLUMN_WORDS[name], now[name] or "empty", cells[name] or "empty")
            for name in names
            if cells[name] != now[name]
        ]
