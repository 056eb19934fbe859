"""What the columns of a long or wide file mean: proposed from their headings, confirmed once by a person, remembered.

What a file leaves unsaid (how its figures are counted, in which order its dates are written, how its percentages are)
is asked beside it, and never guessed.
"""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from kit.uploads import Row, TableFile
from kpis.loading.cells import Dates, could_be, plain
from kpis.loading.highlight import looks_like_header
from kpis.models import Layout, Part
from kpis.periods import parse_month_heading

HEADER_WITHIN = 30
SAMPLES = 3
FIGURE = re.compile(r"-?[0-9][0-9.,]* ?%?")
IGNORED = "ignored"
MEANINGS = {
    "ref": "Reference of the indicator",
    "unit": "Unit: its code or exact name",
    "period": "Period: the month",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "value": "Figure",
    "basis": "How it is counted (snapshot, year to date …)",
    "part": "Which part the row holds (value, numerator, denominator)",
    IGNORED: "Not read",
}
SPELLINGS = {
    "ref": {"ref", "reference", "indicator_ref", "kpi", "kpi_ref", "indicator", "measure_ref"},
    "unit": {"unit", "team", "service", "unit_code", "team_code", "area", "locality"},
    "period": {"period", "month", "date", "reporting_month", "month_end", "reporting_period"},
    "numerator": {"numerator", "num"},
    "denominator": {"denominator", "denom", "den"},
    "value": {"value", "figure", "result", "actual", "rate", "percentage", "count"},
    "basis": {"basis", "counted_as", "period_basis"},
    "part": {"part", "which", "component", "line"},
}
PARTS = {
    "value": Part.VALUE, "figure": Part.VALUE, "rate": Part.VALUE, "numerator": Part.NUMERATOR, "num": Part.NUMERATOR,
    "denominator": Part.DENOMINATOR, "denom": Part.DENOMINATOR, "den": Part.DENOMINATOR,
}  # fmt: skip
FOR_LAYOUT = {
    Layout.LONG: ("ref", "unit", "period", "numerator", "denominator", "value", "basis", IGNORED),
    Layout.WIDE: ("ref", "unit", "basis", "part", IGNORED),
}


@dataclass(frozen=True)
class Column:
    """One column of the file; `month` and `part` where its heading names a month."""

    position: int
    heading: str
    proposed: str
    samples: list[str]
    month: datetime.date | None = None
    part: Part = Part.VALUE


@dataclass(frozen=True)
class Headings:
    """The header row of a file, and what can be told from it."""

    layout: Layout
    row: int
    columns: list[Column] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def named(self) -> list[Column]:
        return [column for column in self.columns if column.month is None]

    @property
    def months(self) -> list[Column]:
        return [column for column in self.columns if column.month]

    @property
    def signature(self) -> list[str]:
        """The headings by which a source is known again: months pass, so a wide file's say only that they are some."""
        kinds = sorted({f"a month: {column.part.value}" for column in self.months})
        return [self.layout.value, *(column.heading for column in self.named), *kinds]

    def ambiguous_dates(self) -> list[str]:
        """Dates among the samples whose order has to be asked."""
        texts = [text for column in self.named for text in column.samples]
        return [text for text in texts if could_be(text)]


def month_and_part(heading: str) -> tuple[datetime.date | None, Part]:
    """Aug 2023, aug_23 num, 2023-08 denominator."""
    if month := parse_month_heading(heading):
        return month, Part.VALUE
    match = re.fullmatch(r"(.+?)[\s_–-]+\(?([A-Za-z]+)\)?", heading.strip())
    if match and match[2].lower() in PARTS and (month := parse_month_heading(match[1])):
        return month, PARTS[match[2].lower()]
    return None, Part.VALUE


