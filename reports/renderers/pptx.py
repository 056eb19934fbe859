"""PowerPoint, to be presented and edited: real titles, charts and tables of its own, a text for every picture."""

import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Pt

from reports import content, prose
from reports.renderers import charts, slide_flow, sources
from reports.renderers.brand import brand
from reports.renderers.chart_books import ChartData
from reports.renderers.deck import Deck
from reports.renderers.slide_flow import Para, para
from reports.renderers.slide_master import set_up
from reports.renderers.slides import (
    BODY,
    ROOM,
    SIDE,
    TITLE_ONLY,
    TITLE_SLIDE,
    TOP,
    describe,
    language,
    without_times,
    write,
)

SHAPES = {
    "bar": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
MOST_TITLE = 220  # letters of a title on the cover
FEW_FIGURES = 3  # that stand as sentences under a text
FINGERPRINT = 22.0  # the height of a line that nothing may part
PARTICULARS = 162.0  # the height of what the cover tells beneath its title
COLUMN_GAP = 24.0
# A grade that nobody was given has no number in its bar.
COUNT = "#,##0;-#,##0;;"
KEY_SIZES = (24.0, 22.0, 20.0, 18.0)
LOOKED_UP = 12.0  # the size of what says where the figures come from


def render(document: content.Document, fingerprint: str) -> bytes:
    """The document as slides. The same content gives the same bytes."""
    cover = document.cover
    deck = Deck(brand(), f"{cover.council} · {cover.edition_words}", is_shown=cover.layout == "slides")
    set_up(deck, cover.title)
    _properties(deck, cover)
    _cover(deck, cover, fingerprint)
    for section in document.sections:
        headings = [block.text for block in section.blocks if isinstance(block, content.Heading)]
        deck.begin(f"{section.number} {section.title}", headings)
        for block in section.blocks:
            BLOCKS[content.KIND_OF[type(block)]](deck, block)
    if document.sources:
        _sources(deck, document)
    deck.finish()
    out = io.BytesIO()
    deck.file.save(out)
    return without_times(out.getvalue())


def _properties(deck: Deck, cover: content.Cover) -> None:
    core = deck.file.core_properties
    core.title, core.author, core.subject = (
        f"{cover.title}, {cover.subtitle}"[:255],
        cover.author[:255],
        cover.period[:255],
    )
    core.language, core.keywords, core.comments, core.category = "en-GB", "", "", ""
    core.created = core.modified = datetime.datetime.fromisoformat(cover.published_on)
    core.last_modified_by, core.revision = cover.author[:255], 1


def _cover(deck: Deck, cover: content.Cover, fingerprint: str) -> None:
    slide = deck.slide(TITLE_SLIDE, cover.title)
    if len(cover.title) <= MOST_TITLE:
        # There is room for more than the two lines of other slides.
        deck.titles[-1] = (slide, cover.title)
    subtitle = slide.placeholders[1]
    frame = subtitle.text_frame
    for number, (words, size) in enumerate(((f"{cover.subtitle}: {cover.period}", 22), (cover.council, 20))):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = words
        paragraph.space_before, paragraph.line_spacing = Pt(0), 1.0
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), number == 0
            run.font.color.rgb = RGBColor.from_string(deck.brand.accent[1:].upper())
    language(frame)
    logo = deck.brand.logo
    room = ROOM - (190 if logo else 0)
    columns = _beside(cover, room)
    wide = (room - COLUMN_GAP * (len(columns) - 1)) / len(columns)
    for number, told in enumerate(columns):
        box = slide.shapes.add_textbox(Pt(SIDE + number * (wide + COLUMN_GAP)), Pt(342), Pt(wide), Pt(PARTICULARS))
        box.name = "Particulars" if number == 0 else "More particulars"
        write(box.text_frame, told, deck.brand)
    seal = slide.shapes.add_textbox(Pt(SIDE), Pt(342 + PARTICULARS), Pt(ROOM), Pt(FINGERPRINT))
    seal.name = "Fingerprint"
    write(seal.text_frame, [para(f"Fingerprint of the content (SHA-256): {fingerprint}", "quiet", 12)], deck.brand)
    if logo:
        width, height = logo.fitted(170, 80)
        shape = slide.shapes.add_picture(
            io.BytesIO(logo.picture), Pt(SIDE + ROOM - width), Pt(346), Pt(width), Pt(height)
        )
        describe(shape, logo.alt, "Logo")


def _beside(cover: content.Cover, room: float) -> list[list[Para]]:
    """The particulars of the cover: beneath each other in large letters, or in two columns as even as they can be."""
    told = _particulars(cover, 18)
    if slide_flow.height_of(told, room) <= PARTICULARS:
        return [told]
    half = (room - COLUMN_GAP) / 2

    def high(columns: list[list[Para]]) -> float:
        return max(slide_flow.height_of(each, half) for each in columns)

    for size in (18, 16, 14, 12):
        told = _particulars(cover, size)
        found = min(([told[:at], told[at:]] for at in range(1, len(told))), key=high)
        if high(found) <= PARTICULARS:
            break
    return found


