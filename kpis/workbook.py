"""The highlight table as a workbook that looks like the council's report, with a sheet of notes."""

import datetime
import io
from decimal import Decimal
from typing import Any

import xlsxwriter

from kit.exports import FORMULA_STARTS, WORKBOOK
from kpis.exports import number
from kpis.periods import last_outturn_month, month_words, months_to, year_label
from kpis.rag import POLARITY_WORDS, MeasuredIn, Rag, displayed, tally_words
from kpis.summaries import TREND_MONTHS, Highlight, HighlightRow
from people.models import Unit

__all__ = ["WORKBOOK", "highlight_workbook"]

# Ink and tint of static/css/site.css.
LOOKS = {
    Rag.GREEN: ("#0a4630", "#ddf0e5"),
    Rag.MET: ("#0a4630", "#ddf0e5"),
    Rag.AMBER: ("#573800", "#fdedcd"),
    Rag.RED: ("#74150f", "#fae0dd"),
    Rag.MISSED: ("#74150f", "#fae0dd"),
    Rag.NO_TARGET: ("#163d66", "#e1ebf6"),
    Rag.NO_DATA: ("#38423f", "#ecedea"),
    Rag.NOT_APPLICABLE: ("#38423f", "#ecedea"),
}
SHAPES = {Rag.GREEN: "●", Rag.AMBER: "▲", Rag.RED: "■", Rag.MET: "✓", Rag.MISSED: "✗", Rag.NO_TARGET: "○"}
HEAD = 3  # title, what it is of, a blank line
WIDTHS = {"Ref": 8, "Measure": 46, "RAG": 14, "Distance to target": 34, "Direction of travel": 30, "Basis": 15}


def highlight_workbook(shown: Highlight, *, unit: Unit, by: str, at: datetime.datetime) -> bytes:
    """Theme bands, numbers as numbers as they are shown, RAG in colour, shape and word, and a notes sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    title = f"Highlight indicators, {month_words(shown.month)}"
    book.set_properties({"title": title, "subject": unit.name})
    looks = Looks(book)
    _table(book.add_worksheet("Highlight"), shown, looks, title, unit, at)
    _notes(book.add_worksheet("Notes"), looks, notes_of(shown, unit=unit, by=by, at=at))
    book.close()
    return out.getvalue()


class Looks:
    """Formats by their properties, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made: dict[tuple, Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"valign": "top", **properties})
        return self.made[key]


def columns_of(shown: Highlight) -> list[str]:
    trend = [f"{month:%b %y}" for month in months_to(shown.month, TREND_MONTHS)]
    outturn = f"Outturn {year_label(last_outturn_month(shown.month).year - 1)}"
    return [
        "Ref", "Measure", outturn, "Numerator", "Denominator", "Current", "Basis", *trend, "Trend", "Minimum", "Upper",
        "Target", "RAG", "Distance to target", "Direction of travel",
    ]  # fmt: skip


def _table(sheet: Any, shown: Highlight, looks: Looks, title: str, unit: Unit, at: datetime.datetime) -> None:
    columns = columns_of(shown)
    last = len(columns) - 1
    sheet.write_string(0, 0, title, looks(bold=True, font_size=16))
    _text(sheet, 1, 0, f"{unit.name}, printed from the portal on {at.day} {at:%B %Y}", looks, color="#4a5755")
    for place, words in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(words, 12))
        head = looks(bold=True, text_wrap=True, bottom=2, bg_color="#0e4f53", font_color="#ffffff")
        sheet.write_string(HEAD, place, words, head)
    line, theme = HEAD, None
    for row in shown.rows:
        if row.theme != theme:
            line, theme = line + 1, row.theme
            band = looks(bold=True, bg_color="#e8f1f0", top=1)
            for place in range(last + 1):
                sheet.write_blank(line, place, None, band)
            _text(sheet, line, 0, theme, looks, bold=True, bg_color="#e8f1f0", top=1)
        line += 1
        _row(sheet, line, row, columns, looks)
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.print_area(0, 0, line, last)
    sheet.set_footer(f"&L{unit.name.replace('&', '&&')}, {month_words(shown.month)}&RPage &P of &N")


