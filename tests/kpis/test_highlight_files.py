"""The highlight table as numbers, on the page and in its files: every published cell, and a target of every rule."""

import csv
import datetime
import io
import math
import re
import zipfile
from decimal import Decimal

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from kpis.defining import set_goal
from kpis.models import Indicator, Rebase, Value
from kpis.periods import Basis, months_to
from kpis.rag import Goal, MeasuredIn, Operator, Rule, displayed
from kpis.summaries import highlight
from tests.kpis.conftest import AUGUST, SAMPLE
from tests.kpis.test_pages import define, put
from tests.kpis.test_views import page


@pytest.fixture
def book(dee, sample):
    content = dee.get("/indicators/highlight.xlsx?month=2023-08").content
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def test_the_workbook_has_every_number_of_the_page(book, places):
    head, *lines = book.get_sheet_by_name("Highlight").to_python()[3:]
    by_ref = {line[0]: dict(zip(head, line, strict=True)) for line in lines if line[1]}
    rows = highlight(places.council, AUGUST).rows

    assert len(by_ref) == len(rows) == 17
    for row in rows:
        line = by_ref[row.ref]
        scale = 100 if row.measured_in == MeasuredIn.PERCENTAGE else 1
        assert round(line["Current"] * scale, 6) == float(row.current)
        assert line["RAG"].endswith(row.rag_words)
        assert line["Numerator"] == (row.numerator_words if row.numerator is None else float(row.numerator))
        for name, target in (("Minimum", row.minimum), ("Upper", row.upper)):
            assert ("no target" if target is None else float(target)) == (
                line[name] if target is None else round(line[name] * scale, 6)
            )
        for month, point in zip(head[7:13], row.trend, strict=True):
            expected = "no data" if point.value is None else float(displayed(point.value, row.places))
            assert (line[month] if point.value is None else round(line[month] * scale, 6)) == expected
    assert by_ref["3.3"]["Outturn 2022/23"] == 0.84
    assert [line[0] for line in lines if not line[1]] == list(dict.fromkeys(row.theme for row in rows))


def test_the_notes_sheet_says_who_when_and_by_which_rules(book):
    told = dict(row[:2] for row in book.get_sheet_by_name("Notes").to_python())

    assert (told["Made by"], told["Unit"], told["Month"]) == ("Dee", "Demo Council", "August 2023")
    assert told["Indicators"] == "17: 3 green, 6 amber, 5 red, 3 no target"
    assert told["3.3 % of CIN children visited within the past four weeks"].startswith("Snapshot. Higher is better")


def test_the_workbook_shows_where_a_trend_breaks(dee, sample):
    visits = Indicator.objects.get(ref="3.3")
    Rebase.objects.create(indicator=visits, month=datetime.date(2023, 7, 1), reason="No visits by phone.")
    content = dee.get("/indicators/highlight.xlsx?month=2023-08").content

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet, styles = (etree.fromstring(parts.read(f"xl/{name}.xml")) for name in ("worksheets/sheet1", "styles"))
    thick = [place for place, edge in enumerate(styles.findall(".//{*}border/{*}left")) if edge.get("style") == "thick"]
    looks = styles.findall("{*}cellXfs/{*}xf")
    marked = [cell.get("r") for cell in sheet.iter("{*}c") if int(looks[int(cell.get("s"))].get("borderId")) in thick]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    line = next(at for at, cells in enumerate(book.get_sheet_by_name("Highlight").to_python(), 1) if cells[0] == "3.3")
    assert marked == [f"L{line}"]  # H to M are March to August
    ranges = {cell.text: at.text for cell, at in zip(sheet.iter("{*}sqref"), sheet.iter("{*}f"), strict=False)}
    assert ranges[f"N{line}"].endswith(f"!L{line}:M{line}")
    told = dict(row[:2] for row in book.get_sheet_by_name("Notes").to_python())
    assert (
        "The line breaks before July 2023: No visits by phone."
        in told["3.3 % of CIN children visited within the past four weeks"]
    )


def test_the_highlight_as_csv(dee, sample):
    rows = list(csv.DictReader(io.StringIO(dee.get("/indicators/highlight.csv").content.decode("utf-8-sig"))))

    assert [(row["ref"], row["value"], row["rag"]) for row in rows][7] == ("3.3", "77.8", "red")


MONTHS = ["mar_23", "apr_23", "may_23", "jun_23", "jul_23", "aug_23"]


