"""The slides so far, and what waits for its slide: short texts and small tables share one, and nothing is lost."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, zip_longest
from typing import Any

from pptx import Presentation as new_presentation
from pptx.dml.color import RGBColor
from pptx.util import Pt

from reports import content
from reports.renderers import directions, slide_flow
from reports.renderers.brand import Brand
from reports.renderers.slide_flow import Grid, Para, para
from reports.renderers.slide_parts import (
    LEAD_GAP,
    NOTE_GAP,
    NOTE_SIZES,
    Part,
    Shown,
    fit_together,
    height_of,
    pieces,
    title_of,
)
from reports.renderers.slides import (
    BODY,
    ROOM,
    SIDE,
    TEXT,
    TITLE_ONLY,
    TOP,
    TWO_TEXTS,
    describe,
    draw_table,
    foot,
    joined,
    language,
    shortened,
    write,
)


@dataclass
class Deck:
    """The slides so far, and what waits. `is_shown`: one section after the other is shown to people in a room."""

    brand: Brand
    footer: str
    is_shown: bool = False
    file: Any = field(default_factory=new_presentation)
    section: str = ""
    headings: tuple[str, ...] = ()  # within the section
    heading: str = ""
    is_empty: bool = False  # is there nothing under the heading yet?
    waiting: list[Part] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)  # headings that slides have shown, with their sections
    named: set[str] = field(default_factory=set)  # sections that a title has named in full
    titles: list[tuple[Any, str]] = field(default_factory=list)
    # The last slide, if it has two columns beneath a text: the height down to their end.
    beneath_it: tuple[Any, float] | None = None

    @cached_property
    def layouts(self) -> dict[str, Any]:
        return {layout.name: layout for layout in self.file.slide_layouts}

    @property
    def colour(self) -> RGBColor:
        return RGBColor.from_string(self.brand.colour[1:].upper())

    def title(self, more: str = "") -> str:
        """Of the next slide: the section, the heading if it is news or there is nothing else, and what is shown."""
        return self._title(self.section, self.heading, more)

    def _title(self, section: str, heading: str, more: str = "") -> str:
        number, _, name = section.partition(" ")
        shown = "" if more and (section, heading) in self.told else heading
        self.told.add((section, heading))
        if more == name:
            more = ""  # what is called like its section is told by it
        # Appendix A: audits by team, in a section called Appendix A.
        start = number if name and more.startswith(f"{name}: ") and not shown else section
        whole = f"{number} {more}" if start == number else joined(section, shown, more)
        if shortened(whole) == whole or not (shown or more):
            self.named.add(section)
            return whole
        # The title of a long section is told once; after that its number stands for it.
        self._tell(section)
        under = heading if more and not more.startswith(heading) else ""
        full, short = (f"{number} {joined(*parts)}" for parts in ((under, more or heading), (shown, more)))
        return full if shortened(full) == full else short

    def _tell(self, section: str) -> None:
        """The title of a section on a slide of its own, over the headings within it."""
        if section in self.named:
            return
        self.named.add(section)
        self.text(section, [para(each) for each in self.headings] if section == self.section else ())

    def begin(self, section: str, headings: Sequence[str] = ()) -> None:
        """A section; everything until the next one is in it. One with nothing in it is told all the same."""
        if self.is_empty:
            self._wait(Part(self.section, self.heading))
        if self.is_shown:
            self.flush()
        self.section, self.heading, self.headings, self.is_empty = section, "", tuple(headings), True

    def below(self, heading: str) -> None:
        """A heading within the section. One with nothing under it is told all the same."""
        if self.is_empty and self.heading:
            self._wait(Part(self.section, self.heading))
        self.heading, self.is_empty = heading, True

    def say(self, *paras: Para, called: str = "") -> None:
        """A text, which goes on with the one that waits under the same heading unless it is called something."""
        if self.has_lead and not called:
            paras = (*self.waiting.pop().paras, *paras)
        self._wait(Part(self.section, self.heading, paras, called=called))

    @property
    def has_lead(self) -> bool:
        """Does a text wait to which what comes next belongs?"""
        last = self.waiting[-1] if self.waiting else None
        here = Part(self.section, self.heading)
        return last is not None and replace(last, paras=()) == here

    def table(
        self, table: content.Table, *, alt: str = "", ratings: Sequence[str] = (), notes: Sequence[str] = ()
    ) -> None:  # fmt: skip
        """A table with what is noted beneath it: it waits if it is small, else it has as many slides as it needs."""
        rated = slide_flow.rated(table, ratings) if ratings else table
        shown = Shown(rated, alt or table.caption, tuple(ratings), (*table.notes, *notes))
        if shown.is_small:
            self._wait(Part(self.section, self.heading, shown=shown, called=table.caption))
        else:
            self.flush()
            self._own_table(self.title(table.caption), shown)

    def _wait(self, part: Part) -> None:
        self.is_empty = False
        self.waiting.append(part)

    def flush(self) -> None:
        """What waits on slides, together where it is short and told in one title."""
        self.is_empty = False
        parts, self.waiting = self.waiting, []
        together: list[Part] = []
        for section, found in groupby(parts, key=lambda part: part.section):
            own = list(found)
            is_whole = self._may_share(section, own)
            if is_whole and together and fit_together([*together, *own]):
                together += own
                continue
            self._show(together)
            together = own if is_whole and fit_together(own) else []
            if not together:
                for each in self._divided(own):
                    self._show(each)
        self._show(together)

    def _may_share(self, section: str, parts: Sequence[Part]) -> bool:
        """May it stand on one slide with other sections? With words alone, and if no other slide shows any of it."""
        is_told = section == self.section or any(told == section for told, _ in self.told)
        return not (self.is_shown or is_told) and all(part.shown is None for part in parts)

    def _divided(self, parts: Sequence[Part]) -> Iterator[list[Part]]:
        """Parts of one section, as many on each slide as fit."""
        together: list[Part] = []
        for part in parts:
            if together and not fit_together([*together, part]):
                yield together
                together = []
            together.append(part)
        if together:
            yield together

    def _show(self, parts: Sequence[Part]) -> None:
        """Parts on one slide; one that is alone there may need several."""
        if len(parts) == 1:
            [part] = parts
            title = self._title(part.section, part.heading, part.called)
            if part.shown:
                self._own_table(title, part.shown)
            else:
                self.text(title, part.paras)
        elif parts:
            self.told |= {(part.section, part.heading) for part in parts}
            self.named |= {part.section for part in parts}
            self._stack(title_of(parts), pieces(parts))

    def _stack(self, title: str, found: Sequence[list[Para] | Shown]) -> None:
        """Texts and tables beneath each other, read from top to bottom."""
        if len(found) == 1 and not isinstance(found[0], Shown):
            self.text(title, found[0])
            return
        slide = self.slide(TITLE_ONLY, title)
        top = TOP
        for piece in found:
            if isinstance(piece, Shown):
                self._draw(slide, piece, piece.grids[0], top)
            else:
                self._box(slide, "Text", piece, top)
            top += height_of(piece)

    def _box(self, slide: Any, name: str, paras: Sequence[Para], top: float) -> None:
        high = slide_flow.height_of(paras, ROOM)
        box = slide.shapes.add_textbox(Pt(SIDE), Pt(top), Pt(ROOM), Pt(high))
        box.name = name
        write(box.text_frame, paras, self.brand)

    def _draw(self, slide: Any, shown: Shown, grid: Grid, top: float) -> None:
        """A part of a table, and under the last one its notes if they have room there."""
        draw_table(slide, shown.table, grid, shown.alt, shown.ratings, top=top, brand=self.brand)
        if shown.notes and shown.note_size and grid is shown.grids[-1]:
            self._box(slide, "Notes", shown.noted(shown.note_size), top + grid.height + NOTE_GAP)

    def _own_table(self, title: str, shown: Shown) -> None:
        """The table on slides of its own; what is noted stands beneath it where there is room."""
        if self.whole(title):
            self.text(title, ())
        for grid in shown.grids:
            self._draw(self.slide(TITLE_ONLY, title), shown, grid, TOP)
        if shown.notes and shown.note_size is None:
            self.text(title, shown.noted(NOTE_SIZES[0]))

    def text(self, title: str, paras: Sequence[Para]) -> None:
        paras = [*self.whole(title), *paras]
        if not paras:
            self.slide(TITLE_ONLY, title)
            return
        for page in slide_flow.fitted(paras, ROOM, BODY):
            slide = self.slide(TEXT, title)
            write(slide.placeholders[1].text_frame, page, self.brand)

    def whole(self, title: str) -> list[Para]:
        """A title that is too long for its place, to be read in full beneath it."""
        return [] if shortened(title) == title else [para(title, "strong")]

    def slide(self, layout: str, title: str) -> Any:
        self.beneath_it = None
        made = self.file.slides.add_slide(self.layouts[layout])
        self.titles.append((made, shortened(title)))
        return made

    def beneath(self, left: Sequence[Para], right: Sequence[Para]) -> bool:
        """Two texts side by side under the text that waits, where all of it fits on one slide."""
        if not self.has_lead:
            return False
        lead = self.waiting[-1].paras
        high = slide_flow.height_of(lead, ROOM) + LEAD_GAP
        half = (ROOM - 24) / 2
        if any(len(slide_flow.pages(side, half, BODY - high)) > 1 for side in (left, right)):
            return False
        self.waiting.pop()
        self.flush()
        title = self.title()
        if self.whole(title):
            self.text(title, ())
        slide = self.slide(TWO_TEXTS, title)
        box = slide.shapes.add_textbox(Pt(SIDE), Pt(TOP), Pt(ROOM), Pt(high - LEAD_GAP))
        box.name = "What was looked at"
        # It is read after the title and before the columns.
        slide.shapes.title._element.addnext(box._element)
        write(box.text_frame, lead, self.brand)
        for number, (place, side) in enumerate(zip((1, 2), (left, right), strict=True)):
            holder = slide.placeholders[place]
            holder.left, holder.width = Pt(SIDE + number * (half + 24)), Pt(half)
            holder.top, holder.height = Pt(TOP + high), Pt(BODY - high)
            write(holder.text_frame, side, self.brand)
        self.beneath_it = slide, high + max(slide_flow.height_of(side, half) for side in (left, right))
        return True

    def under(self, name: str, paras: Sequence[Para]) -> bool:
        """A text under the two columns that were drawn last, where it fits on their slide."""
        if self.beneath_it is None or self.waiting:
            return False
        slide, used = self.beneath_it
        high = slide_flow.height_of(paras, ROOM)
        if used + LEAD_GAP + high > BODY:
            return False
        for place in (1, 2):
            holder = slide.placeholders[place]
            holder.height = Pt(TOP + used) - holder.top
        self._box(slide, name, paras, TOP + used + LEAD_GAP)
        self.beneath_it = None
        return True

    def columns(self, title: str, left: Sequence[Para], right: Sequence[Para]) -> None:
        """Two texts side by side, each going on where it was."""
        if self.whole(title):
            self.text(title, ())
        half = (ROOM - 24) / 2
        sides = [slide_flow.pages(side, half, BODY) for side in (left, right)]
        for number in range(max(map(len, sides))):
            slide = self.slide(TWO_TEXTS, title)
            for place, side in zip((1, 2), sides, strict=True):
                holder = slide.placeholders[place]
                if number < len(side):
                    write(holder.text_frame, side[number], self.brand)
                else:
                    holder._element.getparent().remove(holder._element)

    def listed(self, title: str, paras: Sequence[Para]) -> None:
        """A long text in small letters, in two columns: down the left one, then down the right one."""
        half = (ROOM - 24) / 2
        columns = slide_flow.pages(paras, half, BODY)
        for first in range(0, len(columns), 2):
            slide = self.slide(TWO_TEXTS, title)
            for place, column in zip_longest((1, 2), columns[first : first + 2]):
                holder = slide.placeholders[place]
                if column:
                    write(holder.text_frame, column, self.brand)
                else:
                    holder._element.getparent().remove(holder._element)

    def picture(self, title: str, data: bytes, alt: str, width: float, height: float) -> None:
        if self.whole(title):
            self.text(title, ())
        scale = min(ROOM / width, BODY / height, 1.5)
        slide = self.slide(TITLE_ONLY, title)
        shape = slide.shapes.add_picture(io.BytesIO(data), Pt(SIDE), Pt(TOP), Pt(width * scale), Pt(height * scale))
        describe(shape, alt, "Picture")

    def finish(self) -> None:
        """No two titles are alike, and every slide but the first has its number and its footer."""
        self.begin("")
        self.flush()
        of_each = Counter(title for _, title in self.titles)
        met: Counter[str] = Counter()
        for slide, title in self.titles:
            met[title] += 1
            number = f" ({met[title]} of {of_each[title]})" if of_each[title] > 1 else ""
            slide.shapes.title.text_frame.text = f"{title}{number}"
            language(slide.shapes.title.text_frame)
            if slide is not self.titles[0][0]:
                foot(slide, self.footer)
            directions.turn_slide(slide.shapes._spTree)