def look(file: TableFile) -> Headings:
    """Find the header row, tell the layout, and propose what each column means."""
    header = _header(file.rows)
    if looks_like_header(header) and "current" in [plain(cell) for cell in header.cells]:
        return Headings(Layout.HIGHLIGHT, header.number)
    body = [row for row in file.rows if row.number > header.number]
    columns, taken = [], set()
    for position, heading in enumerate(header.cells):
        if not heading:
            continue
        month, part = month_and_part(heading)
        meaning = next((name for name, spellings in SPELLINGS.items() if plain(heading) in spellings), IGNORED)
        if meaning in taken:
            meaning = IGNORED
        if meaning != IGNORED and not month:
            taken.add(meaning)
        columns.append(Column(position, heading, meaning, _samples(body, position), month, part))
    layout = Layout.WIDE if any(column.month for column in columns) else Layout.LONG
    headings = [column.heading for column in columns]
    doubled = sorted({heading for heading in headings if headings.count(heading) > 1})
    return Headings(layout, header.number, columns, doubled)


def header_problem(headings: Headings) -> str:
    """Why the row taken for the header is none, with the way out; empty: it can be one.

    Months in a wide file are never guessed from dates such as 01/02/2023.
    A file without a header row begins with its first figure, which would be lost if it were taken for a heading.
    """
    figure = next((each.heading for each in headings.named if _is_figure(each.heading)), "")
    if figure:
        return (
            f"No header row was found in the first {HEADER_WITHIN} rows: row {headings.row} has the figure {figure}. "
            "Write above the table what each column holds."
        )
    date = next((each.heading for each in headings.named if could_be(each.heading)), "")
    if not date:
        return ""
    return (
        f"The heading {date} is a date, and nobody can tell from headings whether the day or the month comes first. "
        "Write the months above their columns as Aug 2023 or 2023-08."
    )


def _is_figure(heading: str) -> bool:
    return FIGURE.fullmatch(heading) is not None and not could_be(heading)


def _header(rows: list[Row]) -> Row:
    """The row with most headings that are known; a title above the table has none."""
    known = set().union(*SPELLINGS.values())

    def score(row: Row) -> int:
        return sum(plain(cell) in known or month_and_part(cell)[0] is not None for cell in row.cells)

    first = rows[:HEADER_WITHIN]
    best = max(first, key=lambda row: (score(row), -row.number))
    return best if score(best) >= 2 else max(first, key=lambda row: sum(map(bool, row.cells)))


def _samples(body: list[Row], position: int) -> list[str]:
    """The first values of a column that differ; a date whose order is not plain goes first, so that it is seen."""
    values = list(dict.fromkeys(row.cells[position] for row in body[:2000] if position < len(row.cells)))
    values = [value for value in values if value]
    values.sort(key=lambda value: len(could_be(value)) == 1)
    return values[:SAMPLES]


@dataclass(frozen=True)
class Mapping:
    """What was confirmed: the meaning of each heading, and what the file leaves unsaid."""

    meanings: dict[str, str]
    basis: str
    dates: str
    percent: str

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Mapping":
        return cls(kept["meanings"], kept["basis"], kept["dates"], kept["percent"])

    def position_of(self, meaning: str, headings: Headings) -> int | None:
        for column in headings.named:
            if self.meanings.get(column.heading) == meaning:
                return column.position
        return None


def barrier(layout: str, meanings: dict[str, str]) -> str:
    """Why these meanings cannot be confirmed; empty if they can."""
    used = [meaning for meaning in meanings.values() if meaning != IGNORED]
    twice = next((meaning for meaning in used if used.count(meaning) > 1), None)
    if twice:
        return f"Two columns cannot both be “{MEANINGS[twice]}”."
    if "ref" not in used:
        return "Say which column holds the reference of the indicator."
    if layout == Layout.LONG and "period" not in used:
        return "Say which column holds the period."
    if layout == Layout.LONG and not {"value", "numerator"} & set(used):
        return "Say which column holds the figure, or the numerator."
    return ""


__all__ = ["MEANINGS", "Column", "Dates", "Headings", "Mapping", "barrier", "header_problem", "look"]
