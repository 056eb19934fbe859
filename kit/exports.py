"""Rows out, so that no cell can run as a formula in whatever opens the file."""

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse

# A spreadsheet takes text that begins with one of these for a formula; an apostrophe in front makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_text(value: Any) -> Any:
    """Text that no spreadsheet runs. Numbers stay numbers, however negative; a missing value is an empty cell."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A CSV table: `columns` in order, one line per row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_text(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """A CSV file to save, with the byte-order mark without which Excel misreads all but plain English."""
    response = HttpResponse(f"\ufeff{csv_text(columns, rows)}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
WIDEST = 60
LONGEST_HEADER = 60  # a half of a header, beside which the other has room


def xlsx_response(
    name: str,
    *,
    sheet: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    notes: Sequence[tuple[str, str]],
    mark: str = "",
) -> HttpResponse:
    """A workbook to save: the table under a frozen heading, and a sheet that says where it comes from.

    Rows go to the disk one by one, so that a long list takes no more memory than a short one. `mark`, such as
    "Restricted", stands on every printed page and first in the notes.
    """
    with tempfile.TemporaryFile(prefix="export-") as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
        book.set_properties({"title": sheet, "comments": mark})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        # A cell that begins like a formula stays text even after somebody has edited it.
        quoted = book.add_format({"quote_prefix": True, "valign": "top"})
        plain = book.add_format({"valign": "top"})

        table = book.add_worksheet(sheet)
        table.freeze_panes(1, 0)
        on_paper(table, mark)
        for number, title in enumerate(columns):
            table.set_column(number, number, min(max(len(title) + 4, 14), WIDEST))
        _write(table, 0, columns, bold, quoted)
        last = 0
        for last, row in enumerate(rows, start=1):
            _write(table, last, [row[column] for column in columns], plain, quoted)
        table.autofilter(0, 0, last, max(len(columns) - 1, 0))

        told = book.add_worksheet("Notes")
        on_paper(told, mark)
        told.set_column(0, 0, 24)
        told.set_column(1, 1, 90)
        for number, line in enumerate([("Handling", mark), *notes] if mark else notes):
            _write(told, number, line, plain, quoted)
        book.close()
        file.seek(0)
        content = file.read()
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def on_paper(sheet: Any, mark: str = "", about: str = "") -> None:
    """How a sheet is printed: A4 across, as wide as its columns, the first row on every page.

    Over each page stands `about`, what the sheet shows, and `mark`, which says how to handle it.
    """
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    places = [
        f"&L{_on_header(about)}" if about else "",
        f"&{'R' if about else 'L'}&B{_on_header(mark)}" if mark else "",
    ]
    if any(places):
        sheet.set_header("".join(places))
    sheet.set_footer("&RPage &P of &N")


def _on_header(words: str) -> str:
    """Text that stays text in a header, where & begins a code, and figures after one are the size of its letters."""
    shown = " ".join(words.split())
    if len(shown) > LONGEST_HEADER:
        shown = f"{shown[: LONGEST_HEADER - 1].rstrip()}…"
    # The library takes the second half of &&G for a picture.
    return f"{' ' if shown[:1].isdigit() else ''}{shown.replace('&G', '& G').replace('&', '&&')}"


def _write(sheet: Any, line: int, cells: Iterable[Any], look: Any, quoted: Any) -> None:
    for number, value in enumerate(cells):
        match value:
            case None:
                continue
            case bool() | str():
                words = str(value)[:LONGEST_CELL]
                sheet.write_string(line, number, words, quoted if words.startswith(FORMULA_STARTS) else look)
            case _:
                sheet.write_number(line, number, value, look)