def _particulars(cover: content.Cover, size: float) -> list[Para]:
    return [
        Para((prose.Span(f"{label}: ", bold=True), prose.Span(words)), size=size) for label, words in cover.particulars
    ]


def _heading(deck: Deck, block: content.Heading) -> None:
    deck.below(block.text)


def _text(deck: Deck, block: content.Text) -> None:
    looks = {"paragraph": "paragraph", "bullets": "bullet", "numbers": "number"}
    for part in prose.paragraphs(block.prose):
        for number, line in enumerate(part.lines, start=part.start):
            deck.say(Para(line, looks[part.kind], number=number))


def _key_messages(deck: Deck, block: content.KeyMessages) -> None:
    """In large letters; in smaller ones under what they are about, if that keeps them on its slide. One alone has no
    number."""
    look = "number" if len(block.messages) > 1 else "paragraph"
    for size in KEY_SIZES:
        told = [
            Para(prose.spans(message), look, size, number) for number, message in enumerate(block.messages, start=1)
        ]
        if deck.under("Key message", told):
            return
    deck.say(*(replace(each, size=KEY_SIZES[0]) for each in told))


def _statements(deck: Deck, block: content.Statements) -> None:
    """A few figures under the text that they belong to, as sentences; else a table."""
    if not deck.has_lead or len(block.statements) > FEW_FIGURES:
        deck.table(block.table)
        return
    deck.say(para(block.caption, "strong"))
    for each, words in block.told:
        deck.say(Para((prose.Span(f"{each.number}  ", bold=True), prose.Span(each.sentence))), para(words, "quiet", 18))
    deck.say(*(para(note, "quiet", 18) for note in block.notes))


def _strengths_focus(deck: Deck, block: content.StrengthsFocus) -> None:
    sides = (("Practice strengths", block.strengths), ("Areas for focus", block.focus))
    left, right = (
        [
            para(title, "strong", 22),
            *[Para(prose.spans(point), "bullet") for point in points],
            *([] if points else [para("None recorded in this period.")]),
        ]
        for title, points in sides
    )
    if not deck.beneath(left, right):
        deck.flush()
        deck.columns(deck.title("Practice strengths and areas for focus"), left, right)


def _table(deck: Deck, block: content.Table) -> None:
    deck.table(block)


def _its_table(deck: Deck, block: Any) -> None:
    deck.table(block.table)


def _indicator_table(deck: Deck, block: content.IndicatorTable) -> None:
    deck.table(block.table, ratings=[row.rag for row in block.rows], notes=block.notes)
    if block.moves_table:
        deck.table(block.moves_table)


def _targets_grid(deck: Deck, block: content.TargetsGrid) -> None:
    deck.table(block.table, ratings=[row.result for row in block.rows], notes=(block.summary,))


def _agreement(deck: Deck, block: content.Agreement) -> None:
    deck.table(block.table, alt=block.alt, notes=block.sentences)


def _feedback(deck: Deck, block: content.Feedback) -> None:
    said: list[Para] = []
    for quote in block.quotes:
        said += [para(quote.words, "quote", 22), para(quote.said, "who", 18)]
    deck.say(*said, para(block.sample, "quiet", 18), called=block.title)


def _image(deck: Deck, block: content.Image) -> None:
    deck.flush()
    deck.picture(deck.title(block.title), block.bytes, block.alt, block.width * 0.75, block.height * 0.75)


def _chart(deck: Deck, block: content.Chart) -> None:
    """The values that are published, and gaps for those that are not: the workbook of the chart holds no other."""
    if block.categories:
        data = ChartData(number_format=_shown(block))
        data.categories = block.categories
        for series in block.series:
            data.add_series(series.name, series.values)
        colours = [charts.series_colour(number, deck.brand) for number in range(len(block.series))]
        _draw(
            deck, block.title, block.alt, SHAPES[block.shape], data, colours,
            is_line=block.shape == content.Shape.LINE, ticks=charts.ticks_of(block), signs=_sign(block),
        )  # fmt: skip
    deck.table(block.table)


def _shown(block: content.Chart) -> str:
    """84.0 is shown as 84.0% where the words say so."""
    places = max((len(said.rstrip("%").partition(".")[2]) for said in block.drawn), default=0)
    return "#,##0" + (f".{'0' * places}" if 0 < places < 5 else "") + _sign(block)


def _sign(block: content.Chart) -> str:
    return '"%"' if block.are_percentages else ""


