"""The highlight table of every month from September 2020: invented and believable, and August 2023 as published.

Each month becomes a table in the published layout, so that the demo is loaded the way an analyst loads a real one.
March to July 2023 show the published percentages; their numerators and denominators are invented to agree with them.
"""

import csv
import datetime
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from kpis import after_loads, commands
from kpis.defining import declare_standard_reconciliations
from kpis.loading import read
from kpis.periods import add_months, financial_year
from kpis.previews import definitions_for
from people.models import Unit, User

LONDON = ZoneInfo("Europe/London")
PUBLISHED = datetime.date(2023, 8, 1)
PUBLISHED_FILE = Path(__file__).with_name("highlight_indicators_2023_08.csv")
FIRST = datetime.date(2020, 9, 1)
# Series begin with the financial year, so that a year to date is whole.
START = datetime.date(2020, 4, 1)


@dataclass(frozen=True)
class Shape:
    """How an invented series moves: from `early` (2020) to `late` (now), never outside `low` to `high`."""

    early: float
    late: float
    swing: float
    low: float
    high: float


SHAPES = {
    "1.1": Shape(84, 93.5, 1.4, 70, 98),
    "1.2": Shape(690, 760, 22, 600, 860),
    "1.3": Shape(232, 246, 12, 190, 300),
    "1.4": Shape(316, 284, 4, 260, 340),
    "2.1": Shape(91, 95.6, 2.2, 80, 99.6),
    "2.10a": Shape(84, 92.4, 2.0, 74, 98),
    "3.1": Shape(78, 88.8, 1.1, 70, 96),
    "3.3": Shape(80, 83.6, 1.8, 70, 94),
    "4.7.2": Shape(90, 94.1, 1.7, 82, 99),
    "5.10": Shape(31, 6.2, 1.3, 3, 36),
    "5.11": Shape(86, 92.3, 1.9, 78, 98),
    "3.2": Shape(80, 88.4, 1.3, 72, 96),
    "4.8": Shape(94, 97.4, 0.8, 90, 100),
    "5.18": Shape(97.5, 99.4, 0.5, 94, 100),
    "6.1": Shape(92, 96.2, 1.1, 86, 99),
    "6.2": Shape(66, 72.4, 1.5, 56, 82),
    "6.3": Shape(92, 93.2, 1.0, 84, 98),
}
# Counts that are denominators elsewhere; the others have a usual size of their own.
DENOMINATORS = {"3.1": "1.2", "3.3": "1.2", "4.7.2": "1.3", "5.10": "1.4", "5.11": "1.4"}
SIZES = {"1.1": 2165, "2.1": 1180, "2.10a": 330, "3.2": 0, "4.8": 176, "5.18": 328, "6.1": 268, "6.2": 268, "6.3": 268}
COUNTS = ("1.2", "1.3", "1.4")
YEAR_TO_DATE = ("2.1", "2.10a")
# Blank as published, and so in every later table.
BLANK = {("5.18", PUBLISHED)}
# An invented split of the published year to date that gives each published month and the published sum.
SPLIT = {
    "2.1": [(1014, 1032), (1050, 1088), (1413, 1608), (1154, 1292), (1384, 1397)],
    "2.10a": [(266, 285), (440, 499), (280, 307), (478, 514), (261, 295)],
}


def year_start(month: datetime.date) -> datetime.date:
    """1 April of the month's financial year."""
    return datetime.date(financial_year(month), 4, 1)


