"""Files from strangers: what is read, and what is refused before it can hurt."""

import datetime
import io
import resource
import time
import zipfile

import pytest
import xlsxwriter

from kit import uploads
from kit.uploads import NotReadable, Row, read_table

BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.fixture
def file(tmp_path):
    def make(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def workbook(write=None, **options):
    """A workbook written by `write(book, sheet)`."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    sheet = book.add_worksheet("Table")
    (write or (lambda book, sheet: sheet.write("A1", "ref")))(book, sheet)
    book.close()
    return out.getvalue()


def with_part(content, part, text):
    """The workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return out.getvalue()


def sheet_with(cells):
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )


def refusal(path):
    with pytest.raises(NotReadable) as caught:
        read_table(path, name=path.name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("ref,num\n1.1,5\n", [Row(1, ["ref", "num"]), Row(2, ["1.1", "5"])]),
        (b"\xef\xbb\xbfref,num\r\n1.1,5\r\n", [Row(1, ["ref", "num"]), Row(2, ["1.1", "5"])]),
        ('ref;num\n1.1;"1,958"\n', [Row(1, ["ref", "num"]), Row(2, ["1.1", "1,958"])]),
        ("ref\tnum\n1.1\t5\n", [Row(1, ["ref", "num"]), Row(2, ["1.1", "5"])]),
        ("\n\n ref , num \n\n1.1,5", [Row(3, ["ref", "num"]), Row(5, ["1.1", "5"])]),
        ('ref,"a\nb"\n1.1,5', [Row(1, ["ref", "a\nb"]), Row(2, ["1.1", "5"])]),
        ("ref,Children’s\n".encode("cp1252"), [Row(1, ["ref", "Children’s"])]),
        ("ref,Children’s\n".encode(), [Row(1, ["ref", "Children’s"])]),
        ("ref,é\n".encode("utf-16"), [Row(1, ["ref", "é"])]),
    ],
)
def test_csv_in_the_encodings_and_with_the_separators_that_people_send(file, content, expected):
    assert read_table(file(content), name="table.csv").rows == expected


def test_a_csv_file_has_at_most_120000_rows(file):
    head, line = "ref,num\n", "1.1,5\n"

    assert len(read_table(file(head + line * 119_999), name="table.csv").rows) == 120_000
    assert refusal(file(head + line * 120_000)) == "table.csv has more than 120,000 rows."
    # Rows are counted as a spreadsheet numbers them, empty ones too.
    assert refusal(file(head + "\n" * 119_999 + line)) == "table.csv has more than 120,000 rows."


def test_a_workbook_is_read_as_its_author_sees_it(file):
    def write(book, sheet):
        percent, quoted = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": '0.0" %"'})
        sheet.write_row("B3", ["ref", "share", "count", "day"])
        sheet.write("B4", "5.10")
        sheet.write("C4", 0.904, percent)
        sheet.write("D4", 1958)
        sheet.write("E4", datetime.date(2023, 8, 1), book.add_format({"num_format": "mmm-yy"}))
        sheet.write("C5", 0.07, book.add_format({"num_format": 9}))
        sheet.write("D5", 0.904)
        sheet.write("E5", 0.5, quoted)
        sheet.write_formula("C6", "=D4/2165", percent, 0.904387990762125)
        sheet.write_boolean("D6", True)

    rows = read_table(file(workbook(write), "t.xlsx"), name="t.xlsx").rows

    assert rows == [
        Row(3, ["", "ref", "share", "count", "day"]),
        Row(4, ["", "5.10", "90.4%", "1958", "2023-08-01"]),
        Row(5, ["", "", "7%", "0.904", "0.5"]),
        Row(6, ["", "", "90.4387990762125%", "TRUE", ""]),
    ]


def hidden(book, sheet):
    sheet.write("A1", "ref")
    book.add_worksheet("Workings").hide()


def two_sheets(book, sheet):
    sheet.write("A1", "ref")
    book.add_worksheet("Other").write("A1", "more")


