"""A file with its faults marked where they stand: coloured cells with notes, a column to filter by, a sheet that lists
them. Put right, it can be uploaded as it is: the column and the sheet are known again, and skipped."""

import io
from collections.abc import Iterable

import xlsxwriter

from kit.exports import FORMULA_STARTS, LONGEST_CELL
from kit.uploads import ERRORS_COLUMN, ERRORS_SHEET, TableFile

# Row (None: the whole file), heading of the column, value, reason.
Fault = tuple[int | None, str, str, str]
MOST_NOTES = 2_000


def error_workbook(file: TableFile, faults: Iterable[Fault], *, header_row: int) -> bytes:
    """Every cell is text as it was read: nothing is changed on the way, and nothing runs as a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    plain, quoted = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "quote_prefix": True})
    bad = {"num_format": "@", "bg_color": "#F7D7D7", "border": 1, "border_color": "#942514"}
    faulty, faulty_quoted = book.add_format(bad), book.add_format({**bad, "quote_prefix": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Return")
    header = next((row for row in file.rows if row.number == header_row), None)
    places = {heading: number for number, heading in enumerate(header.cells)} if header else {}
    width = max(len(row.cells) for row in file.rows)
    faults = list(faults)
    marked: dict[tuple[int, int], list[str]] = {}
    told: dict[int, list[str]] = {}
    for row, column, _, reason in faults:
        if row is not None:
            told.setdefault(row, []).append(f"{column}: {reason}" if column else reason)
            if column in places:
                marked.setdefault((row, places[column]), []).append(reason)

    def write(row: int, column: int, text: str, usual: object, for_formulas: object) -> None:
        text = text[:LONGEST_CELL]
        if text:
            sheet.write_string(row - 1, column, text, for_formulas if text.startswith(FORMULA_STARTS) else usual)
        else:
            sheet.write_blank(row - 1, column, None, usual)

    for row in file.rows:
        for column, text in enumerate(row.cells):
            if (row.number, column) in marked:
                write(row.number, column, text, faulty, faulty_quoted)
            elif text:
                write(row.number, column, text, plain, quoted)
        if row.number in told:
            write(row.number, width, " ".join(told[row.number]), plain, quoted)
    for (row, column), reasons in list(marked.items())[:MOST_NOTES]:
        sheet.write_comment(row - 1, column, "\n".join(reasons), {"x_scale": 2})
    if header:
        sheet.write_string(header_row - 1, width, ERRORS_COLUMN, bold)
        sheet.autofilter(header_row - 1, 0, max(row.number for row in file.rows) - 1, width)
        sheet.freeze_panes(header_row, 0)
    sheet.set_column(0, max(width - 1, 0), 14)
    sheet.set_column(width, width, 70)

    listed = book.add_worksheet(ERRORS_SHEET)
    listed.set_column(2, 2, 24)
    listed.set_column(3, 3, 90)
    for number, title in enumerate(("Row", "Column", "Value", "Reason")):
        listed.write_string(0, number, title, bold)
    for line, (row, *texts) in enumerate(faults, start=1):
        if row is None:
            listed.write_string(line, 0, "The file", plain)
        else:
            listed.write_number(line, 0, row)
        for number, text in enumerate(texts, start=1):
            listed.write_string(line, number, text, quoted if text.startswith(FORMULA_STARTS) else plain)
    book.close()
    return out.getvalue()
