"""Protect all tables of a report together, and against what earlier editions told. [pure]"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kpis.disclosure import SMALL
from reports.disclosure.attack import Moves, alternative, bounds, complete, connected, is_told
from reports.disclosure.numbers import Numbers
from reports.disclosure.reasons import WORDS, Reason, Suppression
from reports.disclosure.rows import suppress
from reports.disclosure.sums import Kind, Number
from reports.disclosure.tables import TOTAL, CountTable, Edition, Line, ShownLine, ShownTable

INNER_WORDS = ("table", "cohort", "corrected", "change", "kin", "rest", "beside")  # of keys
SECONDARY = (Reason.ROW, Reason.COLUMN, Reason.TABLE, Reason.EDITION)


@dataclass(frozen=True)
class Protection:
    """Tables as they may be published, every number that is not shown, and what an earlier edition has told already."""

    tables: tuple[ShownTable, ...]
    suppressions: tuple[Suppression, ...]
    exposed: tuple[Suppression, ...] = ()
    is_open: bool = False  # of the edition in which nothing is hidden

    def table(self, name: str) -> ShownTable:
        return next(table for table in self.tables if table.name == name)


def protect(tables: Sequence[CountTable], earlier: Sequence[Edition] = ()) -> Protection:
    """Hide what is small, and as little more as it takes that nothing hidden follows from what is shown.

    The same tables and editions always give the same result. ValueError where two tables count one cohort differently.
    """
    work = Work(tables, earlier)
    work.hide_small()
    work.hide_lines()
    work.hide_what_reveals()
    work.show_what_need_not_hide()
    work.audit()
    return work.protection()


class Work:
    """One protection on its way: what is hidden and why, and for each sensitive number the proof that it is unknown."""

    def __init__(self, tables: Sequence[CountTable], earlier: Sequence[Edition]) -> None:
        self.tables = tables
        self.editions = {edition.name for edition in earlier}
        self.known = Numbers(tables, earlier)
        if unfit := complete(self.known):
            # Counts were corrected since: readers can compare one number with another, and no more.
            corrected = {key[2] for key, number in self.known.by_key.items() if number in unfit and key[0] == "cohort"}
            first, self.known = self.known, Numbers(tables, earlier, corrected=corrected)
            # What fitted is not looked for again.
            for key, number in self.known.by_key.items():
                if self.known.numbers[number].value is None and key in first.by_key:
                    self.known.numbers[number].value = first.number(key).value
            complete(self.known)
        self.numbers = self.known.numbers
        self.reasons: dict[int, tuple[Reason, str]] = {}
        self.proofs: dict[int, Moves] = {}
        self.exposed: set[int] = set()
        self.lasting: set[int] = set()

    def hide(self, number: int, reason: Reason, about: str = "") -> None:
        if self.numbers[number].is_shown and self.numbers[number].may_hide:
            self.numbers[number].is_shown = False
            self.reasons[number] = (reason, WORDS[reason].format(about))

    def hide_small(self) -> None:
        for place, number in enumerate(self.numbers):
            if not number.places:
                # What an earlier edition hid, or what lies between two that are published.
                is_small = number.value is not None and abs(number.value) in SMALL
                number.is_sensitive = not number.is_shown and (is_small or number.is_sensitive)
            elif number.is_sensitive and number.is_shown and not number.may_hide:
                number.is_sensitive = False
                self.exposed.add(place)
            elif number.is_sensitive:
                self.hide(place, Reason.SMALL)

    # Lines by themselves.

    def hide_lines(self) -> None:
        for table in self.tables:
            self._hide_in_list(table)
            lines = [*table.lines, *([table.totals] if table.adds_up else [])]
            wholes = {line.within for line in table.lines if line.within}
            for line in lines:
                row, total = self.known.row(table, line), line.total
                categories = [column for column, count in zip(table.columns, line.counts, strict=True) if count]
                if total in SMALL and line.title not in table.unknowns:
                    self._hide_whole(row, Reason.TEAM)
                    self.numbers[row[-1]].low, self.numbers[row[-1]].high = 1, SMALL.stop - 1
                    continue
                if line.withheld:
                    self._withhold(row, (*table.columns, TOTAL), line)
                # A hidden total of a line that is not hidden whole is no small one.
                if total >= SMALL.stop:
                    self.numbers[row[-1]].low = SMALL.stop
                if line.title not in wholes and line.title != TOTAL and categories and len(table.columns) > 1:
                    if len(categories) == 1 and categories[0] in table.revealing:
                        self._hide_whole(row[:-1], Reason.ONE_CATEGORY, categories[0])
                    elif not (table.adds_up or line.within or table.unknowns) and table.has_line_totals:
                        self._hide_by_itself(row, line, table.share_places)

    def _hide_in_list(self, table: CountTable) -> None:
        """One column that adds up is a line that stands upright."""
        tops = [line for line in table.lines if not line.within]
        if len(table.columns) == 1 and table.adds_up and table.has_column_totals and tops == list(table.lines):
            counts = tuple(line.total for line in tops)
            row = tuple(self.known.row(table, line)[0] for line in (*tops, table.totals))
            if not table.unknowns:
                self._hide_by_itself(row, Line(table.name, counts))

    def _withhold(self, row: tuple[int, ...], columns: Sequence[str], line: Line) -> None:
        """What of a line would tell too much beside an edition."""
        why = self._reason_of(line.beside), line.beside
        if line.withheld.issuperset(columns):
            self._hide_whole(row, *why)
            return
        for number, column in zip(row, columns, strict=True):
            if column in line.withheld:
                self.hide(number, *why)
                self.numbers[number].is_sensitive = True
                self.lasting.add(number)

    def _hide_whole(self, row: Iterable[int], reason: Reason, about: str = "") -> None:
        """Everything, zeros too: which grades nobody of a few was given is as telling. So readers must not know them.

        Where a whole column is empty its zeros are known from its total, and stay.
        """
        for number in row:
            if not self.numbers[number].value and self._is_in_empty_column(number):
                continue
            self.hide(number, reason, about)
            if not self.numbers[number].is_shown:
                self.numbers[number].low = 0
                self.numbers[number].is_sensitive = True
                self.lasting.add(number)

    def _is_in_empty_column(self, number: int) -> bool:
        """Is the total at the top of its column 0? A number that adds up to nothing has no column."""
        columns = [self.known.relations[each].parts for each in self.known.relations_of[number]
                   if self.known.relations[each].kind == Kind.COLUMN]  # fmt: skip
        wholes = [whole for parts in columns if (whole := parts[-1][0]) != number]
        if not wholes:
            return bool(columns) and self.numbers[number].value == 0
        return any(self._is_in_empty_column(whole) for whole in wholes)

    def _hide_by_itself(self, row: tuple[int, ...], line: Line, share: Collection[int] = ()) -> None:
        """A line that adds up to nothing: the rule for one row, which holds against readers who know it."""
        shown = suppress(line.counts, share)
        for number, cell in zip(row, (*shown.cells, shown.total), strict=True):
            if cell is None:
                self.hide(number, Reason.ROW)
                self.lasting.add(number)
                if not self.numbers[number].value:
                    self.numbers[number].low = 0

    # All together.

    def hide_what_reveals(self) -> None:
        while targets := [place for place, number in enumerate(self.numbers) if self._needs_proof(place, number)]:
            for target in sorted(targets, key=lambda place: (-abs(self.numbers[place].value or 0), place)):
                self._protect(target)
        while crowded := next(self._crowded_lines(), None):
            self._hide_one_more(crowded)

    def _needs_proof(self, place: int, number: Number) -> bool:
        return number.is_sensitive and not number.is_shown and place not in self.proofs and place not in self.exposed

    def _protect(self, target: int) -> None:
        """Find the cheapest way in which the target could be another number, and hide what lies on it."""
        proof = alternative(self.known, target)
        if proof is None:
            proof = self._hide_until_unknown(target)
        if proof is None:
            self.exposed.add(target)
            return
        self.proofs[target] = proof

    def _hide_until_unknown(self, target: int) -> Moves | None:
        """First the walk as if small hidden numbers could be any, so that what is hidden tells less of them.

        Where shown zeros leave no walk, line after line is hidden whole, the smallest first, and empty ones last; but
        none for what earlier editions tell anyway.
        """
        for freely in (True, False):
            if (proof := self._hide_cheapest(target, freely=freely)) is not None:
                return proof
        if is_told(self.known, target):
            return None
        group = next(group for group in connected(self.known) if target in group)
        lines = [
            row
            for table in self.tables
            for line in (*table.lines, *([table.totals] if table.adds_up else []))
            if group & set(row := self.known.row(table, line))
        ]
        for row in sorted(lines, key=lambda row: (not self.numbers[row[-1]].value, self.numbers[row[-1]].cost, row)):
            self._hide_whole(row, *self._reason_for(row[-1], [target], target))
            if self.numbers[row[-1]].value and not self.numbers[row[-1]].is_shown:
                self.numbers[row[-1]].low = 1
            if (proof := self._hide_cheapest(target)) is not None:
                return proof
        return None

    def _hide_cheapest(self, target: int, *, freely: bool = False) -> Moves | None:
        if walk := alternative(self.known, target, self._price, freely=freely):
            self._hide_along(walk, target)
        return alternative(self.known, target)

    def _hide_along(self, walk: Moves, target: int) -> None:
        walked: list[int] = []
        for number in walk:
            if walked:
                self.hide(number, *self._reason_for(number, walked, target))
            walked.append(number)

    def _price(self, number: int) -> float | None:
        found = self.numbers[number]
        return found.cost if found.may_hide and found.value else None

    def _reason_for(self, number: int, walked: list[int], target: int) -> tuple[Reason, str]:
        """Which sum would tell: the one that this number shares with what was hidden before."""
        before = set(walked)
        shared = [
            self.known.relations[each]
            for each in self.known.relations_of[number]
            if any(part in before for part, _ in self.known.relations[each].parts)
        ]
        if not shared:
            return Reason.COLUMN, ""
        relation = shared[0]
        own = {self.tables[place.table].name for place in self.numbers[number].places}
        over_time = next((each for each in shared if each.kind in (Kind.PERIOD, Kind.CHANGE, Kind.UNIT)), None)
        if over_time and over_time.source:
            return self._reason_of(over_time.source), over_time.source
        if relation.source in self.editions:
            return Reason.EDITION, relation.source
        if over_time or relation.source not in own:
            others = {self.tables[place.table].name for each in before for place in self.numbers[each].places}
            return Reason.TABLE, relation.source if relation.source not in own | {""} else min(others - own, default="")
        return (Reason.ROW if relation.kind == Kind.ROW else Reason.COLUMN), ""

    def _reason_of(self, source: str) -> Reason:
        """Beside what it would tell: an earlier edition, or a table of this report."""
        return Reason.EDITION if source in self.editions else Reason.TABLE

    def _crowded_lines(self) -> Iterable[tuple[int, ...]]:
        """Lines whose hidden neighbours add up to 1 to 5: "less than good" would be a small number."""
        for table in self.tables:
            for line in table.lines if table.is_ordered else ():
                row = self.known.row(table, line)
                hidden = [place for place, number in enumerate(row[:-1]) if not self.numbers[number].is_shown]
                if not hidden or not self.numbers[row[-1]].is_shown or not self.numbers[row[-1]].may_hide:
                    continue
                between = range(hidden[0], hidden[-1] + 1)
                side_by_side = all(place in hidden or line.counts[place] == 0 for place in between)
                if side_by_side and sum(line.counts[place] for place in hidden) in SMALL:
                    yield row

    def _hide_one_more(self, row: tuple[int, ...]) -> None:
        """The smallest number of the line that is still shown, and whatever would tell it in its column."""
        cells = [number for number in row[:-1] if self._price(number) and self.numbers[number].is_shown]
        number = min(cells, key=lambda place: (self.numbers[place].cost, place), default=row[-1])
        self.hide(number, Reason.ROW)
        self.numbers[number].is_sensitive = True
        self._protect(number)

    # As little as it takes.

    def show_what_need_not_hide(self) -> None:
        """The dearest first: show what no longer keeps anything unknown."""
        extra = [place for place, (reason, _) in self.reasons.items() if reason in SECONDARY]
        for place in sorted(extra, key=lambda place: (-self.numbers[place].cost, place)):
            number = self.numbers[place]
            if place in self.lasting or place in self.proofs:
                continue
            number.is_shown = True
            if (again := self._proofs_without(place)) is not None and next(iter(self._crowded_lines()), None) is None:
                self.proofs.update(again)
                del self.reasons[place]
            else:
                number.is_shown = False

    def _proofs_without(self, place: int) -> dict[int, Moves] | None:
        """Other proofs for those that rest on this number, or None when one has no other."""
        again = {}
        for target, moves in self.proofs.items():
            if place in moves:
                if (other := alternative(self.known, target)) is None:
                    return None
                again[target] = other
        return again

    def audit(self) -> None:
        """Check each proof, and by the other method that no small number is known."""
        for target, moves in self.proofs.items():
            assert moves[target], target
            for place in {each for number in moves for each in self.known.relations_of[number]}:
                parts = self.known.relations[place].parts
                assert sum(sign * moves.get(number, 0) for number, sign in parts) == 0, self.known.relations[place]
            assert not any(self.numbers[number].is_shown for number in moves), moves
        # Where nothing is hidden that tells of anybody, nothing can be found out.
        secret = {place for place, number in enumerate(self.numbers) if number.is_sensitive and not number.is_shown}
        groups = [group for group in connected(self.known) if not secret.isdisjoint(group)]
        ends_of = bounds(self.known, {place for group in groups for place in group})
        assert ends_of is not None
        for place in secret:
            low, high = ends_of[place]
            assert low != high or place in self.exposed, (place, self.numbers[place])

    # The result.

    def protection(self) -> Protection:
        told = [
            Suppression(self.tables[place.table].name, place.row, place.column, *self.reasons[number])
            for number in sorted(self.reasons)
            for place in self.numbers[number].places
        ]
        shown = tuple(self._shown(table) for table in self.tables)
        order = {table.name: place for place, table in enumerate(self.tables)}
        told += [
            percentage for table, after in zip(self.tables, shown, strict=True) for percentage in _shares(table, after)
        ]
        return Protection(shown, tuple(sorted(told, key=lambda each: order[each.table])), tuple(self._exposed()))

    def _shown(self, table: CountTable) -> ShownTable:
        totals = self._shown_line(table, table.totals) if table.adds_up else None
        lines = tuple(self._shown_line(table, line) for line in table.lines)
        has_revealing = bool(table.revealing)
        return ShownTable(table.name, table.columns, lines, totals, table.cohort, table.of, table.period, has_revealing)

    def _shown_line(self, table: CountTable, line: Line) -> ShownLine:
        cells = [self._cell(self.numbers[number]) for number in self.known.row(table, line)]
        return ShownLine(line.title, tuple(cells[:-1]), cells[-1], line.within, line.cohort, line.of, line.period)

    @staticmethod
    def _cell(number: Number) -> int | None:
        return number.value if number.is_shown else None

    def _exposed(self) -> Iterable[Suppression]:
        for number in sorted(self.exposed):
            words = WORDS[Reason.PUBLISHED].format(", ".join(self.numbers[number].editions) or "an earlier edition")
            for place in self.numbers[number].places:
                yield Suppression(self.tables[place.table].name, place.row, place.column, Reason.PUBLISHED, words)
            if not self.numbers[number].places:
                key = next(key for key, place in self.known.by_key.items() if place == number)
                who = [part for part in key[:-1] if part and isinstance(part, str) and part not in INNER_WORDS]
                yield Suppression("Between reports", ", ".join(who), str(key[-1]), Reason.PUBLISHED, words)


def _shares(table: CountTable, shown: ShownTable) -> Iterable[Suppression]:
    """Percentages that readers could not work out from what is shown are not shown either."""
    for title, columns in table.shares:
        for line in table.lines:
            if line.total and shown.share(line.title, columns) is None:
                yield Suppression(table.name, line.title, title, Reason.PERCENTAGE, WORDS[Reason.PERCENTAGE])
