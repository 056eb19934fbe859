"""Definitions as a file: one row per indicator with all that is in force now, and the same file read again.

Trying a file carries every row out by the commands themselves and takes all of it back, so that the preview can refuse
nothing else than confirming would.
"""

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db import transaction

from kit.uploads import Row
from kpis import defining
from kpis.definition_rules import (
    COMPUTED,
    DRAFT_FIELDS,
    FIELD_WORDS,
    RETURN,
    WORDING,
    DefinitionDraft,
    changed_fields,
    draft_problem,
    names_problem,
)
from kpis.measures import Measure
from kpis.measuring import what_there_is
from kpis.models import Definition, Indicator, Target
from kpis.periods import Basis, parse_month
from kpis.rag import NEEDS, Goal, MeasuredIn, Polarity, Rule
from kpis.returns import Refusal
from people.access import Refused
from people.models import User

ABOUT = ("ref", "theme", "owner", "answered_by", "starts_on", "change_note")
TARGET = ("target_from", "rule", "minimum", "upper", "target", "operator", "tolerance")
COLUMNS = [*ABOUT, *DRAFT_FIELDS, *TARGET]
COLUMN_WORDS = FIELD_WORDS | {
    "ref": "Reference",
    "theme": "Theme",
    "owner": "Owner",
    "answered_by": "Person who answers",
    "starts_on": "From which month on",
    "change_note": "What is counted otherwise",
    "target_from": "Target from which month on",
    "rule": "How the figure is judged",
    "minimum": "Minimum",
    "upper": "Upper",
    "target": "Target",
    "operator": "The figure must be",
    "tolerance": "Tolerance",
}
MOST_ROWS = 1_000
# An apostrophe before what a spreadsheet takes for a formula; one is put there on the way out, and taken off again.
QUOTED = re.compile(r"'+[=+\-@\t\r\n]")
# What may stand in the columns that hold a code.
KNOWN: dict[str, list[str]] = {
    "measured_in": list(MeasuredIn),
    "polarity": list(Polarity),
    "basis": [basis for basis in Basis if basis != Basis.OUTTURN],
    "origin": [RETURN, COMPUTED],
    "measure": list(Measure),
}
TOO_MANY_CELLS = "The row has more cells than the header. Words with a comma must stand in quotation marks."
MONTH = "This is no month: write it as 2023-08."


@dataclass(frozen=True)
class Line:
    """One row, and what taking it does."""

    row: int
    ref: str
    title: str
    change: str
    # Part, what it says now, what it will say; none for one that is new.
    differences: list[tuple[str, str, str]]


@dataclass
class Plan:
    lines: list[Line] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # headings of columns that are not part of the table

    def of(self, change: str) -> list[Line]:
        return [line for line in self.lines if line.change == change]

    @property
    def added(self) -> list[Line]:
        return self.of("added")

    @property
    def changed(self) -> list[Line]:
        return self.of("changed")

    @property
    def unchanged(self) -> list[Line]:
        return self.of("unchanged")


class _Refused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def rows_now(today: datetime.date) -> list[dict[str, str]]:
    """Every indicator as it stands, ready to be written as a file."""
    return [_quoted(cells) for cells in _cells_now(today)]


def _cells_now(today: datetime.date) -> list[dict[str, str]]:
    """In the order of the table, in two queries."""
    targets = {target.indicator_id: target for target in Target.objects.in_force_on(today)}
    definitions = Definition.objects.filter(validity__upper_inf=True)
    found = definitions.select_related("indicator__answered_by").order_by("indicator__position", "pk")
    return [_cells(each, targets.get(each.indicator_id)) for each in found]


def _quoted(cells: dict[str, str]) -> dict[str, str]:
    return {name: f"'{words}" if QUOTED.match(words) else words for name, words in cells.items()}