LAUGHING_SHEET = sheet_with('<row><c r="A1"><v>&d;</v></c></row>').removeprefix('<?xml version="1.0"?>')
XLSX_REFUSALS = [
    (b"", "t.xlsx is empty."),
    (workbook(lambda book, sheet: None), "t.xlsx is empty: it has no cell with anything in it."),
    (b"ref,num\n1.1,5\n", "t.xlsx is not an Excel workbook, although its name ends in .xlsx."),
    (b"PK\x03\x04 and then nothing", "t.xlsx is damaged: it cannot be opened as a workbook."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
     "t.xlsx is an old (.xls) or password-protected workbook. Save it as .xlsx without a password."),
    (workbook(hidden), "t.xlsx: The workbook has a hidden sheet, “Workings”. Delete it, or show it, and upload again."),
    (workbook(two_sheets), "t.xlsx: The workbook has 2 sheets. Keep the one to load and upload the file again."),
    (with_part(workbook(), "xl/worksheets/sheet1.xml", sheet_with('<row r="7"><c r="A7"><f>1+1</f></c></row>')),
     "t.xlsx: Row 7 has a formula without a value. Open the file in Excel, save it and upload it again."),
    (with_part(workbook(), "xl/worksheets/sheet1.xml", BILLION_LAUGHS + LAUGHING_SHEET),
     "t.xlsx: The workbook declares a document type or entities, which no spreadsheet program writes."),
    (with_part(workbook(), "xl/sharedStrings.xml", OUTSIDE + '<sst xmlns="x"><si><t>&e;</t></si></sst>'),
     "t.xlsx: The workbook declares a document type or entities, which no spreadsheet program writes."),
    (with_part(workbook(), "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"),
     "t.xlsx: The workbook is damaged: its XML cannot be read."),
    (with_part(workbook(), "xl/worksheets/sheet1.xml", sheet_with('<row><c r="ZZZZ1"><v>1</v></c></row>')),
     "t.xlsx: The workbook is damaged: a cell has an impossible place."),
]  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), XLSX_REFUSALS)
def test_a_workbook_that_is_none_or_hides_something_is_refused(file, content, expected):
    assert refusal(file(content, "t.xlsx")) == expected


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("t.csv", b"", "t.csv is empty."),
        ("t.csv", b"\n \n,,\n", "t.csv is empty: it has no cell with anything in it."),
        ("t.csv", b"ref,\x00\x01\n", "t.csv is not a CSV file: it holds bytes that are not text."),
        ("t.csv", b"\x89PNG\r\n\x1a\n\x00", "t.csv is not a CSV file: it holds bytes that are not text."),
        ("t.pdf", b"%PDF-1.7", "t.pdf is neither a CSV file (.csv) nor an Excel workbook (.xlsx)."),
        ("t", b"ref", "t is neither a CSV file (.csv) nor an Excel workbook (.xlsx)."),
        ("t.csv", workbook(), "t.csv is a workbook or another archive, although its name ends in .csv."),
        ("t.csv", b'ref\n"unclosed', "t.csv is not a CSV file: row 2 cannot be read (unexpected end of data)."),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(file, name, content, expected):
    assert refusal(file(content, name)) == expected


def test_an_archive_that_is_no_workbook_is_refused(file):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("holiday.jpg", b"not a picture")

    assert refusal(file(out.getvalue(), "t.xlsx")) == (
        "t.xlsx is not an Excel workbook, although its name ends in .xlsx."
    )


def test_a_sheet_whose_extent_is_a_lie_is_refused_without_being_laid_out(file):
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = file(with_part(workbook(), "xl/worksheets/sheet1.xml", sheet_with(corners)), "t.xlsx")
    assert path.stat().st_size < 8_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    started = time.monotonic()
    words = refusal(path)

    assert words == (
        "t.xlsx: The sheet has a cell as far out as XFD1048576: at most 120,000 rows and 300 columns are read. "
        "Delete what stands outside the table."
    )
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_bomb_is_refused_by_its_directory_before_anything_is_unpacked(file):
    path = file(with_part(workbook(), "xl/worksheets/sheet1.xml", b"0" * 250_000_000), "t.xlsx")
    started = time.monotonic()

    assert refusal(path) == "t.xlsx unpacks to 238 MB, which is more than a table needs."
    assert time.monotonic() - started < 1


def test_a_workbook_that_unpacks_to_too_much_is_refused_however_little_it_was_packed(file, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNPACKED", 5_000)

    assert refusal(file(workbook(), "t.xlsx")) == "t.xlsx unpacks to 0 MB, which is more than a table needs."


def test_a_directory_that_lies_about_the_size_ends_in_the_child(file):
    content = bytearray(with_part(workbook(), "xl/worksheets/sheet1.xml", sheet_with(" " * 50_000_000)))
    # The uncompressed size in the central directory, 24 bytes into the part's entry there.
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")

    words = refusal(file(bytes(content), "t.xlsx"))

    assert words in {
        "t.xlsx cannot be read as a workbook. Save the table alone as a new workbook or as CSV.",
        "t.xlsx: The workbook is damaged: its XML cannot be read.",
    }


def test_a_child_that_takes_too_long_is_stopped(file, monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.001)

    assert refusal(file(workbook(), "t.xlsx")) == (
        "t.xlsx takes too long to read. Save the table alone as a new workbook."
    )


def test_too_many_bytes_are_refused(file):
    assert refusal(file(b"x" * (10 * 1024 * 1024 + 1))) == (
        "table.csv is larger than 10 MB, which is the most that is read. Nothing was stored."
    )
