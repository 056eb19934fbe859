"""What stands in the cells of a table of definitions, and the sentence why a cell cannot be taken."""

import datetime
import re
from decimal import Decimal, InvalidOperation

from django.utils.dateparse import parse_date

from kpis.definition_rules import (
    COMPUTED,
    DRAFT_FIELDS,
    FIELD_WORDS,
    RETURN,
    DefinitionDraft,
    draft_problem,
    names_problem,
)
from kpis.measures import Measure
from kpis.measuring import what_there_is
from kpis.periods import Basis, parse_month
from kpis.rag import NEEDS, Goal, MeasuredIn, Polarity, Rule
from kpis.table_files import Cells, Fault
from people.models import User

ABOUT = ("ref", "theme", "place", "owner", "answered_by", "starts_on", "change_note")
OF_INDICATOR = ("theme", "place", "owner", "answered_by")
TARGET = ("target_from", "rule", "minimum", "upper", "target", "operator", "tolerance")
EXEMPTION = ("not_applicable_to", "not_applicable_because")
REBASE = ("limits_from", "limits_unit", "limits_because")
# What may stand in a row of its own, beside the reference alone.
APART = ("ref", *TARGET, *EXEMPTION, *REBASE)
COLUMNS = [*ABOUT, *DRAFT_FIELDS, *TARGET, *EXEMPTION, *REBASE]
COLUMN_WORDS = FIELD_WORDS | {
    "ref": "Reference",
    "theme": "Theme",
    "place": "Place in the table",
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
# What may stand in the columns that hold a code.
KNOWN: dict[str, list[str]] = {
    "measured_in": list(MeasuredIn),
    "polarity": list(Polarity),
    "basis": [basis for basis in Basis if basis != Basis.OUTTURN],
    "origin": [RETURN, COMPUTED],
    "measure": list(Measure),
}
MONTH = "This is no month: write it as 2023-08."
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def draft_in(cells: Cells) -> DefinitionDraft:
    if not re.fullmatch(r"[0-9]", cells["places"]):
        raise Fault(cells, "places", "Decimal places must be a whole number from 0 to 4.")
    draft = DefinitionDraft(**{name: cells[name] for name in DRAFT_FIELDS} | {"places": int(cells["places"])})
    column, reason = draft_problem(draft)
    if reason and cells[column] not in KNOWN.get(column, [cells[column]]):
        reason = f"{reason} Write one of: {', '.join(KNOWN[column])}."
    if not reason and (draft.tool or draft.domain or draft.cohort):
        column, reason = names_problem(draft, what_there_is())
    if reason:
        raise Fault(cells, column, reason)
    return draft


def day_in(cells: Cells, column: str) -> datetime.date:
    """The first of a month, or the day that is given."""
    text = cells[column]
    day = parse_month(text) or (parse_date(text) if DAY.fullmatch(text) else None)
    if day is None:
        raise Fault(cells, column, MONTH)
    return day


def place_in(cells: Cells) -> int | None:
    """Where it stands in the table; None: it does not matter."""
    text = cells["place"]
    if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Fault(cells, "place", "Write a whole number, or nothing.")
    return int(text) if text else None


def person_in(cells: Cells) -> User | None:
    if not cells["answered_by"]:
        return None
    person = User.objects.filter(email__iexact=cells["answered_by"]).first()
    if person is None:
        raise Fault(cells, "answered_by", "Nobody here has this email address.")
    return person


def goal_in(cells: Cells) -> Goal | None:
    numbers = {name: _decimal(cells, name) for name in ("minimum", "upper", "target", "tolerance")}
    given = {**numbers, "operator": cells["operator"] or None}
    if not cells["rule"]:
        extra = next((name for name, value in given.items() if value is not None), "")
        if extra:
            raise Fault(cells, extra, "Without a rule there is no target: leave this empty, or give the rule.")
        return None
    if cells["rule"] not in list(Rule):
        raise Fault(cells, "rule", f"Write {', '.join(Rule)}, or nothing.")
    rule = Rule(cells["rule"])
    for name, value in given.items():
        if (value is not None) != (name in NEEDS[rule]):
            raise Fault(cells, name, f"A target by {rule} has {' and '.join(NEEDS[rule])}, and nothing else.")
    if given["operator"] not in (None, "<", "<=", ">", ">="):
        raise Fault(cells, "operator", "Write <, <=, > or >=.")
    return Goal(rule, **given)


def _decimal(cells: Cells, column: str) -> Decimal | None:
    if not cells[column]:
        return None
    try:
        value = Decimal(cells[column])
    except InvalidOperation:
        raise Fault(cells, column, "This is not a number.") from None
    if not value.is_finite() or abs(value) >= 10**10 or -value.as_tuple().exponent > 4:
        raise Fault(cells, column, "Write a plain number with at most 4 decimal places.")
    return value