def _row(sheet: Any, line: int, row: HighlightRow, columns: list[str], looks: Looks) -> None:
    figure = number_format(row.measured_in, row.places)
    trend_at = columns.index("Basis") + 1
    cells: list[tuple[str | Decimal | None, str, str]] = [  # value, number format, words if there is none
        (row.ref, "", ""),
        (row.title, "", ""),
        (row.outturn, figure, row.outturn_words),
        (row.numerator, number_format(MeasuredIn.COUNT, places_of(row.numerator)), row.numerator_words),
        (row.denominator, number_format(MeasuredIn.COUNT, places_of(row.denominator)), row.denominator_words),
        (row.current, figure, row.current_words),
        (row.basis_words, "", ""),
        *[(_shown(point.value, row.places), figure, point.words) for point in row.trend],
        (None, "", ""),
        (row.minimum, target_format(row.minimum, row.measured_in), "" if row.goal else "no target"),
        (row.upper, target_format(row.upper, row.measured_in), "" if row.goal else "no target"),
        (row.goal_words if row.goal and not row.has_pair else None, "", ""),
        (f"{SHAPES.get(row.rag, '–')} {row.rag_words}", "", ""),
        (row.distance_words, "", ""),
        (row.direction_words, "", ""),
    ]
    for place, (value, shape, words) in enumerate(cells):
        look: dict[str, Any] = {"bottom": 4, "bottom_color": "#cdd4d1"}
        if columns[place] == "RAG":
            ink, tint = LOOKS[row.rag]
            look |= {"bold": True, "font_color": ink, "bg_color": tint}
        if columns[place] == "Current":
            look |= {"bold": True}
        if place - trend_at in row.breaks:
            look |= {"left": 5, "left_color": "#0e4f53"}
        if isinstance(value, Decimal):
            sheet.write_number(line, place, _cell(value, row, shape), looks(num_format=shape, **look))
        else:
            _text(sheet, line, place, value or words, looks, **look, text_wrap=True)
    # A spreadsheet's small line cannot break: it begins where the present way of counting does.
    begins = max(row.breaks, default=0)
    if sum(point.value is not None for point in row.trend[begins:]) > 1:
        range_ = [line, trend_at + begins, line, trend_at + TREND_MONTHS - 1]
        sheet.add_sparkline(line, columns.index("Trend"), {"range": _range(sheet, range_), "markers": True})


def _shown(value: Decimal | None, places: int) -> Decimal | None:
    """Whoever computes with a cell has the number that everybody reads."""
    return None if value is None else displayed(value, places)


def _range(sheet: Any, corners: list[int]) -> str:
    from_cell = xlsxwriter.utility.xl_rowcol_to_cell(corners[0], corners[1])
    return f"{sheet.name}!{from_cell}:{xlsxwriter.utility.xl_rowcol_to_cell(corners[2], corners[3])}"


def _cell(value: Decimal, row: HighlightRow, shape: str) -> int | float | None:
    """A percentage is a share in a spreadsheet: 77.8% is 0.778 under a format that shows 77.8%."""
    return number(value / 100 if "%" in shape else value)


def number_format(measured_in: MeasuredIn, places: int) -> str:
    shape = "#,##0" + ("." + "0" * places if places else "")
    return f"{shape}%" if measured_in == MeasuredIn.PERCENTAGE else shape


def target_format(target: Decimal | None, measured_in: MeasuredIn) -> str:
    """Targets as they were agreed, without noughts that nobody wrote."""
    return number_format(measured_in, places_of(target))


def places_of(value: Decimal | None) -> int:
    return 0 if value is None else max(0, -int(value.normalize().as_tuple().exponent))


def _text(sheet: Any, line: int, place: int, words: str, looks: Looks, **look: Any) -> None:
    if words.startswith(FORMULA_STARTS):
        look["quote_prefix"] = True
    sheet.write_string(line, place, words, looks(**look))


def notes_of(shown: Highlight, *, unit: Unit, by: str, at: datetime.datetime) -> list[tuple[str, str]]:
    """Who made it, of what, by which rules; and how each indicator is counted."""
    return [
        ("Made by", by),
        ("Made at", f"{at.day} {at:%B %Y, %H:%M}"),
        ("Unit", unit.name),
        ("Month", month_words(shown.month)),
        ("Indicators", f"{len(shown.rows)}: {tally_words(shown.counts)}"),
        ("Figures", "Recomputed from numerator and denominator, rounded half away from zero to the places shown."),
        ("RAG", "Judged as shown, by the targets in force in the month. Green: the upper target is reached. Amber: the "
         "minimum is. Red: neither. One target alone is met or missed; a tolerance makes a near miss amber."),
        ("Symbols", "● green, ▲ amber, ■ red, ✓ met, ✗ missed, ○ no target, – no data or not applicable."),
        ("Missing figures", "No data means that there is no figure: it is not nought, and it is never green."),
        ("Months", "The six months are snapshots where the figure is one, else single months. A thick line between two "
         "of them: from there on something is counted otherwise, and the small line of the trend begins there."),
        *[(f"{row.ref} {row.title}", definition_words(row)) for row in shown.rows],
    ]  # fmt: skip


def definition_words(row: HighlightRow) -> str:
    """How the figure is counted, where its return disagrees, what chance has to do with it, and what others say."""
    owner = f"Owner: {row.owner}" if row.owner else ""
    told = [
        row.basis_words,
        POLARITY_WORDS[row.polarity],
        owner,
        row.difference_words,
        row.exemption,
        *row.breaks_words,
        row.spc.words,
        row.assurance_words,
        f"Compared with others: {row.comparison.band_words}" if row.comparison else "",
        row.note.words if row.note else "",
    ]
    return ". ".join(part.rstrip(".") for part in told if part) + "."


def _notes(sheet: Any, looks: Looks, notes: list[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 95)
    for line, (name, words) in enumerate(notes):
        _text(sheet, line, 0, name, looks, bold=True, text_wrap=True)
        _text(sheet, line, 1, words, looks, text_wrap=True)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
