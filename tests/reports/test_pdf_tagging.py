"""Nothing in a PDF is untagged, whatever its layout and script: PDF/UA, checked by reading the file."""

import io
from dataclasses import replace

import pikepdf
import pytest

from reports import content
from reports.renderers import FORMATS
from tests.reports import sample
from tests.reports.pdf_tagging import untagged

ARABIC = "مرحبا بالعالم، هذا تقرير عن الأطفال"


def rendered(document):
    return FORMATS["pdf"].render(document, sample.FINGERPRINT)


@pytest.mark.parametrize("layout", ["report", "one_page", "slides"])
def test_everything_on_every_page_is_tagged_or_decoration(layout):
    document = replace(sample.DOCUMENT, cover=replace(sample.COVER, layout=layout))

    assert untagged(rendered(document)) == []


def test_words_in_other_scripts_stay_tagged():
    chart = content.Chart("bar", ARABIC, ARABIC, (ARABIC,), (content.Series(ARABIC, (1.0,), ("1",)),))

    assert untagged(rendered(sample.saying(content.Text(ARABIC), chart, *sample.BLOCKS.values()))) == []


def test_what_is_drawn_beside_its_tags_is_found():
    with pikepdf.open(io.BytesIO(rendered(sample.DOCUMENT))) as pdf:
        page = pdf.pages[1]
        page.contents_add(b"0 0 10 10 re f /P <</MCID 9999>> BDC 0 0 10 10 re f EMC", prepend=False)
        out = io.BytesIO()
        pdf.save(out)

    assert untagged(out.getvalue()) == [(2, "f outside of every mark"), (2, "mark 9999 is in no tag")]
