"""The user's file comes back with its faults marked where they stand, and is otherwise as it was."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest

from kit.error_workbook import MOST_NOTES, error_workbook
from kit.uploads import ERRORS_COLUMN, ERRORS_SHEET, read_table

TITLE = "Returns of the north,,,"
TEXT = f"""{TITLE}
ref,unit,period,value
1.10,north-1,2023-08,many
=1+1,@north,-5,+5%

1.2,"a
b",01/08/2023,007
"""
NAMES = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FAULTS = [
    (3, "value", "many", "This is not a number."),
    (4, "ref", "=1+1", "There is no indicator =1+1."),
    (4, "ref", "=1+1", "The reference is missing."),
    (4, "", "", "The row has too many cells."),
    (6, "unknown", "x", "The column is not there."),
    (None, "", "", "=The file as a whole."),
]


@pytest.fixture
def read(tmp_path):
    def read(content, name="return.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_table(path, name=name)

    return read


@pytest.fixture
def given(read):
    return read(TEXT.encode())


def part(content, name):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def comments(content):
    """The text of each comment by the cell on which it stands."""
    found = part(content, "xl/comments1.xml").iterfind(".//s:comment", NAMES)
    return {each.get("ref"): "".join(text.text or "" for text in each.iterfind(".//s:t", NAMES)) for each in found}


def cells(content, sheet=1):
    """Each cell of a sheet: its text, and its type as the workbook has it."""
    strings = ["".join(t.text or "" for t in each.iterfind(".//s:t", NAMES))
               for each in part(content, "xl/sharedStrings.xml").iterfind("s:si", NAMES)]  # fmt: skip
    found = {}
    for cell in part(content, f"xl/worksheets/sheet{sheet}.xml").iterfind(".//s:c", NAMES):
        value = cell.find("s:v", NAMES)
        if value is not None:
            found[cell.get("r")] = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
    return found


def coloured(content):
    """The cells whose style has a fill of the colour for faults."""
    styles = part(content, "xl/styles.xml")
    fills = [fill.find(".//s:fgColor", NAMES) for fill in styles.iterfind("s:fills/s:fill", NAMES)]
    bad = {number for number, colour in enumerate(fills) if colour is not None and colour.get("rgb") == "FFF7D7D7"}
    dressed = [int(xf.get("fillId")) in bad for xf in styles.iterfind("s:cellXfs/s:xf", NAMES)]
    sheet = part(content, "xl/worksheets/sheet1.xml")
    return {cell.get("r") for cell in sheet.iterfind(".//s:c", NAMES) if dressed[int(cell.get("s", 0))]}


def test_each_comment_stands_on_the_cell_that_it_is_about(given):
    content = error_workbook(given, FAULTS, header_row=2)

    assert comments(content) == {
        "D3": "This is not a number.",
        "A4": "There is no indicator =1+1.\nThe reference is missing.",
    }
    assert coloured(content) == {"D3", "A4"}


def test_a_blank_cell_is_marked_too(read):
    content = error_workbook(read(b"ref,unit\n1.2,\n"), [(2, "unit", "", "The unit is missing.")], header_row=1)

    assert (comments(content), coloured(content)) == ({"B2": "The unit is missing."}, {"B2"})


def test_a_column_beside_the_table_and_a_sheet_say_all_of_it(given):
    content = error_workbook(given, FAULTS, header_row=2)

    beside = {place: text for place, text in cells(content).items() if place.startswith("E")}
    assert beside == {
        "E2": ERRORS_COLUMN,
        "E3": "value: This is not a number.",
        "E4": "ref: There is no indicator =1+1. ref: The reference is missing. The row has too many cells.",
        "E6": "unknown: The column is not there.",
    }
    listed = cells(content, sheet=2)
    assert [listed[f"A{row}"] for row in range(1, 8)] == ["Row", 3, 4, 4, 4, 6, "The file"]
    assert (listed["C2"], listed["C3"], listed["D7"]) == ("many", "=1+1", "=The file as a whole.")
    assert ERRORS_SHEET in [each.get("name") for each in part(content, "xl/workbook.xml").iterfind(".//s:sheet", NAMES)]


def test_formulas_stay_text_on_both_sheets(given):
    content = error_workbook(given, FAULTS, header_row=2)

    for sheet in (1, 2):
        assert part(content, f"xl/worksheets/sheet{sheet}.xml").findall(".//s:f", NAMES) == []
    shown = cells(content)
    assert [shown[place] for place in ("A4", "B4", "C4", "D4")] == ["=1+1", "@north", "-5", "+5%"]
    quoted = [xf.get("quotePrefix") == "1" for xf in part(content, "xl/styles.xml").iterfind("s:cellXfs/s:xf", NAMES)]
    by_place = {cell.get("r"): quoted[int(cell.get("s", 0))]
                for cell in part(content, "xl/worksheets/sheet1.xml").iterfind(".//s:c", NAMES)}  # fmt: skip
    assert [by_place[place] for place in ("A4", "B4", "C4", "D4", "A3")] == [True, True, True, True, False]


def test_nothing_else_is_changed(given, read):
    content = error_workbook(given, FAULTS, header_row=2)

    again = read(content, "marked.xlsx")
    assert again.rows == given.rows
    own = {place: text for place, text in cells(content).items() if not place.startswith("E")}
    assert own == {
        "A1": "Returns of the north", "A2": "ref", "B2": "unit", "C2": "period", "D2": "value",
        "A3": "1.10", "B3": "north-1", "C3": "2023-08", "D3": "many",
        "A4": "=1+1", "B4": "@north", "C4": "-5", "D4": "+5%",
        "A6": "1.2", "B6": "a\nb", "C6": "01/08/2023", "D6": "007",
    }  # fmt: skip
    twice = error_workbook(again, FAULTS, header_row=2)
    assert cells(twice) == cells(content)


def test_a_file_with_very_many_faults_still_opens(read):
    count = MOST_NOTES + 50
    given = read(("ref,value\n" + "1.2,many\n" * count).encode())
    faults = [(row, "value", "many", "This is not a number.") for row in range(2, count + 2)]

    content = error_workbook(given, faults, header_row=1)

    assert len(comments(content)) == MOST_NOTES
    assert len(coloured(content)) == count
    assert re.fullmatch(r"B\d+", next(iter(comments(content))))