def test_the_six_months_are_the_published_numbers_on_the_page_and_as_csv(dee, sample):
    """Every cell of the published table; its thousands have commas, and its blank month is said to be without data."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        published = {row["ref"]: [row[month] for month in MONTHS] for row in csv.DictReader(file)}
    html = page(dee, "/indicators/?month=2023-08")
    cells = re.findall(r'<td role="cell" data-label="(\w{3} \d\d)" class="[^"]*">([^<]*)</td>', html)
    shown = [[told for _, told in cells[place : place + 6]] for place in range(0, len(cells), 6)]
    rows = list(csv.DictReader(io.StringIO(dee.get("/indicators/highlight.csv").content.decode("utf-8-sig"))))

    assert [name for name, _ in cells[:6]] == ["Mar 23", "Apr 23", "May 23", "Jun 23", "Jul 23", "Aug 23"]
    assert shown == [[each or "no data" for each in months] for months in published.values()]
    for row in rows:
        assert [row[month] and float(row[month]) for month in MONTHS] == [
            each and float(each.rstrip("%")) for each in published[row["ref"]]
        ], row["ref"]


def test_another_month_has_its_own_six(dee, sample):
    html = page(dee, "/indicators/?month=2023-06")
    rows = list(
        csv.DictReader(io.StringIO(dee.get("/indicators/highlight.csv?month=2023-06").content.decode("utf-8-sig")))
    )

    assert re.findall(r'<td role="cell" data-label="(\w{3} \d\d)" class="[^"]*">([^<]*)</td>', html)[:6] == [
        ("Jan 23", "no data"), ("Feb 23", "no data"), ("Mar 23", "89.5%"), ("Apr 23", "87.6%"), ("May 23", "92.9%"),
        ("Jun 23", "90.9%"),
    ]  # fmt: skip
    assert [rows[0][month] for month in ("jan_23", "feb_23", "mar_23", "jun_23")] == ["", "", "89.5", "90.9"]


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (Goal(Rule.MINIMUM_UPPER, minimum=Decimal(50), upper=Decimal("75.5")),
         ("50", "75.5", "", "", "", "minimum 50%, upper 75.5%")),
        (Goal(Rule.OPERATOR, target=Decimal(20), operator=Operator.AT_MOST), ("", "", "20", "<=", "", "≤ 20%")),
        (Goal(Rule.TOLERANCE, target=Decimal(90), tolerance=Decimal(5)),
         ("", "", "90", "", "5", "90%, tolerance 5 points")),
        (None, ("", "", "", "", "", "no target")),
    ],
)  # fmt: skip
def test_csv_files_tell_a_target_of_every_rule(dee, places, done, goal, expected):
    indicator = define("1.1")
    set_goal(indicator, goal, starts_on=datetime.date(2015, 4, 1), by=None)
    put(done, indicator, places.council, AUGUST, 4, 5, basis=Basis.SNAPSHOT)

    for address in ("highlight.csv", "1.1/values.csv"):
        (row,) = csv.DictReader(io.StringIO(dee.get(f"/indicators/{address}").content.decode("utf-8-sig")))
        told = tuple(row[name] for name in ("minimum", "upper", "target", "operator", "tolerance", "target_words"))
        assert told == expected, address


def test_the_workbook_looks_like_the_councils_report(dee, sample, places, done):
    """Read from the file's own parts: what a spreadsheet shows is the format of a cell, not its number."""
    visits = Indicator.objects.get(ref="3.3")
    Value.objects.bulk_create(
        Value(indicator=visits, unit=places.council, period=month, basis=Basis.SNAPSHOT, value=80, load=done)
        for month in months_to(datetime.date(2023, 2, 1), 18)
    )
    content = dee.get("/indicators/highlight.xlsx?month=2023-08").content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet, notes, styles, book, strings = (
            etree.fromstring(parts.read(f"xl/{name}.xml"))
            for name in ("worksheets/sheet1", "worksheets/sheet2", "styles", "workbook", "sharedStrings")
        )
    words = ["".join(each.itertext()) for each in strings]
    formats = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter("{*}numFmt")}
    formats |= {"0": "General", "3": "#,##0"}  # those that every spreadsheet knows
    looks, fonts, fills = (
        styles.findall(f"{{*}}{name}") for name in ("cellXfs/{*}xf", "fonts/{*}font", "fills/{*}fill")
    )
    lines = {row.get("r"): {cell.get("r").rstrip("0123456789"): cell for cell in row} for row in sheet.iter("{*}row")}

    def text(cell):
        return words[int(cell.findtext("{*}v"))] if cell.get("t") == "s" else cell.findtext("{*}v")

    def look(cell):
        return looks[int(cell.get("s"))]

    assert [each.get("name") for each in book.iter("{*}sheet")] == ["Highlight", "Notes"]
    assert [text(cell) for cell in lines["4"].values()] == [
        "Ref", "Measure", "Outturn 2022/23", "Numerator", "Denominator", "Current", "Basis", "Mar 23", "Apr 23",
        "May 23", "Jun 23", "Jul 23", "Aug 23", "Trend", "Minimum", "Upper", "Target", "RAG", "Distance to target",
        "Direction of travel",
    ]  # fmt: skip
    head = look(lines["4"]["A"])
    assert fonts[int(head.get("fontId"))].find("{*}b") is not None
    assert fills[int(head.get("fillId"))].find(".//{*}fgColor").get("rgb") == "FF0E4F53"
    pane = sheet.find(".//{*}pane")
    assert (pane.get("topLeftCell"), pane.get("state")) == ("C5", "frozen")
    assert widths(sheet) == [8, 46, 12, 12, 12, 12, 15, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 14, 34, 30]
    assert widths(notes) == [40, 95]
    told = {text(line["A"]): line for line in lines.values() if line and lines["4"] is not line}
    shown = {
        ref: {name: (float(text(cell)), formats[look(cell).get("numFmtId")]) for name, cell in told[ref].items()
              if name in columns}
        for ref, columns in (("3.3", "CDEFHMOP"), ("1.2", "CFM"), ("4.8", "O"))
    }  # fmt: skip
    assert shown == {
        "3.3": {
            "C": (0.84, "#,##0.0%"), "D": (615, "#,##0"), "E": (790, "#,##0"), "F": (0.778, "#,##0.0%"),
            "H": (0.84, "#,##0.0%"), "M": (0.778, "#,##0.0%"), "O": (0.85, "#,##0%"),
            "P": (0.9, "#,##0%"),
        },
        "1.2": {"C": (738, "#,##0"), "F": (790, "#,##0"), "M": (790, "#,##0")},
        "4.8": {"O": (0.965, "#,##0.0%")},
    }  # fmt: skip


def widths(sheet):
    """The width of each column, in characters, as it was asked for."""
    found = {}
    for column in sheet.iter("{*}col"):
        for place in range(int(column.get("min")), int(column.get("max")) + 1):
            found[place] = math.floor(float(column.get("width")))
    return [found[place] for place in sorted(found)]
