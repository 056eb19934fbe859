"""PDF through Typst, as PDF/UA-1: tagged, with a title, a language and a text for every figure.

Text reaches the template as data and is never evaluated; the template can read no file but itself.
"""

import datetime
import json

import typst
from django.conf import settings

from reports.content import KINDS, Document
from reports.renderers.charts import FONTS
from reports.renderers.paper import for_paper

TEMPLATE = settings.BASE_DIR / "reports" / "renderers" / "report.typ"
# Every kind has a function of its name in the template; Typst stops with an error where one is missing.
BLOCKS = {kind: f"show-{kind.replace('_', '-')}" for kind in KINDS}


def render(document: Document, fingerprint: str) -> bytes:
    """The document as a PDF. The same content gives the same bytes."""
    made_on = datetime.datetime.fromisoformat(document.cover.published_on).replace(tzinfo=datetime.UTC)
    return typst.compile(
        TEMPLATE.read_bytes(),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(made_on.timestamp()),
        sys_inputs={"report": json.dumps({**for_paper(document), "fingerprint": fingerprint})},
    )
