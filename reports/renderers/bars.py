"""How a row of grades is divided into the parts of one bar, for every format alike. [pure]"""

from dataclasses import dataclass

from reports.content import SUPPRESSED, GradeRow

# Under this share of a bar a number does not fit inside it; the table beneath has it.
LABEL_FITS = 4.0


@dataclass(frozen=True)
class Segment:
    """Part of a bar: which grade (None: what is hidden, together), how wide in per cent, and what stands in it."""

    grade: int | None
    start: float
    share: float
    words: str

    @property
    def middle(self) -> float:
        return self.start + self.share / 2

    @property
    def has_room(self) -> bool:
        return self.share >= LABEL_FITS


def segments(row: GradeRow) -> list[Segment]:
    """The bar of a row, best grade first. What is hidden is one part, as large as the total less what is shown."""
    if row.total is None:
        return [Segment(None, 0, 100, SUPPRESSED)]
    parts = [(grade, count) for grade, count in enumerate(row.counts) if count]
    hidden = [grade for grade, count in enumerate(row.counts) if count is None]
    if hidden:
        together = row.total - sum(count for _, count in parts if count)
        # Where the hidden grades stand side by side their part takes their place; else it comes last.
        apart = any(min(hidden) < grade < max(hidden) for grade, _ in parts)
        place = len(parts) if apart else sum(grade < min(hidden) for grade, _ in parts)
        parts.insert(place, (None, together))
    found, start = [], 0.0
    for grade, count in parts:
        share = 100 * (count or 0) / row.total
        found.append(Segment(grade, start, share, SUPPRESSED if grade is None else f"{count:,}"))
        start += share
    return found
