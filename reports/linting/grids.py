"""Tables of targets read as indicators: what was aimed at, what was reached, and which way it went. [pure]"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.linting.context import Context
from reports.linting.script import IndicatorFact, Script, TableText, is_missing

ACTUAL = re.compile(r"\b(?:actual|latest|current|result|reached|performance)$", re.IGNORECASE)
TARGET = re.compile(r"\btarget$", re.IGNORECASE)
GOAL = re.compile(r"^(≤|<=|<|≥|>=|>)? ?(\d{1,6}(?:\.\d{1,3})?) ?%?$")
# Measures of what should not be: less of it is better.
UNWANTED = re.compile(
    r"\b(?:inadequate|poor|late|overdue|missed|not yet|outside|without|re-?referrals?|repeat|unsuitable|neet)\b", re.I
)


@dataclass(frozen=True)
class Goal:
    operator: str
    value: Decimal

    def is_met(self, value: Decimal) -> bool:
        match self.operator:
            case "≤":
                return value <= self.value
            case "<":
                return value < self.value
            case ">":
                return value > self.value
            case _:
                return value >= self.value

    @property
    def wants_less(self) -> bool:
        return self.operator in ("≤", "<")


def number(cell: str) -> Decimal | None:
    """90.4%, 1,958 or 15, if that is all the cell says."""
    found = re.fullmatch(r"\s?(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(\.\d{1,4})? ?%?\s?", cell)
    return Decimal(f"{found[1].replace(',', '')}{found[2] or ''}") if found else None


def pairs(table: TableText) -> list[tuple[int, int]]:
    """Columns of targets, each with the column of what was reached: the next one of that kind."""
    targets = [at for at, title in enumerate(table.columns) if at and TARGET.search(title)]
    actuals = [at for at, title in enumerate(table.columns) if at and ACTUAL.search(title)]
    found = []
    for target in targets:
        after = [at for at in actuals if at > target] or actuals
        if after and all(len(row) > max(target, after[0]) for row in table.rows):
            found.append((target, after[0]))
    return found


def known_indicators(script: Script, context: Context) -> list[IndicatorFact]:
    """The indicators that the context tells, those of the report, and those that its tables of targets hold."""
    found = {(fact.ref, fact.title): fact for table in script.tables if not table.is_told for fact in facts_of(table)}
    found |= {(fact.ref, fact.title): fact for fact in (*script.indicators, *context.indicators)}
    return list(found.values())


def facts_of(table: TableText) -> Iterator[IndicatorFact]:
    """Each row of a table of targets as it stands in its last period, compared with the period before."""
    columns = pairs(table)
    if not columns:
        return
    for name, row in table.named_rows:
        target, actual = columns[-1]
        goal, value = _goal(row[target], [row[at] for at, _ in columns], name), number(row[actual])
        before = number(row[columns[-2][1]]) if len(columns) > 1 else None
        wants_less = goal.wants_less if goal else bool(UNWANTED.search(name))
        if value is None or is_missing(row[actual]):
            continue  # said by the rule on targets without an actual
        yield IndicatorFact(
            ref="",
            title=name,
            value=row[actual],
            rag="no_target" if goal is None else "met" if goal.is_met(value) else "missed",
            trend=_trend(before, value, wants_less=wants_less),
            target=row[target],
            where=f"{table.where}, row “{name}”",
        )


def _goal(cell: str, cells: list[str], name: str) -> Goal | None:
    """A bare number means at least, unless the row's other targets or its name say that less is better."""
    found = GOAL.match(cell.strip())
    if not found:
        return None
    operator = {"<=": "≤", ">=": "≥", None: ""}.get(found[1], found[1])
    if not operator:
        less = any(other.strip()[:1] in ("≤", "<") for other in cells) or UNWANTED.search(name)
        operator = "≤" if less else "≥"
    return Goal(operator, Decimal(found[2]))


def _trend(before: Decimal | None, now: Decimal, *, wants_less: bool) -> str:
    if before is None:
        return ""
    if before == now:
        return "No change"
    is_better = (now < before) == wants_less
    return f"{'Improved' if is_better else 'Worse'}: from {before} to {now}"
