"""Charts on paper. They read the content of the report and nothing else, so hidden numbers cannot reach them."""

import io

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kit.paper import FONTS
from reports.content import GRADE_TITLES, SUPPRESSED, Chart, GradeDistribution, Shape
from reports.renderers.bars import segments

FAMILY = "Atkinson Hyperlegible"
INK, FAINT, PALE = "#16211f", "#4a5755", "#cdd4d1"
GRADE_COLOURS = ("#54319f", "#27805b", "#f0b03f", "#9a1c15")
GRADE_INKS = ("#ffffff", "#ffffff", INK, "#ffffff")
SERIES_COLOURS = ("#0e4f53", "#c07a1e", "#54319f", "#5a6563")
HIDDEN = {"facecolor": "#ffffff", "hatch": "//////", "edgecolor": "#8a9499"}
MARKERS = ("o", "s", "^", "D")
MILLIMETRE = 1 / 25.4
WIDTH = 170 * MILLIMETRE

for _font in sorted(FONTS.glob("*.ttf")):
    font_manager.fontManager.addfont(_font)
# Set once for the process: a context per drawing would race between threads.
matplotlib.rcParams.update(
    {
        "font.family": FAMILY,
        "font.size": 9,
        "text.color": INK,
        "axes.labelcolor": FAINT,
        "xtick.color": FAINT,
        "ytick.color": INK,
        "hatch.linewidth": 0.6,
        "svg.fonttype": "none",
        "svg.hashsalt": "report",
    }
)


def grade_figure(block: GradeDistribution) -> Figure:
    """One bar for each row, divided by grade, each part with its number in it."""
    height = (len(block.rows) * 8.5 + 11) * MILLIMETRE
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.29, 0.01, 0.71, 0.99 - 8 * MILLIMETRE / height))
    for place, row in enumerate(block.rows):
        for part in segments(row):
            look = HIDDEN if part.grade is None else {"facecolor": GRADE_COLOURS[part.grade], "edgecolor": "#ffffff"}
            axes.barh(place, part.share, left=part.start, height=0.68, linewidth=1.2, **look)
            if part.has_room:
                ink = INK if part.grade is None else GRADE_INKS[part.grade]
                _label(axes, part.middle, place, part.words, ink, on_hatch=part.grade is None)
    axes.set_yticks(range(len(block.rows)), [_wrapped(row.title) for row in block.rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xticks([])
    axes.tick_params(length=0)
    _no_frame(axes)
    _legend(figure, any(row.is_hidden for row in block.rows))
    return figure


def chart_figure(block: Chart) -> Figure:
    """Bars, stacked bars or lines over the categories."""
    figure = Figure(figsize=(WIDTH, 72 * MILLIMETRE))
    axes = figure.add_axes((0.08, 0.14, 0.90, 0.76))
    below = [0.0] * len(block.categories)
    for number, series in enumerate(block.series):
        colour, marker = SERIES_COLOURS[number % 4], MARKERS[number % 4]
        if block.shape == Shape.LINE:
            values = [float("nan") if value is None else value for value in series.values]
            axes.plot(block.categories, values, color=colour, marker=marker, linewidth=2, label=series.name)
        else:
            heights = [value or 0.0 for value in series.values]
            wide = 0.7 if block.shape == Shape.STACKED else 0.7 / len(block.series)
            shift = 0 if block.shape == Shape.STACKED else (number - (len(block.series) - 1) / 2) * wide
            places = [place + shift for place in range(len(block.categories))]
            bottom = below if block.shape == Shape.STACKED else [0.0] * len(heights)
            axes.bar(places, heights, wide * 0.95, bottom=bottom, color=colour, label=series.name, edgecolor="#ffffff")
            below = [low + high for low, high in zip(below, heights, strict=True)]
    axes.set_xticks(range(len(block.categories)), [_wrapped(category, 14) for category in block.categories])
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    _no_frame(axes)
    if len(block.series) > 1:
        figure.legend(loc="upper left", bbox_to_anchor=(0.06, 1.0), ncols=4, frameon=False)
    return figure


def figure_of(block: Chart | GradeDistribution) -> Figure:
    return grade_figure(block) if isinstance(block, GradeDistribution) else chart_figure(block)


def svg(figure: Figure) -> str:
    """The figure as SVG with its text as text."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return out.getvalue()


def png(figure: Figure) -> bytes:
    """The figure as a picture for Word."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=220, metadata={"Software": None}, facecolor="#ffffff")
    return out.getvalue()


def _legend(figure: Figure, with_hidden: bool) -> None:
    grades = zip(GRADE_TITLES, GRADE_COLOURS, strict=True)
    entries = [Patch(facecolor=colour, edgecolor="#ffffff", label=title) for title, colour in grades]
    if with_hidden:
        entries.append(Patch(**HIDDEN, label=f"{SUPPRESSED} not published"))
    figure.legend(
        handles=entries, loc="upper right", bbox_to_anchor=(1.0, 1.0), ncols=5, frameon=False, borderpad=0.2,
        columnspacing=1.4, handlelength=1, handleheight=1, handletextpad=0.5, borderaxespad=0,
    )  # fmt: skip


def _label(axes: Axes, x: float, y: float, words: str, ink: str, *, on_hatch: bool) -> None:
    box = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 1.2} if on_hatch else None
    axes.text(x, y, words, ha="center", va="center", color=ink, fontweight="bold", bbox=box)


def _no_frame(axes: Axes) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)


def _wrapped(words: str, width: int = 28) -> str:
    """Two lines at most where a title is long, broken at the space nearest the middle."""
    if len(words) <= width or " " not in words:
        return words
    spaces = [place for place, letter in enumerate(words) if letter == " "]
    at = min(spaces, key=lambda place: abs(place - len(words) / 2))
    return f"{words[:at]}\n{words[at + 1 :]}"
