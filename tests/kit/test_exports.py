"""What goes out cannot run as a formula."""

import io
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from kit.exports import csv_text, on_paper, safe_text, xlsx_response


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert safe_text(start) == f"'{start}"


def test_numbers_stay_numbers_and_missing_values_stay_empty():
    rows = [{"a": -1.5, "b": None, "c": "=cmd|' /C calc'!A0"}, {"a": 0, "b": "% of cases", "c": "x,y"}]

    assert csv_text(["a", "b", "c"], rows) == "a,b,c\r\n-1.5,,'=cmd|' /C calc'!A0\r\n0,% of cases,\"x,y\"\r\n"


def sheets(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_holds_the_rows_and_says_where_they_come_from():
    rows = [{"Team": "North", "Number": 3}, {"Team": "=1+1", "Number": None}]

    response = xlsx_response(
        "list.xlsx", sheet="Teams", columns=["Team", "Number"], rows=rows, notes=[("Made by", "Ana")], mark="Restricted"
    )

    assert response["Content-Disposition"] == 'attachment; filename="list.xlsx"'
    assert sheets(response) == {
        "Teams": [["Team", "Number"], ["North", 3.0], ["=1+1", ""]],
        "Notes": [["Handling", "Restricted"], ["Made by", "Ana"]],
    }


def test_a_workbook_has_no_formula_and_its_heading_stays_in_sight():
    rows = [{"A": words} for words in ("=1+1", "@SUM(A1)", "-1", "https://elsewhere.example", "{=1}", "x" * 40_000)]

    response = xlsx_response("a.xlsx", sheet="A", columns=["A"], rows=rows, notes=[], mark="")

    with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 'state="frozen"' in sheet
    assert 'quotePrefix="1"' in styles
    assert len(sheets(response)["A"][-1][0]) == 32_767


def test_what_stands_over_a_printed_sheet_is_text_and_no_code():
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    headers = []
    for about, mark in (("", "Restricted"), ("4.7.2 R&D &A", "12 & more"), ("x" * 100, ""), ("R&G", ""), ("", "")):
        sheet = book.add_worksheet()
        on_paper(sheet, mark, about)
        headers.append(sheet.header)

    assert headers == ["&L&BRestricted", "&L 4.7.2 R&&D &&A&R&B 12 && more", f"&L{'x' * 59}…", "&LR&& G", ""]
