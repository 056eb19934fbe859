"""Files that people keep with something and download again: few kinds, known by their content, never opened by us."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kit.uploads import MAX_BYTES, NotReadable, too_large

MAX_NAME = 150
OFFICE = "application/vnd.openxmlformats-officedocument."
# What a file of each kind is sent as, and how its content begins.
KINDS: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{OFFICE}wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", b"PK\x03\x04"),
    ".pptx": (f"{OFFICE}presentationml.presentation", b"PK\x03\x04"),
    ".csv": ("text/csv", b""),
    ".txt": ("text/plain", b""),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
}
MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
ACCEPTED = ",".join(KINDS)
KIND_WORDS = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), CSV, text, PNG or JPG"


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


def attachment(name: str, content: bytes) -> Attachment:
    """The file as it is kept; `NotReadable` says in a sentence why it is not taken."""
    name = plain_name(name)
    extension = Path(name).suffix.lower()
    if extension not in KINDS:
        raise NotReadable(f"{name} is not a kind of file that is kept here: {KIND_WORDS}.")
    if not content:
        raise NotReadable(f"{name} is empty.")
    if len(content) > MAX_BYTES:
        raise NotReadable(too_large(name))
    media_type, start = KINDS[extension]
    if not content.startswith(start):
        raise NotReadable(f"{name} is not what its name says: its content is not that of a {extension} file.")
    if extension in MAIN_PARTS:
        _check_office(name, extension, content)
    if not start:
        _check_text(name, content)
    return Attachment(name, media_type, content)


def plain_name(name: str) -> str:
    """Only a name: no folders, no control or direction characters, a length that fits; its ending stays."""
    # `isprintable` is false for controls and for the marks that turn the direction of text around.
    words = "".join(letter if letter.isprintable() else " " for letter in re.split(r"[/\\]", name)[-1])
    words = re.sub(r"\s+", " ", words).strip(" .") or "file"
    path = Path(words)
    return f"{path.stem[: MAX_NAME - len(path.suffix)]}{path.suffix}"[:MAX_NAME]


def _check_office(name: str, extension: str, content: bytes) -> None:
    """Judged by the archive's directory alone: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise NotReadable(f"{name} is damaged: it cannot be opened.") from fault
    names = {part.filename for part in parts}
    if not {MAIN_PARTS[extension], "[Content_Types].xml"} <= names:
        raise NotReadable(f"{name} is not what its name says: its content is not that of a {extension} file.")
    if any("vbaproject" in part.lower() for part in names):
        raise NotReadable(f"{name} holds macros. Save it without them.")


def _check_text(name: str, content: bytes) -> None:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and any(byte < 32 and byte not in b"\t\r\n\f" for byte in content):
        raise NotReadable(f"{name} is not text: it holds bytes that no text has.")
