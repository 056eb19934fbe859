"""The kinds of block. Each says itself what is wrong with it, and gives its numbers as a table of text."""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from reports.tokens import unmarked

SUPPRESSED = "[c]"
SUPPRESSED_NOTE = (
    f"{SUPPRESSED} means confidential: a number from 1 to 5, or a number that would reveal one, is not published."
)
GRADE_TITLES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
# Characters that XML cannot hold and terminals obey; line breaks and tabs are the writer's own.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """What somebody typed, without characters that no document may hold and the marks that only a figure has."""
    return unmarked(CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def day_words(day: datetime.date | str) -> str:
    """22 August 2023."""
    found = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.day} {found:%B %Y}"


class Shape(StrEnum):
    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True)
class Heading:
    text: str
    about: str = ""  # what of the records stands under it: it stays the same where the words change

    def problem(self) -> str:
        return "" if self.text.strip() else "A heading is empty."


@dataclass(frozen=True)
class Text:
    """Paragraphs and bullets with bold and italics, in the small part of Markdown that `prose` reads."""

    prose: str

    def problem(self) -> str:
        return "" if self.prose.strip() else "A text is empty."


@dataclass(frozen=True)
class KeyMessages:
    messages: tuple[str, ...]

    def problem(self) -> str:
        return "" if self.messages and all(map(str.strip, self.messages)) else "A key message is empty."


@dataclass(frozen=True)
class StrengthsFocus:
    strengths: tuple[str, ...]
    focus: tuple[str, ...]

    def problem(self) -> str:
        return "" if self.strengths or self.focus else "Strengths and areas for focus are both empty."


@dataclass(frozen=True)
class Fact:
    label: str
    number: str
    period: str
    sample: str
    source: str = ""  # the key of a Source of the document


@dataclass(frozen=True)
class Facts:
    """Figures, each with what it counts, its period and its sample."""

    caption: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        for fact in self.facts:
            if not (fact.label and fact.number and fact.period and fact.sample):
                return f"The figure “{fact.label}” needs a number, a period and a sample."
        return "" if self.facts else "There are no figures in a list of figures."

    @property
    def table(self) -> "Table":
        columns = (Column("Figure"), Column("Number", is_number=True), Column("Sample"), Column("Period"))
        rows = tuple((fact.label, fact.number, fact.sample, fact.period) for fact in self.facts)
        return Table(self.caption, columns, rows, self.notes)


@dataclass(frozen=True)
class Column:
    title: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its heading. Cells are text as shown, so that every format shows the same."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # where each row's figures come from, where the table says so

    def problem(self) -> str:
        if not self.caption.strip():
            return "A table has no caption."
        if self.sources and len(self.sources) != len(self.rows):
            return f"Table “{self.caption}” has not one source for each row."
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                return f"Table “{self.caption}”: row {number} has {len(row)} cells and needs {len(self.columns)}."
            if not all(map(str.strip, row)):
                return f"Table “{self.caption}”: row {number} has an empty cell; say “no data” or “not applicable”."
        return ""


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """A column of a chart's table that is not drawn: of how many each number is, such as."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Drawn from `values`; the same numbers stand beside it as a table of `words`, and what is `beside` them."""

    shape: str
    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    category_title: str = "Category"
    notes: tuple[str, ...] = ()
    source: str = ""
    beside: tuple[Beside, ...] = ()

    def problem(self) -> str:
        if not self.title.strip():
            return "A chart has no title."
        if not self.alt.strip():
            return f"The chart “{self.title}” has no text alternative."
        if self.shape not in list(Shape):
            return f"The chart “{self.title}” has the shape “{self.shape}”, which cannot be drawn."
        for series in self.series:
            if not len(series.values) == len(series.words) == len(self.categories):
                return f"The chart “{self.title}”: “{series.name}” has not one value for each category."
        for column in self.beside:
            if len(column.words) != len(self.categories):
                return f"The chart “{self.title}”: “{column.title}” has not one number for each category."
        return "" if self.series else f"The chart “{self.title}” has no numbers."

    @property
    def drawn(self) -> list[str]:
        """The words of every value that there is."""
        return [words for series in self.series for words, value in zip(series.words, series.values, strict=True)
                if value is not None]  # fmt: skip

    @property
    def are_percentages(self) -> bool:
        return bool(self.drawn) and all(words.endswith("%") for words in self.drawn)

    @property
    def table(self) -> Table:
        titles = (*(series.name for series in self.series), *(column.title for column in self.beside))
        columns = (Column(self.category_title), *(Column(title, is_number=True) for title in titles))
        words = (*(series.words for series in self.series), *(column.words for column in self.beside))
        rows = tuple(zip(self.categories, *words, strict=True))
        return Table(self.title, columns, rows, self.notes)


@dataclass(frozen=True)
class GradeRow:
    """Records at each grade, best first. None is a number that is not published."""

    title: str
    counts: tuple[int | None, ...]
    total: int | None
    good_or_better: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(SUPPRESSED if count is None else f"{count:,}" for count in (*self.counts, self.total))

    @property
    def is_hidden(self) -> bool:
        return None in self.counts


