"""All numbers of a report and of earlier editions as one set of sums, the way somebody who subtracts sees them. [pure]

Every number stands once, however many tables show it. A relation says that numbers, added and taken away, make zero.
Relations that follow from others are left out: the sum across a service's row follows from its teams' rows. So almost
every number stands in two relations, and moving a record is a walk from relation to relation (`attack`).
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence

from kpis.disclosure import SMALL
from reports.disclosure.periods import put, without
from reports.disclosure.remainders import are_nested, leaving_few
from reports.disclosure.sums import Kind, Number, Place, Relation
from reports.disclosure.tables import TOTAL, CountTable, Edition, Kin, Line, ShownLine, ShownTable, Span

Key = tuple[Hashable, ...]


class Numbers:
    """Every number by its key, and the relations between them."""

    def __init__(
        self,
        tables: Sequence[CountTable],
        earlier: Sequence[Edition] = (),
        *,
        corrected: Collection[Hashable] = (),
    ) -> None:
        """`corrected`: cohorts whose counts no longer fit what was published; they are compared one by one only."""
        self.corrected = corrected
        self.numbers: list[Number] = []
        self.by_key: dict[Key, int] = {}
        self.relations: list[Relation] = []
        self.relations_of: defaultdict[int, list[int]] = defaultdict(list)
        self.signed: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)  # its relations, each with its sign
        self.by_length: list[tuple[int, int]] = []  # of each relation: how many parts it has, and its place
        self._known: set[frozenset[tuple[int, int]]] = set()
        self._rows: dict[tuple[int, ...], str] = {}
        self._parents: set[tuple[int, ...]] = set()
        for index, table in enumerate(tables):
            self._add_table(index, table)
        for edition in earlier:
            for shown in edition.tables if edition.kin == Kin.SAME else ():
                self._add_shown(edition.name, shown)
        self._units: dict[Hashable, str] = {edition.name: _who(edition) for edition in earlier}
        self._add_kin([edition for edition in earlier if edition.kin != Kin.SAME])
        for row, source in self._rows.items():
            if row not in self._parents:
                self._relate([*((part, 1) for part in row[:-1]), (row[-1], -1)], Kind.ROW, source)
        self._relate_periods()

    def number(self, key: Key) -> Number:
        return self.numbers[self.by_key[key]]

    def row(self, table: CountTable, line: Line) -> tuple[int, ...]:
        """The numbers of a line, its total last."""
        return tuple(self.by_key[key] for key in _keys(table, line))

    # This report.

    def _add_table(self, index: int, table: CountTable) -> None:
        grand = table.totals.total
        rows = {line.title: self._add_line(index, table, line, grand) for line in table.lines}
        if table.adds_up:
            rows[TOTAL] = self._add_line(index, table, table.totals, grand)
        self._relate_parts(rows, [(line.title, line.within) for line in table.lines], table.adds_up, table.name)

    def _add_line(self, index: int, table: CountTable, line: Line, grand: int) -> tuple[int, ...]:
        is_totals = line.title == TOTAL
        row = []
        for key, column, count in zip(
            _keys(table, line), (*table.columns, TOTAL), (*line.counts, line.total), strict=True
        ):
            is_total = is_totals or column == TOTAL
            number = self._get(key, count)
            if number.value != count:
                raise ValueError(f"{table.name}, {line.title}, {column}: the same cohort has {number.value} elsewhere.")
            if _is_published(table, is_totals, column == TOTAL):
                # A zero is a true zero and is shown, so readers know that what is hidden is 1 or more.
                number.is_shown, number.low = True, 1
                number.places.append(Place(index, line.title, column))
                number.cost = max(
                    number.cost, count + (grand + 1 if is_total else 0) + (grand if count == grand else 0)
                )
            if count in SMALL and line.title not in table.unknowns and column not in table.unknowns:
                number.is_sensitive = True
            row.append(self.by_key[key])
        self._rows.setdefault(tuple(row), table.name)
        return tuple(row)

    def _get(self, key: Key, value: int | None) -> Number:
        if key not in self.by_key:
            self.by_key[key] = len(self.numbers)
            self.numbers.append(Number(value, is_shown=False))
        return self.number(key)

    def _relate_parts(
        self, rows: dict[str, tuple[int, ...]], titles: Iterable[tuple[str, str]], adds_up: bool, source: str
    ) -> None:
        """Each line that others are within is their sum, column by column."""
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for title, within in titles:
            if within or adds_up:
                parts[within or TOTAL].append(title)
        for whole, of_it in parts.items():
            self._parents.add(rows[whole])
            for place, number in enumerate(rows[whole]):
                self._relate([*((rows[part][place], 1) for part in of_it), (number, -1)], Kind.COLUMN, source)

    def _relate(self, parts: list[tuple[int, int]], kind: Kind, source: str) -> None:
        adds = frozenset(parts)
        if len(adds) < 2 or adds in self._known:
            return
        self._known.add(adds)
        for number, sign in parts:
            self.relations_of[number].append(len(self.relations))
            self.signed[number].append((len(self.relations), sign))
        self.by_length.append((len(parts), len(self.relations)))
        self.relations.append(Relation(tuple(parts), kind, source))

    # Earlier editions.

    def _add_shown(self, edition: str, table: ShownTable) -> None:
        lines = [*table.lines, *([table.totals] if table.totals else [])]
        rows = {line.title: self._add_shown_line(edition, table, line) for line in lines}
        titles = [(line.title, line.within) for line in table.lines]
        if not any(line.cohort in self.corrected for line in lines):
            self._relate_parts(rows, titles, table.totals is not None, edition)

    def _add_shown_line(self, edition: str, table: ShownTable, line: ShownLine) -> tuple[int, ...]:
        keys, cells = _keys(table, line), (*line.cells, line.total)
        told = [
            (self.number(key).value, cell)
            for key, cell in zip(keys, cells, strict=True)
            if key in self.by_key and cell is not None
        ]
        has_changed = any(now is not None and now != then for now, then in told)
        empty = [table.totals is not None and total == 0 for total in (table.totals or line).cells]
        are_all_hidden = all(cell is None for cell, is_empty in zip(line.cells, empty, strict=True) if not is_empty)
        is_whole = are_all_hidden and line.total is None
        row = []
        for key, cell in zip(keys, cells, strict=True):
            if cell is None and line.cohort in self.corrected:
                continue
            own = (edition, *key) if has_changed or key[0] != "cohort" else key
            number = self._get(own, cell)
            number.editions.append(edition)
            if cell is not None:
                number.value, number.is_shown, number.may_hide = cell, True, False
            elif number.value is None and not is_whole:
                is_total = key == keys[-1]
                # Where all records may lie in one category, zeros are hidden too.
                least = 0 if table.has_revealing and are_all_hidden and not is_total else _least_hidden(line, is_total)
                number.low = max(number.low or 0, least)
            if own != key and key in self.by_key:
                change = self._derived((edition, "change", *key), low=None)
                self._relate([(self.by_key[key], 1), (self.by_key[own], -1), (change, -1)], Kind.CHANGE, edition)
            row.append(self.by_key[own])
        if line.cohort not in self.corrected:
            self._rows.setdefault(tuple(row), edition)
        return tuple(row)

    def _derived(self, key: Key, *, low: int | None = 0) -> int:
        """A number that nobody publishes and that subtraction may give away."""
        if key not in self.by_key:
            number = self._get(key, None)
            number.low, number.may_hide = low, False
        return self.by_key[key]

    # Editions of units below and above.

    def _add_kin(self, editions: Sequence[Edition]) -> None:
        """What is left of a whole without one of its parts; and, where every part was published, that nothing is."""
        of_own: defaultdict[Key, dict[int, Edition]] = defaultdict(dict)
        for edition in editions:
            for table in edition.tables:
                for line in (*table.lines, *([table.totals] if table.totals else [])):
                    for key, number in self._add_kin_line(edition, table, line).items():
                        if number not in of_own[key] or of_own[key][number].is_apart:
                            of_own[key][number] = edition
        adding = {_who(edition) for edition in editions if edition.adds_up}
        below, above, beside = (
            adding & {_who(edition) for edition in editions if edition.kin == kin}
            for kin in (Kin.PART, Kin.WHOLE, Kin.BESIDE)
        )
        for key, numbers in of_own.items():
            own, cohort = self.by_key[key], key[2] if key[0] == "cohort" else None
            is_loose = cohort is None or cohort in self.corrected
            for number, edition in numbers.items():
                if edition.kin != Kin.BESIDE:
                    whole, part = (number, own) if edition.kin == Kin.WHOLE else (own, number)
                    alone = is_loose or edition.is_apart
                    self._relate_kin(("rest", edition.name, *key), whole, part, edition.name, is_loose=alone)
            self._relate_together(key, [(edition, number) for number, edition in numbers.items()], is_loose=is_loose)
            last = {_who(edition): number for number, edition in numbers.items()}
            if below and not is_loose and last.keys() >= below:
                some = [number for who, number in last.items() if who in below]
                self._relate_all(own, some, numbers[some[0]].name)
            if above and not is_loose and last.keys() >= above | beside:
                whole = next(number for who, number in last.items() if who in above)
                some = [number for who, number in last.items() if who in beside]
                self._relate_all(whole, [own, *some], numbers[whole].name)

    def _add_kin_line(self, edition: Edition, table: ShownTable, line: ShownLine) -> dict[Key, int]:
        """The numbers of a line by what they are in this report; none where the report has no such line.

        Of indicators and the like nobody knows whether they add up: only numbers that are shown are compared.
        """
        keys, cells = _keys(table, line), (*line.cells, line.total)
        if self.by_key.keys().isdisjoint(keys):
            return {}
        may_be_empty = all(cell is None for cell in line.cells) and (line.total is None or table.has_revealing)
        is_loose = not line.cohort or line.cohort in self.corrected or edition.is_apart
        who = self._known_as(edition, keys, cells)
        found = {}
        for key, cell in zip(keys, cells, strict=True):
            if cell is None and is_loose:
                continue
            number = self._get((*who, *key), cell)
            number.editions.append(edition.name)
            number.may_hide = False
            if cell is not None:
                number.value, number.is_shown, number.is_sensitive = cell, True, False
            elif number.value is None:
                # Why it was hidden is not known here: it may be all that is missing to a small number.
                number.is_sensitive = True
                if not may_be_empty:
                    number.low = max(number.low or 0, _least_hidden(line, key == keys[-1]))
            found[key] = self.by_key[*who, *key]
        if not is_loose:
            self._rows.setdefault(tuple(found.values()), edition.name)
        return {key: number for key, number in found.items() if key in self.by_key}

    def _known_as(self, edition: Edition, keys: Sequence[Key], cells: Sequence[int | None]) -> Key:
        """The same months stand in reports of many kinds and periods: a unit's numbers are the same in all of them,
        unless they were corrected in between."""
        who = ("kin", _who(edition))
        for key, cell in zip(keys, cells, strict=True):
            number = self.numbers[place] if (place := self.by_key.get((*who, *key))) is not None else None
            if number and None not in (cell, number.value) and number.value != cell:
                return ("kin", edition.name)
        return who

    def _relate_kin(self, key: Key, whole: int, part: int, edition: str, *, is_loose: bool) -> None:
        one, two = self.numbers[whole].value, self.numbers[part].value
        has_shrunk = one is not None and two is not None and one < two
        rest = self._derived(key, low=None if is_loose or has_shrunk else 0)
        self._relate([(part, 1), (rest, 1), (whole, -1)], Kind.UNIT, edition)

    def _relate_together(self, key: Key, numbers: Sequence[tuple[Edition, int]], *, is_loose: bool) -> None:
        """What 1 to 5 are left of a whole without more than one of its parts."""
        own = self.by_key[key]
        known = [(edition, number) for edition, number in numbers if self.numbers[number].value is not None]
        below = [(edition, number) for edition, number in known if edition.kin == Kin.PART]
        self._relate_left(key, own, [], below, is_loose=is_loose)
        for whole, number in known:
            if whole.kin == Kin.WHOLE:
                beside = [(edition, other) for edition, other in known
                          if edition.kin == Kin.BESIDE and edition.unit.startswith(whole.unit)]  # fmt: skip
                self._relate_left(key, number, [own], beside, is_loose=is_loose)

    def _relate_left(
        self, key: Key, whole: int, without: list[int], parts: Sequence[tuple[Edition, int]], *, is_loose: bool
    ) -> None:
        def value(number: int) -> int:
            return self.numbers[number].value or 0

        by_unit = {(edition.unit, value(number)): (edition, number) for edition, number in parts}
        sets = leaving_few(
            value(whole) - sum(map(value, without)),
            [(value(number), (edition, number)) for edition, number in by_unit.values()],
            lambda one, other: are_nested(one[0].unit, other[0].unit),
        )
        for left, some in sets:
            if left and len(without) + len(some) > 1:
                names = [edition.name for edition, _ in some]
                rest = self._derived(("rest", *names, *key), low=None if is_loose or left < 0 else 0)
                taken = [*without, *(number for _, number in some), rest]
                self._relate([*((number, 1) for number in taken), (whole, -1)], Kind.UNIT, names[0])

    def _relate_all(self, whole: int, parts: list[int], edition: str) -> None:
        """All parts are the whole, unless their numbers say otherwise: they were published on different days."""
        values = [value for part in parts if (value := self.numbers[part].value) is not None]
        total = self.numbers[whole].value
        if total is None or len(values) < len(parts) or sum(values) == total:
            self._relate([*((part, 1) for part in parts), (whole, -1)], Kind.UNIT, edition)

    def _relate_periods(self) -> None:
        """A longer period is a shorter one and what lies between, and so on with what lies between.

        So it is with the numbers of each other unit, and with what is left of one without another.
        """
        spans: defaultdict[tuple[Key, Key], dict[Span, int]] = defaultdict(dict)
        for key, number in self.by_key.items():
            who: Key = () if key[0] == "cohort" else (key[0], self._units.get(key[1], key[1]))
            own = key if not who else key[2:]
            if own[:1] == ("cohort",) and own[1] is not None and (not who or who[0] in ("kin", "rest")):
                spans[who, own[2:]][own[1]] = number  # type: ignore[index]
        for (who, rest), by_span in spans.items():
            is_corrected = rest[0] in self.corrected
            if who and is_corrected:
                continue
            if who:  # without what may be less than nothing
                by_span = {span: number for span, number in by_span.items() if self.numbers[number].low is not None}
            waiting = sorted(by_span)
            # Of two periods one is a part of the other with one thing left only where both begin or end on one day.
            beside: defaultdict[tuple[str, datetime.date], set[Span]] = defaultdict(set)
            for span in waiting:
                put(beside, span)
            seen: set[tuple[Span, Span]] = set()
            while waiting:
                span = waiting.pop(0)
                for other in sorted(beside["begins", span[0]] | beside["ends", span[1]]):
                    for longer, shorter in ((span, other), (other, span)):
                        if (longer, shorter) in seen or (between := without(longer, shorter)) is None:
                            continue
                        seen.add((longer, shorter))
                        if is_corrected:
                            key, low = ("corrected", longer, shorter, *rest), None
                        else:
                            key, low = (*who, "cohort", between, *rest), 0
                            waiting += [between] if between not in by_span else []
                        left = self._derived(key, low=low)
                        if not is_corrected:
                            by_span[between] = left
                            put(beside, between)
                        self._relate_period(by_span[longer], by_span[shorter], left)

    def _relate_period(self, whole: int, part: int, left: int) -> None:
        three = (self.numbers[each] for each in (part, left, whole))
        source = next((edition for number in three for edition in number.editions), "")
        self._relate([(part, 1), (left, 1), (whole, -1)], Kind.PERIOD, source)


def _who(edition: Edition) -> str:
    return edition.unit or edition.name


def _least_hidden(line: ShownLine, is_total: bool) -> int:
    """What a hidden number of a line that is not hidden whole is at least: zeros are shown, and totals from 6 on."""
    return SMALL.stop if is_total and len(line.cells) > 1 else 1


def _is_published(table: CountTable, in_totals: bool, in_total_column: bool) -> bool:
    if in_totals and in_total_column:
        return table.has_grand_total
    if in_totals:
        return table.has_column_totals
    return table.has_line_totals if in_total_column else True


def _keys(table: CountTable | ShownTable, line: Line | ShownLine) -> list[Key]:
    """What each number of the line is, its total last: the same key is the same number."""
    if not line.cohort:
        return [("table", table.name, line.title, column) for column in (*table.columns, TOTAL)]
    who = ("cohort", line.period or table.period, line.cohort)
    return [*((*who, line.of or table.of, column) for column in table.columns), (*who, TOTAL)]
