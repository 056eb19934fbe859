"""Reads one workbook under limits, in a process of its own: `python -m kit.read_sheet FILE` prints JSON.

A workbook is a stranger's file. One of 1.7 kB can make a reader ask for half a terabyte and be aborted, so nobody but
this child opens it. It scans the XML first: no document types or entities, no hidden sheet, no cell so far out that
the sheet's extent becomes a lie, no formula without a value. Only then it reads the cells.

Answers {"rows": [[number, [text, ...]], ...]} or {"refused": "a sentence"}.
"""

import datetime
import json
import posixpath
import re
import resource
import sys
import zipfile
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 20
MAX_ROWS = 120_000
MAX_COLUMNS = 300
MAX_CELLS = 4_000_000
# What kit/error_workbook.py adds to a workbook (kit.uploads.ERRORS_SHEET): this child imports nothing of ours.
ERRORS_SHEET = "Errors (not read)"
# The number formats that Excel has built in and that show a percentage.
PERCENT_FORMATS = {9, 10}


class Refusal(Exception):
    """Says in one sentence why the workbook is not read."""


class Scan:
    """Walks one XML part and tells `element` of every start; a document type is refused before anything expands."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        try:
            with archive.open(part) as stream:
                self.parser.ParseFile(stream)
        except KeyError as missing:
            raise Refusal("The workbook is damaged: a part of it is missing.") from missing
        except expat.ExpatError as fault:
            raise Refusal("The workbook is damaged: its XML cannot be read.") from fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.element(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self.closed(name.rpartition(" ")[2])

    def _doctype(self, *_: Any) -> None:
        raise Refusal("The workbook declares a document type or entities, which no spreadsheet program writes.")

    def element(self, name: str, attributes: dict[str, str]) -> None: ...

    def closed(self, name: str) -> None: ...


class Sheets(Scan):
    """Names, relation ids and visibility of the workbook's sheets."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.found: list[tuple[str, str, bool]] = []
        super().__init__(archive, "xl/workbook.xml")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.found.append((attributes.get("name", ""), relation, attributes.get("state", "visible") == "visible"))


class Relations(Scan):
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.targets: dict[str, str] = {}
        super().__init__(archive, "xl/_rels/workbook.xml.rels")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = posixpath.normpath(
                posixpath.join("/xl", attributes.get("Target", ""))
            ).lstrip("/")


class Styles(Scan):
    """Which cell styles show a number as a percentage."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.formats: dict[int, str] = {}
        self.percent: list[bool] = []
        self._in_cell_styles = False
        super().__init__(archive, "xl/styles.xml")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.formats[int(attributes.get("numFmtId", -1))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles:
            number = int(attributes.get("numFmtId", 0))
            # A % that is quoted or escaped is only a letter; a real one multiplies what is shown by 100.
            code = re.sub(r'"[^"]*"|\\.', "", self.formats.get(number, ""))
            self.percent.append(number in PERCENT_FORMATS or "%" in code)

    def closed(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cell_styles = False


class Cells(Scan):
    """Where the cells really are, which show percentages, and which formulas have no value."""

    def __init__(self, archive: zipfile.ZipFile, part: str, percent_styles: list[bool]) -> None:
        self.percent_styles = percent_styles
        self.percent: set[tuple[int, int]] = set()
        self.rows = self.columns = self._row = self._column = 0
        self._formula = self._value = False
        super().__init__(archive, part)

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self._formula = True
        elif name in {"v", "is"}:
            self._value = True
        elif name == "mergeCell":
            raise Refusal(
                f"The cells {attributes.get('ref', '')} are merged, so that it is not plain what each of them says. "
                "Unmerge them and upload the file again."
            )

    def closed(self, name: str) -> None:
        if name == "c" and self._formula and not self._value:
            raise Refusal(
                f"Row {self._row} has a formula without a value. Open the file in Excel, save it and upload it again."
            )

    def _cell(self, attributes: dict[str, str]) -> None:
        self._row, self._column = _place(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        self._formula = self._value = False
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS:
            raise Refusal(
                f"The sheet has a cell as far out as {attributes.get('r', 'its last row')}: at most {MAX_ROWS:,} rows "
                f"and {MAX_COLUMNS} columns are read. Delete what stands outside the table."
            )
        style = int(attributes.get("s", 0))
        if style < len(self.percent_styles) and self.percent_styles[style]:
            self.percent.add((self._row, self._column))


def _place(reference: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
    if not match:
        raise Refusal("The workbook is damaged: a cell has an impossible place.")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def text_of(value: Any, *, is_percentage: bool) -> str:
    """A cell as text: 0.904 formatted as a percentage is 90.4%, because that is what its author sees."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if is_percentage:
            return f"{_plain(number * 100)}%"
        return _plain(number)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value).strip()


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read(path: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with the row numbers that Excel shows."""
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        sheets = Sheets(archive).found
        hidden = [name for name, _, visible in sheets if not visible]
        if hidden:
            raise Refusal(f"The workbook has a hidden sheet, “{hidden[0]}”. Delete it, or show it, and upload again.")
        relations = Relations(archive).targets
        styles = Styles(archive).percent if "xl/styles.xml" in parts else []
        if "xl/sharedStrings.xml" in parts:
            Scan(archive, "xl/sharedStrings.xml")
        scanned = [
            (name, Cells(archive, relations.get(relation, ""), styles))
            for name, relation, _ in sheets
            if name != ERRORS_SHEET
        ]

    filled = [(name, cells) for name, cells in scanned if cells.rows]
    if not filled:
        return []
    if len(filled) > 1:
        raise Refusal(f"The workbook has {len(filled)} sheets. Keep the one to load and upload the file again.")
    name, cells = filled[0]
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(name)
    rows = []
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        texts = [
            text_of(value, is_percentage=(number, column) in cells.percent)
            for column, value in enumerate(values, start=1)
        ]
        if any(texts):
            rows.append((number, texts))
    return rows


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, Any] = {"rows": read(sys.argv[1])}
    except Refusal as refusal:
        answer = {"refused": str(refusal)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