def _grade_distribution(deck: Deck, block: content.GradeDistribution) -> None:
    """Shares of each row as one bar. What is hidden is one part: the total less what is published."""
    data = ChartData(number_format=COUNT)
    # The first category of a bar chart stands at the bottom: the axis is turned below.
    data.categories = [
        row.title if row.total is not None else f"{row.title} {content.SUPPRESSED}" for row in block.rows
    ]
    for grade, title in enumerate(content.GRADE_TITLES):
        data.add_series(title, [row.counts[grade] if row.total is not None else None for row in block.rows])
    colours = list(charts.GRADE_COLOURS)
    if block.has_hidden:
        data.add_series(f"{content.SUPPRESSED} not published", [_together(row) for row in block.rows],
                        number_format=f'"{content.SUPPRESSED}"')  # fmt: skip
        colours.append("")
    _draw(deck, block.title, block.alt, XL_CHART_TYPE.BAR_STACKED_100, data, colours, has_labels=True)
    deck.table(block.table)


def _together(row: content.GradeRow) -> int | None:
    """What is hidden of a row, together. Readers can work it out from the table: it tells no single number."""
    if row.total is None or not row.is_hidden:
        return None
    return row.total - sum(count for count in row.counts if count is not None)


def _draw(
    deck: Deck, title: str, alt: str, kind: Any, data: ChartData, colours: Sequence[str], *,
    is_line: bool = False, has_labels: bool = False, ticks: Sequence[float] = (), signs: str = "",
) -> None:  # fmt: skip
    deck.flush()
    title = deck.title(title)
    if whole := deck.whole(title):
        deck.text(title, whole)
    slide = deck.slide(TITLE_ONLY, title)
    frame = slide.shapes.add_chart(kind, Pt(SIDE), Pt(TOP), Pt(ROOM), Pt(BODY), data)
    describe(frame, alt, "Chart")
    chart = frame.chart
    chart.font.size, chart.has_title = Pt(14), False
    chart.has_legend = len(colours) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(14)
    plot = chart.plots[0]
    for series, colour in zip(plot.series, colours, strict=True):
        _paint(series, colour, is_line=is_line)
    if has_labels:
        plot.gap_width, plot.overlap = 40, 100
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        for number, series in enumerate(plot.series):
            labels = series.data_labels
            labels.show_value, labels.number_format_is_linked = True, False
            labels.number_format = COUNT if colours[number] else f'"{content.SUPPRESSED}";;'
            ink = charts.GRADE_INKS[number] if colours[number] else charts.INK
            labels.font.size, labels.font.bold, labels.font.color.rgb = (
                Pt(14),
                True,
                RGBColor.from_string(ink[1:].upper()),
            )
    else:
        chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(charts.PALE[1:].upper())
        chart.value_axis.format.line.fill.background()
        _scale(chart.value_axis, ticks, signs)
    if hasattr(chart, "category_axis"):
        chart.category_axis.tick_labels.font.size = Pt(14)


def _scale(axis: Any, ticks: Sequence[float], signs: str) -> None:
    """The same scale as on paper: one of its own would make a small change look large."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = ticks[0], ticks[-1], ticks[1] - ticks[0]
    labels = axis.tick_labels
    labels.number_format_is_linked, labels.number_format = (
        False,
        f"#,##0.###{signs}" if ticks[1] % 1 else f"#,##0{signs}",
    )
    labels.font.size = Pt(14)


def _paint(series: Any, colour: str, *, is_line: bool) -> None:
    if is_line:
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = RGBColor.from_string(colour[1:].upper()), Pt(2.5)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
        return
    fill = series.format.fill
    if colour:
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
    else:
        fill.patterned()
        fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = RGBColor(0x8A, 0x94, 0x99), RGBColor(0xFF, 0xFF, 0xFF)
        series.format.line.color.rgb = RGBColor(0x8A, 0x94, 0x99)


def _sources(deck: Deck, document: content.Document) -> None:
    """Two columns of small letters, to be looked up rather than shown. When all were asked is said once."""
    deck.begin(f"{sources.number(document)} {sources.TITLE}")
    deck.flush()
    together = sources.asked_together(document)
    said = [para(f"All records were asked on {together}.", size=LOOKED_UP)] if together else []
    for number, source in enumerate(document.sources, start=1):
        spans = [prose.Span(f"{number}. {source.title or 'not known'}\n", bold=True)]
        for label, words in sources.particulars(source):
            if not (together and label == "Asked at"):
                spans += [prose.Span(f"{label}: ", bold=True), prose.Span(f"{_ended(words)} ")]
        said.append(Para((*spans[:-1], prose.Span(spans[-1].text.rstrip())), size=LOOKED_UP, is_whole=True))
    deck.listed(deck.title(), said)


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


BLOCKS: dict[str, Callable[[Deck, Any], None]] = {
    "heading": _heading,
    "text": _text,
    "key_messages": _key_messages,
    "strengths_focus": _strengths_focus,
    "facts": _its_table,
    "table": _table,
    "chart": _chart,
    "grade_distribution": _grade_distribution,
    "indicator_table": _indicator_table,
    "actions": _its_table,
    "statements": _statements,
    "targets_grid": _targets_grid,
    "agreement": _agreement,
    "recommendations": _its_table,
    "feedback": _feedback,
    "image": _image,
    "appendix_table": _its_table,
}
