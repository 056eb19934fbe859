"""What may share a slide with others, how high it is there, and what the title of such a slide is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reports import content
from reports.renderers import slide_flow
from reports.renderers.slide_flow import Grid, Para, para
from reports.renderers.slides import BODY, ROOM, joined, shortened

LEAD_GAP = 10.0  # between a text and what is beneath it
NOTE_GAP = 16.0  # between a table and its notes
NOTE_SIZES = (18.0, 16.0, 14.0)
BEFORE = 8.0  # a line that begins another part


@dataclass(frozen=True)
class Shown:
    """A table as slides show it: `ratings` are those of its last column, row by row."""

    table: content.Table
    alt: str
    ratings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def grids(self) -> list[Grid]:
        foot = self._foot(NOTE_SIZES[-1])
        return list(slide_flow.grids(self.table, ROOM, BODY, foot=foot, is_rated=bool(self.ratings)))

    @cached_property
    def note_size(self) -> float | None:
        """Of the notes under the table; None where they have no room there."""
        return next((size for size in NOTE_SIZES if self.grids[-1].height + self._foot(size) <= BODY), None)

    @property
    def is_small(self) -> bool:
        return len(self.grids) == 1 and self.note_size is not None

    @property
    def height(self) -> float:
        """Of its last part with its notes."""
        return self.grids[-1].height + self._foot(self.note_size or 0)

    def noted(self, size: float) -> list[Para]:
        return [para(note, "quiet", size) for note in self.notes]

    def _foot(self, size: float) -> float:
        return NOTE_GAP + slide_flow.height_of(self.noted(size), ROOM) if self.notes and size else 0.0


@dataclass(frozen=True)
class Part:
    """A text or a table under a heading of its section; `called` is what itself is called."""

    section: str
    heading: str
    paras: tuple[Para, ...] = ()
    shown: Shown | None = None
    called: str = ""

    @property
    def caption(self) -> str:
        """What it is called, where its heading does not say so already."""
        return "" if self.called in (self.heading, self.section.partition(" ")[2]) else self.called


def title_of(parts: Sequence[Part]) -> str:
    """Of a slide that several parts share: their sections, and the heading if they have but one."""
    sections = list(dict.fromkeys(part.section for part in parts))
    headings = {part.heading for part in parts}
    if len(sections) == 1:
        return joined(*sections, *(headings if len(headings) == 1 else ()))
    whole = "; ".join(sections)
    return whole if shortened(whole) == whole else f"{sections[0]} to {sections[-1]}"


def fit_together(parts: Sequence[Part]) -> bool:
    """May they be on one slide, with a title that is told in full?"""
    title = title_of(parts)
    return shortened(title) == title and sum(map(height_of, pieces(parts))) <= BODY


def height_of(piece: list[Para] | Shown) -> float:
    return piece.height + LEAD_GAP if isinstance(piece, Shown) else slide_flow.height_of(piece, ROOM)


def pieces(parts: Sequence[Part]) -> list[list[Para] | Shown]:
    """What stands beneath each other on a slide. What its title leaves out is a line over its part."""
    is_of_many = len({part.section for part in parts}) > 1
    is_of_one = len({(part.section, part.heading) for part in parts}) == 1
    section, heading = "", parts[0].heading if is_of_one else ""
    found: list[list[Para] | Shown] = []
    lines: list[Para] = []
    for part in parts:
        before = BEFORE if lines else 0.0
        if is_of_many and part.section != section:
            lines.append(para(part.section, "section", 22, before))
            section, heading, before = part.section, "", 0.0
        if part.heading != heading:
            lines.append(para(part.heading, "strong", before=before))
            heading, before = part.heading, 0.0
        if part.caption:
            lines.append(para(part.caption, "strong", before=before))
        lines += part.paras
        if part.shown:
            found += [lines, part.shown] if lines else [part.shown]
            lines = []
    return [*found, lines] if lines else found
