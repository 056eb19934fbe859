"""One renderer per format. Each reads the frozen content and nothing else, so every format says the same.

A renderer is a module with `render(document, fingerprint) -> bytes` and `BLOCKS`, which names how it shows each kind of
block; a kind that one of them lacks fails the tests.
"""

from dataclasses import dataclass
from importlib import import_module

from reports.content import Document


@dataclass(frozen=True)
class Format:
    key: str
    words: str
    media_type: str

    def render(self, document: Document, fingerprint: str) -> bytes:
        """The document as a file. The drawing libraries are heavy: a renderer is loaded when it is first needed."""
        rendered: bytes = import_module(f"{__name__}.{self.key}").render(document, fingerprint)
        return rendered


FORMATS = {
    found.key: found
    for found in (
        Format("html", "Web page", "text/html; charset=utf-8"),
        Format("pdf", "PDF", "application/pdf"),
        Format("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format("pptx", "PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    )
}
