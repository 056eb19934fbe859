"""A return compared with what the portal holds: what would be added, changed, left as it is."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery

from kpis.models import Definition, Load, StagedLine, Target, Value
from kpis.periods import BASIS_WORDS, Basis, last_of, month_words, year_label
from kpis.rag import Goal, MeasuredIn, Rule, figure_words, goal_words
from kpis.returns import Change, Figure, Line, Refusal, Return, TargetEntry, TargetLine

PER_PAGE = 100


def definitions_for(month: datetime.date) -> dict[str, Definition]:
    """The definitions in force for a month, by ref, in the order of the table that leaders know."""
    definitions = Definition.objects.in_force_for(month).select_related("indicator")
    return {definition.indicator.ref: definition for definition in definitions.order_by("indicator__position", "pk")}


def figure_in_words(figure: Figure | None, definition: Definition) -> str:
    """90.4% (1,958 of 2,165)."""
    if figure is None:
        return "no data"
    words = figure_words(figure.value, measured_in=MeasuredIn(definition.measured_in), places=definition.places)
    if figure.numerator is None or figure.denominator is None:
        return words
    return f"{words} ({figure.numerator.normalize():,f} of {figure.denominator.normalize():,f})"


def compare_targets(given: Return) -> list[TargetLine]:
    """What the return's targets would do, beside those in force for its month. Two queries, or none."""
    if not given.targets:
        return []
    definitions = definitions_for(given.period)
    held = {target.indicator_id: target for target in Target.objects.in_force_for(given.period)}
    return [target_line(entry, definitions[entry.ref], held) for entry in given.targets]


def target_line(entry: TargetEntry, definition: Definition, targets: dict[int, Target]) -> TargetLine:
    """What one row's targets would do; `targets` are those in force, by indicator."""
    target = targets.get(definition.indicator_id)
    measured_in = MeasuredIn(definition.measured_in)
    goal = target.goal if target else None
    if entry.minimum is not None and entry.upper is not None:
        new = Goal(Rule.MINIMUM_UPPER, minimum=entry.minimum, upper=entry.upper)
    else:
        # A table of minimum and upper can say no other rule: its blanks end none of another rule.
        new = goal if goal and goal.rule != Rule.MINIMUM_UPPER else None
    replaced = Change.CHANGED if target else Change.ADDED
    return TargetLine(
        change=(Change.UNCHANGED if new == goal else replaced).value,
        row=entry.row,
        indicator=definition.indicator_id,
        ref=entry.ref,
        title=definition.title,
        minimum=_text(entry.minimum),
        upper=_text(entry.upper),
        new_words=goal_words(new, measured_in=measured_in),
        old_words=goal_words(goal, measured_in=measured_in),
        old=target_facts(target),
    )


def target_facts(target: Target | None) -> list[str | None] | None:
    """A target as JSON keeps it."""
    if target is None:
        return None
    numbers = [_text(each) for each in (target.minimum, target.upper, target.target)]
    start, end = target.validity.lower, target.validity.upper
    days = [each and each.isoformat() for each in (start, end)]
    return [*days, target.rule, *numbers, target.operator, _text(target.tolerance)]


def target_rows(indicator: int) -> list[list[str | None]]:
    """All targets of an indicator, as JSON keeps them."""
    return [target_facts(each) for each in Target.objects.filter(indicator_id=indicator).order_by("validity")]


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


@dataclass(frozen=True)
class Section:
    """One page of the figures that a load adds, changes or leaves."""

    change: str
    count: int
    page: Page
    lines: list[Line]


def sections(load: Load, show: str = "", number: int | str = 1) -> list[Section]:
    """What a load would do, or has done; `show` is the section that is turned to page `number`.

    Four queries for each section that has lines, however many lines there are.
    """
    found = []
    for change in (Change.CHANGED, Change.ADDED, Change.UNCHANGED):
        count = load.counts.get(change.value, 0)
        if not count or (load.is_settled and change == Change.UNCHANGED):
            continue
        rows = _settled_rows(load, change) if load.is_settled else _staged_rows(load, change)
        page = Paginator(rows, PER_PAGE).get_page(number if show == change else 1)
        found.append(Section(change.value, count, page, _lines(list(page), change)))
    return found


def all_lines(load: Load) -> list[Line]:
    """Every figure of a load that is staged, in the order of the file."""
    changes = (Change.CHANGED, Change.ADDED, Change.UNCHANGED)
    found = [line for change in changes for line in _lines(list(_staged_rows(load, change)), change)]
    return sorted(found, key=lambda line: line.row or 0)


def _staged_rows(load: Load, change: Change) -> QuerySet[StagedLine]:
    lines = StagedLine.objects.filter(load=load, change=change.value)
    return lines.select_related("indicator", "unit").order_by("row", "pk")


def _settled_rows(load: Load, change: Change) -> QuerySet[Value]:
    """The values that a load brought, with those that they replaced, now that its lines are gone."""
    replaced = Value.objects.filter(superseded_by=load).exclude(load=load)
    if load.state == Load.State.UNDONE:
        # What it replaced is in force again: only that it was this load's figure is still known.
        replaced = replaced.none()
    same = {name: OuterRef(name) for name in ("indicator", "unit", "period", "basis")}
    values = Value.objects.filter(load=load).annotate(old=Subquery(replaced.filter(**same).values("pk")[:1]))
    if load.state != Load.State.UNDONE:
        values = values.filter(old__isnull=change == Change.ADDED)
    elif change == Change.CHANGED:
        values = values.none()
    return values.select_related("indicator", "unit").order_by("pk")


def _lines(rows: list[StagedLine] | list[Value], change: Change) -> list[Line]:
    olds = Value.objects.in_bulk([row.old for row in rows if row.old]) if change == Change.CHANGED else {}
    definitions: dict[int, list[Definition]] = {}
    wanted = {row.indicator_id for row in rows}
    for definition in Definition.objects.filter(indicator__in=wanted).order_by("validity"):
        definitions.setdefault(definition.indicator_id, []).append(definition)
    return [_line(row, change, olds.get(row.old), definitions[row.indicator_id]) for row in rows]


def _line(row: StagedLine | Value, change: Change, old: Value | None, definitions: list[Definition]) -> Line:
    begun = [each for each in definitions if each.validity.lower <= last_of(row.period)]
    definition = begun[-1] if begun else definitions[0]
    basis = Basis(row.basis)
    return Line(
        change=change.value,
        row=getattr(row, "row", None),
        column=getattr(row, "column", ""),
        ref=row.indicator.ref,
        title=definition.title,
        unit=row.unit.name,
        period_words=_period_words(row.period, basis),
        basis_words=BASIS_WORDS[basis],
        new_words=figure_in_words(Figure(row.value, row.numerator, row.denominator), definition),
        old_words=figure_in_words(old and Figure(old.value, old.numerator, old.denominator), definition),
    )


def _period_words(period: datetime.date, basis: Basis) -> str:
    # An outturn stands at the March that ends its year, which began in the calendar year before.
    return year_label(period.year - 1) if basis == Basis.OUTTURN else month_words(period)


def refused_page(load: Load, number: int | str) -> Page:
    """What is to be put right, a page at a time."""
    return Paginator([Refusal(**each) for each in load.refusals], PER_PAGE).get_page(number)
