"""A draft with figures in its prose, and where they are found in what is made of it."""

import datetime

from reports import assembly, content
from tests.reports.conftest import AFTER

TODAY = datetime.date(2026, 7, 20)
VISITS = "{{ indicator 3.3 value }}"
SAYS = "Visits in time: {{ indicator 3.3 value }}, rated {{ indicator 3.3 rag }}."
READS = "Visits in time: 77.8% (615 of 790, June 2026), rated red (June 2026)."


def drafted(report):
    return assembly.draft(report, today=TODAY, asked_at=AFTER)


def summary_of(document):
    summary = next(section for section in document.sections if section.key == "highlights")
    return next(block for block in summary.blocks if isinstance(block, content.Text)).prose


def shown_of(draft):
    return {offer.name: offer.shown for offer in draft.offers}


def source_of(document, key):
    return next(source for source in document.sources if source.key == key)


def article_of(response):
    """The report itself, without the page around it."""
    return response.content.decode().split("<article")[1].split("</article>")[0]