@dataclass(frozen=True)
class GradeDistribution:
    """How many records were given each grade: a chart, and under it the same numbers."""

    title: str
    alt: str
    rows: tuple[GradeRow, ...]
    notes: tuple[str, ...] = ()
    source: str = ""

    def problem(self) -> str:
        if not self.alt.strip():
            return f"The chart “{self.title}” has no text alternative."
        for row in self.rows:
            if len(row.counts) != len(GRADE_TITLES):
                return f"“{row.title}” needs one number for each of the {len(GRADE_TITLES)} grades."
            if row.total is not None and row.counts.count(None) == 1:
                return f"“{row.title}” hides one number beside its total, so readers could work it out."
        return "" if self.rows else f"The chart “{self.title}” has no numbers."

    @property
    def grade_titles(self) -> tuple[str, ...]:
        return GRADE_TITLES

    @property
    def has_hidden(self) -> bool:
        return any(row.is_hidden for row in self.rows)

    @property
    def table(self) -> Table:
        columns = (
            Column("Domain"),
            *(Column(title, is_number=True) for title in (*GRADE_TITLES, "Total", "Good or better")),
        )
        rows = tuple((row.title, *row.words, row.good_or_better) for row in self.rows)
        return Table(f"{self.title}: number of records", columns, rows, self.notes)


@dataclass(frozen=True)
class TrendPoint:
    month: str
    value: float | None
    words: str
    begins: bool = False  # counted otherwise than the month before: no line leads here


@dataclass(frozen=True)
class IndicatorRow:
    theme: str
    ref: str
    title: str
    outturn: str
    numerator: str
    denominator: str
    current: str
    basis: str
    minimum: str
    upper: str
    rag: str
    rag_words: str
    distance: str
    direction: str
    trend: tuple[TrendPoint, ...] = ()
    trend_summary: str = ""
    source: str = ""

    @property
    def has_parts(self) -> bool:
        """Is there a numerator and a denominator to show beneath the figure?"""
        return self.numerator[:1].isdigit() or self.numerator == SUPPRESSED

    @property
    def rating(self) -> str:
        """The rating with how far it is from its target: Amber, 4.6 points below upper."""
        return f"{self.rag_words}, {self.distance}" if self.distance else self.rag_words


@dataclass(frozen=True)
class IndicatorTable:
    """Highlight indicators. RAG is words and a shape; colour only repeats them."""

    caption: str
    rows: tuple[IndicatorRow, ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        for row in self.rows:
            if not row.rag_words.strip():
                return f"Indicator {row.ref} has a rating without words."
            if row.trend and not row.trend_summary.strip():
                return f"The trend of indicator {row.ref} has no text alternative."
        months = {tuple(point.month for point in row.trend) for row in self.rows if row.trend}
        if len(months) > 1:
            return f"The trends in “{self.caption}” show different months."
        return "" if self.caption.strip() else "A table of indicators has no caption."

    @property
    def table(self) -> Table:
        titles = ("Ref", "Measure", "Last year", "Number", "Out of", "Latest", "Minimum", "Upper", "Rating")
        columns = tuple(Column(title, is_number=2 <= place < 8) for place, title in enumerate(titles))
        rows = tuple(
            (
                *(row.ref, f"{row.title} ({row.basis})", row.outturn, row.numerator, row.denominator, row.current),
                *(row.minimum, row.upper, row.rating),
            )
            for row in self.rows
        )
        return Table(self.caption, columns, rows)

    @property
    def trend_table(self) -> Table | None:
        """The months behind the trends, where all indicators show the same ones."""
        drawn = [row for row in self.rows if row.trend]
        if not drawn:
            return None
        months = [point.month for point in drawn[0].trend]
        columns = (Column("Ref"), Column("Measure"), *(Column(month, is_number=True) for month in months))
        rows = tuple((row.ref, row.title, *(point.words for point in row.trend)) for row in drawn)
        return Table(f"{self.caption}: month by month", columns, rows)

    @property
    def moves_table(self) -> Table | None:
        """The months and which way each figure moved, for formats that draw no trend beside it."""
        if not any(row.direction for row in self.rows):
            return self.trend_table
        found = [row for row in self.rows if row.trend or row.direction]
        months = next((row.trend for row in found if row.trend), ())
        columns = (*("Ref", "Measure"), *(point.month for point in months), "Direction")
        rows = tuple(
            (
                *(row.ref, row.title),
                *([point.words for point in row.trend] or ["not given"] * len(months)),
                row.direction or "no comparison",
            )
            for row in found
        )
        last = len(columns) - 1
        return Table(
            f"{self.caption}: month by month" if months else f"{self.caption}: direction",
            tuple(Column(title, is_number=1 < place < last) for place, title in enumerate(columns)),
            rows,
        )


@dataclass(frozen=True)
class ActionRow:
    text: str
    unit: str
    due: str
    state: str
    state_words: str


@dataclass(frozen=True)
class Actions:
    caption: str
    rows: tuple[ActionRow, ...]

    def problem(self) -> str:
        return "" if self.caption.strip() else "A table of actions has no caption."

    @property
    def table(self) -> Table:
        columns = (Column("Action"), Column("Responsible"), Column("Due"), Column("Progress"))
        return Table(self.caption, columns, tuple((row.text, row.unit, row.due, row.state_words) for row in self.rows))
