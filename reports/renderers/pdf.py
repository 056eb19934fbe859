"""PDF through Typst, as PDF/UA-1: tagged, with a title, a language and a text for every figure."""

import datetime

from django.conf import settings

from kit import paper
from reports.content import KINDS, Document
from reports.renderers.brand import brand
from reports.renderers.paper import for_paper

TEMPLATE = settings.BASE_DIR / "reports" / "renderers" / "report.typ"
# Every kind has a function of its name in the template; Typst stops with an error where one is missing.
BLOCKS = {kind: f"show-{kind.replace('_', '-')}" for kind in KINDS}


def render(document: Document, fingerprint: str) -> bytes:
    """The document as a PDF. The same content gives the same bytes."""
    made_at = datetime.datetime.fromisoformat(document.cover.published_on).replace(tzinfo=datetime.UTC)
    look = brand()
    data = {**for_paper(document, look), "fingerprint": fingerprint}
    return paper.pdf(TEMPLATE, name="report", data=data, made_at=made_at, fonts=look.paper_fonts)