def percentage(numerator: int, denominator: int) -> Decimal:
    """To one decimal place, half away from zero."""
    return (Decimal(numerator) * 100 / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def tables(today: datetime.date) -> Iterator[tuple[datetime.date, list[list[str]]]]:
    """Each month up to last month with its highlight table: a header row, then 17 rows of text."""
    with PUBLISHED_FILE.open(newline="", encoding="utf-8") as file:
        published = list(csv.reader(file))
    book = _Book(published, add_months(today.replace(day=1), -1))
    month = FIRST
    while month <= book.last:
        yield month, published if month == PUBLISHED else book.table(month)
        month = add_months(month, 1)


def asked_months(today: datetime.date) -> list[datetime.date]:
    """The months of which the portal asks owners for notes: the published one, and the last two."""
    last = add_months(today.replace(day=1), -1)
    return [PUBLISHED, add_months(last, -1), last]


def load_indicators(today: datetime.date, *, unit: Unit, by: User) -> int:
    """Load every month's table as an analyst would on the eighth of the month after; return how many."""
    begun = datetime.datetime(2020, 10, 1, 9, tzinfo=LONDON)
    commands.create_standard_indicators(by=by, at=begun)
    declare_standard_reconciliations(by=by, at=begun)
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for month, rows in tables(today):
            name = f"highlight_indicators_{month:%Y_%m}.csv"
            path = Path(folder) / name
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
            day = min(add_months(month, 1) + datetime.timedelta(days=7), today)
            hour = datetime.time(10, 15) if day < today else datetime.time(0, 1)
            at = datetime.datetime.combine(day, hour, tzinfo=LONDON)
            given = read(path, name=name, period=month, today=day, definitions=definitions_for(month))
            # Of most months nobody was asked: six years of notes would say no more than three months of them.
            confirm = after_loads.confirm if month in asked_months(today) else commands.confirm
            confirm(commands.stage(given, unit=unit, by=by, at=at), because="Teams sent late returns.", by=by, at=at)
            count += 1
    return count


class _Book:
    """Every month's numerator and denominator, drawn once from a fixed seed."""

    def __init__(self, published: list[list[str]], last: datetime.date) -> None:
        self.header, *self.published = published
        self.rows = {row[1]: row for row in self.published}
        self.last = last
        self.months = [add_months(START, n) for n in range((last.year - 2020) * 12 + last.month - 3)]
        self.pairs: dict[str, dict[datetime.date, tuple[int, int]]] = {}
        for ref in [*COUNTS, "3.1", *(ref for ref in SHAPES if ref not in (*COUNTS, "3.1"))]:
            self.pairs[ref] = self._draw(ref)

    def _draw(self, ref: str) -> dict[datetime.date, tuple[int, int]]:
        chance = random.Random(f"demo {ref}")  # noqa: S311 invented figures need no secrecy
        shape, noise, pairs = SHAPES[ref], 0.0, {}
        for n, month in enumerate(self.months):
            noise = 0.6 * noise + chance.gauss(0, shape.swing)
            level = shape.early + (shape.late - shape.early) * min(n / 72, 1) + noise
            level = min(max(level, shape.low), shape.high)
            size = self._size(ref, month, chance)
            known = self._known(ref, month)
            if ref in COUNTS:
                pairs[month] = (int(known) if known is not None else round(level), 0)
            else:
                pairs[month] = self._fit(known, size) if known is not None else (round(level * size / 100), size)
        if ref in SPLIT:
            pairs |= {add_months(datetime.date(2023, 4, 1), n): pair for n, pair in enumerate(SPLIT[ref])}
        return pairs

    def _size(self, ref: str, month: datetime.date, chance: random.Random) -> int:
        if ref in DENOMINATORS:
            return self.pairs[DENOMINATORS[ref]][month][0]
        if ref == "3.2":
            return self.pairs["3.1"][month][0]
        size = round(SIZES.get(ref, 0) * chance.uniform(0.95, 1.05))
        # The same care leavers are counted in all three.
        return self.pairs["6.1"][month][1] if ref in ("6.2", "6.3") else size

    def _known(self, ref: str, month: datetime.date) -> Decimal | None:
        """What the published table shows for March to August 2023, if it shows anything."""
        column = (month.year - 2023) * 12 + month.month - 3
        if not 0 <= column <= 5 or not self.rows[ref][8 + column]:
            return None
        return Decimal(self.rows[ref][8 + column].rstrip("%"))

    @staticmethod
    def _fit(known: Decimal, size: int) -> tuple[int, int]:
        """A numerator and a denominator near `size` that show exactly the published percentage."""
        for distance in range(60):
            for denominator in (size + distance, size - distance):
                numerator = int((known * denominator / 100).quantize(Decimal(1), ROUND_HALF_UP))
                if percentage(numerator, denominator) == known:
                    return numerator, denominator
        raise AssertionError(f"{known}% cannot be shown with a denominator near {size}")

    def table(self, month: datetime.date) -> list[list[str]]:
        shown = [add_months(month, n) for n in range(-5, 1)]
        year = year_start(month).year
        header = [*self.header]
        header[3] = f"outturn_{year - 1}_{year % 100:02d}"
        header[8:14] = [f"{day:%b_%y}".lower() for day in shown]
        return [header, *(self._row(ref, month, shown) for ref in self.rows)]

    def _row(self, ref: str, month: datetime.date, shown: list[datetime.date]) -> list[str]:
        theme, _, measure, _, _, _, _, basis, *_, minimum, upper = self.rows[ref]
        numerator, denominator = self._current(ref, month)
        trend = ["" if day < FIRST or (ref, day) in BLANK else self._words(ref, self.pairs[ref][day]) for day in shown]
        if ref in COUNTS:
            figures = ["n/a", "n/a", f"{numerator}"]
        else:
            figures = [f"{numerator:,}", f"{denominator:,}", f"{percentage(numerator, denominator)}%"]
        return [theme, ref, measure, self._outturn(ref, month), *figures, basis, *trend, minimum, upper]

    def _current(self, ref: str, month: datetime.date) -> tuple[int, int]:
        if ref not in YEAR_TO_DATE:
            return self.pairs[ref][month]
        days = [day for day in self.months if year_start(month) <= day <= month]
        return sum(self.pairs[ref][day][0] for day in days), sum(self.pairs[ref][day][1] for day in days)

    def _words(self, ref: str, pair: tuple[int, int]) -> str:
        return str(pair[0]) if ref in COUNTS else f"{percentage(*pair)}%"

    def _outturn(self, ref: str, month: datetime.date) -> str:
        """What the year before came to; the year 2022/23 as published."""
        year = year_start(month).year
        if year == 2023:
            return self.rows[ref][3]
        march = datetime.date(year, 3, 1)
        return self._words(ref, self._current(ref, march)) if march >= START else ""
