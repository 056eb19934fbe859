"""The rows of a long or wide file, checked one by one: whose figure, of which month, and what it comes to."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from kpis.loading.cells import BASES, COMPUTED, MISSING, STORED_PLACES, Percent, Table, Unreadable, number_of
from kpis.loading.known import Known
from kpis.loading.mapping import Mapping
from kpis.models import Definition
from kpis.periods import BASIS_WORDS, Basis, month_words
from kpis.rag import MeasuredIn, displayed, figure_words, ratio_of
from kpis.returns import Entry, Figure
from people.models import Unit

# "As each indicator is defined": the figures are on the basis of its definition.
AS_DEFINED = "definition"
TELL_EVERY = 5_000
SAY_THE_SCALE = (
    "Change what the columns mean: choose “As numbers from 0 to 1” for the first, or confirm for the second that all "
    "are at most 1%."
)
Tell = Callable[[int], None]


@dataclass
class Cell:
    """One part of a figure, as it stands in the file."""

    column: str
    text: str


@dataclass
class Given:
    """What a file gives for one indicator, unit and month."""

    row: int
    ref: str
    unit: int
    month: datetime.date
    basis: str
    definition: Definition
    parts: dict[str, Cell]
    named: Cell  # that says whose figure it is


@dataclass
class Checker:
    """Turns what the rows give into entries, and keeps what has to be compared between rows."""

    table: Table
    known: Known
    mapping: Mapping
    entries: list[Entry] = field(default_factory=list)
    places: dict[tuple[int, int, datetime.date, str], int] = field(default_factory=dict)
    below_one: tuple[int, str, str] | None = None
    above_one: tuple[int, str, str] | None = None
    at_most_one: tuple[int, str, str] | None = None
    is_of_hundred: bool = False

    def ref(self, row: int, column: str, text: str) -> bool:
        if not text:
            self.table.refuse(row, column, text, "The reference is missing.")
        elif text not in self.known.definitions:
            hint = f" If {text}0 is meant, it must be a text cell." if f"{text}0" in self.known.definitions else ""
            self.table.refuse(row, column, text, f"There is no indicator {text}.{hint}")
        else:
            return True
        return False

    def unit(self, row: int, column: str, text: str) -> Unit | None:
        found = self.known.units.get(text, [])
        if len(found) == 1:
            return found[0]
        if not text:
            reason = "The unit is missing."
        elif found:
            reason = f"{len(found)} units are called {text}: write the code of the one that is meant."
        else:
            reason = f"There is no unit {text} that you load figures for. Write its code or its exact name."
        self.table.refuse(row, column, text, reason)
        return None

    def definition(self, row: int, column: str, ref: str, month: datetime.date) -> Definition | None:
        """The definition that counts for the month; nothing is loaded for the future, nor what is computed."""
        if month > self.known.today:
            self.table.refuse(row, column, f"{month:%Y-%m}", f"{month_words(month)} is in the future.")
            return None
        definition = self.known.definition(ref, month)
        if definition is None:
            self.table.refuse(row, column, ref, f"{ref} has no definition in {month_words(month)}.")
        elif definition.is_computed:
            self.table.refuse(row, column, ref, COMPUTED.format(ref))
            return None
        return definition

    def basis(self, row: int, column: str, text: str, definition: Definition) -> str | None:
        said = text if text else self.mapping.basis
        if said == AS_DEFINED:
            return definition.basis
        basis = BASES.get(said.lower(), BASES.get(said.replace("_", " ").lower()))
        if basis is None and said in list(Basis):
            basis = Basis(said)
        if basis is None:
            known = ", ".join(words.lower() for words in BASIS_WORDS.values())
            self.table.refuse(row, column, text, f"A figure is counted as one of: {known}.")
            return None
        return basis.value

    def add(self, given: Given) -> None:
        """Check one figure; all blank is no figure at all."""
        if all(cell.text.strip().lower() in MISSING for cell in given.parts.values()):
            return
        ended = self.known.ended.get(given.unit)
        if ended and ended.ended_on < given.month:
            day = f"{ended.ended_on.day} {month_words(ended.ended_on)}"
            reason = f"{ended.name} ended on {day}, before {month_words(given.month)}: it can have no figure then."
            self.table.refuse(given.row, given.named.column, given.named.text, reason)
            return
        key = (given.definition.indicator_id, given.unit, given.month, given.basis)
        if key in self.places:
            reason = f"{given.ref} for {month_words(given.month)} is there twice: row {self.places[key]} has it too."
            self.table.refuse(given.row, next(iter(given.parts.values())).column, "", reason)
            return
        self.places[key] = given.row
        figure = self._figure(given)
        if figure is not None:
            column = (given.parts.get("value") or next(iter(given.parts.values()))).column
            self.entries.append(
                Entry(
                    given.row, column, given.ref, given.month, given.basis, figure,
                    given.definition.indicator_id, given.definition.places, given.unit,
                )
            )  # fmt: skip

    def _figure(self, given: Given) -> Figure | None:
        measured_in = MeasuredIn(given.definition.measured_in)
        before = len(self.table.refusals)
        numerator = self._read(given, "numerator")
        denominator = self._read(given, "denominator")
        value = self._value(given, measured_in, has_parts=denominator is not None)
        if len(self.table.refusals) > before:
            return None
        if measured_in == MeasuredIn.COUNT:
            return self._count(given, numerator, denominator, value)
        if numerator is not None and denominator is None and measured_in == MeasuredIn.RATE:
            people = self.known.population(given.unit, given.month)
            if people is None:
                reason = "A rate without denominator is counted on the children of the unit's area, and no number of "
                self._refuse(given, "numerator", f"{reason}them is known up to {given.month.year}.")
                return None
            denominator = Decimal(people)
        if (numerator is None) != (denominator is None):
            self._refuse(given, "numerator" if numerator is None else "denominator", self._halved(measured_in))
            return None
        if numerator is None or denominator is None:
            return Figure(value) if value is not None else None
        return self._ratio(given, numerator, denominator, value, measured_in)

    @staticmethod
    def _halved(measured_in: MeasuredIn) -> str:
        what = {MeasuredIn.PERCENTAGE: "A percentage", MeasuredIn.RATE: "A rate", MeasuredIn.DAYS: "An average"}
        return f"{what.get(measured_in, 'A ratio')} needs its numerator and denominator, or neither."

    def _ratio(
        self, given: Given, numerator: Decimal, denominator: Decimal, value: Decimal | None, measured_in: MeasuredIn
    ) -> Figure | None:
        computed = ratio_of(numerator, denominator, measured_in)
        places = given.definition.places
        if computed is None:
            self._refuse(given, "denominator", "The denominator is 0: leave the figure blank, or write n/a.")
        elif measured_in == MeasuredIn.PERCENTAGE and numerator > denominator:
            reason = f"The numerator {numerator:,} is greater than the denominator {denominator:,}."
            self._refuse(given, "numerator", reason)
        elif value is not None and displayed(value, places) != displayed(computed, places):
            shown = figure_words(computed, measured_in=measured_in, places=places)
            self._refuse(given, "value", f"The numerator and denominator give {shown}.")
        else:
            return Figure(computed.quantize(STORED_PLACES), numerator, denominator)
        return None

    def _count(
        self, given: Given, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
    ) -> Figure | None:
        if denominator is not None:
            self._refuse(given, "denominator", f"{given.ref} is a count: leave the denominator blank.")
            return None
        if numerator is not None and value is not None and numerator != value:
            self._refuse(given, "value", f"The numerator says {numerator:,}: a count is one number.")
            return None
        number = numerator if value is None else value
        if number is not None and number % 1:
            self._refuse(given, "numerator" if value is None else "value", "A whole number is needed.")
            return None
        return None if number is None else Figure(number)

    def _read(self, given: Given, part: str) -> Decimal | None:
        cell = given.parts.get(part)
        if cell is None or not cell.text:
            return None
        try:
            return number_of(cell.text)
        except Unreadable as reason:
            self._refuse(given, part, str(reason))
            return None

    def _value(self, given: Given, measured_in: MeasuredIn, *, has_parts: bool) -> Decimal | None:
        """The figure itself; a percentage in the way that was confirmed for the file, and never in two ways at once."""
        cell = given.parts.get("value")
        if cell is None or not cell.text:
            return None
        text, signed = cell.text, cell.text.endswith("%")
        if signed and measured_in != MeasuredIn.PERCENTAGE:
            self._refuse(given, "value", "This is not a percentage.")
            return None
        try:
            number = number_of(text.rstrip("% ") if signed else text, places=15)
        except Unreadable as reason:
            self._refuse(given, "value", str(reason))
            return None
        if number is None:
            return None
        if measured_in == MeasuredIn.PERCENTAGE and not signed:
            if self.mapping.percent == Percent.SIGN:
                reason = "A percentage needs its sign, such as 90.4%, so that 0.9 is not taken for 90."
                self._refuse(given, "value", reason)
                return None
            self._remember_scale(given, cell, number, is_proven=has_parts)
            if self.mapping.percent == Percent.ONE:
                number *= 100
        if measured_in == MeasuredIn.PERCENTAGE and number > 100:
            self._refuse(given, "value", "A percentage is at most 100%.")
            return None
        return number.quantize(STORED_PLACES)

    def _remember_scale(self, given: Given, cell: Cell, number: Decimal, *, is_proven: bool) -> None:
        """What the file's unsigned percentages say of their scale; beside its parts a figure is checked by them."""
        place = (given.row, cell.column, cell.text)
        if number > 1:
            self.above_one = self.above_one or place
        elif 0 < number < 1:
            self.below_one = self.below_one or place
        self.is_of_hundred = self.is_of_hundred or number > 1 or (is_proven and number > 0)
        if 0 < number <= 1:
            self.at_most_one = self.at_most_one or place

    def finish(self) -> None:
        """Ask where nobody can tell what is meant: 0.904 beside 90.4, or nothing but the likes of 0.904."""
        if self.below_one and self.above_one:
            (row, column, text), (other, _, against) = self.below_one, self.above_one
            reason = f"{text} here and {against} in row {other} cannot both be percentages of one kind. "
            self.table.refuse(row, column, text, f"{reason}Write them with their sign, such as 90.4%.")
        elif self.mapping.percent == Percent.HUNDRED and self.at_most_one and not self.is_of_hundred:
            row, column, text = self.at_most_one
            reason = f"No percentage in column {column} is above 1, so that {text} may stand for "
            reason += f"{_plain(Decimal(text) * 100)}% or for {text}%. "
            self.table.refuse(row, column, text, f"{reason}{SAY_THE_SCALE}")

    def _refuse(self, given: Given, part: str, reason: str) -> None:
        cell = given.parts.get(part) or next(iter(given.parts.values()))
        self.table.refuse(given.row, cell.column, cell.text, reason)


def _plain(number: Decimal) -> str:
    """90.4, without noughts nobody wrote."""
    return f"{number.normalize():f}"
