"""Files to keep: a few kinds, known by their content; their names are only names."""

import io
import zipfile

import pytest

from kit.attachments import attachment, plain_name
from kit.uploads import NotReadable


def office(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


WORD = office("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("a.docx", WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "a.xlsx",
            office("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "a.pptx",
            office("[Content_Types].xml", "ppt/presentation.xml"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("a.csv", b"a,b\r\n1,2", "text/csv"),
        ("A.TXT", "Größe".encode(), "text/plain"),
        ("a.txt", "Größe".encode("utf-16"), "text/plain"),
        ("a.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("a.jpg", b"\xff\xd8\xff...", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff...", "image/jpeg"),
    ],
)
def test_what_is_what_its_name_says_is_kept(name, content, media_type):
    kept = attachment(name, content)

    assert (kept.name, kept.media_type, kept.content) == (name, media_type, content)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", r"a.exe is not a kind of file that is kept here"),
        ("a.html", b"<p>", r"a.html is not a kind of file"),
        ("a.svg", b"<svg>", r"a.svg is not a kind of file"),
        ("a", b"x", r"a is not a kind of file"),
        ("a.pdf", b"", r"a.pdf is empty"),
        ("a.pdf", b"<html>", r"a.pdf is not what its name says: its content is not that of a .pdf file"),
        ("a.png", b"\xff\xd8\xff", r"a.png is not what its name says"),
        ("a.docx", b"PK\x03\x04 but no archive", r"a.docx is damaged"),
        ("a.docx", office("[Content_Types].xml", "xl/workbook.xml"), r"a.docx is not what its name says"),
        (
            "a.docx",
            office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            r"a.docx holds macros",
        ),
        ("a.txt", b"\x00\x01", r"a.txt is not text"),
        ("a.csv", b"MZ\x90\x00", r"a.csv is not text"),
        ("a.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), r"a.pdf is larger than 10 MB"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(name, content, words):
    with pytest.raises(NotReadable, match=words):
        attachment(name, content)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\me\notes.pdf", "notes.pdf"),
        ("a\r\nX-Evil: 1.pdf", "a X-Evil: 1.pdf"),
        ("report\u202efdp.txt", "report fdp.txt"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, name):
    assert plain_name(given) == name
