"""The report as one web page that needs no other file: its look and its letters are inside."""

import base64
import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reports.content import KINDS, Document
from reports.renderers.brand import Brand, brand

BLOCKS = {kind: f"reports/blocks/{kind}.html" for kind in KINDS}
STATIC = settings.BASE_DIR / "static"
STYLES = tuple(STATIC / "css" / f"{name}.css" for name in ("reports-standalone", "reports", "reports-figures"))
FONTS = STATIC / "vendor" / "atkinson-hyperlegible-5.3.0"


FACE = "@font-face{{font-family:'Atkinson Hyperlegible';font-weight:{weight};src:url(data:font/woff2;base64,{font})}}"


def render(document: Document, fingerprint: str) -> bytes:
    """The document as a file. The same content gives the same bytes."""
    look = brand()
    # Our own files, and settings that were checked at the start: nothing typed by anybody reaches them.
    css = mark_safe(_css(look))  # noqa: S308
    words = {"document": document, "fingerprint": fingerprint, "css": css, "logo": look.logo}
    page = render_to_string("reports/standalone.html", words)
    return re.sub(r"\n\s*\n+", "\n", page).strip().encode() + b"\n"


def _css(look: Brand) -> str:
    """Our own style sheets, with the fonts as data and the council's look last."""
    faces = [FACE.format(weight=weight, font=_as_text(weight)) for weight in (400, 700)]
    return "\n".join([*faces, *(path.read_text() for path in STYLES), look.css])


def _as_text(weight: int) -> str:
    return base64.b64encode((FONTS / f"atkinson-hyperlegible-latin-{weight}-normal.woff2").read_bytes()).decode()