def _cells(definition: Definition, target: Target | None) -> dict[str, str]:
    indicator = definition.indicator
    return {
        "ref": indicator.ref,
        "theme": indicator.theme,
        "owner": indicator.owner,
        "answered_by": indicator.answered_by.email if indicator.answered_by else "",
        "starts_on": f"{definition.validity.lower:%Y-%m}",
        "change_note": definition.change_note,
        **{name: str(getattr(definition, name)) for name in DRAFT_FIELDS},
        "target_from": f"{target.validity.lower:%Y-%m}" if target else "",
        "rule": target.rule if target else "",
        "operator": target.operator if target else "",
        **{name: _number(getattr(target, name, None)) for name in ("minimum", "upper", "target", "tolerance")},
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def attempt(rows: list[Row], *, by: User, today: datetime.date) -> Plan:
    """What the file would do; nothing of it is kept."""
    with transaction.atomic():
        plan = _take_all(rows, by=by, today=today)
        transaction.set_rollback(True)
    return plan


def take(rows: list[Row], *, by: User, today: datetime.date) -> Plan:
    """Carry the whole file out, or nothing of it."""
    with transaction.atomic():
        plan = _take_all(rows, by=by, today=today)
        if plan.refused:
            transaction.set_rollback(True)
    return plan


def _take_all(rows: list[Row], *, by: User, today: datetime.date) -> Plan:
    plan = Plan()
    headings = rows[0].cells
    missing = [name for name in COLUMNS if headings.count(name) != 1]
    if missing:
        plan.refused.append(
            Refusal(rows[0].number, "", "", f"These columns must stand there once: {', '.join(missing)}.")
        )
        return plan
    if len(rows) == 1:
        plan.refused.append(Refusal(rows[0].number, "", "", "There are no rows under the header row."))
    if len(rows) > MOST_ROWS:
        plan.refused.append(Refusal(None, "", "", f"At most {MOST_ROWS:,} rows are read."))
        return plan
    plan.unread = [heading for heading in headings if heading and heading not in COLUMNS]
    now = {cells["ref"]: cells for cells in _cells_now(today)}
    seen: set[str] = set()
    for row in rows[1:]:
        given = dict(zip(headings, row.cells + [""] * (len(headings) - len(row.cells)), strict=False))
        cells = {name: given[name] for name in COLUMNS}
        if extra := next(filter(None, row.cells[len(headings) :]), ""):
            plan.refused.append(Refusal(row.number, "", extra[:100], TOO_MANY_CELLS))
            continue
        try:
            if cells["ref"] in seen:
                raise _Refused("ref", "This indicator stands in the file twice.")
            seen.add(cells["ref"])
            with transaction.atomic():
                plan.lines.append(_take(row.number, cells, now.get(cells["ref"]), by))
        except _Refused as fault:
            plan.refused.append(Refusal(row.number, fault.column, cells.get(fault.column, "")[:100], fault.reason))
        except Refused as fault:
            plan.refused.append(Refusal(row.number, "", "", str(fault)))
    return plan


def _take(number: int, quoted: dict[str, str], now: dict[str, str] | None, by: User) -> Line:
    cells = {name: words[1:] if QUOTED.match(words) else words for name, words in quoted.items()}
    if cells == now:
        return Line(number, cells["ref"], cells["title"], "unchanged", [])
    for name, most in (("theme", 100), ("owner", 100), ("change_note", 300)):
        if len(cells[name]) > most:
            raise _Refused(name, f"This must be {most} characters or fewer. It has {len(cells[name])}.")
    if not cells["theme"]:
        raise _Refused("theme", "Give the theme.")
    draft, starts_on, person = _draft(cells), _month(cells, "starts_on"), _person(cells)
    about = {"theme": cells["theme"], "owner": cells["owner"], "answered_by": person}
    goal = _goal(cells)
    if now is None:
        facts = {name: getattr(draft, name) for name in DRAFT_FIELDS}
        made = defining.define_indicator(ref=cells["ref"], starts_on=starts_on, **about, **facts, by=by)
        if goal:
            defining.set_goal(made.indicator, goal, starts_on=_month(cells, "target_from"), by=by)
        return Line(number, cells["ref"], cells["title"], "added", [])
    changed = {name for name in COLUMNS if cells[name] != now[name]}
    indicator = Indicator.objects.get(ref=cells["ref"])
    if changed & {"theme", "owner", "answered_by"}:
        defining.change_indicator(indicator, **about, by=by)
    _take_definition(indicator, draft, starts_on, cells["change_note"], changed, by)
    if changed & set(TARGET):
        defining.set_goal(indicator, goal, starts_on=_month(cells, "target_from"), by=by)
    told = [(COLUMN_WORDS[name], now[name] or "empty", cells[name] or "empty") for name in COLUMNS if name in changed]
    return Line(number, cells["ref"], cells["title"], "changed", told)


def _take_definition(
    indicator: Indicator, draft: DefinitionDraft, starts_on: datetime.date, note: str, changed: set[str], by: User
) -> None:
    old = defining.draft_of(Definition.objects.get(indicator=indicator, validity__upper_inf=True))
    fields = changed_fields(old, draft)
    if "starts_on" in changed:
        defining.change_definition(indicator, draft, starts_on=starts_on, change_note=note, by=by)
    elif "change_note" in changed:
        raise _Refused("change_note", "A note belongs to a change: give the month of the change in starts_on.")
    elif counted := [name for name in fields if name not in WORDING]:
        raise _Refused(counted[0], "This counts something otherwise: give the month in starts_on, and a change_note.")
    elif fields:
        defining.correct_wording(indicator, draft, by=by)


def _draft(cells: dict[str, str]) -> DefinitionDraft:
    if not re.fullmatch(r"[0-9]", cells["places"]):
        raise _Refused("places", "Decimal places must be a whole number from 0 to 4.")
    draft = DefinitionDraft(**{name: cells[name] for name in DRAFT_FIELDS} | {"places": int(cells["places"])})
    column, reason = draft_problem(draft)
    if reason and cells[column] not in KNOWN.get(column, [cells[column]]):
        reason = f"{reason} Write one of: {', '.join(KNOWN[column])}."
    if not reason and (draft.tool or draft.domain or draft.cohort):
        column, reason = names_problem(draft, what_there_is())
    if reason:
        raise _Refused(column, reason)
    return draft


def _month(cells: dict[str, str], column: str) -> datetime.date:
    month = parse_month(cells[column])
    if month is None:
        raise _Refused(column, MONTH)
    return month


def _person(cells: dict[str, str]) -> User | None:
    if not cells["answered_by"]:
        return None
    person = User.objects.filter(email__iexact=cells["answered_by"]).first()
    if person is None:
        raise _Refused("answered_by", "Nobody here has this email address.")
    return person


def _goal(cells: dict[str, str]) -> Goal | None:
    numbers = {name: _decimal(cells, name) for name in ("minimum", "upper", "target", "tolerance")}
    given = {**numbers, "operator": cells["operator"] or None}
    if not cells["rule"]:
        extra = next((name for name, value in given.items() if value is not None), "")
        if extra:
            raise _Refused(extra, "Without a rule there is no target: leave this empty, or give the rule.")
        return None
    if cells["rule"] not in list(Rule):
        raise _Refused("rule", f"Write {', '.join(Rule)}, or nothing.")
    rule = Rule(cells["rule"])
    for name, value in given.items():
        if (value is not None) != (name in NEEDS[rule]):
            raise _Refused(name, f"A target by {rule} has {' and '.join(NEEDS[rule])}, and nothing else.")
    if given["operator"] not in (None, "<", "<=", ">", ">="):
        raise _Refused("operator", "Write <, <=, > or >=.")
    return Goal(rule, **given)


def _decimal(cells: dict[str, str], column: str) -> Decimal | None:
    if not cells[column]:
        return None
    try:
        value = Decimal(cells[column])
    except InvalidOperation:
        raise _Refused(column, "This is not a number.") from None
    if not value.is_finite() or abs(value) >= 10**10 or -value.as_tuple().exponent > 4:
        raise _Refused(column, "Write a plain number with at most 4 decimal places.")
    return value
