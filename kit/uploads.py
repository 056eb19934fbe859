"""Files from strangers: limited in size, known by their content, read in a child process with limits of its own.

`read_table` gives the rows of a CSV file or a workbook as text, or raises `NotReadable` with the sentence to show.
"""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 1_000
MAX_ROWS = 120_000
MAX_CELL = 32_767
SECONDS = 30
# What the portal itself adds to a file whose faults it marks (kit/error_workbook.py): never part of a table.
ERRORS_COLUMN = "To put right (not read)"
ERRORS_SHEET = "Errors (not read)"


class NotReadable(Exception):
    """Says in one sentence why a file cannot be read, and what to do."""


@dataclass(frozen=True)
class Row:
    """One row that holds something, with the number that a spreadsheet shows beside it."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class TableFile:
    name: str
    sha256: str
    rows: list[Row]


class SizeLimit(FileUploadHandler):
    """Stops keeping a file as soon as it passes the limit, and notes its name in `request.refused_uploads`.

    The rest of the request is read past and thrown away: 200 MB never stand in memory or on the disk. The other fields
    arrive as usual, so that the form can say what happened.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MAX_BYTES:
            refused = self.request.__dict__.setdefault("refused_uploads", {})
            refused[self.field_name] = self.file_name
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_large(name: str) -> str:
    return f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB, which is the most that is read. Nothing was stored."


def read_table(path: Path, *, name: str) -> TableFile:
    """The rows of a CSV file or a one-sheet workbook; what it is shows in its content, not in its name."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise NotReadable(too_large(name))
    if not size:
        raise NotReadable(f"{name} is empty.")
    content = path.read_bytes()
    rows = _read_workbook(path, name, content) if _claims_workbook(name, content) else _read_csv(name, content)
    if not rows:
        raise NotReadable(f"{name} is empty: it has no cell with anything in it.")
    return TableFile(name=name, sha256=hashlib.sha256(content).hexdigest(), rows=_without_errors(rows))


def _without_errors(rows: list[Row]) -> list[Row]:
    """The rows without the column in which an earlier check wrote what was to be put right."""
    place = next((row.cells.index(ERRORS_COLUMN) for row in rows[:30] if ERRORS_COLUMN in row.cells), None)
    if place is None:
        return rows
    return [row for row in (Row(row.number, row.cells[:place]) for row in rows) if any(row.cells)]


def _claims_workbook(name: str, content: bytes) -> bool:
    """Is it a workbook? Refuses what is neither a workbook nor text, and what is not what its name says."""
    extension = Path(name).suffix.lower()
    is_zip = content.startswith(b"PK\x03\x04")
    if extension not in {".csv", ".xlsx"}:
        raise NotReadable(f"{name} is neither a CSV file (.csv) nor an Excel workbook (.xlsx).")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable(
            f"{name} is an old (.xls) or password-protected workbook. Save it as .xlsx without a password."
        )
    if extension == ".xlsx" and not is_zip:
        raise NotReadable(f"{name} is not an Excel workbook, although its name ends in .xlsx.")
    if extension == ".csv" and is_zip:
        raise NotReadable(f"{name} is a workbook or another archive, although its name ends in .csv.")
    return is_zip


def _read_csv(name: str, content: bytes) -> list[Row]:
    text = _decode(name, content)
    csv.field_size_limit(MAX_CELL)
    rows = []
    try:
        # Rows are numbered as a spreadsheet numbers them, where a line break inside a cell makes no new row.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for number, cells in enumerate(reader, start=1):
            if number > MAX_ROWS:
                raise NotReadable(f"{name} has more than {MAX_ROWS:,} rows.")
            cells = [cell.strip() for cell in cells]
            if any(cells):
                rows.append(Row(number, cells))
    except csv.Error as fault:
        raise NotReadable(f"{name} is not a CSV file: row {reader.line_num} cannot be read ({fault}).") from fault
    return rows


def _decode(name: str, content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, or else what Excel on Windows writes."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text):
            return text
    raise NotReadable(f"{name} is not a CSV file: it holds bytes that are not text.")


def _delimiter(text: str) -> str:
    """The separator that the first lines use most outside quotation marks."""
    head = "".join(text[:20_000].split('"')[::2])
    return max(",;\t", key=head.count)


def _read_workbook(path: Path, name: str, content: bytes) -> list[Row]:
    _check_container(name, content)
    answer = in_child(
        "kit.read_sheet",
        path,
        slow=f"{name} takes too long to read. Save the table alone as a new workbook.",
        broken=f"{name} cannot be read as a workbook. Save the table alone as a new workbook or as CSV.",
    )
    if "refused" in answer:
        raise NotReadable(f"{name}: {answer['refused']}")
    return [Row(number, cells) for number, cells in answer["rows"]]


def _check_container(name: str, content: bytes) -> None:
    """Judge the archive by its directory, before anything is unpacked (0.9 ms where unpacking takes seconds)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise NotReadable(f"{name} is damaged: it cannot be opened as a workbook.") from fault
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise NotReadable(f"{name} is not an Excel workbook, although its name ends in .xlsx.")
    if len(names) != len(set(names)) or len(names) > MAX_PARTS:
        raise NotReadable(f"{name} is damaged: its parts are not those of a workbook.")
    if any(part.flag_bits & 1 for part in parts):
        raise NotReadable(f"{name} is encrypted. Save it without a password.")
    if any("vbaproject" in part.lower() for part in names):
        raise NotReadable(f"{name} holds macros. Save it as .xlsx without them.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(content), 10_000):
        raise NotReadable(f"{name} unpacks to {unpacked // 1024 // 1024} MB, which is more than a table needs.")


def in_child(module: str, path: Path, *, slow: str, broken: str) -> dict[str, Any]:
    """What one of our modules says of the file, read where neither its memory nor its end can hurt the server."""
    try:
        child = subprocess.run(  # noqa: S603 our own module, and a path of ours
            [sys.executable, "-m", module, str(path)],
            cwd=settings.BASE_DIR,
            # No settings or secrets: the child reads a file and nothing else.
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise NotReadable(slow) from late
    if child.returncode:
        raise NotReadable(broken)
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer
