"""What somebody finds in a Word, PowerPoint or Excel file: its words, its tables, and what is hidden within."""

import io
import re
import zipfile

import docx
import pptx
import python_calamine
from docx.oxml.ns import qn


def squeezed(words):
    """Without spaces and line breaks, which every format sets its own way."""
    return re.sub(r"\s+", "", words)


def word_text(data):
    body = docx.Document(io.BytesIO(data)).element.body
    return re.sub(r"\s+", " ", " ".join(part.text or "" for part in body.iter(qn("w:t"))))


def word_tables(data):
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(data)).tables
    ]


def slides(data):
    return list(pptx.Presentation(io.BytesIO(data)).slides)


def slide_text(data):
    """All words in reading order, footers apart."""
    found = []
    for slide in slides(data):
        for shape in slide.shapes:
            if shape.is_placeholder and shape.placeholder_format.type in (13, 15):
                continue
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            elif shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return re.sub(r"\s+", " ", " ".join(found))


def slide_tables(data):
    return [
        [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        for slide in slides(data)
        for shape in slide.shapes
        if shape.has_table
    ]


def parts(data, ending):
    """The files of a package whose names end so."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist() if name.endswith(ending)}


def sheets(data):
    """Every sheet by its name, as a calculating program reads it."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def shown_sheets(data):
    """Every sheet by its name, as it is shown: each number in its format."""
    files = parts(data, ".xml")
    styles = files["xl/styles.xml"].decode()
    codes = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', styles)) | {
        "0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "49": "@",
    }  # fmt: skip
    used = [codes[number] for number in re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])]
    found = {}
    for position, (name, rows) in enumerate(sheets(data).items(), start=1):
        sheet = files[f"xl/worksheets/sheet{position}.xml"].decode()
        looks = {
            place: used[int(style)] for place, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"(?: t="\w+")?>', sheet)
        }
        found[name] = [
            [_shown(cell, looks.get(f"{_letters(column)}{line}", "")) for column, cell in enumerate(row)]
            for line, row in enumerate(rows, start=1)
        ]
    return found


def _letters(column):
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)


def _shown(cell, code):
    if not isinstance(cell, float):
        return cell
    first = code.split(";")[0]
    places = len(first.rstrip("%").partition(".")[2])
    value = cell * 100 if first.endswith("%") else cell
    words = f"{abs(value):{',' if ',' in first else ''}.{places}f}{'%' if first.endswith('%') else ''}"
    return ("−" if "−" in code else "-") + words if value < 0 else words
