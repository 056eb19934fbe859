"""What a report rests on: figures with a sentence, grids of targets, agreement, recommendations, voices, images."""

import base64
import binascii
import re
from dataclasses import dataclass

from reports.content.blocks import GRADE_TITLES, SUPPRESSED, Column, Table

# What every format can hold, by the first bytes of the file.
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
UNKNOWN = "not known"
WITH_TARGET = re.compile(r"(.*?) \((?:target )?([^()]{1,60})\)$")


@dataclass(frozen=True)
class Statement:
    """A figure with its sentence: 91%, of conferences helped to understand the child's life."""

    number: str
    sentence: str
    period: str
    sample: str
    previous: str = ""  # the figure before it, with its period
    source: str = ""


@dataclass(frozen=True)
class Statements:
    """Figures that are read as sentences. Each has its period and its sample, or it is no figure."""

    caption: str
    statements: tuple[Statement, ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        if not self.caption.strip():
            return "A list of figures has no caption."
        for each in self.statements:
            if not (each.number and each.sentence and each.period and each.sample):
                return f"The figure “{each.sentence}” needs a number, a period and a sample."
        return "" if self.statements else "There are no figures in a list of figures."

    @property
    def has_before(self) -> bool:
        """Does any say what it was before? Then all say whether they do."""
        return any(each.previous for each in self.statements)

    @property
    def told(self) -> list[tuple[Statement, str]]:
        """Each with what stands under it in small letters: 24 of 31. April to June 2026. Before: 79%, Q4"""
        return [
            (
                each,
                ". ".join(
                    [each.sample, each.period, *([f"Before: {each.previous or UNKNOWN}"] if self.has_before else [])]
                ),
            )
            for each in self.statements
        ]

    @property
    def table(self) -> Table:
        columns = [Column("Figure"), Column("Number", is_number=True), Column("Sample"), Column("Period")]
        rows: list[tuple[str, ...]] = [
            (each.sentence, each.number, each.sample, each.period) for each in self.statements
        ]
        if any(each.previous for each in self.statements):
            columns.append(Column("Before"))
            rows = [(*row, each.previous or "not known") for row, each in zip(rows, self.statements, strict=True)]
        return Table(self.caption, tuple(columns), tuple(rows), self.notes)


@dataclass(frozen=True)
class GridRow:
    """A measure with its figures, oldest first, and the target of each as it was published, operator and all."""

    ref: str
    title: str
    figures: tuple[str, ...]
    target: str
    result: str  # met, missed or not_ratable
    result_words: str
    source: str = ""

    def told(self, at: int) -> tuple[str, str]:
        """The figure of a period, and its target where the grid tells one: 17.2% (target ≤ 20%)."""
        found = WITH_TARGET.match(self.figures[at])
        figure, target = (found[1], found[2]) if found else (self.figures[at], "")
        return figure, self.target if at + 1 == len(self.figures) else target


@dataclass(frozen=True)
class TargetsGrid:
    """Quarters side by side, and whether the target was met in the last of them."""

    caption: str
    periods: tuple[str, ...]
    rows: tuple[GridRow, ...]
    summary: str  # 5 met, 5 missed, 3 not ratable
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        if not (self.caption.strip() and self.summary.strip()):
            return "A grid of targets needs a caption and a sum of what was met."
        for row in self.rows:
            if len(row.figures) != len(self.periods):
                return f"“{row.title}” has not one figure for each period of the grid."
            if not row.result_words.strip():
                return f"“{row.title}” has a result without words."
        return "" if self.rows else "A grid of targets has no rows."

    @property
    def table(self) -> Table:
        columns = (
            *(Column("Ref"), Column("Measure")),
            *(Column(period, is_number=True) for period in self.periods),
            *(Column("Target"), Column("Result")),
        )
        rows = tuple((row.ref, row.title, *row.figures, row.target, row.result_words) for row in self.rows)
        return Table(self.caption, columns, rows, self.notes)


@dataclass(frozen=True)
class Agreement:
    """The auditor's grades against the agreed ones; None is a number that is not published."""

    title: str
    alt: str
    matrix: tuple[tuple[int | None, ...], ...]  # a row for each original grade, best first
    sentences: tuple[str, ...]  # plain facts first, then the coefficient, or why there is none
    notes: tuple[str, ...] = ()
    source: str = ""

    def problem(self) -> str:
        size = len(GRADE_TITLES)
        if not self.alt.strip():
            return f"The matrix “{self.title}” has no text alternative."
        if len(self.matrix) != size or any(len(row) != size for row in self.matrix):
            return f"The matrix “{self.title}” needs {size} rows of {size} numbers."
        return "" if self.sentences else f"The matrix “{self.title}” has no sentence that says what it shows."

    @property
    def grade_titles(self) -> tuple[str, ...]:
        return GRADE_TITLES

    @property
    def table(self) -> Table:
        columns = (Column("Auditor's grade"), *(Column(f"Agreed: {title}", is_number=True) for title in GRADE_TITLES))
        rows = tuple(
            (title, *(SUPPRESSED if count is None else f"{count:,}" for count in row))
            for title, row in zip(GRADE_TITLES, self.matrix, strict=True)
        )
        return Table(self.title, columns, rows, self.notes)


@dataclass(frozen=True)
class RecommendationRow:
    """As it was published. Delivered and evidenced are two facts."""

    ref: str
    text: str
    area: str
    timescale: str
    lead: str
    delivered: str  # Delivered on 3 May 2012, or Not delivered
    evidenced: str  # Evidenced on 9 May 2012, or No evidence yet
    narrative: str = ""


@dataclass(frozen=True)
class Recommendations:
    caption: str
    rows: tuple[RecommendationRow, ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        for row in self.rows:
            if not (row.text.strip() and row.delivered.strip() and row.evidenced.strip()):
                return f"Recommendation {row.ref} needs its wording, and whether it is delivered and evidenced."
        return "" if self.caption.strip() else "A list of recommendations has no caption."

    @property
    def table(self) -> Table:
        titles = ("Ref", "Recommendation", "Area", "Timescale", "Lead", "Delivered", "Evidenced")
        rows = tuple(
            (
                *(row.ref or "none", f"{row.text}\n{row.narrative}".strip(), row.area or "not given"),
                *(row.timescale or "not given", row.lead or "not given", row.delivered, row.evidenced),
            )
            for row in self.rows
        )
        return Table(self.caption, tuple(map(Column, titles)), rows, self.notes)


@dataclass(frozen=True)
class Quote:
    words: str
    who: str  # a parent, never a name
    when: str

    @property
    def said(self) -> str:
        """Who said it and when: the line beneath."""
        return f"{self.who}, {self.when or 'time not given'}"


@dataclass(frozen=True)
class Feedback:
    """What children, parents and partners said, in their words, and how many were asked."""

    title: str
    quotes: tuple[Quote, ...]
    sample: str

    def problem(self) -> str:
        for quote in self.quotes:
            if not (quote.words.strip() and quote.who.strip()):
                return f"A quotation under “{self.title}” needs its words and who said them."
        if not self.sample.strip():
            return f"“{self.title}” does not say how many gave feedback."
        return "" if self.quotes else f"“{self.title}” has no quotations."

    @property
    def table(self) -> Table:
        rows = tuple((quote.words, quote.who, quote.when or "not given") for quote in self.quotes)
        return Table(self.title, (Column("What was said"), Column("By"), Column("When")), rows, (self.sample,))


@dataclass(frozen=True)
class Image:
    """A picture within the content itself, in base 64: nothing is fetched when a report is read."""

    title: str
    alt: str
    media_type: str
    data: str
    width: int  # in pixels
    height: int

    def problem(self) -> str:
        if not self.alt.strip():
            return f"The image “{self.title}” has no text alternative."
        if self.media_type not in PICTURES or not self.bytes.startswith(PICTURES[self.media_type]):
            return f"The image “{self.title}” is neither PNG nor JPEG."
        return "" if self.width > 0 and self.height > 0 else f"The image “{self.title}” has no size."

    @property
    def bytes(self) -> bytes:
        """The file; empty where the text is not base 64."""
        try:
            return base64.b64decode(self.data, validate=True)
        except binascii.Error:
            return b""


@dataclass(frozen=True)
class AppendixTable:
    """A long table at the end of the report: Appendix A, as the text refers to it."""

    label: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def problem(self) -> str:
        return self.table.problem() if self.label.strip() else f"The appendix “{self.caption}” has no letter."

    @property
    def table(self) -> Table:
        return Table(f"{self.label}: {self.caption}", self.columns, self.rows, self.notes)
