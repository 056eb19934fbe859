"""A return compared with what the portal holds: what would be added, changed, left as it is."""

import datetime
from decimal import Decimal

from kpis.models import Definition, Target, Value
from kpis.periods import BASIS_WORDS, Basis, month_words, year_label
from kpis.rag import MeasuredIn, displayed, figure_words, target_words
from kpis.returns import Change, Entry, Figure, Line, Preview, Return, TargetEntry, TargetLine
from people.models import Unit


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


def is_same(new: Figure, old: Figure, places: int) -> bool:
    """Without numerator and denominator, a figure says nothing against one that has them and shows the same."""
    if new.numerator is None:
        return displayed(new.value, places) == displayed(old.value, places)
    return (new.numerator, new.denominator) == (old.numerator, old.denominator)


def compare(given: Return, unit: Unit) -> Preview:
    """What confirming `given` for `unit` would do now. Two queries and the definitions."""
    definitions = definitions_for(given.period)
    periods = {entry.period for entry in given.entries}
    held = {
        (value.indicator_id, value.period, value.basis): value
        for value in Value.objects.current().filter(unit=unit, period__in=periods)
    }
    targets = {target.indicator_id: target for target in Target.objects.in_force_for(given.period)}
    return Preview(
        lines=[_line(entry, definitions[entry.ref], held) for entry in given.entries],
        targets=[_target_line(entry, definitions[entry.ref], targets) for entry in given.targets],
        refused=list(given.refusals),
        notes=list(given.notes),
    )


def _line(entry: Entry, definition: Definition, held: dict[tuple[int, datetime.date, str], Value]) -> Line:
    value = held.get((definition.indicator_id, entry.period, entry.basis))
    old = Figure(value.value, value.numerator, value.denominator) if value else None
    change = Change.ADDED
    if old is not None:
        change = Change.UNCHANGED if is_same(entry.figure, old, definition.places) else Change.CHANGED
    figure, basis = entry.figure, Basis(entry.basis)
    return Line(
        change=change.value,
        row=entry.row,
        column=entry.column,
        indicator=definition.indicator_id,
        ref=entry.ref,
        title=definition.title,
        period=entry.period.isoformat(),
        period_words=_period_words(entry.period, basis),
        basis=basis.value,
        basis_words=BASIS_WORDS[basis],
        value=str(figure.value),
        numerator=_text(figure.numerator),
        denominator=_text(figure.denominator),
        new_words=figure_in_words(figure, definition),
        old=value.pk if value else None,
        old_words=figure_in_words(old, definition),
    )


def _period_words(period: datetime.date, basis: Basis) -> str:
    # An outturn stands at the March that ends its year, which began in the calendar year before.
    return year_label(period.year - 1) if basis == Basis.OUTTURN else month_words(period)


def _target_line(entry: TargetEntry, definition: Definition, targets: dict[int, Target]) -> TargetLine:
    target = targets.get(definition.indicator_id)
    new = (entry.minimum, entry.upper)
    old = (target.minimum, target.upper) if target else (None, None)
    replaced = Change.CHANGED if target else Change.ADDED
    change = Change.UNCHANGED if new == old else replaced
    return TargetLine(
        change=change.value,
        row=entry.row,
        indicator=definition.indicator_id,
        ref=entry.ref,
        title=definition.title,
        minimum=_text(entry.minimum),
        upper=_text(entry.upper),
        new_words=_targets_in_words(*new, definition),
        old_words=_targets_in_words(*old, definition),
    )


def _targets_in_words(minimum: Decimal | None, upper: Decimal | None, definition: Definition) -> str:
    if minimum is None or upper is None:
        return "no target"
    unit = MeasuredIn(definition.measured_in)
    return f"minimum {target_words(minimum, measured_in=unit)}, upper {target_words(upper, measured_in=unit)}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
